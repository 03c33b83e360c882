"""Every fact of the country packs has its source and date, and no unverified number is in any."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from keepsafe.guidance.contacts import contacts_for
from keepsafe.guidance.loading import load
from keepsafe.guidance.model import Contact, Country, Fact, Said, Steps
from keepsafe.resources import resource

GUIDANCE = load()
COUNTRIES = ("CA", "US", "UK", "AU", "NZ", "other")
LANGUAGES = ("en", "fr", "es")

# Numbers nobody has seen on a page of the service itself: they may be wrong, or out of date.
NOT_VERIFIED = (
    "833-591-5669", "877-4-HSI-TIP", "866-347-2423", "0300 123 2040", "4282", "105",
    "1-855-242-3310", "88247", "07860 039967", "116 123", "85258", "0345 6000 459",
    "0808 800 5000", "0477 13 11 14", "13 92 76", "0800 942 8787", "0800 044 334",
)  # fmt: skip

# What an officer or a teacher would look for first.
KNOWN = {
    "CA": ("911", "cybertip", "1-866-658-9022", "kids-help-phone", "1-800-668-6868"),
    "US": ("911", "cybertipline", "1-800-843-5678", "988", "988"),
    "UK": ("999", "police", "101", "childline", "0800 1111"),
    "AU": ("000", "police", "131 444", "kids-helpline", "1800 55 1800"),
    "NZ": ("111", "netsafe", "0508 638 723", "youthline", "0800 376 633"),
}


def walk(thing: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything in a pack, with where it is."""
    yield place, thing
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from walk(getattr(thing, field.name), f"{place}.{field.name}")
    elif isinstance(thing, tuple):
        for number, item in enumerate(thing):
            yield from walk(item, f"{place}[{number}]")


def packs() -> Iterator[tuple[str, Any]]:
    for folder in (GUIDANCE.countries, GUIDANCE.platforms, GUIDANCE.payments):
        for name in folder:
            yield from walk(folder[name], name)


def contact(country: str, contact_id: str) -> Contact:
    return next(c for c in GUIDANCE.country(country).contacts if c.id == contact_id)


def test_every_country_is_there() -> None:
    assert set(GUIDANCE.countries) == set(COUNTRIES)


def test_every_fact_has_a_source_and_a_date() -> None:
    facts = [(place, thing) for place, thing in packs() if isinstance(thing, Fact)]
    assert len(facts) > 100
    for place, fact in facts:
        assert fact.source.strip(), place
        assert date(2026, 1, 1) <= fact.checked <= date.today(), place
        assert isinstance(fact.verified, bool), place


def test_everything_people_read_is_there_in_every_language() -> None:
    for place, thing in packs():
        if isinstance(thing, (Said, Steps)) and not place.endswith((".name", ".address")):
            assert set(thing.languages) >= set(LANGUAGES), place
            assert all(thing.in_language(language) for language in LANGUAGES), place


def test_sentences_were_translated() -> None:
    for place, thing in packs():
        if place.endswith((".name", ".address")) or not isinstance(thing, Said):
            continue
        if len(thing.in_language("en")) > 40:
            words = {thing.in_language(language) for language in LANGUAGES}
            assert len(words) == len(LANGUAGES), place


def numbers_of(text: str) -> str:
    """Take out web addresses, and join digits that belong to one number."""
    return re.sub(r"(?<=[\dA-Z])[ .-](?=[\dA-Z])", "", re.sub(r"https://\S+", "", text))


def test_no_number_that_is_not_verified_is_anywhere() -> None:
    files = [*resource("guidance").glob("*/*.toml"), *resource("guidance").glob("texts/*/*.md")]
    assert len(files) > 10
    for file in files:
        joined = numbers_of(file.read_text("utf-8"))
        for number in NOT_VERIFIED:
            bare = numbers_of(number)
            assert not re.search(rf"(?<!\d){bare}(?!\d)", joined), (file.name, number)


def test_what_is_not_verified_shows_an_address_or_where_to_look() -> None:
    seen = 0
    for code in COUNTRIES:
        for place in GUIDANCE.country(code).contacts:
            if not place.verified:
                seen += 1
                assert not place.phone
                assert not place.text
                assert place.address or place.how, place.id
    assert seen > 8


@pytest.mark.parametrize("code", KNOWN)
def test_the_numbers_that_matter_most(code: str) -> None:
    emergency, reporting, phone, crisis, crisis_phone = KNOWN[code]
    found = contacts_for(GUIDANCE, code, "under-18", "parent")
    assert found.emergency.in_language("fr") == emergency
    assert contact(code, reporting).phone == phone
    assert found.crisis[0].id == crisis
    assert found.crisis[0].phone == crisis_phone


def test_canada_speaks_french() -> None:
    canada = GUIDANCE.country("CA")
    assert canada.languages == ("en", "fr")
    names = {place.name.in_language("fr") for place in canada.contacts}
    assert {"Cyberaide.ca", "AidezMoiSVP.ca", "Jeunesse, J'écoute"} <= names
    address = contact("CA", "cybertip").address
    assert address is not None
    assert address.in_language("en") == "https://cybertip.ca"
    assert address.in_language("fr") == "https://cyberaide.ca"
    assert address.in_language("es") == "https://cybertip.ca"


@pytest.mark.parametrize(
    ("code", "spoken", "written"),
    [
        ("US", "es", "en"),
        ("US", "en", "en"),
        ("CA", "fr", "fr"),
        ("CA", "es", "en"),
        ("UK", "fr", "en"),
        ("AU", "es", "en"),
        ("NZ", "fr", "en"),
        ("other", "es", "es"),
        ("other", "fr", "fr"),
    ],
)
def test_a_file_is_in_a_language_that_police_there_work_in(
    code: str, spoken: str, written: str
) -> None:
    assert GUIDANCE.country(code).language_for_police(spoken) == written


