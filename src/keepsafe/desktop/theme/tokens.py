"""Every colour, distance and text size of the app. Nothing else in it has any of its own.

Colours come in sets; `TEXT_ON` and `EDGES_ON` say which of a set stand on which, and the tests
measure the contrast of each (WCAG 2.2: 4.5:1 for text, 3:1 for edges that show what a thing is).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One set of colours, each `#rrggbb`."""

    paper: str
    """What everything lies on."""
    card: str
    """Cards, fields and buttons, a little raised from the paper."""
    bar: str
    """The bars above and below a page."""
    ink: str
    """Text."""
    soft: str
    """Text of less weight: hints, small print."""
    line: str
    """Quiet lines that only divide."""
    edge: str
    """The edge of what can be used: fields, buttons, cards."""
    accent: str
    """The one colour: the next step, links, what is chosen."""
    accent_deep: str
    """The same, under the pointer or pressed."""
    on_accent: str
    """Text and icons on the accent."""
    tint: str
    """A breath of the accent, behind what is chosen."""
    off: str
    """What a button says that cannot be pressed now."""
    note: str
    """The paper of a note."""
    note_edge: str
    """Its edge, which shows only where its paper is that of the page."""
    focus: str
    """The ring around what the keyboard is on."""


LIGHT = Colours(
    paper="#fbf7f0",
    card="#fffdf9",
    bar="#f4eee3",
    ink="#2b2723",
    soft="#5f564c",
    line="#e4dacb",
    edge="#8c8071",
    accent="#1d5c63",
    accent_deep="#15484e",
    on_accent="#ffffff",
    tint="#e3efed",
    off="#5f564c",
    note="#f3ead9",
    note_edge="#f3ead9",
    focus="#b25a00",
)
DARK = Colours(
    paper="#1f1c19",
    card="#2a2622",
    bar="#262220",
    ink="#f1e9dd",
    soft="#c2b7a8",
    line="#3d3731",
    edge="#8f8475",
    accent="#8accc6",
    accent_deep="#a9dcd7",
    on_accent="#10292b",
    tint="#24393a",
    off="#c2b7a8",
    note="#353025",
    note_edge="#353025",
    focus="#f2b45c",
)
CONTRAST = Colours(
    paper="#000000",
    card="#000000",
    bar="#000000",
    ink="#ffffff",
    soft="#ffffff",
    line="#ffffff",
    edge="#ffffff",
    accent="#ffe45c",
    accent_deep="#fff3ae",
    on_accent="#000000",
    tint="#1f1b00",
    off="#9a9a9a",
    note="#000000",
    note_edge="#ffffff",
    focus="#5cf2ff",
)
COLOURS: dict[Scheme, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

TEXT_ON: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "soft") for ground in ("paper", "card", "bar", "note")),
    ("ink", "tint"),
    ("soft", "tint"),
    *(("accent", ground) for ground in ("paper", "card", "bar", "note", "tint")),
    *(("accent_deep", ground) for ground in ("paper", "card", "bar", "note", "tint")),
    ("on_accent", "accent"),
    ("on_accent", "accent_deep"),
)
"""(text, ground): every text colour with everything it is written on."""

EDGES_ON: tuple[tuple[str, str], ...] = (
    *(("edge", ground) for ground in ("paper", "card", "bar")),
    *(("focus", ground) for ground in ("paper", "card", "bar", "note", "tint")),
    ("accent", "paper"),
)
"""(edge, ground): every edge that shows where something is, with what is around it."""

UNIT = 8
"""The grid, in pixels: distances are one, two, three or more of these."""

RADIUS = 10
"""How round the corners of cards and buttons are, in pixels."""

RING = 3
"""How wide the ring around what the keyboard is on is, in pixels."""

TITLE, HEADING, LEAD, BODY, SMALL = 2.05, 1.47, 1.33, 1.2, 1.08
"""Text sizes, in multiples of the system's: text to be read is a little larger than menus are."""

LINE_OF_TEXT = 65
"""The most characters in a line of text."""

SCALES = (100, 110, 125, 150, 175, 200)
"""The person's own text sizes, in percent of the system's."""

HELD = 1.1
"""What BODY becomes at the largest of them: there, it is the room that is short."""


def body_at(scale: int) -> float:
    """Return how large text to be read is at a text size, in multiples of the system's."""
    part = (scale - SCALES[0]) / (SCALES[-1] - SCALES[0])
    return scale / 100 * (BODY + (HELD - BODY) * part)


ICON, BIG_ICON = 1.35, 2.2
"""Sizes of icons, in multiples of the text height beside them."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
