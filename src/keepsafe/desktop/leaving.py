"""When to hide or lock without being asked by a button: Shift three times, or long idleness."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

_WITHIN = 5.0  # seconds
_TIMES = 3
_LOCK_AFTER = 15 * 60.0  # seconds
_WARN_BEFORE = 60.0  # seconds
_LOOK_EVERY = 1000  # milliseconds

_INPUTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.Drop,
}
_OTHER_THAN_SHIFT = {QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}


def clock() -> float:
    """Return seconds that go on while the computer sleeps, as far as the system has such."""
    return time.time()


class ShiftThreeTimes(QObject):
    """Watches the whole app for Shift pressed alone, three times within five seconds."""

    counted = Signal(int)
    """How many of the three were pressed, 0 when it starts anew."""
    pressed = Signal()

    def __init__(self, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._alone = False
        self._at: list[float] = []
        self._too_late = QTimer(self, singleShot=True, interval=round(_WITHIN * 1000))
        self._too_late.timeout.connect(self._start_anew)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Look at every event; never take one."""
        kind = event.type()
        # The window system's own event, so that each press is seen once whatever widget has it.
        if isinstance(event, QKeyEvent) and watched.isWindowType():
            if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._alone = event.key() == Qt.Key.Key_Shift
                if not self._alone:
                    self._start_anew()
            elif kind == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Shift:
                if self._alone and not event.isAutoRepeat():
                    self._count()
                self._alone = False
        elif kind in _OTHER_THAN_SHIFT:
            self._alone = False
            self._start_anew()
        return False

    def _start_anew(self) -> None:
        if self._at:
            self._at = []
            self.counted.emit(0)

    def _count(self) -> None:
        now = self._now()
        self._at = [at for at in self._at if now - at <= _WITHIN] + [now]
        self._too_late.start()
        self.counted.emit(len(self._at))
        if len(self._at) >= _TIMES:
            self._start_anew()
            self.pressed.emit()


class Idle(QObject):
    """Tells when nobody did anything for 14 minutes, and for 15."""

    warned = Signal()
    woke = Signal()
    over = Signal()

    def __init__(
        self,
        parent: QObject,
        busy: Callable[[], bool],
        now: Callable[[], float] = clock,
    ) -> None:
        """Watch; while `busy` says so, no time passes."""
        super().__init__(parent)
        self._busy = busy
        self._now = now
        self._last = now()
        self._warning = False
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at every event; never take one."""
        if event.type() in _INPUTS:
            self.touch()
        return False

    def touch(self) -> None:
        """Somebody is there."""
        # After a long sleep the first key must not count as having been there all along.
        if self._now() - self._last < _LOCK_AFTER:
            self._last = self._now()
            if self._warning:
                self._warning = False
                self.woke.emit()

    def look(self) -> None:
        """See how long it was; the timer calls this every second."""
        now = self._now()
        if self._busy() or now < self._last:  # the clock was set back
            self._last = now
            return
        passed = now - self._last
        if passed >= _LOCK_AFTER:
            self._last = now
            self._warning = False
            self.over.emit()
        elif passed >= _LOCK_AFTER - _WARN_BEFORE and not self._warning:
            self._warning = True
            self.warned.emit()
