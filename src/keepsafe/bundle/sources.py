"""Find the bag in whatever an officer has: the outer file, what is in it, or an unpacked folder."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from keepsafe.bundle import layout, texts
from keepsafe.bundle.bags import Bag, FolderBag, ZipBag, is_system_file
from keepsafe.bundle.mistaken import not_ours
from keepsafe.errors import CannotTellError, FormatError, WrongSecretError
from keepsafe.formats import age
from keepsafe.formats.aeszip import Member, SeekableSource, ZipError, ZipReader
from keepsafe.i18n import N_, _, translated
from keepsafe.intake.walking import open_regular

Need = Literal["words", "key", "nothing"]
_BLOCK = 1024 * 1024
_ZIP_START = b"PK\x03\x04"
_LOCAL_HEADER = 30
_OUTER = (layout.START_HERE, layout.READER, layout.EVIDENCE_ZIP, layout.EVIDENCE_AGE)
# No START-HERE.txt and no reader of ours comes near these; what is longer is read no further.
_LONGEST = {layout.START_HERE: 64 * 1024, layout.READER: 4 * 1024 * 1024}
_MOST_STRAYS = 100
_MOST_TRIED = 1000
_NOT_CHANCE = 3
_REPLACED_START = N_("START-HERE.txt was replaced by another text.")
_DAMAGED_READER = N_("OPEN-ME.html was changed. Use your own copy of the reader.")
_REPLACED_READER = N_(
    "OPEN-ME.html is not the reader that Keepsafe made: reader replaced. Use your own copy of the "
    "reader."
)


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

    `aside` are files that may lie there and say nothing either way. `beside` are bags that were
    unpacked next to it, which must hold the same. `digest` gives, once everything was read, the
    file's SHA-256 and what it found wrong. `copies` is whether they are plain copies of some of it,
    `outer` whether there is a file around the locked part, or what was unpacked of one.
    """

    bag: Bag
    wrong: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    beside: list[Bag] = field(default_factory=list)
    digest: Future[tuple[str, list[str]]] | None = None
    copies: bool = False
    outer: bool = False


def what_is_needed(path: Path) -> Need:
    """Return what has to be asked for before `path` can be checked.

    Raises:
        KeepsafeError: when it is nothing that can be checked.
    """
    if path.is_dir():
        inner = None if _copies_folder(path) else _folder_evidence(path)
        return "nothing" if inner is None else what_is_needed(inner)
    with open_regular(path) as file:
        if _is_age(file):
            return "key"
        reader = _reader(file, path)
        if reader.find(layout.EVIDENCE_AGE):
            return "key"
        encrypted = any(m.form == "aes" for m in reader.members)
        outer = any(reader.find(name) for name in (layout.EVIDENCE_ZIP, layout.START_HERE))
        if not (encrypted or outer or _holds_a_bag(reader)):
            raise not_ours(path)
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
        if copies := _copies_folder(path):
            yield Opened(FolderBag(copies), copies=True)
            return
        inner = _folder_evidence(path)
        if inner is None:
            yield Opened(FolderBag(_bag_folder(path)))
            return
        with opened(inner, secrets) as result:
            result.outer = True
            result.wrong += _folder_problems(path, result.aside)
            result.beside += [FolderBag(folder) for folder in _bag_folders(path)]
            yield result
        return
    stopped = threading.Event()
    with contextlib.ExitStack() as stack:
        file, again = (stack.enter_context(open_regular(path)) for _ in range(2))
        _insist_same(file, again)
        helper = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        stack.callback(stopped.set)
        if _is_age(file):
            result = Opened(_age_bag(file, secrets, path))
            ranges: list[Member] = []
        else:
            result, ranges = _from_zip(file, path, secrets, stack)
        in_context = copy_context().run  # its sentences are in this language
        result.digest = helper.submit(in_context, _digest_file, again, ranges, stopped)
        yield result


