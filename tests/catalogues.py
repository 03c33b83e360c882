"""What tests of the catalogues share: the script that writes them, and the forms of an entry."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]


def load(name: str) -> ModuleType:
    """Return a script of `packaging/` as a module."""
    path = ROOT / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"keepsafe_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    """Return the forms of an entry: one, or one for each number."""
    return [value] if isinstance(value, str) else list(value)
