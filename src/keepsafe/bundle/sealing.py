"""Seal a case: the steps around the writing, in the order that a crash at any point leaves well.

Words kept; `seal-begun` logged (the last entry inside the file); the file written under a partial
name, flushed and renamed; `sealed` logged with the seal code. A seal that was begun and not
finished is finished if its file is whole, and otherwise abandoned, before the next one begins.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keepsafe.bundle import layout, sources, stamping, texts, verifying
from keepsafe.bundle.delivering import check_room, insist_free, insist_outside
from keepsafe.bundle.forms import write_forms
from keepsafe.bundle.parts import Part, as_data
from keepsafe.bundle.stamping import TimeChoice, TimeInside
from keepsafe.bundle.time_asking import Kept
from keepsafe.bundle.time_judging import TimeFinding
from keepsafe.bundle.withdrawing import withdraw
from keepsafe.bundle.writing import Plan, write
from keepsafe.case.entries import Happening
from keepsafe.case.record import Exhibit, Seal
from keepsafe.errors import DamagedError, KeepsafeError, SystemRefusedError
from keepsafe.formats import age, words
from keepsafe.formats.aeszip import SeekableTarget
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.report.previews import can_be_shown
from keepsafe.report.source import Language
from keepsafe.vault.durable import PARTIAL, Disk, StagedFile, refusal
from keepsafe.vault.rereading import Reread, forget, reread
from keepsafe.vault.vault import Vault

# What the pages take beside the exhibits, as a rule; the disk itself has the last word.
_ROOM_FOR_A_PAGE = 250_000
_ROOM_FOR_TEXTS = 2_000_000


@dataclass(frozen=True, slots=True)
class SealChoice:
    """How a case is sealed. With `recipients` the file is for their keys, and has no words.

    With `time`, the authority in it is asked, over the network, to vouch for when.
    """

    recipients: tuple[age.X25519Recipient, ...] = ()
    language: Language = "en"
    without_damaged: bool = False
    with_reader: bool = True
    with_forms: bool = True
    time: TimeChoice | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished seal. `seal_code` is 64 hex digits; `words` the password, None for a key.

    `reread` is what the finished file held when it was read back; `forms` is where the forms to
    fill in are, None when they were not wanted or could not be made. `time` is the time that an
    authority gave; `time_problem` says why it gave none when it was asked.
    """

    path: Path
    seal: int
    seal_code: str
    reread: Reread
    words: str | None
    damaged: tuple[str, ...] = ()
    forms: Path | None = None
    time: Kept | None = None
    time_problem: str = ""

    @property
    def file_sha256(self) -> str:
        """The SHA-256 of the whole file, 64 hex digits."""
        return self.reread.sha256

    @property
    def file_size(self) -> int:
        """The size of the whole file, in bytes."""
        return self.reread.size

    def __repr__(self) -> str:
        return f"Sealed({self.path.name!r}, {self.seal_code!r})"


@dataclass(frozen=True, slots=True)
class PartToSeal:
    """One part of a set, of all `parts`; `password` is that of the set, `damaged` left out."""

    parts: tuple[Part, ...]
    part: Part
    password: str | None
    damaged: tuple[str, ...]

    @property
    def first(self) -> bool:
        """Whether it is the first of its set."""
        return self.part is self.parts[0]

    def __repr__(self) -> str:
        return f"PartToSeal({self.part.bundle!r})"


