"""A power cut at any moment of create, add, describe, remove, password change and seal.

The writes of each are recorded, and the disk is rebuilt as every power cut could leave it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from promises import Promise, goes_on, keeps, without_pages
from vault_help import in_memory, make

from disks import Outcome, RecordingDisk, outcomes, rebuild
from keepsafe.bundle import sealing, sealing_parts
from keepsafe.case.entries import Happening
from keepsafe.errors import KeepsafeError
from keepsafe.intake import adding
from keepsafe.vault.vault import Vault

pytestmark = pytest.mark.usefixtures("cheap_keys")

CONTENTS = {
    "a.png": b"\x89PNG\r\n\x1a\nnot quite a picture",
    "empty.txt": b"",
    "large.bin": random.Random(1).randbytes(200_000),
    "same as a.png": b"\x89PNG\r\n\x1a\nnot quite a picture",
    "b.txt": b"they want money by tonight",
}
LATER = {"c.txt": b"another threat", "d.txt": b"and one more"}
ALL = {*CONTENTS.values(), *LATER.values()}


class Script:
    """A case that is used through a recording disk; each step says what it acknowledges."""

    def __init__(self, base: Path) -> None:
        self.base = base
        (base / "out").mkdir()
        self.root = base / "case"
        self.disk: RecordingDisk | None = None
        self.promise = Promise()
        self._vault: Vault | None = None

    @property
    def vault(self) -> Vault:
        assert self._vault is not None
        return self._vault

    def begin(self, *, new: bool = True) -> None:
        """Record from here on, a case that is there already unless it is to be made."""
        if new:
            self.disk = RecordingDisk(self.base)
            self._vault = make(self.root, disk=self.disk)
        else:
            self._vault.close() if self._vault else None
            self.disk = RecordingDisk(self.base)
            self._vault = Vault.unlock(self.root, self.promise.password, disk=self.disk)
        self.say(self.promise)

    def prepare(self) -> None:
        """Make a case with five files and some items, unrecorded."""
        self._vault = make(self.root)
        self.add(CONTENTS)
        self.items()

    def say(self, promise: Promise) -> None:
        self.promise = promise
        if self.disk is not None:
            self.disk.mark(promise)

    def add(self, contents: dict[str, bytes]) -> None:
        with in_memory() as folder:
            for name, content in contents.items():
                (folder / name).write_bytes(content)
            paths = [folder / name for name in contents]
            batch = adding.add(self.vault, paths, adding.Choice(), "parent")
        assert len(batch.kept) == len(contents)
        new = {kept.id: contents[kept.name] for kept in batch.kept}
        self.say(self.promise.but(exhibits={**self.promise.exhibits, **new}))

    def items(self) -> None:
        for kind, fields in (
            ("account", {"username": "x", "platform": "Snapchat"}),
            ("note", {"words": "what happened"}),
        ):
            item_id = self.vault.add_item(kind, fields, "parent")  # type: ignore[arg-type]
            self.say(self.promise.but(items={**self.promise.items, item_id: fields}))

    def describe(self) -> None:
        for changed in ({"username": "y"}, {"note": "more"}, {"username": ""}):
            before = self.promise.items["A1"]
            self.vault.describe("A1", changed, "parent")
            fields = {k: v for k, v in {**before, **changed}.items() if v}
            self.say(self.promise.but(items={**self.promise.items, "A1": fields}))
        self.vault.log([Happening("withheld", {"id": "N1", "why": "private"}, "parent")])

    def remove(self) -> None:
        for item_id in ("E1", "E3"):
            self.vault.remove(item_id, "added by mistake", "parent")
            kept = {k: v for k, v in self.promise.exhibits.items() if k != item_id}
            self.say(self.promise.but(exhibits=kept, removed=self.promise.removed | {item_id}))

    def change_password(self) -> None:
        for password in ("second", "third"):
            self.vault.change_password(password, "parent")
            self.say(self.promise.but(password=password))

    def seal(self) -> None:
        sealed = sealing.seal(
            self.vault, self.base / "out", sealing.SealChoice(), "parent", disk=self.disk
        )
        self.say(self.promise.but(seals={**self.promise.seals, sealed.seal: sealed.seal_code}))

    def seal_in_parts(self) -> None:
        sealed = sealing_parts.seal_in_parts(
            self.vault,
            self.base / "out",
            sealing.SealChoice(with_reader=False),
            "parent",
            disk=self.disk,
            part_size=sealing_parts.room_for_texts(sealing.SealChoice(with_reader=False)) + 300_000,
        )
        assert len(sealed) > 1
        codes = {part.seal: part.seal_code for part in sealed}
        self.say(self.promise.but(seals={**self.promise.seals, **codes}))


def _create(script: Script) -> None:
    script.begin()


def _add(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.add(LATER)


def _add_first(script: Script) -> None:
    script._vault = make(script.root)
    script.begin(new=False)
    script.add(CONTENTS)


def _items(script: Script) -> None:
    script._vault = make(script.root)
    script.begin(new=False)
    script.items()


def _describe(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.describe()


def _remove(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.remove()


def _password(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.change_password()


def _seal(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.seal()


def _seal_in_parts(script: Script) -> None:
    script.prepare()
    script.begin(new=False)
    script.seal_in_parts()


def _everything(script: Script) -> None:
    script.begin()
    script.add(CONTENTS)
    script.items()
    script.describe()
    script.seal()
    script.remove()
    script.change_password()
    script.add(LATER)
    script.seal()


SCRIPTS = (_create, _add_first, _add, _items, _describe, _remove, _password, _seal, _seal_in_parts)


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # Small batches, so that one call makes several commits.
    monkeypatch.setattr(adding, "_FILES_A_COMMIT", 2)
    without_pages(monkeypatch)
    monkeypatch.setattr(sealing_parts, "SMALLEST_SIZE", 1)
    with in_memory() as folder:
        yield folder


@pytest.mark.parametrize("play", SCRIPTS)
def test_any_power_cut_keeps_what_was_acknowledged(
    play: Callable[[Script], None], base: Path
) -> None:
    found, promises = _play(play, base, limit=32)
    sample = random.Random(7).sample(found, min(20, len(found)))
    # The most telling moment is the one right after something was acknowledged.
    for outcome in [*_just_acknowledged(found), *sample, found[-1]]:
        _check(outcome, promises, seal_anew=outcome.after % 8 == 0)


@pytest.mark.parametrize("forgotten", ["sync", "sync-folder"])
def test_a_disk_that_forgets_what_it_was_told_to_keep_is_found_out(
    forgotten: str, base: Path
) -> None:
    """Without the syncs, some power cut must lose something: else these tests would see nothing."""
    script = Script(base)
    _add(script)
    script.vault.close()
    assert script.disk is not None
    promises = [op.mark for op in script.disk.ops if op.kind == "mark"]
    script.disk.ops = [op for op in script.disk.ops if op.kind != forgotten]
    lost = 0
    for outcome in outcomes(script.disk, limit=4)[::3]:
        try:
            _check(outcome, promises, seal_anew=False)
        except (AssertionError, KeepsafeError):
            lost += 1
    assert lost


@pytest.mark.slow
@pytest.mark.parametrize("play", [*SCRIPTS, _everything])
def test_every_power_cut_keeps_what_was_acknowledged(
    play: Callable[[Script], None], base: Path
) -> None:
    found, promises = _play(play, base, limit=512)
    for outcome in found:
        _check(outcome, promises, seal_anew=True)


@pytest.mark.slow
@pytest.mark.parametrize("play", [_add, _remove, _password, _seal])
def test_every_power_cut_while_recovering_from_a_power_cut(
    play: Callable[[Script], None], base: Path
) -> None:
    found, promises = _play(play, base, limit=64)
    for outcome in random.Random(3).sample(found, min(60, len(found))):
        now, after = _around(outcome, promises)
        with in_memory() as folder:
            rebuild(outcome.tree, folder)
            if not (folder / "case").exists():
                continue
            disk = RecordingDisk(folder)
            try:
                vault = Vault.unlock(folder / "case", now.password, disk=disk)
            except Exception:
                vault = Vault.unlock(folder / "case", after.password, disk=disk)
            vault.close()
            for second in outcomes(disk, limit=32):
                with in_memory() as again:
                    rebuild(second.tree, again)
                    keeps(again / "case", now, after, ALL)


def _play(
    play: Callable[[Script], None], base: Path, limit: int
) -> tuple[list[Outcome], list[Promise]]:
    script = Script(base)
    play(script)
    script.vault.close()
    assert script.disk is not None
    promises = [op.mark for op in script.disk.ops if op.kind == "mark"]
    return outcomes(script.disk, limit=limit), promises


def _just_acknowledged(found: list[Outcome]) -> list[Outcome]:
    first: dict[int, int] = {}
    for outcome in found:
        first.setdefault(len(outcome.marks), outcome.after)
    return [outcome for outcome in found if outcome.after == first[len(outcome.marks)]][:16]


def _around(outcome: Outcome, promises: list[Promise]) -> tuple[Promise, Promise]:
    made = len(outcome.marks)
    now = promises[max(made - 1, 0)]
    return now, promises[min(made, len(promises) - 1)]


def _check(outcome: Outcome, promises: list[Promise], *, seal_anew: bool) -> None:
    now, after = _around(outcome, promises)
    with in_memory() as folder:
        rebuild(outcome.tree, folder)
        root = folder / "case"
        if not root.exists():
            assert not outcome.marks, "an acknowledged case is gone"
            make(root).close()  # and what a crash left does not stand in the way
            return
        keeps(root, now, after, ALL)
        if seal_anew:
            goes_on(root, (now.password, after.password), folder / "out")
