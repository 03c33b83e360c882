"""Seal a case as several files, for where one would be too large: an upload link, a FAT stick.

All parts are made, or none: what a crash or a refusal leaves of a set is taken back.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from keepsafe.bundle.delivering import check_room, insist_free
from keepsafe.bundle.parts import Part, split
from keepsafe.bundle.sealing import (
    PartToSeal,
    SealChoice,
    Sealed,
    add_forms,
    find_damaged,
    finish_or_abandon,
    new_password,
    next_number,
    room_for,
    room_for_texts,
    seal,
)
from keepsafe.bundle.withdrawing import withdraw
from keepsafe.errors import KeepsafeError, UsageError
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

DEFAULT_SIZE = 2_000_000_000
"""Bytes of the largest part: what links for uploading evidence mostly take (about 2 GB)."""
SMALLEST_SIZE = 10_000_000


def seal_in_parts(
    vault: Vault,
    folder: Path,
    choice: SealChoice,
    actor: str,
    watch: Watch = UNWATCHED,
    disk: Disk | None = None,
    *,
    part_size: int = DEFAULT_SIZE,
) -> tuple[Sealed, ...]:
    """Make the next sealed file of a case, in parts of at most about `part_size` bytes each.

    One file when all fits in one. The parts have the same words. What pages of pictures take is
    estimated, generously.

    Raises:
        UsageError: when one exhibit alone is larger than a part may be.
        As `seal`; then no part is left.
    """
    disk = disk or Disk()
    if part_size < SMALLEST_SIZE:
        raise UsageError(_("A part must be at least 10 MB large. Nothing was made."))
    vault.insist_writable()
    finish_or_abandon(vault, folder, actor, watch, disk)
    damaged = find_damaged(vault, watch) if choice.without_damaged else ()
    kept = [e for e in vault.record.handed_over().exhibits if e.id not in damaged]
    runs = split([(e, room_for([e])) for e in kept], room_for_texts(choice), part_size)
    if len(runs) == 1:
        return (seal(vault, folder, choice, actor, watch, disk),)
    check_room(folder, sum(room_for(run) + room_for_texts(choice) for run in runs))
    first, code = next_number(vault), vault.record.code
    parts = tuple(
        Part(f"{code}-{first + n}.zip", tuple(e.id for e in run)) for n, run in enumerate(runs)
    )
    for part in parts:
        insist_free(folder / part.bundle)
    password = new_password(choice)
    sealed: list[Sealed] = []
    plainly = dataclasses.replace(choice, with_forms=False)
    try:
        for part in parts:
            share = _share(watch, len(sealed), len(parts))
            to_seal = PartToSeal(parts, part, password, damaged)
            sealed.append(seal(vault, folder, plainly, actor, share, disk, part=to_seal))
    except KeepsafeError:
        withdraw(vault, folder, actor, disk)
        raise
    if choice.with_forms:  # only now: before, a part may still be taken back
        sealed = [
            dataclasses.replace(part, forms=add_forms(vault, part, choice, disk)) for part in sealed
        ]
    return tuple(sealed)


def _share(watch: Watch, place: int, count: int) -> Watch:
    """Let one part of several fill its share of the bar."""

    def progress(done: int, total: int) -> None:
        watch.progress(place * total + min(done, total), count * total)

    return Watch(progress, watch.cancelled)
