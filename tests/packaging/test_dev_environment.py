"""The private environment: made whole or not used, and nothing to do the second time."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Recorder:
    """Stands in for the programs: makes what `venv` and `pip` would, and remembers the calls."""

    def __init__(self, environment: object) -> None:
        self.environment = environment
        self.calls: list[str] = []
        self.folders: list[Path | None] = []
        self.fails: Callable[[str], bool] = lambda _: False

    def __call__(self, command: Sequence[str | Path], cwd: Path | None = None, **_: str) -> int:
        words = [str(word) for word in command]
        name = "venv" if words[3] == "-m" or words[1:4] == ["-I", "-m", "venv"] else words[-1]
        self.calls.append(name)
        self.folders.append(cwd)
        if self.fails(name):
            return 1
        if name == "venv":
            self.environment.packages.mkdir(parents=True)
            self.environment.python.parent.mkdir(parents=True, exist_ok=True)
            self.environment.python.touch()
        if name == ".":
            (self.environment.packages / "_keepsafe.pth").write_text("/somewhere/é/src", "utf-8")
        return 0


LOCK = {
    level: str(Path("packaging", "requirements", f"{level}.txt"))
    for level in ("base", "desktop", "dev")
}


@pytest.fixture
def environment(dev: ModuleType, checkout: Path) -> object:
    return dev.Environment(checkout)


@pytest.fixture
def calls(dev: ModuleType, environment: object, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(environment)
    monkeypatch.setattr(dev, "call", recorder)
    monkeypatch.setattr(dev, "need_venv", lambda: None)
    return recorder


def test_the_first_time_makes_it_and_the_second_does_nothing(environment, calls) -> None:
    environment.ensure("base")
    assert calls.calls == ["venv", LOCK["base"], "."]
    assert set(calls.folders) == {environment.root}  # wherever the person stands
    environment.ensure("base")
    assert len(calls.calls) == 3


def test_a_larger_one_serves_for_less(environment, calls) -> None:
    environment.ensure("dev")
    made = len(calls.calls)
    environment.ensure("base")
    environment.ensure("desktop")
    assert len(calls.calls) == made


def test_a_smaller_one_grows_without_starting_anew(environment, calls) -> None:
    environment.ensure("base")
    calls.calls.clear()
    environment.ensure("desktop")
    assert calls.calls == [LOCK["desktop"], "."]
    assert environment.is_ready("desktop")
    assert not environment.is_ready("dev")


def test_a_change_of_pyproject_installs_only_the_project_again(environment, calls) -> None:
    environment.ensure("desktop")
    calls.calls.clear()
    (environment.root / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    environment.ensure("base")
    assert calls.calls == ["."]
    assert environment.is_ready("desktop")  # what was there is still there


@pytest.mark.parametrize("level", ["base", "desktop", "dev"])
def test_a_changed_lock_starts_anew(environment, calls, level: str) -> None:
    environment.ensure("base")
    left_over = environment.venv / "left over"
    left_over.touch()
    calls.calls.clear()
    environment.requirements(level).write_text("other==2\n", "utf-8")
    environment.ensure("base")
    assert calls.calls == ["venv", LOCK["base"], "."]
    assert not left_over.exists()


def test_another_python_starts_anew(environment, calls, monkeypatch) -> None:
    environment.ensure("base")
    calls.calls.clear()
    monkeypatch.setattr(sys, "version", "3.99.0 (another one)")
    environment.ensure("base")
    assert calls.calls[0] == "venv"


def test_a_moved_checkout_starts_anew(dev, environment, calls, monkeypatch) -> None:
    environment.ensure("base")
    elsewhere = environment.root.with_name("moved")
    environment.root.rename(elsewhere)
    assert not dev.Environment(elsewhere).is_ready("base")


@pytest.mark.parametrize("step", ["venv", LOCK["base"], "."])
def test_what_was_interrupted_is_never_used(dev, environment, calls, step: str) -> None:
    calls.fails = lambda name: name == step
    with pytest.raises(dev.Stop, match="start this again"):
        environment.ensure("base")
    assert not environment.is_ready("base")
    (environment.venv / "half").mkdir(parents=True, exist_ok=True)
    calls.fails = lambda _: False
    calls.calls.clear()
    environment.ensure("base")
    assert calls.calls == ["venv", LOCK["base"], "."]
    assert not (environment.venv / "half").exists()


def test_what_was_interrupted_while_growing_is_never_used(dev, environment, calls) -> None:
    environment.ensure("base")
    calls.fails = lambda name: name == LOCK["dev"]
    with pytest.raises(dev.Stop):
        environment.ensure("dev")
    assert not environment.is_ready("base")


@pytest.mark.parametrize("stamp", ["", "base", "base x y", "huge a b", "\x80é", "a b c d"])
def test_a_stamp_that_is_not_ours_counts_for_nothing(environment, calls, stamp: str) -> None:
    environment.ensure("base")
    environment.stamp.write_text(stamp, "utf-8")
    assert not environment.is_ready("base")


def test_a_vanished_python_counts_as_no_environment(environment, calls) -> None:
    environment.ensure("base")
    environment.python.unlink()
    calls.calls.clear()
    environment.ensure("base")
    assert calls.calls[0] == "venv"


def test_the_link_to_the_source_is_ascii_and_leads_there(environment, calls) -> None:
    environment.ensure("base")
    link = (environment.packages / "_keepsafe.pth").read_text("ascii").strip()
    assert not Path(link).is_absolute()
    target = os.path.normpath(environment.packages / link)
    assert target == str(environment.root / "src")


def test_two_starts_at_once_make_it_once(dev, environment, calls, monkeypatch) -> None:
    """The second waits for the lock, then finds the work done."""
    makes: list[str] = []
    whole = dev.Environment(environment.root)

    class Meanwhile:
        def __enter__(self) -> None:
            whole.make("base")

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(dev, "one_at_a_time", lambda _: Meanwhile())
    monkeypatch.setattr(environment, "make", makes.append)
    environment.ensure("base")
    assert makes == []


def test_the_lock_is_the_systems_and_can_be_taken_again(dev, tmp_path) -> None:
    for _ in range(2):
        with dev.one_at_a_time(tmp_path / "lock"):
            assert (tmp_path / "lock").exists()


def test_a_python_without_venv_gets_the_one_line(dev, monkeypatch) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: None)
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(dev, "apt_install", lambda packages: asked.append(packages) or False)
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(dev.Stop, match=f"apt-get install {package}"):
        dev.need_venv()
    assert asked == [[package]]


def test_an_old_python_is_told_so_before_anything_else() -> None:
    """The file parses there, and asks for the version before it imports what may be missing."""
    source = (ROOT / "packaging" / "dev.py").read_text("utf-8")
    body = ast.parse(source, feature_version=(3, 8)).body
    before = []
    for node in body:
        if isinstance(node, ast.If):
            break
        before.append(ast.unparse(node))
    assert before[1:] == ["from __future__ import annotations", "import sys"]
    assert "version_info < (3, 11)" in ast.unparse(node.test)
    assert "needs Python 3.11 or newer" in ast.unparse(node)


def test_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "packaging" / "dev.py").read_text("utf-8"))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= sys.stdlib_module_names


def test_the_scripts_of_this_system(dev, environment) -> None:
    made = Path(sys.prefix) / environment.scripts.name
    assert made.is_dir()  # `bin` or `Scripts`, as this Python's own environments have it
    assert shutil.which(environment.python.name, path=str(made))
