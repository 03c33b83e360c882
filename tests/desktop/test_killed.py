"""The real window, killed while somebody types or while it seals, and stopped by a closed lid."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pressing import field, key, press, said, unlocked
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button
from keepsafe.intake.adding import Choice, add
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"
_SOURCES = Path(__file__).parents[2] / "src"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")


@pytest.fixture(scope="module")
def full_case(made_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that takes a second or two to seal."""
    folder = tmp_path_factory.mktemp("full")
    root = folder / made_case.name
    shutil.copytree(made_case, root)
    chat = folder / "chat.txt"
    with chat.open("wb") as file:
        for _ in range(96):
            file.write(secrets.token_hex(512 * 1024).encode())
    with Vault.unlock(root, PASSWORD) as vault:
        add(vault, [chat], Choice(), "parent")
    return root


@pytest.fixture
def own_case(case: Path, full_case: Path) -> Path:
    shutil.rmtree(case)
    shutil.copytree(full_case, case)
    return case


@pytest.fixture
def window(home: Path, case: Path) -> Iterator[Callable[[str, str], subprocess.Popen[str]]]:
    """Start the window in a process of its own, and wait until it has begun."""
    begun: list[subprocess.Popen[str]] = []

    def start(action: str, argument: str) -> subprocess.Popen[str]:
        program = Path(__file__).parent / "child_window.py"
        process = subprocess.Popen(
            [sys.executable, program, home, case, action, argument],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(_SOURCES)},
        )
        begun.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        return process

    yield start
    for process in begun:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def opened(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> Shell:
    session = make_session()
    shell = make_shell(session)
    unlocked(qtbot, session, case)
    return shell


def test_what_was_typed_two_seconds_before_a_kill_is_there(
    qtbot: QtBot,
    case: Path,
    window: Callable[[str, str], subprocess.Popen[str]],
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:
    process = window("type", "They wrote first, on Friday")
    time.sleep(2.5)
    process.kill()
    process.wait()
    shell = opened(qtbot, case, make_session, make_shell)
    assert key(shell) == "story"
    assert field(shell, "words").value == "They wrote first, on Friday"


_MOMENTS = [0.0, 0.4, *(pytest.param(at / 10, marks=pytest.mark.slow) for at in range(1, 25))]


@pytest.mark.parametrize("seconds", _MOMENTS)
def test_a_kill_while_sealing_leaves_a_case_that_seals_again(
    qtbot: QtBot,
    own_case: Path,
    window: Callable[[str, str], subprocess.Popen[str]],
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    process = window("seal", str(stick))
    time.sleep(seconds)
    process.kill()
    process.wait()
    whole = list(stick.glob("KS-*.zip"))
    shell = opened(qtbot, own_case, make_session, make_shell)
    vault = shell.session.vault
    assert vault is not None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    shell.go("make-file")
    if "begun and not finished" in said(shell):
        press(qtbot, shell.page, "It is in another place")
        qtbot.waitUntil(lambda: not shell.session.jobs.busy, timeout=60_000)
        qtbot.waitUntil(lambda: key(shell) == "file-made" or "Nothing is lost" in said(shell))
    for path in whole:  # what stood there whole is named by the case, and opens
        found = next(seal for seal in vault.record.seals if seal.bundle == path.name)
        words = vault.words.show(found.number)
        assert words is not None
        assert verify(path, Secrets(words=(words,)), found.code).bytes == "matches"
    if key(shell) != "make-file":
        shell.go("make-file")
    make = next(b for b in shell.findChildren(Button) if b.objectName() == "primary")
    qtbot.mouseClick(make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: key(shell) == "file-made", timeout=60_000)
    last = [seal for seal in vault.record.seals if not seal.abandoned][-1]
    words = vault.words.show(last.number)
    assert words is not None
    assert verify(stick / last.bundle, Secrets(words=(words,))).bytes == "matches"


def test_a_lid_closed_in_the_middle_of_sealing_only_takes_longer(
    own_case: Path, window: Callable[[str, str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    process = window("seal", str(stick))
    began = time.monotonic()
    while not list(stick.iterdir()) and time.monotonic() - began < 30:
        time.sleep(0.005)
    process.send_signal(signal.SIGSTOP)
    time.sleep(2)
    half = sorted(path.name for path in stick.iterdir())
    process.send_signal(signal.SIGCONT)
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    process.wait(timeout=20)
    with Vault.unlock(own_case, PASSWORD, read_only=True) as vault:
        seal = vault.record.seals[-1]
        words = vault.words.show(seal.number)
    assert words is not None
    assert verify(stick / seal.bundle, Secrets(words=(words,)), seal.code).bytes == "matches"
    assert seal.bundle not in half, "the lid was closed too late to show anything"
