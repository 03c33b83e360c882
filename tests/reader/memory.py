"""The memory that a browser's processes take together, while something goes on (Linux)."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """Return a process and everything that it started."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:  # it ended meanwhile
            continue
        children[int(stat.rpartition(")")[2].split()[1])].append(int(folder.name))
    found = [root]
    for each in found:
        found += children[each]
    return found


def taken(root: int) -> int:
    """Return the bytes that a process and its children take; what they share counts once."""
    total = 0
    for each in tree(root):
        try:
            lines = (PROC / str(each) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


class Peak:
    """Looks again and again, while in a `with`, at what a process and its children take."""

    def __init__(self, root: int) -> None:
        self._root = root
        self.before = taken(root)
        self.most = self.before
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._stop.wait(0.1):
            self.most = max(self.most, taken(self._root))

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def grew(self) -> int:
        """The bytes by which it was more than at the beginning, at most."""
        return self.most - self.before
