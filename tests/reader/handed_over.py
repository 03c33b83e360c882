"""Sealed files as an officer has them, and the command line that makes them."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsafe.cli.main import main

ACCOUNTS = ("lily_example.01", "@not-a-formula", "l1IO0|_x")


@dataclass(frozen=True)
class Handed:
    """What an officer has: the file, extracted too, its words or key, and the seal code."""

    file: Path
    folder: Path
    words: str
    key: str
    seal_code: str
    exhibits: dict[str, bytes]
    usernames: tuple[str, ...]

    @property
    def page(self) -> Path:
        """The reader that came with the file."""
        return self.folder / "OPEN-ME.html"

    @property
    def secret(self) -> str:
        return self.words or self.key


def keepsafe(*arguments: object) -> Any:
    """Run one command and return its JSON; it must have done what it was told."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main([*map(str, arguments), "--json"])
    assert code == 0, out.getvalue()
    return json.loads(out.getvalue())


def extract(file: Path) -> Path:
    """Extract the outer file beside it, as Windows does."""
    folder = file.with_suffix("")
    with zipfile.ZipFile(file) as outer:
        outer.extractall(folder)
    return folder


@dataclass(frozen=True)
class Made:
    """A case that can be sealed."""

    root: Path
    password: Path
    exhibits: dict[str, bytes]
    usernames: tuple[str, ...]

    def unlocked(self) -> tuple[object, ...]:
        return self.root / "case", "--password-file", self.password

    def seal(self, name: str, *how: object) -> Handed:
        """Seal it into a new folder and extract the file there."""
        target = self.root / name
        target.mkdir()
        words = self.root / f"{name}.words"
        kept = () if "--to" in how else ("--words-out", words)
        sealed = keepsafe("seal", *self.unlocked(), "-o", target, *kept, *how)
        file = Path(sealed["file"])
        return Handed(
            file,
            extract(file),
            words.read_text().strip() if kept else "",
            "",
            sealed["seal_code"],
            self.exhibits,
            self.usernames,
        )
