"""Pictures: shown at reading size, whatever they are, and never a danger to the rest."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from drawn_case import Drawn, screenshot
from PIL import Image
from pypdf import PdfReader

from keepsafe.errors import Cancelled, DamagedError, KeepsafeError
from keepsafe.progress import Watch
from keepsafe.report import exhibits, pages, pictures, typeset
from keepsafe.report.pictures import Decoders
from keepsafe.report.previews import needs_viewing_copy, viewing_copy


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **save: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90).save(out, kind, **save)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def volumes(drawn: Drawn) -> list[tuple[str, PdfReader]]:
    made = pages.exhibit_volumes(drawn.source())
    return [(name, PdfReader(io.BytesIO(pdf))) for name, pdf in made]


HOSTILE = {
    "bomb": png_that_claims(30000, 30000),
    "claims more than it has": png_that_claims(4000, 4000),
    "truncated": screenshot()[:5000],
    "empty": b"",
    "text": b"not a picture at all",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "pdf": b"%PDF-1.7\n",
    "jpeg head only": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "tiff loop": b"II*\0\x08\0\0\0\x01\0\x00\x01\x03\0\x01\0\0\0\0\0\0\0\x08\0\0\0",
}


def test_hostile_pictures_are_named_without_a_preview() -> None:
    drawn = Drawn({})
    for name, data in HOSTILE.items():
        drawn.add_file(data, name=name)
    drawn.add_file(screenshot(), name="good.png")
    [(name, pdf)] = volumes(drawn)
    assert name == "EXHIBITS-1.pdf"
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert text.count("It could not be shown safely") == len(HOSTILE)
    assert sum(len(page.images) for page in pdf.pages) == 1


def test_a_picture_has_its_number_file_hash_and_caption_and_a_text_in_its_place() -> None:
    drawn = Drawn({})
    drawn.add("account", platform="Kik", username="jake0")
    drawn.add_file(
        screenshot(),
        account="A1",
        shows="He asks \u202e for money",
        seen="2026-03-07 21:14",
        zone="-07:00",
    )
    drawn.add_file(b"x", "text/plain", name="chat.txt")
    [(_, pdf)] = volumes(drawn)
    text = " ".join(pdf.pages[0].extract_text().split())
    sha256 = drawn.fold.record().exhibits[0].file.sha256
    for told in (
        "E1",
        "data/exhibits/0001.png",
        sha256,
        "A1: Kik, jake0",
        "7 Mar 2026 21:14 (UTC-07:00)",
        "[U+202E]",
    ):
        assert told in text, told
    assert len(pdf.pages) == 1  # a text is no picture; the report's list has it
    assert "Picture of exhibit E1: He asks [U+202E] for money" in alternatives(pdf)


def alternatives(pdf: PdfReader) -> set[str]:
    """What stands in the place of each picture for someone who cannot see it."""
    found: set[str] = set()
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            found.update(str(node[key]) for key in ("/Alt",) if key in node)
            waiting.extend(node[key] for key in ("/K",) if key in node)
    return found


def test_a_very_tall_picture_is_cut_into_readable_parts() -> None:
    drawn = Drawn({})
    drawn.add_file(screenshot(size=(1170, 12000)))
    drawn.add_file(screenshot(size=(500, 20000)))
    [(_, pdf)] = volumes(drawn)
    first = [page for page in pdf.pages if "0001.png" in page.extract_text()]
    assert len(first) == 6
    assert "part 2 of 6" in first[1].extract_text()
    second = " ".join(page.extract_text() for page in pdf.pages[6:])
    assert "part 21 of 21" in second


@pytest.mark.parametrize("size", [(1, 1), (1, 30000), (30000, 1), (5000, 5000)])
def test_odd_shapes_are_shown(size: tuple[int, int]) -> None:
    drawn = Drawn({})
    drawn.add_file(picture(size))
    [(_, pdf)] = volumes(drawn)
    assert len(pdf.pages[0].images) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_shown(mode: str) -> None:
    with Decoders(1) as decoders:
        assert decoders.one(io.BytesIO(picture((40, 30), "PNG", mode)), "pages") is not None


def test_formats_and_their_first_frame() -> None:
    frames = [Image.new("RGB", (20, 20), shade) for shade in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    with Decoders(1) as decoders:
        for kind in ("JPEG", "WEBP", "BMP", "TIFF", "AVIF", "GIF"):
            assert decoders.one(io.BytesIO(picture((30, 20), kind)), "pages"), kind
        moving.seek(0)
        shown = decoders.one(moving, "pages")
        assert shown is not None
        assert shown.more_frames


def test_at_most_250_in_a_volume() -> None:
    drawn = Drawn({})
    small = [picture((30 + number, 30)) for number in range(251)]
    for data in small:
        drawn.add_file(data)
    made = volumes(drawn)
    assert [name for name, _ in made] == ["EXHIBITS-1.pdf", "EXHIBITS-2.pdf"]
    assert [sum(len(page.images) for page in pdf.pages) for _, pdf in made] == [250, 1]


def test_a_volume_ends_sooner_when_it_grows_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhibits, "_MOST_BYTES", 200_000)
    drawn = Drawn({})
    for number in range(4):
        drawn.add_file(screenshot(number))
    assert len(volumes(drawn)) > 1


def test_damaged_and_unreadable_exhibits_do_not_stop_the_rest() -> None:
    drawn = Drawn({})
    for number in range(3):
        drawn.add_file(screenshot(number))

    def open_exhibit(exhibit: object) -> io.BytesIO:
        if getattr(exhibit, "id", "") == "E2":
            raise DamagedError("It is damaged.")
        return io.BytesIO(screenshot())

    source = drawn.source(damaged=("E1",), open_exhibit=open_exhibit)
    [(_, pdf)] = pages.exhibit_volumes(source)
    reader = PdfReader(io.BytesIO(pdf))
    assert sum(len(page.images) for page in reader.pages) == 1
    assert "was found damaged when this was sealed" in " ".join(
        reader.pages[0].extract_text().split()
    )


def test_progress_counts_exhibits_and_it_can_be_stopped() -> None:
    drawn = Drawn({})
    for number in range(6):
        drawn.add_file(screenshot(number))
    steps: list[tuple[int, int]] = []
    list(
        pages.exhibit_volumes(
            drawn.source(), Watch(lambda done, total: steps.append((done, total)))
        )
    )
    assert steps == [(number, 6) for number in range(1, 7)]
    with pytest.raises(Cancelled):
        list(pages.exhibit_volumes(drawn.source(), Watch(cancelled=lambda: True)))


def test_viewing_copies_are_upright_and_carry_nothing() -> None:
    out = io.BytesIO()
    tags = Image.Exif()
    tags[0x0112] = 6
    tags[0x010F] = "MAKER-OF-PHONE"
    tags.get_ifd(0x8825)[2] = (51.0, 2.0, 42.0)
    Image.new("RGB", (400, 200), "red").save(out, "AVIF", exif=tags, icc_profile=b"x" * 200)
    copy = viewing_copy(io.BytesIO(out.getvalue()), "image/avif")
    assert copy is not None
    with Image.open(io.BytesIO(copy)) as shown:
        assert shown.format == "JPEG"
        assert shown.size == (200, 400)
        assert not shown.getexif()
        assert "icc_profile" not in shown.info
    assert b"MAKER" not in copy


def test_viewing_copies_only_of_what_a_browser_cannot_show() -> None:
    assert needs_viewing_copy("image/heic")
    assert needs_viewing_copy("image/avif")
    assert not needs_viewing_copy("image/png")
    assert viewing_copy(io.BytesIO(b"junk"), "image/heic") is None
    assert viewing_copy(io.BytesIO(b"junk"), "text/plain") is None


def test_a_picture_that_takes_the_decoder_down_takes_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Decoders(1) as decoders:
        assert decoders.one(io.BytesIO(picture((9, 9))), "pages")
        monkeypatch.setattr(pictures, "SECONDS", 0.0)  # its time is over before it has begun
        assert decoders.one(io.BytesIO(screenshot()), "pages") is None
        monkeypatch.undo()
        assert decoders.one(io.BytesIO(picture((9, 9))), "pages")


def test_a_child_that_dies_or_dawdles_is_one_sentence() -> None:
    drawn = Drawn({})
    at = drawn.source().sealed_at
    with typeset.Typesetting(at) as job:
        job._child.kill()
        with pytest.raises(KeepsafeError, match="Everything saved is safe"):
            job.finish("report.typ", lambda _: {"x": "y" * 10_000_000})
    with typeset.Typesetting(at) as job, pytest.raises(KeepsafeError, match="Please try again"):
        job.finish("report.typ", lambda _: {}, seconds=0.0)
    with typeset.Typesetting(at) as job, pytest.raises(KeepsafeError):
        job.finish("report.typ", lambda _: {"no": "such data"})


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    drawn = Drawn({"danger": "x"})
    drawn.add_file(screenshot())
    source = drawn.source()
    pages.report_pdf(source)
    pages.report_sheet_pdf(source)
    list(pages.exhibit_volumes(source))
    assert list(tmp_path.rglob("*")) == []
