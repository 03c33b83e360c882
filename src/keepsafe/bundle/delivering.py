"""Save a sealed file to a place that the person chose, such as a stick, and be sure of it.

Room is looked at before; the file is written under a partial name, made durable, named, and read
back. What can be said of the reading back is in `vault.rereading`.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from keepsafe.errors import DamagedError, SystemRefusedError, UsageError
from keepsafe.hashing import blocks
from keepsafe.i18n import _
from keepsafe.intake.walking import open_regular
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk, refusals
from keepsafe.vault.places import disk_of, file_system, synced_by
from keepsafe.vault.rereading import Reread, reread
from keepsafe.vault.vault import Vault

_LARGEST_ON_FAT = 0xFFFFFFFF
"""Bytes: FAT keeps a file's size in 32 bits (Microsoft, FAT specification, DIR_FileSize)."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A copy of a sealed file that was read back and is the same, byte for byte."""

    path: Path
    reread: Reread

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what was done, and how to take out a stick."""
        return self.reread.sentence, safe_to_pull()


def safe_to_pull(folder: Path | None = None) -> str:
    """Return how to take out a stick that a file was saved to and read back from.

    With the `folder`, only what holds for it is said, and "" when it is no stick.
    """
    disk = disk_of(folder) if folder is not None else "another"
    if disk == "stick":
        return _("You can pull the stick out now. Use “eject” first.")
    if disk == "another":
        return _("If this is a stick, you can take it out now. Use “eject” first.")
    return ""


def warning_about(folder: Path) -> str:
    """Return what to know before the file for police is saved in `folder`; usually ""."""
    name = synced_by(folder)
    if name is None:
        return ""
    return _(
        "This folder seems to be copied to the internet by {name}. The file for police is locked, "
        "but a stick, or a folder that stays on this computer, is better."
    ).format(name=name)


def deliver(
    sealed: Path,
    folder: Path,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
    *,
    file_sha256: str = "",
) -> Delivered:
    """Copy the file `sealed` into `folder`, under its own name, and read the copy back.

    `file_sha256`, 64 hex digits, is what the case noted when the file was made.

    Raises:
        UsageError: when there is no such folder.
        SystemRefusedError: when there is no room, or the name is taken; nothing was written.
        DamagedError: when the file is not the one that was noted, or the place gives back other
            bytes than were written; then no copy is left.
        Cancelled: when the person stopped it; no copy is left.
    """
    disk = disk or Disk()
    insist_folder(folder)
    target = folder / sealed.name
    with open_regular(sealed) as source:
        size = source.seek(0, 2)
        source.seek(0)
        check_room(folder, size)
        digest = hashlib.sha256()
        with disk.stage(target) as staged:
            for block in blocks(source):
                digest.update(block)
                staged.write(block)
                watch.step(staged.size, 2 * size)
            if file_sha256 and digest.hexdigest() != file_sha256:
                raise DamagedError(
                    _(
                        "{name} is not the file that was made from this case, so it was not "
                        "copied. Make a new one, or look for another copy."
                    ).format(name=sealed.name)
                )
            staged.commit()
    try:
        back = reread(target, watch, size, 2 * size)
    except BaseException:
        disk.remove(target)
        raise
    if back.sha256 != digest.hexdigest():
        disk.remove(target)
        raise DamagedError(
            _(
                "What {name} holds there is not what was written, so it was removed again. "
                "Nothing else is lost. Use another stick or disk."
            ).format(name=target.name)
        )
    return Delivered(target, back)


def insist_folder(folder: Path) -> None:
    """Do nothing, or say that there is no such folder.

    Raises:
        UsageError: then.
    """
    with refusals(folder):
        if not folder.is_dir():
            raise UsageError(
                _("There is no folder {name}. Make it first, or choose another.").format(
                    name=folder.name
                )
            )


def insist_outside(vault: Vault, folder: Path) -> None:
    """Do nothing, or say that what leaves a case cannot go into `folder`.

    Raises:
        UsageError: when there is no such folder, or it lies in the case.
        SystemRefusedError: when the case cannot be written to.
    """
    vault.insist_writable()
    insist_folder(folder)
    with refusals(folder):
        if folder.resolve().is_relative_to(vault.root.resolve()):
            raise UsageError(_("The file for police goes in another folder than the case itself."))


def insist_free(path: Path) -> None:
    """Do nothing, or say that a file of that name is there already.

    Raises:
        SystemRefusedError: then.
    """
    if path.exists():
        raise SystemRefusedError(
            _(
                "There is already a {name} in that folder, and it was left as it is. Choose "
                "another folder."
            ).format(name=path.name)
        )


def check_room(folder: Path, size: int) -> None:
    """Refuse a file of `size` bytes for which `folder` has no room.

    Raises:
        SystemRefusedError: when the disk is too full, or can hold no file so large.
    """
    with refusals(folder):
        free = shutil.disk_usage(folder).free
    if free < size:
        raise SystemRefusedError(
            _(
                "There is not enough room in that folder: about {size} MB are "
                "needed. Nothing is lost. Choose another disk, or free some space."
            ).format(size=size // 1_000_000 + 1)
        )
    if size > _LARGEST_ON_FAT and file_system(folder) in ("vfat", "msdos"):
        raise SystemRefusedError(
            _(
                "This stick can hold no file of 4 GB or more, because of the way it is set up "
                "(FAT32). Nothing is lost. Choose another one, or make the file in parts."
            )
        )
