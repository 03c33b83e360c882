"""Opening, closing and sharing a case: wrong passwords, a second window, another password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pressing import button, field, key, press, said, type_into, unlocked
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from keepsafe.desktop import accessible
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.single import Single
from keepsafe.desktop.widgets import Words
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"


def test_a_wrong_password_says_so_and_keeps_what_was_typed(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    session = make_session()
    shell = make_shell(session)
    type_into(qtbot, shell, "password", "not it")
    press(qtbot, shell.page, "Unlock")
    sentence = "That password does not open this. Nothing is lost; try again."
    qtbot.waitUntil(lambda: sentence in said(shell), timeout=15_000)
    assert session.vault is None
    assert field(shell, "password").value == "not it"
    assert button(shell.page, "Unlock").isEnabled()


def test_a_case_open_elsewhere_can_be_looked_at_and_says_why(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    session = make_session()
    shell = make_shell(session)
    with Vault.unlock(case, PASSWORD):
        vault = unlocked(qtbot, session, case)
        assert vault.read_only
        told = [w.text() for w in shell.findChildren(Words) if w.isVisible()]
        assert any(words.startswith("This case is open in another window") for words in told)
        shell.go("story")
        type_into(qtbot, shell, "words", "Not lost.")
        press(qtbot, shell.page, "Keep this")
        qtbot.waitUntil(lambda: "Nothing is lost" in said(shell), timeout=15_000)
        assert field(shell, "words").value == "Not lost."


def test_another_password_opens_and_the_old_one_does_not(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    session = make_session()
    shell = make_shell(session)
    unlocked(qtbot, session, case)
    shell.go("settings")
    press(qtbot, shell.page, "Change the password")
    new = field(shell, "new-password").value
    assert "Four words made by chance" in said(shell)
    type_into(qtbot, shell, "new-password", "x")
    assert "Four words" not in said(shell)
    field(shell, "new-password").editor.backspace()
    # One press changes nothing: it must lie on paper, and is typed from there.
    press(qtbot, shell.page, "Change the password")
    assert "Type the new password here too. Nothing is changed yet." in said(shell)
    type_into(qtbot, shell, "new-password-again", "something else")
    press(qtbot, shell.page, "Change the password")
    assert "The two are not the same." in said(shell)
    assert not session.jobs.busy
    field(shell, "new-password-again").fill("")
    type_into(qtbot, shell, "new-password-again", new.replace("-", " ").upper())
    press(qtbot, shell.page, "Change the password")
    qtbot.waitUntil(lambda: "Your password is changed" in said(shell), timeout=15_000)
    press(qtbot, shell.page, "Continue")
    assert key(shell) == "settings"
    press(qtbot, shell.page, "Change the password")  # and again, if need be
    assert field(shell, "new-password").value != new
    session.lock()
    unlocked(qtbot, session, case, new)
    session.lock()
    session.unlock(case, PASSWORD)
    sentence = "That password does not open this"
    session.jobs.busy[0].failed.connect(shell.page.tell)
    qtbot.waitUntil(lambda: sentence in said(shell), timeout=15_000)


def test_a_second_start_calls_the_first_and_ends(qtbot: QtBot, home: Path) -> None:
    home.mkdir()
    first, second, elsewhere = Single(home), Single(home), Single(home / "other")
    assert first.first()
    assert elsewhere.first()
    first.listen()
    with qtbot.waitSignal(first.called):
        assert not second.first()


def test_screen_readers_hear_headings(shell: Shell) -> None:
    accessible.install()
    shell.session.role = "parent"
    shell.go("report-now")
    assert shell.page is not None
    words = [w for w in shell.page.findChildren(Words) if w.isVisible()]
    roles = {w.text(): QAccessible.queryAccessibleInterface(w).role() for w in words}
    assert roles["Report now"] == QAccessible.Role.Heading
    assert roles["To report"] == QAccessible.Role.Heading
    assert roles["You can report now, even with nothing saved."] == QAccessible.Role.StaticText
