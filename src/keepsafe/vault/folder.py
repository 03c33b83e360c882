"""What belongs in a case's folder: which files make up a vault, in the order they are copied in."""

from __future__ import annotations

import contextlib
import errno
from pathlib import Path
from typing import Final

MARKER: Final = "keepsafe.json"
MARKER_CONTENT: Final = b'{"format":1}\n'
FOLDERS: Final = ("ledger", "exhibits", "seals", "people")
KEYS: Final = ("identity.age", "recovery.age", "people")
"""What opens the case, by any of its doors."""
LOCK: Final = ".lock"
HEAD: Final = "head.age"
DESK: Final = "desk.age"
DELETING: Final = "being-deleted.txt"
"""The note that the case is being deleted: where it lies, nothing is unlocked any more."""


def is_being_deleted(root: Path) -> bool:
    """Return whether a deletion of the case in `root` was begun and not finished."""
    return (root / DELETING).exists()


def holds_case(root: Path) -> bool:
    """Return whether there is a case in `root`, or what is left of one that is being deleted.

    Nothing is read. A case can do without any one of these files.
    """
    return any((root / name).is_file() for name in (MARKER, HEAD, *KEYS, DELETING))


def cases_in(folder: Path) -> list[Path]:
    """Return the cases that lie in `folder`, the one that was used last first. Nothing is read."""
    try:
        found = [root for root in folder.iterdir() if holds_case(root)]
    except OSError:
        return []
    return sorted(found, key=lambda root: (-last_used(root), root.name))


def last_used(root: Path) -> float:
    """Return when the case in `root` was last changed or locked, in seconds since 1970 (POSIX)."""
    times = [0.0]
    for name in (HEAD, DESK, MARKER):
        with contextlib.suppress(OSError):
            times.append((root / name).stat().st_mtime)
    return max(times)


def vault_files(root: Path) -> list[Path]:
    """Return every file of the case in `root`; not the lock, and not what was left half-written.

    The head comes first and the exhibits after the log. So what is read in this order, while
    another window adds to the case, is never ahead of itself.

    Raises:
        OSError: when the folder cannot be read.
    """
    names = [
        path for path in sorted(root.iterdir()) if path.suffix == ".age" or path.name == MARKER
    ]
    names.sort(key=lambda path: path.name != HEAD)
    for name in FOLDERS:
        if (root / name).is_dir():
            names += sorted(path for path in (root / name).iterdir() if path.suffix == ".age")
    for path in names:
        if path.is_symlink() or not path.is_file():
            raise OSError(errno.EINVAL, "not a file", str(path))
    return names
