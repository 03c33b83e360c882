"""From the first window to the first thing that is saved, and back to it after unlocking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pressing import button, field, key, press, said, type_into
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.formats import words
from keepsafe.vault.vault import Vault


def test_a_parent_saves_a_username(qtbot: QtBot, shell: Shell, session: Session) -> None:
    assert key(shell) == "doors"
    press(qtbot, shell, "My child")
    assert key(shell) == "safe"
    assert "Your child is not in trouble" in said(shell)
    press(qtbot, shell.page, "Continue")
    press(qtbot, shell.page, "Continue")
    assert key(shell) == "who"
    press(qtbot, shell.page, "Instagram")
    type_into(qtbot, shell, "username", "drawn.example")
    assert session.vault is None
    press(qtbot, shell.page, "Keep this")
    assert key(shell) == "keep"
    password = field(shell, "password").value
    assert len(password.split("-")) == 4
    press(qtbot, shell.page, "Use these")
    qtbot.waitUntil(lambda: key(shell) == "recovery", timeout=10_000)
    code = session.recovery_code.split("-")
    for index in range(8):
        if shell.findChild(object, f"word-{index}") is not None:
            type_into(qtbot, shell, f"word-{index}", code[index])
    press(qtbot, shell.page, "Done")
    assert "Saved on this computer. Nothing was sent." in said(shell)
    assert session.vault is not None
    qtbot.waitUntil(lambda: len(session.vault.record.accounts) == 1, timeout=10_000)
    account = session.vault.record.accounts[0]
    assert account.fields.username == "drawn.example"
    press(qtbot, shell.page, "Continue")
    assert key(shell) == "screenshots"
    root = session.vault.root
    shell.close()
    with Vault.unlock(root, password) as vault:
        assert vault.record.case.role == "parent"
        assert vault.record.case.age == "under-18"
    with Vault.unlock(root, "-".join(code), door="recovery") as vault:
        assert vault.record.accounts[0].fields.platform == "Instagram"


def test_unlocking_returns_to_the_page_with_what_was_typed(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    session = make_session()
    shell = make_shell(session)
    assert key(shell) == "unlock"
    type_into(qtbot, shell, "password", "night-lamp-river")
    qtbot.keyClick(field(shell, "password").editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    shell.go("story")
    type_into(qtbot, shell, "words", "It began in October.")
    session.lock()
    assert key(shell) == "unlock"
    assert session.drafts.pages == {}
    type_into(qtbot, shell, "password", "night-lamp-river")
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: key(shell) == "story", timeout=10_000)
    assert field(shell, "words").value == "It began in October."


def test_other_words_are_drawn_when_asked_and_stay_until_then(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("young-person")
    shell.go("keep")
    first = field(shell, "password").value
    shell.go("report-now")
    shell.go("keep")
    assert field(shell, "password").value == first
    press(qtbot, shell.page, "Other words")
    second = field(shell, "password").value
    assert second != first
    assert len(second.split("-")) == 4
    assert set(second.split("-")) <= set(words.kind_words("en"))
    assert "Four words made by chance" in said(shell)
    press(qtbot, shell.page, "My own")
    assert "Four words" not in said(shell)
    type_into(qtbot, shell, "password", "river")
    press(qtbot, shell.page, "Use this one")
    assert "This is short" in said(shell)
    type_into(qtbot, shell, "password", " lamp")
    assert "This is short" not in said(shell)
    press(qtbot, shell.page, "My own")
    type_into(qtbot, shell, "password", "river lamp at night")
    shell.go("report-now")
    shell.go("keep")
    assert field(shell, "password").value == "river lamp at night"
    assert button(shell.page, "Use this one").isVisible()
    session.speak("es")
    press(qtbot, shell.page, "Otras palabras")
    drawn = field(shell, "password").value
    assert set(drawn.split("-")) <= set(words.kind_words("es"))
    assert "lamp" not in str(session.drafts.as_things())
