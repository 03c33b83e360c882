"""The bars above and below stay one row and leave the page room, whatever the window and text."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, Words
from keepsafe.i18n import LANGUAGES


def named(bar: QWidget) -> set[str]:
    return {b.accessibleName() for b in bar.findChildren(Button) if b.isVisible()}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "most"), [(1080, 800, 0.34), (480, 420, 0.62)])
def test_at_twice_the_text_they_leave_room_and_keep_what_counts(
    qtbot: QtBot, shell: Shell, session: Session, tongue: str, width: int, height: int, most: float
) -> None:
    session.play("parent")
    shell.resize(width, height)
    session.look(text_size=200)
    shell.go("money")
    session.speak(tongue)
    qtbot.wait(100)
    top, strip, page = (
        shell.findChild(QWidget, name) for name in ("topBar", "helpStrip", "page-money")
    )
    heights = {w.objectName(): w.height() for w in (top, strip, page, shell.menuBar())}
    assert 1 - page.height() / shell.height() < most, heights
    for bar in (top, strip):
        shown = [w for w in bar.findChildren(Button) if w.isVisible()]
        assert len({w.geometry().center().y() // 8 for w in shown}) == 1, "one row"
        widths = [(w.words, w.width(), w.minimumSizeHint().width()) for w in shown]
        assert all(has >= least for _words, has, least in widths), (bar.width(), widths)
        assert shown[-1].mapTo(bar, shown[-1].rect().bottomRight()).x() < bar.width()
    assert any("911" in w.text() for w in strip.findChildren(Words) if w.isVisible())
    session.speak("en")
    qtbot.wait(50)
    strip = shell.findChild(QWidget, "helpStrip")
    assert named(strip) == {"Report now", "Too much? Block now. That is OK. Just don't delete."}
    assert {"Leave quickly", "Canada", "English"} <= named(shell.findChild(QWidget, "topBar"))


def test_nothing_is_shortened_where_there_is_room(qtbot: QtBot, shell: Shell) -> None:
    shell.session.play("parent")
    shell.resize(1080, 800)
    shell.go("money")
    qtbot.wait(50)
    strip = shell.findChild(QWidget, "helpStrip")
    said = {w.text() for w in strip.findChildren(Words) if w.isVisible()}
    assert said == {"Canada: emergency 911", "Kids Help Phone 1-800-668-6868"}


def test_without_a_country_the_strip_says_a_sentence(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    session.move("other")
    qtbot.wait(50)
    strip = shell.findChild(QWidget, "helpStrip")
    said = {w.text() for w in strip.findChildren(Words) if w.isVisible()}
    assert said == {"In danger now? Call your local emergency number"}
