"""The bytes of a ZIP file's headers, in the one form that Keepsafe writes (PKWARE APPNOTE 6.3).

Reading goes the same way back: a header is parsed, written again, and must come out the same to the
byte. So local and central headers agree, there are no comments, no foreign extra fields and no
second spelling for anything to hide in.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Literal

from keepsafe.errors import FormatError
from keepsafe.formats import winzip_aes
from keepsafe.i18n import _

Form = Literal["aes", "plain"]

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END64, _LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
_END_STRUCT = struct.Struct("<4s4H2IH")
_END64_STRUCT = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_STRUCT = struct.Struct("<4sIQI")
_CENTRAL_STRUCT = struct.Struct("<4s6H3I5H2I")
_LOCAL_STRUCT = struct.Struct("<4s5H3I2H")
END_SIZES = _END_STRUCT.size, _END64_STRUCT.size, _LOCATOR_STRUCT.size

_MAX32, _MAX16 = 0xFFFFFFFF, 0xFFFF
_DATE_1980_01_01 = 1 << 5 | 1  # one constant time, so that times tell nothing and cannot differ
_STORED, _AES_METHOD = 0, 99
_ENCRYPTED_FLAG = 1
# Vendor version 2 (AE-2, the CRC left out), vendor "AE", 256 bits, the content stored.
_AES_EXTRA = struct.pack("<2HH2sBH", 0x9901, 7, 2, b"AE", 3, _STORED)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*", re.ASCII)
# What Windows takes for a device, and the dot at the end that it drops.
_NAME_ON_WINDOWS = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/|$)|\.(?:/|$)", re.ASCII | re.IGNORECASE
)
_LONGEST_NAME = 200
_LARGEST = 1 << 62  # bytes: with all that is added to it, it still fits in the 64-bit fields


class ZipError(FormatError):
    """A ZIP file that is not in exactly the form Keepsafe writes; names the member if one is."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a ZIP: `size` is the content's, `offset` the local header's, in bytes."""

    name: str
    size: int
    crc: int
    offset: int
    form: Form
    zip64: bool

    @property
    def stored_size(self) -> int:
        """The bytes it takes after its header."""
        return self.size + (winzip_aes.OVERHEAD if self.form == "aes" else 0)

    @property
    def data_offset(self) -> int:
        """Where its bytes start."""
        return self.offset + len(self.local_header())

    @property
    def end(self) -> int:
        """Where its bytes end."""
        return self.data_offset + self.stored_size

    def local_header(self) -> bytes:
        """Return the header that stands before the member's bytes."""
        name, extra = self.name.encode("ascii"), self._sizes64() + self._aes_extra()
        return _LOCAL_STRUCT.pack(_LOCAL, *self._common(), len(name), len(extra)) + name + extra

    def central_header(self) -> bytes:
        """Return the member's entry in the central directory."""
        name, far = self.name.encode("ascii"), self.offset >= _MAX32
        extra64 = self._sizes64()
        if far:
            sizes = extra64[4:]
            extra64 = struct.pack("<2H", 1, len(sizes) + 8) + sizes + struct.pack("<Q", self.offset)
        extra = extra64 + self._aes_extra()
        numbers = (len(name), len(extra), 0, 0, 0, 0, _MAX32 if far else self.offset)
        version = self._version()
        return _CENTRAL_STRUCT.pack(_CENTRAL, version, *self._common(), *numbers) + name + extra

    def _common(self) -> tuple[int, ...]:
        aes = self.form == "aes"
        sizes = (_MAX32, _MAX32) if self.zip64 else (self.stored_size, self.size)
        flags, method = (_ENCRYPTED_FLAG, _AES_METHOD) if aes else (0, _STORED)
        return self._version(), flags, method, 0, _DATE_1980_01_01, self.crc, *sizes

    def _version(self) -> int:
        if self.form == "aes":
            return 51
        return 45 if self.zip64 or self.offset >= _MAX32 else 20

    def _sizes64(self) -> bytes:
        return struct.pack("<2H2Q", 1, 16, self.size, self.stored_size) if self.zip64 else b""

    def _aes_extra(self) -> bytes:
        return _AES_EXTRA if self.form == "aes" else b""


def needs_zip64(size: int) -> bool:
    """Return whether a member of `size` bytes needs 64-bit sizes."""
    return size + winzip_aes.OVERHEAD >= _MAX32


def check_name(name: str) -> None:
    """Refuse a name that could mean anything but one file below the folder it is put in.

    Raises:
        ZipError: for any name that is not letters, digits, dots, dashes and single slashes, or
            means something else on Windows.
    """
    proper = _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME and ".." not in name
    if not proper or _NAME_ON_WINDOWS.search(name):
        raise ZipError(
            _("There is a file with a name that is not allowed: {name!a}.").format(name=name[:80])
        )


