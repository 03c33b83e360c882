"""What a person does with the window, for the tests: press what says something, type, wait."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, Field, Words
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"
"""Of every case that the tests of the window make."""


def button(within: QWidget, words: str) -> Button:
    """Return the one button that says this and can be seen."""
    found = [b for b in within.findChildren(Button) if b.words == words and b.isVisible()]
    assert len(found) == 1, (words, [b.words for b in within.findChildren(Button)])
    return found[0]


def press(qtbot: QtBot, within: QWidget, words: str) -> None:
    found = button(within, words)
    qtbot.waitUntil(lambda: found.height() > 0)  # what was just folded open is not laid out yet
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def field(shell: Shell, name: str) -> Field:
    found = [f for f in shell.findChildren(Field) if f.name == name]
    assert len(found) == 1, name
    return found[0]


def type_into(qtbot: QtBot, shell: Shell, name: str, text: str) -> None:
    editor = field(shell, name).editor
    editor.setFocus()
    qtbot.keyClicks(editor, text)


def said(shell: Shell) -> str:
    """Return every word on the page that can be seen, without the places to break a long one."""
    assert shell.page is not None
    seen = [w.text() for w in shell.page.findChildren(Words) if w.isVisibleTo(shell)]
    return "\n".join(seen).replace("\N{ZERO WIDTH SPACE}", "")


def key(shell: Shell) -> str:
    assert shell.page is not None
    return shell.page.key


def unlocked(qtbot: QtBot, session: Session, root: Path, password: str = PASSWORD) -> Vault:
    session.unlock(root, password)
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)
    assert session.vault is not None
    return session.vault
