"""Where the country is not known it is asked for, where it counts, and asking loses nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import button, field, key, press, said
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.jobs import Job
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import ContactCard, CountryField, Words, YesNoRow


def test_the_first_page_asks_when_the_system_does_not_tell(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    assert not shell.findChildren(CountryField)
    assert "You are in: Canada" in said(shell)
    session.move("other")
    session.drafts.clear("doors")  # nobody said so: the system did not tell
    shell.go("doors")
    assert QApplication.focusWidget() is button(shell, "My child")
    asked = field(shell, "country")
    assert isinstance(asked, CountryField)
    assert asked.isVisible()
    editor = asked.editor
    at = editor.findText("Australia")
    editor.setCurrentIndex(at)
    editor.activated.emit(at)
    assert session.country_code == "AU"
    assert "You are in: Australia" in said(shell)


def test_the_door_and_the_question_of_age_stay(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    press(qtbot, shell, "Me")
    assert button(shell, "I am under 18").isVisible()
    press(qtbot, shell, "Change the country")
    assert key(shell) == "settings"
    session.move("AU")
    press(qtbot, shell, "Done")
    assert key(shell) == "doors"
    assert button(shell, "I am under 18").isVisible()
    session.speak("fr")
    assert button(shell, "J'ai moins de 18 ans").isVisible()


def test_a_yes_and_report_now_ask_for_it(qtbot: QtBot, shell: Shell, session: Session) -> None:
    session.move("other")
    session.play("young-person")
    shell.go("safe")
    row = shell.findChildren(YesNoRow)[0]
    qtbot.mouseClick(button(row, "Yes"), Qt.MouseButton.LeftButton)
    asked = row.findChildren(CountryField)[0]
    assert asked.isVisible()
    at = asked.editor.findText("Canada")
    asked.editor.setCurrentIndex(at)
    asked.editor.activated.emit(at)
    row = shell.findChildren(YesNoRow)[0]
    assert row.value == "yes"
    assert not row.findChildren(CountryField)
    names = {card.accessibleName() for card in row.findChildren(ContactCard)}
    assert names == {"9-8-8 Suicide Crisis Helpline", "Kids Help Phone"}
    session.move("other")
    shell.go("report-now")
    assert field(shell, "country").isVisible()


def test_sources_are_folded_and_what_was_not_checked_is_said(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    shell.go("report-now")
    assert "Source:" not in said(shell)
    card = shell.findChildren(ContactCard)[0]
    press(qtbot, card, "Where this is from")
    assert re.search(r"checked on [A-Z][a-z]+ \d+, 20\d\d\.", said(shell))
    unsure = {
        c
        for code in session.guidance.countries
        for c in session.guidance.country(code).reporting + session.guidance.country(code).crisis
        if not c.verified and c.address
    }
    assert unsure
    for contact in unsure:
        made = ContactCard(contact, session.copy)
        qtbot.addWidget(made)
        made.show()
        words = {w.text() for w in made.findChildren(Words) if w.isVisible()}
        assert "We could not check this yet." in words
        assert not any(w.startswith("Source") or "Where this is from" in w for w in words)
        assert contact.source not in words


def test_block_now_is_about_the_app_that_was_named(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    session.draft("who", "app", "snapchat")
    shell.go("block-now")
    assert "How to block: Snapchat" in said(shell)
    asked = field(shell, "app")
    assert asked.value == "snapchat"
    editor = asked.editor
    assert isinstance(editor, QComboBox)
    at = editor.findText("Discord")
    editor.setCurrentIndex(at)
    editor.activated.emit(at)
    assert "How to block: Discord" in said(shell)
    discord = session.guidance.platform("discord").one_thing.in_language("en")
    assert discord in said(shell)


def test_a_yes_to_thinking_of_dying_shows_the_line_made_for_that_before_the_youth_line(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("young-person")
    shell.go("safe")
    dying, told, _money = shell.findChildren(YesNoRow)
    for row in (dying, told):
        qtbot.mouseClick(button(row, "Yes"), Qt.MouseButton.LeftButton)
    names = [card.accessibleName() for card in dying.findChildren(ContactCard) if card.isVisible()]
    assert names == ["9-8-8 Suicide Crisis Helpline", "Kids Help Phone"]
    assert "988" in {w.text() for w in dying.findChildren(Words)}
    assert [c.accessibleName() for c in told.findChildren(ContactCard)] == ["Kids Help Phone"]


def everywhere(shell: Shell) -> str:
    """Return every word of the window, folded ones too."""
    return "\n".join(w.text() for w in shell.findChildren(Words) if w.window() is shell)


NUMBERS = {"CA": "911", "UK": "999", "AU": "000", "NZ": "111"}


@pytest.mark.parametrize("has_case", [False, True])
def test_another_country_holds_at_once_on_every_page_and_answers_stay(
    qtbot: QtBot,
    session: Session,
    make_shell: Callable[[Session], Shell],
    case: Path,
    has_case: bool,
) -> None:
    if has_case:
        session.unlock(case, "night-lamp-river")
        qtbot.waitUntil(lambda: session.vault is not None, timeout=15_000)
    session.move("CA")
    shell = make_shell(session)
    session.play("parent")
    shell.go("safe")
    press(qtbot, shell.findChildren(YesNoRow)[0], "Yes")
    # Whatever else is being written: the case may record the country only much later.
    still_writing = threading.Event()
    session.jobs.start(Job(lambda _watch: still_writing.wait(20)), "write")
    now = "CA"
    for page in ("safe", "report-now", "money", "first", "afterwards", "block-now", "settings"):
        shell.go(page)
        for code in ("UK", "CA", "AU"):
            session.move(code)
            before, now = now, code
            assert key(shell) == page
            words = everywhere(shell)
            assert NUMBERS[now] in words, (page, code)
            assert f"Call {NUMBERS[before]}" not in words
            assert f"emergency {NUMBERS[before]}" not in words
            assert f"Emergency: {NUMBERS[before]}" not in words
    still_writing.set()
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=10_000)
    shell.go("safe")
    assert "In danger now? Call 000" in said(shell)
    assert shell.findChildren(YesNoRow)[0].value == "yes"
    strip = shell.findChild(QWidget, "helpStrip")
    assert "Australia: emergency 000" in {w.text() for w in strip.findChildren(Words)}
    if session.vault is not None:
        assert session.vault.record.case.country == "AU"
