"""Reads a file block by block, for whoever copies it, hashes it, or does both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

from keepsafe.progress import UNWATCHED, Watch

_BLOCK = 1024 * 1024


class Readable(Protocol):
    """What gives bytes into a buffer: a file, or a stream that decrypts one."""

    def readinto(self, buffer: bytearray, /) -> int | None:
        """Fill the buffer, and return how many bytes came; 0 at the end."""
        ...


def blocks(file: Readable) -> Iterator[memoryview]:
    """Yield what a file holds from here on, in blocks; each is only good until the next."""
    buffer = bytearray(_BLOCK)
    view = memoryview(buffer)
    while got := file.readinto(buffer):
        yield view[:got]


def sha256_of(
    file: Readable, watch: Watch = UNWATCHED, before: int = 0, total: int = 0
) -> tuple[str, int]:
    """Return the SHA-256 of what a file holds from here on, 64 hex digits, and its bytes.

    `before` and `total` are bytes, for the progress of work that this is a part of.

    Raises:
        Cancelled: when the person stopped it.
    """
    digest, done = hashlib.sha256(), 0
    for block in blocks(file):
        digest.update(block)
        done += len(block)
        watch.step(before + done, total)
    return digest.hexdigest(), done
