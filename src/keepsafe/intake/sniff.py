"""Tell what a file is, from its first and last bytes; its name is never looked at.

An own table instead of a library: puremagic 1.30 knows no plain text and no AVIF behind a `mif1`
brand, and answers with scored guesses; filetype knows no text at all. What is needed here is a
short list with exact rules and a neutral extension for each. Nothing is decoded or unpacked.
The signatures are those of each format's own specification; the IANA registry names the types.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from keepsafe.intake.file_type import FileType
from keepsafe.intake.text_types import text_type

HEAD_SIZE: Final = 8192
"""How many first bytes `sniff` makes use of; fewer are fine, more are ignored."""
TAIL_SIZE: Final = 4096
"""How many last bytes `sniff` makes use of."""


EMPTY: Final = FileType("application/x-empty", "other", "bin")
UNKNOWN: Final = FileType("application/octet-stream", "other", "bin")
_ZIP: Final = FileType("application/zip", "archive", "zip")
_PNG: Final = FileType("image/png", "image", "png")
# An animated PNG keeps "png": every viewer opens it under that name.
_APNG: Final = FileType("image/apng", "image", "png")
_MP3: Final = FileType("audio/mpeg", "audio", "mp3")
_MP4: Final = FileType("video/mp4", "video", "mp4")

# (offset, bytes, type): the first row that fits wins, so longer signatures come first.
_SIGNATURES: Final[tuple[tuple[int, bytes, FileType], ...]] = (
    (0, b"\xff\xd8\xff", FileType("image/jpeg", "image", "jpg")),
    (0, b"GIF87a", FileType("image/gif", "image", "gif")),
    (0, b"GIF89a", FileType("image/gif", "image", "gif")),
    (0, b"II*\x00", FileType("image/tiff", "image", "tif")),
    (0, b"MM\x00*", FileType("image/tiff", "image", "tif")),
    (0, b"II+\x00\x08\x00\x00\x00", FileType("image/tiff", "image", "tif")),
    (0, b"MM\x00+\x00\x08\x00\x00", FileType("image/tiff", "image", "tif")),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", FileType("image/jxl", "image", "jxl")),
    (0, b"\xff\x0a", FileType("image/jxl", "image", "jxl")),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", FileType("image/jp2", "image", "jp2")),
    (0, b"8BPS\x00\x01", FileType("image/vnd.adobe.photoshop", "image", "psd")),
    (0, b"%PDF-", FileType("application/pdf", "document", "pdf")),
    (0, b"{\\rtf", FileType("application/rtf", "document", "rtf")),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileType("application/x-ole-storage", "document", "ole"),
    ),
    (0, b"7z\xbc\xaf\x27\x1c", FileType("application/x-7z-compressed", "archive", "7z")),
    (0, b"Rar!\x1a\x07", FileType("application/vnd.rar", "archive", "rar")),
    (0, b"\x1f\x8b\x08", FileType("application/gzip", "archive", "gz")),
    (0, b"BZh", FileType("application/x-bzip2", "archive", "bz2")),
    (0, b"\xfd7zXZ\x00", FileType("application/x-xz", "archive", "xz")),
    (0, b"\x28\xb5\x2f\xfd", FileType("application/zstd", "archive", "zst")),
    (0, b"PK\x05\x06", _ZIP),
    (0, b"SQLite format 3\x00", FileType("application/vnd.sqlite3", "other", "sqlite")),
    (0, b"bplist00", FileType("application/x-bplist", "other", "plist")),
    (0, b"#!AMR", FileType("audio/amr", "audio", "amr")),
    (0, b"fLaC", FileType("audio/flac", "audio", "flac")),
    (0, b"caff\x00\x01", FileType("audio/x-caf", "audio", "caf")),
    (0, b"ID3", _MP3),
    (0, b"FLV\x01", FileType("video/x-flv", "video", "flv")),
    (0, b"\x00\x00\x01\xba", FileType("video/mpeg", "video", "mpg")),
    (0, b"\x00\x00\x01\xb3", FileType("video/mpeg", "video", "mpg")),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", FileType("video/x-ms-wmv", "video", "wmv")),
    # Programs are stored as "bin", so that a double click starts nothing.
    (0, b"\x7fELF", FileType("application/x-executable", "other", "bin")),
    (0, b"age-encryption.org/v1\n", FileType("application/age", "other", "age")),
    (257, b"ustar", FileType("application/x-tar", "archive", "tar")),
)

# RFC 9649 (WebP) and the RIFF form types of the other two.
_RIFF: Final = {
    b"WEBP": FileType("image/webp", "image", "webp"),
    b"WAVE": FileType("audio/wav", "audio", "wav"),
    b"AVI ": FileType("video/x-msvideo", "video", "avi"),
}

# ISO/IEC 14496-12 `ftyp` brands; HEIF's are in 23008-12, AVIF's in the AVIF specification.
_AVIF: Final = FileType("image/avif", "image", "avif")
_HEIC: Final = FileType("image/heic", "image", "heic")
_HEIF: Final = FileType("image/heif", "image", "heif")
_BRANDS: Final = {
    b"avif": _AVIF,
    b"avis": _AVIF,
    b"heic": _HEIC,
    b"heix": _HEIC,
    b"heim": _HEIC,
    b"heis": _HEIC,
    b"hevc": _HEIC,
    b"hevx": _HEIC,
    b"mif1": _HEIF,
    b"msf1": _HEIF,
    b"qt  ": FileType("video/quicktime", "video", "mov"),
    b"M4A ": FileType("audio/mp4", "audio", "m4a"),
    b"M4B ": FileType("audio/mp4", "audio", "m4a"),
    b"crx ": FileType("image/x-canon-cr3", "image", "cr3"),
}

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
_ZIP_NAMES: Final = (
    (b"word/", FileType(_OOXML + "wordprocessingml.document", "document", "docx")),
    (b"xl/", FileType(_OOXML + "spreadsheetml.sheet", "document", "xlsx")),
    (b"ppt/", FileType(_OOXML + "presentationml.presentation", "document", "pptx")),
    (b"AndroidManifest.xml", FileType("application/vnd.android.package-archive", "archive", "apk")),
)
_ZIP_MIMETYPES: Final = {
    (_ODF + "text").encode(): FileType(_ODF + "text", "document", "odt"),
    (_ODF + "spreadsheet").encode(): FileType(_ODF + "spreadsheet", "document", "ods"),
    (_ODF + "presentation").encode(): FileType(_ODF + "presentation", "document", "odp"),
    b"application/epub+zip": FileType("application/epub+zip", "document", "epub"),
}
_ZIP_LOCAL: Final = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_ZIP_CENTRAL: Final = re.compile(rb"PK\x01\x02.{24}(..).{16}", re.DOTALL)


def sniff(head: bytes, tail: bytes = b"") -> FileType:
    """Tell what a file is; never raises, and answers `UNKNOWN` rather than guess.

    `head` is the file's first bytes (`HEAD_SIZE` are enough, or the whole file when shorter),
    `tail` its last ones (`TAIL_SIZE` are enough); the two may overlap. Without `tail` an Office
    document can be taken for a plain zip, and a text followed by binary data for text.
    """
    head, tail = head[:HEAD_SIZE], tail[-TAIL_SIZE:]
    if not head:
        return EMPTY
    return _binary(head, tail) or text_type(head, tail) or UNKNOWN


def _binary(head: bytes, tail: bytes) -> FileType | None:
    for offset, signature, look in _CONTAINERS:
        if head.startswith(signature, offset):
            return look(head, tail)
    for offset, signature, found in _SIGNATURES:
        if head.startswith(signature, offset):
            return found
    return next((found for is_it, found in _WEAKLY_SIGNED if is_it(head, tail)), None)


def _png(head: bytes, _tail: bytes) -> FileType:
    """Tell an animated PNG: its `acTL` chunk stands before the first `IDAT` (PNG 3, 11.3.6.1)."""
    position = 8
    while position + 8 <= len(head):
        kind = head[position + 4 : position + 8]
        if kind == b"acTL":
            return _APNG
        if kind == b"IDAT":
            break
        position += 12 + int.from_bytes(head[position : position + 4], "big")
    return _PNG


def _iso_media(head: bytes, _tail: bytes) -> FileType:
    """Read the `ftyp` brands: the major one first, then the compatible ones (14496-12, 4.3)."""
    size = min(int.from_bytes(head[:4], "big"), 512)
    major = head[8:12]
    brands = [major, *(head[at : at + 4] for at in range(16, max(size, 16) - 3, 4))]
    if major in {b"mif1", b"msf1"}:
        # These say only "some HEIF": the codec stands among the compatible brands.
        exact = [_BRANDS[b] for b in brands if b in _BRANDS and _BRANDS[b] is not _HEIF]
        return exact[0] if exact else _HEIF
    if major in _BRANDS:
        return _BRANDS[major]
    if major.startswith((b"3gp", b"3gr", b"3gs", b"3ge", b"3gg")):
        return FileType("video/3gpp", "video", "3gp")
    if major.startswith(b"3g2"):
        return FileType("video/3gpp2", "video", "3g2")
    return _MP4


def _ogg(head: bytes, _tail: bytes) -> FileType:
    """Look at the first packet of the first page (RFC 3533, RFC 7845)."""
    if b"OpusHead" in head[:64]:
        return FileType("audio/ogg", "audio", "opus")
    if b"\x80theora" in head[:64]:
        return FileType("video/ogg", "video", "ogv")
    return FileType("audio/ogg", "audio", "ogg")


def _matroska(head: bytes, _tail: bytes) -> FileType:
    """Read the EBML DocType (RFC 8794, 11.2.4): WebM is a subset of Matroska."""
    found = re.search(rb"\x42\x82[\x80-\x90](webm|matroska)", head[:128])
    if found and found[1] == b"webm":
        return FileType("video/webm", "video", "webm")
    return FileType("video/matroska", "video", "mkv")


def _riff(head: bytes, _tail: bytes) -> FileType | None:
    return _RIFF.get(head[8:12])


def _is_bmp(head: bytes, _tail: bytes) -> bool:
    """Ask for one of the DIB header sizes that exist: "BM" alone also starts plain text."""
    header_size = int.from_bytes(head[14:18], "little")
    return head.startswith(b"BM") and header_size in {12, 16, 40, 52, 56, 64, 108, 124}


def _is_old_quicktime(head: bytes, _tail: bytes) -> bool:
    """Know a QuickTime film from before `ftyp` existed."""
    return head[:2] == b"\x00\x00" and head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"}


def _is_program(head: bytes, _tail: bytes) -> bool:
    header = int.from_bytes(head[60:64], "little")
    return head.startswith(b"MZ") and head[header : header + 4] == b"PE\x00\x00"


def _is_mp3(head: bytes, tail: bytes) -> bool:
    """Ask for two layer III frames in a row, or one and an ID3v1 tag: a sync word is common."""
    first = _mp3_frame_size(head, 0)
    tagged = tail[-128:-125] == b"TAG"
    return bool(first) and (tagged or first >= len(head) or bool(_mp3_frame_size(head, first)))


def _mp3_frame_size(data: bytes, at: int) -> int:
    """Give the byte length of the layer III frame at `at`, 0 when there is none (11172-3)."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or rate in {0, 15} or hertz == 3:
        return 0
    one = version == 3
    kbit = (
        (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
        if one
        else (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    )[rate]
    sample_rate = (44100, 48000, 32000)[hertz] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if one else 72) * kbit * 1000 // sample_rate + (data[at + 2] >> 1 & 1)


def _is_adts(head: bytes, _tail: bytes) -> bool:
    """Two AAC frames in a row (14496-3, ADTS)."""

    def size(at: int) -> int:
        if len(head) < at + 7 or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0:
            return 0
        return (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5

    first = size(0)
    return first > 7 and bool(size(first))


def _zip(head: bytes, tail: bytes) -> FileType:
    """Tell documents from archives by member names, in the head and in the central directory."""
    if head[30:38] == b"mimetype" and head[8:10] == b"\x00\x00":
        length = int.from_bytes(head[18:22], "little")
        return _ZIP_MIMETYPES.get(head[38 : 38 + length], _ZIP)
    names = [*_member_names(_ZIP_LOCAL, head), *_member_names(_ZIP_CENTRAL, tail)]
    office = any(name in {b"[Content_Types].xml", b"_rels/.rels"} for name in names)
    for prefix, found in _ZIP_NAMES:
        if any(name.startswith(prefix) for name in names) and (office or found.family == "archive"):
            return found
    return _ZIP


def _member_names(header: re.Pattern[bytes], data: bytes) -> list[bytes]:
    return [
        data[match.end() : match.end() + int.from_bytes(match[1], "little")]
        for match in header.finditer(data)
    ]


_Look = Callable[[bytes, bytes], FileType | None]
_CONTAINERS: Final[tuple[tuple[int, bytes, _Look], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", _png),
    (4, b"ftyp", _iso_media),
    (0, b"PK\x03\x04", _zip),
    (0, b"RIFF", _riff),
    (0, b"OggS", _ogg),
    (0, b"\x1a\x45\xdf\xa3", _matroska),
)

_IsIt = Callable[[bytes, bytes], bool]
# Formats whose signature is two or four common bytes, so more of the header has to fit.
_WEAKLY_SIGNED: Final[tuple[tuple[_IsIt, FileType], ...]] = (
    (_is_bmp, FileType("image/bmp", "image", "bmp")),
    (_is_old_quicktime, FileType("video/quicktime", "video", "mov")),
    (_is_program, FileType("application/vnd.microsoft.portable-executable", "other", "bin")),
    (_is_mp3, _MP3),
    (_is_adts, FileType("audio/aac", "audio", "aac")),
)
