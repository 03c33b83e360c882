"""The eight words of each seal, kept to be shown again; no ledger and no sealed file has them."""

from __future__ import annotations

from pathlib import Path

from keepsafe.errors import DamagedError, FormatError
from keepsafe.formats import age
from keepsafe.vault.durable import Disk


class SealWords:
    """The folder of words, one age file a seal."""

    def __init__(self, root: Path, identity: age.X25519Identity, disk: Disk) -> None:
        self._folder = root / "seals"
        self._identity = identity
        self._disk = disk

    def keep(self, seal: int, password: str) -> None:
        """Make the words of a seal durable, before anything is encrypted with them."""
        locked = age.encrypt_bytes(password.encode(), [self._identity.recipient()])
        self._disk.replace(self._folder / f"{seal}.age", locked)

    def show(self, seal: int) -> str | None:
        """Return the words of a seal, or None when it has none (it was made for a key).

        Raises:
            DamagedError: when the file is no longer what was saved.
        """
        try:
            locked = (self._folder / f"{seal}.age").read_bytes()
        except FileNotFoundError:
            return None
        try:
            return age.decrypt_bytes(locked, [self._identity]).decode()
        except FormatError as error:
            raise DamagedError(
                f"The words of seal {seal} are damaged. The case itself is not; seal it again."
            ) from error
