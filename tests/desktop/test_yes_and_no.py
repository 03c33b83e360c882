"""A chosen answer looks chosen, and what the keyboard is on does not look like a choice."""

from __future__ import annotations

import pytest
from pressing import button
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.tokens import SCALES
from keepsafe.desktop.widgets import Button, YesNoRow


def dots_of(widget: QWidget, colour: str) -> int:
    """Return how many dots of a widget are of a colour."""
    image, wanted = widget.grab().toImage(), QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def middle(shell: Shell, widget: QWidget) -> QPoint:
    return widget.mapTo(shell, widget.rect().center())


def first_row(shell: Shell) -> tuple[Button, Button]:
    assert shell.page is not None
    row = shell.page.findChildren(YesNoRow)[0]
    return button(row, "Yes"), button(row, "No")


def test_the_ring_comes_with_the_keyboard_and_goes_with_the_mouse(
    qtbot: QtBot, shell: Shell
) -> None:
    ring, window = shell.theme.colours.focus, shell.windowHandle()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    door = button(shell, "My child")
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=middle(shell, door))
    yes, no = first_row(shell)
    assert QApplication.focusWidget() is yes
    assert dots_of(yes, ring) == 0
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is no
    assert dots_of(no, ring) > 50
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is yes
    assert dots_of(yes, ring) > 50
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=middle(shell, no))
    assert QApplication.focusWidget() is no
    assert dots_of(no, ring) == 0
    # Somebody with the keyboard sees it on the next page too, before any key.
    QTest.keyClick(window, Qt.Key.Key_Tab)
    shell.go("first")
    focus = QApplication.focusWidget()
    assert isinstance(focus, Button)
    assert dots_of(focus, ring) > 50


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_chosen_answer_is_filled_and_no_larger(qtbot: QtBot, shell: Shell, theme: str) -> None:
    shell.session.play("parent")
    shell.session.look(theme=theme)
    shell.go("safe")
    qtbot.wait(30)
    accent = shell.theme.colours.accent
    yes, no = first_row(shell)
    size = yes.size()
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.wait(30)
    yes, no = first_row(shell)
    assert yes.size() == size
    area = size.width() * size.height()
    assert dots_of(yes, accent) > area / 2
    assert dots_of(no, accent) < area / 4


def test_the_questions_are_seen_at_once_with_their_answers_beside_them(
    qtbot: QtBot, shell: Shell
) -> None:
    shell.session.play("parent")
    shell.resize(1080, 800)
    shell.go("safe")
    qtbot.wait(30)
    page = shell.page
    assert page is not None
    rows = page.findChildren(YesNoRow)
    assert [row.accessibleName()[-1] for row in rows] == ["?", "?", "?"]
    for row in rows:
        yes = button(row, "Yes")
        assert yes.x() > row.width() / 2
        bottom = yes.mapTo(page.widget(), QPoint(0, yes.height())).y()
        assert bottom < page.in_view().bottom()


def test_buttons_beside_each_other_are_as_high(qtbot: QtBot, shell: Shell) -> None:
    for size in SCALES:
        shell.session.look(text_size=size)
        shell.session.play("parent")
        shell.go("first")
        qtbot.wait(30)
        assert shell.page is not None
        heights = {
            button(shell.page, words).sizeHint().height() for words in ("Continue", "Report now")
        }
        assert len(heights) == 1, (size, heights)
