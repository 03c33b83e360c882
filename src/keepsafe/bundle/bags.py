"""Where a bag can be read from: a zip, encrypted or not, or a folder another tool unpacked.

A bag gives names and content, and says in `strays` what lies beside the names that belong.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from keepsafe.bundle import layout, texts
from keepsafe.errors import FormatError, SystemRefusedError
from keepsafe.formats.aeszip import ZipReader
from keepsafe.formats.zip_layout import Member
from keepsafe.i18n import _
from keepsafe.intake.walking import open_regular
from keepsafe.vault.durable import refusals

_BLOCK = 1024 * 1024
# What a computer adds by itself when a folder is opened. Not desktop.ini: it can show files under
# other names.
_SYSTEM_FILES = {".ds_store", "thumbs.db"}
_MOST_FILES = 200_000


class Bag(Protocol):
    """A bag: its folder's name, its files' names, and what does not belong."""

    @property
    def name(self) -> str:
        """The folder's name, "" when none could be a bag's."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the files that belong, below that folder."""

    @property
    def strays(self) -> Sequence[str]:
        """Sentences about everything else, but what is in `aside`."""

    @property
    def aside(self) -> Sequence[str]:
        """The names of files that a computer adds by itself, which say nothing either way."""

    def size(self, name: str) -> int:
        """Return a file's size in bytes."""

    def blocks(self, name: str) -> Iterator[memoryview]:
        """Yield a file's content; raises `FormatError` when it cannot be what was written."""


class ZipBag:
    """The bag in an evidence.zip; `form` is what every member must be."""

    def __init__(self, reader: ZipReader, password: str | None) -> None:
        self._reader = reader
        self._password = password
        self._members: dict[str, Member] = {}
        strays: list[str] = []
        form = "plain" if password is None else "aes"
        folders = Counter(member.name.partition("/")[0] for member in reader.members)
        named = [name for name, _files in folders.most_common() if layout.parse_bag_name(name)]
        self.name = named[0] if named else ""  # what lies in another folder is then a stray
        for member in reader.members:
            folder, _slash, name = member.name.partition("/")
            if folder != self.name or not layout.is_known(name):
                strays.append(
                    _("There is a file that does not belong: {name}.").format(name=member.name)
                )
            elif member.form != form:
                strays.append(
                    _("{name} is not encrypted as the others are, so it was put there.").format(
                        name=name
                    )
                )
            else:
                self._members[name] = member
        self.names = tuple(self._members)
        self.strays = tuple(strays)
        self.aside: Sequence[str] = ()

    def size(self, name: str) -> int:
        """Return a file's size in bytes."""
        return self._members[name].size

    def blocks(self, name: str) -> Iterator[memoryview]:
        """Yield a file's content."""
        return self._reader.blocks(self._members[name], self._password)


class FolderBag:
    """A bag that another tool unpacked. Links are not followed: they are strays."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.name = root.name
        sizes: dict[str, int] = {}
        strays: list[str] = []
        aside: list[str] = []
        for relative, state in _walk(root):
            shown = texts.shown(relative)
            if not stat.S_ISREG(state.st_mode):
                strays.append(
                    _("{name} is no ordinary file, so it was put there.").format(name=shown)
                )
            elif layout.is_known(relative):
                sizes[relative] = state.st_size
            elif is_system_file(relative.rpartition("/")[2]):
                aside.append(shown)
            else:
                strays.append(_("There is a file that does not belong: {name}.").format(name=shown))
        self._sizes = sizes
        self.names = tuple(sizes)
        self.strays = tuple(strays)
        self.aside = tuple(aside)

    def size(self, name: str) -> int:
        """Return a file's size in bytes."""
        return self._sizes[name]

    def blocks(self, name: str) -> Iterator[memoryview]:
        """Yield a file's content; raises `SystemRefusedError` when the disk does not give it."""
        buffer, total = bytearray(_BLOCK), 0
        with refusals(self._root / name), open_regular(self._root / name) as file:
            while got := file.readinto(buffer):
                total += got
                if total > self._sizes[name]:
                    raise SystemRefusedError(
                        _("{name} grew while it was read. Check it again.").format(name=name)
                    )
                yield memoryview(buffer)[:got]


def _walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below `root`, by its name with slashes; folders are only walked."""
    waiting, seen = [root], 0
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                seen += 1
                if seen > _MOST_FILES:
                    raise FormatError(_("There are far more files here than a sealed file has."))
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                    continue
                relative = Path(entry.path).relative_to(root).as_posix()
                yield relative, entry.stat(follow_symlinks=False)


def is_system_file(name: str) -> bool:
    """Return whether computers add a file of that name by themselves when a folder is opened."""
    return name.casefold() in _SYSTEM_FILES or name.startswith("._")
