"""The colours can be told apart, and the text grows."""

from __future__ import annotations

import pytest
from pressing import said
from PySide6.QtGui import QFont, QKeySequence, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.tokens import COLOURS, CONTRAST, EDGES_ON, TEXT_ON, Scheme, contrast
from keepsafe.desktop.widgets import Note, Words


@pytest.mark.parametrize("scheme", COLOURS)
def test_every_text_can_be_read_on_what_it_stands_on(scheme: Scheme) -> None:
    colours = COLOURS[scheme]
    for text, ground in TEXT_ON:
        ratio = contrast(getattr(colours, text), getattr(colours, ground))
        assert ratio >= 4.5, f"{text} on {ground}: {ratio:.2f}"
    for edge, ground in EDGES_ON:
        ratio = contrast(getattr(colours, edge), getattr(colours, ground))
        assert ratio >= 3.0, f"{edge} on {ground}: {ratio:.2f}"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1)


def test_text_grows_to_more_than_twice_the_systems_and_back(
    shell: Shell, system_font: QFont
) -> None:
    normal, system = QApplication.font().pointSizeF(), system_font.pointSizeF()
    assert normal > 1.15 * system
    words = said(shell)
    for _ in range(9):
        shell.resize_text(1)
    assert QApplication.font().pointSizeF() >= 2 * system
    assert said(shell) == words
    shell.resize_text(0)
    assert QApplication.font().pointSizeF() == pytest.approx(normal)


def test_the_shortcuts_of_every_desktop(shell: Shell, qtbot: object) -> None:
    QApplication.processEvents()
    keys = {
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for menu in shell.menuBar().actions()
        for action in menu.menu().actions()
        for key in action.shortcuts()
    }
    assert {"Ctrl+Q", "Ctrl+L", "Ctrl+,", "Ctrl++", "Ctrl+-", "Ctrl+0", "Ctrl+V", "F1"} <= keys


@pytest.mark.parametrize("scheme", list(COLOURS))
def test_what_a_field_says_while_it_is_empty_can_be_read(opened: Shell, scheme: Scheme) -> None:
    opened.theme.wear(scheme, 100)
    opened.go("story")
    editors = [line for line in opened.page.findChildren(QLineEdit) if line.placeholderText()]
    assert editors
    for line in editors:
        colour = line.palette().color(QPalette.ColorRole.PlaceholderText)
        assert colour.alpha() == 255
        assert contrast(colour.name(), COLOURS[scheme].card) >= 4.5


def test_in_high_contrast_a_note_has_an_edge_and_what_is_off_is_told_from_what_is_on() -> None:
    assert contrast(CONTRAST.note_edge, CONTRAST.paper) >= 3
    assert contrast(CONTRAST.off, CONTRAST.ink) > 1.5
    assert contrast(CONTRAST.off, CONTRAST.card) >= 4.5


def test_the_words_before_the_window_locks_have_its_width(qtbot: QtBot, opened: Shell) -> None:
    opened.resize(1080, 800)
    opened.idle.warned.emit()
    qtbot.wait(50)
    banner = next(n for n in opened.findChildren(Note) if n.isVisible())
    words = next(w for w in banner.findChildren(Words) if w.isVisible())
    assert words.width() > 800
    assert banner.height() < 150
