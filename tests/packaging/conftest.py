"""The script under test, loaded from where it lies: `packaging/` is no package to import."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev() -> ModuleType:
    """A fresh copy of `packaging/dev.py`, so that what one test replaces is whole in the next."""
    spec = importlib.util.spec_from_file_location("keepsafe_dev", ROOT / "packaging" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look it up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout in a folder with a space and an accent, with lock files and pyproject."""
    root = tmp_path / "José's files" / "keepsafe"
    (root / "packaging" / "requirements").mkdir(parents=True)
    (root / "src" / "keepsafe").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    for level in ("base", "desktop", "dev"):
        (root / "packaging" / "requirements" / f"{level}.txt").write_text(f"{level}==1\n", "utf-8")
    return root
