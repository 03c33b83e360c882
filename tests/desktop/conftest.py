"""The real window, offscreen, with a home of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from keepsafe import i18n

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pressing import PASSWORD, unlocked

from keepsafe.desktop import preferences
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.style import ARGUMENTS, Theme
from keepsafe.vault.vault import Vault

FAMILY = {"role": "parent", "country": "CA", "age": "under-18"}


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Start the application of all tests as the app starts its own."""
    return ["keepsafe", *ARGUMENTS]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def make_session(home: Path) -> Iterator[Callable[[], Session]]:
    """Start the app's state as a new process would; all are closed at the end."""
    made: list[Session] = []

    def make() -> Session:
        session = Session(home)
        session.speak("en")
        session.move("CA")
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()
    i18n.use("en")


@pytest.fixture
def session(make_session: Callable[[], Session]) -> Session:
    return make_session()


@pytest.fixture(scope="session")
def system_font(qapp: QApplication) -> QFont:
    """The font before any theme made it larger: a new process starts with it."""
    return QFont(qapp.font())


@pytest.fixture
def make_shell(qtbot: QtBot, system_font: QFont) -> Iterator[Callable[[Session], Shell]]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made: list[Shell] = []

    def make(session: Session) -> Shell:
        app.setFont(system_font)
        shell = Shell(session, Theme(app))
        made.append(shell)
        with qtbot.waitSignal(shell.drawn):
            shell.show()
        return shell

    yield make
    for shell in made:
        app.removeEventFilter(shell.shift)
        app.removeEventFilter(shell.idle)
        shell.close()
        shell.deleteLater()


@pytest.fixture
def shell(session: Session, make_shell: Callable[[Session], Shell]) -> Shell:
    return make_shell(session)


@pytest.fixture(scope="session")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a case once: it costs two derivations."""
    root = tmp_path_factory.mktemp("made") / "KS-7F3K-9Q2M"
    vault, _recovery = Vault.create(root, PASSWORD, FAMILY)
    vault.close()
    return root


@pytest.fixture
def case(home: Path, made_case: Path) -> Path:
    """A case on the disk, locked, that the app will ask to unlock."""
    root = home / made_case.name
    shutil.copytree(made_case, root)
    kept = preferences.Preferences(language="en", country="CA", last_case=str(root))
    preferences.save(kept, home)
    return root


@pytest.fixture
def opened(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> Shell:
    """The window with that case unlocked."""
    session = make_session()
    shell = make_shell(session)
    unlocked(qtbot, session, case)
    return shell
