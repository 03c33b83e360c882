"""The report's words: complete and equal in three languages, calm, and never claiming too much."""

from __future__ import annotations

import dataclasses
import re

import pytest

from keepsafe.case import fields
from keepsafe.report.source import Language
from keepsafe.report.words import phrases

LANGUAGES: tuple[Language, ...] = ("en", "fr", "es")
NOT_TOLD = {"case.title", "case.role", "case.country", "case.age"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_gaps(language: Language) -> None:
    english, other = phrases("en").by_key, phrases(language).by_key
    assert set(english) == set(other)
    for key, phrase in english.items():
        assert set(re.findall(r"\{\w+\}", phrase)) == set(re.findall(r"\{\w+\}", other[key])), key
        assert other[key].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_choice_has_its_words(language: Language) -> None:
    keys = phrases(language).by_key
    groups = {("consent", "to"): "agreed", ("payment", "status"): "money"}
    for kind, declared in fields.FIELDS.items():
        for field in dataclasses.fields(declared):
            if "zone" in field.metadata and kind != "case":
                continue
            if f"{kind}.{field.name}" not in NOT_TOLD:
                assert f"{kind}.{field.name}" in keys
            group = groups.get((kind, field.name), field.name)
            for choice in field.metadata.get("choices", ()):
                assert f"{group}.{choice}" in keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_calm(language: Language) -> None:
    for key, phrase in phrases(language).by_key.items():
        assert "!" not in phrase, key
        if not key.startswith("challenge.genuine"):
            assert not re.search(r"genuine|authenti|authentique|predator|prédateur", phrase), key


def test_english_says_what_is_proved_in_the_agreed_words() -> None:
    keys = phrases("en").by_key
    assert "the same bytes as when this was sealed" in keys["proves.same"]
    assert "none added on purpose" in keys["triage.pictures_line"]
