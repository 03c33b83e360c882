"""The sanitiser: nothing invisible gets through, and ordinary writing stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.report.fonts import coverage
from keepsafe.report.sanitize import latin_only, pieces, unusual, visible

ANY_TEXT = st.text(st.characters(), max_size=60)
ORDINARY = [
    "He said: pay 300 $ by 23:00.\nThen he left.",
    "Ça va? L’été, œuvre, «non»",
    "e\u0301 n\u0303",
    "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 👍🏽 🇨🇦 ©\ufe0f",
    "مرحبا بك",
    "می\u200cخواهم",
    "क्\u200dष हिन्दी",
    "שלום",
    "สวัสดี กำ",
    "日本語 한국어 中文",
    "𝓳𝓪𝓴𝓮 ★彡",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_writing_stays(text: str) -> None:
    assert visible(text, coverage()) == text
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("exe\u202egnp.jpg", "exe[U+202E]gnp.jpg"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("jake\u200b", "jake[U+200B]"),
        ("z\u200dz", "z[U+200D]z"),
        ("soft\u00adly", "soft[U+00AD]ly"),
        ("\ufeffx", "[U+FEFF]x"),
        ("x\U000e0061", "x[U+E0061]"),
        ("\ue000\U0010fffd", "[U+E000][U+10FFFD]"),
        ("\x00\x07\x1b\t\r", "[U+0000][U+0007][U+001B][U+0009][U+000D]"),
        ("\ud800", "[U+D800]"),
        ("\ufffe", "[U+FFFE]"),
        ("\u3164", "[U+3164]"),
        ("\u2800", "[U+2800]"),
        ("a\u034fb", "a[U+034F]b"),
        ("\u0378", "[U+0378]"),
        ("\u0301x", "[U+0301]x"),
        ("a" + "\u0336" * 50, "a\u0336\u0336\u0336[U+0336 ×47]"),
        ("a\u200b\u200b\u200b\u200bb", "a[U+200B ×4]b"),
        ("line\u2028line", "line[U+2028]line"),
    ],
)
def test_what_cannot_be_seen_is_a_code(text: str, shown: str) -> None:
    assert visible(text, coverage()) == shown
    assert visible(text) == shown


def test_a_letter_no_font_has_is_a_code_in_the_pdf_only() -> None:
    assert visible("𐎀", coverage()) == "[U+10380]"
    assert visible("𐎀") == "𐎀"


def test_identifiers_show_blanks_and_every_joiner() -> None:
    assert visible(" jake  r ", exact=True) == "[U+0020]jake[U+0020][U+0020]r[U+0020]"
    assert visible("a b", exact=True) == "a b"
    assert visible("a\u00a0b", exact=True) == "a[U+00A0]b"
    assert visible("❤\ufe0f", exact=True) == "❤[U+FE0F]"


def test_letters_that_look_like_others_are_named() -> None:
    assert unusual("jаke") == ("U+0430 CYRILLIC SMALL LETTER A",)
    assert unusual("jake_07") == ()
    assert unusual("\u202e") == ("U+202E RIGHT-TO-LEFT OVERRIDE",)
    assert len(unusual("абвгдежзиклмнопр")) == 13


@given(ANY_TEXT)
def test_nothing_hidden_is_ever_let_through(text: str) -> None:
    for fonts in (None, coverage()):
        shown = visible(text, fonts)
        shown.encode()  # a surrogate would not
        for char in shown:
            allowed = char in "\n\u200c\u200d\ufe0f"
            newer = unicodedata.category(char) == "Cn" and 0x1F000 <= ord(char) <= 0x1FAFF
            assert allowed or newer or unicodedata.category(char)[0] != "C"
        strict = visible(text, fonts, exact=True)
        assert not set(strict) & set("\u200c\u200d\ufe0f\u00a0\u3000")


@given(ANY_TEXT)
def test_what_is_shown_can_be_put_together_again(text: str) -> None:
    kept = "".join(piece.text for piece in pieces(text) if not piece.code)
    rest = iter(text)
    assert all(char in rest for char in kept)  # in their order


@given(ANY_TEXT)
def test_the_last_resort_holds_latin_letters_only(text: str) -> None:
    assert all(ord(char) < 0x180 or char in "“”‘’–—…×" for char in latin_only(text))
