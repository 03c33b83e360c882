"""Write and read ZIP files whose members are AES-256 (WinZip AE-2) or plain, always stored.

Writing streams, with constant memory, and knows every encrypted member's size beforehand. Reading
accepts only the form that writing gives (see `zip_layout`), so that a file which differs anywhere
is refused, and named.
"""

from __future__ import annotations

import hmac
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Protocol

from keepsafe.formats import zip_layout
from keepsafe.formats.age_stream import write_all
from keepsafe.formats.winzip_aes import CHECK_SIZE, MAC_SIZE, SALT_SIZE, MemberCipher
from keepsafe.formats.zip_layout import Member, ZipError, needs_zip64
from keepsafe.i18n import _

__all__ = ["Member", "MemberWriter", "SeekableTarget", "ZipError", "ZipReader", "ZipWriter"]

BLOCK = 1024 * 1024
_MOST_DIRECTORY = 32 * 1024 * 1024
"""Room for some 300,000 files; a hostile file cannot make reading take more memory than that."""


Data = bytes | bytearray | memoryview
Work = Callable[[Any], object]
Runner = Callable[[Work, Data], object]
"""Does work with data, in order: at once, or with a copy in another thread."""


def run_now(work: Work, data: Data) -> object:
    """Do the work at once."""
    return work(data)


class Target(Protocol):
    """Where a ZIP goes."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int | None:
        """Write all of `data`."""


class SeekableTarget(Target, Protocol):
    """A target that can go back to fill in a size or checksum."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move to a position."""


class SeekableSource(Protocol):
    """A file that a ZIP is read from."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move to a position."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill up to all of `buffer` and return how much was filled."""


class _Whole:
    """A target that takes all of what it is given, though the file below may take a part."""

    def __init__(self, target: Target) -> None:
        self._below = target

    def write(self, data: Data, /) -> int:
        write_all(self._below, memoryview(data))
        return len(data)


class ZipWriter:
    """Writes one ZIP. With a password every member is encrypted; without, none is."""

    def __init__(self, target: Target, password: str | None = None, run: Runner = run_now) -> None:
        self._target = _Whole(target)
        self._password = password
        self._run = run
        self._position = 0
        self._members: list[Member] = []
        self._names: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        """Add a member whose content is at hand."""
        crc = None if self._password is not None else zlib.crc32(data)
        with self.member(name, len(data), crc) as writer:
            writer.write(data)

    def member(self, name: str, size: int, crc: int | None = None) -> MemberWriter:
        """Return a writer for a member of exactly `size` bytes; `crc` is needed when plain."""
        form: zip_layout.Form = "plain" if self._password is None else "aes"
        if form == "plain" and crc is None:
            raise ValueError("A plain member's checksum must be known beforehand.")
        if form == "aes" or crc is None:
            crc = 0  # AE-2 has none: it would tell what is inside
        member = Member(name, size, crc, self._position, form, needs_zip64(size))
        self._begin(member)
        return MemberWriter(self._target, member, self._password, self._run)

    def open_ended(self, target: SeekableTarget, name: str, *, zip64: bool) -> OpenEndedWriter:
        """Return a writer for a plain member whose size shows at the end; `target` can seek."""
        if self._password is not None:
            raise ValueError("An encrypted member's size must be known beforehand.")
        member = Member(name, 0, 0, self._position, "plain", zip64)
        self._begin(member)
        return OpenEndedWriter(self, target, member)

    def _begin(self, member: Member) -> None:
        zip_layout.check_name(member.name)
        if member.name.casefold() in self._names:
            raise ZipError(_("There are two files called {name}.").format(name=member.name))
        self._names.add(member.name.casefold())
        header = member.local_header()
        self._run(self._target.write, header)
        self._position += len(header) + member.stored_size
        self._members.append(member)

    def _finish_open_ended(self, member: Member) -> None:
        self._members[-1] = member
        self._position = member.end

    def close(self) -> None:
        """Write the list of files; the target stays open."""
        size = 0
        for member in self._members:
            header = member.central_header()
            self._run(self._target.write, header)
            size += len(header)
        if size > _MOST_DIRECTORY:
            raise ZipError(_("There are too many files for one file to hold."))
        end = zip_layout.end_records(len(self._members), size, self._position)
        self._run(self._target.write, end)


