"""Asks decoder children for pictures at reading size, several at a time, never trusting one."""

from __future__ import annotations

import json
import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import BinaryIO, Literal, Self, TypeVar

from keepsafe.errors import KeepsafeError
from keepsafe.report import children

Purpose = Literal["pages", "view"]
Thing = TypeVar("Thing")

MAX_BYTES = 96 << 20
"""A picture file larger than this is not shown; it would be read whole into memory."""

SECONDS = 20.0
"""The longest that decoding one picture may take; a large photo takes about half a second."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be shown of a picture: JPEGs of (width, height) pixels, in order.

    `more_frames` tells that it moves and this is the first frame; `cut` that it goes on.
    """

    jpegs: tuple[bytes, ...]
    sizes: tuple[tuple[int, int], ...]
    more_frames: bool = False
    cut: bool = False


class _Decoder:
    """One child; started when first needed, and again after a picture that took it down."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, purpose: Purpose, data: bytes) -> Shown | None:
        """Return what can be shown of `data`, or None when nothing can."""
        if self._child is None:
            self._child = children.start("keepsafe.report.picture_child")
        child = self._child
        assert child.stdin and child.stdout  # noqa: S101, PT018  # opened as pipes
        alarm = Timer(SECONDS, child.kill)
        alarm.start()
        try:
            children.send(child.stdin, purpose, data)
            answer = children.receive(child.stdout)
        except (OSError, KeepsafeError):
            answer = None
        finally:
            alarm.cancel()
        if answer is None:
            self.close()
            return None
        return None if answer[0] == "none" else _unpacked(*answer)

    def interrupt(self) -> None:
        """End the child from another thread; whoever waits for it is answered with nothing."""
        if (child := self._child) is not None:
            child.kill()

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            children.stop(self._child)
            self._child = None


def _unpacked(facts_json: str, data: bytes) -> Shown:
    facts = json.loads(facts_json)
    jpegs, start = [], 0
    for length in facts["lengths"]:
        jpegs.append(data[start : start + length])
        start += length
    sizes = tuple((width, height) for width, height in facts["sizes"])
    return Shown(tuple(jpegs), sizes, facts["more_frames"], facts["cut"])


class Decoders:
    """A few decoder children; leaving the `with` block ends them."""

    def __init__(self, count: int | None = None) -> None:
        """Make room for `count` children, by default one for each processor up to four."""
        self._count = count or min(4, os.cpu_count() or 1)
        self._free: SimpleQueue[_Decoder] = SimpleQueue()
        self._all = [_Decoder() for _ in range(self._count)]
        for decoder in self._all:
            self._free.put(decoder)
        self._threads = ThreadPoolExecutor(self._count, "keepsafe-pictures")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Whoever still waits for a child is freed by its end; then nothing can start another.
        for decoder in self._all:
            decoder.interrupt()
        self._threads.shutdown(cancel_futures=True)
        for decoder in self._all:
            decoder.close()

    def one(self, stream: BinaryIO, purpose: Purpose) -> Shown | None:
        """Return what can be shown of the picture in `stream`, or None."""
        data = stream.read(MAX_BYTES + 1)
        return self._ask(data, purpose) if 0 < len(data) <= MAX_BYTES else None

    def each(
        self, things: Iterable[Thing], data_of: Callable[[Thing], bytes | None]
    ) -> Iterator[tuple[Thing, Shown | None]]:
        """Yield each thing, in order, with what can be shown of it.

        `data_of` is called here, in this thread, and gives the picture's bytes or None for
        "not to be shown". A few pictures at a time are in memory, never all.
        """
        waiting: deque[tuple[Thing, Future[Shown | None] | None]] = deque()
        for thing in things:
            data = data_of(thing)
            future = self._threads.submit(self._ask, data, "pages") if data else None
            waiting.append((thing, future))
            if len(waiting) > 2 * self._count:
                yield _settled(*waiting.popleft())
        while waiting:
            yield _settled(*waiting.popleft())

    def _ask(self, data: bytes, purpose: Purpose) -> Shown | None:
        decoder = self._free.get()
        try:
            return decoder.ask(purpose, data)
        finally:
            self._free.put(decoder)


def _settled(thing: Thing, future: Future[Shown | None] | None) -> tuple[Thing, Shown | None]:
    return thing, future.result() if future else None
