"""Read where a HEIF or AVIF picture says its EXIF and XMP lie, and how large it is.

ISO/IEC 14496-12, 8.11 (`meta`, `iinf`, `iloc`) and ISO/IEC 23008-12, 6.5.3 (`ispe`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

_MAX_BOXES: Final = 4096
_MAX_ITEMS: Final = 8


class Item(NamedTuple):
    """A metadata item: byte offset in the file, size in bytes, and which kind it is."""

    offset: int
    size: int
    kind: Literal["exif", "xmp"]


@dataclass(frozen=True, slots=True)
class HeifMeta:
    """What a `meta` box says: the picture's size in pixels ((0, 0) when unsaid), its metadata."""

    pixel_size: tuple[int, int]
    items: tuple[Item, ...]


def read_meta(body: bytes) -> HeifMeta:
    """Read the inside of a `meta` box, cut or whole; never raises."""
    boxes = dict(_children(body[4:]))
    kinds = _item_kinds(boxes.get(b"iinf", b""))
    places = _item_places(boxes.get(b"iloc", b""), set(kinds))
    items = [Item(*place, kinds[number]) for number, place in places.items()]
    sizes = [(0, 0)]
    for kind, data in _children(boxes.get(b"iprp", b"")):
        if kind == b"ipco":
            sizes += [
                (int.from_bytes(p[4:8], "big"), int.from_bytes(p[8:12], "big"))
                for name, p in _children(data)
                if name == b"ispe"
            ]
    # A phone's photo is a grid of tiles with a thumbnail: the largest size is the picture's.
    return HeifMeta(max(sizes, key=lambda size: size[0] * size[1]), tuple(items[:_MAX_ITEMS]))


def _children(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_MAX_BOXES):
        size = int.from_bytes(data[at : at + 4], "big")
        if at + 8 > len(data) or size < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def _item_kinds(iinf: bytes) -> dict[int, Literal["exif", "xmp"]]:
    kinds: dict[int, Literal["exif", "xmp"]] = {}
    for name, entry in _children(iinf[6 if iinf[:1] == b"\x00" else 8 :]):
        if name != b"infe" or entry[:1] not in {b"\x02", b"\x03"}:
            continue
        width = 2 if entry[0] == 2 else 4
        number = int.from_bytes(entry[4 : 4 + width], "big")
        item_type = entry[6 + width : 10 + width]
        if item_type == b"Exif":
            kinds[number] = "exif"
        elif item_type == b"mime" and b"application/rdf+xml" in entry[10 + width :]:
            kinds[number] = "xmp"
    return kinds


def _item_places(iloc: bytes, wanted: set[int]) -> dict[int, tuple[int, int]]:
    """Give item -> (offset, size) of its first extent, where it lies in the file itself."""
    if len(iloc) < 8 or iloc[0] > 2:
        return {}
    version = iloc[0]
    offset_size, length_size = iloc[4] >> 4, iloc[4] & 15
    base_size, index_size = iloc[5] >> 4, (iloc[5] & 15 if version else 0)
    wide = 4 if version == 2 else 2
    cursor = _Cursor(iloc, 6)
    places: dict[int, tuple[int, int]] = {}
    for _ in range(min(cursor.number(wide), _MAX_BOXES)):
        number = cursor.number(wide)
        method = cursor.number(2) & 15 if version else 0
        cursor.number(2)
        base = cursor.number(base_size)
        extents = cursor.number(2)
        cursor.number(index_size)
        place = base + cursor.number(offset_size), cursor.number(length_size)
        if cursor.ended:
            break
        cursor.at += max(extents - 1, 0) * (index_size + offset_size + length_size)
        if number in wanted and method == 0 and extents:
            places[number] = place
    return places


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int

    def number(self, size: int) -> int:
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")

    @property
    def ended(self) -> bool:
        return self.at > len(self.data)
