"""What belongs in a case's folder: which files make up a vault, in the order they are copied in."""

from __future__ import annotations

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
