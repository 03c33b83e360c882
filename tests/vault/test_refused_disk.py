"""A disk that is full, faulty, or only to be read: nothing acknowledged is lost, nothing is half
there, the reason is one sentence, and afterwards everything works."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from vault_help import VALUES, in_memory, make, partials, read, tree_hash

from disks import EVERY_CALL, NEEDS_ROOM, FaultyDisk, FullDisk
from keepsafe.bundle import sealing
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import chain_breaks
from keepsafe.errors import KeepsafeError, SystemRefusedError, WrongSecretError
from keepsafe.intake import adding
from keepsafe.report import pages
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

pytestmark = pytest.mark.usefixtures("cheap_keys")

FILES = {"a.txt": b"first threat", "b.bin": os.urandom(150_000), "again.txt": b"first threat"}
SENTENCE = re.compile(r"[A-Z“].*[.)]")


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(pages, "report_pdf", lambda *_: b"%PDF-1.7 stand-in")
    monkeypatch.setattr(pages, "report_html", lambda *_: b"<!doctype html>stand-in")
    monkeypatch.setattr(pages, "exhibit_volumes", lambda *_: [])
    with in_memory() as folder:
        (folder / "in").mkdir()
        (folder / "out").mkdir()
        for name, content in FILES.items():
            (folder / "in" / name).write_bytes(content)
        yield folder


def _add(vault: Vault, base: Path, _disk: Disk) -> None:
    adding.add(vault, [base / "in" / name for name in FILES], adding.Choice(), "parent")


def _item(vault: Vault, _base: Path, _disk: Disk) -> None:
    vault.add_item("account", {"username": "x"}, "parent")


def _describe(vault: Vault, _base: Path, _disk: Disk) -> None:
    vault.describe("N1", {"words": "other words"}, "parent")


def _remove(vault: Vault, _base: Path, _disk: Disk) -> None:
    vault.remove("E1", "added by mistake", "parent")


def _seal(vault: Vault, base: Path, disk: Disk) -> None:
    sealing.seal(vault, base / "out", sealing.SealChoice(), "parent", disk=disk)


def _recovery(vault: Vault, _base: Path, _disk: Disk) -> None:
    vault.new_recovery_code("en", "parent")


def _let_in(vault: Vault, _base: Path, _disk: Disk) -> None:
    vault.let_in("theirs", "parent")


Step = Callable[[Vault, Path, Disk], None]
STEPS: tuple[Step, ...] = (_add, _item, _describe, _remove, _seal, _recovery, _let_in)


def _prepared(base: Path) -> None:
    with make(base / "case") as vault:
        vault.add_item("note", {"words": "before"}, "parent")
        (base / "kept.txt").write_bytes(b"kept before")
        adding.add(vault, [base / "kept.txt"], adding.Choice(), "parent")


def _holds(vault: Vault, *, removing: bool) -> None:
    """Assert that what was acknowledged before the refusal is there."""
    note = vault.record.notes[0].fields.words
    assert note in {"before", "other words"}
    exhibit = vault.record.exhibits[0]
    if exhibit.removed is None:
        assert read(vault, "E1") == b"kept before"
    else:
        assert removing
    assert vault.gaps() == []
    assert chain_breaks(vault.record.entries) == []
    ids = [item.id for item in (*vault.record.exhibits, *vault.record.accounts)]
    assert len(ids) == len(set(ids))


def _refused(step: Step, vault: Vault, base: Path, disk: FaultyDisk | FullDisk) -> bool:
    try:
        step(vault, base, disk)
    except SystemRefusedError as error:
        _is_a_sentence(error)
        return True
    return False


def _is_a_sentence(error: Exception) -> None:
    assert SENTENCE.fullmatch(str(error)), error


@pytest.fixture(
    params=[pytest.param(9, id=""), pytest.param(1, id="whole", marks=pytest.mark.slow)]
)
def stride(request: pytest.FixtureRequest) -> int:
    """Sealing makes many calls and takes its time: of its calls, the short form tries some."""
    return int(request.param)


def _every_call(
    step: Step, base: Path, error: int, *, lasting: bool, calls: frozenset[str], stride: int = 1
) -> Iterator[tuple[Vault, FaultyDisk, bool]]:
    """Give a fresh vault after each system call of a step was refused in turn."""
    for at in range(1, 400, stride if step is _seal else 1):
        with in_memory() as folder:
            (folder / "in").symlink_to(base / "in")
            (folder / "out").mkdir()
            _prepared(folder)
            disk = FaultyDisk()
            with Vault.unlock(folder / "case", "pw", disk=disk) as vault:
                disk.arm(at, error, lasting=lasting, calls=calls)
                refused = _refused(step, vault, folder, disk)
                if disk.fired is None:
                    assert not refused
                    return
                yield vault, disk, refused
    raise AssertionError("the step never ended")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_any_system_call(step: Step, lasting: bool, stride: int, base: Path) -> None:
    refusals = 0
    for vault, disk, refused in _every_call(
        step, base, errno.ENOSPC, lasting=lasting, calls=NEEDS_ROOM, stride=stride
    ):
        refusals += refused
        root, folder = vault.root, vault.root.parent
        assert partials(folder) == [], disk.fired
        _holds(vault, removing=step is _remove)
        if step is _add and refused:
            assert vault.orphans() == [], disk.fired
        # While the disk is still full, the case can be unlocked and looked at.
        vault.close()
        still = FaultyDisk()
        still.arm(1, lasting=True)
        with Vault.unlock(root, "pw", disk=still) as looking:
            _holds(looking, removing=step is _remove)
            with pytest.raises(SystemRefusedError):
                looking.add_item("note", {"words": "no room"}, "parent")
        with Vault.unlock(root, "pw") as later:
            assert later.problems == [], disk.fired
            if later.record.exhibits[0].removed is None:
                step(later, folder, Disk())
            _holds(later, removing=True)
            assert later.check() == []
        assert partials(folder) == []
    assert refusals > 2


@pytest.mark.parametrize("step", STEPS)
def test_going_on_in_the_same_window_after_room_was_made(
    step: Step, stride: int, base: Path
) -> None:
    for vault, disk, refused in _every_call(
        step, base, errno.ENOSPC, lasting=True, calls=NEEDS_ROOM, stride=stride
    ):
        disk.heal()
        if refused and not (step is _remove and vault.record.exhibits[0].removed):
            step(vault, vault.root.parent, disk)
        vault.add_item("note", {"words": "after"}, "parent")
        seen = vault.record
        vault.close()
        with Vault.unlock(vault.root, "pw") as later:
            assert later.problems == [], disk.fired
            assert later.record == seen  # what this window showed is what was written
            assert later.check() == []
            _holds(later, removing=step is _remove)
            if step is _add:
                assert [read(later, e.id) for e in later.record.exhibits[1:]] == [
                    FILES["a.txt"],
                    FILES["b.bin"],
                ]
                assert later.orphans() == []


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_fault_at_any_system_call(step: Step, stride: int, base: Path) -> None:
    for vault, disk, refused in _every_call(
        step, base, errno.EIO, lasting=False, calls=EVERY_CALL, stride=stride
    ):
        _holds(vault, removing=step is _remove)
        seen = vault.record
        vault.close()
        with Vault.unlock(vault.root, "pw") as later:
            assert later.problems == [], (disk.fired, refused)
            assert later.record == seen
            assert partials(vault.root) == []
            step(later, vault.root.parent, Disk()) if step is not _remove else None
            assert later.check() == []


def test_a_full_disk_while_the_password_changes(base: Path) -> None:
    for vault, disk, refused in _every_call(
        lambda vault, _base, _disk: vault.change_password("new", "parent"),
        base,
        errno.ENOSPC,
        lasting=True,
        calls=NEEDS_ROOM,
    ):
        vault.close()
        # Who was told "refused" keeps the old one, unless all but its folder's sync was done.
        if disk.fired != "_sync_folder":
            with pytest.raises(WrongSecretError):
                Vault.unlock(vault.root, "new" if refused else "pw")
            Vault.unlock(vault.root, "pw" if refused else "new").close()


@pytest.mark.parametrize("room", [0, 1, 100, 300, 1000, 5000, 66_000, 120_000, 151_000])
@pytest.mark.parametrize("step", [_add, _item, _seal])
def test_a_disk_that_takes_so_many_bytes(step: Step, room: int, base: Path) -> None:
    _prepared(base)
    disk = FullDisk()
    with Vault.unlock(base / "case", "pw", disk=disk) as vault:
        disk.room = room
        _refused(step, vault, base, disk)
        assert partials(base) == []
        _holds(vault, removing=False)
    with Vault.unlock(base / "case", "pw") as vault:
        assert vault.problems == []
        _seal(vault, base, Disk())
        assert vault.check() == []


def test_a_full_disk_when_a_case_is_made_leaves_nothing(base: Path) -> None:
    for lasting in (False, True):
        for at in range(1, 400):
            disk = FaultyDisk()
            disk.arm(at, lasting=lasting)
            try:
                Vault.create(base / "case", "pw", VALUES, disk=disk)[0].close()
            except SystemRefusedError as error:
                _is_a_sentence(error)
                assert partials(base) == []
                if not (base / "case").exists():
                    continue
            # Only a head, which is written again later, and the last sync come after the name.
            Vault.unlock(base / "case", "pw").close()
            for path in sorted((base / "case").rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            (base / "case").rmdir()
            if disk.fired is None:
                break


def test_the_real_thing_a_small_disk_that_fills_up(base: Path) -> None:
    mount = base / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and its administrator")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        large = base / "in" / "large.bin"
        large.write_bytes(os.urandom(400_000))
        with make(mount / "case") as vault:
            kept = adding.add(vault, [large], adding.Choice(), "parent").kept
            other = base / "in" / "other.bin"
            other.write_bytes(os.urandom(900_000))
            with pytest.raises(SystemRefusedError, match="The disk is full"):
                adding.add(vault, [base / "in" / "a.txt", other], adding.Choice(), "parent")
            assert partials(mount) == []
            assert vault.orphans() == []
            assert [e.file.name for e in vault.record.exhibits] == ["large.bin", "a.txt"]
            filler = mount / "filler"
            with filler.open("wb", buffering=0) as file:
                while shutil.disk_usage(mount).free:
                    file.write(bytes(4096))
            with pytest.raises(SystemRefusedError, match="The disk is full"):
                vault.add_item("note", {"words": "x"}, "parent")
            (mount / "out").mkdir()
        with Vault.unlock(mount / "case", "pw") as vault:
            assert vault.problems == []
            with pytest.raises(SystemRefusedError):
                sealing.seal(vault, mount / "out", sealing.SealChoice(), "parent")
            filler.unlink()
            assert read(vault, kept[0].id) == large.read_bytes()
            vault.add_item("note", {"words": "there is room again"}, "parent")
            sealed = sealing.seal(vault, base / "out", sealing.SealChoice(), "parent")
            assert verify(sealed.path, Secrets((sealed.words or "",))).bytes == "matches"
            assert partials(mount) == []
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_disk_that_is_only_to_be_read(base: Path) -> None:
    _prepared(base)
    before = tree_hash(base / "case")
    disk = FaultyDisk()
    disk.arm(1, errno.EROFS, lasting=True, calls=EVERY_CALL)
    with Vault.unlock(base / "case", "pw", disk=disk) as vault:
        assert read(vault, "E1") == b"kept before"
        for step in STEPS:
            with pytest.raises(SystemRefusedError, match="can only be read"):
                step(vault, base, disk)
    assert tree_hash(base / "case") == before


@pytest.fixture
def not_root() -> Iterator[None]:
    """Be somebody whom permissions stop."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_belongs_to_someone_else(base: Path, request: pytest.FixtureRequest) -> None:
    _prepared(base)
    for path in (base, *base.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = tree_hash(base / "case")
    request.getfixturevalue("not_root")
    if os.access(base / "case", os.W_OK, effective_ids=True):
        for path in (base / "case", *(p for p in (base / "case").rglob("*") if p.is_dir())):
            path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        (base / "case" / ".lock").chmod(stat.S_IRUSR)
    with Vault.unlock(base / "case", "pw") as vault:
        assert vault.read_only
        assert read(vault, "E1") == b"kept before"
        for step in STEPS:
            with pytest.raises(SystemRefusedError, match="can only be read"):
                step(vault, base, Disk())
        with pytest.raises(SystemRefusedError, match="can only be read"):
            vault.change_password("new", "parent")
    with pytest.raises(SystemRefusedError, match="did not allow"):
        Vault.create(base / "case" / "inside", "pw", VALUES)
    assert tree_hash(base / "case") == before


def test_errors_are_one_sentence_about_what_happened(base: Path) -> None:
    with make(base / "case") as vault, pytest.raises(KeepsafeError) as refusal:
        vault._disk.write_new(vault.root / "keepsafe.json", b"{}")
    assert SENTENCE.fullmatch(str(refusal.value))
    assert (base / "case" / "keepsafe.json").read_bytes() == b'{"format":1}\n'
