"""The policy on intimate pictures, over every combination of what can be said."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from keepsafe.guidance.loading import load
from keepsafe.guidance.policy import (
    AgeWhenMade,
    Confirmations,
    Decision,
    Depicts,
    FileKind,
    MadeBy,
    Missing,
    OfficerRequest,
    may_import,
)

GUIDANCE = load()
COUNTRIES = ("CA", "US", "UK", "AU", "NZ", "other", "", "FR", "ca")
ROLES = ("young-person", "parent", "adult", "counsellor", "", "teacher")
DEPICTS = (*get_args(Depicts), "", "nudes")
AGES = (*get_args(AgeWhenMade), "", "17")
KINDS = (*get_args(FileKind), "", "gif")
MADE_BY = (*get_args(MadeBy), "", "mine")

OFFICER = OfficerRequest("Cst. Lee", "RCMP", "2026-1234")
NOTHING = Confirmations()
BOTH = Confirmations(school_policy="AP 350", authorised_by="V. Roy", none_intimate=True)
HALVES = (
    Confirmations(school_policy="AP 350", authorised_by="V. Roy"),
    Confirmations(none_intimate=True),
    Confirmations(school_policy="AP 350", none_intimate=True),
    Confirmations(authorised_by="V. Roy", none_intimate=True),
    Confirmations(school_policy="  ", authorised_by="V. Roy", none_intimate=True),
)
EVERYTHING = Confirmations(OFFICER, "AP 350", "V. Roy", none_intimate=True, picked_one_by_one=True)
CONFIRMATIONS = (
    NOTHING,
    BOTH,
    *HALVES,
    Confirmations(picked_one_by_one=True),
    Confirmations(officer=OFFICER),
    Confirmations(officer=OfficerRequest("Cst. Lee", "RCMP", " ")),
    EVERYTHING,
)
PRODUCT = tuple(itertools.product(COUNTRIES, ROLES, DEPICTS, AGES, KINDS, MADE_BY, CONFIRMATIONS))


def decide(
    country: str,
    role: str,
    depicts: str,
    age: str,
    kind: str,
    made_by: str = "unknown",
    confirmations: Confirmations = NOTHING,
) -> Decision:
    pack = GUIDANCE.country(country)
    return may_import(pack, role, depicts, age, kind, made_by=made_by, confirmations=confirmations)


def expected(
    country: str, role: str, depicts: str, age: str, kind: str, made_by: str, said: Confirmations
) -> str:
    """The rules again, written the other way round: from what is let in."""
    harmless = depicts in ("nothing-intimate", "unknown")
    picked = said.picked_one_by_one and depicts == "nothing-intimate"
    if role not in ("young-person", "parent", "adult"):
        if kind == "screenshot" and harmless and country in ("CA", "US", "AU", "NZ"):
            return "allowed" if said in (BOTH, EVERYTHING) else "needs_confirmation"
        return "record_only"
    if harmless:
        return "allowed" if kind in ("screenshot", "text") or picked else "needs_confirmation"
    own = (made_by, age) == ("own", "18-plus") and role != "parent"
    return "sealed_copy" if own or (country, said.officer) == ("CA", OFFICER) else "record_only"


def test_every_combination() -> None:
    wrong = [
        (case, decide(*case).outcome, expected(*case))
        for case in PRODUCT
        if decide(*case).outcome != expected(*case)
    ]
    assert wrong == []


def test_intimate_pictures_of_someone_under_18_or_unknown_are_only_written_down() -> None:
    seen = set()
    for case in PRODUCT:
        country, role, depicts, age, _kind, _made_by, said = case
        if depicts in ("nothing-intimate", "unknown") or age == "18-plus":
            continue
        outcome = decide(*case).outcome
        if outcome != "record_only":
            assert (country, said.officer) == ("CA", OFFICER)
            assert role in ("young-person", "parent", "adult")
            assert outcome == "sealed_copy"
        seen.add(outcome)
    assert seen == {"record_only", "sealed_copy"}


def test_a_received_picture_is_never_let_in_on_the_word_of_an_age() -> None:
    for role, age, made_by in itertools.product(ROLES, AGES, ("received", "unknown", "", "mine")):
        for country in COUNTRIES:
            found = decide(country, role, "intimate", age, "photo", made_by, BOTH)
            assert found.outcome == "record_only"


def test_no_school_imports_without_both_confirmations() -> None:
    for case in PRODUCT:
        country, role, depicts, _age, kind, _made_by, said = case
        if role in ("young-person", "parent", "adult"):
            continue
        outcome = decide(*case).outcome
        assert outcome != "sealed_copy"
        if outcome == "allowed":
            assert said.school_policy.strip()
            assert said.authorised_by.strip()
            assert said.none_intimate
            assert kind == "screenshot"
            assert depicts in ("nothing-intimate", "unknown")
            assert country in ("CA", "US", "AU", "NZ")


@pytest.mark.parametrize("country", ["UK", "other", "", "FR"])
def test_some_packs_never_let_a_school_import(country: str) -> None:
    for depicts, kind in itertools.product(DEPICTS, KINDS):
        found = decide(country, "counsellor", depicts, "18-plus", kind, "own", EVERYTHING)
        assert found.outcome == "record_only"


def test_families_keep_screenshots_without_being_asked_anything() -> None:
    for country, role in itertools.product(COUNTRIES, ("young-person", "parent", "adult")):
        for kind in ("screenshot", "text"):
            assert decide(country, role, "unknown", "unknown", kind).outcome == "allowed"


def test_camera_photos_wait_until_they_are_picked_one_by_one() -> None:
    for kind in ("photo", "video", "archive", "other"):
        left = decide("CA", "parent", "nothing-intimate", "unknown", kind)
        assert left.outcome == "needs_confirmation"
        assert left.missing == ("picked-one-by-one",)
        picked = Confirmations(picked_one_by_one=True)
        taken = decide("CA", "parent", "nothing-intimate", "unknown", kind, confirmations=picked)
        assert taken.outcome == "allowed"
        unsaid = decide("CA", "parent", "unknown", "unknown", kind, confirmations=picked)
        assert unsaid.outcome == "needs_confirmation"


@pytest.mark.parametrize(
    "request_", [OfficerRequest(), OfficerRequest("a", "b"), OfficerRequest("a", " ", "c")]
)
def test_an_officers_request_counts_only_when_all_of_it_is_written_down(
    request_: OfficerRequest,
) -> None:
    said = Confirmations(officer=request_)
    found = decide("CA", "parent", "intimate", "under-18", "photo", confirmations=said)
    assert found.outcome == "record_only"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Cst. Lee, RCMP, 2026-1234", OFFICER),
        (" Cst. Lee; RCMP ;2026-1234 ", OFFICER),
        ("Cst. Lee\nRCMP\n2026-1234\n", OFFICER),
        (
            "Cst. Lee, RCMP, 2026-1234, unit 5",
            OfficerRequest("Cst. Lee", "RCMP", "2026-1234, unit 5"),
        ),
        ("Cst. Lee, RCMP", OfficerRequest()),
        ("Cst. Lee, , ,RCMP", OfficerRequest()),
        ("", OfficerRequest()),
    ],
)
def test_an_officers_request_is_read_from_one_line(written: str, read: OfficerRequest) -> None:
    assert OfficerRequest.read(written) == read


def test_what_a_counsellor_still_has_to_confirm_is_named() -> None:
    missing: dict[Confirmations, tuple[Missing, ...]] = {
        NOTHING: ("school-policy", "none-intimate"),
        HALVES[0]: ("none-intimate",),
        HALVES[1]: ("school-policy",),
        HALVES[2]: ("school-policy",),
        BOTH: (),
    }
    for said, names in missing.items():
        found = decide("CA", "counsellor", "unknown", "unknown", "screenshot", "unknown", said)
        assert found.missing == names


def test_every_answer_says_why_and_who_says_so() -> None:
    reasons = {}
    for case in PRODUCT:
        found = decide(*case)
        reasons[found.reason.in_language("en")] = found
    for found in reasons.values():
        assert found.source
        assert set(found.reason.languages) >= {"en", "fr", "es"}
        assert len({found.reason.in_language(code) for code in ("en", "fr", "es")}) == 3


def test_canada_says_that_no_new_copy_is_needed() -> None:
    note = GUIDANCE.country("CA").imagery.note
    assert note is not None
    assert "you don't need to make a new one" in note.says.in_language("en")
    assert "vous n'avez pas à en faire une nouvelle" in note.says.in_language("fr")