def _from_zip(
    file: io.FileIO, path: Path, secrets: Secrets, stack: contextlib.ExitStack
) -> tuple[Opened, list[Member]]:
    """Return the bag in a zip, and the members whose checksum shows whether they are whole."""
    reader = _reader(file, path)
    names = [member.name for member in reader.members]
    evidence = reader.find(layout.EVIDENCE_ZIP) or reader.find(layout.EVIDENCE_AGE)
    if evidence is None:
        if not _holds_a_bag(reader):
            if layout.START_HERE in names:
                raise FormatError(_("The locked part of this file, evidence.zip, is missing."))
            raise not_ours(path)
        # The inner zip by itself; a plain one is what the age program makes of evidence.zip.age.
        encrypted = any(member.form == "aes" for member in reader.members)
        return Opened(_words_bag(reader, secrets) if encrypted else ZipBag(reader, None)), []
    wrong = _outer_problems(reader)
    if evidence.form != "plain":
        raise FormatError(
            _("{name} is locked once more, which Keepsafe never does.").format(name=evidence.name)
        )
    below = stack.enter_context(open_regular(path))
    _insist_same(file, below)
    window = Window(below, evidence)
    if evidence.name == layout.EVIDENCE_AGE:
        bag: Bag = _age_bag(window, secrets, None)
    else:
        bag = _words_bag(ZipReader(window), secrets)
    if (called := layout.parse_bag_name(path.stem)) and layout.parse_bag_name(bag.name) != called:
        wrong.append(
            _("The file is called {name}, and it holds {named}.").format(
                name=path.name, named=bag.name
            )
            if bag.name
            else _("The file is called {name}, and it holds another.").format(name=path.name)
        )
    return Opened(bag, wrong, outer=True), [evidence]


def outer_form(path: Path) -> tuple[str, int, list[str]]:
    """Return a sealed file's SHA-256 and size, and what of its outer form is not as it was written.

    The locked part is not opened: its checksum, in the clear, tells whether a disk kept it.

    Raises:
        SystemRefusedError: when the disk does not give it.
    """
    with open_regular(path) as file:
        try:
            members = list(ZipReader(file).members)
        except ZipError as error:
            members, wrong = [], [str(error)]
        else:
            wrong = []
        digest, changed = _digest_file(file, members, threading.Event())
        return digest, os.fstat(file.fileno()).st_size, wrong + changed


def _outer_problems(reader: ZipReader) -> list[str]:
    names = [member.name for member in reader.members]
    strays = [name for name in names if name not in _OUTER]
    wrong = [
        _("There is a file that does not belong: {name}.").format(name=name)
        for name in strays[:_MOST_STRAYS]
    ]
    if len(strays) > _MOST_STRAYS:
        wrong.append(_("There are many more files that do not belong."))
    ours = [name for name in names if name in _OUTER]
    if ours != sorted(ours, key=_OUTER.index):
        wrong.append(
            _("The parts of this file are not in the order in which Keepsafe writes them.")
        )
    if layout.EVIDENCE_ZIP in names and layout.EVIDENCE_AGE in names:
        wrong.append(_("There are two locked parts, and a sealed file has one."))
    if layout.START_HERE not in names:
        wrong.append(_("{name} is missing.").format(name=layout.START_HERE))
    for name, longest in _LONGEST.items():
        member = reader.find(name)
        if member is None:
            continue
        if member.form != "plain" or member.size > longest:
            wrong += _replaced(name, None)
            continue
        try:
            content = b"".join(bytes(block) for block in reader.blocks(member))
        except ZipError as error:
            damaged = name == layout.READER
            wrong.append(translated(_DAMAGED_READER) if damaged else str(error))
        else:
            wrong += _replaced(name, content)
    return wrong


def _replaced(name: str, content: bytes | None) -> list[str]:
    """Say that one of the two clear parts is not one that Keepsafe made; None is none it could."""
    known = texts.known_start_here() if name == layout.START_HERE else texts.known_readers()
    if content is not None and hashlib.sha256(content).hexdigest() in known:
        return []
    return [translated(_REPLACED_START if name == layout.START_HERE else _REPLACED_READER)]


