"""Take back the parts of a sealed file whose other parts were never made."""

from __future__ import annotations

import contextlib
from pathlib import Path

from keepsafe.case.entries import Happening
from keepsafe.errors import SystemRefusedError
from keepsafe.vault.durable import Disk
from keepsafe.vault.rereading import reread
from keepsafe.vault.vault import Vault


def withdraw(vault: Vault, folder: Path, actor: str, disk: Disk) -> bool:
    """Give up the finished parts of an unfinished set; return whether there were any.

    Their files are removed from `folder` where they are, byte for byte, the ones the case noted.

    Raises:
        SystemRefusedError: when it cannot be logged.
    """
    lacking = vault.record.lacking_parts()
    for seal in lacking:
        path = folder / seal.bundle
        with contextlib.suppress(SystemRefusedError):  # it is not there, or cannot be read
            if reread(path).sha256 == seal.file_sha256:
                disk.remove(path)
    if lacking:
        vault.log([Happening("seal-abandoned", {"seal": s.number}, actor) for s in lacking])
    return bool(lacking)
