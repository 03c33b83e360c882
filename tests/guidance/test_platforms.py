"""The packs of the apps: that each is whole, calm, honest about its sources, and quickly read."""

from __future__ import annotations

import re
import statistics
import time
from datetime import date

import pytest

from keepsafe.guidance import loading
from keepsafe.guidance.loading import load
from keepsafe.guidance.model import Platform, Said, Steps
from keepsafe.resources import resource

APPS = (
    "discord", "facebook", "google", "google-chat", "instagram", "kik", "messenger", "other",
    "playstation", "random-chat", "reddit", "roblox", "signal", "skype", "sms", "snapchat", "steam",
    "telegram", "tiktok", "twitch", "whatsapp", "wizz", "x", "xbox", "youtube", "yubo",
)  # fmt: skip
# What the service itself says it needs was read, in its own words; the rest is from memory.
VERIFIED = {
    "instagram", "facebook", "messenger", "snapchat", "tiktok", "x", "reddit", "discord",
    "whatsapp", "google", "xbox", "skype",
}  # fmt: skip
KINDS = {"username", "user-id", "phone", "email", "url", "display-name"}
PARTS = {
    "username", "user_id", "phone", "email", "short", "invite", "message", "comment", "post",
    "chat", "channel", "group", "server",
}  # fmt: skip
LANGUAGES = ("en", "fr", "es")
PLATFORMS = dict(load().platforms)
every_app = pytest.mark.parametrize("pack", PLATFORMS.values(), ids=list(PLATFORMS))


def _texts(pack: Platform, language: str) -> list[str]:
    words: list[Said | None] = [
        pack.name, pack.identifier, pack.one_thing, pack.alert_note, pack.disappears, pack.export,
        pack.preserve, *(hint.says for hint in pack.usernames),
    ]  # fmt: skip
    steps: Steps = pack.find
    return [each.in_language(language) for each in words if each] + list(
        steps.in_language(language)
    )


def test_every_app_is_there() -> None:
    assert tuple(sorted(PLATFORMS)) == APPS


@every_app
def test_every_text_is_there_in_three_languages(pack: Platform) -> None:
    for said in (pack.identifier, pack.one_thing, pack.alert_note, pack.disappears):
        assert said.languages == LANGUAGES
    assert len(pack.find.in_language("en")) >= 3
    for language in LANGUAGES[1:]:
        assert len(_texts(pack, language)) == len(_texts(pack, "en"))
        same = set(_texts(pack, language)) & set(_texts(pack, "en"))
        assert same <= {pack.name.in_language("en")}


@every_app
def test_the_words_are_calm(pack: Platform) -> None:
    for language in LANGUAGES:
        for text in _texts(pack, language):
            assert "!" not in text
            assert "¡" not in text
            assert not re.search(r"predator|pedo|porn|victim|fault", text, re.IGNORECASE)
            assert len(text) < 300, text


@every_app
def test_sentences_are_short(pack: Platform) -> None:
    for language, most in (("en", 23), ("fr", 25), ("es", 25)):
        for text in _texts(pack, language):
            for sentence in re.split(r"(?<=[.:;?])\s", text):
                assert len(sentence.split()) <= most, sentence


@every_app
def test_nobody_is_told_to_contact_or_look_up_the_account(pack: Platform) -> None:
    never = {
        "en": r"\b(?:add|friend|follow|reply|answer|message|ask|search for|look up|visit) "
        r"(?:them|him|her|the (?:person|account|user))|\bsearch\b",
        "fr": r"\b(?:ajoutez|suivez|répondez|écrivez-|recherchez|contactez)\b",
        "es": r"\b(?:agregue|añada|siga|responda|escríba|contacte)\b",
    }
    for language, words in never.items():
        for text in _texts(pack, language):
            assert not re.search(words, text, re.IGNORECASE), text