def _words_bag(reader: ZipReader, secrets: Secrets) -> ZipBag:
    if not any(member.form == "aes" for member in reader.members):
        raise FormatError(
            _("{file} is not locked with words, which Keepsafe always does.").format(
                file=layout.EVIDENCE_ZIP
            )
        )
    if not secrets.words:
        raise CannotTellError(
            _("This file is locked with eight words. Without them nothing can be said about it.")
        )
    password = next((word for word in secrets.words if _opens(reader, word)), None)
    if password is None:
        raise WrongSecretError(
            _("These words do not open this file. Check them with the paper, word by word.")
        )
    return ZipBag(reader, password)


def _opens(reader: ZipReader, password: str) -> bool:
    """Return whether a password is the right one, though some members may have been changed.

    Each member has two check bytes, which a wrong password fits once in 65,536 times. A member that
    also decrypts to what was authenticated settles it; else several that fit cannot be chance.
    """
    encrypted = [member for member in reader.members if member.form == "aes"]
    encrypted.sort(key=lambda member: member.size)
    fitting = 0
    for member in encrypted[:_MOST_TRIED]:
        if reader.fits(member, password):
            fitting += 1
            if fitting >= _NOT_CHANCE or _is_whole(reader, member, password):
                return True
    return False


def _is_whole(reader: ZipReader, member: Member, password: str) -> bool:
    try:
        for _block in reader.blocks(member, password):
            pass
    except ZipError:
        return False
    return True


def _age_bag(file: Window | io.FileIO, secrets: Secrets, path: Path | None) -> ZipBag:
    """Return the bag in an age file; `path` is given when nothing around it says it is ours."""
    if not secrets.identities:
        raise CannotTellError(
            _(
                "This file is locked for a unit's key. Without that key nothing can be said about "
                "it."
            )
        )
    try:
        content = age.decrypt(file, secrets.identities)
    except age.NoMatchError as error:
        raise WrongSecretError(
            _("This key does not open this file. Use the unit's key.")
        ) from error
    if path is None:
        return ZipBag(ZipReader(content), None)
    reader = _reader(content, path)
    if not _holds_a_bag(reader):
        raise not_ours(path)
    return ZipBag(reader, None)


class Window(io.RawIOBase):
    """One member of the outer zip, as a file of its own."""

    def __init__(self, file: io.FileIO, member: Member) -> None:
        self._file = file
        self._start = member.data_offset
        self._size = member.size
        self._position = 0

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


def _digest_file(
    file: io.FileIO, members: list[Member], stopped: threading.Event
) -> tuple[str, list[str]]:
    """Return a file's SHA-256, and which of its plain members fail their checksum."""
    digest, buffer, position = hashlib.sha256(), bytearray(_BLOCK), 0
    checksums = dict.fromkeys(members, 0)
    file.seek(0)
    while (got := file.readinto(buffer)) and not stopped.is_set():
        view = memoryview(buffer)[:got]
        digest.update(view)
        for member in members:
            start = max(member.data_offset - position, 0)
            end = min(member.data_offset + member.size - position, got)
            if start < end:
                checksums[member] = zlib.crc32(view[start:end], checksums[member])
        position += got
    wrong = [
        _("{name} was changed.").format(name=m.name) for m, crc in checksums.items() if crc != m.crc
    ]
    return digest.hexdigest(), wrong


def _insist_same(file: io.FileIO, other: io.FileIO) -> None:
    first, second = os.fstat(file.fileno()), os.fstat(other.fileno())
    if (first.st_dev, first.st_ino) != (second.st_dev, second.st_ino):
        raise CannotTellError(
            _("The file was exchanged while it was being opened. Check it again.")
        )


def _is_age(file: io.FileIO) -> bool:
    start = file.read(64)
    file.seek(0)
    return start.startswith(b"age-encryption.org/") or b"BEGIN AGE ENCRYPTED" in start


