"""The drawn pictures: real PNGs and JPEGs, the same each time, and sorted as what they are."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from keepsafe.demo import canvas
from keepsafe.demo.drawing import SCREEN, draw_camera_photo, draw_chat_screenshots
from keepsafe.intake.embedded import Embedded, EmbeddedScanner
from keepsafe.intake.sniff import sniff
from keepsafe.intake.sorting import FileFacts, sort_file


def embedded(content: bytes) -> Embedded:
    scanner = EmbeddedScanner()
    scanner.feed(content)
    return scanner.finish()


def test_screenshots_are_whole_pngs_of_a_phone_that_never_repeat() -> None:
    shots = list(draw_chat_screenshots(12))
    assert len({name for name, _ in shots}) == len({content for _, content in shots}) == 12
    for name, content in shots:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert (image.format, image.mode, image.size) == ("PNG", "RGB", SCREEN)
            assert round(image.info["dpi"][0]) == 144
        assert 80_000 < len(content) < 500_000
        assert name.endswith(".PNG")


def test_the_same_seed_draws_the_same() -> None:
    assert list(draw_chat_screenshots(7, 3)) == list(draw_chat_screenshots(7, 3))
    assert list(draw_chat_screenshots(2, 3)) != list(draw_chat_screenshots(2, 4))


def test_some_say_that_they_are_screenshots_and_all_are_sorted_so() -> None:
    hints = []
    for name, content in draw_chat_screenshots(7):
        found = embedded(content)
        hints.append(bool(found.screenshot_hint))
        assert sort_file(FileFacts(name, sniff(content), found)).taken
    assert hints == [True, False, False, False, False, False, True]
    with Image.open(io.BytesIO(next(draw_chat_screenshots(1))[1])) as image:
        inner = image.getexif().get_ifd(ExifTags.IFD.Exif)
        assert inner[ExifTags.Base.UserComment] == b"ASCII\0\0\0Screenshot"


def test_photos_have_a_camera_in_them() -> None:
    name, content = draw_camera_photo(3)
    assert (name, content) == draw_camera_photo(3)
    assert content != draw_camera_photo(4)[1]
    found = embedded(content)
    assert found == Embedded((1600, 1200), exif=True, camera=True)
    assert sort_file(FileFacts("Screenshot.jpg", sniff(content), found)).kind == "camera-photo"


def test_it_draws_without_the_house_font(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas.font.cache_clear()
    monkeypatch.setattr(canvas, "resource", lambda *_: Path("nowhere"))
    try:
        assert len(list(draw_chat_screenshots(6))) == 6
    finally:
        canvas.font.cache_clear()


def test_a_hundred_take_seconds() -> None:
    started = time.process_time()
    for _ in draw_chat_screenshots(20):
        pass
    assert time.process_time() - started < 4