class MemberWriter:
    """Takes the content of one member, encrypting it on the way. Use it in a `with` block."""

    def __init__(
        self, target: Target, member: Member, password: str | None, run: Runner = run_now
    ) -> None:
        self._target = target
        self._run = run
        self._member = member
        self._left = member.size
        self._crc = 0
        self._cipher: MemberCipher | None = None
        self._pending = bytearray()
        if password is not None:
            salt = os.urandom(SALT_SIZE)
            self._cipher = MemberCipher(password, salt)
            self._out = bytearray(min(BLOCK, member.size))
            run(target.write, salt + self._cipher.check)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Add content; raises `ZipError` when it is more than was announced."""
        self._left -= len(data)
        if self._left < 0:
            raise ZipError(
                _("{name} grew while it was being written.").format(name=self._member.name)
            )
        if self._cipher is None:
            self._crc = zlib.crc32(data, self._crc)
            self._run(self._target.write, data)
            return
        view = memoryview(data)
        if self._pending:
            missing = BLOCK - len(self._pending)
            self._pending += view[:missing]
            view = view[missing:]
            if len(self._pending) < BLOCK:
                return
            self._encrypt(self._cipher, memoryview(self._pending))
            self._pending = bytearray()
        whole = len(view) // BLOCK * BLOCK
        for start in range(0, whole, BLOCK):
            self._encrypt(self._cipher, view[start : start + BLOCK])
        self._pending += view[whole:]

    def _encrypt(self, cipher: MemberCipher, view: memoryview) -> None:
        cipher.apply(view, self._out)
        self._run(self._finish_piece, memoryview(self._out)[: len(view)])

    def _finish_piece(self, ciphertext: Data) -> None:
        assert self._cipher is not None  # noqa: S101  # only encrypted members come here
        self._cipher.authenticate(memoryview(ciphertext))
        self._target.write(ciphertext)

    def __enter__(self) -> MemberWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        if kind is not None:
            return
        if self._left:
            raise ZipError(
                _("{name} got shorter while it was being written.").format(name=self._member.name)
            )
        if self._cipher is None:
            if self._crc != self._member.crc:
                raise ZipError(
                    _("{name} changed while it was being written.").format(name=self._member.name)
                )
        else:
            if self._pending:
                self._encrypt(self._cipher, memoryview(self._pending))
            # Made when its turn comes: only then has all of the ciphertext been authenticated.
            mac = self._cipher.mac
            self._run(lambda _nothing: self._target.write(mac()), b"")


class OpenEndedWriter:
    """Takes the content of a plain member of unknown size; fills in the header at the end."""

    def __init__(self, owner: ZipWriter, target: SeekableTarget, member: Member) -> None:
        self._owner = owner
        self._target = target
        self._member = member
        self._size = 0
        self._crc = 0

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Add content."""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._target.write(data)
        return len(data)

    def finish(self) -> Member:
        """Fill in size and checksum; raises `ZipError` when it grew past what was allowed for."""
        if not self._member.zip64 and needs_zip64(self._size):
            raise ZipError(
                _("{name} grew past four gigabytes unexpectedly.").format(name=self._member.name)
            )
        member = replace(self._member, size=self._size, crc=self._crc)
        self._target.seek(member.offset)
        self._target.write(member.local_header())
        self._target.seek(0, os.SEEK_END)
        self._owner._finish_open_ended(member)
        return member


