"""A parent with one account and twelve screenshots, from the first window to a file for police.

Nothing but keys, sent to what has the keyboard; the file dialogs, which are the system's, answer.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pressing import key, said
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from keepsafe.cli.main import main
from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button

PAGES, ANSWERS, WORDS = 12, 5, 800
"""The most pages to the file, answers without which there is no going on, and words to read
before the first "Saved"."""

WAYS_ON = {"Continue", "Skip this for now", "Later", "Use these", "Pick files"}


class Parent:
    """Somebody without a mouse, who counts what the way costs."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot = qtbot
        self.shell = shell
        self.pages: list[str] = []
        self.answers = 0
        self.words = 0
        self.look()

    def look(self) -> None:
        """Read the page that is there now; one that says something else by now, anew."""
        page = self.shell.page
        assert page is not None
        shown = [b.words for b in page.findChildren(Button) if b.isVisible()]
        if page.key not in self.pages:
            self.pages.append(page.key)
            self.answers += not WAYS_ON & set(shown)
        self.words += len(" ".join([said(self.shell), *shown]).split())

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def hit(self, wanted: Qt.Key, to: QWidget | None = None) -> None:
        QTest.keyClick(to or self.focus(), wanted)

    def tab_to(self, name: str) -> QWidget:
        """Press Tab until the keyboard is on what is called so."""
        for _ in range(120):
            if self.focus().accessibleName() == name:
                return self.focus()
            self.hit(Qt.Key.Key_Tab)
            self.qtbot.wait(2)
        raise AssertionError((name, key(self.shell), said(self.shell)))

    def press(self, name: str, with_key: Qt.Key = Qt.Key.Key_Space) -> None:
        self.tab_to(name)
        self.hit(with_key)

    def type(self, name: str, text: str) -> None:
        target = self.tab_to(name)
        assert isinstance(target, QLineEdit)
        QTest.keyClicks(target, text)
        assert target.text() == text

    def arrive(self, page: str) -> None:
        self.qtbot.waitUntil(lambda: key(self.shell) == page, timeout=60_000)
        self.look()


def test_a_parent_makes_the_file_with_the_keyboard_only(
    qtbot: QtBot,
    shell: Shell,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    phone, stick = tmp_path / "phone", tmp_path / "stick"
    phone.mkdir()
    stick.mkdir()
    for name, data in draw_chat_screenshots(12):
        (phone / name).write_bytes(data)
    files = [str(path) for path in sorted(phone.iterdir())]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (files, ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    parent = Parent(qtbot, shell)
    parent.press("My child")
    parent.arrive("safe")
    parent.press("Continue", Qt.Key.Key_Return)
    parent.arrive("first")
    parent.press("Continue")
    parent.arrive("who")
    parent.press("Instagram")
    parent.look()
    parent.type("The username, exactly as shown", "drawn.example")
    parent.press("Keep this")
    parent.arrive("keep")
    parent.press("Use these")
    parent.arrive("recovery")
    words = session.recovery_code.split("-")
    for number, word in enumerate(words, start=1):
        if any(f.accessibleName() == f"Word {number}" for f in shell.findChildren(QLineEdit)):
            parent.type(f"Word {number}", word)
    parent.press("Done")
    parent.look()
    assert "Saved on this computer. Nothing was sent." in said(shell)
    before_saved = parent.words
    parent.press("Continue")
    parent.arrive("screenshots")
    parent.press("Pick files")
    qtbot.waitUntil(lambda: "12 pictures and files kept." in said(shell), timeout=60_000)
    parent.press("Say what they show")
    parent.arrive("batch")
    parent.press("Threats")
    parent.press("Keep this")
    parent.arrive("money")
    # Every step can be gone to at once, in the list beside the page.
    while not isinstance(parent.focus(), QListWidget):
        parent.hit(Qt.Key.Key_F6)
    steps = parent.focus()
    assert isinstance(steps, QListWidget)
    for _ in range(steps.count()):
        if steps.currentItem().text() == "Make the file for police":
            break
        parent.hit(Qt.Key.Key_Down)
    parent.hit(Qt.Key.Key_Return)
    parent.arrive("make-file")
    parent.press("Choose where to save it")
    parent.arrive("file-made")
    to_file = len(parent.pages)
    parent.press("Show the words for police")
    parent.arrive("file-words")
    assert session.vault is not None
    secret = session.vault.words.show(1)
    assert secret is not None
    assert all(word in said(shell).split() for word in secret.split("-"))

    assert to_file <= PAGES, parent.pages
    assert parent.answers <= ANSWERS, parent.answers
    assert before_saved <= WORDS, before_saved
    account = session.vault.record.accounts[0].fields
    assert (account.platform, account.username) == ("Instagram", "drawn.example")
    assert {e.fields.category for e in session.vault.record.exhibits} == {"threat"}

    sealed = next(stick.glob("*.zip"))
    opened = tmp_path / "opened"
    unpack = ["7z", "x", f"-o{opened}", f"-p{secret}", "-y"]
    subprocess.run([*unpack, sealed], check=True, capture_output=True)
    subprocess.run([*unpack, opened / "evidence.zip"], check=True, capture_output=True)
    found = {p.read_bytes() for p in opened.rglob("*") if p.is_file()}
    assert all(Path(path).read_bytes() in found for path in files)
    words_file = tmp_path / "words.txt"
    words_file.write_text(secret)
    code = main(["verify", str(sealed), "--words-file", str(words_file)])
    told = capsys.readouterr().out
    assert "matches" in told.lower(), told
    assert code == 0
    assert "12 saved files" in told
