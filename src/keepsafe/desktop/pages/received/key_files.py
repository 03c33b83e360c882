"""Find a unit's key in what was pasted, chosen or dropped."""

from __future__ import annotations

import re
from pathlib import Path

from keepsafe.errors import KeepsafeError
from keepsafe.intake.walking import open_regular

_KEY = re.compile(r"AGE-SECRET-KEY-[0-9A-Z-]+", re.I)
_LARGEST = 64 * 1024
"""Bytes; no file with keys comes near it."""


def keys_in(text: str) -> list[str]:
    """Return every key in a text, whatever stands around it."""
    return [key.upper() for key in _KEY.findall(text)]


def key_in(path: Path) -> str:
    """Return the keys in a small file, parted by blanks; "" where there is none."""
    try:
        with open_regular(path) as file:
            content = file.read(_LARGEST + 1)
    except (OSError, KeepsafeError):
        return ""
    if len(content) > _LARGEST:
        return ""
    return " ".join(keys_in(content.decode("utf-8", "replace")))
