"""Types by content: real files of each kind, cut ones, and hostile bytes."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
import time
import wave
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from keepsafe.intake.sniff import HEAD_SIZE, TAIL_SIZE, sniff


def saved(format_name: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, format_name, **options)
    return out.getvalue()


def animated_png() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def zipped(*names: str, first: tuple[str, str] | None = None, padding: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(*first, compress_type=zipfile.ZIP_STORED)
        for name in names:
            content = b"x" if not padding else bytes(i * 7919 % 251 for i in range(padding))
            archive.writestr(name, content, zipfile.ZIP_STORED)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def waved() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(100))
    return out.getvalue()


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\0\x08free"


MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
MAIL = b"Received: by x\r\n\tfolded\r\nFrom: Mia <m@example.org>\r\nSubject: pay\r\n\r\nhello"
PROGRAM = "application/vnd.microsoft.portable-executable"
ODT = "application/vnd.oasis.opendocument.text"

CASES: list[tuple[bytes, str, str, str]] = [
    (b"", "application/x-empty", "other", "bin"),
    (saved("PNG"), "image/png", "image", "png"),
    (animated_png(), "image/apng", "image", "png"),
    (saved("JPEG"), "image/jpeg", "image", "jpg"),
    (saved("GIF"), "image/gif", "image", "gif"),
    (saved("WEBP"), "image/webp", "image", "webp"),
    (saved("BMP"), "image/bmp", "image", "bmp"),
    (saved("TIFF"), "image/tiff", "image", "tif"),
    (saved("TIFF", big_tiff=True), "image/tiff", "image", "tif"),
    (ftyp(b"heic", b"mif1", b"heic"), "image/heic", "image", "heic"),
    (ftyp(b"mif1", b"mif1", b"heic"), "image/heic", "image", "heic"),
    (ftyp(b"mif1", b"mif1", b"avif"), "image/avif", "image", "avif"),
    (ftyp(b"mif1", b"mif1"), "image/heif", "image", "heif"),
    (ftyp(b"avif", b"mif1"), "image/avif", "image", "avif"),
    (ftyp(b"isom", b"iso2", b"mp41"), "video/mp4", "video", "mp4"),
    (ftyp(b"mp42", b"heic"), "video/mp4", "video", "mp4"),
    (ftyp(b"qt  "), "video/quicktime", "video", "mov"),
    (ftyp(b"3gp5"), "video/3gpp", "video", "3gp"),
    (ftyp(b"M4A ", b"isom"), "audio/mp4", "audio", "m4a"),
    (b"\0\0\0\x08wide\0\0\1\0mdat" + bytes(64), "video/quicktime", "video", "mov"),
    (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm", "video", "webm"),
    (b"\x1a\x45\xdf\xa3\xa3B\x82\x88matroska", "video/matroska", "video", "mkv"),
    (b"OggS" + bytes(24) + b"OpusHead", "audio/ogg", "audio", "opus"),
    (b"OggS" + bytes(24) + b"\x01vorbis", "audio/ogg", "audio", "ogg"),
    (b"ID3\x04" + bytes(90), "audio/mpeg", "audio", "mp3"),
    (MP3_FRAME * 2, "audio/mpeg", "audio", "mp3"),
    (waved(), "audio/wav", "audio", "wav"),
    (b"#!AMR\n<\x08", "audio/amr", "audio", "amr"),
    (b"\xff\xf1\x50\x80\x01\x1f\xfc\0" * 3, "audio/aac", "audio", "aac"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf", "document", "pdf"),
    (b"{\\rtf1\\ansi hello}", "application/rtf", "document", "rtf"),
    (zipped("a.txt"), "application/zip", "archive", "zip"),
    (zipped(), "application/zip", "archive", "zip"),
    (zipped("AndroidManifest.xml"), "application/vnd.android.package-archive", "archive", "apk"),
    (zipped("word/holiday.jpg"), "application/zip", "archive", "zip"),
    (zipped("content.xml", first=("mimetype", ODT)), ODT, "document", "odt"),
    (b"7z\xbc\xaf\x27\x1c\0\x04", "application/x-7z-compressed", "archive", "7z"),
    (b"Rar!\x1a\x07\x01\0", "application/vnd.rar", "archive", "rar"),
    (gzip.compress(b"x"), "application/gzip", "archive", "gz"),
    (tarred(), "application/x-tar", "archive", "tar"),
    (MAIL, "message/rfc822", "text", "eml"),
    (b"From mia@example.org Mon Nov  2 21:14:01 2026\n" + MAIL, "application/mbox", "text", "mbox"),
    (b"<!-- a --><!DOCTYPE html><p>", "text/html", "text", "html"),
    (b"\xef\xbb\xbf\r\n<html lang=en>", "text/html", "text", "html"),
    (b'<?xml version="1.0"?>\n<svg xmlns="x">', "image/svg+xml", "image", "svg"),
    (b'<?xml version="1.0"?><plist/>', "application/xml", "text", "xml"),
    (json.dumps({"messages": [1]}).encode(), "application/json", "text", "json"),
    (b'[{"a": 1}]\n', "application/json", "text", "json"),
    (b"[02/11/2026, 21:14] Mia: pay 200", "text/plain", "text", "txt"),
    (b"{not json}", "text/plain", "text", "txt"),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "text/vcard", "text", "vcf"),
    (b"BEGIN:VCALENDAR\r\n", "text/calendar", "text", "ics"),
    ("Déjà vu – お金".encode(), "text/plain", "text", "txt"),
    ("Pay\r\nnow".encode("utf-16"), "text/plain", "text", "txt"),
    ("caf\u00e9 at nine, bring the money".encode("latin-1"), "text/plain", "text", "txt"),
    (b"To: you\nI will tell them: everyone", "text/plain", "text", "txt"),
    (b"BMW and MZ are only letters, ID: 3", "text/plain", "text", "txt"),
    (b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0", PROGRAM, "other", "bin"),
    (b"\x7fELF\x02\x01", "application/x-executable", "other", "bin"),
    (b"\x00\x01\x02\x03", "application/octet-stream", "other", "bin"),
    (bytes(300), "application/octet-stream", "other", "bin"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "media_type", "family", "extension"), CASES)
def test_each_kind(content: bytes, media_type: str, family: str, extension: str) -> None:
    found = sniff(content[:HEAD_SIZE], content[-TAIL_SIZE:])
    assert (found.media_type, found.family, found.extension) == (media_type, family, extension)


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx"])
def test_office_documents_are_told_by_their_central_directory(extension: str) -> None:
    part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/slides/1.xml"}
    content = zipped("[Content_Types].xml", part[extension], padding=9000)
    assert sniff(content, content[-TAIL_SIZE:]).extension == extension
    assert sniff(content[:100]).extension == "zip"


def test_avif_from_a_real_encoder() -> None:
    assert sniff(saved("AVIF")).extension == "avif"


def test_sqlite(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "chats.db")
    database.execute("create table t (a)")
    database.commit()
    database.close()
    assert sniff((tmp_path / "chats.db").read_bytes()).extension == "sqlite"


def test_text_followed_by_binary_is_no_text() -> None:
    assert sniff(b"hello " * 2000, b"\x00\x01\x02").family == "other"


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_head_cut_inside_a_character_is_still_text(cut: int) -> None:
    text = ("é" * HEAD_SIZE).encode()[:-cut]
    assert sniff(b"x" * (cut % 2) + text, b"end").media_type == "text/plain"


@pytest.mark.parametrize(
    "hostile",
    [b"<!---->" * 2000, b"<!--" * 4000, b"<?xml ?>" * 1000, b"From " + b"a" * 9000, b"\n" * 9000,
     b"a:" * 5000, b"PK\x03\x04" * 2000, b"BEGIN:" * 1000, b" " * 9000, b"<!doctype svg" * 900],
)  # fmt: skip
def test_hostile_text_costs_little(hostile: bytes) -> None:
    started = time.process_time()
    sniff(hostile, hostile)
    assert time.process_time() - started < 0.5


@given(st.binary(max_size=600), st.binary(max_size=300), st.sampled_from([c[0] for c in CASES]))
def test_never_raises(noise: bytes, tail: bytes, start: bytes) -> None:
    for head in (noise, start[:400] + noise, start[: len(noise)], noise + start[:200]):
        found = sniff(head, tail)
        assert found.extension.isascii()
        assert found.extension.isalnum()
