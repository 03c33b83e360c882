"""An officer's file while it is open in the app: what it is, what opens it, the verdict on it.

It outlives the page that shows it, which is drawn anew when the language or the text size changes.
Nothing of it is written anywhere, and no word that opens it is kept longer than the file is open.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from keepsafe.desktop.jobs import Job, Jobs
from keepsafe.progress import Watch

if TYPE_CHECKING:
    from keepsafe.bundle.looking import Looked
    from keepsafe.bundle.saving import SavedFiles
    from keepsafe.bundle.sources import Need, Secrets

LARGEST_SHOWN = 96 << 20
"""Bytes of a picture that is still decoded for looking at: `report.pictures.MAX_BYTES`."""
MOST_TEXT = 100_000
"""Characters of a text that are shown."""


class Received(QObject):
    """One file that somebody received, from choosing it to looking into it."""

    changed = Signal()
    """What the page should show is different now."""
    shown = Signal(str, object)
    """(exhibit or name, and JPEG bytes; or a text and whether it goes on; None where there is
    nothing to see; an exception that says why)."""
    was_saved = Signal(object)
    """What was saved, or the exception that says why nothing was."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.path: Path | None = None
        self.need: Need | None = None
        self.looked: Looked | None = None
        self.seal_code = ""
        """As it was typed; it may not be one."""
        self.sure = False
        """Whether the person said that it is typed as it is on the sheet."""
        self.typed = ""
        """What was typed to open it, until it opens."""
        self.job: Job | None = None
        self.mishap: Exception | None = None
        """Why the last thing that was asked for was not done."""
        self.saved: SavedFiles | None = None
        """What was just saved."""
        self.at = ""
        """The exhibit that is looked at."""
        self.ticked: frozenset[str] = frozenset()
        """The exhibits that are chosen to be saved."""

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
        self.mishap, self.saved, self.typed, self.sure = None, None, "", False
        self.at, self.ticked = "", frozenset()

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

    def show(self, exhibit_id: str, *, text: bool) -> None:
        """Read one file and make it fit to be looked at; `shown` has it."""
        looked = self.looked
        if looked is None or looked.file is None:
            return
        file = looked.file
        exhibit = next((e for e in file.exhibits if e.id == exhibit_id), None)
        if exhibit is None:
            return

        def work(_watch: Watch) -> object:
            if text:
                return file.text(file.name_of(exhibit), MOST_TEXT)
            return file.picture(exhibit, LARGEST_SHOWN)

        self._read(exhibit_id, work)

    def read(self, name: str) -> None:
        """Read a text of the sealed file, such as VERIFY.txt; `shown` has it under that name."""
        looked = self.looked
        if looked is not None and looked.file is not None:
            file = looked.file
            self._read(name, lambda _watch: file.text(name, MOST_TEXT))

    def _read(self, name: str, work: Callable[[Watch], object]) -> None:
        job = Job(work)
        job.succeeded.connect(lambda content: self.shown.emit(name, content))
        job.failed.connect(lambda error: self.shown.emit(name, error))
        self._jobs.start(job, "read")

    def save(self, names: Sequence[str], folder: Path, saying: str) -> Job | None:
        """Save files into a folder; `was_saved` when it is over, and nothing is drawn anew."""
        looked = self.looked
        if looked is None or looked.file is None or self.job is not None:
            return None
        file = looked.file

        def work(watch: Watch) -> SavedFiles:
            from keepsafe.bundle.saving import save  # noqa: PLC0415  # late, for the start

            return save(file, names, folder, watch)

        return self._write(work, self._remember, saying)

    def _remember(self, saved: SavedFiles) -> None:
        self.saved = saved

    def unpack(self, folder: Path, saying: str) -> Job | None:
        """Save everything as it was sealed, below a folder; `was_saved` has where, or why not."""
        looked, path = self.looked, self.path
        if looked is None or looked.file is None or path is None or self.job is not None:
            return None
        file = looked.file

        def work(watch: Watch) -> Path:
            from keepsafe.bundle.unpacking import unpack  # noqa: PLC0415  # late, for the start

            return unpack(path, file.secrets, _new_folder(folder, file.verdict.bundle), watch)

        return self._write(work, lambda _folder: None, saying)

    def _write(
        self, work: Callable[[Watch], object], then: Callable[..., object], saying: str
    ) -> Job:
        path = self.path

        def done(outcome: object) -> None:
            if self.path == path:  # else the person has chosen another file meanwhile
                if not isinstance(outcome, Exception):
                    then(outcome)
                self.was_saved.emit(outcome)

        job = Job(work, saying=saying)
        job.succeeded.connect(done)
        job.failed.connect(done)
        job.finished.connect(self._saving_over)
        self.job, self.mishap, self.saved = job, None, None
        return self._jobs.start(job, "read")

    def _saving_over(self) -> None:
        self.job = None

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
        self.job, self.mishap, self.saved = job, None, None
        self._jobs.start(job, "read")
        if saying:
            self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.mishap = error

    def _over(self) -> None:
        if self.sender() is self.job or self.job is None:
            self.job = None
        self.changed.emit()


def _new_folder(folder: Path, bundle: str) -> Path:
    """Return a name that is not taken yet, for the folder that everything goes into."""
    names = itertools.chain(
        [f"{bundle}-unpacked"], (f"{bundle}-unpacked ({number})" for number in itertools.count(2))
    )
    return next(path for name in names if not os.path.lexists(path := folder / name))
