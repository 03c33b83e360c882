"""A second copy of a case: whole, openable by every door, and gone when it cannot be both."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from vault_help import in_memory, make, partials, read, stored_path, tree_hash

from disks import EVERY_CALL, FaultyDisk
from keepsafe.errors import Cancelled, CannotTellError, DamagedError, KeepsafeError, UsageError
from keepsafe.formats import words
from keepsafe.intake.adding import Choice, add
from keepsafe.progress import Watch
from keepsafe.vault import copying
from keepsafe.vault.rereading import Reread, reread
from keepsafe.vault.vault import Vault

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = make(tmp_path / "case")
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"file {number}")
    add(vault, [tmp_path / f"{n}.txt" for n in range(3)], Choice(), "parent")
    vault.words.keep(1, words.written(words.generate("en")))
    (tmp_path / "stick").mkdir()
    return vault


def test_a_copy_holds_everything_and_opens_by_itself(vault: Vault, tmp_path: Path) -> None:
    vault.let_in("the lead's", "parent")
    code = vault.new_recovery_code("en", "parent")
    (vault.root / "desk.age").write_bytes(b"drafts")
    copy = copying.copy_case(vault, tmp_path / "stick")
    assert copy.problems == ()
    assert copy.path == tmp_path / "stick" / "case"
    vault.close()
    for secret, door in (("pw", "password"), (code, "recovery"), ("the lead's", "person")):
        with Vault.unlock(copy.path, secret, door=door) as second:  # type: ignore[arg-type]
            assert not second.read_only
            assert second.check() == []
            assert second.words.show(1)
            assert [read(second, f"E{n}") for n in (1, 2, 3)] == [b"file 0", b"file 1", b"file 2"]
    for path in vault.root.rglob("*.age"):
        if path.name != "cache.age":
            assert (copy.path / path.relative_to(vault.root)).read_bytes() == path.read_bytes()
    assert partials(tmp_path / "stick") == []


def test_copying_changes_nothing_and_works_while_another_window_has_the_case(
    vault: Vault, tmp_path: Path
) -> None:
    before = tree_hash(vault.root)
    with Vault.unlock(vault.root, "pw") as second:
        assert second.read_only
        copy = copying.copy_case(second, tmp_path / "stick")
    assert tree_hash(vault.root) == before
    with Vault.unlock(copy.path, "pw") as copied:
        assert copied.check() == []


def test_what_is_damaged_is_said_and_copied_as_it_is(vault: Vault, tmp_path: Path) -> None:
    path = stored_path(vault, "E2")
    path.write_bytes(path.read_bytes()[:-1])
    copy = copying.copy_case(vault, tmp_path / "stick")
    assert [problem.subject for problem in copy.problems] == ["E2"]


def test_a_place_that_gives_back_other_bytes_is_found_out(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rotten(path: Path) -> Reread:
        if path.parent.name == "exhibits":
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        return reread(path)

    monkeypatch.setattr(copying, "reread", rotten)
    with pytest.raises(DamagedError, match="not what was written"):
        copying.copy_case(vault, tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []


def test_refused_and_stopped_leave_nothing(vault: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(UsageError):
        copying.copy_case(vault, vault.root / "exhibits")
    with pytest.raises(UsageError):
        copying.copy_case(vault, tmp_path / "nowhere")
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        copying.copy_case(vault, stick, Watch(cancelled=lambda: next(asked) > 5))
    assert list(stick.iterdir()) == []
    disk, at = FaultyDisk(), 0
    while True:
        at += 1
        disk.arm(at, calls=EVERY_CALL)
        try:
            copying.copy_case(vault, stick, disk=disk)
        except KeepsafeError:
            disk.heal()
            # The name may stay where only its durability was refused; then the copy is whole.
            for left in stick.iterdir():
                assert left.name == "case"
                shutil.rmtree(left)
            continue
        break
    assert at > 20
    with pytest.raises(KeepsafeError, match="left as it is"):
        copying.copy_case(vault, stick)


def test_a_case_of_a_newer_keepsafe_says_so(vault: Vault) -> None:
    vault.close()
    (vault.root / "keepsafe.json").write_text(json.dumps({"format": 2}))
    before = tree_hash(vault.root)
    with pytest.raises(CannotTellError, match="newer Keepsafe"):
        Vault.unlock(vault.root, "pw")
    assert tree_hash(vault.root) == before
    (vault.root / "keepsafe.json").write_text("what is this")  # the case can do without it
    Vault.unlock(vault.root, "pw").close()


def test_reading_back_is_from_the_disk_where_the_system_can_tell(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)
    subprocess.run(["sync", path], check=True)
    back = reread(path)
    assert back.size == 100_000
    assert back.came in ("disk", "asked", "memory")
    with in_memory() as folder:  # which no disk is behind
        (folder / "file").write_bytes(b"x")
        assert reread(folder / "file").came != "disk"
