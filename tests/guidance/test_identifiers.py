"""What a person pastes: the table of it, and what holds for any text at all."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pasted import ROWS, Pasted

from keepsafe.guidance.hints import hint, hint_ids
from keepsafe.guidance.identifiers import LONGEST, Reading, read
from keepsafe.guidance.loading import load
from keepsafe.resources import resource

GUIDANCE = load()
PLATFORMS = dict(GUIDANCE.platforms)
ids = st.sampled_from(sorted(PLATFORMS))
pieces = st.sampled_from(
    (
        "https://", "hxxp://", "instagram.com/", "t.me/+", "@", "#1234", "STEAM_0:1:", "$", "0x",
        "bc1q", "www.", "mia", "Мія", "\u202e", "\u200b", "://", "..", "%", "%20", "%FF", "[", "]",
        "\\", " ", "live:", "u/", "tel:", "+1403", "555", "-", "xn--", ".com", "/", "?id=", "&",
        "=", "\ud800",
    )
)  # fmt: skip
anything = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.lists(pieces | st.text(max_size=3), max_size=12).map("".join),
)


def _read(row: Pasted) -> Reading:
    return read(row.pasted, PLATFORMS, platform=row.chosen, region=row.region)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.pasted[:50]!a}-{row.chosen}")
def test_the_table(row: Pasted) -> None:
    reading = _read(row)
    found = (reading.platform, reading.kind, reading.canonical, {h.id for h in reading.hints})
    assert found == (row.platform, row.kind, row.canonical, set(row.hints))
    assert reading.typed == row.pasted


def test_the_table_is_long_and_knows_every_app_and_every_hint() -> None:
    assert len(ROWS) >= 200
    assert len({(row.pasted, row.chosen, row.region) for row in ROWS}) == len(ROWS)
    assert {row.platform for row in ROWS} >= set(PLATFORMS)
    seen = {h for row in ROWS for h in row.hints}
    assert set(hint_ids()) - seen == {"practice-coins"}  # in the tests of wallets
    assert seen - set(hint_ids()) == {"username-unusual"}  # the words of the app's own pack


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.pasted[:50]!a}-{row.chosen}")
def test_reading_a_canonical_form_again_changes_nothing(row: Pasted) -> None:
    once = _read(row)
    again = read(once.link or once.canonical, PLATFORMS, platform=once.platform)
    assert (again.platform, again.kind, again.canonical) == (
        once.platform, once.kind, once.canonical,
    )  # fmt: skip
    assert again.link == once.link


@settings(max_examples=400)
@given(
    anything, st.none() | ids | st.text(max_size=5), st.sampled_from((None, "CA", "UK", "other"))
)
@example("https://[", None, None)
@example("https://xn--\ud800.com", None, None)
def test_nothing_is_refused_and_what_was_typed_is_kept(
    typed: str, platform: str | None, region: str | None
) -> None:
    reading = read(typed, PLATFORMS, platform=platform, region=region)
    assert reading.typed == typed
    assert reading.kind
    assert len({h.id for h in reading.hints}) == len(reading.hints)
    assert all(h.in_language(language) for h in reading.hints for language in ("en", "fr", "es"))
    assert all(isinstance(value, str) for value in reading.account_fields().values())


@settings(max_examples=400)
@given(anything, st.none() | ids)
def test_a_canonical_form_is_stable(typed: str, platform: str | None) -> None:
    once = read(typed, PLATFORMS, platform=platform)
    text = once.link or once.canonical
    again = read(text, PLATFORMS, platform=once.platform)
    assert (again.kind, again.canonical) == (once.kind, once.canonical)


@given(st.text(max_size=30))
def test_an_app_is_only_named_where_the_text_names_it(typed: str) -> None:
    if not set(typed) & set("./:@"):
        assert read(typed, PLATFORMS).platform in (None, "steam", "youtube")


def test_the_guidance_itself_will_do_too() -> None:
    assert read("@mia", GUIDANCE, platform="x") == read("@mia", PLATFORMS, platform="x")


def test_what_is_filled_in_of_an_account() -> None:
    link = "https://www.instagram.com/mia_larsen?igsh=abc"
    assert read(link, PLATFORMS).account_fields() == {
        "platform": "instagram",
        "username": "mia_larsen",
        "url": "https://www.instagram.com/mia_larsen/",
        "link": link,
    }
    post = read("https://x.com/mia_larsen/status/12345", PLATFORMS)
    assert post.account_fields()["username"] == "mia_larsen"
    assert read("Mia Larsen", PLATFORMS).account_fields() == {"display_name": "Mia Larsen"}
    assert read("80351110224678912", PLATFORMS, platform="discord").account_fields() == {
        "platform": "discord",
        "id": "80351110224678912",
    }
    assert read("12345", PLATFORMS).account_fields() == {}


HOSTILE = (
    "https://" + "a." * 5_000,
    "a." * 5_000,
    "https://" * 1_250,
    "https://instagram.com/" + "?id=" * 2_400,
    "https://www.youtube.com/watch?" + "&v=aaaaaaaaaaa" * 700,
    "https://www.facebook.com/profile.php?" + "&id=" * 2_400,
    "_" * 10_000,
    "." * 10_000,
    "a-" * 5_000,
    "+1 " * 3_333,
    "1 " * 5_000,
    "@" * 10_000,
    "a@" * 5_000,
    "a@" + "b." * 4_999,
    "$" + "_" * 9_999,
    "0x" + "f" * 9_998,
    "bc1" + "q" * 9_997,
    "1" * 10_000,
    "[.]" * 3_333,
    "\u202e" * 10_000,
    "\u0301" * 10_000,
    "а" * 10_000,
    "\u200d😀" * 5_000,
    "u/" * 5_000,
    "live:" * 2_000,
    "UC" + "a" * 9_998,
    "STEAM_0:1:" * 1_000,
    "%" * 10_000,
    "((((" * 2_500,
)


def _seconds(text: str, platform: str | None) -> float:
    taken = []
    for _ in range(3):
        begun = time.process_time()  # whatever else the machine is doing
        read(text, PLATFORMS, platform=platform, region="CA")
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_takes_no_longer_than_ten_times_as_much_harmless_text(text: str) -> None:
    prose = ("Mia L. wrote https://www.instagram.com/mia_larsen and +1 403 555 0123, é. " * 200)[
        :LONGEST
    ]
    for platform in (None, "snapchat", "roblox", "youtube"):
        harmless = _seconds(prose, platform)
        assert _seconds(text, platform) < 10 * harmless + 0.005


def test_hints_are_one_short_sentence_in_three_languages() -> None:
    path = resource("guidance", "hints.toml")
    for id, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert set(said) == {"en", "fr", "es"}, id
        placeholders = {frozenset(p for p in _placeholders(text)) for text in said.values()}
        assert len(placeholders) == 1, id
        for text in said.values():
            assert text.endswith(".") or text.endswith("{letters}.")
            assert "!" not in text
            assert len(text.split()) <= 25, text


def _placeholders(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_what_fills_a_hint_in_is_not_filled_in_again() -> None:
    said = hint("mixed-letters", letter="{plain}", plain="a", code="U+0430")
    assert "U+0430" in said.in_language("en")
    assert said.in_language("de") == said.in_language("en")


def test_loading_every_hint_needs_every_language() -> None:
    for id in hint_ids():
        assert hint(id).says.languages == ("en", "fr", "es")
