"""Points out letters that are not what they look like: other alphabets, hidden marks, l and 1.

The map of letters is a small part of the confusables of Unicode Technical Standard 39
(https://www.unicode.org/reports/tr39/): those that pass for a plain Latin letter in most fonts.
Nothing is changed or refused: a name in Cyrillic, Arabic or Chinese is a name like any other.
"""

from __future__ import annotations

import re
import unicodedata

from keepsafe.guidance.hints import Hint, code, hint

_PAIRS = (
    # Cyrillic, small and capital
    "аa сc ԁd еe һh іi јj ӏl оo рp ԛq гr ѕs уy хx ѵv ԝw "
    "АA ВB СC ЕE ԌG НH ІI ЈJ КK МM ОO РP ԚQ ЅS ТT ѴV ԜW ХX УY ҮY ӀI З3 б6 "
    # Greek
    "αa γy ιi κk νv οo ρp σo υu ϲc ϳj "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ϜF ͿJ "
    # Armenian
    "աw հh ոn սu օo ցg զq ՏS ՕO ԼL ՍU "
    # Cherokee and Lisu capitals
    "ᎠD ᎡR ᎢT ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎽY ᏀG ᏃZ ᏙV ᏚS ᏞL ᏟC ᏢP ᏦK "
    "ꓮA ꓐB ꓚC ꓓD ꓰE ꓝF ꓖG ꓧH ꓲI ꓙJ ꓗK ꓡL ꓟM ꓠN ꓳO ꓑP ꓣR ꓢS ꓔT ꓴU ꓦV ꓪW ꓫX ꓬY ꓜZ "
    # Latin letters that are not those of the keyboard
    "ıi ɑa ɡg ɩi ǀl ⅼl"
)
_PLAIN = {pair[0]: pair[1] for pair in _PAIRS.split()}

DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the reading direction; some phones put them around a copied number."""

_EMOJI_STYLES = "\ufe0e\ufe0f"
_JOINERS = frozenset("\u200c\u200d" + _EMOJI_STYLES)
# The alphabets whose spelling needs joiners.
_JOINED = (
    "ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "KANNADA",
    "MALAYALAM", "ORIYA", "SINHALA", "TAMIL", "TELUGU",
)  # fmt: skip
# Letters and marks that draw nothing, though their category does not say so.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc")
_SPACES = frozenset("\t\n\r")
_MANY_MARKS = 3

# Signs that stand next to others they are mixed up with: 1 and 0 by a letter, l and O by a digit.
_CAPITAL_I = re.compile(r"(?<=[a-z])I|I(?=[a-z])")
_MIXED_UP = re.compile(r"(?<=[A-Za-z])[10]|[10](?=[A-Za-z])|(?<=\d)[lIOo]|[lIOo](?=\d)|\|")
_LISTED, _SHOWN = 8, 40
_ALIKE = "lI1O0|"


def look(name: str) -> tuple[Hint, ...]:
    """Return what is worth a second look in a name, each kind of thing once."""
    return (*hidden_marks(name), *odd_letters(name))


def alike_in_order(name: str) -> str:
    """Return the signs l, I, 1, O, 0 and | of a name where some can be mixed up, else ""."""
    if not (_CAPITAL_I.search(name) or _MIXED_UP.search(name)):
        return ""
    return "".join(sign for sign in name if sign in _ALIKE)


def hidden_marks(text: str) -> tuple[Hint, ...]:
    """Return a hint for marks that cannot be seen, and one for those that turn the direction."""
    if text.isascii() and text.isprintable():
        return ()
    _kept, hidden = _parted(text)
    turning = [c for c in hidden if c in DIRECTION]
    others = [c for c in hidden if c not in DIRECTION]
    named = (("direction-mark", turning), ("hidden-mark", others))
    return tuple(hint(id, code=code(marks[0])) for id, marks in named if marks)


def odd_letters(name: str) -> tuple[Hint, ...]:
    """Return hints for letters of another alphabet or style, and for those easily mixed up."""
    found: list[Hint] = []
    if not name.isascii():
        found += [*_alphabets(name), *_styles(name), *_marks(name)]
    return (*found, *_easily_mixed_up(name))


def without_hidden(text: str) -> str:
    """Return `text` without the marks that cannot be seen, line ends and tabs as spaces."""
    if text.isascii() and text.isprintable():
        return text
    kept, _hidden = _parted(text)
    return "".join(" " if c in _SPACES else c for c in kept)


def skeleton(text: str) -> str:
    """Return what `text` reads like in plain small letters; only for comparing."""
    plain = "".join(_PLAIN.get(c, c) for c in unicodedata.normalize("NFKC", text))
    bare = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    small = "".join(bare).lower().replace("rn", "m").replace("vv", "w")
    return small.translate(str.maketrans("1|0i", "llol"))


def _parted(text: str) -> tuple[list[str], list[str]]:
    """Return the characters that can be seen or belong to what can, and the hidden ones."""
    kept: list[str] = []
    hidden: list[str] = []
    for at, character in enumerate(text):
        if character in _JOINERS:
            before = kept[-1] if kept else ""
            belongs = _belongs(character, before, text[at + 1 : at + 2])
            (kept if belongs else hidden).append(character)
        else:
            (hidden if _is_hidden(character) else kept).append(character)
    return kept, hidden


def _is_hidden(character: str) -> bool:
    if character.isascii():
        return not character.isprintable() and character not in _SPACES
    category = unicodedata.category(character)
    return character in _BLANK or category in ("Cf", "Cc", "Cs", "Zl", "Zp")


def _belongs(joiner: str, before: str, after: str) -> bool:
    """Whether a joiner stands where emoji, Persian or Indic spelling needs one."""
    if joiner in _EMOJI_STYLES:
        return before != "" and (before in "#*0123456789‼⁉" or _joins(before))
    return bool(before) and (before in _EMOJI_STYLES or _joins(before)) and _joins(after)


def _joins(character: str) -> bool:
    if not character or character.isascii() or _is_hidden(character):
        return False
    return unicodedata.category(character)[0] == "S" or _name(character).startswith(_JOINED)


def _name(character: str) -> str:
    return unicodedata.name(character, "") if character else ""


def _alphabets(name: str) -> list[Hint]:
    false = [c for c in name if c in _PLAIN]
    if not false:
        return []
    letters = [c for c in name if c.isalpha()]
    if any(c.isascii() for c in letters) or all("LATIN" in _name(c) for c in letters):
        return [hint("mixed-letters", letter=false[0], plain=_PLAIN[false[0]], code=code(false[0]))]
    if len(letters) > 1 and all(c in _PLAIN for c in letters):
        plain = "".join(_PLAIN.get(c, c) for c in without_hidden(name))
        return [hint("other-alphabet", plain=_shortened(plain), code=code(false[0]))]
    return []


def _shortened(plain: str) -> str:
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _styles(name: str) -> list[Hint]:
    styled = [c for c in name if not c.isascii() and _styled(c)]
    if not styled:
        return []
    plain = unicodedata.normalize("NFKC", without_hidden(name))
    return [hint("styled-letters", plain=_shortened(plain), code=code(styled[0]))]


def _styled(character: str) -> bool:
    plain = unicodedata.normalize("NFKC", character)
    return plain.isascii() and plain.isalnum() and character not in _PLAIN


def _marks(name: str) -> list[Hint]:
    run, base = 0, ""
    for character in unicodedata.normalize("NFC", name):
        if unicodedata.category(character) not in ("Mn", "Me") or character in _JOINERS:
            run, base = 0, character
            continue
        run += 1
        if run > _MANY_MARKS or "LATIN" in _name(base) or base.isdigit():
            return [hint("combining-marks", code=code(character))]
    return []


def _easily_mixed_up(name: str) -> list[Hint]:
    found = (m[0] for pattern in (_CAPITAL_I, _MIXED_UP) for m in pattern.finditer(name))
    signs = list(dict.fromkeys(found))[:_LISTED]
    return [hint("check-letters", letters=" ".join(signs))] if signs else []
