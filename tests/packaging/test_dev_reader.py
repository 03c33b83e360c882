"""`reader`: what is built takes its place and is listed, or is compared; npm is a stand-in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

HEAD = "# One a version.\n"
OLD = f"{'0' * 64}  0.1.0\n"


class Npm:
    """Stands in for npm: remembers what it was told, and builds `makes`."""

    def __init__(self, makes: bytes) -> None:
        self.makes = makes
        self.failing = ""
        self.told: list[str] = []

    def __call__(self, command: Sequence[str | Path], cwd: Path | None = None) -> int:
        assert cwd is not None
        words = [str(word) for word in command[1:]]
        self.told.append(" ".join(words[:2]))
        if self.told[-1] == self.failing:
            return 2
        if words[0] == "ci":
            (cwd / "node_modules").mkdir(exist_ok=True)
        if words[:2] == ["run", "build"]:
            Path(words[-1]).write_bytes(self.makes)
        return 0


@pytest.fixture
def npm(dev, checkout: Path, monkeypatch) -> Npm:
    (checkout / "pyproject.toml").write_text('[project]\nversion = "0.2.0"\n', "utf-8")
    (checkout / dev.READER).mkdir(parents=True)
    (checkout / dev.READER / "package-lock.json").write_text("{}", "utf-8")
    (checkout / dev.BUILT).parent.mkdir(parents=True)
    (checkout / dev.BUILT).write_bytes(b"before")
    (checkout / dev.READERS).write_bytes((HEAD + OLD).encode())
    stand_in = Npm(b"<!doctype html>built")
    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "need", lambda *_: None)
    monkeypatch.setattr(dev, "call", stand_in)
    return stand_in


def line(content: bytes, version: str = "0.2.0") -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {version}\n"


def test_what_is_built_takes_its_place_and_is_listed(dev, checkout: Path, npm: Npm) -> None:
    assert dev.main(["reader"]) == 0
    assert npm.told == ["ci --ignore-scripts", "run check", "run test", "run build"]
    assert (checkout / dev.BUILT).read_bytes() == npm.makes
    assert (checkout / dev.READERS).read_text() == HEAD + OLD + line(npm.makes)
    assert dev.main(["reader", "--", "--check"]) == 0


def test_a_version_has_one_line_and_earlier_versions_keep_theirs(
    dev, checkout: Path, npm: Npm
) -> None:
    for content in (b"first", b"second"):
        npm.makes = content
        assert dev.main(["reader"]) == 0
    assert (checkout / dev.READERS).read_text() == HEAD + OLD + line(b"second")


@pytest.mark.parametrize("stale", ["file", "list"])
def test_the_check_changes_nothing_and_fails_on_any_difference(
    dev, checkout: Path, npm: Npm, stale: str, capsys
) -> None:
    assert dev.main(["reader"]) == 0
    if stale == "file":
        (checkout / dev.BUILT).write_bytes(npm.makes + b"\n")
    else:
        (checkout / dev.READERS).write_bytes((HEAD + OLD).encode())
    before = {path: path.read_bytes() for path in (checkout / dev.BUILT, checkout / dev.READERS)}
    assert dev.main(["reader", "--", "--check"]) == 1
    assert "is not what its source makes" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("failing", ["ci --ignore-scripts", "run check", "run test", "run build"])
def test_a_step_that_fails_leaves_everything_as_it_was(
    dev, checkout: Path, npm: Npm, failing: str
) -> None:
    npm.failing = failing
    assert dev.main(["reader"]) == 1
    assert npm.told[-1] == failing
    assert (checkout / dev.BUILT).read_bytes() == b"before"
    assert (checkout / dev.READERS).read_text() == HEAD + OLD


def test_its_tools_are_installed_again_only_when_their_lock_changes(
    dev, checkout: Path, npm: Npm
) -> None:
    assert dev.main(["reader"]) == dev.main(["reader"]) == 0
    assert npm.told.count("ci --ignore-scripts") == 1
    (checkout / dev.READER / "package-lock.json").write_text('{"name":"other"}', "utf-8")
    assert dev.main(["reader"]) == 0
    assert npm.told.count("ci --ignore-scripts") == 2


def test_without_node_it_stops_with_the_line_that_brings_it(dev, npm: Npm, monkeypatch) -> None:
    monkeypatch.setattr(dev, "need", lambda *_: "not installed: node")
    assert dev.main(["reader"]) == 1
    assert npm.told == []
