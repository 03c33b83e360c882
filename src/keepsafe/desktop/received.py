"""An officer's file while it is open in the app: what it is, what opens it, the verdict on it.

It outlives the page that shows it, which is drawn anew when the language or the text size changes.
Nothing of it is written anywhere, and no word that opens it is kept longer than the file is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from keepsafe.desktop.jobs import Job, Jobs
from keepsafe.progress import Watch

if TYPE_CHECKING:
    from keepsafe.bundle.looking import Looked
    from keepsafe.bundle.sources import Need, Secrets

LARGEST_SHOWN = 96 << 20
"""Bytes of a picture that is still decoded for looking at: `report.pictures.MAX_BYTES`."""


class Received(QObject):
    """One file that somebody received, from choosing it to looking into it."""

    changed = Signal()
    """What the page should show is different now."""
    pictured = Signal(str, object)
    """(exhibit, JPEG bytes; None where there is nothing to see; an exception that says why)."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.path: Path | None = None
        self.need: Need | None = None
        self.looked: Looked | None = None
        self.seal_code = ""
        """As it was typed; it may not be one."""
        self.typed = ""
        """What was typed to open it, until it opens."""
        self.job: Job | None = None
        self.mishap: Exception | None = None
        """Why the last thing that was asked for was not done."""
        self.saved = 0
        """How many files were just saved."""

    def choose(self, path: Path) -> None:
        """Take a file or folder, and find out what opens it."""
        self.forget()
        self.path = path

        def work(_watch: Watch) -> Need:
            from keepsafe.bundle.sources import what_is_needed  # noqa: PLC0415  # late

            return what_is_needed(path)

        self._start(work, self._found, "")

    def _found(self, need: Need) -> None:
        self.need = need

    def forget(self) -> None:
        """Close the file."""
        if self.job is not None:
            self.job.cancel()
        self.path, self.need, self.looked, self.seal_code = None, None, None, ""
        self.mishap, self.saved, self.typed = None, 0, ""

    def open(self, secrets: Secrets, saying: str) -> None:
        """Check every byte."""
        path = self.path
        if path is None:
            return

        def work(watch: Watch) -> Looked:
            from keepsafe.bundle.looking import look  # noqa: PLC0415  # late

            return look(path, secrets, watch)

        self._start(work, self._opened, saying)

    def _opened(self, looked: Looked) -> None:
        self.looked = looked
        if looked.file is not None:
            self.typed = ""

    def picture(self, exhibit_id: str) -> None:
        """Read one picture and make it fit to be looked at; `pictured` has it."""
        looked = self.looked
        if looked is None or looked.file is None:
            return
        file = looked.file
        exhibit = next((e for e in file.exhibits if e.id == exhibit_id), None)
        if exhibit is None:
            return

        def work(_watch: Watch) -> bytes | None:
            return file.picture(exhibit, LARGEST_SHOWN)

        job = Job(work)
        job.succeeded.connect(lambda jpeg: self.pictured.emit(exhibit_id, jpeg))
        job.failed.connect(lambda error: self.pictured.emit(exhibit_id, error))
        self._jobs.start(job, "read")

    def save(self, names: Sequence[str], folder: Path, saying: str) -> None:
        """Save files into a folder; `saved` when all are there."""
        looked = self.looked
        if looked is None or looked.file is None:
            return
        file = looked.file

        def work(watch: Watch) -> int:
            return len(file.save(names, folder, watch))

        self._start(work, self._has_saved, saying)

    def _has_saved(self, count: int) -> None:
        self.saved = count

    def _start(
        self, work: Callable[[Watch], object], then: Callable[..., object], saying: str
    ) -> None:
        job = Job(work, saying=saying)
        path = self.path

        def done(result: object) -> None:
            if self.path == path:  # else the person has chosen another file meanwhile
                then(result)

        job.succeeded.connect(done)
        job.failed.connect(self._failed)
        job.finished.connect(self._over)
        self.job, self.mishap, self.saved = job, None, 0
        self._jobs.start(job, "read")
        if saying:
            self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.mishap = error

    def _over(self) -> None:
        if self.sender() is self.job or self.job is None:
            self.job = None
        self.changed.emit()
