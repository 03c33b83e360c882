"""The eight words: the official lists, whatever way people type them, and one way to write them."""

from __future__ import annotations

import hashlib
import math
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsafe.errors import UsageError
from keepsafe.formats import words
from keepsafe.resources import resource

ENGLISH = ("abandon", "ability", "able", "zoo", "act", "action", "word", "century")
TYPED = "abandon-ability-able-zoo-act-action-word-century"
OFFICIAL = {
    "en": "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
    "fr": "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
    "es": "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
}
languages = st.sampled_from(words.LANGUAGES)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_lists_are_the_official_ones(language: words.Language) -> None:
    content = resource("words", f"{language}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == OFFICIAL[language]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_list_can_be_typed_on_any_keyboard_and_told_apart_by_four_letters(
    language: words.Language,
) -> None:
    listed = words.word_list(language)
    assert len(listed) == len({word[:4] for word in listed}) == 2048
    assert all(word.isascii() and word.isalpha() and word.islower() for word in listed)
    assert min(len(word) for word in listed) >= 3
    official = resource("words", f"{language}.txt").read_text("utf-8").split()
    assert [words.plain(word) for word in official] == list(listed)


def test_words_are_fresh_and_from_the_whole_list_of_kind_ones() -> None:
    for language in words.LANGUAGES:
        made = [words.generate(language) for _ in range(2000)]
        assert all(len(eight) == 8 for eight in made)
        assert len(set(made)) == 2000
        used = {word for eight in made for word in eight}
        assert used <= set(words.word_list(language))
        assert len(used) > 1850  # 16,000 draws miss one word of 1,860 in 5,000
    assert len(words.generate("en", 4)) == 4


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_draw_can_give_an_unkind_word_and_each_other_word_is_as_likely(
    language: words.Language,
) -> None:
    asked: list[int] = []

    def counting(limit: int) -> int:
        asked.append(limit)
        return len(asked) - 1

    listed = words.word_list(language)
    unkind = set(_unkind_lines(language))
    drawn = words.generate(language, len(listed) - len(unkind), counting)
    assert set(asked) == {len(drawn)}  # one draw a word, always from as many
    assert sorted(drawn) == sorted(word for word in listed if word not in unkind)  # each just once


@pytest.mark.parametrize(
    ("language", "never"),
    [
        (
            "en",
            "suffer nuclear girl afraid prison blade jump kill shame photo mother fat neglect",
        ),
        (
            "fr",
            "souffrir prison angoisse fille famille caméra maigre menacer désobéir psychose requin",
        ),
        (
            "es",
            "muerte carcel niño sexo foto miedo gordo madre morir culpa puñal año víctima tiburón",
        ),
    ],
)
def test_the_words_that_hurt_are_not_drawn(language: words.Language, never: str) -> None:
    assert not {words.plain(word) for word in never.split()} & set(words.kind_words(language))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_eight_words_are_the_86_bits_that_the_format_says(language: words.Language) -> None:
    unkind = _unkind_lines(language)
    assert len(unkind) == len(set(unkind))
    assert set(unkind) <= set(words.word_list(language))
    kept = len(words.kind_words(language))
    assert kept == 2048 - len(unkind) >= 1860
    assert 86 <= 8 * math.log2(kept) < 88
    assert 43 <= 4 * math.log2(kept) < 44


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_older_file_whose_words_are_unkind_still_opens(language: words.Language) -> None:
    eight = sorted(words.unkind_words(language))[:8]
    assert words.written(eight) in words.read(" ".join(eight))
    assert words.written(eight) in words.read(" ".join(word[:4] for word in eight))


def _unkind_lines(language: words.Language) -> list[str]:
    text = resource("words", f"unkind.{language}.txt").read_text("utf-8")
    told = [line for line in text.splitlines() if not line.startswith("#")]
    return [words.plain(word) for word in " ".join(told).split()]


def test_there_is_one_way_to_write_them() -> None:
    assert words.written(ENGLISH) == TYPED


