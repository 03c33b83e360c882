"""A screen that nobody sees, for windows that are to be real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_screen() -> Iterator[None]:
    """Start an X server of our own on Linux, and point this process at it; elsewhere, nothing."""
    if not sys.platform.startswith("linux"):
        yield
        return
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        os.environ.pop(name, None)
    program = shutil.which("Xvfb")
    if program is None:
        sys.exit("Xvfb is not installed; on Debian: sudo apt-get install xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(write), "-screen", "0", "2200x1700x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait()
