"""The page that opens a case again: without the password, and where deleting was interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pressing import field, key, press, said, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
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
    press(qtbot, shell.page, "Use this one")
    qtbot.waitUntil(lambda: key(shell) == "home", timeout=20_000)
    session.lock()
    assert key(shell) == "unlock"
    type_into(qtbot, shell, "password", new)
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=20_000)


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
