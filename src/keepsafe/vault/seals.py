"""The eight words of each seal, kept to be shown again; no ledger and no sealed file has them.

Of a seal without words, one that a unit's key opens, what its file is: after a crash nothing here
could open it to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from keepsafe.errors import DamagedError, FormatError
from keepsafe.formats import age
from keepsafe.formats.canonical import canonical, parse
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
        self._write(seal, {"words": password})

    def note_file(self, seal: int, seal_code: str, file_sha256: str) -> None:
        """Make durable what the file of a seal without words is, before it gets its name."""
        self._write(seal, {"seal_code": seal_code, "file_sha256": file_sha256})

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
        return self._read(seal).get("words")

    def noted_file(self, seal: int) -> tuple[str, str] | None:
        """Return the (seal code, SHA-256) noted of a seal's file, or None.

        Raises:
            DamagedError: when the file is no longer what was saved.
        """
        noted = self._read(seal)
        code, digest = noted.get("seal_code"), noted.get("file_sha256")
        return (code, digest) if code and digest else None

    def _write(self, seal: int, told: dict[str, str]) -> None:
        # The number too: whoever can write here could let one seal's file stand for another's.
        content = canonical({"seal": seal, **told})
        locked = age.encrypt_bytes(content, [self._identity.recipient()])
        self._disk.replace(self._folder / f"{seal}.age", locked)

    def _read(self, seal: int) -> dict[str, str]:
        try:
            locked = read_file(self._folder / f"{seal}.age")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _damaged(seal) from error
        try:
            told = parse(age.decrypt_bytes(locked, [self._identity]))
        except FormatError as error:
            raise _damaged(seal) from error
        if told.pop("seal", None) != seal or not all(isinstance(v, str) for v in told.values()):
            raise _damaged(seal)
        return told


def _damaged(seal: int) -> DamagedError:
    return DamagedError(
        _("The words of seal {seal} are damaged. The case itself is not; seal it again.").format(
            seal=seal
        )
    )