class ZipReader:
    """Reads a ZIP in Keepsafe's form from `file`, a seekable file of any kind.

    Raises `ZipError`, naming the member, for anything that is not in that form.
    """

    def __init__(self, file: SeekableSource) -> None:
        self._file = file
        size = file.seek(0, os.SEEK_END)
        tail_size = min(size, sum(zip_layout.END_SIZES))
        tail = self._read_at(size - tail_size, tail_size)
        count, directory_size, directory_offset = zip_layout.parse_end(tail, size)
        if directory_size > _MOST_DIRECTORY:
            raise ZipError(_("The list of files in this file is far too long."))
        directory = self._read_at(directory_offset, directory_size)
        self.members = tuple(zip_layout.parse_directory(directory, count))
        last = self.members[-1].end if self.members else 0
        if last != directory_offset:
            raise ZipError(_("There are bytes after the last file that belong to no file."))
        for member in self.members:
            header = member.local_header()
            if self._read_at(member.offset, len(header)) != header:
                raise ZipError(
                    _("The two headers of {name} do not agree.").format(name=member.name)
                )

    def find(self, name: str) -> Member | None:
        """Return the member of that name, or None."""
        return next((member for member in self.members if member.name == name), None)

    def fits(self, member: Member, password: str) -> bool:
        """Return whether a member's check bytes fit the password; one wrong in 65,536 does too."""
        start = self._read_at(member.data_offset, SALT_SIZE + CHECK_SIZE)
        cipher = MemberCipher(password, start[:SALT_SIZE])
        return hmac.compare_digest(cipher.check, start[SALT_SIZE:])

    def blocks(self, member: Member, password: str | None = None) -> Iterator[memoryview]:
        """Yield a member's content in blocks of up to 1 MiB; each is good until the next is asked.

        The content is known to be unchanged only when the last block has come without an error.

        Raises:
            ZipError: when it was changed, or the password does not fit this member.
        """
        self._file.seek(member.data_offset)
        if member.form == "plain":
            yield from self._plain_blocks(member)
        elif password is None:
            raise ZipError(
                _("{name} is encrypted, and no words were given.").format(name=member.name)
            )
        else:
            yield from self._decrypted_blocks(member, password)

    def _plain_blocks(self, member: Member) -> Iterator[memoryview]:
        crc, buffer = 0, bytearray(min(BLOCK, member.size))
        for view in self._file_blocks(member, buffer):
            crc = zlib.crc32(view, crc)
            yield view
        if crc != member.crc:
            raise ZipError(_("{name} was changed.").format(name=member.name))

    def _decrypted_blocks(self, member: Member, password: str) -> Iterator[memoryview]:
        start = self._read(SALT_SIZE + CHECK_SIZE)
        cipher = MemberCipher(password, start[:SALT_SIZE])
        if not hmac.compare_digest(cipher.check, start[SALT_SIZE:]):
            raise ZipError(_("{name} was changed.").format(name=member.name))
        buffer = bytearray(min(BLOCK, member.size))
        plain = bytearray(len(buffer))
        for view in self._file_blocks(member, buffer):
            cipher.authenticate(view)
            cipher.apply(view, plain)
            yield memoryview(plain)[: len(view)]
        if not hmac.compare_digest(self._read(MAC_SIZE), cipher.mac()):
            raise ZipError(_("{name} was changed.").format(name=member.name))

    def _file_blocks(self, member: Member, buffer: bytearray) -> Iterator[memoryview]:
        left = member.size
        while left:
            view = memoryview(buffer)[: min(left, len(buffer))]
            filled = 0
            while filled < len(view):
                got = self._file.readinto(view[filled:])
                if not got:
                    raise ZipError(_("{name} is cut short.").format(name=member.name))
                filled += got
            left -= filled
            yield view

    def _read_at(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        return self._read(size)

    def _read(self, size: int) -> bytes:
        """Read all of `size` bytes: an unbuffered file may give them in parts."""
        data = self._file.read(size)
        while len(data) < size and (more := self._file.read(size - len(data))):
            data += more
        return data
