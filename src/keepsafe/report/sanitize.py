"""Makes any text safe to show: what cannot be seen, or cannot be drawn, is shown as [U+202E].

Everything in a report passes through `pieces`, ours and theirs. A right-to-left override in a
file name, a zero-width space in a username, a letter no font has: an officer sees each as a code.
What belongs to ordinary writing stays as it is: accents, emoji sequences, and the joiners that
Persian and Indic spelling needs (the contexts of RFC 5892, appendix A.1 and A.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import groupby

from keepsafe.report.fonts import Coverage

ZWNJ, ZWJ, EMOJI_STYLE = "\u200c", "\u200d", "\ufe0f"
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"

_PLAIN = re.compile(r"[\n\x20-\x7e]+")
_ANY = -1  # a mask with every font in it
_JOINERS = frozenset((ZWNJ, ZWJ, EMOJI_STYLE))
# Joiners, skin tones, and the letters that Unicode counts to the letter before.
_LEANING = _JOINERS | frozenset(SKIN_TONES) | frozenset("\u0e33\u0eb3\uff9e\uff9f")
_LATIN = frozenset(map(chr, range(0xA1, 0x180))) - {"\u00ad"} | frozenset("“”‘’–—…×\u00a0")
_VIRAMA = 9  # the canonical combining class of every virama
_FEW_MARKS, _MORE_MARKS = 3, 6
_SPACES = frozenset("\u00a0\u202f\u3000")
# Letters, marks and symbols that draw nothing, though their category does not say so.
_BLANK = frozenset(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800),
        *(0x3164, 0xFFA0, 0xFFFC, 0x1D159),
        *range(0xFE00, 0xFE0F),
        *range(0xE0100, 0xE01F0),
    )
)
# Marks that stack on any letter; the means of "zalgo" text.
_STACKING = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text to show as it is, or (`code`) the code that stands for what cannot be."""

    text: str
    code: bool = False


def pieces(text: str, fonts: Coverage | None = None, *, exact: bool = False) -> tuple[Piece, ...]:
    """Return `text` as what can be shown of it, in order.

    With `fonts`, what they cannot draw becomes a code too. With `exact` (usernames, addresses,
    links) nothing invisible is let through at all, and blanks at the ends or in a row are shown.
    Line feeds stay.
    """
    hidden_blanks = _hidden_blanks(text) if exact else frozenset()
    if _PLAIN.fullmatch(text) and not hidden_blanks:
        return (Piece(text),)
    shown: list[Piece] = []
    for is_code, run in groupby(_judged(text, fonts, exact, hidden_blanks), lambda each: each[1]):
        if is_code:
            for char, same in groupby(char for char, _ in run):
                shown.extend(_codes(char, sum(1 for _ in same)))
        else:
            shown.append(Piece("".join(char for char, _ in run)))
    return tuple(shown)


def visible(text: str, fonts: Coverage | None = None, *, exact: bool = False) -> str:
    """Return `text` with everything that cannot be shown written as its code."""
    return "".join(piece.text for piece in pieces(text, fonts, exact=exact))


def latin_only(text: str) -> str:
    """Return `text` with all but Latin letters and common signs as codes: the last resort."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(c if _PLAIN.fullmatch(c) or c in _LATIN else _code(ord(c)) for c in text)


def unusual(text: str, most: int = 12, usual: Set[str] = frozenset()) -> tuple[str, ...]:
    """Name the characters outside printable ASCII, each once, as "U+0430 CYRILLIC SMALL LETTER A".

    Letters of other alphabets that look like ours are how a username is passed off as another.
    `usual` are letters that are nothing odd in the reader's language.
    """
    found = dict.fromkeys(c for c in text if not _PLAIN.fullmatch(c) and c not in usual)
    named = [f"U+{ord(c):04X} {unicodedata.name(c, '')}".rstrip() for c in found]
    return tuple(named[:most]) + (("...",) if len(named) > most else ())


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (rule P2 of UAX 9)."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def belongs_to(char: str, before: str) -> bool:
    """Whether `char` is drawn together with what stands before it."""
    if before == ZWJ and unicodedata.category(char) == "So":
        return True
    return unicodedata.category(char) in ("Mn", "Mc", "Me") or char in _LEANING


def _code(point: int) -> str:
    return f"[U+{point:04X}]"


def _codes(char: str, times: int) -> Iterator[Piece]:
    code = _code(ord(char))
    if times > 3:
        yield Piece(f"{code[:-1]} ×{times}]", code=True)
    else:
        yield from (Piece(code, code=True) for _ in range(times))


def _hidden_blanks(text: str) -> frozenset[int]:
    """Return where blanks stand that one would not see: at either end, or in a row."""
    found = re.finditer(r"^ +| +$|  +", text, re.MULTILINE)
    return frozenset(index for match in found for index in range(*match.span()))


def _judged(
    text: str, fonts: Coverage | None, exact: bool, hidden_blanks: frozenset[int]
) -> Iterator[tuple[str, bool]]:
    """Yield each character and whether a code must stand for it.

    Typst draws a letter and its marks with one font or not at all, so the fonts that can draw all
    of them are followed along. A mark that stands on nothing becomes a code.
    """
    before = ""  # what stands before in the same cluster of letter and marks, or at its side
    able, marks = _ANY, 0
    for index, char in enumerate(text):
        have = fonts.fonts_with(ord(char)) if fonts else _ANY
        after = text[index + 1 : index + 2]
        if belongs_to(char, before):
            limit = _FEW_MARKS if _stacks(ord(char)) else _MORE_MARKS
            shown = bool(before and able & have) and marks < limit and ord(char) not in _BLANK
            if shown and char in _JOINERS:
                ahead = fonts.fonts_with(ord(after)) if fonts and after else _ANY
                shown = not exact and bool(able & ahead) and _joins(char, before, after)
            if shown:
                able, marks, before = able & have, marks + 1, char
        elif char == "\n":
            shown, before = True, ""
        else:
            shown = bool(have) and _can_be_seen(char, exact) and index not in hidden_blanks
            able, marks, before = have, 0, char if shown else ""
        yield char, not shown


def _stacks(point: int) -> bool:
    return any(first <= point <= last for first, last in _STACKING)


def _joins(char: str, before: str, after: str) -> bool:
    """Whether a joiner does, where it stands, what ordinary writing uses it for."""
    category, ahead = unicodedata.category(before), unicodedata.category(after) if after else ""
    if char == EMOJI_STYLE:
        return category in ("So", "Sm", "Po") or (before in "#*0123456789" and after == "\u20e3")
    if unicodedata.combining(before) == _VIRAMA:
        return ahead in ("Lo", "Mc", "Mn")
    if char == ZWJ:
        return (category == "So" or before == EMOJI_STYLE or before in SKIN_TONES) and ahead == "So"
    arabic = unicodedata.bidirectional(before) in ("AL", "NSM")
    return arabic and bool(after) and unicodedata.bidirectional(after) == "AL"


def _can_be_seen(char: str, exact: bool) -> bool:
    point, category = ord(char), unicodedata.category(char)
    if category == "Cn":  # a newer emoji than this Python knows, if anything at all
        return 0x1F000 <= point <= 0x1FAFF
    if category[0] == "Z":
        return char == " " or (not exact and char in _SPACES)
    return category[0] != "C" and point not in _BLANK
