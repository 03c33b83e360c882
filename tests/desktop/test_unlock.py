"""The page that opens a case again: without the password, and where deleting was interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import field, key, press, said, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"


def test_who_lost_the_password_comes_in_by_the_paper_and_chooses_another(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    with Vault.unlock(case, PASSWORD) as vault:
        code = vault.new_recovery_code("en", "parent")
        vault.desk.write({"place": "story"})
    session = make_session()
    shell = make_shell(session)
    assert key(shell) == "unlock"
    type_into(qtbot, shell, "password", "not the password")
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: "password" in said(shell) and not session.jobs.busy, timeout=10_000)
    press(qtbot, shell.page, "I don't have the password")
    assert "It is on the paper you wrote or printed when you began." in said(shell)
    # A slip is said, and the keyboard stays where the words are typed.
    type_into(qtbot, shell, "recovery", "zzzz " + code.replace("-", " ").split(" ", 1)[1])
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: "Word 1, “zzzz”, is not on the list." in said(shell), timeout=10_000)
    assert shell.focusWidget() is field(shell, "recovery").editor
    # As on the paper: numbered, any case, four letters. What was tried above does not matter.
    field(shell, "recovery").editor.clear()
    paper = " ".join(f"{n}. {word[:4].upper()}" for n, word in enumerate(code.split("-"), 1))
    type_into(qtbot, shell, "recovery", paper)
    qtbot.keyClick(field(shell, "recovery").editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: key(shell) == "new-password", timeout=20_000)
    assert "You are in, and nothing is lost." in said(shell)
    new = field(shell, "new-password").value
    type_into(qtbot, shell, "new-password-again", new)
    qtbot.keyClick(field(shell, "new-password-again").editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Your password is changed" in said(shell), timeout=20_000)
    press(qtbot, shell.page, "Continue")
    assert key(shell) == "story"
    shell.go("home")
    assert "The next step: What happened" in said(shell)
    session.lock()
    assert key(shell) == "unlock"
    # The four words, as people write down words.
    type_into(qtbot, shell, "password", new.replace("-", " ").title())
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)


@pytest.mark.parametrize("left_at", ["new-password", "recovery", "settings", "case-care"])
def test_nobody_is_brought_back_to_what_would_lock_them_out(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
    left_at: str,
) -> None:
    session = make_session()
    shell = make_shell(session)
    session.unlock(case, PASSWORD)
    qtbot.waitUntil(lambda: key(shell) == "home", timeout=20_000)
    shell.go("money")
    shell.go(left_at)
    shell.go("home")
    assert "Go on: Change the password" not in [b.words for b in shell.findChildren(Button)]
    shell.go("money")
    shell.go(left_at)
    session.lock()
    type_into(qtbot, shell, "password", PASSWORD)
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: key(shell) == "money", timeout=20_000)


def test_a_second_case_is_made_only_when_asked_and_both_can_be_opened(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    for file in case.iterdir():
        os.utime(file, (1_760_000_000, 1_760_000_000))  # 9 October 2025
    session = make_session()
    shell = make_shell(session)
    assert shell.findChild(QComboBox, "case") is None  # there is only one
    press(qtbot, shell.page, "Go to the first page without unlocking")
    press(qtbot, shell.page, "My child")
    shell.go("who")
    press(qtbot, shell.page, "Instagram")
    type_into(qtbot, shell, "username", "drawn.example")
    press(qtbot, shell.page, "Keep this")
    assert key(shell) == "keep"
    assert "Something is already saved here" in said(shell)
    assert "It was last used on October 9, 2025" in said(shell)
    press(qtbot, shell.page, "Begin a new one")
    second = field(shell, "password").value
    press(qtbot, shell.page, "Use these")
    qtbot.waitUntil(lambda: key(shell) == "recovery", timeout=20_000)
    assert session.vault is not None
    new = session.vault.root
    session.lock()
    # The one opened last comes first; on a wrong password the other one is offered.
    which = shell.findChild(QComboBox, "case")
    assert which.count() == 2
    assert which.currentData() == str(new)
    assert which.itemText(1).startswith("Last used: October 9, 2025")
    type_into(qtbot, shell, "password", PASSWORD)
    assert not _has(shell, "Another one saved on this computer")
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: _has(shell, "Another one saved on this computer"), timeout=20_000)
    press(qtbot, shell.page, "Another one saved on this computer")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)
    assert session.vault.root == case
    session.lock()
    # And it is the first one now; the other one can be chosen.
    which = shell.findChild(QComboBox, "case")
    assert which.currentData() == str(case)
    which.setCurrentIndex(1)
    which.activated.emit(1)
    type_into(qtbot, shell, "password", second)
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)
    assert session.vault.root == new
    assert session.vault.record.accounts[0].fields.username == "drawn.example"


def test_what_was_typed_goes_into_the_case_that_was_there(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    session = make_session()
    shell = make_shell(session)
    session.play("parent")
    shell.go("who")
    press(qtbot, shell.page, "Instagram")
    type_into(qtbot, shell, "username", "drawn.example")
    press(qtbot, shell.page, "Keep this")
    press(qtbot, shell.page, "Open what is saved")
    assert key(shell) == "unlock"
    type_into(qtbot, shell, "password", PASSWORD)
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)
    assert session.vault.root == case
    qtbot.waitUntil(lambda: len(session.vault.record.accounts) == 1, timeout=20_000)
    assert key(shell) == "screenshots"
    assert [path for path in case.parent.iterdir() if path.is_dir()] == [case]


def test_the_first_page_can_be_gone_to_without_unlocking(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    shell = make_shell(make_session())
    press(qtbot, shell.page, "Go to the first page without unlocking")
    assert key(shell) == "doors"
    press(qtbot, shell.page, "Go on with what was saved before")
    assert key(shell) == "unlock"


_DELETE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from keepsafe.bundle.retiring import delete_case
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

class Dying(Disk):
    def destroy(self, path):
        super().destroy(path)
        os.kill(os.getpid(), signal.SIGKILL)

vault = Vault.unlock(Path(sys.argv[1]), sys.argv[2])
delete_case(vault, vault.record.code, disk=Dying())
"""


