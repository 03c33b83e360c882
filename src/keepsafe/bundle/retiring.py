"""Let a case go when it is over: what still stands against it, and the deletion itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.record import Record, Seal
from keepsafe.errors import DamagedError, KeepsafeError, UsageError
from keepsafe.hashing import sha256_of
from keepsafe.i18n import N_, _, translated
from keepsafe.intake.walking import open_regular
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault import erasing
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

_CHANGES = frozenset(
    {"added", "added-again", "described", "corrected", "set", "withheld", "included", "removed"}
)
_CANNOT_PROMISE = (
    N_(
        "The words are deleted with the case. Without them on paper, nobody can open the file for "
        "police any more."
    ),
    N_(
        "Copies of the case elsewhere, such as backups, stay. What was deleted can stay readable "
        "for a while with special programs, but it is locked and its key is destroyed."
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a case can be let go. `missing` are sentences; `found` are files that are right.

    `seals` are the numbers of the newest file for police, none when there is none.
    """

    seals: tuple[int, ...]
    found: tuple[Path, ...]
    missing: tuple[str, ...]


def standing(vault: Vault, files: Iterable[Path], watch: Watch = UNWATCHED) -> Standing:
    """Say what stands against letting a case go, with the sealed `files` that the person has.

    A file counts when it is, byte for byte, the one the case noted, and its words open it.

    Raises:
        Cancelled: when the person stopped it.
    """
    record = vault.record
    newest = _newest_file(record)
    if not newest:
        return Standing((), (), (_("No file for police was finished from this case."),))
    missing = []
    begun = newest[0].begun.seq
    if any(entry.seq > begun and entry.what in _CHANGES for entry in record.entries):
        missing.append(
            _("Something was added or changed after the newest file for police was made.")
        )
    numbers = tuple(seal.number for seal in newest)
    if not any(handover.seal in numbers for handover in record.handovers):
        missing.append(_("Nobody noted yet that the newest file for police was handed over."))
    found = _found(vault, newest, list(files), watch)
    missing += [
        _("The file {name} was not shown, or is not the one that was made.").format(
            name=seal.bundle
        )
        for seal in newest
        if seal.number not in found
    ]
    return Standing(numbers, tuple(found.values()), tuple(missing))


def delete_case(
    vault: Vault, typed: str, watch: Watch = UNWATCHED, disk: Disk | None = None
) -> tuple[str, ...]:
    """Delete the case of `vault`, whose code the person typed, and lock it first.

    Returns the names of what lay in the folder, is not ours, and was left there. An interrupted
    deletion is finished by `vault.erasing.erase`.

    Raises:
        UsageError: when what was typed is not the code of the case; nothing was deleted.
        SystemRefusedError: when the case is open elsewhere, or the disk refuses.
    """
    if _plain(typed) != _plain(vault.record.code):
        raise UsageError(
            _("That is not the code of this case, which is {code}. Nothing was deleted.").format(
                code=vault.record.code
            )
        )
    vault.insist_writable()
    vault.close()
    return erasing.erase(vault.root, watch, disk)


def _newest_file(record: Record) -> Sequence[Seal]:
    finished = [seal for seal in record.seals if seal.finished is not None]
    return record.set_of(finished[-1]) if finished else ()


def _found(
    vault: Vault, seals: Sequence[Seal], files: Sequence[Path], watch: Watch
) -> dict[int, Path]:
    wanted = {seal.file_sha256: seal for seal in seals}
    found: dict[int, Path] = {}
    for path in files:
        try:
            seal = wanted.get(_digest(path, watch))
        except (KeepsafeError, OSError):
            watch.step(0, 1)
            continue
        if seal is None:
            continue
        try:
            words = vault.words.show(seal.number)
        except DamagedError:  # then they open nothing any more, whatever the paper says
            words = None
        if words is not None:
            verdict = verify(path, Secrets(words=(words,)), seal.code, watch)
            if verdict.bytes != "matches" or verdict.seal != "same":
                continue
        found[seal.number] = path
    return found


def _digest(path: Path, watch: Watch) -> str:
    with open_regular(path) as file:
        return sha256_of(file, watch, total=os.fstat(file.fileno()).st_size)[0]


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def cannot_promise() -> tuple[str, ...]:
    """Return what to say before a case is deleted, in the person's language."""
    return tuple(map(translated, _CANNOT_PROMISE))