@given(languages, st.data())
def test_what_is_written_is_read_back(language: words.Language, data: st.DataObject) -> None:
    listed = st.sampled_from(words.word_list(language))
    eight = data.draw(st.lists(listed, min_size=8, max_size=8))
    written = words.written(eight)
    assert written in words.read(written)
    assert written in words.read(" ".join(word[:4] for word in eight))


@settings(deadline=None, max_examples=100)
@given(languages, st.data())
def test_it_may_be_typed_in_many_ways(language: words.Language, data: st.DataObject) -> None:
    official = resource("words", f"{language}.txt").read_text("utf-8").split()
    eight = data.draw(st.lists(st.sampled_from(official), min_size=8, max_size=8))
    typed = ""
    for number, listed in enumerate(eight, 1):
        form = data.draw(st.sampled_from(["NFC", "NFD", "none"]))
        word = words.plain(listed) if form == "none" else unicodedata.normalize(form, listed)
        if data.draw(st.booleans()):
            keep = data.draw(st.integers(4, 9))
            # By letters, not by code points: an accent may be one of its own.
            word = unicodedata.normalize(
                "NFD" if form == "NFD" else "NFC", unicodedata.normalize("NFC", word)[:keep]
            )
        case = data.draw(st.sampled_from([str.lower, str.upper, str.title]))
        before = data.draw(
            st.sampled_from(["", f"{number}", f"{number}. ", f"{number}) ", f"({number}) ", "• "])
        )
        after = data.draw(
            st.sampled_from([" ", "-", ", ", " - ", "\n", "\r\n", ";", "–", "—", "\t", "_", ". "])
        )
        typed += before + case(word) + after
    assert words.written([words.plain(word) for word in eight]) in words.read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        TYPED,
        TYPED.upper(),
        TYPED.title(),
        "  " + TYPED + "\r\n",
        "“" + TYPED + "”",
        "aban abil able zoo act acti word cent",
        "abando abilit able zoo act actio word centur",
        "1. abandon 2) Ability; able— 4 ZOO, (5) act\n6: action 7 - word 8. century.",
        "1.abandon 2.ability 3.able 4.zoo 5.act 6.action 7.word 8.century",
        "1abandon 2ability 3able 4zoo 5act 6action 7word 8century",
        "abandon1 ability2 able3 zoo4 act5 action6 word7 century8",
        "01 abandon\n02 ability\n03 able\n04 zoo\n05 act\n06 action\n07 word\n08 century\n",
        "1st abandon, 2nd ability, 3rd able, 4th zoo, 5th act, 6th action, 7th word, 8th century",
        "1er abandon 2e ability 3ème able 4e zoo 5e act 6e action 7e word 8e century",
        "1º abandon 2.º ability 3ª able 4.ª zoo 5º act 6º action 7º word 8º century",
        "n°1 abandon n° 2 ability nº3 able Nº 4 zoo №5 act No. 6 action #7 word # 8 century",
        "① abandon ② ability ③ able ④ zoo ⑤ act ⑥ action ⑦ word ⑧ century",
        "１．abandon ２．ability ３．able ４．zoo ５．act ６．action ７．word ８．century",
        "abandon‐ability‑able‒zoo–act—action―word−century",
        "abandon－ability﹣able⁃zoo·act•action…word・century",
        "abandon/ability|able\\zoo+act=action*word&century",
        "abandon\u00a0ability\u2003able\u3000zoo\u2028act\u0085action\x0bword\x0ccentury",
        "aban\u00addon abil\u200bity a\u2060ble zo\u200do \ufeffact ac\u200ction word century",
        "ａｂａｎｄｏｎ ability able zoo act ACTION word century",
        "ábàndön ability able zoo act action word century",
        "a\u0338bandon ability able z\u0308o\u0328o act action word century",
        "abandon <b>ability</b> able".replace("<b>", "<").replace("</b>", ">")
        + " zoo act action word century",
        "ABANDON\tABİLİTY\tABLE\tZOO\tACT\tACTION\tWORD\tCENTURY",
    ],
)
def test_what_a_family_would_type_is_understood(typed: str) -> None:
    assert words.read(typed) == (TYPED,)


