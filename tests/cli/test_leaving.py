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


def test_a_file_and_a_case_are_copied(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    police, stick = tmp_path / "police", tmp_path / "stick"
    police.mkdir()
    stick.mkdir()
    sealed = run("seal", case, "-o", police, *unlock, "--json").json
    copied = run("copy", sealed["file"], "-o", stick, "--json")
    assert copied.code == 0, copied.err
    assert copied.json["file_sha256"] == sealed["file_sha256"]
    second = run("copy", case, "-o", stick, *unlock)
    assert second.code == 0, second.err
    assert "the same bytes" in second.out
    assert run("check", stick / case.name, *unlock).code == 0
    assert run("copy", case, "-o", stick, *unlock).code == 5  # it is there already


def test_a_case_goes_only_when_its_code_is_typed(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    police = tmp_path / "police"
    police.mkdir()
    code = run("show", case, *unlock, "--json").json["code"]
    early = run("retire", case, *unlock)
    assert early.code == 0
    assert "No file for police was finished" in early.out
    assert run("retire", case, "--delete", "--code", code, *unlock).code == 2  # nobody to ask
    sealed = run("seal", case, "-o", police, *unlock, "--json").json["file"]
    run("handover", case, "--officer", "Const. Roy", *unlock)
    ready = run("retire", case, "--file", sealed, *unlock, "--json").json
    assert ready["missing"] == []
    assert ready["deleted"] is False
    delete = ("retire", case, "--file", sealed, "--delete", *unlock)
    assert run(*delete).code == 2  # no code
    assert run(*delete, "--code", "KS-0000-0000").code == 2
    assert run("check", case, *unlock).code == 0
    assert run("retire", case, "--finish").code == 2  # nothing was begun
    gone = run(*delete, "--code", code.lower())
    assert gone.code == 0, gone.err
    assert "words are deleted" in gone.out
    assert not case.exists()


def test_an_interrupted_deletion_says_so_and_is_finished(
    run: Run, case: Path, password_file: Path
) -> None:
    (case / "being-deleted.txt").write_text("This case is being deleted.")
    ran = run("show", case, "--password-file", password_file)
    assert ran.code == 2
    assert "Finish deleting it" in ran.err
    assert run("retire", case, "--finish", "--json").json == {"deleted": True, "left": []}
    assert not case.exists()


def test_plain_copies_are_made_only_on_a_yes(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    police = tmp_path / "police"
    police.mkdir()
    run("add", case, phone, *unlock)
    sealed = run("seal", case, "-o", police, *unlock, "--json").json
    command = ("copies", case, sealed["file"], "-o", tmp_path / "link", "--exhibits", "E1, E3")
    assert run(*command, *unlock).code == 2  # nobody to ask
    assert not (tmp_path / "link").exists()
    made = run(*command, "--yes", *unlock, "--json")
    assert made.code == 0, made.err
    assert made.json["exhibits"] == ["E1", "E3"]
    code = sealed["seal_code_short"]
    verdict = run("verify", made.json["folder"], "--seal-code", code, "--json")
    assert (verdict.code, verdict.json["seal"]) == (0, "same")
    assert verdict.json["results"][0]["plain_copies"] is True
