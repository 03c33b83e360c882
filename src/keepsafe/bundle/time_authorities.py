"""The time authorities that can be asked, and the roots that are trusted for time, from data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from keepsafe.bundle import timestamp
from keepsafe.errors import UsageError
from keepsafe.i18n import _
from keepsafe.resources import resource

_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")


@dataclass(frozen=True, slots=True)
class Authority:
    """Someone who vouches for times: what they are called, where they are asked, their roots.

    `root_pages` says where each root is to be had from themselves.
    """

    id: str
    name: str
    address: str
    roots: tuple[x509.Certificate, ...] = ()
    root_pages: tuple[str, ...] = ()


@cache
def known() -> tuple[Authority, ...]:
    """Return the authorities that Keepsafe knows, the one that is asked by default first."""
    data = tomllib.loads(resource("time_authorities.toml").read_text("utf-8"))
    return tuple(
        Authority(
            id=entry["id"],
            name=entry["name"],
            address=entry["address"],
            roots=tuple(_root(root["pem"], root["sha256"]) for root in entry["root"]),
            root_pages=tuple(root["page"] for root in entry["root"]),
        )
        for entry in data["authority"]
    )


def trusted_roots() -> tuple[x509.Certificate, ...]:
    """Return every root that is trusted for time."""
    return tuple(root for authority in known() for root in authority.roots)


def find(asked: str, roots: Sequence[x509.Certificate] = ()) -> Authority:
    """Return the authority with a name, or at a web address; "" is the one asked by default.

    `roots` are the person's own, and vouch for whom they ask.

    Raises:
        UsageError: when there is no such name, or the address cannot be asked safely.
    """
    if not asked:
        return known()[0]
    for authority in known():
        if asked.casefold() in (authority.id, authority.name.casefold(), authority.address):
            return authority
    host = host_of(asked)
    return Authority("", host, asked, tuple(roots))


def host_of(address: str) -> str:
    """Return whose computer is behind a web address, with its port if it has one.

    Raises:
        UsageError: when it is no plain http or https address.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    plain = "@" not in parts.netloc and _HOST.fullmatch(host) and address.isascii()
    if parts.scheme not in ("http", "https") or not plain or not address.isprintable():
        names = ", ".join(authority.id for authority in known())
        raise UsageError(
            _(
                "{name} is no time authority that Keepsafe knows. It knows {names}; another is "
                "given by its web address, which starts with http:// or https://."
            ).format(name=address, names=names)
        )
    return host if port is None else f"{host}:{port}"


def vouching(stamp: timestamp.Stamp) -> str:
    """Return the name of who vouches for a time: an authority that is known, or the signer's."""
    for authority in known():
        if stamp.chain[-1] in authority.roots:
            return authority.name
    return stamp.signer


def _root(pem: str, sha256: str) -> x509.Certificate:
    (root,) = x509.load_pem_x509_certificates(pem.encode())
    if root.fingerprint(hashes.SHA256()).hex() != sha256:
        raise ValueError("a root of time_authorities.toml is not the one that its hash names")
    return root
