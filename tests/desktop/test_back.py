"""Back and Done lead to where one was, and come to an end at the first page."""

from __future__ import annotations

import pytest
from pressing import button, field, key, press, said
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, CountryField, YesNoRow


def backs(shell: Shell) -> list[Button]:
    bar = shell.findChild(QWidget, "topBar")
    assert bar is not None
    return [b for b in bar.findChildren(Button) if b.words == "Back" and b.isVisible()]


def test_back_ends_at_the_first_page(qtbot: QtBot, shell: Shell, session: Session) -> None:
    for page in ("settings", "doors", "report-now", "settings", "report-now", "settings"):
        shell.go(page)
    seen = [key(shell)]
    while backs(shell):
        qtbot.wait(5)
        backs(shell)[0].click()
        seen.append(key(shell))
        assert len(seen) < 9, seen
    assert seen == ["settings", "report-now", "doors"]


@pytest.mark.parametrize("page", ["money", "report-now", "home", "safe"])
def test_done_in_settings_leads_to_where_one_was(
    qtbot: QtBot, shell: Shell, session: Session, page: str
) -> None:
    session.play("parent")
    shell.go(page)
    was = key(shell)
    shell.go("settings")
    session.look(text_size=125)
    press(qtbot, shell.page, "Done")
    assert key(shell) == was


def test_answers_are_there_again_after_back(qtbot: QtBot, shell: Shell, session: Session) -> None:
    press(qtbot, shell, "My child")
    press(qtbot, shell.findChildren(YesNoRow)[0], "Yes")
    press(qtbot, shell.findChildren(YesNoRow)[2], "No")
    press(qtbot, shell.page, "Continue")
    session.move("US")
    backs(shell)[0].click()
    assert [row.value for row in shell.findChildren(YesNoRow)] == ["yes", "", "no"]
    assert "Do not leave your child alone." in said(shell)
    backs(shell)[0].click()
    press(qtbot, shell, "My child")
    assert [row.value for row in shell.findChildren(YesNoRow)] == ["yes", "", "no"]


def test_who_said_another_country_is_not_asked_again_on_the_first_page(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    shell.go("settings")
    editor = field(shell, "country").editor
    assert isinstance(editor, QComboBox)
    editor.activated.emit(editor.setCurrentIndex(editor.findData("other")) or 0)
    press(qtbot, shell.page, "Done")
    assert key(shell) == "doors"
    assert not shell.findChildren(CountryField)
    assert "You are in: Another country" in said(shell)
    assert button(shell, "Change the country").isVisible()
    session.play("parent")
    shell.go("report-now")  # where it counts it can be said, and says what was said
    assert field(shell, "country").value == "other"
