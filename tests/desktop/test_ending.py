"""The buttons of a page are in view, and hide nothing that the keyboard is on."""

from __future__ import annotations

from pressing import button
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Page


def page_of(shell: Shell) -> Page:
    assert shell.page is not None
    return shell.page


def in_window(shell: Shell, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(shell, QPoint(0, 0)), widget.size())


def of_page(shell: Shell) -> QRect:
    return in_window(shell, page_of(shell).viewport())


def show(qtbot: QtBot, shell: Shell, role: str, key: str, width: int, height: int) -> None:
    shell.session.play(role)
    shell.resize(width, height)
    shell.go(key)
    qtbot.wait(50)


def test_the_buttons_of_a_long_page_are_seen_at_once(qtbot: QtBot, shell: Shell) -> None:
    for key, words in (("safe", "Continue"), ("money", "Keep this"), ("story", "Keep this")):
        show(qtbot, shell, "parent", key, 1080, 640)
        page = page_of(shell)
        assert page.verticalScrollBar().maximum() > 0, key
        top = in_window(shell, button(page, words))
        assert of_page(shell).contains(top), key
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
        qtbot.wait(20)
        end = in_window(shell, button(page, words))
        assert of_page(shell).contains(end), key
        assert abs(top.bottom() - end.bottom()) <= 1, key
        # And they stand where the text does.
        title = page.widget().findChildren(QWidget, "column")[0]
        assert in_window(shell, title).left() == end.left(), key


def test_on_a_short_page_they_follow_what_is_said(qtbot: QtBot, shell: Shell) -> None:
    show(qtbot, shell, "parent", "who", 1080, 900)
    page = page_of(shell)
    assert page.verticalScrollBar().maximum() == 0
    skip = in_window(shell, button(page, "Skip this for now"))
    last = in_window(shell, button(page, "Another one"))
    assert 0 < skip.top() - last.bottom() < 40


def test_what_tab_reaches_is_never_behind_them(qtbot: QtBot, shell: Shell) -> None:
    for key in ("money", "safe", "settings", "report-now"):
        show(qtbot, shell, "parent", key, 1080, 620)
        page = page_of(shell)
        for turn in (True, False):
            for _ in range(40):
                shell.focusNextPrevChild(turn)
                focus = QApplication.focusWidget()
                if focus is None or not page.isAncestorOf(focus):
                    continue
                at = in_window(shell, focus)
                assert of_page(shell).intersects(at), (key, focus.objectName())
                if not page.is_ending(focus):
                    seen = page.in_view()
                    seen = QRect(page.widget().mapTo(shell, seen.topLeft()), seen.size())
                    assert at.bottom() <= seen.bottom(), (key, focus.accessibleName())


def test_a_field_that_grows_is_still_seen_while_one_types(qtbot: QtBot, shell: Shell) -> None:
    show(qtbot, shell, "parent", "story", 1080, 560)
    page = page_of(shell)
    editor = next(iter(page.findChildren(QPlainTextEdit)))
    editor.setFocus()
    for _ in range(24):
        QTest.keyClicks(editor, "and then")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.wait(5)
    qtbot.wait(50)
    line = editor.cursorRect()
    line = QRect(editor.viewport().mapTo(page.widget(), line.topLeft()), line.size())
    assert page.in_view().contains(line.center())


def test_large_text_in_a_small_window_has_them_at_the_end(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.look(text_size=200)
    show(qtbot, shell, "parent", "first", 480, 420)
    page = page_of(shell)
    go_on = button(page, "Continue")
    assert not of_page(shell).intersects(in_window(shell, go_on))
    go_on.setFocus()
    page.ensureWidgetVisible(go_on)
    qtbot.wait(20)
    assert of_page(shell).intersects(in_window(shell, go_on))


def test_what_went_wrong_is_seen_wherever_one_is_on_the_page(qtbot: QtBot, shell: Shell) -> None:
    show(qtbot, shell, "parent", "report-now", 1080, 620)
    page = page_of(shell)
    for key in ("report-now", "money"):
        show(qtbot, shell, "parent", key, 1080, 620)
        page = page_of(shell)
        page.trouble("The stick is full. Nothing was lost. Take another one.")
        qtbot.wait(50)
        note = next(w for w in page.findChildren(QWidget) if w.accessibleName()[:9] == "The stick")
        assert of_page(shell).contains(in_window(shell, note)), key


def test_the_column_stays_where_it_is_when_there_is_more(qtbot: QtBot, shell: Shell) -> None:
    show(qtbot, shell, "parent", "who", 1080, 900)
    short = page_of(shell).findChildren(QWidget, "column")[0]
    at = in_window(shell, short).left()
    assert page_of(shell).verticalScrollBar().maximum() == 0
    show(qtbot, shell, "parent", "money", 1080, 900)
    assert page_of(shell).verticalScrollBar().maximum() > 0
    assert in_window(shell, page_of(shell).findChildren(QWidget, "column")[0]).left() == at