def _reader(file: SeekableSource, path: Path) -> ZipReader:
    try:
        return ZipReader(file)
    except ZipError:
        if _claims_to_be_ours(file):
            raise
        raise not_ours(path) from None


def _holds_a_bag(reader: ZipReader) -> bool:
    return any(layout.parse_bag_name(member.name.partition("/")[0]) for member in reader.members)


def _claims_to_be_ours(file: SeekableSource) -> bool:
    file.seek(0)
    start = file.read(_LOCAL_HEADER + 64)
    name = start[_LOCAL_HEADER:]
    return start.startswith(_ZIP_START) and name.startswith((b"START-HERE", b"KS-"))


def _shown(path: Path) -> str:
    return texts.shown(path.name or path.resolve().name)


def _folder_evidence(path: Path) -> Path | None:
    """Return the locked part in a folder that the outer file was extracted to, or None."""
    if _is_bag(path):  # a locked part in a bag does not belong, and vouches for nothing there
        return None
    names = (layout.EVIDENCE_ZIP, layout.EVIDENCE_AGE)
    found = [path / name for name in names if (path / name).is_file()]
    if len(found) > 1:
        # What the age program made of the one is the other; they may be of different seals.
        raise CannotTellError(
            _(
                "There are two locked parts in this folder, {first} and {second}. Check one of "
                "them at a time."
            ).format(first=names[0], second=names[1])
        )
    return found[0] if found else None


def _folder_problems(path: Path, aside: list[str]) -> list[str]:
    """Return what is wrong in a folder that the outer file was extracted to, beside the evidence.

    Forms to fill in are put into `aside`.

    Raises:
        CannotTellError: when other things lie there, which nobody should take for checked.
    """
    wrong = []
    with os.scandir(path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if is_system_file(entry.name) or entry.name in (layout.EVIDENCE_ZIP, layout.EVIDENCE_AGE):
            continue
        plain = entry.is_file(follow_symlinks=False)
        folder = entry.is_dir(follow_symlinks=False)
        if entry.name in _LONGEST and plain:
            with open_regular(Path(entry.path)) as file:
                content = file.read(_LONGEST[entry.name] + 1)
            wrong += _replaced(entry.name, content)
        elif layout.is_forms(entry.name) and plain:
            aside.append(entry.name)
        elif not (folder and layout.parse_bag_name(entry.name)):
            raise CannotTellError(
                _(
                    "Something else lies in this folder, which cannot be checked: {name}. Check "
                    "the sealed file by itself."
                ).format(name=texts.shown(entry.name))
            )
    return wrong


def _copies_folder(path: Path) -> Path | None:
    """Return the folder of plain copies that `path` is, or that is all it holds, or None."""
    if layout.parse_copies_name(path.resolve().name):
        return path.resolve()
    inside = [entry for entry in path.iterdir() if not is_system_file(entry.name)]
    alone = inside[0] if len(inside) == 1 else path
    return alone if layout.parse_copies_name(alone.name) and alone.is_dir() else None


def _is_bag(path: Path) -> bool:
    return (path / layout.BAGIT).is_file() or bool(layout.parse_bag_name(path.resolve().name))


def _bag_folders(path: Path) -> list[Path]:
    """Return the unpacked bags that lie in a folder."""
    with os.scandir(path) as entries:
        return sorted(
            Path(entry.path)
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and layout.parse_bag_name(entry.name)
        )


def _bag_folder(path: Path) -> Path:
    if _is_bag(path):
        return path.resolve()
    inside = _bag_folders(path)
    if not inside:
        raise CannotTellError(
            _("{name} is not a folder that came from a Keepsafe file.").format(name=_shown(path))
        )
    others = [p.name for p in path.iterdir() if p not in inside and not is_system_file(p.name)]
    if len(inside) > 1 or others:
        named = texts.shown(min(others)) if others else inside[1].name
        raise CannotTellError(
            _(
                "Something else lies beside {folder} in this folder: {named}. Check {folder} by "
                "itself."
            ).format(folder=inside[0].name, named=named)
        )
    return inside[0]
