"""Give a seal trusted time: in the file while it is made, or later, beside it.

The word of an authority is added, and nothing else changes: a file that was handed over, and its
sheet, stay what they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from keepsafe.bundle import layout, time_asking, time_judging
from keepsafe.bundle.delivering import insist_free, insist_outside
from keepsafe.bundle.time_asking import Kept
from keepsafe.bundle.time_authorities import Authority
from keepsafe.case.entries import Happening
from keepsafe.case.record import Seal
from keepsafe.errors import Cancelled, KeepsafeError
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """Whom the person wants to ask for the time, and the roots that they trust themselves."""

    authority: Authority
    own_roots: tuple[x509.Certificate, ...] = ()


class TimeInside:
    """Asks for the time of a seal while its file is written; the file does not depend on it.

    Afterwards `kept` is what was given, or `problem` the sentence why nothing was.
    """

    def __init__(self, choice: TimeChoice | None, watch: Watch) -> None:
        self._choice = choice
        self._watch = watch
        self.kept: Kept | None = None
        self.problem = ""

    def files(self, tag_manifest: bytes) -> dict[str, bytes]:
        """Return what goes into the bag for its tag manifest, by name."""
        if self._choice is None:
            return {}
        digest = hashlib.sha256(tag_manifest).digest()
        try:
            self.kept = _ask(self._choice, digest, self._watch)
        except Cancelled:
            raise
        except KeepsafeError as error:
            self.problem = str(error)
            return {}
        return _named(layout.time_files(1), self.kept)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time that was given to an existing seal, and the files that were made of it."""

    kept: Kept
    token: Path
    query: Path
    chain: Path


def stamp(
    vault: Vault,
    seal: Seal,
    folder: Path,
    choice: TimeChoice,
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
) -> Stamped:
    """Ask for the time of a finished seal; write the token and what checks it into `folder`.

    Raises:
        UsageError: when the folder is not there, or is the case itself.
        SystemRefusedError: when no answer came, or the folder cannot take the files.
        TokenRefused: when the answer does not prove the time of this seal.
        Cancelled: when the person stopped it.
    """
    insist_outside(vault, folder)
    disk = disk or Disk()
    names = layout.time_files_of(seal.bundle.removesuffix(".zip"))
    for name in names:
        insist_free(folder / name)  # said before anything is sent
    kept = _ask(choice, bytes.fromhex(seal.code), watch)
    for name, content in _named(names, kept).items():
        disk.write_new(folder / name, content)
    vault.log([happening(seal.number, kept, actor, "beside")])
    token, query, chain = (folder / name for name in names)
    return Stamped(kept, token, query, chain)


def happening(seal: int, kept: Kept, actor: str, place: str) -> Happening:
    """Return the entry that says who gave a seal its time; `place` is "inside" or "beside"."""
    data = {
        "seal": seal,
        "place": place,
        "authority": kept.authority.name,
        "address": kept.authority.address,
        "token_sha256": hashlib.sha256(kept.response).hexdigest(),
        **time_judging.facts_of(kept.stamp),
    }
    return Happening("stamped", data, actor)


def found_inside(seal: int, finding: time_judging.TimeFinding, actor: str) -> Happening:
    """Return the same entry for a token that a finished file turned out to hold."""
    if finding.stamp is None:
        raise ValueError("it proves no time")
    data = {
        "seal": seal,
        "place": "inside",
        "authority": finding.authority,
        "address": "",
        "token_sha256": finding.token_sha256,
        **time_judging.facts_of(finding.stamp),
    }
    return Happening("stamped", data, actor)


def _ask(choice: TimeChoice, digest: bytes, watch: Watch) -> Kept:
    return time_asking.ask(choice.authority, digest, choice.own_roots, watch)


def _named(names: tuple[str, str, str], kept: Kept) -> dict[str, bytes]:
    return dict(zip(names, (kept.response, kept.query, kept.chain), strict=True))