def seal(
    vault: Vault,
    folder: Path,
    choice: SealChoice,
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
    *,
    part: PartToSeal | None = None,
) -> Sealed:
    """Make the next sealed file of a case in `folder` and return what to write down about it.

    For a file in several parts use `sealing_parts`, which gives `part`.

    Raises:
        DamagedError: naming the exhibit that is no longer what was saved; nothing was made.
            Or that the disk gave back other bytes than were written; the file was removed.
        SystemRefusedError: when the folder cannot take the file; nothing was made.
        Cancelled: when the person stopped it; nothing was made.
    """
    disk = disk or Disk()
    insist_outside(vault, folder)
    _abandon_open(vault, folder, actor, disk)
    if part is None or part.first:
        withdraw(vault, folder, actor, disk)
    _check_nothing_lost(vault, choice)
    reader = texts.reader() if choice.with_reader else None
    parts = part.parts if part is not None else ()
    mine = [
        exhibit
        for exhibit in vault.record.handed_over().exhibits
        if part is None or exhibit.id in part.part.exhibits
    ]
    check_room(folder, room_for(mine) + room_for_texts(choice))
    if part is not None:
        damaged = part.damaged
    else:
        damaged = find_damaged(vault, watch) if choice.without_damaged else ()
    number = next_number(vault)
    bundle = f"{vault.record.code}-{number}"
    path = folder / f"{bundle}.zip"
    insist_free(path)
    password = part.password if part is not None else new_password(choice)
    if password is not None:
        vault.words.keep(number, password)
    previous = next((s.code for s in reversed(vault.record.seals) if s.code), "")
    begun = {"seal": number, "bundle": path.name, "previous_seal_code": previous}
    damage = _damage(vault, damaged) if part is None or part.first else []
    told = {"parts": as_data(parts)} if parts else {}
    vault.log([*damage, Happening("seal-begun", {**begun, **told}, actor)])
    record = vault.record.handed_over()
    whole = tuple(e for e in record.exhibits if e.id not in damaged)
    plan = Plan(
        bundle=bundle,
        seal=number,
        previous_seal_code=previous,
        sealed_at=vault.now,
        record=dataclasses.replace(record, exhibits=whole),
        lines=vault.lines,
        undisclosed=record.undisclosed,
        damaged=damaged,
        password=password,
        recipients=choice.recipients,
        language=choice.language,
        reader=reader,
        parts=parts,
    )
    time = TimeInside(choice.time, watch)
    try:
        code = _write_file(plan, path, vault, watch, disk, time)
    except KeepsafeError:
        _abandon_open(vault, folder, actor, disk)
        raise
    try:
        back = _read_back(path, disk)
    except DamagedError:
        _abandon_open(vault, folder, actor, disk)
        raise
    stamped = [stamping.happening(number, time.kept, actor, "inside")] if time.kept else []
    sealed = Sealed(
        path, number, code, back, password, damaged, time=time.kept, time_problem=time.problem
    )
    _log_sealed(vault, sealed, actor, stamped)
    if choice.with_forms:
        sealed = dataclasses.replace(sealed, forms=add_forms(vault, sealed, choice, disk))
    return sealed


def _write_file(
    plan: Plan, path: Path, vault: Vault, watch: Watch, disk: Disk, time: TimeInside
) -> str:
    """Write a sealed file, durable under its name, and return its seal code."""
    with disk.stage(path) as staged:
        code = write(plan, _Target(staged), vault.exhibits, vault.signing_key, watch, time.files)
        if plan.password is None:  # nothing here can open it to look, if a crash comes now
            staged.flush()
            vault.words.note_file(plan.seal, code, reread(staged.partial).sha256)
        staged.commit()
    return code


def finish_or_abandon(
    vault: Vault,
    folder: Path,
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
) -> str:
    """End a seal that a crash interrupted; return "finished", "abandoned" or "nothing".

    It is finished when its file lies in `folder`, whole, and opens with its words; one without
    words must be, byte for byte, what was noted of it. Parts are abandoned unless all of them are
    finished.
    """
    disk = disk or Disk()
    ended = _end_open(vault, folder, actor, watch, disk)
    return "abandoned" if withdraw(vault, folder, actor, disk) else ended


def _end_open(vault: Vault, folder: Path, actor: str, watch: Watch, disk: Disk) -> str:
    open_seal = _open_seal(vault)
    if open_seal is None:
        return "nothing"
    path = folder / open_seal.bundle
    password, noted = _kept(vault, open_seal.number)
    if path.is_file():
        code, times = _code_of(path, password, noted, watch)
        if code:
            _sweep(path, disk)
            disk.sync_folder(folder)
            sealed = Sealed(path, open_seal.number, code, _read_back(path, disk), password)
            stamped = [stamping.found_inside(sealed.seal, found, actor) for found in times]
            _log_sealed(vault, sealed, actor, stamped)
            return "finished"
    _abandon_open(vault, folder, actor, disk)
    return "abandoned"


def _kept(vault: Vault, number: int) -> tuple[str | None, tuple[str, str] | None]:
    """Return the words of a seal, and what was noted of its file; None where there are none."""
    with contextlib.suppress(DamagedError):
        return vault.words.show(number), vault.words.noted_file(number)
    return None, None


def _code_of(
    path: Path, password: str | None, noted: tuple[str, str] | None, watch: Watch
) -> tuple[str, tuple[TimeFinding, ...]]:
    """Return the seal code of a file that is whole and ours, else "", and the times it proves.

    What is for a key cannot be looked into for them.
    """
    if password is not None:
        verdict = verifying.verify(path, verifying.Secrets(words=(password,)), watch=watch)
        if verdict.bytes != "matches":
            return "", ()
        return verdict.seal_code, tuple(t for t in verdict.times if t.inside and t.trusted)
    if noted is None or reread(path, watch).sha256 != noted[1]:
        return "", ()
    return noted[0], ()


