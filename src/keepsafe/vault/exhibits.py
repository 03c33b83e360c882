"""The exhibits on the disk: one age file each, byte-exact inside, under a random name."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keepsafe.case.record import Exhibit
from keepsafe.errors import DamagedError, FormatError
from keepsafe.formats import age
from keepsafe.hashing import sha256_of
from keepsafe.i18n import N_, translated
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk, StagedFile, open_file
from keepsafe.vault.ledger import Problem

_HEAD = 256
_MISSING = N_(
    "The saved copy of {item} is missing. All others can still be used; "
    "if the phone still has the picture, add it again."
)
_UNREADABLE = N_(
    "The saved copy of {item} cannot be read from the disk. All others can still be used; "
    "if the phone still has the picture, add it again."
)
_NOT_SAVED = N_(
    "The saved copy of {item} is not what was saved. All others can still be used; "
    "if the phone still has the picture, add it again."
)
_SWAPPED = N_(
    "The saved copy of {item} is not the one that was saved. All others can still be used; "
    "if the phone still has the picture, add it again."
)
_CHANGED = N_(
    "The saved copy of {item} is no longer what was saved. All others can still be used; "
    "if the phone still has the picture, add it again."
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An exhibit's file as it lies in the vault: size in bytes, SHA-256 of its first 256."""

    name: str
    size: int
    head_sha256: str


class ExhibitWriter:
    """Takes an exhibit's bytes; `finish` makes them durable, leaving the block without discards."""

    def __init__(self, disk: Disk, folder: Path, recipient: age.Recipient) -> None:
        self._name = f"{secrets.token_hex(12)}.age"
        self._head = bytearray()
        self._staged: StagedFile = disk.stage(folder / self._name)
        try:
            self._writer = age.encrypt(self, [recipient])
        except BaseException:
            self._staged.discard()
            raise

    def write(self, data: bytes | memoryview, /) -> int:
        """Take ciphertext from the encryption; not for callers, who use `add`."""
        if len(self._head) < _HEAD:
            self._head += data[: _HEAD - len(self._head)]
        return self._staged.write(data)

    def add(self, data: bytes | memoryview) -> None:
        """Encrypt and write a piece of the exhibit."""
        self._writer.write(data)

    def finish(self) -> Stored:
        """Make the file durable; its name becomes so with the folder's next sync."""
        self._writer.close()
        self._staged.commit(sync_folder=False)
        return Stored(self._name, self._staged.size, hashlib.sha256(self._head).hexdigest())

    def __enter__(self) -> ExhibitWriter:
        return self

    def __exit__(self, *_details: object) -> None:
        self._writer.abandon()
        self._staged.discard()


class ExhibitFolder:
    """All exhibits of a case."""

    def __init__(self, root: Path, identity: age.X25519Identity, disk: Disk) -> None:
        self._folder = root / "exhibits"
        self._identity = identity
        self._recipient = identity.recipient()
        self._disk = disk

    def new(self) -> ExhibitWriter:
        """Return a writer for one more exhibit."""
        return ExhibitWriter(self._disk, self._folder, self._recipient)

    def sync(self) -> None:
        """Make the names of all finished exhibits durable."""
        self._disk.sync_folder(self._folder)

    def open(self, exhibit: Exhibit) -> age.DecryptingReader:
        """Return the exhibit's bytes as a seekable stream.

        Raises:
            DamagedError: when it is missing, or no longer what was saved.
        """
        return self.open_stored(exhibit.file.stored, exhibit.id)

    def open_stored(self, name: str, called: str) -> age.DecryptingReader:
        """Return the bytes of the file `name`, which people know as `called`."""
        try:
            source = open_file(self._folder / name)
        except FileNotFoundError as error:
            raise _damaged(called, _MISSING) from error
        except OSError as error:
            raise _damaged(called, _UNREADABLE) from error
        try:
            return age.decrypt(source, [self._identity], close_source=True)
        except FormatError as error:
            source.close()
            raise _damaged(called, _NOT_SAVED) from error

    def destroy(self, stored: str) -> None:
        """Destroy the stored file of that name; it may already be gone."""
        self._disk.destroy(self._folder / stored)

    def glance(self, exhibits: Iterable[Exhibit]) -> list[Problem]:
        """Return which files are missing, swapped or cut, by their size and first bytes."""
        return [p for e in exhibits if (p := self._glance_at(e)) is not None]

    def _glance_at(self, exhibit: Exhibit) -> Problem | None:
        file = exhibit.file
        try:
            with open_file(self._folder / file.stored) as source:
                head = source.read(_HEAD)
                size = source.seek(0, 2)
        except FileNotFoundError:
            return _problem(exhibit, _MISSING)
        except OSError:
            return _problem(exhibit, _UNREADABLE)
        if size != file.stored_size or hashlib.sha256(head).hexdigest() != file.stored_head:
            return _problem(exhibit, _SWAPPED)
        return None

    def is_whole(self, exhibit: Exhibit) -> bool:
        """Return whether every byte of an exhibit is still what was saved."""
        return not self.check([exhibit])

    def check(self, exhibits: Sequence[Exhibit], watch: Watch = UNWATCHED) -> list[Problem]:
        """Read every byte and return which exhibits are no longer what was saved."""
        total = sum(e.file.size for e in exhibits)
        done, problems = 0, []
        for exhibit in exhibits:
            try:
                self._check_one(exhibit, done, total, watch)
            except DamagedError as error:
                problems.append(Problem(exhibit.id, str(error)))
            done += exhibit.file.size
        return problems

    def _check_one(self, exhibit: Exhibit, before: int, total: int, watch: Watch) -> None:
        if problem := self._glance_at(exhibit):
            raise DamagedError(problem.sentence)
        try:
            with self.open(exhibit) as reader:
                sha256, _size = sha256_of(reader, watch, before, total)
        except (FormatError, OSError) as error:
            raise _damaged(exhibit.id, _CHANGED) from error
        if sha256 != exhibit.file.sha256:
            raise _damaged(exhibit.id, _CHANGED)

    def orphans(self, known: frozenset[str]) -> list[str]:
        """Return the names of whole files that no entry speaks of."""
        names = (path.name for path in self._folder.glob("*"))
        return sorted(n for n in names if n.endswith(".age") and n not in known)


def _problem(exhibit: Exhibit, what: str) -> Problem:
    return Problem(exhibit.id, str(_damaged(exhibit.id, what)))


def _damaged(called: str, what: str) -> DamagedError:
    return DamagedError(translated(what).format(item=called))
