"""How far work is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from keepsafe.desktop.jobs import Job
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.text import Words
from keepsafe.i18n import _

_STEPS = 1000


class ProgressPanel(QFrame):
    """Shows one job from beginning to end, and hides itself when it is over."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        self._words = Words("", "strong")
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        row.addWidget(self._bar, 1)
        self._stop = Button(_("Stop"), self._cancel)
        row.addWidget(self._stop)
        column.addLayout(row)
        self._job: Job | None = None
        self.hide()

    def watch(self, job: Job) -> None:
        """Show this job."""
        self._job = job
        self._words.say(job.saying)
        self._bar.setAccessibleName(job.saying)
        self._bar.setRange(0, 0)  # it moves, and says no number yet
        self._stop.setVisible(job.stoppable)
        self._stop.setEnabled(True)
        job.progressed.connect(self._step)
        job.finished.connect(self._over)
        self.show()

    def _step(self, done: int, total: int) -> None:
        if total > 0:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(min(done * _STEPS // total, _STEPS))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._stop.setEnabled(False)
            self._words.say(_("Stopping at a safe place"))

    def _over(self) -> None:
        self._job = None
        self.hide()
