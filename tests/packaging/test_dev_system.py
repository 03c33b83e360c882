"""What the system has to bring, and the steps of `test` and `lock`, with stand-ins for programs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

DEBIAN = {"ID": "debian"}
MINT = {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}
FEDORA = {"ID": "fedora"}
ROCKY = {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}
ARCH = {"ID": "arch"}
MANJARO = {"ID": "manjaro", "ID_LIKE": "arch"}
TUMBLEWEED = {"ID": "opensuse-tumbleweed", "ID_LIKE": "opensuse suse"}


@pytest.mark.parametrize(
    ("release", "start"),
    [
        (DEBIAN, "sudo apt-get install libdbus-1-3 "),
        (MINT, "sudo apt-get install libdbus-1-3 "),
        (FEDORA, "sudo dnf install dbus-libs "),
        (ROCKY, "sudo dnf install dbus-libs "),
        (ARCH, "sudo pacman -S --needed dbus "),
        (MANJARO, "sudo pacman -S --needed dbus "),
        (TUMBLEWEED, "sudo zypper install fontconfig "),
        ({"ID": "alpine"}, "(with your system's package manager; Debian calls them) libdbus-1-3 "),
        ({}, "(with your system's package manager; Debian calls them) libdbus-1-3 "),
    ],
)
def test_the_line_fits_the_system(dev, release, start) -> None:
    line = dev.install_line(dev.QT, release)
    assert line.startswith(start)
    assert "\n" not in line


def test_what_a_bare_debian_lacks_is_among_the_packages(dev) -> None:
    lacking = {"libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxkbcommon-x11-0"}
    assert lacking <= set(dev.QT.apt.split())


class Apt:
    """Stands in for the system's programs and remembers what was asked of them."""

    def __init__(self, codes: dict[str, int]) -> None:
        self.codes = codes
        self.asked: list[list[str]] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.asked.append(list(command))
        return next((code for word, code in self.codes.items() if word in command), 0)


@pytest.fixture
def linux(dev, monkeypatch):
    """Return a function that sets who we are and which programs there are."""

    def be(user: int, programs: set[str], **codes: int) -> Apt:
        apt = Apt(codes)
        monkeypatch.setattr(dev, "SYSTEM", "linux")
        monkeypatch.setattr(dev.os, "geteuid", lambda: user, raising=False)
        monkeypatch.setattr(dev.shutil, "which", lambda name: name if name in programs else None)
        monkeypatch.setattr(dev, "call_quietly", apt)
        return apt

    return be


def test_root_installs_and_is_asked_nothing(dev, linux) -> None:
    apt = linux(0, {"apt-get"})
    assert dev.apt_install(["age", "xvfb"])
    update, install = apt.asked
    assert update[:3] == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    assert install[-5:] == ["install", "-y", "--no-install-recommends", "age", "xvfb"]


def test_sudo_is_used_only_where_it_asks_for_no_password(dev, linux) -> None:
    apt = linux(1000, {"apt-get", "sudo"})
    assert dev.apt_install(["age"])
    assert all(command[:2] == ["sudo", "-n"] for command in apt.asked)
    apt = linux(1000, {"apt-get", "sudo"}, true=1)
    assert not dev.apt_install(["age"])
    assert apt.asked == [["sudo", "-n", "true"]]


@pytest.mark.parametrize(("user", "programs"), [(1000, {"apt-get"}), (0, {"dnf"})])
def test_who_may_not_or_has_no_apt_installs_nothing(dev, linux, user, programs) -> None:
    apt = linux(user, programs)
    assert not dev.apt_install(["age"])
    assert apt.asked == []


def test_an_install_that_fails_is_no_success(dev, linux) -> None:
    linux(0, {"apt-get"}, install=100)
    assert not dev.apt_install(["age"])


def test_an_update_that_fails_does_not_matter(dev, linux) -> None:
    linux(0, {"apt-get"}, update=100)
    assert dev.apt_install(["age"])


