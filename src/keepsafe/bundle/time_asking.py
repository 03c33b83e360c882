"""Ask a time authority to vouch for a hash: 32 bytes and a random number go out, over HTTP.

Only when the person has asked for it, only to the one place they were told of, once, and for a
short time. Whatever goes wrong is one sentence; what comes back is checked before it is kept.
"""

from __future__ import annotations

import http.client
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from cryptography import x509

from keepsafe.bundle import time_authorities, time_chains, timestamp
from keepsafe.bundle.time_authorities import Authority
from keepsafe.errors import Cancelled, KeepsafeError, SystemRefusedError, UsageError
from keepsafe.formats import tsp
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch

TIME_LIMIT = 20.0
"""Seconds for the whole of an answer, from looking up the name on."""
_QUIET_LIMIT = 10.0
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 307, 308)
_HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    # Says nothing of this program: whoever watches the line learns that a time was asked for.
    "User-Agent": "timestamp-query",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A time that an authority gave, checked: query and answer as they were, and what they prove.

    `chain` is PEM: the certificates that help to check it, but no root.
    """

    authority: Authority
    query: bytes
    response: bytes
    chain: bytes
    stamp: timestamp.Stamp


def what_is_sent(authority: Authority) -> str:
    """Return the sentence that says, beforehand, what goes out and to whom."""
    return _(
        "This goes to {name}, at {address}: 32 bytes (the SHA-256 of the list of what is sealed) "
        "and a random number. Nothing of the case can be read from them. They also see this "
        "computer's internet address."
    ).format(name=authority.name, address=authority.address)


def ask(
    authority: Authority,
    digest: bytes,
    own_roots: Sequence[x509.Certificate] = (),
    watch: Watch = UNWATCHED,
    time_limit: float = TIME_LIMIT,
) -> Kept:
    """Ask `authority` to vouch for a SHA-256, and return its answer, checked.

    Raises:
        SystemRefusedError: when no answer came.
        TokenRefused: when the answer does not prove the time of these bytes.
        Cancelled: when the person stopped it.
    """
    query = tsp.Query(tsp.Imprint("sha256", digest), nonce=secrets.randbits(63) | 1 << 62).encoded()
    response = _patiently(authority, query, watch, time_limit)
    roots = (*own_roots, *authority.roots, *time_authorities.trusted_roots())
    stamp = timestamp.check(
        response, roots, digest=digest, query=query, extra_certificates=own_roots
    )
    carried = timestamp.carried_certificates(response)
    signer, *others = dict.fromkeys((*stamp.chain, *carried))
    chain = time_chains.to_pem((signer, *(c for c in others if c.subject != c.issuer)))
    return Kept(authority, query, response, chain, stamp)


class _Asking(threading.Thread):
    """Waits for the answer apart, since neither a name's look-up nor a slow line can be stopped."""

    def __init__(self, authority: Authority, query: bytes, time_limit: float) -> None:
        super().__init__(daemon=True, name="time authority")
        self._authority = authority
        self._query = query
        self._until = time.monotonic() + time_limit
        self._context = copy_context()  # its sentences are in this language
        self.answer: bytes | KeepsafeError | None = None

    def run(self) -> None:
        self.answer = self._context.run(self._asked)

    def _asked(self) -> bytes | KeepsafeError:
        try:
            return _post(self._authority, self._query, self._until)
        except KeepsafeError as error:
            return error
        except Exception:  # whatever a stranger's computer sends, it is no answer
            return _no_answer(self._authority)


def _patiently(authority: Authority, query: bytes, watch: Watch, time_limit: float) -> bytes:
    asking = _Asking(authority, query, time_limit)
    asking.start()
    until = time.monotonic() + time_limit
    while asking.is_alive() and time.monotonic() < until:
        if watch.cancelled():
            raise Cancelled(_("Stopped, as you asked. Nothing half-made was left behind."))
        asking.join(0.05)
    answer = asking.answer
    if answer is None:
        raise _too_slow(authority)
    if isinstance(answer, KeepsafeError):
        raise answer
    return answer


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves it to `_post` where to go next, for a query must not end up with someone else."""

    def redirect_request(self, *_details: Any) -> None:
        return None


def _post(authority: Authority, query: bytes, until: float) -> bytes:
    """Return the answer to a query, following redirects within the one host that was named."""
    opener = urllib.request.build_opener(_NoRedirects)
    address = authority.address
    for _try in range(_MOST_REDIRECTS + 1):
        time_authorities.host_of(address)
        request = urllib.request.Request(address, query, _HEADERS)  # noqa: S310  # checked above
        try:
            with opener.open(request, timeout=_QUIET_LIMIT) as answer:
                return _bounded(answer, authority, until)
        except urllib.error.HTTPError as error:
            with error:
                address = _next(authority, address, error)
        except (OSError, http.client.HTTPException) as error:
            raise _no_answer(authority) from error
    raise _no_answer(authority)


def _next(authority: Authority, address: str, error: urllib.error.HTTPError) -> str:
    """Return where an answer sends on to; the same host, and never from https back to http."""
    if error.code not in _REDIRECTS:
        raise SystemRefusedError(
            _("{name} could not be asked for the time: it answered with error {code}.").format(
                name=authority.name, code=error.code
            )
        )
    new = urljoin(address, error.headers.get("Location", ""))
    before, after = urlsplit(address), urlsplit(new)
    weaker = before.scheme == "https" and after.scheme != "https"
    try:
        time_authorities.host_of(new)
    except UsageError:
        weaker = True
    if weaker or before.hostname != after.hostname:
        raise SystemRefusedError(
            _(
                "{name} sends elsewhere to be asked for the time, and nothing was sent there."
            ).format(name=authority.name)
        )
    return new


def _bounded(answer: http.client.HTTPResponse, authority: Authority, until: float) -> bytes:
    parts, size = [], 0
    while part := answer.read1(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > tsp.LARGEST:
            raise SystemRefusedError(
                _("{name} sent far more than a time, so it was not read.").format(
                    name=authority.name
                )
            )
        if time.monotonic() > until:
            raise _too_slow(authority)
    return b"".join(parts)


def _too_slow(authority: Authority) -> SystemRefusedError:
    return SystemRefusedError(
        _("{name} took too long to give the time.").format(name=authority.name)
    )


def _no_answer(authority: Authority) -> SystemRefusedError:
    return SystemRefusedError(
        _("{name} could not be asked for the time: there was no answer.").format(
            name=authority.name
        )
    )
