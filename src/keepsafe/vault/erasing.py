"""Delete a whole case, so that an interrupted deletion says so and can be finished.

First a note that deletion was asked for; from then on nothing unlocks the case. Then what opens it
is destroyed, every other file of ours is removed, and the note goes last. Files that are not ours
stay where they are.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from keepsafe.errors import SystemRefusedError, UsageError
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import PARTIAL, Disk, refusals
from keepsafe.vault.folder import DELETING, FOLDERS, KEYS, LOCK, MARKER, is_being_deleted


def erase(root: Path, watch: Watch = UNWATCHED, disk: Disk | None = None) -> tuple[str, ...]:
    """Delete the case in the folder `root`; return the names of what is not ours and was left.

    What it cannot promise: a flash disk may keep old bytes in cells that the system no longer
    shows, and other copies of the folder stay as they are. `watch` is asked before the first step
    only: half a case is of no use to anyone.

    Raises:
        UsageError: when there is no case in `root`.
        SystemRefusedError: when it is open elsewhere, or the disk refuses. After the first step
            `folder.is_being_deleted` tells, and calling this again goes on.
    """
    disk = disk or Disk()
    with refusals(root):
        if not is_being_deleted(root) and not (root / MARKER).is_file():
            raise UsageError(
                _("There is no Keepsafe case in {name}. Nothing was changed.").format(
                    name=root.name
                )
            )
    watch.step(0, 1)
    lock = FileLock(root / LOCK, timeout=0)
    with refusals(root):
        try:
            lock.acquire()
        except Timeout as error:
            raise SystemRefusedError(
                _(
                    "This case is open in another window, so it was not deleted. Close the other "
                    "window first."
                )
            ) from error
    try:
        if not is_being_deleted(root):
            disk.write_new(root / DELETING, _note().encode())
        for name in KEYS:
            for path in _files(root / name):
                disk.destroy(path)
        disk.remove_all(
            path
            for place in (root, *(root / name for name in FOLDERS))
            for path in _files(place)
            if place != root or path.name != MARKER
        )
        for name in FOLDERS:
            _remove_if_empty(root / name, disk)
    finally:
        lock.release()
    # In this order: whatever a crash leaves is a case that says it is being deleted.
    disk.remove(root / LOCK)
    disk.remove(root / MARKER)
    with refusals(root):
        left = sorted(path.name for path in root.iterdir() if path.name != DELETING)
    disk.remove(root / DELETING)
    if not left:
        _remove_if_empty(root, disk)
    return tuple(left)


def _note() -> str:
    return (
        _(
            "This case is being deleted, as was asked. What is left here cannot be opened. "
            "Start Keepsafe to finish it, or type: keepsafe retire --finish FOLDER"
        )
        + "\n"
    )


def _files(place: Path) -> list[Path]:
    """Return the files of ours at `place`: itself, or those of a folder, whole or half-written.

    A link is not ours: what it leads to lies elsewhere.
    """
    with refusals(place):
        inside = sorted(place.iterdir()) if place.is_dir() and not place.is_symlink() else [place]
        return [
            path
            for path in inside
            if (path.suffix in (".age", PARTIAL) or path.name == MARKER)
            and path.is_file()
            and not path.is_symlink()
        ]


def _remove_if_empty(folder: Path, disk: Disk) -> None:
    with refusals(folder):
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            disk.remove_folder(folder)
