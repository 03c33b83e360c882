"""How the app was left, without a word about a case: language, country, looks, the last folder.

A small JSON file beside the cases. Whatever is wrong with it, the app starts as if it were new.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from keepsafe.resources import resource
from keepsafe.vault.folder import holds_case
from keepsafe.vault.places import default_folder

_FILE = "settings.json"
_LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is kept between two starts; `last_case` is a folder, whose name says nothing."""

    language: str = ""
    country: str = ""
    theme: str = "system"
    text_size: int = 100
    last_case: str = ""

    @property
    def case_to_unlock(self) -> Path | None:
        """The folder of the last case, where it is still there."""
        folder = Path(self.last_case) if self.last_case else None
        return folder if folder is not None and holds_case(folder) else None


def load(folder: Path | None = None) -> Preferences:
    """Return how the app was left; what cannot be read or understood is left at its default."""
    try:
        with ((folder or default_folder()) / _FILE).open("rb") as file:
            stored = json.loads(file.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(stored, dict):
        return Preferences()
    standard = Preferences()
    fitting = {
        field.name: stored[field.name]
        for field in fields(Preferences)
        if type(stored.get(field.name)) is type(getattr(standard, field.name))
    }
    return replace(standard, **fitting)


def save(preferences: Preferences, folder: Path | None = None) -> None:
    """Keep `preferences`; a disk that refuses is not worth a word."""
    folder = folder or default_folder()
    data = json.dumps(asdict(preferences), indent=1).encode()
    partial = folder / f"{_FILE}.partial"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(folder / _FILE)


def system_country() -> str:
    """Return the country that the system's region names, "other" when it names none we know."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := os.environ.get(name):
            region = wanted.partition(".")[0].partition("@")[0].partition("_")[2]
            return _known(region)
    from PySide6.QtCore import QLocale  # noqa: PLC0415  # Windows and macOS have no such names

    return _known(QLocale.system().name().partition("_")[2])


def _known(region: str) -> str:
    code = {"GB": "UK"}.get(region, region)
    known = code.isalpha() and resource("guidance", "countries", f"{code}.toml").is_file()
    return code if known else "other"
