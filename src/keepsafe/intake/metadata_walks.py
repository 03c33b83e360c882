"""Walk the parts of a picture or film, one small piece at a time, and note what they carry.

Each walk is a generator: it yields what it wants of the stream (`Want`) and is sent those bytes.
So it reads like code on a file, holds one piece at a time, and stops wherever the data stops.
A walk that meets something malformed simply returns; what it noted until then stands.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, NamedTuple

from keepsafe.intake.exif import exif_signs
from keepsafe.intake.heif_meta import Item, read_meta

PIECE: Final = 64 * 1024
"""The most bytes of one metadata part that are looked at; the rest of it is skipped."""
META_PIECE: Final = 256 * 1024
_PDF_WINDOW: Final = 8 * 1024 * 1024

C2PA_UUID: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")

_XMP_SCREENSHOT: Final = re.compile(
    rb"exif:UserComment(?:\s?=\s?[\"']|\s?>(?:\s{0,40}<[^<>]{0,100}>){0,3})\s{0,40}screenshot\s?[\"'<]",
    re.IGNORECASE,
)
_XMP_CAMERA: Final = re.compile(
    rb"(?:tiff:(?:Make|Model)|exif:(?:FNumber|ExposureTime|FocalLength)|exifEX:LensModel|aux:Lens)\b"
)
# What screenshot programs write into PNG text: GNOME, KDE, and others name themselves.
_TOOLS: Final = re.compile(
    rb"\s*(screen ?shot\b|gnome-screenshot|spectacle|flameshot|xfce4-screenshooter|greenshot"
    rb"|sharex|snipaste|ksnip|scrot|lightshot|snipping tool)",
    re.IGNORECASE,
)


class Want(NamedTuple):
    """What a walk wants next: `size` bytes kept, or skipped; `short` accepts fewer at the end."""

    size: int
    keep: bool = True
    short: bool = False
    peek: bool = False


Walk = Generator[Want, bytes, None]


def skip(size: int) -> Want:
    """Ask for `size` bytes to be passed over without being kept."""
    return Want(size, keep=False)


def some(size: int, limit: int = PIECE) -> Want:
    """Ask for `size` bytes, but no more than `limit`, and fewer when the file ends."""
    return Want(min(size, limit), short=True)


@dataclass(slots=True)
class Signs:
    """What has been noted so far; only presence, never a value."""

    pixel_size: tuple[int, int] | None = None
    exif: bool = False
    xmp: bool = False
    c2pa: bool = False
    camera: bool = False
    screenshot_hint: str = ""
    keep_tail: bool = False

    def note_exif(self, block: bytes) -> None:
        """Note an EXIF block, which starts with its TIFF header."""
        self.exif = True
        found = exif_signs(block)
        self.camera |= found.camera
        if found.screenshot:
            self.screenshot_hint = 'EXIF comment "Screenshot"'

    def note_xmp(self, packet: bytes) -> None:
        """Note an XMP packet (ISO 16684-1), searched as text and not parsed as XML."""
        self.xmp = True
        self.camera |= bool(_XMP_CAMERA.search(packet))
        if _XMP_SCREENSHOT.search(packet):
            self.screenshot_hint = 'XMP comment "Screenshot"'

    def note_size(self, width: int, height: int) -> None:
        """Note the size in pixels, once."""
        if width and height and self.pixel_size is None:
            self.pixel_size = (width, height)

    def note_tail(self, tail: bytes) -> None:
        """Note the block that Samsung phones append: its parts are named, and it ends "SEFT"."""
        if not tail.rstrip(b"\x00").endswith(b"SEFT"):
            return
        if re.search(rb"screen_?(?:shot|capture)", tail, re.IGNORECASE):
            self.screenshot_hint = self.screenshot_hint or "Samsung screen capture record"
        self.camera |= b"Camera_Capture_Mode" in tail


def walk(signs: Signs) -> Walk:
    """Find out from the first bytes which walk fits, and do it."""
    head = yield Want(16, short=True, peek=True)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _png(signs)
    elif head.startswith(b"\xff\xd8\xff"):
        yield from _jpeg(signs)
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        yield from _webp(signs)
    elif head[4:8] == b"ftyp":
        yield from _boxes(signs)
    elif head.startswith(b"%PDF-"):
        yield from _pdf(signs)
    elif head.startswith((b"II*\x00", b"MM\x00*")):
        yield from _tiff(signs)
    elif head.startswith((b"GIF87a", b"GIF89a")):
        signs.note_size(*(int.from_bytes(head[at : at + 2], "little") for at in (6, 8)))
    elif head.startswith(b"BM"):
        yield from _bmp(signs)


def _png(signs: Signs) -> Walk:
    """PNG 3 (W3C): length, type, data, CRC; `caBX` is C2PA's (C2PA 2.1, A.3.3)."""
    signs.keep_tail = True
    yield skip(8)
    while True:
        header = yield Want(8)
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        if size > 0x7FFFFFFF or not kind.isalpha() or kind == b"IEND":
            return
        kept = b""
        if kind in {b"IHDR", b"eXIf", b"iTXt", b"tEXt", b"zTXt"}:
            kept = yield some(size)
        _png_chunk(signs, kind, kept)
        yield skip(size - len(kept) + 4)


