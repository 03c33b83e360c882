"""Work that takes a while, off the window's thread: one piece of writing at a time, reading beside.

A `Job` belongs to its `Jobs` and tells everything on the window's thread, by queued signals. The
work gets a `Watch`, speaks the language of who started it, and stops where it next looks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot

from keepsafe.progress import Watch

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Lane = Literal["write", "read", "desk"]
Work = Callable[[Watch], object]
_BETWEEN_REPORTS = 0.05  # seconds; a bar that moves faster tells nobody more
_READERS = 2


class Job(QObject):
    """One piece of work. All signals come on the window's thread, `finished` last."""

    progressed = Signal(object, object)
    """(done, total), integers of any size."""
    succeeded = Signal(object)
    """What the work returned."""
    failed = Signal(object)
    """The exception that ended it; `Cancelled` where the person stopped it."""
    finished = Signal()

    _told = Signal(object, object)
    _ended = Signal(object, object)

    def __init__(self, work: Work, *, saying: str = "", stoppable: bool = True) -> None:
        """Make a job; `saying` is what people read beside the bar."""
        super().__init__()
        self.saying = saying
        self.stoppable = stoppable
        self._work = work
        self._stop = threading.Event()
        self._last_report = 0.0
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it does where it next looks, and then `failed` says so."""
        self._stop.set()

    @property
    def cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def run(self) -> None:
        """Do the work; on a worker's thread."""
        result: object = None
        error: BaseException | None = None
        try:
            result = self._work(Watch(self._report, self._stop.is_set))
        except BaseException as raised:
            error = raised
        self._ended.emit(result, error)

    def _report(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - self._last_report >= _BETWEEN_REPORTS:
            self._last_report = now
            self._told.emit(done, total)

    @Slot(object, object)
    def _tell(self, done: object, total: object) -> None:
        self.progressed.emit(done, total)

    @Slot(object, object)
    def _end(self, result: object, error: object) -> None:
        if error is None:
            self.succeeded.emit(result)
        else:
            self.failed.emit(error)
        self.finished.emit()


class Jobs(QObject):
    """Owns the jobs and the threads they run on."""

    changed = Signal()
    """A job began or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._running: list[tuple[Lane, Job]] = []

    def start(self, job: Job, lane: Lane = "read") -> Job:
        """Run a job: "write" for what changes a case, one at a time; "read" for all else."""
        job.setParent(self)
        self._running.append((lane, job))
        job.finished.connect(self._forget)
        context = copy_context()
        self._lane(lane).submit(context.run, job.run)
        self.changed.emit()
        return job

    @property
    def busy(self) -> list[Job]:
        """The jobs during which nothing is locked: all but those of the desk."""
        return [job for lane, job in self._running if lane != "desk"]

    def wait(self, lane: Lane) -> None:
        """Wait until everything given to a lane so far is done; their signals come later."""
        if lane in self._lanes:
            self._lanes[lane].submit(lambda: None).result()

    def close(self) -> None:
        """Ask every job to stop and wait until each has."""
        for lane, job in self._running:
            if lane != "desk":
                job.cancel()
        for pool in self._lanes.values():
            pool.shutdown(wait=True)
        self._lanes.clear()

    @Slot()
    def _forget(self) -> None:
        ended = self.sender()
        self._running = [(lane, job) for lane, job in self._running if job is not ended]
        if ended is not None:
            ended.deleteLater()
        self.changed.emit()

    def _lane(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # late, for the start

            workers = _READERS if lane == "read" else 1
            self._lanes[lane] = ThreadPoolExecutor(workers, thread_name_prefix=f"keepsafe-{lane}")
        return self._lanes[lane]
