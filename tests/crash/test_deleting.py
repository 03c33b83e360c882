"""A power cut at any moment of deleting a case: it is still whole, or says that it is going."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from vault_help import in_memory, make

from disks import EVERY_CALL, FaultyDisk, RecordingDisk, outcomes, rebuild
from keepsafe.errors import KeepsafeError, SystemRefusedError, UsageError
from keepsafe.intake.adding import Choice, add
from keepsafe.vault import erasing
from keepsafe.vault.folder import is_being_deleted
from keepsafe.vault.vault import Vault

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def base() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


def _case(base: Path) -> Path:
    with make(base / "case") as vault, in_memory() as files:
        (files / "a.txt").write_text("a threat")
        (files / "b.txt").write_text("another")
        add(vault, [files / "a.txt", files / "b.txt"], Choice(), "parent")
        vault.let_in("lead", "parent")
        vault.words.keep(1, "word-word")
    return base / "case"


@pytest.mark.parametrize("limit", [16, pytest.param(512, marks=pytest.mark.slow)])
def test_any_power_cut_leaves_a_whole_case_or_one_that_says_it_is_going(
    base: Path, limit: int
) -> None:
    root = _case(base)
    disk = RecordingDisk(base)
    assert erasing.erase(root, disk=disk) == ()
    assert not root.exists()
    found = outcomes(disk, limit=limit)
    seen = set()
    for outcome in found:
        with in_memory() as folder:
            rebuild(outcome.tree, folder)
            after = folder / "case"
            if not after.exists():
                seen.add("gone")
            elif is_being_deleted(after):
                seen.add("begun")
                with pytest.raises(UsageError, match="Finish deleting it"):
                    Vault.unlock(after, "pw")
                assert erasing.erase(after) == ()
                assert not after.exists()
            elif not list(after.iterdir()):
                seen.add("empty")
            else:
                seen.add("whole")
                with Vault.unlock(after, "pw") as vault:
                    assert vault.check() == []
                    assert vault.problems == []
    assert {"gone", "begun", "whole"} <= seen


def test_a_disk_that_refuses_at_any_call_can_be_finished_later(base: Path) -> None:
    at, refused = 0, 0
    while True:
        at += 1
        with in_memory() as folder:
            root, disk = _case(folder), FaultyDisk()
            disk.arm(at, lasting=random.Random(at).random() < 0.5, calls=EVERY_CALL)
            try:
                erasing.erase(root, disk=disk)
            except SystemRefusedError:
                refused += 1
                if root.exists():
                    disk.heal()
                    if not is_being_deleted(root) and (root / "keepsafe.json").exists():
                        Vault.unlock(root, "pw").close()
                    elif list(root.iterdir()):
                        assert erasing.erase(root) == ()
            if disk.fired is None:
                assert not root.exists()
                break
    assert refused > 15


def test_what_is_not_ours_stays(base: Path) -> None:
    root = _case(base)
    (root / "my homework.doc").write_text("mine")
    (root / "exhibits" / "mine.png").write_text("mine")
    elsewhere = base / "elsewhere.age"
    elsewhere.write_text("mine")
    (root / "link.age").symlink_to(elsewhere)
    assert erasing.erase(root) == ("exhibits", "link.age", "my homework.doc")
    assert elsewhere.read_text() == "mine"
    assert (root / "my homework.doc").read_text() == "mine"
    assert (root / "exhibits" / "mine.png").read_text() == "mine"
    assert {path.name for path in root.rglob("*")} == {
        *("exhibits", "mine.png", "link.age", "my homework.doc")
    }


def test_only_a_case_that_is_open_nowhere_else_is_deleted(base: Path) -> None:
    root = _case(base)
    with Vault.unlock(root, "pw"):
        with pytest.raises(SystemRefusedError, match="another window"):
            erasing.erase(root)
        assert not is_being_deleted(root)
    with pytest.raises(UsageError, match="no Keepsafe case"):
        erasing.erase(base)
    assert base.exists()
    with pytest.raises(KeepsafeError):
        erasing.erase(base / "nowhere")
