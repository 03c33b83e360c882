"""Find the bag in whatever an officer has: the outer file, what is in it, or an unpacked folder."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from keepsafe.bundle import layout, texts
from keepsafe.bundle.bags import Bag, FolderBag, ZipBag
from keepsafe.errors import CannotTellError, FormatError, KeepsafeError, WrongSecretError
from keepsafe.formats import age
from keepsafe.formats.aeszip import Member, ZipError, ZipReader
from keepsafe.intake.walking import open_regular

Need = Literal["words", "key", "nothing"]
_BLOCK = 1024 * 1024
_ZIP_START = b"PK\x03\x04"
_LOCAL_HEADER = 30


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens a sealed file: the passwords that the typed words can mean, or age identities."""

    words: tuple[str, ...] = ()
    identities: tuple[age.Identity, ...] = ()

    def __repr__(self) -> str:
        return "Secrets(...)"


@dataclass(slots=True)
class Opened:
    """A bag that can be read, and what was wrong on the way to it (`wrong`, sentences).

    `digests` gives, once everything was read, the file's SHA-256 and what it found wrong.
    """

    bag: Bag
    wrong: list[str] = field(default_factory=list)
    digest: Future[tuple[str, list[str]]] | None = None


def what_is_needed(path: Path) -> Need:
    """Return what has to be asked for before `path` can be checked.

    Raises:
        KeepsafeError: when it is nothing that can be checked.
    """
    if path.is_dir():
        inner = _folder_evidence(path)
        return "nothing" if inner is None else what_is_needed(inner)
    with open_regular(path) as file:
        if _is_age(file):
            return "key"
        reader = _reader(file, path)
        if reader.find(layout.EVIDENCE_AGE):
            return "key"
        encrypted = any(m.form == "aes" for m in reader.members)
        return "words" if encrypted or reader.find(layout.EVIDENCE_ZIP) else "nothing"


@contextlib.contextmanager
def opened(path: Path, secrets: Secrets) -> Iterator[Opened]:
    """Open what `path` is, and close it again.

    Raises:
        WrongSecretError: when the words or keys do not open it.
        CannotTellError: when it is nothing that Keepsafe made, or no words or key were given.
        FormatError: when it is a sealed file that was changed in its outer form.
    """
    if path.is_dir():
        inner = _folder_evidence(path)
        if inner is not None:
            with opened(inner, secrets) as result:
                yield result
            return
        yield Opened(FolderBag(_bag_folder(path)))
        return
    with (
        contextlib.closing(open_regular(path)) as file,
        contextlib.closing(open_regular(path)) as again,
        ThreadPoolExecutor(max_workers=1) as helper,
    ):
        if _is_age(file):
            result = Opened(_age_bag(file, secrets))
            ranges: list[Member] = []
        else:
            reader = _reader(file, path)
            result, ranges = _from_zip(reader, path, secrets)
        result.digest = helper.submit(_digest_file, again, ranges)
        yield result


def _from_zip(reader: ZipReader, path: Path, secrets: Secrets) -> tuple[Opened, list[Member]]:
    names = [member.name for member in reader.members]
    if layout.EVIDENCE_ZIP not in names and layout.EVIDENCE_AGE not in names:
        if not any(layout.parse_bag_name(name.partition("/")[0]) for name in names):
            if layout.START_HERE in names:
                raise FormatError("The locked part of this file, evidence.zip, is missing.")
            raise _not_ours(path)
        # The inner zip by itself; a plain one is what the age program makes of evidence.zip.age.
        encrypted = any(member.form == "aes" for member in reader.members)
        return Opened(_words_bag(reader, secrets) if encrypted else ZipBag(reader, None)), []
    wrong = _outer_problems(reader)
    evidence = next(m for m in reader.members if m.name.startswith(layout.EVIDENCE_ZIP))
    if evidence.form != "plain":
        raise FormatError(f"{evidence.name} is locked once more, which Keepsafe never does.")
    with contextlib.ExitStack() as stack:
        window = Window(stack.enter_context(open_regular(path)), evidence)
        if evidence.name == layout.EVIDENCE_AGE:
            bag: Bag = _age_bag(window, secrets)
        else:
            bag = _words_bag(ZipReader(window), secrets)
        window.keep(stack.pop_all())
    return Opened(bag, wrong), [m for m in reader.members if m.form == "plain"]


def _outer_problems(reader: ZipReader) -> list[str]:
    wrong = []
    names = [member.name for member in reader.members]
    allowed = (layout.START_HERE, layout.READER, layout.EVIDENCE_ZIP, layout.EVIDENCE_AGE)
    for name in names:
        if name not in allowed:
            wrong.append(f"There is a file that does not belong: {name}.")
    if layout.START_HERE not in names:
        wrong.append(f"{layout.START_HERE} is missing.")
    if layout.EVIDENCE_ZIP in names and layout.EVIDENCE_AGE in names:
        wrong.append("There are two locked parts, and a sealed file has one.")
    if layout.READER in names:
        wrong.append(f"{layout.READER} is not the reader that Keepsafe made: reader replaced.")
    start = reader.find(layout.START_HERE)
    if start is not None and (start.form != "plain" or start.size != len(texts.start_here())):
        wrong.append(f"{layout.START_HERE} was replaced by another text.")
    elif start is not None:
        try:
            content = b"".join(bytes(block) for block in reader.blocks(start))
        except ZipError as error:
            wrong.append(str(error))
        else:
            if content != texts.start_here():
                wrong.append(f"{layout.START_HERE} was replaced by another text.")
    return wrong


