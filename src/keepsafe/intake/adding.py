"""Add a batch of files to a case: walk, sort, store and log, a few dozen files to a commit.

A file counts as kept only when it and its entry are durable. Whatever interrupts a batch, files
already counted stay; a file in the middle is left out whole, and the person still has it.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from keepsafe.case.entries import Happening
from keepsafe.case.fields import CaseFields
from keepsafe.case.record import FileFacts
from keepsafe.errors import KeepsafeError, SystemRefusedError
from keepsafe.guidance.loading import load
from keepsafe.intake.gate import Choice, Gate, LeftAlone
from keepsafe.intake.reading import OnePass
from keepsafe.intake.walking import Found, Refused, open_regular, regular_files
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import refusal
from keepsafe.vault.vault import Vault

__all__ = ["Batch", "Choice", "Kept", "LeftAlone", "add", "add_pasted", "adopt"]

_FILES_A_COMMIT = 50
_BYTES_A_COMMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is safe now; `again` when its bytes were already kept as this exhibit."""

    id: str
    name: str
    sha256: str
    again: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of every file of a batch."""

    kept: tuple[Kept, ...]
    left_alone: tuple[LeftAlone, ...]
    refused: tuple[Refused, ...]


def add(
    vault: Vault, paths: Iterable[Path], choice: Choice, actor: str, watch: Watch = UNWATCHED
) -> Batch:
    """Add the files in `paths`, files and folders, and return what became of each.

    Raises:
        UsageError: for a description that cannot be; then nothing was added.
        SystemRefusedError: when the disk refuses; what was counted as kept stays kept.
        Cancelled: likewise.
    """
    vault.insist_writable()
    description = vault.checked("exhibit", choice.values)
    case = vault.record.case
    gate = Gate(case, load().country(case.country), choice)
    with ThreadPoolExecutor(max_workers=2) as helper:
        batch = _Batch(vault, description, actor, OnePass(vault.exhibits, helper, gate))
        batch.statement = _statement(case, choice, actor)
        found = list(_found(paths, choice, batch))
        total = sum(size for _file, _strict, size in found)
        done = 0
        try:
            for file, strict, size in found:
                batch.take(file, strict, done, total, watch)
                done += size
            batch.commit()
        except BaseException as error:
            batch.commit_what_is_whole(clean=isinstance(error, KeepsafeError))
            raise
    watch.step(total, total)
    return Batch(tuple(batch.kept), tuple(batch.left_alone), tuple(batch.refused))


def add_pasted(
    vault: Vault, content: bytes, called: str, choice: Choice, actor: str, watch: Watch = UNWATCHED
) -> Batch:
    """Add what never was a file: the bytes of a pasted picture, or of one of this screen.

    Raises:
        UsageError: for a description that cannot be; then nothing was added.
        SystemRefusedError: when the disk refuses.
    """
    vault.insist_writable()
    description = vault.checked("exhibit", choice.values)
    case = vault.record.case
    gate = Gate(case, load().country(case.country), choice)
    with ThreadPoolExecutor(max_workers=2) as helper:
        batch = _Batch(vault, description, actor, OnePass(vault.exhibits, helper, gate))
        batch.statement = _statement(case, choice, actor)
        batch.take_bytes(content, called)
        batch.commit()
    watch.step(len(content), len(content))
    return Batch(tuple(batch.kept), tuple(batch.left_alone), ())


def _statement(case: CaseFields, choice: Choice, actor: str) -> list[Happening]:
    """Return the entry for what school staff stated of a batch; it comes before the files."""
    if case.role != "counsellor" or not choice.none_intimate:
        return []
    data = {
        "none_intimate": True,
        "school_policy": case.school_policy,
        "authorised_by": case.school_authorised_by,
    }
    return [Happening("confirmed", data, actor)]


def _found(
    paths: Iterable[Path], choice: Choice, batch: _Batch
) -> Iterable[tuple[Found, bool, int]]:
    for path in paths:
        in_folder = path.is_dir()
        strict = choice.screenshots_only or (in_folder and not choice.everything)
        skipped: Counter[str] = Counter()
        for file in regular_files([path], skipped=skipped):
            if isinstance(file, Refused):
                batch.refused.append(file)
                continue
            try:
                size = file.path.lstat().st_size
            except OSError:  # it vanished since; opening it will say so
                size = 0
            yield file, strict, size


class _Batch:
    """The files of a batch on their way into the log."""

    def __init__(
        self, vault: Vault, description: Mapping[str, str], actor: str, one_pass: OnePass
    ) -> None:
        self.kept: list[Kept] = []
        self.left_alone: list[LeftAlone] = []
        self.refused: list[Refused] = []
        self._vault = vault
        self._description = description
        self._actor = actor
        self._one_pass = one_pass
        self._waiting: list[FileFacts] = []
        self.statement: list[Happening] = []

    def take(self, file: Found, strict: bool, done: int, total: int, watch: Watch) -> None:
        """Store one file, unless it is left alone or refused."""
        watch.step(done, total)
        try:
            with open_regular(file.path) as source:
                result = self._one_pass.store(
                    source,
                    file.name,
                    strict=strict,
                    step=lambda size: watch.step(min(done + size, total), total),
                )
        except SystemRefusedError as error:
            if not _is_about(error, file):
                raise
            self.refused.append(Refused(file.name, str(error).removeprefix(f"{file.name}: ")))
            return
        except OSError as error:  # reading it failed half-way
            reason = str(refusal(error))
            self.refused.append(Refused(file.name, reason))
            return
        if isinstance(result, LeftAlone):
            self.left_alone.append(dataclasses.replace(result, path=file.path))
            return
        self._waiting.append(result)
        waiting_bytes = sum(facts.size for facts in self._waiting)
        if len(self._waiting) >= _FILES_A_COMMIT or waiting_bytes >= _BYTES_A_COMMIT:
            self.commit()

    def take_bytes(self, content: bytes, called: str) -> None:
        """Store bytes that never were a file, unless a rule speaks against it."""
        result = self._one_pass.store_bytes(content, called)
        if isinstance(result, LeftAlone):
            self.left_alone.append(result)
        else:
            self._waiting.append(result)

    def adopt(self, stored: str, called: str) -> None:
        """Store again, with a record, a file that lies in the vault without one."""
        with self._vault.exhibits.open_stored(stored, called) as source:
            self._waiting.append(self._one_pass.store_stream(source, called))
        self.commit()

    def commit(self) -> None:
        """Log the files that are stored, in one commit; only then are they kept."""
        if not self._waiting:
            return
        happenings = list(self.statement)
        kept: list[Kept] = []
        spare: list[FileFacts] = []
        fresh: dict[str, str] = {}
        for facts in self._waiting:
            known = fresh.get(facts.sha256) or self._vault.exhibit_with(facts.sha256)
            if known is not None:
                spare.append(facts)
                happenings.append(self._again(known, facts))
                kept.append(Kept(known, facts.name, facts.sha256, again=True))
                continue
            item_id = self._vault.next_exhibit_id(len(fresh))
            fresh[facts.sha256] = item_id
            happenings += self._first(item_id, facts)
            kept.append(Kept(item_id, facts.name, facts.sha256, again=False))
        self._vault.exhibits.sync()
        self._vault.log(happenings)
        self._waiting.clear()
        self.statement.clear()
        self.kept += kept
        self._discard(spare)

    def commit_what_is_whole(self, *, clean: bool) -> None:
        """After an interruption: log the whole files, or else leave nothing of them behind.

        Unless `clean`, the interruption may have come when they were just being logged: then they
        stay, to be found with or without their record at the next unlocking.
        """
        try:
            self.commit()
        except KeepsafeError:
            if clean:
                self._discard(self._waiting)

    def _discard(self, files: Iterable[FileFacts]) -> None:
        """Destroy files that no entry speaks of; one that stays is offered as found."""
        for facts in files:
            with contextlib.suppress(SystemRefusedError):
                self._vault.exhibits.destroy(facts.stored)

    def _first(self, item_id: str, facts: FileFacts) -> list[Happening]:
        data = {"kind": "exhibit", "id": item_id, "file": dataclasses.asdict(facts)}
        happenings = [Happening("added", data, self._actor)]
        if self._description:
            described = {"kind": "exhibit", "id": item_id, "fields": dict(self._description)}
            happenings.append(Happening("described", described, self._actor))
        return happenings

    def _again(self, item_id: str, facts: FileFacts) -> Happening:
        file = {"name": facts.name, "modified": facts.modified}
        if via := self._description.get("via"):
            file["via"] = via
        return Happening("added-again", {"id": item_id, "file": file}, self._actor)


def _is_about(error: SystemRefusedError, file: Found) -> bool:
    return str(error).startswith(f"{file.name}: ")


def adopt(vault: Vault, actor: str) -> Batch:
    """Add the stored files that a crash left without a record, byte for byte as they lie."""
    vault.insist_writable()
    # What lies in the vault was let in when it was added; this only gives it its record back.
    case = vault.record.case
    gate = Gate(case, load().country(case.country), Choice(everything=True))
    with ThreadPoolExecutor(max_workers=2) as helper:
        batch = _Batch(vault, {}, actor, OnePass(vault.exhibits, helper, gate))
        for number, name in enumerate(vault.orphans(), start=1):
            called = f"found-without-its-record-{number}"
            try:
                batch.adopt(name, called)
            except KeepsafeError as error:
                batch.refused.append(Refused(called, str(error)))
                continue
            vault.exhibits.destroy(name)
    return Batch(tuple(batch.kept), (), tuple(batch.refused))
