"""A whole second copy of a case in another place, still locked, and read back after writing."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from keepsafe.errors import DamagedError, SystemRefusedError, UsageError
from keepsafe.hashing import blocks
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import PARTIAL, Disk, open_file, refusals
from keepsafe.vault.folder import FOLDERS, vault_files
from keepsafe.vault.ledger import Problem
from keepsafe.vault.rereading import Came, Reread, reread
from keepsafe.vault.vault import Vault

_CACHE = "cache.age"


@dataclass(frozen=True, slots=True)
class CaseCopy:
    """A second copy of a case. `problems` is what was damaged in the case, and so is in the copy.

    `size` is in bytes; `came` says where its bytes came from when they were read back.
    """

    path: Path
    files: int
    size: int
    came: Came
    problems: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """Say that what was written is there, and no more than was seen."""
        return Reread("", self.size, self.came).sentence


def copy_case(
    vault: Vault, folder: Path, watch: Watch = UNWATCHED, disk: Disk | None = None
) -> CaseCopy:
    """Copy the case of `vault` into `folder`, under its own name, and unlock the copy once.

    The same password, recovery code and people open it. It gets its name when everything in it was
    read back and is the same.

    Raises:
        UsageError: when there is no such folder, or it lies in the case itself.
        SystemRefusedError: when there is no room, the name is taken, or a file cannot be read.
        DamagedError: when the place gives back other bytes than were written.
        Cancelled: when the person stopped it. After each of these no copy is left.
    """
    disk = disk or Disk()
    root = vault.root.resolve()
    target = folder / root.name
    with refusals(folder):
        if not folder.is_dir():
            raise UsageError(
                _("There is no folder {name}. Make it first, or choose another.").format(
                    name=folder.name
                )
            )
        if folder.resolve().is_relative_to(root):
            raise UsageError(_("A copy of a case goes in another folder than the case itself."))
        if target.exists():
            raise SystemRefusedError(
                _(
                    "There is already a {name} in that folder, and it was left as it is. Choose "
                    "another folder."
                ).format(name=target.name)
            )
        files = [path for path in vault_files(root) if path.name != _CACHE]
        total = sum(path.stat().st_size for path in files)
        free = shutil.disk_usage(folder).free
    if free < total:
        raise SystemRefusedError(
            _(
                "There is not enough room in that folder: about {size} MB are "
                "needed. Nothing is lost. Choose another disk, or free some space."
            ).format(size=total // 1_000_000 + 1)
        )
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        came, size = _written(root, files, partial, watch, disk)
        with vault.beside(partial) as copy:
            problems = tuple(copy.problems)
        disk.publish_folder(partial, target)
    except BaseException:
        disk.discard_folder(partial)
        raise
    return CaseCopy(target, len(files), size, came, problems)


def _written(
    root: Path, files: list[Path], partial: Path, watch: Watch, disk: Disk
) -> tuple[Came, int]:
    """Write all files into the new folder `partial`, and read each back."""
    total, done, size = 2 * sum(path.stat().st_size for path in files), 0, 0
    written: dict[Path, str] = {}
    disk.make_folder(partial)
    for name in FOLDERS:
        disk.make_folder(partial / name)
    for source in files:
        place = partial / source.relative_to(root)
        written[place], length = _copied(source, place, disk)
        size += length
        done += length
        watch.step(min(done, total), total)
    for name in ("", *FOLDERS):
        disk.sync_folder(partial / name)
    came: set[Came] = set()
    for place, digest in written.items():
        back = reread(place)
        came.add(back.came)
        if back.sha256 != digest:
            raise DamagedError(
                _(
                    "What {name} holds there is not what was written, so it was removed again. "
                    "Nothing else is lost. Use another stick or disk."
                ).format(name=place.name)
            )
        done += back.size
        watch.step(min(done, total), total)
    worst: tuple[Came, ...] = ("memory", "asked", "disk")
    return next((c for c in worst if c in came), "asked"), size


def _copied(source: Path, place: Path, disk: Disk) -> tuple[str, int]:
    digest = hashlib.sha256()
    with refusals(source), open_file(source) as file, disk.stage(place) as staged:
        for block in blocks(file):
            digest.update(block)
            staged.write(block)
        staged.commit(sync_folder=False)
        return digest.hexdigest(), staged.size
