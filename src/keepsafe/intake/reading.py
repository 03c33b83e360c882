"""The one pass over a file that stores it: size, hashes, type and what it carries, on the way.

MD5 and SHA-1 are only there for the hash sets that labs look files up in; SHA-256 is what counts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from keepsafe.case.record import FileFacts
from keepsafe.errors import SystemRefusedError
from keepsafe.i18n import _
from keepsafe.intake import sorting
from keepsafe.intake.embedded import Embedded, EmbeddedScanner
from keepsafe.intake.file_type import FileType
from keepsafe.intake.gate import Gate, LeftAlone
from keepsafe.intake.sniff import sniff
from keepsafe.vault.exhibits import ExhibitFolder, ExhibitWriter, Stored

_BLOCK = 1024 * 1024
_ENDS = 64 * 1024
_WORTH_A_THREAD = 256 * 1024


class OnePass:
    """Reads one open file, decides whether to take it, and stores it.

    `helper` runs the slower hashes beside the rest. One object may read many files, in turn.
    """

    def __init__(self, folder: ExhibitFolder, helper: ThreadPoolExecutor, gate: Gate) -> None:
        self._folder = folder
        self._gate = gate
        self._helper = helper
        # Two blocks in turn: the helper may still be reading one while the other is filled.
        self._blocks = (bytearray(_BLOCK), bytearray(_BLOCK))

    def store(
        self, file: io.FileIO, name: str, *, strict: bool, step: Callable[[int], None]
    ) -> FileFacts | LeftAlone:
        """Store `file`, which is called `name`; `strict` takes nothing but screenshots.

        `step` is called with the bytes read so far, and may raise to stop.

        Raises:
            SystemRefusedError: when the file changes meanwhile, or the disk refuses.
            OSError: when it cannot be read on.
        """
        before = os.fstat(file.fileno())
        size = _fill(file, self._blocks[0])
        head = memoryview(self._blocks[0])[:size]
        scanner = EmbeddedScanner()
        scanner.feed(head)
        kind = sniff(bytes(head[:_ENDS]))
        if left := self._gate.why_not(name, kind, scanner.finish(), strict=strict):
            return left
        with self._folder.new() as writer:
            seen = self._stream(file, size, writer, step)
            after = os.fstat(file.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                what = _("It changed while it was being read. Nothing is lost; add it again.")
                raise SystemRefusedError(f"{name}: {what}")
            if left := self._gate.why_not(name, seen.kind, seen.embedded, strict=strict):
                return left
            sort = sorting.sort_file(sorting.FileFacts(name, seen.kind, seen.embedded))
            return seen.facts(name, _utc(after.st_mtime), sort.kind, writer.finish())

    def store_bytes(self, content: bytes, name: str) -> FileFacts | LeftAlone:
        """Store what never was a file, such as a pasted picture, if the rules let it in."""
        scanner = EmbeddedScanner()
        scanner.feed(memoryview(content))
        kind, embedded = sniff(content[:_ENDS], content[-_ENDS:]), scanner.finish()
        if left := self._gate.why_not(name, kind, embedded, strict=False):
            return left
        facts = self.store_stream(io.BytesIO(content), name)
        sort = sorting.sort_file(sorting.FileFacts(name, kind, embedded))
        return dataclasses.replace(facts, sorted_as=sort.kind)

    def store_stream(self, source: _Source, name: str) -> FileFacts:
        """Store what `source` gives, which is no file of the person's."""
        size = _fill(source, self._blocks[0])
        with self._folder.new() as writer:
            seen = self._stream(source, size, writer, lambda _size: None)
            return seen.facts(name, "", "other", writer.finish())

    def _stream(
        self, source: _Source, size: int, writer: ExhibitWriter, step: Callable[[int], None]
    ) -> _Seen:
        """Store what is in the first block and all that follows it."""
        hashes, scanner = _Hashes(self._helper), EmbeddedScanner()
        view = memoryview(self._blocks[0])[:size]
        head, tail, total, turn = bytes(view[:_ENDS]), b"", 0, 0
        while len(view):
            hashes.start(view)
            writer.add(view)
            scanner.feed(view)
            total += len(view)
            tail = (tail + bytes(view[-_ENDS:]))[-_ENDS:]
            step(total)
            turn ^= 1
            size = _fill(source, self._blocks[turn])
            hashes.join()
            view = memoryview(self._blocks[turn])[:size]
        return _Seen(total, hashes.digests(), sniff(head, tail), scanner.finish())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the pass over a file has shown."""

    size: int
    digests: dict[str, str]
    kind: FileType
    embedded: Embedded

    def facts(self, name: str, modified: str, sorted_as: str, stored: Stored) -> FileFacts:
        return FileFacts(
            name=name,
            size=self.size,
            **self.digests,
            media_type=self.kind.media_type,
            extension=self.kind.extension,
            modified=modified,
            stored=stored.name,
            stored_size=stored.size,
            stored_head=stored.head_sha256,
            pixels=self.embedded.pixel_size,
            embedded=tuple(n for n in ("exif", "xmp", "c2pa") if getattr(self.embedded, n)),
            sorted_as=sorted_as,
        )


class _Source(Protocol):
    """Something that fills a buffer."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill up to all of `buffer`."""


class _Hashes:
    """SHA-256, SHA-1 and MD5 of a stream of blocks; of large ones the last two in the helpers."""

    def __init__(self, helper: ThreadPoolExecutor) -> None:
        self._helper = helper
        self._sha256 = hashlib.sha256()
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._waiting: list[Future[None]] = []

    def start(self, view: memoryview) -> None:
        """Take a block, which must stay as it is until `join`."""
        for lookup in (self._md5, self._sha1):
            if len(view) >= _WORTH_A_THREAD:
                self._waiting.append(self._helper.submit(lookup.update, view))
            else:
                lookup.update(view)
        self._sha256.update(view)

    def join(self) -> None:
        """Wait until the block that was taken last may change."""
        for work in self._waiting:
            work.result()
        self._waiting.clear()

    def digests(self) -> dict[str, str]:
        return {
            "sha256": self._sha256.hexdigest(),
            "sha1": self._sha1.hexdigest(),
            "md5": self._md5.hexdigest(),
        }


def _fill(source: _Source, block: bytearray) -> int:
    view, filled = memoryview(block), 0
    while filled < len(view) and (got := source.readinto(view[filled:])):
        filled += got
    return filled


def _utc(seconds: float) -> str:
    """Return a file system's time as UTC text; what it cannot mean is empty."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