def _words_bag(reader: ZipReader, secrets: Secrets) -> ZipBag:
    if not secrets.words:
        raise CannotTellError(
            "This file is locked with eight words. Without them nothing can be said about it."
        )
    password = next((word for word in secrets.words if _opens(reader, word)), None)
    if password is None:
        raise WrongSecretError(
            "These words do not open this file. Nothing was changed. Check them with the sheet."
        )
    return ZipBag(reader, password)


def _opens(reader: ZipReader, password: str) -> bool:
    """Return whether a password is the right one, though some members may have been changed.

    Each member has two check bytes. When only some fit, the smallest that does is decrypted: its
    authentication tells a right password from one that fits by chance.
    """
    encrypted = [member for member in reader.members if member.form == "aes"]
    fitting = [member for member in encrypted if reader.fits(member, password)]
    if not fitting or len(fitting) == len(encrypted) > 2:
        return bool(fitting)
    smallest = min(fitting, key=lambda member: member.size)
    try:
        for _block in reader.blocks(smallest, password):
            pass
    except ZipError:
        return False
    return True


def _age_bag(file: Window | io.FileIO, secrets: Secrets) -> ZipBag:
    if not secrets.identities:
        raise CannotTellError(
            "This file is locked for a unit's key. Without that key nothing can be said about it."
        )
    try:
        return ZipBag(ZipReader(age.decrypt(file, secrets.identities)), None)
    except age.NoMatchError as error:
        raise WrongSecretError("This key does not open this file. Nothing was changed.") from error


class Window(io.RawIOBase):
    """One member of the outer zip, as a file of its own."""

    def __init__(self, file: io.FileIO, member: Member) -> None:
        self._file = file
        self._start = member.data_offset
        self._size = member.size
        self._position = 0
        self._owned: contextlib.ExitStack | None = None

    def keep(self, owned: contextlib.ExitStack) -> None:
        """Close `owned` when this is closed."""
        self._owned = owned

    def close(self) -> None:
        """Close the file below."""
        if self._owned is not None:
            self._owned.close()
            self._owned = None
        super().close()

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in the member."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move within the member."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: object, /) -> int:
        """Fill up to all of `buffer` from the member."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # io leaves it untyped
        room = min(len(view), max(0, self._size - self._position))
        self._file.seek(self._start + self._position)
        got = self._file.readinto(view[:room]) or 0
        self._position += got
        return got


def _digest_file(file: io.FileIO, members: list[Member]) -> tuple[str, list[str]]:
    """Return a file's SHA-256, and which of its plain members fail their checksum."""
    digest, buffer, position = hashlib.sha256(), bytearray(_BLOCK), 0
    checksums = dict.fromkeys(members, 0)
    file.seek(0)
    while got := file.readinto(buffer):
        view = memoryview(buffer)[:got]
        digest.update(view)
        for member in members:
            start = max(member.data_offset - position, 0)
            end = min(member.data_offset + member.size - position, got)
            if start < end:
                checksums[member] = zlib.crc32(view[start:end], checksums[member])
        position += got
    wrong = [f"{m.name} was changed." for m, crc in checksums.items() if crc != m.crc]
    return digest.hexdigest(), wrong


def _is_age(file: io.FileIO) -> bool:
    start = file.read(64)
    file.seek(0)
    return start.startswith(b"age-encryption.org/") or b"BEGIN AGE ENCRYPTED" in start


def _reader(file: io.FileIO, path: Path) -> ZipReader:
    try:
        return ZipReader(file)
    except ZipError:
        if _claims_to_be_ours(file):
            raise
        raise _not_ours(path) from None


def _claims_to_be_ours(file: io.FileIO) -> bool:
    file.seek(0)
    start = file.read(_LOCAL_HEADER + 64)
    name = start[_LOCAL_HEADER:]
    return start.startswith(_ZIP_START) and name.startswith((b"START-HERE", b"KS-"))


def _not_ours(path: Path) -> CannotTellError:
    return CannotTellError(f"{path.name} is not a file that Keepsafe made.")


def _folder_evidence(path: Path) -> Path | None:
    """Return the locked part in a folder that the outer file was extracted to, or None."""
    names = (layout.EVIDENCE_ZIP, layout.EVIDENCE_AGE)
    return next((path / name for name in names if (path / name).is_file()), None)


def _bag_folder(path: Path) -> Path:
    if (path / layout.BAGIT).is_file() or layout.parse_bag_name(path.resolve().name):
        return path.resolve()
    inside = [p for p in path.iterdir() if p.is_dir() and layout.parse_bag_name(p.name)]
    if len(inside) == 1 and not os.path.islink(inside[0]):  # noqa: PTH114
        return inside[0]
    raise CannotTellError(f"{path.name} is not a folder that came from a Keepsafe file.")


def sentence(error: KeepsafeError | OSError) -> str:
    """Return what to say of an error met on the way to a bag."""
    if isinstance(error, KeepsafeError):
        return str(error)
    return "This could not be read from the disk."
