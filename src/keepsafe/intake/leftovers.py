"""Find the copies of saved files that still lie on this computer, and remove the chosen ones.

Only a file whose SHA-256 is that of an exhibit counts, and it is removed only while our own copy
reads whole. Never on a phone, and never where another program would take the removal to the phone.
"""

from __future__ import annotations

import mimetypes
import os
import stat
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from keepsafe.case.entries import Happening
from keepsafe.case.record import Exhibit
from keepsafe.errors import KeepsafeError
from keepsafe.hashing import sha256_of
from keepsafe.i18n import _
from keepsafe.intake.walking import Found, open_regular, regular_files
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.places import is_on_a_phone, synced_by
from keepsafe.vault.vault import Vault

_MOST_LOOKED_AT = 500_000
"""Files; more than this is no folder of a person's own."""
_MOST_FOUND = 10_000
_PHONE_MEDIA = (".heic", ".heif", ".avif", ".webp", ".mp4", ".mov", ".3gp", ".dng")
"""What phones write, and not every system's table of names knows."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file with the bytes of an exhibit. `stays` says why it is not removed here, "" if it may.

    `sha256` is lower-case hex, `size` in bytes.
    """

    path: Path
    exhibit: str
    sha256: str
    size: int
    stays: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found. `whole` is False when there was too much to look at all of it.

    `left_alone` counts the other photos and videos beside what was found, by their names.
    """

    found: tuple[Leftover, ...]
    looked_at: int
    whole: bool
    left_alone: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """Which copies are gone, and which are still there, each with the reason in a sentence."""

    removed: tuple[Leftover, ...]
    kept: tuple[tuple[Leftover, str], ...]


def find(vault: Vault, folders: Iterable[Path], watch: Watch = UNWATCHED) -> Search:
    """Look below `folders` for files with the bytes of an exhibit that the case keeps.

    Links are not followed, but for one that is itself a folder of `folders`. Nothing is changed.

    Raises:
        Cancelled: when the person stopped it.
    """
    kept = _kept(vault)
    sizes = {exhibits[0].file.size for exhibits in kept.values()}
    candidates: dict[Path, int] = {}
    media: Counter[Path] = Counter()
    looked_at, vault_root = 0, vault.root.resolve()
    for found in regular_files(folders, follow=True, skipped=Counter()):
        watch.step(0, 1)
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT or len(candidates) > _MOST_FOUND:
            break
        if not isinstance(found, Found):
            continue
        media[found.path.parent] += _is_media(found.path)
        try:
            size = found.path.lstat().st_size
        except OSError:
            continue
        if size in sizes and not found.path.resolve().is_relative_to(vault_root):
            candidates[found.path] = size
    whole = looked_at <= _MOST_LOOKED_AT and len(candidates) <= _MOST_FOUND
    places = _Places()
    done, total, leftovers = 0, sum(candidates.values()), []
    for path, size in candidates.items():
        try:
            digest, _state = _hashed(path, watch, done, total)
        except (KeepsafeError, OSError):  # it went away, or cannot be read: then it is not offered
            watch.step(done, total)
            continue
        finally:
            done += size
        if digest in kept:
            stays = places.why_it_stays(path.parent)
            leftovers.append(Leftover(path, kept[digest][0].id, digest, size, stays))
    beside = sum(media[folder] for folder in {leftover.path.parent for leftover in leftovers})
    left_alone = beside - sum(_is_media(leftover.path) for leftover in leftovers)
    return Search(tuple(leftovers), min(looked_at, _MOST_LOOKED_AT), whole, left_alone)


def remove(
    vault: Vault,
    chosen: Sequence[Leftover],
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
) -> Removal:
    """Remove `chosen` from this computer, and log which exhibits they were copies of.

    Each is read again first, and so is our own copy. What is stopped half-way is logged too. On a
    flash disk, removed bytes can stay readable for a while with special programs.

    Raises:
        SystemRefusedError: when nothing can be logged here; then nothing was removed.
        Cancelled: when the person stopped it; those removed before stay removed.
    """
    vault.insist_writable()
    disk = disk or Disk()
    removed: list[Leftover] = []
    kept: list[tuple[Leftover, str]] = []
    try:
        for number, leftover in enumerate(chosen):
            watch.step(number, len(chosen))
            try:
                why = _remove_one(vault, leftover, disk)
            except (KeepsafeError, OSError) as error:
                why = str(error) if isinstance(error, KeepsafeError) else _("It cannot be read.")
            if why:
                kept.append((leftover, why))
            else:
                removed.append(leftover)
    finally:
        if removed:
            exhibits = list(dict.fromkeys(leftover.exhibit for leftover in removed))
            data = {"exhibits": exhibits, "files": len(removed)}
            vault.log([Happening("copies-removed", data, actor)])
    return Removal(tuple(removed), tuple(kept))


def _remove_one(vault: Vault, leftover: Leftover, disk: Disk) -> str:
    """Remove a copy, or return why it stays."""
    path = leftover.path
    if path.resolve().is_relative_to(vault.root.resolve()):
        return _("It lies in the folder of the case itself.")
    if why := _Places().why_it_stays(path.parent):
        return why
    digest, state = _hashed(path, UNWATCHED, 0, 1)
    exhibits = _kept(vault).get(digest, [])
    if not exhibits or digest != leftover.sha256:
        return _("It is not the saved file any more, so it stays.")
    if not any(vault.exhibits.is_whole(exhibit) for exhibit in exhibits):
        return _("The saved copy of {item} cannot be read whole, so this one stays.").format(
            item=leftover.exhibit
        )
    now = path.lstat()
    if _identity(now) != _identity(state):
        return _("It was changed while it was looked at, so it stays.")
    disk.remove(path)
    return ""


def _kept(vault: Vault) -> Mapping[str, list[Exhibit]]:
    """Return the exhibits that we have a copy of, by the SHA-256 of their bytes."""
    kept: dict[str, list[Exhibit]] = {}
    for exhibit in vault.record.exhibits:
        # Nothing is nobody's copy: every empty file has the same bytes.
        if exhibit.removed is None and exhibit.file.size:
            kept.setdefault(exhibit.file.sha256, []).append(exhibit)
    return kept


def _is_media(path: Path) -> bool:
    kind, _encoding = mimetypes.guess_type(path.name)
    return path.suffix.lower() in _PHONE_MEDIA or (kind or "").startswith(("image/", "video/"))


class _Places:
    """Says of each folder whether files may be removed from it; asked once a folder."""

    def __init__(self) -> None:
        self._told: dict[Path, str] = {}

    def why_it_stays(self, folder: Path) -> str:
        folder = folder.resolve()
        if folder not in self._told:
            self._told[folder] = self._ask(folder)
        return self._told[folder]

    def _ask(self, folder: Path) -> str:
        if is_on_a_phone(folder):
            return _(
                "It is on a phone, a camera or a memory card. What is there stays: don't delete it."
            )
        if name := synced_by(folder):
            return _(
                "{name} copies this folder, so removing it here could remove it on the phone "
                "too. It stays."
            ).format(name=name)
        return ""


def _hashed(path: Path, watch: Watch, before: int, total: int) -> tuple[str, os.stat_result]:
    with open_regular(path) as file:
        return sha256_of(file, watch, before, total)[0], os.fstat(file.fileno())


def _identity(state: os.stat_result) -> tuple[int, ...]:
    return state.st_dev, state.st_ino, stat.S_IFMT(state.st_mode), state.st_size, state.st_mtime_ns
