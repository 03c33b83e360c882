"""What people tell is kept, can be corrected, and nothing of it must be filled in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import field, key, press, said, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.case.record import Record
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell

PASSWORD = "night-lamp-river"


@pytest.fixture
def opened(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> Shell:
    session = make_session()
    shell = make_shell(session)
    session.unlock(case, PASSWORD)
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)
    return shell


def record(shell: Shell) -> Record:
    assert shell.session.vault is not None
    return shell.session.vault.record


def click(qtbot: QtBot, shell: Shell, name: str) -> None:
    widget = shell.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_pasted_link_names_the_account_and_lookalikes_are_pointed_out(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("who")
    click(qtbot, opened, "app-instagram")
    type_into(qtbot, opened, "username", "https://www.instagram.com/drawn.examp1e/?igsh=1")
    qtbot.keyClick(field(opened, "username").editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "The link says: drawn.examp1e" in said(opened))
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: key(opened) == "screenshots", timeout=20_000)
    account = record(opened).accounts[0].fields
    assert (account.platform, account.username) == ("Instagram", "drawn.examp1e")
    assert account.link == "https://www.instagram.com/drawn.examp1e/?igsh=1"


def test_a_username_is_corrected_and_the_first_one_stays_in_the_log(
    qtbot: QtBot, opened: Shell
) -> None:
    assert opened.session.vault is not None
    opened.session.vault.add_item(
        "account", {"platform": "Snapchat", "username": "drawn_l1"}, "parent"
    )
    opened.go("who")
    press(qtbot, opened.page, "Change")
    assert field(opened, "username").value == "drawn_l1"
    field(opened, "username").editor.clear()
    type_into(qtbot, opened, "username", "drawn_II")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(
        lambda: record(opened).accounts[0].fields.username == "drawn_II", timeout=20_000
    )
    assert len(record(opened).accounts) == 1
    assert [e.what for e in record(opened).entries][-1] == "corrected"


def test_money_that_was_sent_says_whom_to_call(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    click(qtbot, opened, "sent-yes")
    qtbot.waitUntil(lambda: "Call the bank or the pay app now" in said(opened))
    type_into(qtbot, opened, "amount", "150 CAD")
    type_into(qtbot, opened, "to", "drawn.handle")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).payments) == 1, timeout=20_000)
    payment = record(opened).payments[0].fields
    assert (payment.status, payment.amount, payment.to) == ("paid", "150 CAD", "drawn.handle")
    qtbot.waitUntil(lambda: "150 CAD" in said(opened))
    assert field(opened, "amount").value == ""


def test_a_private_picture_is_only_pointed_to(qtbot: QtBot, opened: Shell) -> None:
    opened.go("pictures")
    assert "Leave it where it is: that is the saved copy." in said(opened)
    type_into(qtbot, opened, "folder", "the phone, in Chatter")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).pointers) == 1, timeout=20_000)
    assert record(opened).pointers[0].fields.folder == "the phone, in Chatter"
    assert not opened.page.acceptDrops()


def test_the_story_is_kept_as_it_was_written(qtbot: QtBot, opened: Shell) -> None:
    opened.go("story")
    editor = field(opened, "words").editor
    editor.setFocus()
    qtbot.keyClicks(editor, "It began in a game. ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Then money.")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).notes) == 1, timeout=20_000)
    assert record(opened).notes[0].fields.words == "It began in a game. \nThen money."


def test_facts_are_kept_one_by_one_and_only_what_changed(qtbot: QtBot, opened: Shell) -> None:
    opened.go("facts")
    type_into(qtbot, opened, "safe_contact", "Call the parent")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: record(opened).case.safe_contact == "Call the parent", timeout=20_000)
    count = len(record(opened).entries)
    qtbot.waitUntil(lambda: not opened.session.jobs.busy)
    qtbot.waitUntil(lambda: field(opened, "safe_contact").value == "Call the parent")
    type_into(qtbot, opened, "safe_times", "after five")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: record(opened).case.safe_times == "after five", timeout=20_000)
    assert len(record(opened).entries) == count + 1


@pytest.mark.parametrize("page", ["who", "money", "pictures", "story"])
def test_nothing_must_be_filled_in(qtbot: QtBot, opened: Shell, page: str) -> None:
    opened.go(page)
    words = {
        "who": "Skip this for now",
        "money": "No money in this",
        "pictures": "No private picture",
        "story": "Skip this for now",
    }
    before = len(record(opened).entries)
    press(qtbot, opened.page, words[page])
    assert key(opened) != page
    assert len(record(opened).entries) == before


def test_what_is_typed_is_kept_when_the_person_just_goes_on(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    type_into(qtbot, opened, "to", "paytag drawn99")
    press(qtbot, opened.page, "No money in this")
    qtbot.waitUntil(lambda: key(opened) == "pictures", timeout=20_000)
    assert [p.fields.to for p in record(opened).payments] == ["paytag drawn99"]
