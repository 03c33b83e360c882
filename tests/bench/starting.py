"""How long until the first window can be used, beside an empty window of the same toolkit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"

_WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Watcher(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.tell_painted)
        return False
    def tell_painted(self):
        print(time.process_time(), flush=True)
        QTimer.singleShot(5, self.tell_idle)
    def tell_idle(self):
        print(time.process_time(), flush=True)
        os._exit(0)
"""
_EMPTY = f"""{_WATCH}
app = QApplication(["empty"])
window = QMainWindow()
window.resize(1080, 800)
watcher = Watcher()
app.installEventFilter(watcher)
window.show()
app.exec()
"""
_OURS = f"""
from keepsafe.desktop import app
{_WATCH}
run = QApplication.exec
def exec(*_):
    watcher = Watcher()
    QApplication.instance().installEventFilter(watcher)
    run()
QApplication.exec = exec
app.main()
"""


@dataclass(frozen=True)
class Start:
    """Seconds since the process was started, by the wall clock and of processor time."""

    painted: float
    """The window is drawn, and a click would be answered."""
    idle: float
    """Also what comes right after is done."""
    painted_work: float
    idle_work: float


def start(code: str) -> Start:
    """Start a new Python with a home of its own, and time its window."""
    with tempfile.TemporaryDirectory(prefix="keepsafe-bench-") as home:
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        # As an installed program: its modules compiled, not each anew at each start.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPATH"] = str(SOURCE)
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True
        ) as process:
            assert process.stdout is not None
            painted_work = float(process.stdout.readline())
            painted = time.perf_counter() - began
            idle_work = float(process.stdout.readline())
            return Start(painted, time.perf_counter() - began, painted_work, idle_work)


def compare(rounds: int = 15) -> None:
    """Print the ratios of the least of some rounds each, in turn: a busy machine matters less."""
    start(_OURS)  # compiles the modules
    pairs = [(start(_EMPTY), start(_OURS)) for _ in range(rounds)]
    for what, name in (
        ("painted", "first window drawn and usable, against an empty one"),
        ("idle", "  and the help's numbers read, the menus filled"),
        ("painted_work", "  until drawn, processor time only"),
        ("idle_work", "  until all is there, processor time only"),
    ):
        theirs, ours = (min(getattr(pair[i], what) for pair in pairs) for i in (0, 1))
        print(
            f"{name:52} takes {ours / theirs:4.2f} times as long   ours {ours * 1000:4.0f} ms"
            f"   empty {theirs * 1000:4.0f} ms",
            flush=True,
        )
