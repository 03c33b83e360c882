"""Draw the sample case's pictures: screenshots of "Chatter", an app that does not exist.

Names, usernames and words are invented and mild. The same number and seed give the same pixels.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from PIL import ExifTags, Image

from keepsafe.demo.canvas import WHITE, Canvas, Colour, font, gradient, shade, wrap

SCREEN: Final = (1170, 2532)
_EDGE: Final = 48

_INK: Final[Colour] = (28, 30, 46)
_GREY: Final[Colour] = (112, 116, 138)
_PALE: Final[Colour] = (226, 228, 240)
_ACCENT: Final[Colour] = (86, 84, 204)
_PAPER: Final[Colour] = (247, 247, 252)
_TINTS: Final[tuple[Colour, ...]] = (
    *((204, 96, 110), (70, 138, 160), (146, 104, 190), (196, 132, 62)),
    *((82, 148, 106), (92, 112, 196), (176, 92, 156), (120, 126, 140)),
)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    username: str
    tint: Colour
    about: str


# Usernames mix l, 1, I, O and 0 on purpose: a good report must keep those apart.
_OFFENDERS: Final = (
    _Person("Mia Larsen", "@mia.l4rsen_0O1", _TINTS[0], "music · skating · dogs"),
    _Person("Jake Wills", "@jake_wlIls.l0", _TINTS[1], "gym · new in town · say hi"),
    _Person("Nova Lind", "@n0va_Ilnd1", _TINTS[2], "just here for new friends"),
)
_FRIENDS: Final = (
    *("Aunt Jo", "Ben Okafor", "Coach Reyes", "Dana Novak", "Eli Park", "Freya Holm", "Grandpa"),
    *("Hugo Marsh", "Ines Duarte", "Jun Sato", "Kai Peters", "Lena Fox", "Mum", "Noor Aziz"),
)
# "<" is what came in, ">" what the young person wrote.
_THREATS: Final = (
    *("< I know which school you go to", "> please leave me alone", "< I have your friends list"),
    *("< Pay 200 or I tell everyone", "> I don't have that kind of money", "< Then find it"),
    *("< You have until nine tonight", "> who are you?", "< It does not matter who I am"),
    *("< Don't block me. I will only make a new account.", "> stop it", "< 200. Last chance."),
    *("< I can see that you read this", "< Answer me", "> I told you I can't", "< Ask your mum"),
    *("< Do you want everyone in your class to hear about it?", "< Tick tock", "> please don't"),
)
_DEMANDS: Final = (
    *("< Buy a gift card and send me a photo of the code", "> what kind of card", "< Any shop"),
    *("< 200, not 100", "< Then I delete everything", "> how do I know that", "< You don't"),
    *("< Send it before nine", "> I only have 60", "< Send that now and the rest tomorrow"),
)


@dataclass(slots=True)
class _Scene:
    """One screenshot being drawn: its canvas, its chance, whom it is about, and its clock."""

    canvas: Canvas
    chance: Random
    person: _Person
    minutes: int

    def clock(self, later: int = 0) -> str:
        """Give the time of day, `later` minutes after the scene began."""
        minutes = (self.minutes + later) % (24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"


def draw_chat_screenshots(n: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Draw `n` phone screenshots (1170 x 2532 PNG), each as (file name, PNG bytes).

    They go round: a profile, threats, more threats, a demand for money, a list of contacts,
    threats. Names are those an iPhone gives; profiles also carry its "Screenshot" metadata.
    """
    for index in range(n):
        chance = Random(f"{seed}-{index}")  # noqa: S311 - for looks, not for secrets
        person = _OFFENDERS[index // len(_PAGES) % len(_OFFENDERS)]
        canvas = Canvas(*SCREEN, _PAPER, (232, 233, 248))
        scene = _Scene(canvas, chance, person, 19 * 60 + 14 + index * 7)
        page = _PAGES[index % len(_PAGES)]
        page(scene)
        _status_bar(scene)
        name = f"IMG_{1 + (4126 + index) % 9999:04d}.PNG"
        yield name, _png(canvas.image, says_screenshot=page is _profile)


def draw_camera_photo(i: int, *, size: tuple[int, int] = (1600, 1200)) -> tuple[str, bytes]:
    """Draw photo number `i`, a landscape, as (file name, JPEG bytes with camera EXIF)."""
    width, height = size
    chance = Random(f"photo-{i}")  # noqa: S311 - for looks, not for secrets
    warm = chance.randrange(60)
    image = gradient(width, height, (96 + warm, 148, 214 - warm), (246, 214 + warm // 2, 180))
    canvas = np.array(image)
    across = np.linspace(0.0, 1.0, width)
    rows = np.arange(height)[:, None]
    for layer in range(4):
        waves = sum(
            np.sin(across * np.pi * chance.uniform(1, 7) + chance.uniform(0, 6)) / (2 + k)
            for k in range(3)
        )
        ridge = height * (0.45 + 0.13 * layer) + waves * height * 0.07
        canvas[rows > ridge] = shade((86, 120, 128), 1.05 - 0.2 * layer)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Keepsafe"
    exif[ExifTags.Base.Model] = "Drawn Camera"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = f"2026:10:{1 + i % 28:02d} 12:{i % 60:02d}:00"
    inner[ExifTags.Base.ExposureTime] = 0.008
    inner[ExifTags.Base.FNumber] = 1.8
    out = io.BytesIO()
    Image.fromarray(canvas).save(out, "JPEG", quality=88, exif=exif)
    return f"IMG_{1 + i % 9999:04d}.JPG", out.getvalue()


def _png(image: Image.Image, *, says_screenshot: bool) -> bytes:
    """Write a PNG (W3C PNG 3) four times faster than Pillow: one filter fits flat pages.

    Filter 2 ("up") stores each row as its difference from the one above.
    """
    rows = np.asarray(image).reshape(image.height, -1)
    filtered = np.full((image.height, rows.shape[1] + 1), 2, np.uint8)
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", 5669, 5669, 1)),  # 144 pixels an inch, as phones write
        (b"IDAT", zlib.compress(filtered.tobytes(), 3)),
        (b"IEND", b""),
    ]
    if says_screenshot:
        exif = Image.Exif()
        exif[ExifTags.Base.Software] = "Chatter demo"
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\x00\x00\x00Screenshot"
        chunks[2:2] = [
            (b"eXIf", exif.tobytes().removeprefix(b"Exif\x00\x00")),
            (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + _XMP.encode()),
        ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


_XMP: Final = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
    '22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
    '<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">Screenshot</rdf:li></rdf:Alt>'
    "</exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def _status_bar(scene: _Scene) -> None:
    canvas = scene.canvas
    canvas.text(150, 84, scene.clock(), 48, _INK, bold=True, anchor="mm")
    for bar in range(4):
        height = 14 + 8 * bar
        canvas.box(900 + bar * 17, 102 - height, 11, height, _INK, 4)
    charge = scene.chance.randint(12, 96)
    canvas.box(1002, 62, 92, 42, _GREY, 14)
    canvas.box(1006, 66, 84, 34, WHITE, 11)
    canvas.box(1009, 69, 78 * charge / 100, 28, _INK, 8)
    canvas.box(1097, 75, 7, 16, _GREY, 3)
    canvas.box(SCREEN[0] / 2 - 200, 2494, 400, 14, _INK, 7)


def _top_bar(scene: _Scene, title: str, below: str, *, portrait: bool = True) -> None:
    canvas = scene.canvas
    canvas.box(0, 0, SCREEN[0], 318, WHITE)
    canvas.box(0, 316, SCREEN[0], 3, _PALE)
    canvas.line([(80, 190), (50, 222), (80, 254)], _ACCENT, 9)
    left = 130
    if portrait:
        canvas.avatar(190, 222, 62, scene.person.name, scene.person.tint)
        left = 282
    canvas.text(left, 196, title, 54, _INK, bold=True, anchor="lm")
    canvas.text(left, 254, below, 38, _GREY, anchor="lm")
    for dot in range(3):
        canvas.disc(1092, 200 + 22 * dot, 7, _ACCENT)


def _chat(scene: _Scene, lines: tuple[str, ...], *, request: bool = False) -> None:
    _top_bar(scene, scene.person.name, scene.person.username)
    scene.canvas.text(585, 386, f"Monday 2 November · {scene.clock(-9)}", 36, _GREY, anchor="mm")
    y, at = 440.0, scene.chance.randrange(len(lines))
    if request:
        y = _payment_request(scene, y)
    while True:
        line = lines[at % len(lines)]
        mine, words = line.startswith(">"), wrap(line[2:], 46, 720)
        height = 58 * len(words) + 52
        if y + height > 2240:
            break
        y = _bubble(scene, y, words, mine=mine, height=height)
        at += 1
    _writing_line(scene)


def _bubble(scene: _Scene, y: float, words: list[str], *, mine: bool, height: float) -> float:
    canvas = scene.canvas
    width = max(_width(line) for line in words) + 76
    left = SCREEN[0] - _EDGE - width if mine else 136.0
    fill = _ACCENT if mine else WHITE
    if not mine:
        canvas.avatar(84, y + height - 38, 36, scene.person.name, scene.person.tint)
        canvas.box(left - 2, y - 1, width + 4, height + 6, _PALE, 46)
    canvas.box(left, y, width, height, fill, 46)
    # One corner is tighter: it points to who is speaking.
    corner = left + width - 60 if mine else left
    canvas.box(corner, y + height - 60, 60, 60, fill, 14)
    for number, line in enumerate(words):
        canvas.text(left + 38, y + 24 + 58 * number, line, 46, WHITE if mine else _INK)
    time = scene.clock(round(y / 320) - 8)
    if mine:
        canvas.text(left - 20, y + height - 12, time, 30, _GREY, anchor="rd")
    else:
        canvas.text(left + width + 20, y + height - 12, time, 30, _GREY, anchor="ld")
    return y + height + scene.chance.choice((22, 22, 40, 64))


def _width(words: str) -> float:
    return font(46).getlength(words)


def _payment_request(scene: _Scene, y: float) -> float:
    canvas = scene.canvas
    canvas.box(134, y - 2, 764, 446, _PALE, 48)
    canvas.box(136, y, 760, 440, WHITE, 46)
    canvas.box(136, y, 760, 108, scene.person.tint, 46)
    canvas.box(136, y + 60, 760, 48, scene.person.tint)
    canvas.text(180, y + 54, "Payment request", 44, WHITE, bold=True, anchor="lm")
    canvas.text(180, y + 186, "200.00", 100, _INK, bold=True, anchor="lm")
    canvas.text(548, y + 204, "dollars", 44, _GREY, anchor="lm")
    canvas.text(180, y + 284, "To  DEMO-WALLET-00l1-IO0O", 40, _GREY, anchor="lm")
    canvas.box(180, y + 328, 330, 84, _ACCENT, 42)
    canvas.text(345, y + 370, "Pay", 42, WHITE, bold=True, anchor="mm")
    canvas.text(556, y + 370, "Due today 21:00", 40, _INK, bold=True, anchor="lm")
    return y + 490


def _writing_line(scene: _Scene) -> None:
    canvas = scene.canvas
    canvas.box(0, 2296, SCREEN[0], 236, WHITE)
    canvas.box(0, 2294, SCREEN[0], 3, _PALE)
    canvas.disc(92, 2382, 42, _PALE)
    canvas.line([(92, 2364), (92, 2400)], _ACCENT, 8)
    canvas.line([(74, 2382), (110, 2382)], _ACCENT, 8)
    canvas.box(164, 2330, 800, 104, _PAPER, 52)
    canvas.text(210, 2382, "Message", 44, _GREY, anchor="lm")
    canvas.disc(1060, 2382, 52, _ACCENT)
    canvas.line([(1042, 2394), (1060, 2366), (1078, 2394)], WHITE, 9)


def _threats(scene: _Scene) -> None:
    _chat(scene, _THREATS)


def _demand(scene: _Scene) -> None:
    _chat(scene, _DEMANDS, request=True)


def _profile(scene: _Scene) -> None:
    canvas, person = scene.canvas, scene.person
    cover = gradient(SCREEN[0], 700, shade(person.tint, 1.55), shade(person.tint, 1.05))
    canvas.image.paste(cover, (0, 0))
    canvas.line([(80, 190), (50, 222), (80, 254)], _INK, 9)
    canvas.text(585, 222, "chatter", 50, _INK, bold=True, anchor="mm")
    canvas.disc(585, 700, 226, _PAPER)
    canvas.avatar(585, 700, 208, person.name, person.tint)
    canvas.text(585, 1014, person.name, 96, _INK, bold=True, anchor="mm")
    canvas.text(585, 1104, person.username, 44, _GREY, anchor="mm")
    canvas.text(585, 1190, person.about, 46, _INK, anchor="mm")
    numbers = (
        (str(scene.chance.randint(2, 9)), "posts"),
        (str(scene.chance.randint(40, 90)), "followers"),
        (f"{scene.chance.randint(1, 3)},{scene.chance.randint(100, 999)}", "following"),
    )
    canvas.box(_EDGE, 1266, 1074, 190, WHITE, 40)
    for column, (number, label) in enumerate(numbers):
        x = 227 + 358 * column
        canvas.text(x, 1330, number, 60, _INK, bold=True, anchor="mm")
        canvas.text(x, 1400, label, 38, _GREY, anchor="mm")
    canvas.box(_EDGE, 1496, 522, 116, _ACCENT, 58)
    canvas.text(309, 1554, "Message", 48, WHITE, bold=True, anchor="mm")
    canvas.box(600, 1496, 522, 116, _PALE, 58)
    canvas.text(861, 1554, "Following", 48, _INK, bold=True, anchor="mm")
    joined = f"Joined {scene.chance.randint(2, 28)} October 2026"
    facts = (joined, "No mutual friends", f"User ID 90{scene.chance.randrange(10**9):09d}")
    canvas.box(_EDGE, 1660, 1074, 336, WHITE, 40)
    for row, fact in enumerate(facts):
        canvas.disc(118, 1726 + 100 * row, 16, shade(person.tint, 1.2))
        canvas.text(166, 1726 + 100 * row, fact, 46, _INK, anchor="lm")
    for column in range(3):
        left = _EDGE + 366 * column
        tile = gradient(342, 342, shade(_TINTS[column + 3], 1.4), shade(_TINTS[column + 4], 0.95))
        canvas.image.paste(tile, (left, 2046))


def _contacts(scene: _Scene) -> None:
    canvas = scene.canvas
    _top_bar(scene, "People you may reach", f"sent by {scene.person.username}", portrait=False)
    friends = scene.chance.sample(_FRIENDS, 12)
    for row, name in enumerate(sorted(friends)):
        y = 420 + 168 * row
        canvas.box(_EDGE, y - 70, 1074, 146, WHITE, 40)
        canvas.avatar(140, y + 3, 52, name, _TINTS[sum(map(ord, name)) % len(_TINTS)])
        canvas.text(222, y - 22, name, 48, _INK, bold=True, anchor="lm")
        handle = "@" + name.lower().replace(" ", ".") + str(scene.chance.randrange(100))
        canvas.text(222, y + 34, handle, 36, _GREY, anchor="lm")
        canvas.box(884, y - 36, 202, 78, _PALE, 39)
        canvas.text(985, y + 3, "Message", 38, _ACCENT, bold=True, anchor="mm")


_PAGES: Final[tuple[Callable[[_Scene], None], ...]] = (
    _profile,
    _threats,
    _threats,
    _demand,
    _contacts,
    _threats,
)
