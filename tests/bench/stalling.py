"""How long the window is ever deaf: the worst gap of its event loop while it works, and idle."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from keepsafe.bundle.sealing import SealChoice, seal
from keepsafe.desktop.bringing import bringing
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.style import ARGUMENTS, Theme

_EVERY = 2  # milliseconds
_PASSWORD = "correct-horse"  # of a case that lives for seconds


class Gaps:
    """Notes the time between two turns of a timer that should come every two milliseconds."""

    def __init__(self) -> None:
        self.all: list[float] = []
        self.own: list[float] = []
        """How much of each gap this thread worked; the rest it waited for others."""
        self._last = 0.0
        self._worked = 0.0
        self._timer = QTimer(interval=_EVERY)
        self._timer.timeout.connect(self._turn)

    def _turn(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.all.append(now - self._last)
        self.own.append(worked - self._worked)
        self._last, self._worked = now, worked

    def watch(self, app: QApplication, until: Callable[[], bool]) -> None:
        """Let the loop turn until something is so."""
        self.all.clear()
        self.own.clear()
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        while not until():
            app.processEvents()
            time.sleep(0.0005)  # as a loop that waits: others may work
        self._timer.stop()


def say(name: str, gaps: Gaps) -> None:
    """Print the worst, and how much more there is to see."""
    found = sorted(gap * 1000 for gap in gaps.all)
    over = sum(gap > 50 for gap in found)
    print(
        f"{name:40} worst {found[-1]:4.0f} ms (of its own work "
        f"{max(gaps.own) * 1000:3.0f} ms)   99 % under "
        f"{found[len(found) * 99 // 100]:3.0f} ms   {over} over 50 ms in {sum(found) / 1000:.0f} s",
        flush=True,
    )


def measure(folder: Path, small: Sequence[Path], large: Sequence[Path]) -> None:
    """Bring in `small` and then `large` files through the window's own session, and seal."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["bench", *ARGUMENTS])
    session = Session(folder / "home")
    session.role = "parent"
    shell = Shell(session, Theme(app))
    shell.show()
    session.create(_PASSWORD)
    gaps = Gaps()
    gaps.watch(app, lambda: session.vault is not None and not session.jobs.busy)
    say("making the case, with two derivations", gaps)
    session.go("screenshots")
    end = time.perf_counter() + 3
    gaps.watch(app, lambda: time.perf_counter() > end)
    say("idle", gaps)

    def busy_until_done() -> None:
        gaps.watch(app, lambda: not session.jobs.busy)

    bringing(session).files(small, one_by_one=True)
    busy_until_done()
    say(f"{len(small)} files of {small[0].stat().st_size // 1000} kB come in", gaps)
    bringing(session).files(large, one_by_one=True)
    busy_until_done()
    size = sum(path.stat().st_size for path in large) / 1e9
    say(f"{size:.0f} GB in {len(large)} files comes in", gaps)
    (folder / "out").mkdir()
    session.keep(
        lambda vault, actor, watch: seal(vault, folder / "out", SealChoice(), actor, watch),
        "make-file",
    )
    busy_until_done()
    say("all of it is sealed", gaps)
    shell.close()
