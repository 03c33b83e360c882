"""A command line to test: the real parser and commands in this process, or the real program."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from ran import PASSWORD, Ran, Run

from keepsafe.cli.main import main
from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `keepsafe ARGS`; `stdin` is what is typed into it."""

    def command(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse ends the program itself
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it comes from a phone: 3 screenshots, 2 photos, drawn."""
    folder = tmp_path_factory.mktemp("phone")
    for name, data in draw_chat_screenshots(3):
        (folder / name).write_bytes(data)
    for number in range(2):
        name, data = draw_camera_photo(number, size=(1600, 1200))
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "password.txt"
    path.parent.mkdir()
    path.write_text(PASSWORD + "\n")
    return path


@pytest.fixture
def case(run: Run, tmp_path: Path, password_file: Path) -> Path:
    """A new case."""
    folder = tmp_path / "case"
    made = run(
        *("new", folder, "--role", "parent", "--country", "CA", "--age", "under-18"),
        *("--password-file", password_file),
    )
    assert made.code == 0, made.err
    return folder
