"""The tour's measurements find what is wrong when something is."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, Words
from tour.measuring import Findings, measure


def found(qtbot: QtBot, shell: Shell) -> Findings:
    before = shell.grab().toImage()
    for _ in range(20):  # until everything has its place
        qtbot.wait(100)
        now = shell.grab().toImage()
        if now == before:
            break
        before = now
    return measure(shell, before)


def test_a_page_that_is_well_has_no_findings(qtbot: QtBot, shell: Shell) -> None:
    assert found(qtbot, shell).told() == []


def test_what_is_wrong_is_found(qtbot: QtBot, shell: Shell) -> None:
    page = shell.page
    assert page is not None
    cut = Words("A sentence that is far too long for the little room that it is given here.")
    cut.setFixedSize(90, 20)
    page.add(cut)
    faint = Words("Hardly to be read")
    faint.setStyleSheet("color: #e0d8c8")
    page.column.insertWidget(0, faint)
    nameless = QPushButton()
    nameless.setObjectName("nobody")
    page.column.insertWidget(0, nameless)
    above = Button("Above")
    above.setParent(page.widget())
    above.move(page.widget().width() // 2 - 40, 300)
    above.resize(120, 90)
    above.show()
    page.primary("One", lambda: None)
    page.primary("Two", lambda: None)
    told = found(qtbot, shell)
    assert any("A sentence that is" in what for what in told.clipped)
    assert any("Hardly to be read" in what for what in told.faint), told
    assert "QPushButton nobody" in told.nameless
    assert any("Above" in what for what in told.overlapping)
    assert told.primary == 2
