"""What a person reads, put together: every country, role, app and language."""

from __future__ import annotations

import re

import pytest

from keepsafe.case.fields import COUNTRIES, ROLES
from keepsafe.guidance.loading import load
from keepsafe.guidance.showing import pages

GUIDANCE = load()
LANGUAGES = ("en", "fr", "es")


def read(country: str, role: str, platform: str, language: str) -> str:
    shown = pages(GUIDANCE, country, role, platform, language)
    return "\n\n".join(f"{page.title}\n{page.body}" for page in shown)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reading_starts_with_help_and_leaves_no_blank(
    country: str, role: str, language: str
) -> None:
    text = read(country, role, "snapchat", language)
    first = text.split("\n\n")[0]
    emergency = GUIDANCE.country(country).emergency
    assert emergency.in_language(language) in first
    assert "{{" not in text
    assert "!" not in re.sub(r"https?://\S+|Yahoo!|#!", "", text)


@pytest.mark.parametrize("platform", sorted(GUIDANCE.platforms))
def test_every_app_says_what_to_save_and_where_from(platform: str) -> None:
    pack = GUIDANCE.platform(platform)
    text = read("CA", "young-person", platform, "en")
    assert pack.one_thing.in_language("en") in text
    source = f"{pack.source}, checked on {pack.checked.isoformat()}."
    assert (source in text) is pack.verified
    if not pack.verified:
        assert "We could not check this yet." in text


def test_every_contact_shown_has_its_source_and_unverified_ones_no_number() -> None:
    for code in COUNTRIES:
        country = GUIDANCE.country(code)
        text = read(code, "adult", "other", "en")
        for contact in country.contacts:
            name = contact.name.in_language("en")
            if f"- {name}:" not in text:
                continue  # for the other age
            line = next(line for line in text.splitlines() if line.startswith(f"- {name}:"))
            if not contact.verified:
                assert not re.search(r"\d[\d -]{5,}\d", line), line
                assert f"Source: {contact.source}" not in text
            else:
                assert f"Source: {contact.source}, checked on" in text


def test_a_counsellor_reads_the_rules_for_staff_and_no_family_steps() -> None:
    text = read("UK", "counsellor", "other", "en")
    assert "Rules for school staff" in text
    assert "Bring your screenshots" not in text


def test_french_is_french() -> None:
    text = read("CA", "parent", "instagram", "fr")
    assert "Source :" in text
    assert "checked on" not in text
    assert "Cyberaide.ca" in text
