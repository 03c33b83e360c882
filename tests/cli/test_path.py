"""The family's path and the officer's, on the command line, from nothing to an unpacked file."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from pathlib import Path

from ran import PASSWORD, Run

from keepsafe import __version__


def test_from_a_folder_of_screenshots_to_an_unpacked_file(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    account = run(
        *("account", case, "--platform", "Chatter", "--username", "ava_l1ght.O0I", *unlock),
        *("--seen", "2026-11-02 21:14", "--zone", "-07:00", "--json"),
    )
    assert account.json["item"] == "A1"
    added = run("add", case, phone, "--account", "A1", "--via", "cable", *unlock, "--json").json
    assert [kept["exhibit"] for kept in added["kept"]] == ["E1", "E2", "E3"]
    assert len(added["left_alone"]) == 2
    assert added["refused"] == []
    assert run("describe", case, "E2", "--category", "demand", *unlock).code == 0
    assert run("note", case, "They wrote first.", "--when", "2026-10-30", *unlock).code == 0
    assert run("payment", case, "--status", "asked", "--amount", "200", *unlock).code == 0
    assert run("set", case, "safe_contact", "Call the parent", *unlock).code == 0
    pointed = run("point", case, "--what", "One picture that was sent", *unlock)
    assert pointed.code == 0
    assert "Leave the picture where it is" in pointed.out
    assert run("withhold", case, "E3", "--why", "Not part of it", *unlock).code == 0
    assert run("check", case, *unlock, "--json").json["problems"] == []

    police, paper = tmp_path / "police", tmp_path / "paper" / "words.txt"
    police.mkdir()
    paper.parent.mkdir()
    sealed = run("seal", case, "-o", police, "--words-out", paper, *unlock, "--json")
    assert sealed.code == 0, sealed.err
    file, code = sealed.json["file"], sealed.json["seal_code_short"]
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert paper.read_text().strip() not in sealed.out + sealed.err

    same = run("verify", file, "--words-file", paper, "--seal-code", code, "--json")
    assert (same.code, same.json["bytes"], same.json["seal"]) == (0, "matches", "same")
    assert same.json["results"][0]["exhibits"] == 2
    plain = run("verify", file, "--words-file", paper)
    assert plain.code == 0
    assert "NOT COMPARED" in plain.out
    other = run("verify", file, "--words-file", paper, "--seal-code", "0" * 32, "--json")
    assert (other.code, other.json["bytes"], other.json["seal"]) == (1, "matches", "different")

    opened = run("open", file, "-o", tmp_path / "evidence", "--words-file", paper, "--json")
    assert opened.code == 0, opened.err
    saved = Path(opened.json["folder"]) / "data" / "exhibits"
    originals = sorted(p.read_bytes() for p in phone.iterdir() if p.suffix == ".PNG")[:3]
    assert {p.read_bytes() for p in saved.iterdir()} < set(originals)
    assert sorted(p.name for p in saved.iterdir()) == ["0001.png", "0002.png"]

    handed = run("handover", case, "--officer", "Const. Roy", "--file-number", "26-1", *unlock)
    assert handed.code == 0
    log = run("log", case, *unlock, "--json").json["entries"]
    assert [entry["what"] for entry in log[-3:]] == ["sealed", "unlocked", "handed-over"]
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))


def test_everything_can_be_got_back_byte_for_byte(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    run("add", case, phone, *unlock)
    out = tmp_path / "out"
    out.mkdir()
    got = run("get", case, "E1", "E3", "-o", out, *unlock, "--json")
    assert got.code == 0
    pictures = sorted((p for p in phone.iterdir() if p.suffix == ".PNG"), key=lambda p: p.name)
    assert (out / "0001.png").read_bytes() == pictures[0].read_bytes()
    assert (out / "0003.png").read_bytes() == pictures[2].read_bytes()


def test_words_can_be_shown_again_and_are_the_ones_that_open(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    police = tmp_path / "police"
    police.mkdir()
    file = run("seal", case, "-o", police, *unlock, "--json").json["file"]
    shown = run("words", case, *unlock).out
    password = shown.split("7-Zip:")[1].strip()
    assert len(password.split("-")) == 8
    typed = tmp_path / "typed.txt"
    typed.write_text("  ".join(word[:4].upper() for word in password.split("-")))
    assert run("verify", file, "--words-file", typed, "--json").json["bytes"] == "matches"
    assert run("words", case, *unlock, "--json").code == 2  # never in JSON


def test_recovery_code_opens_and_can_be_made_anew(
    run: Run, tmp_path: Path, password_file: Path
) -> None:
    folder, code = tmp_path / "case", tmp_path / "recovery.txt"
    made = run(
        *("new", folder, "--role", "adult", "--country", "UK", "--age", "18-plus", "--json"),
        *("--password-file", password_file, "--recovery-out", code, "--lang", "fr"),
    )
    assert made.code == 0
    recover = ("--with-recovery-code", "--password-file")
    assert code.read_text().strip() not in made.out + made.err
    assert run("show", folder, *recover, code).code == 0
    fresh = tmp_path / "fresh.txt"
    assert run("recovery", folder, *recover, code, "--recovery-out", fresh).code == 0
    assert run("show", folder, *recover, code).code == 3
    assert run("show", folder, *recover, fresh).code == 0


def test_password_change_and_another_person(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.txt"
    new.write_text("another-one\n")
    changed = run("password", case, "--password-file", password_file, "--new-password-file", new)
    assert changed.code == 0
    assert run("show", case, "--password-file", password_file).code == 3
    lead = tmp_path / "lead.txt"
    lead.write_text("the lead's own\n")
    assert run("let-in", case, "--password-file", new, "--new-password-file", lead).code == 0
    assert run("show", case, "--as-person", "--password-file", lead).code == 0
    assert run("show", case, "--password-file", lead).code == 3


def test_password_from_standard_input(run: Run, case: Path) -> None:
    assert run("show", case, "--password-file", "-", stdin=PASSWORD + "\n").code == 0


def test_checklist_says_first_that_you_can_report_now(
    run: Run, case: Path, password_file: Path
) -> None:
    listed = run("checklist", case, "--password-file", password_file)
    assert listed.out.startswith("You can report now, even with nothing saved.")
    assert "username" in listed.out


def test_a_key_instead_of_words(run: Run, case: Path, password_file: Path, tmp_path: Path) -> None:
    from keepsafe.formats.age import X25519Identity

    identity = X25519Identity.generate()
    key = tmp_path / "unit.key"
    key.write_text(f"# a unit's key\n{identity.encode()}\n")
    police = tmp_path / "police"
    police.mkdir()
    sealed = run(
        *("seal", case, "-o", police, "--to", identity.recipient(), "--json"),
        *("--password-file", password_file),
    ).json
    code = sealed["seal_code"]
    got = run("verify", sealed["file"], "--key-file", key, "--seal-code", code, "--json")
    assert (got.code, got.json["seal"]) == (0, "same")
    key.write_text(X25519Identity.generate().encode())
    assert run("verify", sealed["file"], "--key-file", key, "--json").code == 3
    assert run("verify", sealed["file"], "--json").code == 4


def test_the_reader_is_in_the_file_unless_it_is_left_out(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "sealed").mkdir()
    own, words = tmp_path / "reader.html", tmp_path / "secrets" / "words.txt"
    told = run("reader", "-o", own, "--json").json
    assert told == {
        "file": str(own),
        "sha256": hashlib.sha256(own.read_bytes()).hexdigest(),
        "version": __version__,
    }
    secret = ("--password-file", password_file)
    sealing = ("seal", case, "-o", tmp_path / "sealed", *secret, "--json")
    with_it = run(*sealing, "--words-out", words).json["file"]
    without_it = run(*sealing, "--no-reader", "--words-out", tmp_path / "secrets" / "2.txt").json
    assert outer_names(with_it) == ["START-HERE.txt", "OPEN-ME.html", "evidence.zip"]
    assert outer_names(without_it["file"]) == ["START-HERE.txt", "evidence.zip"]
    with zipfile.ZipFile(with_it) as outer:
        assert outer.read("OPEN-ME.html") == own.read_bytes()
    for file, words_file in (
        (with_it, words),
        (without_it["file"], tmp_path / "secrets" / "2.txt"),
    ):
        assert run("verify", file, "--words-file", words_file).code == 0


def outer_names(file: str) -> list[str]:
    with zipfile.ZipFile(file) as outer:
        return outer.namelist()


def test_a_reader_is_never_written_over_a_file(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("mine")
    refused = run("reader", "-o", mine)
    assert refused.code == 5
    assert "mine.html" in refused.err
    assert mine.read_text() == "mine"