def _png_chunk(signs: Signs, kind: bytes, data: bytes) -> None:
    keyword, _, text = data[:PIECE].partition(b"\x00")
    if kind == b"IHDR":
        signs.note_size(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big"))
    elif kind == b"eXIf":
        signs.note_exif(data)
    elif kind == b"caBX":
        signs.c2pa = True
    elif kind == b"iTXt" and keyword == b"XML:com.adobe.xmp":
        signs.note_xmp(text)
    elif kind in {b"tEXt", b"zTXt"} and keyword in {
        b"Raw profile type exif",
        b"Raw profile type APP1",
    }:
        signs.exif = True
    elif kind in {b"tEXt", b"iTXt"}:
        # iTXt has two flags, a language and a translated keyword before its text.
        value = text if kind == b"tEXt" else text[2:].split(b"\x00", 2)[-1]
        if keyword.lower() == b"screenshot":
            signs.screenshot_hint = 'PNG text "Screenshot"'
        elif keyword in {b"Software", b"Comment", b"Description", b"Title"} and _TOOLS.match(value):
            signs.screenshot_hint = f"PNG text {keyword.decode()} of a screenshot program"


def _jpeg(signs: Signs) -> Walk:
    """ITU-T T.81 annex B: markers up to the first scan; metadata comes before it."""
    signs.keep_tail = True
    yield skip(2)
    while True:
        marker = yield Want(2)
        if marker[0] != 0xFF:
            return
        code = marker[1]
        while code == 0xFF:
            code = (yield Want(1))[0]
        if code in {0x01, *range(0xD0, 0xD9)}:
            continue
        if code in {0x00, 0xD9, 0xDA}:
            return
        size = int.from_bytes((yield Want(2)), "big") - 2
        if size < 0:
            return
        kept = b""
        if code in {0xE1, 0xEB} or 0xC0 <= code <= 0xCF:
            kept = yield Want(size, short=True)
        _jpeg_segment(signs, code, kept)
        yield skip(size - len(kept))


def _jpeg_segment(signs: Signs, code: int, data: bytes) -> None:
    if code == 0xE1 and data.startswith(b"Exif\x00"):
        signs.note_exif(data[6:])
    elif code == 0xE1 and data.startswith(b"http://ns.adobe.com/x"):
        signs.note_xmp(data)
    elif code == 0xEB and data.startswith(b"JP") and b"c2pa" in data[:128]:
        # JPEG XT boxes: "JP", instance, sequence, then a JUMBF box labelled c2pa (C2PA 2.1, A.3.1).
        signs.c2pa = True
    elif 0xC0 <= code <= 0xCF and code not in {0xC4, 0xC8, 0xCC}:
        signs.note_size(int.from_bytes(data[3:5], "big"), int.from_bytes(data[1:3], "big"))


def _webp(signs: Signs) -> Walk:
    """RFC 9649: RIFF chunks, padded to even sizes."""
    yield skip(12)
    while True:
        header = yield Want(8)
        kind, size = header[:4], int.from_bytes(header[4:], "little")
        kept = b""
        if kind in {b"VP8X", b"VP8 ", b"VP8L"}:
            kept = yield some(size, 16)
            signs.note_size(*_webp_size(kind, kept))
        elif kind in {b"EXIF", b"XMP "}:
            kept = yield some(size)
            if kind == b"EXIF":
                signs.note_exif(kept.removeprefix(b"Exif\x00\x00"))
            else:
                signs.note_xmp(kept)
        elif kind == b"C2PA":
            signs.c2pa = True
        yield skip(size + size % 2 - len(kept))


def _webp_size(kind: bytes, data: bytes) -> tuple[int, int]:
    if len(data) < 10:
        return 0, 0
    if kind == b"VP8X":
        return (
            1 + int.from_bytes(data[4:7], "little"),
            1 + int.from_bytes(data[7:10], "little"),
        )
    if kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return (
        int.from_bytes(data[6:8], "little") & 0x3FFF,
        int.from_bytes(data[8:10], "little") & 0x3FFF,
    )


def _boxes(signs: Signs) -> Walk:
    """ISO/IEC 14496-12 boxes: HEIF and AVIF pictures (23008-12), MP4 and MOV films."""
    at = 0
    items: list[Item] = []
    while True:
        header = yield Want(8)
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        end, at = at + size, at + 8
        if size == 1:
            end = at - 8 + int.from_bytes((yield Want(8)), "big")
            at += 8
        elif size == 0:
            end = 1 << 64
        if end < at:
            return
        if kind == b"meta" and signs.pixel_size is None:
            body = yield some(end - at, META_PIECE)
            at += len(body)
            meta = read_meta(body)
            items = sorted(meta.items)
            signs.note_size(*meta.pixel_size)
            signs.exif |= any(item.kind == "exif" for item in items)
            signs.xmp |= any(item.kind == "xmp" for item in items)
        elif kind == b"uuid" and end - at >= 16:
            label = yield Want(16)
            at += 16
            signs.c2pa |= label == C2PA_UUID
            signs.xmp |= label == _XMP_UUID
        while items and items[0].offset < end:
            item = items.pop(0)
            if item.offset >= at:
                yield skip(item.offset - at)
                data = yield some(item.size)
                at = item.offset + len(data)
                _heif_item(signs, item, data)
        yield skip(max(end - at, 0))
        at = max(end, at)


def _heif_item(signs: Signs, item: Item, data: bytes) -> None:
    if item.kind == "xmp":
        signs.note_xmp(data)
    else:
        # 23008-12, A.2.1: four bytes give the distance to the TIFF header.
        signs.note_exif(data[4 + int.from_bytes(data[:4], "big") :])


def _tiff(signs: Signs) -> Walk:
    """TIFF 6.0, raw camera files among them: only a directory near the start is seen."""
    block = yield some(PIECE)
    found = exif_signs(block)
    signs.exif, signs.xmp, signs.camera = found.exif or found.camera, found.xmp, found.camera
    signs.note_size(*(found.pixel_size or (0, 0)))


def _bmp(signs: Signs) -> Walk:
    head = yield Want(26)
    if int.from_bytes(head[14:18], "little") >= 40:
        height = int.from_bytes(head[22:26], "little", signed=True)
        signs.note_size(int.from_bytes(head[18:22], "little"), abs(height))


def _pdf(signs: Signs) -> Walk:
    """Look for the two markers in the first 8 MiB: a whole PDF is not worth parsing for them."""
    carried = b""
    for _ in range(_PDF_WINDOW // PIECE):
        block = yield some(PIECE)
        window = carried + block
        signs.xmp |= b"<x:xmpmeta" in window or b"<?xpacket" in window
        signs.c2pa |= b"/C2PA_Manifest" in window or b"application/c2pa" in window
        carried = window[-32:]
        if len(block) < PIECE:
            return
