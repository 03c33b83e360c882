"""What `run` starts: Keepsafe with arguments, the app, or the demo and why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def add_desktop(root: Path) -> None:
    (root / "src" / "keepsafe" / "desktop").mkdir()
    (root / "src" / "keepsafe" / "desktop" / "__init__.py").touch()


@pytest.mark.parametrize("system", ["linux", "win32", "darwin", "freebsd14"])
def test_without_a_desktop_in_the_source_there_is_no_window(dev, checkout, system) -> None:
    assert dev.why_no_window(checkout, system, {"DISPLAY": ":0"}) == (
        "this version has no window yet"
    )


@pytest.mark.parametrize(
    ("system", "environ", "window"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {}, False),
        ("freebsd14", {}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_needs_a_display(dev, checkout, system, environ, window) -> None:
    add_desktop(checkout)
    why = dev.why_no_window(checkout, system, environ)
    assert why == (None if window else "there is no display here")


def test_a_half_made_desktop_folder_is_no_desktop(dev, checkout) -> None:
    (checkout / "src" / "keepsafe" / "desktop" / "__pycache__").mkdir(parents=True)
    assert not dev.has_desktop(checkout)


def script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)


class Checkout:
    """A checkout with the real dev.py and a finished environment of stand-ins."""

    def __init__(self, dev: ModuleType, root: Path, level: str) -> None:
        self.root = root
        shutil.copy(ROOT / "packaging" / "dev.py", root / "packaging")
        self.environment = dev.Environment(root)
        script(self.environment.python, 'echo "$@" >> "$0.asked"; exit 0')
        script(
            self.environment.program("keepsafe"),
            'printf "<%s>" "$#" "$@"; printf "<%s>" "$PWD"; exit 7',
        )
        digests = f"{self.environment.made_of()} {self.environment.project()}"
        self.environment.stamp.write_text(f"{level} {digests}\n", "ascii")

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        return subprocess.run(
            [sys.executable, self.root / "packaging" / "dev.py", "run", *arguments],
            cwd="/",
            env={**clean, **environ},
            capture_output=True,
            text=True,
            check=False,
        )


@posix
def test_arguments_go_to_keepsafe_as_they_are_and_its_exit_code_comes_back(dev, checkout) -> None:
    done = Checkout(dev, checkout, "base").run("--", "verify", "a b.zip", "--", "é")
    assert done.stdout == "<4><verify><a b.zip><--><é></>"
    assert done.stderr == ""
    assert done.returncode == 7


@posix
@pytest.mark.parametrize("arguments", [[], ["--"]])
def test_without_a_window_it_says_why_and_runs_the_demo(dev, checkout, arguments) -> None:
    done = Checkout(dev, checkout, "base").run(*arguments, DISPLAY=":0")
    assert done.stdout == "<1><demo></>"
    assert done.stderr == (
        "Running the demo in the terminal, because this version has no window yet.\n"
    )
    assert done.returncode == 7


@posix
def test_without_a_display_it_runs_the_demo(dev, checkout) -> None:
    add_desktop(checkout)
    done = Checkout(dev, checkout, "desktop").run()
    assert done.stdout == "<1><demo></>"
    assert "because there is no display here." in done.stderr


@posix
def test_with_a_display_it_opens_the_app(dev, checkout) -> None:
    add_desktop(checkout)
    done = Checkout(dev, checkout, "desktop").run(WAYLAND_DISPLAY="wayland-0")
    assert done.stdout == "<0></>"
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings all it needs")
def test_a_display_that_does_not_answer_means_the_demo(dev, checkout) -> None:
    add_desktop(checkout)
    stand_in = Checkout(dev, checkout, "desktop")
    script(stand_in.environment.python, "exit 134")
    done = stand_in.run(DISPLAY="localhost:99")
    assert done.stdout == "<1><demo></>"
    assert "because the display does not answer." in done.stderr


def test_missing_libraries_are_installed_and_qt_is_tried_again(dev, checkout, monkeypatch) -> None:
    environment = dev.Environment(checkout)
    codes = iter([1, 0])
    monkeypatch.setattr(dev, "SYSTEM", "linux")
    monkeypatch.setattr(
        dev.subprocess,
        "run",
        lambda *_, **__: subprocess.CompletedProcess([], next(codes), "", ""),
    )
    monkeypatch.setattr(dev, "need_qt_libraries", lambda _: None)
    assert dev.why_qt_fails(environment) is None


def test_missing_libraries_that_may_not_be_installed_are_named(
    dev, checkout, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(dev, "SYSTEM", "linux")
    monkeypatch.setattr(
        dev.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 134, "", "")
    )
    monkeypatch.setattr(dev, "need_qt_libraries", lambda _: "This line brings them: X")
    why = dev.why_qt_fails(dev.Environment(checkout))
    assert why == "the window cannot open without them"
    assert capsys.readouterr().err == "This line brings them: X\n"


def test_a_display_that_hangs_means_the_demo(dev, checkout, monkeypatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 30)

    monkeypatch.setattr(dev, "SYSTEM", "linux")
    monkeypatch.setattr(dev.subprocess, "run", hang)
    monkeypatch.setattr(dev, "need_qt_libraries", lambda _: None)
    assert dev.why_qt_fails(dev.Environment(checkout)) == "the display does not answer"


@pytest.mark.parametrize("arguments", [[], ["walk"], ["run", "verify"], ["test", "-x"]])
def test_anything_else_gets_the_usage(dev, capsys, arguments) -> None:
    assert dev.main(arguments) == 2
    assert "packaging/dev.py run" in capsys.readouterr().err


def test_help_is_no_error(dev, capsys) -> None:
    assert dev.main(["--help"]) == 0
    assert "packaging/dev.py test" in capsys.readouterr().out


def test_a_full_disk_is_one_sentence(dev, monkeypatch, capsys) -> None:
    def full(_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(dev.COMMANDS, "run", full)
    assert dev.main(["run"]) == 5
    assert "No space left on device" in capsys.readouterr().err
