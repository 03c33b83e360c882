"""What opens or is said comes into view; neither the keyboard nor a click is lost on the way."""

from __future__ import annotations

import threading

import pytest
from pressing import button, key
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import (
    Button,
    ContactCard,
    LineField,
    Note,
    Page,
    Words,
    YesNoRow,
)
from keepsafe.progress import Watch


def shows(page: Page, widget: QWidget) -> bool:
    """Return whether all of a widget can be seen, covered by nothing."""
    top = widget.mapTo(page.widget(), QPoint(0, 0)).y()
    view = page.in_view()
    return view.top() <= top and top + widget.height() <= view.bottom() + 1


def words_on(page: Page, text: str) -> Words:
    return next(w for w in page.findChildren(Words) if text in w.text() and w.isVisible())


def test_a_fold_and_a_yes_come_into_view(qtbot: QtBot, shell: Shell, session: Session) -> None:
    session.play("parent")
    shell.resize(900, 700)
    shell.go("first")
    qtbot.wait(50)
    page = shell.page
    fold = button(page, "They set a deadline for tonight")
    fold.click()
    qtbot.wait(50)
    assert shows(page, fold)
    assert shows(page, words_on(page, "Don't reply, not even to ask"))
    shell.resize(900, 560)
    shell.go("safe")
    qtbot.wait(50)
    page = shell.page
    row = shell.findChildren(YesNoRow)[2]
    button(row, "Yes").click()
    qtbot.wait(50)
    assert shows(page, words_on(page, "gift card company"))
    assert shows(page, button(row, "Yes"))


class Many(Page):
    """A page that is higher than the window, with a field at its end."""

    key = "many"
    done = False

    def build(self) -> None:
        self.title("Drawn")
        self.above = self.add(Note("A hint."))
        self.above.hide()
        self.button = self.add(Button("Press", self._press))
        for number in range(30):
            self.say(f"Line {number}")
        self.add(LineField("last", "Last"))
        self.primary("Go", self._go)

    def _press(self) -> None:
        self.done = True

    def _go(self) -> None:
        self.field = self.fields["last"]
        self.field.trouble("That is not word 3. Look at your paper again.")  # type: ignore[attr-defined]


@pytest.fixture
def many(qtbot: QtBot, session: Session, shell: Shell) -> Page:
    page = Many(session)
    qtbot.addWidget(page)
    page.resize(700, 460)
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(30)
    return page


def test_what_is_wrong_is_never_behind_the_buttons(qtbot: QtBot, many: Page) -> None:
    button(many, "Go").click()
    qtbot.wait(50)
    assert shows(many, words_on(many, "That is not word 3."))


def test_a_click_counts_though_the_button_was_pushed_down_meanwhile(
    qtbot: QtBot, many: Many
) -> None:
    middle = many.mapFromGlobal(many.button.mapToGlobal(many.button.rect().center()))
    window = many.windowHandle()
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=middle)
    many.above.show()
    qtbot.wait(30)
    assert not many.button.rect().contains(many.button.mapFrom(many, middle))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=middle)
    assert many.done
    many.done = False
    middle = many.mapFromGlobal(many.button.mapToGlobal(many.button.rect().center()))
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 200))
    assert not many.done, "to let go elsewhere is not to press"


def test_copy_says_that_it_copied(qtbot: QtBot, shell: Shell, session: Session) -> None:
    session.play("parent")
    shell.go("report-now")
    cards = shell.findChildren(ContactCard)
    copies = [b for card in cards for b in card.findChildren(Button) if b.words == "Copy"]
    name = copies[0].accessibleName()
    assert name.startswith("Copy ")
    assert " of " in name
    copies[0].click()
    assert copies[0].words == copies[0].accessibleName() == "Copied"
    qtbot.waitUntil(lambda: copies[0].words == "Copy", timeout=5000)
    assert copies[0].accessibleName() == name


@pytest.mark.parametrize("told_anew", [False, True])
def test_the_keyboard_is_on_the_pressed_button_again_when_its_work_is_done(
    qtbot: QtBot, shell: Shell, session: Session, told_anew: bool
) -> None:
    session.play("parent")
    shell.activateWindow()
    shell.go("first")
    assert key(shell) == "first"
    page = shell.page
    pressed = button(page, "Block now, I can't do this")
    pressed.setFocus()
    go_on = threading.Event()

    def work(_watch: Watch) -> object:
        return go_on.wait(10)

    page.run(work, lambda _result: None, "Working")
    assert not pressed.isEnabled()
    if told_anew:
        session.retold.emit()
    go_on.set()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    focus = QApplication.focusWidget()
    assert isinstance(focus, Button)
    assert focus.words == "Block now, I can't do this"