def with_ldd(dev, environment, monkeypatch, told: str) -> None:
    platforms = environment.packages / "PySide6" / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    for name in ("libqxcb.so", "libqwayland.so", "libqoffscreen.so"):
        (platforms / name).touch()
    (environment.packages / "PySide6" / "QtWidgets.abi3.so").touch()
    asked: list[str] = []

    def ldd(command: Sequence[str | Path], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(Path(command[1]).name)
        return subprocess.CompletedProcess([], 0, told, "")

    monkeypatch.setattr(dev.subprocess, "run", ldd)
    dev.missing_qt_libraries(environment)
    assert sorted(asked) == ["QtWidgets.abi3.so", "libqwayland.so", "libqxcb.so"]


TOLD = (
    "\tlinux-vdso.so.1 (0x00007ffc)\n\tlibxcb-icccm.so.4 => not found\n"
    "\tlibGL.so.1 => /lib/libGL.so.1 (0x7f)\n\tlibxcb-icccm.so.4 => not found\n"
)


def test_missing_libraries_are_named_and_the_line_is_given(
    dev, checkout, linux, monkeypatch
) -> None:
    environment = dev.Environment(checkout)
    linux(1000, set())
    with_ldd(dev, environment, monkeypatch, TOLD)
    monkeypatch.setattr(dev, "this_release", lambda: FEDORA)
    left = dev.need_qt_libraries(environment)
    assert "(libxcb-icccm.so.4)" in left
    assert "sudo dnf install " in left


def test_nothing_is_installed_when_nothing_is_missing(dev, checkout, linux, monkeypatch) -> None:
    environment = dev.Environment(checkout)
    apt = linux(0, {"apt-get"})
    with_ldd(dev, environment, monkeypatch, "\tlibc.so.6 => /lib/libc.so.6 (0x7f)\n")
    assert dev.need_qt_libraries(environment) is None
    assert apt.asked == []


OTHERS = {"node", "npm", "chromium", "firefox-esr"}


def test_missing_tools_are_named(dev, linux, monkeypatch) -> None:
    linux(1000, set(dev.TOOLS) - {"age", "7z"} | set(dev.SCREEN_TOOLS) | OTHERS)
    monkeypatch.setattr(dev, "this_release", lambda: DEBIAN)
    assert dev.need_tools() == (
        "not installed: 7z, age: "
        "sudo apt-get install age libarchive-tools openssl p7zip-full poppler-utils"
    )


def test_an_x_server_is_needed_once_there_is_a_desktop(dev, linux, monkeypatch) -> None:
    linux(1000, set(dev.TOOLS) | OTHERS)
    monkeypatch.setattr(dev, "this_release", lambda: DEBIAN)
    monkeypatch.setattr(dev, "has_desktop", lambda _: False)
    assert dev.need_tools() is None
    monkeypatch.setattr(dev, "has_desktop", lambda _: True)
    assert dev.need_tools() == "not installed: Xvfb: sudo apt-get install xvfb"


def test_node_and_the_browsers_are_named_as_each_system_calls_them(dev, linux, monkeypatch) -> None:
    monkeypatch.setattr(dev, "has_desktop", lambda _: False)
    monkeypatch.setattr(dev, "this_release", lambda: TUMBLEWEED)
    linux(1000, set(dev.TOOLS) | {"node", "chromium"})
    assert dev.need_tools() == (
        "not installed: npm: sudo zypper install nodejs-default npm-default\n"
        "not installed: firefox-esr: sudo zypper install chromium MozillaFirefox"
    )
    linux(1000, set(dev.TOOLS) | {"node", "npm", "chromium-browser", "firefox"})
    assert dev.need_tools() is None


@pytest.fixture
def stepped(dev, monkeypatch):
    """Return a function that runs `test` with stand-ins: (exit code, names of the steps run)."""

    def go(
        failing: str = "", unmet: str | None = None, ci: str = "", lacking: Sequence[str] = ()
    ) -> tuple[int, list[str]]:
        ran: list[str] = []

        def call(command: Sequence[str | Path], **_: object) -> int:
            name = " ".join([Path(command[0]).stem, *map(str, command[1:])])
            ran.append(name)
            return 3 if failing and name.startswith(failing) else 0

        monkeypatch.setattr(dev.Environment, "ensure", lambda *_: None)
        monkeypatch.setattr(dev, "need_qt_libraries", lambda _: None)
        monkeypatch.setattr(dev, "need_tools", lambda: unmet)
        monkeypatch.setattr(dev, "call", call)
        monkeypatch.setattr(dev, "missing", lambda _: list(lacking))
        monkeypatch.setenv("CI", ci)
        return dev.main(["test", "--", "tests/x", "-m", "slow"]), ran

    return go


def test_the_steps_and_their_order(stepped, capsys) -> None:
    code, ran = stepped()
    assert code == 0
    assert ran == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports",
        "python packaging/dev.py reader -- --check",
        "pytest -m not slow -n auto --dist loadfile tests/x -m slow",  # pytest takes the last -m
    ]
    assert capsys.readouterr().out.count(" passed, ") == 6


