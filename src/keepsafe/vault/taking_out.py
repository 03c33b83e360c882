"""Give back copies of kept files, byte for byte, into a folder that the person chose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from keepsafe.case.record import Exhibit
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

_BLOCK = 1024 * 1024


def take_out(
    vault: Vault, exhibits: Sequence[Exhibit], folder: Path, watch: Watch = UNWATCHED
) -> list[Path]:
    """Write each exhibit into `folder` under its neutral name; return where they are.

    Raises:
        SystemRefusedError: when a name is taken, or the disk refuses.
        DamagedError: when a file in the case is no longer whole.
        Cancelled: when the person stopped it; what was written before is whole.
    """
    total, done, written = sum(exhibit.file.size for exhibit in exhibits), 0, []
    for exhibit in exhibits:
        path = folder / exhibit.neutral_name
        with vault.exhibits.open(exhibit) as source, Disk().stage(path) as staged:
            while block := source.read1(_BLOCK):
                staged.write(block)
                done += len(block)
                watch.step(done, total)
            staged.commit()
        written.append(path)
    return written