def test_a_country_that_is_not_known_gets_the_strictest_rules() -> None:
    for code in ("", "FR", "ca", "../CA"):
        assert GUIDANCE.country(code).code == "other"
    other = GUIDANCE.country("other")
    assert other.emergency.number == ""
    assert other.emergency.in_language("en") == "your local emergency number"
    assert not other.imagery.officer_request
    assert not other.school.counsellor_screenshots
    assert not any(place.phone for place in other.contacts)


def test_only_canada_lets_an_officer_ask_for_a_copy() -> None:
    asked = [code for code in COUNTRIES if GUIDANCE.country(code).imagery.officer_request]
    assert asked == ["CA"]
    staff = [code for code in COUNTRIES if GUIDANCE.country(code).school.counsellor_screenshots]
    assert staff == ["CA", "US", "AU", "NZ"]


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_rule_says_leave_it_where_it_is(code: str) -> None:
    rule = GUIDANCE.country(code).imagery.rule.in_language("en")
    for words in ("where it is", "Don't delete it", "Don't copy it", "Don't send it", "police"):
        assert words in rule


@pytest.mark.parametrize("code", COUNTRIES)
def test_school_staff_are_told_what_never_to_do(code: str) -> None:
    school = GUIDANCE.country(code).school
    rules = " ".join(school.rules.in_language("en"))
    for words in ("Do not look at", "Do not ask the student to show", "by accident", "self-harm"):
        assert words in rules
    assert "not a report" in school.duty.says.in_language("en")


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("age", ["under-18", "18-plus", ""])
@pytest.mark.parametrize("role", ["young-person", "parent", "adult", "counsellor"])
def test_everyone_has_somewhere_to_report_and_someone_to_talk_to(
    code: str, age: str, role: str
) -> None:
    found = contacts_for(GUIDANCE, code, age, role)
    assert found.emergency.in_language("en")
    assert found.reporting
    assert found.crisis
    assert {"take-it-down", "stopncii"} & {service.id for service in found.removal}


def test_lines_for_young_people_come_first_for_them_and_last_for_others() -> None:
    young = contacts_for(GUIDANCE, "CA", "under-18", "parent").crisis
    grown = contacts_for(GUIDANCE, "CA", "18-plus", "adult").crisis
    assert young[0].id == "kids-help-phone"
    assert grown[0].id == "988"
    assert grown[-1].id == "kids-help-phone"
    assert contacts_for(GUIDANCE, "CA", "", "counsellor").crisis[0].id == "kids-help-phone"


@pytest.mark.parametrize(
    ("code", "young", "grown"),
    [
        ("CA", ["988", "kids-help-phone"], ["988"]),
        ("US", ["988"], ["988"]),
        ("UK", ["papyrus", "childline"], ["papyrus", "samaritans"]),
        ("AU", ["lifeline", "kids-helpline"], ["lifeline"]),
        ("NZ", ["suicide-crisis", "youthline"], ["suicide-crisis", "1737"]),
    ],
)
def test_who_thinks_of_dying_sees_the_line_made_for_that_first(
    code: str, young: list[str], grown: list[str]
) -> None:
    for role in ("young-person", "parent"):
        found = contacts_for(GUIDANCE, code, "under-18", role)
        assert [line.id for line in found.thinks_of_dying] == young
        assert all(line.phone for line in found.thinks_of_dying)
    found = contacts_for(GUIDANCE, code, "18-plus", "adult")
    assert [line.id for line in found.thinks_of_dying] == grown


def test_a_line_that_has_to_be_looked_up_is_never_first() -> None:
    for code in KNOWN:
        for age in ("under-18", "18-plus"):
            first: Contact = contacts_for(GUIDANCE, code, age, "adult").crisis[0]
            assert first.phone


def test_the_age_decides_where_to_report() -> None:
    young = {c.id for c in contacts_for(GUIDANCE, "AU", "under-18", "parent").reporting}
    grown = {c.id for c in contacts_for(GUIDANCE, "AU", "18-plus", "adult").reporting}
    unknown = {c.id for c in contacts_for(GUIDANCE, "AU", "", "parent").reporting}
    assert "accce" in young - grown
    assert "esafety" in grown - young
    assert unknown == young | grown


def test_someone_of_age_also_sees_what_is_for_pictures_made_before() -> None:
    services = [c.id for c in contacts_for(GUIDANCE, "UK", "18-plus", "adult").removal]
    assert services[0] == "stopncii"
    assert "take-it-down" in services


def test_a_pack_cannot_be_changed() -> None:
    country: Country = GUIDANCE.country("CA")
    with pytest.raises(dataclasses.FrozenInstanceError):
        country.paper = "a4"  # type: ignore[misc]
    hash(country)


@pytest.mark.parametrize(
    ("code", "line", "language", "said"),
    [
        ("US", "988", "es", "Línea de Prevención del Suicidio y Crisis"),
        ("US", "988", "en", "Suicide & Crisis Lifeline"),
        ("CA", "988", "fr", "Ligne d'aide en cas de crise de suicide"),
        ("NZ", "1737", "es", "Línea de ayuda"),
        ("CA", "kids-help-phone", "fr", "Jeunesse, J'écoute"),
    ],
)
def test_a_number_is_not_said_twice(code: str, line: str, language: str, said: str) -> None:
    found = next(c for c in GUIDANCE.country(code).crisis if c.id == line)
    assert found.name_beside_number(language) == said