class _Target(SeekableTarget):
    """Lets the zip writer go back to fill in a header."""

    def __init__(self, staged: StagedFile) -> None:
        self._staged = staged
        self._at: int | None = None

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        if self._at is not None:
            self._staged.write_at(self._at, bytes(data))
            self._at += len(data)
            return len(data)
        return self._staged.write(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = None if whence == os.SEEK_END else offset
        return offset


def _check_nothing_lost(vault: Vault, choice: SealChoice) -> None:
    """Refuse to hand over what a lost step of the log may have kept out, until that is accepted."""
    gaps = vault.gaps()
    if gaps and not choice.without_damaged:
        first, last = gaps[0]
        raise DamagedError(
            _(
                "Steps {first} to {last} of the log are lost, and something that you kept out may "
                "be among them. Nothing was made. Look at the case and keep it out again. Then the "
                "file can be made all the same, without what is damaged, and says so."
            ).format(first=first, last=last)
        )


def room_for(exhibits: Iterable[Exhibit]) -> int:
    """Return the bytes that exhibits take in a sealed file, with their pages, as a rule."""
    return sum(e.file.size + can_be_shown(e.file.media_type) * _ROOM_FOR_A_PAGE for e in exhibits)


def room_for_texts(choice: SealChoice) -> int:
    """Return the bytes that a sealed file takes besides its exhibits, as a rule."""
    return _ROOM_FOR_TEXTS + (len(texts.reader() or b"") if choice.with_reader else 0)


def new_password(choice: SealChoice) -> str | None:
    """Return new words as they are typed, or None for a file that is for keys."""
    return None if choice.recipients else words.written(words.generate(choice.language))


def find_damaged(vault: Vault, watch: Watch) -> tuple[str, ...]:
    """Return the exhibits to hand over that are no longer what was saved."""
    kept = vault.record.handed_over().exhibits
    return tuple(problem.subject for problem in vault.exhibits.check(kept, watch))


def _damage(vault: Vault, damaged: Sequence[str]) -> list[Happening]:
    """Return the entry that declares what was lost before this seal, if anything was."""
    gaps = [[first, last] for first, last in vault.gaps()]
    if not damaged and not gaps:
        return []
    return [Happening("damage-found", {"exhibits": list(damaged), "missing_entries": gaps})]


def _open_seal(vault: Vault) -> Seal | None:
    return next((s for s in reversed(vault.record.seals) if s.open), None)


def next_number(vault: Vault) -> int:
    """Return a number no seal had; where the log has gaps, also none that words are kept for."""
    newest = max((s.number for s in vault.record.seals), default=0)
    return max(newest, vault.words.newest() if vault.gaps() else 0) + 1


def _abandon_open(vault: Vault, folder: Path, actor: str, disk: Disk) -> None:
    """Log that a seal was begun in vain, and remove what a crash left of its file in `folder`."""
    for open_seal in (s for s in vault.record.seals if s.open):
        _sweep(folder / open_seal.bundle, disk)
    abandoned = [
        Happening("seal-abandoned", {"seal": s.number}, actor) for s in vault.record.seals if s.open
    ]
    if abandoned:
        vault.log(abandoned)


def _sweep(path: Path, disk: Disk) -> None:
    """Remove what a crash left of a file under its name for the time being."""
    with contextlib.suppress(SystemRefusedError):
        disk.remove(path.with_name(path.name + PARTIAL))


def _read_back(path: Path, disk: Disk) -> Reread:
    """Return what the disk gives back of a finished file, which is removed if that is not it."""
    try:
        came = forget(path)
        digest, size, wrong = sources.outer_form(path)
    except OSError as error:
        raise refusal(error, path) from error
    if wrong:
        disk.remove(path)
        raise DamagedError(
            _(
                "The disk does not give back what was written to it, so the file was removed "
                "again. Nothing else is lost. Choose another disk or stick."
            )
        )
    return Reread(digest, size, came)


def add_forms(vault: Vault, sealed: Sealed, choice: SealChoice, disk: Disk) -> Path | None:
    """Write the forms beside the file, if that can be done; the seal is whole without them."""
    path = sealed.path.with_name(f"{sealed.path.stem}{layout.FORMS_ENDING}")
    with contextlib.suppress(KeepsafeError):
        write_forms(vault.record, sealed.seal, choice.language, path, disk)
        return path
    return None


def _log_sealed(vault: Vault, sealed: Sealed, actor: str, stamped: Sequence[Happening]) -> None:
    data = {
        "seal": sealed.seal,
        "name": sealed.path.name,
        "seal_code": sealed.seal_code,
        "file_sha256": sealed.file_sha256,
        "file_size": sealed.file_size,
    }
    vault.log([Happening("sealed", data, actor), *stamped])
