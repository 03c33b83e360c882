"""A lost step of the log may be one that kept something out: nothing is handed over unasked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keepsafe.bundle.sealing import SealChoice, seal
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import Happening
from keepsafe.errors import DamagedError
from keepsafe.vault.vault import Vault

PROFILE = {"role": "parent", "country": "CA", "age": "under-18"}


def test_sealing_asks_first_when_a_step_is_lost(tmp_path: Path, cheap_keys: None) -> None:
    (tmp_path / "out").mkdir()
    vault, _recovery = Vault.create(tmp_path / "case", "pw", PROFILE)
    with vault:
        note = vault.add_item("note", {"words": "kept out"}, "parent")
        vault.log([Happening("withheld", {"id": note, "why": "private"}, "parent")])
        vault.add_item("note", {"words": "other"}, "parent")
    (tmp_path / "case" / "ledger" / "00000003.age").unlink()
    with Vault.unlock(tmp_path / "case", "pw") as vault:
        with pytest.raises(DamagedError, match="kept out may be among them"):
            seal(vault, tmp_path / "out", SealChoice(), "parent")
        assert list((tmp_path / "out").iterdir()) == []
        assert vault.record.seals == ()


def test_a_step_of_another_copy_is_left_out_and_the_file_verifies(
    tmp_path: Path, cheap_keys: None
) -> None:
    (tmp_path / "out").mkdir()
    vault, _recovery = Vault.create(tmp_path / "case", "pw", PROFILE)
    vault.close()
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    with Vault.unlock(tmp_path / "case", "pw") as vault:
        vault.add_item("note", {"words": "first"}, "parent")
        vault.add_item("note", {"words": "second"}, "parent")
    with Vault.unlock(tmp_path / "copy", "pw") as vault:
        vault.add_item("note", {"words": "elsewhere"}, "parent")
    shutil.copy(*(tmp_path / name / "ledger" / "00000002.age" for name in ("copy", "case")))
    with Vault.unlock(tmp_path / "case", "pw") as vault:
        assert any("not the one that was saved" in p.sentence for p in vault.problems)
        assert [n.fields.words for n in vault.record.notes] == ["second"]
        sealed = seal(vault, tmp_path / "out", SealChoice(without_damaged=True), "parent")
    assert verify(sealed.path, Secrets((sealed.words or "",))).bytes == "matches"