def test_without_node_the_reader_is_not_checked_and_that_is_said(stepped, capsys) -> None:
    code, ran = stepped(unmet="not installed: node", lacking=["node", "npm"])
    assert code == 0
    assert not [name for name in ran if "reader" in name]
    assert "reader         not checked, without node and npm" in capsys.readouterr().out


def test_it_stops_at_the_first_failure_with_its_exit_code(stepped, capsys) -> None:
    code, ran = stepped(failing="mypy")
    assert code == 3
    assert ran[-1] == "mypy"
    out = capsys.readouterr().out
    assert "mypy           FAILED (exit code 3)" in out
    assert "pytest         not run" in out


def test_a_missing_tool_is_said_last(stepped, capsys) -> None:
    code, ran = stepped(unmet="not installed: age")
    assert code == 0
    assert len(ran) == 6
    assert capsys.readouterr().out.endswith("\nnot installed: age\n")


def test_in_ci_a_missing_tool_fails(stepped, capsys) -> None:
    code, ran = stepped(unmet="not installed: age", ci="true")
    assert code == 1
    assert ran == []
    assert "not installed: age" in capsys.readouterr().err


PYPROJECT = """\
[build-system]
requires = ["builder>=1"]
[project]
dependencies = ["one>=1"]
[project.optional-dependencies]
desktop = ["two>=1"]
[dependency-groups]
dev = ["three>=1"]
"""


def test_each_level_asks_for_what_the_one_before_does(dev, checkout) -> None:
    (checkout / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    assert dev.declared(checkout) == {
        "base": ["builder>=1", "one>=1"],
        "desktop": ["builder>=1", "one>=1", "two>=1"],
        "dev": ["builder>=1", "one>=1", "two>=1", "three>=1"],
    }


@pytest.mark.parametrize("fails", ["", "base", "dev"])
def test_a_lock_is_renewed_whole_or_not_at_all(dev, checkout, monkeypatch, fails) -> None:
    (checkout / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    environment = dev.Environment(checkout)
    before = {level: environment.requirements(level).read_bytes() for level in dev.LEVELS}

    def call(command: Sequence[str | Path], **_: object) -> int:
        if "--output-file" in command:
            output = Path(command[command.index("--output-file") + 1])
            if output.stem == fails:
                return 2
            output.write_text(f"{output.stem}==2\n", "utf-8")
        return 0

    monkeypatch.setattr(dev, "Environment", lambda: environment)
    monkeypatch.setattr(dev, "call", call)
    code = dev.main(["lock"])
    after = {level: environment.requirements(level).read_bytes() for level in dev.LEVELS}
    if fails:
        assert code == 1
        assert after == before
    else:
        assert code == 0
        assert after["base"] == f"{dev.LOCK_HEAD}base==2\n".encode()
