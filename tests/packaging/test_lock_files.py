"""The locked requirements: whole, hashed, naming no place, and what pyproject.toml asks for."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("base", "desktop", "dev")

SYSTEMS = [
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64"},
]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLACES = [
    {**system, "python_version": python, "python_full_version": f"{python}.1", "extra": ""}
    for system, python in product(SYSTEMS, PYTHONS)
]


def text(level: str) -> str:
    return (ROOT / "packaging" / "requirements" / f"{level}.txt").read_text("ascii")


def blocks(level: str) -> list[str]:
    """The requirements with their hashes, one line each, comments left out."""
    lines = [line for line in text(level).splitlines() if not line.startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def locked(level: str) -> list[Requirement]:
    return [Requirement(block.split(" --hash=")[0].strip()) for block in blocks(level)]


def version_of(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    return pin.version


def applies(requirement: Requirement, place: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(place)


@pytest.mark.parametrize("level", LEVELS)
def test_every_requirement_is_pinned_and_hashed(level: str) -> None:
    assert len(blocks(level)) > 10
    for block in blocks(level):
        assert re.fullmatch(
            r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [^#@]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", block
        ), block


@pytest.mark.parametrize("level", LEVELS)
def test_no_line_says_where_to_get_it_or_who_made_it(level: str) -> None:
    for line in text(level).splitlines():
        assert line.startswith(("#", "    --hash=sha256:")) or re.match(r"[a-z0-9-]+==", line), line
    for sign in ("://", "index-url", "find-links", "trusted-host", " @ ", "/tmp", "/home", "/root"):
        assert sign not in text(level)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("place", PLACES, ids=lambda p: "-".join(list(p.values())[:4]))
def test_everything_declared_is_locked_once_in_a_version_that_satisfies_it(
    dev: ModuleType, level: str, place: dict[str, str]
) -> None:
    here: dict[str, str] = {}
    for requirement in locked(level):
        if applies(requirement, place):
            assert requirement.name not in here, f"{requirement.name} is locked twice"
            here[requirement.name] = version_of(requirement)
    for line in dev.declared(ROOT)[level]:
        wanted = Requirement(line)
        if applies(wanted, place):
            name = canonicalize_name(wanted.name)
            assert name in here, f"run `packaging/dev.py lock`: {line} is not locked"
            assert wanted.specifier.contains(here[name]), (
                f"run `packaging/dev.py lock`: {line} is locked at {here[name]}"
            )


def test_each_level_holds_the_one_before() -> None:
    base, desktop, dev = (set(blocks(level)) for level in LEVELS)
    assert base < desktop < dev


def test_the_base_has_no_window_in_it() -> None:
    assert not [r.name for r in locked("base") if "pyside" in r.name or "shiboken" in r.name]


@pytest.mark.parametrize("level", ["desktop", "dev"])
def test_the_qt_that_aborts_is_not_locked(level: str) -> None:
    (qt,) = (r for r in locked(level) if r.name == "pyside6-essentials")
    assert version_of(qt) != "6.12.0"
