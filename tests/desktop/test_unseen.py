"""What scrolls a page changes nothing in it, and takes the keyboard from nobody."""

from __future__ import annotations

import pytest
from pressing import field, said
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.pages.steps import STEPS
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import DateField, PickField

SCROLLING = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home)


def values(shell: Shell) -> dict[str, str]:
    kinds = (*shell.findChildren(PickField), *shell.findChildren(DateField))
    return {f.name: f.value for f in kinds if f.isVisible()}


def roll(shell: Shell, over: QWidget, down: int = 240) -> None:
    at = QPointF(over.mapTo(shell, over.rect().center()))
    QTest.wheelEvent(shell.windowHandle(), at, QPoint(0, -down))


@pytest.mark.parametrize("page", ["money", "story", "settings", "block-now"])
def test_the_wheel_and_page_down_scroll_and_change_nothing(
    qtbot: QtBot, shell: Shell, session: Session, page: str
) -> None:
    session.play("parent")
    session.draft("money", "sent", "yes")
    shell.resize(900, 460)
    shell.activateWindow()
    shell.go(page)
    qtbot.wait(50)
    before, bar = values(shell), shell.page.verticalScrollBar()
    fields = [*shell.findChildren(PickField), *shell.findChildren(DateField)]
    assert fields
    assert bar.maximum() > 0
    focus = QApplication.focusWidget()
    for shown in fields:
        shell.page.ensureWidgetVisible(shown)
        qtbot.wait(1)
        here = bar.value()
        roll(shell, shown.editor, 240 if here < bar.maximum() else -240)
        assert bar.value() != here, shown.name
        assert QApplication.focusWidget() is focus, shown.name
    for shown in fields:
        shown.editor.setFocus()
        bar.setValue(0)
        for key in SCROLLING:
            QTest.keyClick(shown.editor, key)
            assert (bar.value() > 0) == (key in (Qt.Key.Key_PageDown, Qt.Key.Key_End)), key
    assert values(shell) == before


def test_letters_find_a_country_in_the_open_list_and_enter_takes_it(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    shell.go("settings")
    editor = field(shell, "country").editor
    assert isinstance(editor, QComboBox)
    editor.setFocus()
    QTest.keyClicks(editor, "n")
    assert editor.view().isVisible()
    assert session.country_code == "CA"
    QTest.keyClick(editor.view(), Qt.Key.Key_Escape)
    assert not editor.view().isVisible()
    assert (session.country_code, field(shell, "country").value) == ("CA", "CA")
    qtbot.wait(QApplication.keyboardInputInterval() + 50)  # the "n" is over
    QTest.keyClicks(editor, "u")
    QTest.keyClicks(editor.view(), "nited k")
    QTest.keyClick(editor.view(), Qt.Key.Key_Return)
    assert (session.country_code, field(shell, "country").value) == ("UK", "UK")


def test_a_date_begins_with_a_number_or_in_the_calendar_only(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    session.draft("money", "sent", "yes")
    shell.go("money")
    day = shell.findChildren(DateField)[0]
    day.editor.setFocus()
    QTest.keyClicks(day.editor, "i don't know - may")
    QTest.keyClick(day.editor, Qt.Key.Key_PageDown)
    assert day.value == ""
    QTest.keyClick(day.editor, Qt.Key.Key_Down)
    calendar = day.editor.calendarWidget()
    assert calendar.isVisible()
    assert day.value == ""
    QTest.keyClick(calendar, Qt.Key.Key_Escape)
    QTest.keyClicks(day.editor, "7")
    assert day.value.endswith("-07")


def test_no_page_begins_in_a_drop_down(qtbot: QtBot, shell: Shell, session: Session) -> None:
    session.play("parent")
    shell.activateWindow()
    for step in STEPS:
        if step.needs_case or step.key in ("recovery", "batch", "facts"):
            continue
        shell.go(step.key)
        focus = QApplication.focusWidget()
        assert not isinstance(focus, QComboBox), (step.key, said(shell))


def test_the_calendar_is_the_country_s_and_a_list_opens_below_its_field(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    session.draft("money", "sent", "yes")
    for country, first in (("CA", Qt.DayOfWeek.Sunday), ("UK", Qt.DayOfWeek.Monday)):
        session.move(country)
        shell.go("money")
        day = shell.findChildren(DateField)[0]
        QTest.keyClick(day.editor, Qt.Key.Key_Down)
        calendar = day.editor.calendarWidget()
        assert calendar.firstDayOfWeek() == first
        ordinary = day.editor.palette().text().color()
        weekend = calendar.weekdayTextFormat(Qt.DayOfWeek.Saturday)
        assert weekend.foreground().color() == ordinary
        QTest.keyClick(calendar, Qt.Key.Key_Escape)
    shell.go("settings")
    editor = field(shell, "country").editor
    assert isinstance(editor, QComboBox)
    editor.showPopup()
    qtbot.wait(30)
    view = editor.view()
    under = editor.mapToGlobal(QPoint(0, editor.height())).y()
    over = editor.mapToGlobal(QPoint(0, 0)).y()
    top, bottom = (
        view.mapToGlobal(p).y() for p in (view.rect().topLeft(), view.rect().bottomLeft())
    )
    assert top >= under - 2 or bottom <= over + 2
    last = view.visualRect(view.model().index(min(view.model().rowCount(), 10) - 1, 0))
    assert last.bottom() <= view.viewport().height()
    editor.hidePopup()
