"""Ask an EXIF block whether a camera wrote it and whether it calls itself a screenshot.

Only the answers leave this module. No value of any tag does: no place, serial number or owner.
Format: TIFF 6.0 section 2 (header and directories), CIPA DC-008 (EXIF 2.32) for the tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

_MAX_ENTRIES: Final = 256
_MAX_VALUE: Final = 128
_TYPE_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 9: 4, 10: 8, 13: 4, 129: 1}

_WIDTH, _HEIGHT, _DESCRIPTION, _MAKE, _MODEL = 0x0100, 0x0101, 0x010E, 0x010F, 0x0110
_XMP, _EXIF_DIRECTORY, _USER_COMMENT = 0x02BC, 0x8769, 0x9286
# Exposure time, f-number, ISO, focal length, lens model: they still say "camera" when make and
# model were taken out on the way.
_LENS_TAGS: Final = frozenset({0x829A, 0x829D, 0x8827, 0x920A, 0xA434})
# EXIF 2.32, 4.6.5: a comment starts with eight bytes that name its character set.
_CHARACTER_SET: Final = re.compile(rb"^(?:ASCII\x00{3}|UNICODE\x00|\x00{8})")


@dataclass(frozen=True, slots=True)
class ExifSigns:
    """What an EXIF block (or a TIFF file's first directory) gives away about its making."""

    camera: bool = False
    screenshot: bool = False
    exif: bool = False
    xmp: bool = False
    pixel_size: tuple[int, int] | None = None


def exif_signs(block: bytes) -> ExifSigns:
    """Read the signs from `block`, which starts with a TIFF header; never raises.

    A block that is cut or breaks the rules answers as far as it could be read.
    """
    if block[:4] not in {b"II*\x00", b"MM\x00*"}:
        return ExifSigns()
    order: _Order = "little" if block[:2] == b"II" else "big"
    first = _directory(block, order, int.from_bytes(block[4:8], order))
    inner: dict[int, bytes] = {}
    if _EXIF_DIRECTORY in first:
        inner = _directory(block, order, int.from_bytes(first[_EXIF_DIRECTORY], order))
    width, height = (int.from_bytes(first.get(tag, b""), order) for tag in (_WIDTH, _HEIGHT))
    return ExifSigns(
        camera=any(first.get(tag, b"").strip(b"\x00 ") for tag in (_MAKE, _MODEL))
        or not _LENS_TAGS.isdisjoint(inner),
        screenshot=_says_screenshot(first.get(_DESCRIPTION, b""))
        or _says_screenshot(inner.get(_USER_COMMENT, b"")),
        exif=_EXIF_DIRECTORY in first,
        xmp=_XMP in first,
        pixel_size=(width, height) if width and height else None,
    )


_Order = Literal["little", "big"]


def _directory(block: bytes, order: _Order, at: int) -> dict[int, bytes]:
    """Give tag -> first bytes of the value, for one directory; the next one is not followed."""
    count = min(int.from_bytes(block[at : at + 2], order), _MAX_ENTRIES)
    entries: dict[int, bytes] = {}
    for start in range(at + 2, at + 2 + 12 * count, 12):
        entry = block[start : start + 12]
        if len(entry) < 12:
            break
        unit = _TYPE_SIZES.get(int.from_bytes(entry[2:4], order), 0)
        size = unit * int.from_bytes(entry[4:8], order)
        where = int.from_bytes(entry[8:12], order)
        value = entry[8 : 8 + size] if size <= 4 else block[where : where + min(size, _MAX_VALUE)]
        entries.setdefault(int.from_bytes(entry[:2], order), value)
    return entries


def _says_screenshot(value: bytes) -> bool:
    # Dropping the zero bytes reads UTF-16 in either order as well as ASCII.
    return _CHARACTER_SET.sub(b"", value).replace(b"\x00", b"").strip().lower() == b"screenshot"
