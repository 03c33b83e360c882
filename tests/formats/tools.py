"""What the tests of the file formats share: other people's tools, and data that does not repeat."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DATA = random.Random(1).randbytes(3 * 1024 * 1024 + 100)
"""Bytes of which no chunk is like another, so that a chunk in the wrong place is seen."""


def needs(tool: str) -> pytest.MarkDecorator:
    """Skip a test where another program is not installed."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def run(*command: str | Path, given: bytes | None = None) -> bytes:
    """Run another program, which must succeed, and return what it printed."""
    done = subprocess.run(
        [str(part) for part in command], input=given, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


ANSWERING = """
import os, pty, sys
answer, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
said = b""
while True:
    try:
        piece = os.read(terminal, 1024)
    except OSError:  # how Linux says that the other side is closed
        piece = b""
    if not piece:
        break
    said += piece
    if b"passphrase" in said and said.rstrip(b"\\x1b[K0123456789;").endswith(b": "):
        said = b""
        os.write(terminal, answer.encode() + b"\\n")
sys.stderr.buffer.write(said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def run_answering(answer: str, *command: str | Path) -> None:
    """Run a program that reads a passphrase from its terminal only, and type it there."""
    run(sys.executable, "-c", ANSWERING, answer, *command)


class Pipe(io.RawIOBase):
    """A source that cannot seek and gives as few bytes at a time as it likes."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data = io.BytesIO(data)
        self._most = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        return self._data.readinto(view[: self._most])
