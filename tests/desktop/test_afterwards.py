"""After the file: who took it, copies left, the case checked, copied and let go."""

from __future__ import annotations

from pathlib import Path

import pytest
from pressing import button, field, key, press, said, type_into
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from test_make_file import (  # noqa: F401  # fixtures
    filled_case,
    make,
    opened,
    step_shown,
    stick,
    vault_of,
)  # fmt: skip

from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, ChoiceCard, QrCode, TickField
from keepsafe.errors import SystemRefusedError
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault


def tick(shell: Shell, name: str) -> TickField:
    found = [t for t in shell.findChildren(TickField) if t.name == name]
    assert len(found) == 1, name
    return found[0]


def shows(shell: Shell, words: str) -> bool:
    return any(b.words == words and b.isVisible() for b in shell.findChildren(Button))


def test_who_took_the_file_is_noted_and_shown_again(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
) -> None:
    make(qtbot, opened)
    opened.go("afterwards")
    # To give it comes before to note who got it.
    ways = [c.words for c in opened.page.findChildren(ChoiceCard)]
    assert ways.index("Call or report") < ways.index("Note who took the file")
    press(qtbot, opened.page, "Note who took the file")
    press(qtbot, opened.page, "Keep this")
    assert "You can skip this" in said(opened)
    type_into(qtbot, opened, "officer", "Drawn Officer")
    type_into(qtbot, opened, "file_number", "26-0001")
    field(opened, "day").fill("2026-11-20")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept." in said(opened), timeout=10_000)
    assert "November 20, 2026, file 1: Drawn Officer, 26-0001" in said(opened)
    press(qtbot, opened.page, "What happens next")
    assert key(opened) == "what-next"
    noted = vault_of(opened).record.handovers
    assert [(h.seal, h.officer, h.file_number) for h in noted] == [(1, "Drawn Officer", "26-0001")]
    assert noted[0].day == "2026-11-20"
    opened.go("handed-over")
    assert "Drawn Officer, 26-0001" in said(opened)
    assert "Kept." not in said(opened)


def test_pictures_are_taken_down_on_the_phone_by_a_code(shell: Shell) -> None:
    shell.session.play("young-person")
    shell.go("take-down")
    assert "Take It Down" in said(shell)
    assert shell.page is not None
    assert shell.page.findChildren(QrCode)


def test_copies_left_are_removed_only_when_ticked_and_asked(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
) -> None:
    vault = vault_of(opened)
    for item, name in (("E1", "one.png"), ("E2", "two.png")):
        exhibit = next(e for e in vault.record.exhibits if e.id == item)
        with vault.exhibits.open(exhibit) as source:
            (stick / name).write_bytes(source.read())
    (stick / "other.png").write_bytes(b"another file")
    (stick / "IMG_0007.HEIC").write_bytes(b"a picture of a picnic")
    (stick / "homework.txt").write_bytes(b"mine")
    opened.go("copies-left")
    press(qtbot, opened.page, "Look in another folder")
    qtbot.waitUntil(lambda: "2 copies of saved files were found" in said(opened), timeout=10_000)
    assert "2 other photos and videos are in the same folders." in said(opened)
    press(qtbot, opened.page, "Remove the ticked ones")
    qtbot.waitUntil(lambda: "Nothing is ticked" in said(opened))
    first = next(t for t in opened.findChildren(TickField) if "one.png" in t.text())
    first.click()
    opened.resize(700, 460)
    opened.resize_text(1)  # larger text: the list is still there, and so is the tick
    assert "2 copies of saved files were found" in said(opened)
    press(qtbot, opened.page, "Remove the ticked ones")
    qtbot.waitUntil(lambda: "Remove this 1 file" in said(opened))
    yes = button(opened.page, "Yes, remove")
    qtbot.waitUntil(lambda: not yes.visibleRegion().isEmpty())  # it came into view by itself
    assert (stick / "one.png").exists()
    press(qtbot, opened.page, "Yes, remove")
    qtbot.waitUntil(
        lambda: "1 file was removed from this computer." in said(opened), timeout=10_000
    )
    others = ["IMG_0007.HEIC", "homework.txt", "other.png"]
    assert sorted(p.name for p in stick.iterdir()) == [*others, "two.png"]
    assert "1 copy of a saved file was found" in said(opened)
    # Looking again shows what there is now, once; with nothing left, nothing is left to press.
    press(qtbot, opened.page, "Look in another folder")
    qtbot.waitUntil(lambda: not opened.session.jobs.busy, timeout=10_000)
    qtbot.waitUntil(lambda: "1 copy of a saved file was found" in said(opened))
    assert "2 copies of saved files were found" not in said(opened)
    qtbot.waitUntil(lambda: shows(opened, "Tick all"))
    press(qtbot, opened.page, "Tick all")
    press(qtbot, opened.page, "Remove the ticked ones")
    qtbot.waitUntil(lambda: shows(opened, "Yes, remove"))
    press(qtbot, opened.page, "Yes, remove")
    qtbot.waitUntil(lambda: not shows(opened, "Tick all"), timeout=10_000)
    assert "was found" not in said(opened)
    assert not shows(opened, "Remove the ticked ones")
    assert sorted(p.name for p in stick.iterdir()) == others


