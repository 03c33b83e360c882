"""The desk: drafts and the place where the person was, locked like everything else in the case.

It is no part of the record: replaced in place, never logged, never exported, and lost without harm.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from keepsafe.errors import FormatError
from keepsafe.formats import age
from keepsafe.vault.durable import Disk, read_file
from keepsafe.vault.folder import DESK

_LONGEST = 16 * 1024 * 1024


class Desk:
    """One age file of JSON."""

    def __init__(self, root: Path, identity: age.X25519Identity, disk: Disk) -> None:
        self._path = root / DESK
        self._identity = identity
        self._disk = disk

    def read(self) -> dict[str, Any]:
        """Return what lies on the desk; nothing where it is missing, damaged or not ours."""
        try:
            locked = read_file(self._path)
            if len(locked) > _LONGEST:
                return {}
            found = json.loads(age.decrypt_bytes(locked, [self._identity]))
        except (OSError, FormatError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, things: dict[str, Any]) -> None:
        """Replace what lies on the desk; afterwards it is wholly the old or the new.

        Raises:
            SystemRefusedError: when the disk refuses; then the old things are still there.
        """
        data = json.dumps(things, separators=(",", ":")).encode()
        self._disk.replace(self._path, age.encrypt_bytes(data, [self._identity.recipient()]))
