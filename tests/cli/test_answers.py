"""What a command answers: exit codes, one JSON object, sentences without blame or secrets."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ran import PASSWORD, SRC, Run, program

from keepsafe.cli import looking


def test_wrong_password_is_3_and_changes_nothing(run: Run, case: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in case.rglob("*") if p.is_file()}
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not it\n")
    ran = run("note", case, "text", "--password-file", wrong)
    assert ran.code == 3
    assert "Nothing is lost" in ran.err
    assert {p: p.read_bytes() for p in case.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verify", "{text}"], 4),  # a text is no file of ours
        (["verify", "{missing}"], 5),
        (["verify", "{text}", "{missing}"], 4),  # 4 is worse than 5
        (["show", "{missing}"], 2),
        (["show", "{folder}", "--password-file", "{text}"], 2),  # a folder without a case
        (["open", "{text}", "-o", "{folder}"], 5),  # a new folder only
        (["nonsense"], 2),
        (["new", "{folder}", "--role", "king", "--country", "CA", "--age", "18-plus"], 2),
        (["verify", "{text}", "--seal-code", "short"], 2),
        (["verify", "{text}", "--words-file", "{text}"], 3),  # two words are not eight
    ],
)
def test_exit_codes(run: Run, tmp_path: Path, arguments: list[str], code: int) -> None:
    text, folder = tmp_path / "a.txt", tmp_path / "folder"
    text.write_text("some text\n")
    folder.mkdir()
    places = {"text": text, "folder": folder, "missing": tmp_path / "missing"}
    ran = run(*(argument.format(**places) for argument in arguments))
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err


def test_refused_files_are_named_and_the_others_are_kept(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    good, link, pipe = tmp_path / "good.txt", tmp_path / "link.txt", tmp_path / "pipe"
    good.write_text("kept")
    link.symlink_to(good)
    os.mkfifo(pipe)
    ran = run("add", case, good, link, pipe, "--password-file", password_file, "--json")
    assert ran.code == 5
    assert [kept["name"] for kept in ran.json["kept"]] == ["good.txt"]
    assert {refused["name"] for refused in ran.json["refused"]} == {"link.txt", "pipe"}


def test_json_errors_are_one_object_too(run: Run, case: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not it\n")
    ran = run("show", case, "--password-file", wrong, "--json")
    assert ran.json["exit_code"] == ran.code == 3
    assert ran.err == ""


def test_several_files_with_one_hostile_give_the_worst_code_and_a_table(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    police, words = tmp_path / "police", tmp_path / "words.txt"
    police.mkdir()
    unlock = ("--password-file", password_file)
    file = Path(
        run("seal", case, "-o", police, "--words-out", words, *unlock, "--json").json["file"]
    )
    changed = police / "changed.zip"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    hostile = police / "hostile.zip"
    hostile.write_bytes(b"PK\x03\x04" + os.urandom(1000))
    ran = run("verify", file, changed, hostile, "--words-file", words)
    assert ran.code == 1
    assert ran.out.count("MATCHES") == 1
    assert ran.out.count("CHANGED") == 1
    assert ran.out.count("CANNOT TELL") == 1
    table = ran.out.splitlines()[-8:]
    assert any("hostile.zip" in line and "cannot-tell" in line for line in table)


def test_words_are_refused_in_the_folder_of_the_file(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    police = tmp_path / "police"
    police.mkdir()
    for place in (police / "words.txt", police / ".." / "police" / "words.txt"):
        ran = run(
            "seal", case, "-o", police, "--words-out", place, "--password-file", password_file
        )
        assert ran.code == 2
        assert "same folder" in ran.err
    assert list(police.iterdir()) == []


def test_an_unexpected_error_is_70_and_tells_no_data(
    run: Run, case: Path, password_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr(looking, "checklist", broken)
    ran = run("checklist", case, "--password-file", password_file)
    assert ran.code == 70
    assert "What was saved is safe" in ran.err
    assert "secret text" not in ran.err
    assert "keepsafe.cli.looking" in ran.err


def test_second_opening_is_read_only_and_says_so(run: Run, case: Path, password_file: Path) -> None:
    from keepsafe.vault.vault import Vault

    with Vault.unlock(case, PASSWORD):
        shown = program("show", case, "--password-file", password_file)
        assert shown.returncode == 0
        written = program("note", case, "text", "--password-file", password_file)
        assert written.returncode == 5
        assert "open in another window" in written.stderr


def test_progress_goes_to_a_terminal_only(case: Path, password_file: Path) -> None:
    ran = program("check", case, "--password-file", password_file)
    assert ran.stderr == ""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "keepsafe", "check", case, "--password-file", password_file],
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "PYTHONPATH": str(SRC), "TERM": "xterm"},
    ) as process:
        out = process.communicate()[0].decode()
    os.close(slave)
    shown = os.read(master, 65536).decode()
    os.close(master)
    assert "Reading every byte" in shown
    assert "Reading every byte" not in out


def test_ctrl_c_while_sealing_leaves_no_file_and_a_usable_case(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    big = tmp_path / "big.bin"
    big.write_bytes(os.urandom(1 << 20) * 64)
    run("add", case, phone, big, *unlock)
    police = tmp_path / "police"
    police.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "keepsafe", "seal", case, "-o", police, *unlock],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    ) as process:
        until = time.monotonic() + 30
        while not list(police.glob("*.partial")) and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        err = process.communicate()[1].decode()
    assert process.returncode == 130, err
    assert list(police.iterdir()) == []
    again = run("seal", case, "-o", police, *unlock, "--json")
    assert (again.code, again.json["seal"]) == (0, 2)


def test_every_command_has_help_that_explains_it() -> None:
    listing = program("--help").stdout
    commands = re.findall(r"^    ([a-z-]+) ", listing, re.MULTILINE)
    assert {"new", "add", "seal", "verify", "open", "handover", "demo"} <= set(commands)
    for line in listing.splitlines():
        assert len(line) < 120


def test_names_in_any_script_and_bytes_that_are_no_text(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    names = [b"caf\xc3\xa9.txt", "снимок.txt".encode(), "صورة.txt".encode(), b"\xff\xfe.txt"]
    for number, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"file {number}")
    files = [p for p in tmp_path.iterdir() if p.suffix == ".txt"]
    ran = run("add", case, *map(os.fsdecode, files), "--password-file", password_file, "--json")
    assert ran.code == 0
    kept = {kept["name"] for kept in ran.json["kept"]}
    assert kept == {"café.txt", "снимок.txt", "صورة.txt", "\\xff\\xfe.txt"}
    assert run("show", case, "--password-file", password_file).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "seal"],  # what is missing, with --json before and after the command
        ["seal", "--json"],
        ["--json", "nonsense"],
        ["nonsense", "--json"],
        ["--json", "guidance", "nonsense"],
        ["verify", "--json-lines", "--what", "file"],
    ],
)
def test_what_is_not_understood_is_one_json_object_too(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.err == ""
    assert ran.json["exit_code"] == 2
    assert ran.json["error"]


def test_json_may_stand_before_the_command(run: Run, case: Path, password_file: Path) -> None:
    unlock = ("--password-file", password_file)
    before = run("--json", "show", case, *unlock)
    assert before.json["code"] == run("show", case, "--json", *unlock).json["code"]
    assert run("--json", "guidance", "check").json is not None
    plain = run("seal")
    assert plain.code == 2
    assert plain.out == ""
    assert plain.err.startswith("usage: keepsafe seal")