def test_a_deletion_that_was_killed_is_offered_to_be_finished_at_the_next_start(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", _DELETE_AND_DIE, case, PASSWORD],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert case.is_dir()
    session = make_session()
    shell = make_shell(session)
    assert key(shell) == "unlock"
    assert f"You asked to delete the case {case.name}, and that was interrupted." in said(shell)
    assert shell.findChild(QLineEdit, "password") is None
    press(qtbot, shell.page, "Not now")
    assert key(shell) == "doors"
    press(qtbot, shell.page, "Go on with what was saved before")
    press(qtbot, shell.page, "Finish deleting it")
    qtbot.waitUntil(lambda: "The case is deleted." in said(shell), timeout=10_000)
    assert not case.exists()
    qtbot.waitUntil(lambda: _has(shell, "Continue"))
    press(qtbot, shell.page, "Continue")
    assert key(shell) == "doors"
    assert session.preferences.case_to_unlock is None


def _has(shell: Shell, words: str) -> bool:
    return any(b.words == words and b.isVisible() for b in shell.findChildren(Button))


def test_other_files_in_the_folder_are_left_and_named(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    (case / "being-deleted.txt").write_text("")
    (case / "homework.txt").write_text("mine")
    session = make_session()
    shell = make_shell(session)
    press(qtbot, shell.page, "Finish deleting it")
    qtbot.waitUntil(lambda: "were left there: homework.txt" in said(shell), timeout=10_000)
    assert [path.name for path in case.iterdir()] == ["homework.txt"]
    qtbot.waitUntil(lambda: _has(shell, "Continue"))
    assert session.preferences.case_to_unlock is None  # it is a folder, but no case
