"""Save files out of a sealed file that was checked, and be sure of what was written.

Each is hashed on its way, written under a partial name, read back, and only then named. Nothing is
ever written over: where a name is taken, all go into a new folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from keepsafe.bundle import layout
from keepsafe.bundle.delivering import check_room, insist_folder
from keepsafe.bundle.looking import SealedFile, differs, other_file
from keepsafe.bundle.sources import opened
from keepsafe.errors import Cancelled, DamagedError, KeepsafeError, SystemRefusedError
from keepsafe.i18n import _, ngettext
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.rereading import Reread, reread

_MOST_FOLDERS = 1000


@dataclass(frozen=True, slots=True)
class SavedFiles:
    """What was saved: `paths` in `folder`, of `wanted` files, and why it `stopped` before the rest.

    `back` is what can be said of the reading back, of the file of which least can be said.
    """

    folder: Path
    paths: tuple[Path, ...]
    wanted: int
    back: Reread
    stopped: KeepsafeError | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say how many were saved, that they are the same bytes, and what stopped the rest."""
        count = len(self.paths)
        if self.stopped is not None:
            told = ngettext(
                "{count} of {wanted} files was saved. The others were not.",
                "{count} of {wanted} files were saved. The others were not.",
                count,
            )
            first = [told.format(count=count, wanted=self.wanted), str(self.stopped)]
        else:
            told = ngettext(
                "{count} file was saved. It has the SHA-256 that the sealed list gives.",
                "{count} files were saved. Each has the SHA-256 that the sealed list gives.",
                count,
            )
            first = [told.format(count=count)]
        return (*first, self.back.sentence)


def saved_name(name: str) -> str:
    """Return the name outside the bag, of letters that are safe on every system."""
    folder, _slash, last = name.rpartition("/")
    return f"viewing-{last}" if folder == layout.VIEWING else last


def save(
    file: SealedFile,
    names: Sequence[str],
    folder: Path,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
) -> SavedFiles:
    """Write files of the bag into `folder`; a file gets its name only when it is whole there.

    Raises:
        UsageError: when there is no such folder.
        SystemRefusedError: when there is no room, or the disk refuses the first one.
        DamagedError: when the first is not what was checked before, or the disk gives back others.
        Cancelled: when the person stopped it before the first.
    """
    disk = disk or Disk()
    insist_folder(folder)
    paths: list[Path] = []
    worst: Reread | None = None
    with opened(file.path, file.secrets) as source:
        for name in names:
            if layout.exhibit_id(name) in file.differing:
                raise differs(layout.exhibit_id(name))
            if name not in source.bag.names or not layout.is_known(name):
                raise other_file(name)
        sizes = {name: source.bag.size(name) for name in names}
        check_room(folder, sum(sizes.values()))
        target = _place(folder, file.verdict.bundle, names, disk)
        total, done = 2 * sum(sizes.values()), 0
        for name in names:
            path, digest = target / saved_name(name), hashlib.sha256()
            try:
                with disk.stage(path) as staged:
                    for block in source.bag.blocks(name):
                        digest.update(block)
                        staged.write(block)
                        done += len(block)
                        watch.step(done, total)
                    if digest.hexdigest() != file.digests.get(name):
                        raise other_file(name)
                    staged.flush()
                    back = reread(staged.partial, watch, done, total)
                    if back.sha256 != digest.hexdigest():
                        raise _other_bytes(path)
                    done += back.size
                    staged.commit()
            except (SystemRefusedError, DamagedError, Cancelled) as error:
                if worst is None:
                    if target != folder:
                        disk.discard_folder(target)
                    raise
                return SavedFiles(target, tuple(paths), len(names), worst, error)
            paths.append(path)
            worst = back if worst is None or _less(back, worst) else worst
    assert worst is not None  # noqa: S101  # there is at least one name
    return SavedFiles(target, tuple(paths), len(names), worst)


def _place(folder: Path, bundle: str, names: Sequence[str], disk: Disk) -> Path:
    """Return the folder, or a new one in it where any of the names is taken."""
    if not any((folder / saved_name(name)).exists() for name in names):
        return folder
    called = bundle if layout.parse_bag_name(bundle) else "Keepsafe"
    for number in range(1, _MOST_FOLDERS):
        new = folder / (called if number == 1 else f"{called} ({number})")
        if not new.exists() and not new.is_symlink():
            disk.make_folder(new)
            return new
    raise SystemRefusedError(
        _("There is already something with that name, and it was left as it is.")
    )


def _less(one: Reread, other: Reread) -> bool:
    order = ("disk", "asked", "memory")
    return order.index(one.came) > order.index(other.came)


def _other_bytes(path: Path) -> DamagedError:
    return DamagedError(
        _(
            "What {name} holds there is not what was written, so it was removed again. "
            "Nothing else is lost. Use another stick or disk."
        ).format(name=path.name)
    )
