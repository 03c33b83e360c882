"""Two threads on one stream of blocks: one side works while the other reads or writes.

Hashing, reading and writing release the interpreter and really run at once; the ciphers do not, so
one side should hold them all, or each waits for the other's turn to end.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context

_DEPTH = 4
_END = None
Work = Callable[[bytes], object]


@contextmanager
def read_ahead(
    blocks: Iterable[bytes | memoryview], depth: int = _DEPTH
) -> Iterator[Iterator[bytes]]:
    """Run `blocks` in a thread of its own and give them, copied, in order.

    What it raises is raised here, in its place; leaving the block early stops the thread. A
    generator is closed then, so that the files it holds are too.
    """
    waiting: queue.Queue[bytes | BaseException | None] = queue.Queue(depth)
    stopped = threading.Event()

    def put(item: bytes | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def run() -> None:
        try:
            for block in blocks:
                put(bytes(block))
                if stopped.is_set():
                    return
        except BaseException as error:  # it goes on in the thread that waits
            put(error)
        else:
            put(_END)
        finally:
            if isinstance(blocks, Generator):
                blocks.close()

    def taken() -> Iterator[bytes]:
        while (item := waiting.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item

    # Its sentences are in the language of the thread that waits.
    thread = threading.Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        yield taken()
    finally:
        stopped.set()
        thread.join()


class WriteBehind:
    """A target whose writes happen in another thread, in order, a few blocks behind.

    An error there is raised by the next write, or by leaving the `with` block.
    """

    def __init__(self, write: Callable[[bytes], object], depth: int = _DEPTH) -> None:
        self._write = write
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._context = copy_context()  # its sentences are in the language of this thread
        self._room = threading.Semaphore(depth)
        self._last: Future[None] | None = None
        self._error: BaseException | None = None

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Take a copy of `data`, to be written soon."""
        self.run(self._write, data)
        return len(data)

    def run(self, work: Work, data: bytes | bytearray | memoryview) -> None:
        """Do `work` with a copy of `data`, in the order of all writes."""
        self._room.acquire()
        if self._error is not None:
            self._room.release()
            raise self._error
        self._last = self._pool.submit(self._context.run, self._run, work, bytes(data))

    def flush(self) -> None:
        """Wait until all is written."""
        if self._last is not None:
            self._last.result()
        if self._error is not None:
            raise self._error

    def _run(self, work: Work, data: bytes) -> None:
        try:
            if self._error is None:
                work(data)
        except BaseException as error:  # raised by the next write
            self._error = error
        finally:
            self._room.release()

    def __enter__(self) -> WriteBehind:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_details: object) -> None:
        self._pool.shutdown(wait=True)
        if kind is None and self._error is not None:
            raise self._error
