"""Plain copies of some of a sealed file, not locked, for a link that takes pictures one by one.

They keep their names and the signed lists of the sealed file, so that its own seal code vouches for
them: whoever gets them checks each against those lists, here or with sha256sum and openssl.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from keepsafe.bundle import layout
from keepsafe.bundle.sources import Secrets, opened
from keepsafe.bundle.unpacking import unpack
from keepsafe.case.entries import Happening
from keepsafe.case.record import Seal
from keepsafe.errors import UsageError, WrongSecretError
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Copies:
    """Where plain copies were written, of which exhibits; `seal` is that of the sealed file."""

    folder: Path
    seal: int
    seal_code: str
    exhibits: tuple[str, ...]


def make_copies(
    vault: Vault,
    sealed: Path,
    target: Path,
    exhibits: Collection[str],
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
) -> Copies:
    """Copy `exhibits` and the report out of the sealed file `sealed` of a case, and log that.

    Ask the person first: anyone who gets the copies can look at them. `target` is a new folder;
    every byte is checked on the way, and nothing is left when anything was changed. What is not in
    a sealed file, such as pictures that are kept apart, cannot get into copies.

    Raises:
        UsageError: when an exhibit is not in that file, or the file is of no seal with words.
        FormatError, DamagedError: when the file was changed.
        SystemRefusedError: when `target` exists or cannot be written, or nothing can be logged.
    """
    vault.insist_writable()
    seal = _seal_of(vault, sealed)
    words = vault.words.show(seal.number)
    if words is None:
        raise UsageError(
            _(
                "The words of seal {number} are not here. A file that is locked for a key has none."
            ).format(number=seal.number)
        )
    wanted = frozenset(exhibits)
    secrets = Secrets(words=(words,))
    with opened(sealed, secrets) as source:
        there = {layout.exhibit_id(name) for name in source.bag.names}
    if missing := sorted(wanted - there):
        raise UsageError(
            _("{item} is not in {file}. Nothing was copied.").format(
                item=missing[0], file=sealed.name
            )
        )
    folder = unpack(
        sealed, secrets, target, watch, disk, only=lambda name: layout.is_copied(name, wanted)
    )
    told = tuple(sorted(wanted, key=lambda item: int(item[1:])))
    data = {"seal": seal.number, "exhibits": list(told)}
    vault.log([Happening("copies-made", data, actor)])
    return Copies(folder, seal.number, seal.code, told)


def _seal_of(vault: Vault, sealed: Path) -> Seal:
    """Return the finished seal whose file has that name."""
    finished = (s for s in vault.record.seals if s.finished is not None)
    seal = next((s for s in finished if s.bundle == sealed.name), None)
    if seal is None:
        raise WrongSecretError(
            _("{name} was not made from this case, or was given another name.").format(
                name=sealed.name
            )
        )
    return seal
