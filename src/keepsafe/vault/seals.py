"""The eight words of each seal, kept to be shown again; no ledger and no sealed file has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from keepsafe.errors import DamagedError, FormatError
from keepsafe.formats import age
from keepsafe.i18n import _
from keepsafe.vault.durable import Disk, read_file
from keepsafe.vault.ledger import Problem

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


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

    def newest(self) -> int:
        """Return the highest number of a seal whose words are kept, 0 when there is none."""
        names = (path.stem for path in self._folder.glob("*.age"))
        return max((int(name) for name in names if _NUMBER.fullmatch(name)), default=0)

    def check(self, seals: Sequence[int]) -> list[Problem]:
        """Return which of the words that are kept are no longer what was saved."""
        problems = []
        for seal in seals:
            try:
                self.show(seal)
            except DamagedError as error:
                problems.append(Problem(f"seals/{seal}.age", str(error)))
        return problems

    def show(self, seal: int) -> str | None:
        """Return the words of a seal, or None when it has none (it was made for a key).

        Raises:
            DamagedError: when the file is no longer what was saved.
        """
        try:
            locked = read_file(self._folder / f"{seal}.age")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _damaged(seal) from error
        try:
            return age.decrypt_bytes(locked, [self._identity]).decode()
        except (FormatError, UnicodeDecodeError) as error:
            raise _damaged(seal) from error


def _damaged(seal: int) -> DamagedError:
    return DamagedError(
        _("The words of seal {seal} are damaged. The case itself is not; seal it again.").format(
            seal=seal
        )
    )