def test_the_case_is_checked_copied_and_opened_by_someone_else(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
) -> None:
    opened.go("case-care")
    press(qtbot, opened.page, "Check everything")
    qtbot.waitUntil(lambda: "is what you saved" in said(opened), timeout=10_000)
    press(qtbot, opened.page, "Copy the case to another disk")
    qtbot.waitUntil(lambda: "Copied to:" in said(opened), timeout=10_000)
    with Vault.unlock(stick / "KS-7F3K-9Q2M", "night-lamp-river", read_only=True) as copy:
        assert len(copy.record.exhibits) == 3
    press(qtbot, opened.page, "Let someone else open this too")
    type_into(qtbot, opened, "their-password", "blue-door-nine")
    press(qtbot, opened.page, "Let them in")
    qtbot.waitUntil(lambda: "Their password opens this" in said(opened), timeout=10_000)
    root = vault_of(opened).root
    with Vault.unlock(root, "blue-door-nine", door="person", read_only=True) as theirs:
        assert theirs.record.accounts


def test_a_damaged_file_is_named_by_the_check(qtbot: QtBot, opened: Shell) -> None:  # noqa: F811
    vault = vault_of(opened)
    stored = vault.root / "exhibits" / vault.record.exhibits[2].file.stored
    stored.write_bytes(stored.read_bytes()[:-1])
    opened.go("case-care")
    press(qtbot, opened.page, "Check everything")
    qtbot.waitUntil(lambda: "E3" in said(opened), timeout=10_000)
    assert "Everything is there" not in said(opened)


def test_a_case_is_let_go_only_when_its_code_is_typed(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
) -> None:
    make(qtbot, opened)
    root = vault_of(opened).root
    opened.go("let-go")
    press(qtbot, opened.page, "Check the file")
    qtbot.waitUntil(lambda: "Nobody noted yet" in said(opened), timeout=20_000)
    press(qtbot, opened.page, "Delete it all the same")
    qtbot.waitUntil(lambda: "Nothing was deleted" in said(opened), timeout=10_000)
    assert (root / "identity.age").exists()
    field(opened, "code").editor.setText("ks 7f3k 9q2m")
    press(qtbot, opened.page, "Delete it all the same")
    qtbot.waitUntil(lambda: key(opened) == "doors", timeout=20_000)
    assert not root.exists()
    assert opened.session.vault is None
    assert (stick / "KS-7F3K-9Q2M-1.zip").exists()


def test_the_file_its_words_and_its_sheet_are_reached_again(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
) -> None:
    opened.go("afterwards")
    assert "The hand-over sheet" not in [b.words for b in opened.page.findChildren(Button)]
    make(qtbot, opened)
    assert step_shown(opened) == "make-file"
    for card, page, of in (
        ("The hand-over sheet", "file-sheet", "make-file"),
        ("Show the words for police", "file-words", "make-file"),
        ("The file and its forms", "file-made", "make-file"),
        ("Copies left on this computer", "copies-left", "afterwards"),
    ):
        opened.go("afterwards")
        press(qtbot, opened.page, card)
        assert key(opened) == page
        assert step_shown(opened) == of
    assert stick.is_dir()
    opened.go("afterwards")
    press(qtbot, opened.page, "You can stop here")
    assert "The next step: Afterwards" in said(opened)
    press(qtbot, opened.page, "Go on: Afterwards")
    assert key(opened) == "afterwards"


def test_who_stops_early_is_told_what_comes_next(qtbot: QtBot, opened: Shell) -> None:  # noqa: F811
    opened.session.came_from = ""
    opened.go("home")
    told = said(opened)
    assert "When you come back" in told
    assert "The next step: Look it over" in told  # there are screenshots and an account
    assert "0 " not in told
    press(qtbot, opened.page, "Go on: Look it over")
    assert key(opened) == "look-over"


def test_a_deletion_that_the_disk_stops_is_offered_at_once_to_be_finished(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = vault_of(opened).root

    def refuse(_disk: Disk, paths: object) -> None:
        raise SystemRefusedError("The disk refused.")

    opened.go("let-go")
    press(qtbot, opened.page, "I have no file")
    qtbot.waitUntil(lambda: "No file for police was finished" in said(opened), timeout=10_000)
    type_into(qtbot, opened, "code", root.name)
    with monkeypatch.context() as broken:
        broken.setattr(Disk, "remove_all", refuse)
        press(qtbot, opened.page, "Delete it all the same")
        qtbot.waitUntil(lambda: "One thing to finish" in said(opened), timeout=10_000)
    press(qtbot, opened.page, "Finish deleting it")
    qtbot.waitUntil(lambda: "The case is deleted." in said(opened), timeout=10_000)
    assert not root.exists()


def test_plain_copies_ask_one_clear_question(
    qtbot: QtBot,
    opened: Shell,  # noqa: F811
    stick: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened.go("make-file")
    press(qtbot, opened.page, "An upload link")
    make(qtbot, opened)
    press(qtbot, opened.page, "The link takes only pictures")
    press(qtbot, opened.page, "Make the copies")
    assert "Nothing is ticked" in said(opened)
    tick(opened, "copy-E2").click()
    press(qtbot, opened.page, "Make the copies")
    qtbot.waitUntil(lambda: "anyone who gets them can look at them" in said(opened))
    places = tmp_path / "for-link"
    places.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(places))
    press(qtbot, opened.page, "Yes, make them")
    qtbot.waitUntil(lambda: "It is not locked" in said(opened), timeout=20_000)
    names = {p.name for p in places.rglob("*") if p.is_file()}
    assert "0002.png" in names
    assert "0001.png" not in names
    assert "REPORT.pdf" in names
