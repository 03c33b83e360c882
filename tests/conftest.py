"""Tests read the English sentences, whatever the language of the computer they run on."""

from __future__ import annotations

import os

os.environ.pop("LANGUAGE", None)
os.environ["LC_ALL"] = "C.UTF-8"

_LONGEST_NAME = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case by its number where its value is long, or bytes, which may be other each time.

    Processes that share the work must find the same names.
    """
    if isinstance(val, bytes) or (isinstance(val, str) and len(val) > _LONGEST_NAME):
        return argname
    return None
