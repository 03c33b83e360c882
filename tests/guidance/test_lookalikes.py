"""Letters that are not what they look like, and the names in which nothing is wrong."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.guidance.lookalikes import look, skeleton, without_hidden


def _ids(name: str) -> list[str]:
    return [hint.id for hint in look(name)]


@pytest.mark.parametrize(
    "name",
    [
        "mia", "mia_larsen", "Mia Larsen", "zoë", "Çağla", "Đặng Thị Mỹ", "Łukasz", "Øyvind",
        "ñandú", "Мария", "маша_иванова", "Ольга", "Ελένη", "Νίκος", "Աննա", "მარიამი", "مریم",
        "نمی\u200cدانم", "דנה", "मीरा", "श्री\u200dमान", "মিয়া", "แพรว", "ကျော်", "សុភា", "美娜",
        "ミア", "みあ", "미아", "ሚያ", "Mia ミア", "mia🌸", "👩\u200d👧\u200d👦", "❤\ufe0f",
        "1\ufe0f\u20e3", "👍🏽", "🏳\ufe0f\u200d🌈", "Zoe\u0308",
        "mia2009", "2fast", "",
    ],
)  # fmt: skip
def test_names_of_every_script_are_names_like_any_other(name: str) -> None:
    assert _ids(name) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("miа", "mixed-letters"),  # Cyrillic a
        ("pаypаl_mia", "mixed-letters"),
        ("miο", "mixed-letters"),  # Greek omicron
        ("мiа", "mixed-letters"),
        ("miɑ", "mixed-letters"),  # Latin alpha
        ("mıa", "mixed-letters"),  # dotless i
        ("miօ", "mixed-letters"),  # Armenian oh
        ("ꓟia", "mixed-letters"),  # Lisu
        ("Ꮇia", "mixed-letters"),  # Cherokee
        ("сосо", "other-alphabet"),
        ("оре_хоу", "other-alphabet"),
        ("ΑΝΝΑ", "other-alphabet"),
        ("ｍｉａ", "styled-letters"),
        ("𝗺𝗶𝗮", "styled-letters"),
        ("ⓜⓘⓐ", "styled-letters"),
        ("mia²", "styled-letters"),
        ("m\u0336i\u0336a\u0336", "combining-marks"),
        ("mi\u0358a", "combining-marks"),
        ("\u0301" * 9, "combining-marks"),
        ("نم" + "\u0651\u064e\u0652\u064e\u0651", "combining-marks"),
        ("mia\u200b", "hidden-mark"),
        ("mi\u200da", "hidden-mark"),
        ("mi\u200ca", "hidden-mark"),
        ("м\u200cи", "hidden-mark"),
        ("mi\u00ada", "hidden-mark"),
        ("mi\ufeffa", "hidden-mark"),
        ("mi\u2060a", "hidden-mark"),
        ("mi\u3164a", "hidden-mark"),
        ("mi\ufe0fa", "hidden-mark"),
        ("mi\U000e0061a", "hidden-mark"),
        ("mi\x07a", "hidden-mark"),
        ("mi\ud800a", "hidden-mark"),
        ("mi\u202ea", "direction-mark"),
        ("\u200fmia", "direction-mark"),
        ("\u2067mia\u2069", "direction-mark"),
        ("\u061cمریم", "direction-mark"),
        ("mIa", "check-letters"),
        ("wlIls", "check-letters"),
        ("mia0", "check-letters"),
        ("mia_l0", "check-letters"),
        ("1mia", "check-letters"),
        ("a|b", "check-letters"),
        ("2O", "check-letters"),
    ],
)
def test_what_is_pointed_out(name: str, hint: str) -> None:
    assert _ids(name) == [hint]


def test_the_letter_and_its_code_are_said() -> None:
    (hint,) = look("miа")
    assert hint.in_language("en") == (
        "The “а” in it is not the plain letter “a” (U+0430); it only looks like it."
    )
    (hint,) = look("сосо")
    assert "“coco”" in hint.in_language("en")
    (hint,) = look("ｍｉａ")
    assert "«mia»" in hint.in_language("es")
    (hint,) = look("mia_l4rsen_0O1")
    assert hint.in_language("fr") == "Ces signes se confondent facilement, à vérifier : l 0 O 1."


def test_a_long_name_is_not_repeated_whole() -> None:
    for name in ("о" * 10_000, "ｏ" * 10_000):
        assert all(len(hint.in_language("en")) < 200 for hint in look(name))


def test_several_things_are_each_said_once() -> None:
    assert _ids("\u202emі\u200bаx0\u200b\u202c") == [
        "direction-mark", "hidden-mark", "mixed-letters", "check-letters",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("instаgram", "instagram"),
        ("1nstagram", "lnstagram"),
        ("instagrarn", "instagram"),
        ("ｉｎｓｔａｇｒａｍ", "instagram"),
        ("FACEB00K", "facebook"),
        ("snаpchаt", "snapchat"),
        ("ínstágram", "instagram"),
        ("vvhatsapp", "whatsapp"),
    ],
)
def test_skeletons(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_hidden_is_left_and_nothing_raises(text: str) -> None:
    look(text)
    skeleton(text)
    bare = without_hidden(text)
    assert without_hidden(bare) == bare
    kept = {c for c in bare if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert kept <= {"\u200c", "\u200d"}


@given(st.text(st.characters(codec="ascii", exclude_characters="01IlOo|")))
def test_plain_text_without_such_letters_has_no_hint_but_for_control_characters(text: str) -> None:
    assert set(_ids(text)) <= {"hidden-mark"}