def test_french_and_spanish_with_and_without_their_accents() -> None:
    assert words.read("Trésor VIDÉO régalien matiere ape\u0301ritif séminal dédale ÉLOGE") == (
        "tresor-video-regalien-matiere-aperitif-seminal-dedale-eloge",
    )
    assert words.read("ábaco abdomen abeja abierto ABOGADO abono aborto año") == (
        "abaco-abdomen-abeja-abierto-abogado-abono-aborto-ano",
    )


@pytest.mark.parametrize(
    ("typed", "position", "named"),
    [
        ("abandonx ability able zoo act action word century", 1, "abandonx"),
        ("abandon abilty able zoo act action word century", 2, "abilty"),
        ("abandon ability abl zoo act action word century", 3, "abl"),
        ("abandon ability able zoos act action word century", 4, "zoos"),
        ("abandon ability able zoo actx action word century", 5, "actx"),
        ("abandon ability able zoo act actions word century", 6, "actions"),
        ("abandon ability able zoo act action Слово century", 7, "слово"),
        ("abandon ability able zoo act action word centauri", 8, "centauri"),
        ("1 abandon 2 ability 3 able 4 zoo 5 act 6 action 7 word 8 ce", 8, "ce"),
        ("abandon ability able zoo act action word " + "x" * 5000, 8, "x" * 40 + "”"),
        ("trésor vidéo régalien matière zzzz séminal dédale éloge", 5, "zzzz"),
    ],
)
def test_a_word_on_no_list_is_named_with_its_place(typed: str, position: int, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        words.read(typed)
    assert f"Word {position}," in str(caught.value)
    assert named in str(caught.value)
    assert len(str(caught.value)) < 200


def test_words_of_two_languages_at_once_are_not_taken() -> None:
    with pytest.raises(UsageError, match="Word 8"):
        words.read("abandon ability able zoo act action word éloge")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "0 were"),
        ("   \n", "0 were"),
        ("12345678", "0 were"),
        ("🗝" * 8, "0 were"),
        ("abandon", "1 was"),
        ("abandon ability able zoo act action word", "7 were"),
        (TYPED + "-abandon", "9 were"),
        ("aban-don ability able zoo act action word century", "9 were"),
        (TYPED.replace("-", ""), "1 was"),
    ],
)
def test_another_number_of_words_is_said(typed: str, found: str) -> None:
    with pytest.raises(UsageError, match=f"8 words are needed, and {found} found"):
        words.read(typed)


def test_another_number_of_words_can_be_asked_for() -> None:
    assert words.read("abandon zoo", 2) == ("abandon-zoo",)


def test_short_forms_that_fit_two_languages_give_both() -> None:
    english, french = words.word_list("en"), words.word_list("fr")
    starts = {word[:4] for word in english} & {word[:4] for word in french}
    both = sorted(start for start in starts if len(start) == 4)[:8]
    found = words.read(" ".join(both))
    for listed in (english, french):
        whole = [next(word for word in listed if word[:4] == start) for start in both]
        assert words.written(whole) in found
    assert len(found) == len(set(found)) <= 3


def test_words_that_are_the_same_in_two_languages_are_one() -> None:
    same = sorted(set(words.word_list("en")) & set(words.word_list("es")))
    if len(same) >= 8:
        assert words.read(" ".join(same[:8]))[0] == "-".join(same[:8])
        assert words.read(" ".join(same[:8])).count("-".join(same[:8])) == 1


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.text(st.characters(exclude_categories=())), st.text("aé1-\u0301 ")))
def test_any_text_is_understood_or_refused_in_a_sentence(typed: str) -> None:
    for text in (typed, TYPED + typed, typed + " aban" * 7):
        try:
            found = words.read(text)
        except UsageError as error:
            str(error).encode()
        else:
            assert all(len(password.split("-")) == 8 for password in found)


@pytest.mark.parametrize(
    "piece", ["a", "a ", "1", "é", "e\u0301", "\u0301", "\ufdfa", "n°", "-", "1st"]
)
def test_a_very_long_text_is_refused_soon(piece: str) -> None:
    with pytest.raises(UsageError):
        words.read(piece * 100_000)