def end_records(count: int, directory_size: int, directory_offset: int) -> bytes:
    """Return what follows the central directory."""
    small = count < _MAX16 and max(directory_size, directory_offset) < _MAX32
    last = (
        min(count, _MAX16) if small else _MAX16,
        min(directory_size, _MAX32) if small else _MAX32,
        min(directory_offset, _MAX32) if small else _MAX32,
    )
    end = _END_STRUCT.pack(_END, 0, 0, last[0], *last, 0)
    if small:
        return end
    size = _END64_STRUCT.size - 12
    end64 = _END64_STRUCT.pack(
        _END64, size, 45, 45, 0, 0, count, count, directory_size, directory_offset
    )
    end64_offset = directory_offset + directory_size
    return end64 + _LOCATOR_STRUCT.pack(_LOCATOR, 0, end64_offset, 1) + end


def parse_end(tail: bytes, file_size: int) -> tuple[int, int, int]:
    """Return (count, size, offset) of the central directory from the last bytes of a file.

    Raises:
        ZipError: when the file does not end in exactly the records that `end_records` writes.
    """
    small, big, locator = END_SIZES
    if len(tail) < small or not tail[-small:].startswith(_END):
        raise ZipError(
            _(
                "The end of this file is missing, or something was added after it. Copy it again "
                "from where it came."
            )
        )
    *_sizes, count, size, offset, _comment = _END_STRUCT.unpack(tail[-small:])
    if (count, size, offset) == (_MAX16, _MAX32, _MAX32) and len(tail) >= small + big + locator:
        start = len(tail) - small - locator - big
        *_sizes, count, size, offset = _END64_STRUCT.unpack(tail[start : start + big])
    if offset + size > file_size:
        raise ZipError(_("The list of files does not lie where this file says it does."))
    records = end_records(count, size, offset)
    if not tail.endswith(records) or offset + size + len(records) != file_size:
        raise ZipError(_("The list of files at the end of this file is not in its proper form."))
    return count, size, offset


def parse_directory(directory: bytes, count: int) -> list[Member]:
    """Return the members a central directory lists, in order and without gaps between them.

    Raises:
        ZipError: for any entry that is not exactly as Keepsafe writes it, a name twice, or a file
            that another one takes for a folder.
    """
    members: list[Member] = []
    seen: set[str] = set()
    position, expected_offset = 0, 0
    while position < len(directory):
        member, position = _parse_central(directory, position)
        if member.name.casefold() in seen:
            raise ZipError(_("There are two files called {name}.").format(name=member.name))
        if member.offset != expected_offset:
            raise ZipError(
                _("There are bytes before {name} that belong to no file.").format(name=member.name)
            )
        seen.add(member.name.casefold())
        expected_offset = member.end
        members.append(member)
    if len(members) != count:
        raise ZipError(_("The list of files does not hold as many as it says."))
    for member in members:
        folder = member.name.casefold().rpartition("/")[0]
        while folder:
            if folder in seen:
                raise ZipError(
                    _("{name} lies in a folder that is also a file.").format(name=member.name)
                )
            folder = folder.rpartition("/")[0]
    return members


def _parse_central(directory: bytes, position: int) -> tuple[Member, int]:
    header = directory[position : position + _CENTRAL_STRUCT.size]
    if len(header) < _CENTRAL_STRUCT.size or not header.startswith(_CENTRAL):
        raise ZipError(_("The list of files in this file is broken."))
    fields = _CENTRAL_STRUCT.unpack(header)
    method, crc, size = fields[4], fields[7], fields[9]
    name_size, extra_size, offset = fields[10], fields[11], fields[16]
    start = position + _CENTRAL_STRUCT.size
    raw_name = directory[start : start + name_size]
    extra = directory[start + name_size : start + name_size + extra_size]
    end = start + name_size + extra_size
    name = raw_name.decode("ascii", "backslashreplace")
    check_name(name)
    zip64 = size == _MAX32
    wide = extra[4 : 4 + 8 * (2 * zip64 + (offset == _MAX32))]
    numbers = [int.from_bytes(wide[i : i + 8], "little") for i in range(0, len(wide), 8)]
    if zip64 and numbers:
        size, numbers = numbers[0], numbers[2:]
    if offset == _MAX32 and numbers:
        offset = numbers[0]
    if max(size, offset) > _LARGEST or (needs_zip64(size) and not zip64):
        raise ZipError(_("{name} says that it has an impossible size.").format(name=name))
    form: Form = "aes" if method == _AES_METHOD else "plain"
    member = Member(name, size, crc, offset, form, zip64)
    if form == "plain" and method != _STORED:
        raise ZipError(_("{name} is compressed, which Keepsafe never does.").format(name=name))
    if form == "plain" and fields[3] & _ENCRYPTED_FLAG:
        raise ZipError(
            _("{name} is encrypted in a way that Keepsafe never uses.").format(name=name)
        )
    if (form == "aes" and crc) or member.central_header() != directory[position:end]:
        raise ZipError(_("The entry of {name} in the list of files was changed.").format(name=name))
    return member, end
