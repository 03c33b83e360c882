"""What files carry: real pictures with metadata, in pieces of any size, and hostile ones."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from keepsafe.intake.embedded import Embedded, EmbeddedScanner

XMP_SCREENSHOT = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:UserComment>\n <rdf:Alt>\n  '
    b'<rdf:li xml:lang="x-default">Screenshot</rdf:li> </rdf:Alt></exif:UserComment></x:xmpmeta>'
)
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
WHERE = 51.0447, -114.0719
SERIAL = "SERIAL-4711-0815"


def scan(content: bytes, step: int | None = None) -> Embedded:
    scanner = EmbeddedScanner()
    step = step or max(len(content), 1)
    for at in range(0, len(content), step):
        scanner.feed(memoryview(content)[at : at + step])
    return scanner.finish()


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Fiction"
    exif[ExifTags.Base.Model] = "F1"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.BodySerialNumber] = SERIAL
    inner[ExifTags.Base.ExposureTime] = 0.01
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude] = (51.0, 2.0, 41.0)
    return exif


def comment_exif(comment: bytes, **base: str) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = "1.0"  # Pillow takes a block with nothing else in it for empty
    for name, value in base.items():
        exif[ExifTags.Base[name]] = value
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return exif


def picture(format_name: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format_name, **options)
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_png_chunk(chunk: bytes, *, at_end: bool = False) -> bytes:
    content = picture("PNG")
    at = len(content) - 12 if at_end else 33
    return content[:at] + chunk + content[at:]


def png_text(keyword: str, value: str) -> bytes:
    info = PngInfo()
    info.add_text(keyword, value)
    return picture("PNG", pnginfo=info)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def heic(exif: bytes, sizes: tuple[tuple[int, int], ...] = ((512, 512), (4032, 3024))) -> bytes:
    """Make a HEIC skeleton: item 1 is EXIF, its extent lies in `mdat`."""
    ftyp = box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(offset: int) -> bytes:
        infe = box(b"infe", b"\2\0\0\0", struct.pack(">HH", 1, 0), b"Exif\0")
        iinf = box(b"iinf", b"\0\0\0\0", struct.pack(">H", 1), infe)
        place = struct.pack(">HHHHII", 1, 1, 0, 1, offset, len(exif) + 10)
        iloc = box(b"iloc", b"\0\0\0\0\x44\0", place)
        shapes = [box(b"ispe", bytes(4), struct.pack(">II", *size)) for size in sizes]
        iprp = box(b"iprp", box(b"ipco", *shapes))
        return box(b"meta", bytes(4), iinf, iloc, iprp)

    offset = len(ftyp) + len(meta(0)) + 8 + 1000
    mdat = box(b"mdat", bytes(1000), b"\0\0\0\6Exif\0\0", exif, bytes(500))
    return ftyp + meta(offset) + mdat + box(b"uuid", C2PA_UUID, bytes(40))


def tiff_block(exif: Image.Exif) -> bytes:
    return exif.tobytes().removeprefix(b"Exif\0\0")


CAMERA_JPEG = picture("JPEG", exif=camera_exif())
IOS_PNG = picture("PNG", exif=comment_exif(b"ASCII\0\0\0Screenshot"))


@pytest.mark.parametrize("step", [1, 7, 64, None])
@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF"])
def test_size_and_camera_in_every_format(format_name: str, step: int | None) -> None:
    found = scan(picture(format_name, exif=camera_exif()), step)
    assert found == Embedded((64, 48), exif=True, camera=True)


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"])
def test_a_bare_picture_carries_nothing(format_name: str) -> None:
    assert scan(picture(format_name)) == Embedded((64, 48))


@pytest.mark.parametrize(("lossless", "size"), [(True, (300, 7)), (False, (301, 9))])
def test_both_kinds_of_simple_webp(lossless: bool, size: tuple[int, int]) -> None:
    assert scan(picture("WEBP", size, lossless=lossless)).pixel_size == size


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    "comment", [b"ASCII\0\0\0Screenshot", b"UNICODE\0" + "Screenshot".encode("utf-16-le")]
)
def test_a_screenshot_by_its_exif_comment(format_name: str, comment: bytes) -> None:
    found = scan(picture(format_name, exif=comment_exif(comment)))
    assert found.screenshot_hint == 'EXIF comment "Screenshot"'
    assert not found.camera


def test_a_comment_about_screenshots_is_no_hint() -> None:
    found = scan(picture("JPEG", exif=comment_exif(b"ASCII\0\0\0not a Screenshot")))
    assert found == Embedded((64, 48), exif=True)


def test_xmp_says_screenshot() -> None:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP_SCREENSHOT.decode())
    hint = 'XMP comment "Screenshot"'
    assert scan(picture("PNG", pnginfo=info)) == Embedded((64, 48), xmp=True, screenshot_hint=hint)
    for format_name in ("JPEG", "WEBP"):
        found = scan(picture(format_name, xmp=XMP_SCREENSHOT), 50)
        assert found == Embedded((64, 48), xmp=True, screenshot_hint=hint)
    assert scan(picture("AVIF", xmp=XMP_SCREENSHOT)).screenshot_hint == hint


def test_xmp_names_a_camera() -> None:
    assert scan(picture("JPEG", xmp=b'<x:xmpmeta tiff:Make="Fiction"/>')).camera


@pytest.mark.parametrize(
    ("keyword", "value", "hinted"),
    [
        ("Software", "gnome-screenshot", True),
        ("Software", "Spectacle", True),
        ("Screenshot", "yes", True),
        ("Comment", "Screenshot", True),
        ("Software", "Pillow", False),
        ("Author", "Screenshot", False),
        ("Comment", "my best photo", False),
    ],
)
def test_png_text(keyword: str, value: str, hinted: bool) -> None:
    assert bool(scan(png_text(keyword, value)).screenshot_hint) is hinted


def test_png_chunks_after_the_pixels_count() -> None:
    exif = tiff_block(comment_exif(b"ASCII\0\0\0Screenshot"))
    assert scan(with_png_chunk(png_chunk(b"eXIf", exif), at_end=True)).screenshot_hint


def test_c2pa_where_each_format_keeps_it() -> None:
    assert scan(with_png_chunk(png_chunk(b"caBX", b"jumb" * 50_000)), 1000).c2pa
    segment = b"JP\0\1\0\0\0\1\0\0\0\x40jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10"
    jpeg = b"\xff\xd8\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + CAMERA_JPEG[2:]
    assert scan(jpeg).c2pa
    webp = picture("WEBP")
    assert scan(webp + b"C2PA\4\0\0\0jumb").c2pa
    film = box(b"ftyp", b"isom", bytes(4)) + box(b"uuid", C2PA_UUID) + box(b"mdat", bytes(99))
    assert scan(film, 10).c2pa
    assert scan(b"%PDF-1.7\n" + b" " * 70_000 + b"/AFRelationship /C2PA_Manifest", 4096).c2pa
    for content in (CAMERA_JPEG, IOS_PNG, webp):
        assert not scan(content).c2pa


@pytest.mark.parametrize("step", [1, 100, None])
def test_heic(step: int | None) -> None:
    found = scan(heic(tiff_block(camera_exif())), step)
    assert found == Embedded((4032, 3024), exif=True, c2pa=True, camera=True)
    shot = heic(tiff_block(comment_exif(b"ASCII\0\0\0Screenshot")), ((1206, 2622),))
    assert scan(shot, step).screenshot_hint


def test_samsung_trailer() -> None:
    trailer = b"\0\0\x31\x0a\x13\0\0\0Screen_Capture_InfoSEFH" + bytes(24) + b"\x24\0\0\0SEFT"
    for content in (picture("JPEG"), picture("PNG")):
        assert scan(content + trailer, 100).screenshot_hint == "Samsung screen capture record"
    camera = trailer.replace(b"Screen_Capture_Info", b"Camera_Capture_Mode")
    assert scan(picture("JPEG") + camera).camera
    assert not scan(picture("JPEG") + b"Screen_Capture_Info").screenshot_hint


def test_pdf_xmp_across_pieces() -> None:
    content = b"%PDF-1.4" + b"-" * (65536 - 12) + b"<?xpacket begin" + b"-" * 100
    assert scan(content, 999).xmp


def test_no_place_serial_or_name_is_kept() -> None:
    shown = repr(scan(CAMERA_JPEG))
    for secret in (SERIAL, "Fiction", "F1", "51", "114"):
        assert secret not in shown


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0aaaa\0\0\0\0" * 400_000,
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"iTXt", b"XML:com.adobe.xmp\0" * 9000) * 30,
        b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffeXIf" + bytes(5_000_000),
        b"\xff\xd8" + b"\xff" * 5_000_000,
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 1_000_000,
        b"\xff\xd8" + (b"\xff\xe1\xff\xff" + b"exif:UserComment>" * 3855 + b"xxxxxx")[:65537] * 30,
        b"RIFF\xff\xff\xff\xffWEBP" + b"EXIF\xff\xff\xff\xff" + bytes(5_000_000),
        b"RIFF\0\0\0\0WEBP" + b"\0\0\0\0\0\0\0\0" * 500_000,
        box(b"ftyp", b"heic") + b"\0\0\0\1meta" + b"\xff" * 8 + bytes(5_000_000),
        box(b"ftyp", b"heic") + b"\0\0\0\x08free" * 500_000,
        box(b"ftyp", b"heic") + b"\0\0\0\0meta" + bytes(4) + b"\0\0\0\x08infe" * 200_000,
        b"%PDF-" + b"x" * 20_000_000,
        b"II*\0\x08\0\0\0\xff\xff" + b"\x0f\x01\x02\0\xff\xff\xff\xff\xff\xff\xff\xff" * 100_000,
    ],
    ids=range(13),
)
def test_hostile_files_are_bounded(content: bytes) -> None:
    tracemalloc.start()
    started = time.process_time()
    scan(content, 1 << 20)
    took = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
    assert took < 5


def test_what_is_not_looked_at_costs_nothing() -> None:
    chunk = bytes(1 << 20)
    scanner = EmbeddedScanner()
    scanner.feed(b"plain text, nothing to see")
    started = time.process_time()
    for _ in range(10_000):
        scanner.feed(chunk)
    assert time.process_time() - started < 0.5
    assert scanner.finish() == Embedded()


SEEDS = [CAMERA_JPEG, IOS_PNG, picture("WEBP", exif=camera_exif()), heic(b"II*\0" + bytes(60)),
         picture("TIFF"), picture("BMP"), b"%PDF-1.7 <x:xmpmeta"]  # fmt: skip


@given(st.sampled_from(SEEDS), st.data())
def test_damaged_files_never_raise_and_pieces_do_not_matter(
    seed: bytes, data: st.DataObject
) -> None:
    content = bytearray(seed[: data.draw(st.integers(0, len(seed)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if content:
            content[data.draw(st.integers(0, min(len(content), 400) - 1))] = data.draw(
                st.integers(0, 255)
            )
    content += data.draw(st.binary(max_size=100))
    step = data.draw(st.integers(1, 200))
    assert scan(bytes(content), step) == scan(bytes(content))


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    for start in (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe1",
        b"RIFF0000WEBP",
        b"\0\0\0\x08ftyp",
    ):
        scan(start + content, 5)
