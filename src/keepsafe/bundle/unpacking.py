"""Unpack a sealed file into a new folder, checking every byte on the way.

The folder gets its name only when everything in it was found to be what was sealed; if anything was
not, nothing is left behind.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from keepsafe.bundle import checking, layout
from keepsafe.bundle.sources import Secrets, opened
from keepsafe.errors import CannotTellError, DamagedError, SystemRefusedError
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import PARTIAL, Disk, StagedFile, refusals


def unpack(
    path: Path,
    secret: Secrets,
    target: Path,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
    *,
    only: Callable[[str], bool] | None = None,
) -> Path:
    """Unpack `path` into the folder `target`, which must not exist, and return the bag's folder.

    With `only`, nothing but the files whose names it takes; the folder's name then says so.

    Raises:
        FormatError, DamagedError: when anything was changed; nothing is written.
        WrongSecretError, CannotTellError: when it cannot be opened.
        SystemRefusedError: when `target` exists or cannot be written.
    """
    disk = disk or Disk()
    if target.exists() or target.is_symlink():
        raise SystemRefusedError(
            _(
                "There is already something called {name}, and it was left as it is. Choose a new "
                "folder."
            ).format(name=target.name)
        )
    with opened(path, secret) as source:
        if not source.bag.name:
            raise DamagedError(
                _("There is no folder of a sealed file in this. Nothing was written.")
            )
        if source.copies:
            raise CannotTellError(
                _("These are plain copies: nothing in them is locked. Nothing was written.")
            )
        name = source.bag.name if only is None else f"{source.bag.name}{layout.COPIES_ENDING}"
        partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PARTIAL}")
        try:
            disk.make_folder(partial)
            folder = _Folder(partial / name, disk)
            findings = checking.check(
                source.bag, watch, lambda n: folder.sink(n) if only is None or only(n) else None
            )
            outer = source.digest.result()[1] if source.digest is not None else []
            wrong = [*source.wrong, *outer, *findings.wrong]
            if wrong:
                raise DamagedError(
                    _("This is not what was sealed, so nothing was unpacked. {problem}").format(
                        problem=wrong[0]
                    )
                )
            folder.finish()
            disk.publish_folder(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return target / name


class _Folder:
    """The folder that is being filled. Its files' names come from a list, never from the sender."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self._root = root
        self._disk = disk
        self._folders: set[Path] = set()

    def sink(self, name: str) -> _Sink:
        path = self._root / name
        self._make(path.parent)
        return _Sink(self._disk.stage(path))

    def _make(self, folder: Path) -> None:
        if folder not in self._folders and folder != self._root.parent:
            self._make(folder.parent)
            self._disk.make_folder(folder)
            self._folders.add(folder)

    def finish(self) -> None:
        with refusals(self._root):
            for folder in self._folders:
                self._disk.sync_folder(folder)


class _Sink:
    def __init__(self, staged: StagedFile) -> None:
        self._staged = staged

    def write(self, data: bytes, /) -> int:
        return self._staged.write(data)

    def close(self) -> None:
        with self._staged as staged:  # a disk that refuses leaves no file open
            staged.commit(sync_folder=False)
