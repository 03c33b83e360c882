"""Read a written file back, from the disk and not from the computer's memory where that can be."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from keepsafe.hashing import sha256_of
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import refusals

_MOST_PROBES = 8
_BETWEEN_PROBES = 16 * 1024 * 1024
"""Bytes, far more than a system reads ahead: a look must not bring in what the next looks for."""

Came = Literal["disk", "asked", "memory"]
"""Where the bytes came from: the disk itself; the disk was asked for, which cannot be seen; memory
perhaps, because this system gives no way to ask, or keeps the file there."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What a file held when it was read back: SHA-256 in lower-case hex, size in bytes."""

    sha256: str
    size: int
    came: Came

    @property
    def sentence(self) -> str:
        """Say that what was written is there, and no more than was seen."""
        match self.came:
            case "disk":
                return _("Written, and read back from the disk itself: the same bytes.")
            case "asked":
                return _(
                    "Written and read back: the same bytes. The computer was asked to read the "
                    "disk, and not its own memory."
                )
            case _:
                return _(
                    "Written and read back: the same bytes. The computer may have read its own "
                    "memory and not the disk. To be sure of a stick, pull it out, put it back, and "
                    "check the file once more."
                )


def reread(path: Path, watch: Watch = UNWATCHED, before: int = 0, total: int = 0) -> Reread:
    """Return what `path` holds, which was already made durable.

    `before` and `total` are bytes, for the progress of work that this is a part of; without a
    `total`, of this file alone.

    Raises:
        SystemRefusedError: when the disk does not give it.
        Cancelled: when the person stopped it.
    """
    came = forget(path)
    with refusals(path), path.open("rb", buffering=0) as file:
        length = os.fstat(file.fileno()).st_size
        return Reread(*sha256_of(file, watch, before, total or length), came)


def forget(path: Path) -> Came:
    """Make the system forget what it remembers of a durable file; return what can be said of that.

    Raises:
        SystemRefusedError: when the disk does not give it.
    """
    with refusals(path), path.open("rb", buffering=0) as file:
        return _forget(file, os.fstat(file.fileno()).st_size)


def _forget(file: io.FileIO, length: int) -> Came:
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  # not on Windows

        # Reads do not stay in memory; what is there already may still be used (man 2 fcntl).
        try:
            fcntl.fcntl(file.fileno(), fcntl.F_NOCACHE, 1)
        except OSError:
            return "memory"
        return "asked"
    if not hasattr(os, "posix_fadvise"):
        return "memory"
    try:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError:
        return "memory"
    return _remembered(file, length)


def _remembered(file: io.FileIO, length: int) -> Came:
    """Look, without waiting for the disk, whether pieces of a file are still in memory (Linux)."""
    if not hasattr(os, "preadv") or not hasattr(os, "RWF_NOWAIT") or not length:
        return "asked"
    offsets = range(length - 1, -1, -max(_BETWEEN_PROBES, length // _MOST_PROBES + 1))
    for offset in offsets:
        with contextlib.suppress(BlockingIOError):
            try:
                os.preadv(file.fileno(), [bytearray(1)], offset, os.RWF_NOWAIT)
            except OSError as error:
                if error.errno in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                    return "asked"
                raise
            return "memory"
    return "disk"