@every_app
def test_sources_are_given_and_memory_is_not_called_verified(pack: Platform) -> None:
    assert pack.source
    assert pack.checked >= date(2026, 11, 24)
    assert pack.verified == (pack.id in VERIFIED)
    assert not pack.find_verified  # menus move too often
    from_memory = "knowledge" in pack.source or "by others" in pack.source
    assert not (from_memory and pack.verified)


@every_app
def test_what_is_not_verified_is_said_loosely(pack: Platform) -> None:
    note = pack.alert_note.in_language("en").lower()
    assert "usually" in note or "don't know" in note
    if not pack.verified and pack.preserve:
        assert not re.search(r"\b(?:180|365)\b", pack.preserve.in_language("en"))


@every_app
def test_kinds_are_those_a_case_can_hold(pack: Platform) -> None:
    assert set(pack.identifier_kinds) <= KINDS
    assert {hint.kind for hint in pack.usernames} <= KINDS
    for link in pack.links:
        assert set(re.compile(link.pattern).groupindex) <= PARTS
        assert link.pattern.startswith("^")


@every_app
def test_where_the_other_person_may_be_told_a_second_phone_is_advised(pack: Platform) -> None:
    words = {"en": "second phone", "fr": "deuxième téléphone", "es": "otro teléfono"}
    if pack.alert != "no":
        for language, said in words.items():
            assert said in pack.alert_note.in_language(language)


@every_app
def test_no_private_picture_is_to_be_photographed(pack: Platform) -> None:
    words = {
        "en": ("phone to photograph", "Keep private pictures out of the photo."),
        "fr": ("photographiez l'écran", "Aucune image intime dans la photo."),
        "es": ("fotografíe la pantalla", "Que no salga ninguna foto íntima."),
    }
    for language, (advice, care) in words.items():
        note = pack.alert_note.in_language(language)
        assert (advice in note.lower()) == (care in note), pack.id


def test_what_matters_most_is_there() -> None:
    snapchat, instagram = PLATFORMS["snapchat"], PLATFORMS["instagram"]
    assert (snapchat.alert, instagram.alert, PLATFORMS["telegram"].alert) == (
        "yes", "sometimes", "sometimes",
    )  # fmt: skip
    assert "Don't open an unread Snap until you are ready" in snapchat.disappears.in_language("en")
    assert "bold" in snapchat.identifier.in_language("en")
    assert instagram.date_needed
    assert "date" in instagram.one_thing.in_language("en")
    assert PLATFORMS["discord"].identifier_kinds[0] == "user-id"
    for id in ("whatsapp", "signal", "sms"):
        assert PLATFORMS[id].identifier_kinds[0] == "phone"
        assert "country code" in PLATFORMS[id].one_thing.in_language("en")
    assert "headers" in PLATFORMS["google"].one_thing.in_language("en")


@every_app
def test_patterns_take_no_longer_than_their_text_is_long(pack: Platform) -> None:
    for pattern in (*(h.pattern for h in pack.usernames), *(k.pattern for k in pack.links)):
        compiled = re.compile(pattern)
        for piece in ("a", "_", ".", "-", "a.", "1", "&id=1", "/", "é", "#1"):
            short, long = _seconds(compiled, piece, 1_000), _seconds(compiled, piece, 4_000)
            assert long < 12 * short + 0.002, (pattern, piece)  # a square would be 16 times


def _seconds(pattern: re.Pattern[str], piece: str, length: int) -> float:
    text = (piece * length)[:length] + "\n"
    taken = []
    for _ in range(3):
        begun = time.process_time()
        pattern.match(text)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def test_the_packs_are_small_and_quickly_read() -> None:
    files = list(resource("guidance", "platforms").glob("*.toml"))
    assert max(file.stat().st_size for file in files) < 10_000
    assert sum(file.stat().st_size for file in files) < 120_000
    taken = []
    for _ in range(5):
        fresh = loading._load(resource("guidance"))
        begun = time.process_time()
        assert len(list(fresh.platforms.values())) == len(APPS)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.05
