"""The commands for afterwards: copies left on this computer."""

from __future__ import annotations

import shutil
from pathlib import Path

from ran import Run


def test_leftovers_are_listed_and_removed_only_on_a_yes(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    downloads = tmp_path / "Downloads"
    shutil.copytree(phone, downloads)
    run("add", case, downloads, *unlock)
    before = sorted(downloads.iterdir())
    listed = run("leftovers", case, downloads, *unlock)
    assert listed.code == 0
    assert "3 copies of saved files" in listed.out
    assert run("leftovers", case, downloads, "--remove", *unlock).code == 2  # nobody to ask
    assert sorted(downloads.iterdir()) == before
    gone = run("leftovers", case, downloads, "--remove", "--yes", *unlock)
    assert gone.code == 0
    assert "SSD" in gone.out
    assert len(list(downloads.iterdir())) == 2
    log = run("log", case, *unlock, "--json").json["entries"]
    assert log[-1]["data"] == {"exhibits": ["E1", "E2", "E3"], "files": 3}
    assert run("leftovers", case, downloads, *unlock, "--json").json["found"] == []
    assert run("check", case, *unlock).code == 0


def test_leftovers_of_a_missing_folder_is_a_usage_error(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    ran = run("leftovers", case, tmp_path / "gone", "--password-file", password_file)
    assert ran.code == 2
