"""Find the regular files in what a person points at, and open them so that they stay regular.

Links, devices, pipes and sockets are named and passed over: a pipe would hang the reader, a link
could lead out of the folder the person chose, a device has no end.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keepsafe.errors import SystemRefusedError
from keepsafe.i18n import N_, _, translated

# What systems leave in folders by themselves; nobody means these when choosing a folder.
_DROPPINGS: Final = frozenset(
    {
        *(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", "icon\r"),
        *(".nomedia", ".directory", ".thumbnails", "__macosx", ".spotlight-v100", ".trashes"),
        *(".fseventsd", ".temporaryitems", "$recycle.bin", "system volume information", "@eadir"),
    }
)
_LINK: Final = N_("It is a link to another place. Choose the file itself.")
_OPEN_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0)
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT")
)
_REPARSE_LINKS: Final = frozenset({0xA000000C, 0xA0000003})  # Windows: symbolic link, junction


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: where it is, and its name as text that can be shown and stored."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is not taken: its name as text, and why, in a sentence."""

    name: str
    reason: str


def regular_files(
    paths: Iterable[Path], *, follow: bool = False, skipped: Counter[str] | None = None
) -> Iterator[Found | Refused]:
    """Give every regular file in `paths`, folders walked in natural order of names.

    Nothing raises because of one bad file. Links inside folders are never followed; `follow`
    follows a link that is itself one of `paths`. `skipped` counts, by name, the files and folders
    that systems leave behind by themselves and that are passed over without a word.
    """
    counter: Counter[str] = Counter() if skipped is None else skipped
    for path in paths:
        start = path
        if follow:
            try:
                start = path.resolve(strict=True)
            except (OSError, RuntimeError, ValueError):
                yield Refused(shown_name(path), _("It is a link that leads nowhere."))
                continue
        yield from _walk(start, counter)


def _walk(start: Path, skipped: Counter[str]) -> Iterator[Found | Refused]:
    # (path, the folders it lies in): a stack, because folders can be nested deeper than calls.
    waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(start, frozenset())]
    while waiting:
        path, above = waiting.pop()
        name = shown_name(path)
        try:
            state = path.lstat()
            if not stat.S_ISDIR(state.st_mode) or _is_link(state):
                reason = _why_not(state)
                yield Refused(name, reason) if reason else Found(path, name)
                continue
            identity = (state.st_dev, state.st_ino)
            if identity in above:
                yield Refused(name, _("This folder is inside itself."))
                continue
            inside = _entries(path)
        except (OSError, ValueError) as problem:
            yield Refused(name, _reason(problem))
            continue
        above |= {identity}
        for entry in reversed(inside):
            if _is_dropping(entry):
                skipped["._*" if entry.startswith("._") else entry] += 1
            else:
                waiting.append((path / entry, above))


def _entries(folder: Path) -> list[str]:
    """Give the names in `folder`, opened so that it cannot be swapped for a link meanwhile."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as found:
            return sorted((entry.name for entry in found), key=natural_order)
    descriptor = os.open(folder, _OPEN_FLAGS | os.O_DIRECTORY)
    try:
        return sorted(os.listdir(descriptor), key=natural_order)  # noqa: PTH208 - of the open folder
    finally:
        os.close(descriptor)


def open_regular(path: Path) -> io.FileIO:
    """Open a regular file for reading, raw and unbuffered; never follows a link or waits.

    Raises SystemRefusedError when it is no regular file, cannot be read, or is gone. What counts
    is what was opened: the check is made again on the open file, so a swap in between is noticed.
    """
    name = shown_name(path)
    try:
        # Looked at before opening too, because opening a device can already do something.
        _insist_regular(name, path.lstat())
        descriptor = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as problem:
        raise SystemRefusedError(f"{name}: {_reason(problem)}") from problem
    try:
        _insist_regular(name, os.fstat(descriptor))
        return io.FileIO(descriptor, "rb", closefd=True)
    except BaseException:
        os.close(descriptor)
        raise


def _insist_regular(name: str, state: os.stat_result) -> None:
    reason = _why_not(state)
    if reason:
        raise SystemRefusedError(f"{name}: {reason}")


def shown_name(path: Path) -> str:
    r"""Give the last part of `path` as text; bytes that are no UTF-8 show as `\xff`."""
    return os.fsencode(path.name or str(path)).decode("utf-8", "backslashreplace")


def natural_order(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Give a key that sorts names as people expect: numbers as numbers, without case."""
    parts = []
    for part in re.findall(r"[0-9]+|[^0-9]+", name.casefold()):
        digits = part.lstrip("0") if part[0] in "0123456789" else ""
        # Numbers compare by length and then as text: no name is too long to be turned into one.
        parts.append((0, len(digits), digits) if part[0] in "0123456789" else (1, 0, part))
    return tuple(parts), name


def _is_dropping(name: str) -> bool:
    return name.startswith("._") or name.lower() in _DROPPINGS


def _is_link(state: os.stat_result) -> bool:
    return stat.S_ISLNK(state.st_mode) or getattr(state, "st_reparse_tag", 0) in _REPARSE_LINKS


def _why_not(state: os.stat_result) -> str:
    """Say in a sentence why this is no regular file; "" when it is one."""
    mode = state.st_mode
    if _is_link(state):
        return translated(_LINK)
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return _("It is a folder, not a file.")
    if stat.S_ISFIFO(mode):
        return _("It is a pipe between programs, not a file.")
    if stat.S_ISSOCK(mode):
        return _("It is a connection between programs, not a file.")
    return _("It is a device, not a file.")


def _reason(problem: OSError | ValueError) -> str:
    code = problem.errno if isinstance(problem, OSError) else None
    if code in {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}:
        return _("It is no longer there.")
    if code in {errno.EACCES, errno.EPERM}:
        return _("This computer does not allow reading it.")
    if code in {errno.ELOOP, errno.EMLINK}:
        return translated(_LINK)
    if code == errno.ENAMETOOLONG:
        return _("It lies too deep: its whole name is too long for this computer.")
    if code in {errno.EIO, errno.ENXIO, errno.ENODEV}:
        return _("The disk or stick it is on cannot be read.")
    return _("This computer could not read it.")
