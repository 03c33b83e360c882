"""How the report's child processes are started, limited and talked to.

Typst and the picture decoders run in children, so that a crash, a bomb or a memory failure in
them is one sentence here. What a child works on goes through pipes only: never a file, an
argument or the environment.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from keepsafe.errors import KeepsafeError

_HEAD = struct.Struct(">IQ")


def start(module: str) -> subprocess.Popen[bytes]:
    """Start `python -m module` with both pipes open; what it prints as errors is thrown away."""
    packages = str(Path(__file__).resolve().parents[2])
    paths = [packages, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
        [sys.executable, "-P", "-B", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a child, whatever it is doing, and close its pipes."""
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was still to be written no longer matters
                continue
    child.wait()


def limit_this_process(memory: int) -> None:
    """In a child: write no file, dump nothing to the disk, take no more than `memory`.

    Pipes still work. `memory` is bytes of address space. Where the system knows no such limits,
    nothing is limited.
    """
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:  # Windows
        return
    limits = ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, memory))
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses some limits
            continue


def send(pipe: IO[bytes], name: str, data: bytes) -> None:
    """Write one named message.

    Raises:
        OSError: when the other side is gone.
    """
    encoded = name.encode()
    pipe.write(_HEAD.pack(len(encoded), len(data)) + encoded)
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[str, bytes] | None:
    """Read one named message; None when the other side has nothing more to say.

    Raises:
        KeepsafeError: when it broke off in the middle of a message.
    """
    head = pipe.read(_HEAD.size)
    if not head:
        return None
    if len(head) == _HEAD.size:
        name_size, size = _HEAD.unpack(head)
        name, data = pipe.read(name_size), pipe.read(size)
        if len(name) == name_size and len(data) == size:
            return name.decode(), data
    raise KeepsafeError("A helper of Keepsafe stopped in the middle of its work.")


def receive_all(pipe: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield messages until the other side closes its end."""
    while (message := receive(pipe)) is not None:
        yield message
