"""Leave quickly, and locking by itself: what is hidden, saved, locked, and cleared."""

from __future__ import annotations

import threading

import pytest
from pressing import field, key, press, type_into
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop import leaving
from keepsafe.desktop.jobs import Job
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Words
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"


@pytest.fixture
def opened(opened: Shell) -> tuple[Session, Shell]:
    return opened.session, opened


def press_shift(qtbot: QtBot, shell: Shell, times: int) -> None:
    window = shell.windowHandle()
    for _ in range(times):
        qtbot.keyPress(window, Qt.Key.Key_Shift)
        qtbot.keyRelease(window, Qt.Key.Key_Shift)


def test_leave_quickly_hides_saves_locks_and_clears(
    qtbot: QtBot, opened: tuple[Session, Shell]
) -> None:
    session, shell = opened
    vault = session.vault
    assert vault is not None
    shell.go("story")
    type_into(qtbot, shell, "words", "It began in October.")
    session.copy("a number from here")
    left: list[bool] = []
    shell.left.connect(lambda: left.append(True))
    press(qtbot, shell, "Leave quickly")
    assert shell.isHidden()
    assert left == [True]
    assert session.vault is None
    assert session.drafts.pages == {}
    assert vault.read_only
    assert QGuiApplication.clipboard().text() == ""
    with Vault.unlock(vault.root, PASSWORD) as again:
        desk = again.desk.read()
    assert desk["drafts"]["story"]["words"] == "It began in October."
    assert desk["place"] == "story"


def test_what_others_copied_is_left_alone(opened: tuple[Session, Shell]) -> None:
    session, shell = opened
    session.copy("from here")
    QGuiApplication.clipboard().setText("from somewhere else")
    shell.leave()
    assert QGuiApplication.clipboard().text() == "from somewhere else"


def test_shift_three_times_is_leave_quickly(qtbot: QtBot, opened: tuple[Session, Shell]) -> None:
    session, shell = opened
    press_shift(qtbot, shell, 2)
    assert shell.isVisible()
    press_shift(qtbot, shell, 1)
    assert shell.isHidden()
    assert session.vault is None


def test_typing_capitals_is_not(qtbot: QtBot, opened: tuple[Session, Shell]) -> None:
    _session, shell = opened
    window = shell.windowHandle()
    shell.go("story")
    for letter in (Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_D):
        qtbot.keyPress(window, Qt.Key.Key_Shift)
        qtbot.keyPress(window, letter, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyRelease(window, letter, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyRelease(window, Qt.Key.Key_Shift)
    assert shell.isVisible()


def test_three_slow_shifts_are_not(qtbot: QtBot, opened: tuple[Session, Shell]) -> None:
    _session, shell = opened
    at = [100.0]
    shell.shift._now = lambda: at[0]
    for _ in range(4):
        press_shift(qtbot, shell, 1)
        at[0] += 2.6
    assert shell.isVisible()


def test_leaving_while_something_is_saved_hides_now_and_locks_after(
    qtbot: QtBot, opened: tuple[Session, Shell]
) -> None:
    session, shell = opened
    may_end = threading.Event()
    session.jobs.start(Job(lambda _watch: may_end.wait(5)), "write")
    shell.leave()
    assert shell.isHidden()
    assert session.vault is not None
    with qtbot.waitSignal(shell.left):
        may_end.set()
    assert session.vault is None


def test_after_14_minutes_a_warning_and_after_15_it_locks(
    qtbot: QtBot, opened: tuple[Session, Shell]
) -> None:
    session, shell = opened
    at = [leaving.clock()]
    shell.idle._now = lambda: at[0]
    shell.idle.touch()
    at[0] += 14 * 60 + 1
    shell.idle.look()
    assert shell._banner.isVisible()
    assert session.vault is not None
    qtbot.keyClick(shell.windowHandle(), Qt.Key.Key_Control)
    assert not shell._banner.isVisible()
    at[0] += 15 * 60
    shell.idle.look()
    assert session.vault is None
    assert key(shell) == "unlock"


def test_it_does_not_lock_while_something_runs(qtbot: QtBot, opened: tuple[Session, Shell]) -> None:
    session, shell = opened
    may_end = threading.Event()
    job = session.jobs.start(Job(lambda _watch: may_end.wait(5)), "write")
    at = [leaving.clock() + 3600]
    shell.idle._now = lambda: at[0]
    shell.idle.look()
    assert session.vault is not None
    with qtbot.waitSignal(job.finished):
        may_end.set()


def test_a_kill_while_typing_loses_at_most_two_seconds(
    qtbot: QtBot, opened: tuple[Session, Shell]
) -> None:
    session, shell = opened
    vault = session.vault
    assert vault is not None
    shell.go("story")
    type_into(qtbot, shell, "words", "half a sen")
    qtbot.waitUntil(
        lambda: vault.desk.read().get("drafts", {}).get("story", {}).get("words") == "half a sen",
        timeout=2000,
    )


def test_the_window_says_nothing_of_what_it_is(opened: tuple[Session, Shell]) -> None:
    _session, shell = opened
    shell.go("story")
    assert shell.windowTitle() == "Keepsafe"
    assert isinstance(field(shell, "words"), QWidget)


def test_the_count_of_shift_says_what_it_is_and_goes_away(qtbot: QtBot, shell: Shell) -> None:
    now = [0.0]
    shell.shift._now = lambda: now[0]
    shell.shift._too_late.setInterval(50)
    press_shift(qtbot, shell, 1)
    counts = [w for w in shell.findChildren(Words) if w.text() == "Shift \u25cf\u25cb\u25cb"]
    assert len(counts) == 1
    assert counts[0].isVisible()
    words = "Shift, 1 of 3: three times hides and locks Keepsafe"
    assert counts[0].accessibleName() == counts[0].toolTip() == words
    now[0] = 6.0
    qtbot.waitUntil(lambda: not counts[0].isVisible())
