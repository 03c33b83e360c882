"""The bars above and below stay one row and leave the page room, whatever the window and text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, ChoiceCard, Words
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
    told = [w.text() for w in strip.findChildren(Words) if w.isVisible()]
    assert any("911" in words for words in told)
    assert any("1-800-668-6868" in words for words in told), "the line to talk to stays"
    if width == 1080:
        leave = top.findChild(Button, "leave")
        assert leave.width() >= leave.fontMetrics().horizontalAdvance(leave.words), "in words"
    session.speak("en")
    qtbot.wait(50)
    strip = shell.findChild(QWidget, "helpStrip")
    assert named(strip) == {"Report now", "Too much? Block now. That is OK. Just don't delete."}
    assert {"Leave quickly", "Canada", "English"} <= named(shell.findChild(QWidget, "topBar"))


def test_a_counsellor_is_not_told_to_block(shell: Shell) -> None:
    shell.session.play("counsellor")
    shell.go("student")
    strip = shell.findChild(QWidget, "helpStrip")
    assert named(strip) == {"Report now"}
    shell.go("doors")
    assert len(named(shell.findChild(QWidget, "helpStrip"))) == 2


def large_in_french(qtbot: QtBot, shell: Shell, page: str, bar: str) -> list[Words]:
    """Return what a bar says in French, at twice the text, beside a page."""
    shell.session.play("parent")
    shell.session.look(text_size=200)
    shell.session.speak("fr")
    shell.resize(1080, 800)
    shell.go(page)
    qtbot.wait(50)
    return [w for w in shell.findChild(QWidget, bar).findChildren(Words) if w.isVisible()]


def test_a_number_is_never_without_what_it_is_for(qtbot: QtBot, shell: Shell) -> None:
    told = [w.text() for w in large_in_french(qtbot, shell, "money", "helpStrip")]
    assert "Parler\N{NO-BREAK SPACE}: 1-800-668-6868" in told


def test_a_long_name_of_a_page_is_cut_and_not_dropped(qtbot: QtBot, shell: Shell) -> None:
    told = large_in_french(qtbot, shell, "copies-left", "topBar")
    assert any(w.text().startswith("Les copies") and w.text().endswith("…") for w in told)
    assert any(w.accessibleName() == "Les copies restées sur cet ordinateur" for w in told)


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


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("door", ["My child", "A student", "I received a file"])
def test_after_back_from_any_door_the_first_page_has_all_its_help_again(
    qtbot: QtBot, shell: Shell, session: Session, door: str, size: int
) -> None:
    session.look(text_size=size)
    cards = [c for c in shell.findChildren(ChoiceCard) if c.accessibleName().startswith(door)]
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    qtbot.wait(30)
    assert shell.findChild(QWidget, "page-doors") is None
    shell.back()
    for wide, high in ((1080, 800), (700, 520), (1080, 800)):
        shell.resize(wide, high)
        qtbot.wait(30)
        strip = shell.findChild(QWidget, "helpStrip")
        assert shell.findChild(QWidget, "page-doors") is not None
        assert strip.height() >= max(w.height() for w in strip.findChildren(Button)) > 0
        told = [w.text() for w in strip.findChildren(Words) if w.isVisible()]
        assert any("911" in words for words in told)
        assert any("1-800-668-6868" in words for words in told), "the line to talk to stays"
        assert "Report now" in named(strip)
        assert any("Block now" in name for name in named(strip))


@pytest.mark.parametrize("role", ["parent", "young-person", "adult", "counsellor", "officer"])
def test_the_strip_is_never_without_height(
    qtbot: QtBot, shell: Shell, session: Session, role: str
) -> None:
    session.play(role)
    for page in ("doors", "settings", "received", "report-now", "doors", "safe"):
        shell.go(page)
        for size in (200, 100):
            session.look(text_size=size)
            for country in ("other", "CA"):  # of which one has no crisis line to show
                session.move(country)
                qtbot.wait(20)
                strip = shell.findChild(QWidget, "helpStrip")
                seen = [w for w in strip.findChildren(Words) if w.isVisible() and w.text().strip()]
                assert seen
                assert strip.height() >= seen[0].sizeHint().height()


def test_bigger_text_leaves_the_title_whole_wherever_the_page_was_scrolled_to(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    for page in ("first", "report-now", "money"):
        session.look(text_size=100)
        shell.resize(700, 500)
        shell.go(page)
        qtbot.wait(50)
        assert shell.page.verticalScrollBar().value() == 0, page
        for scrolled in (0, 30):
            session.look(text_size=100)
            qtbot.wait(50)
            shell.page.verticalScrollBar().setValue(scrolled)
            session.look(text_size=200)
            qtbot.wait(50)
            title = next(w for w in shell.page.findChildren(Words) if w.property("kind") == "title")
            top = title.mapTo(shell.page.viewport(), title.rect().topLeft()).y()
            assert top >= 0, (page, scrolled)
            assert title.height() >= title.heightForWidth(title.width())
            qtbot.waitUntil(shell.centralWidget().updatesEnabled)


def test_report_and_block_stand_on_a_page_only_where_they_are_its_answer(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("parent")
    for page, wanted in (
        ("first", ["Report now", "Block now, I can't do this"]),
        ("block-now", []),
        ("take-down", []),
        ("student", []),
    ):
        shell.go(page)
        own = [b.words for b in shell.page.findChildren(Button) if b.isVisible()]
        assert [w for w in own if w.startswith(("Report now", "Block now"))] == wanted, page
        assert {"Report now"} <= named(shell.findChild(QWidget, "helpStrip"))
