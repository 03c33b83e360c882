"""The checklist: what is there, what helps next and why; never a score, never a demand."""

from __future__ import annotations

import pytest

from keepsafe.case.checklist import checklist, next_step, report_now
from keepsafe.case.quoted import is_quoted, quoted
from keepsafe.case.record import Record
from keepsafe.case.together import is_such, kinds_in, sentence
from keepsafe.guidance.loading import load
from sample import Ledger, sample_record

GUIDANCE = load()


def with_account(**fields: str) -> Record:
    ledger = Ledger()
    ledger.add("account", "A1", fields)
    return ledger.fold.record()


def test_an_empty_case_can_be_reported_and_the_username_comes_first() -> None:
    record = Ledger().fold.record()
    assert report_now() == "You can report now, even with nothing saved."
    first = next_step(checklist(record, GUIDANCE))
    assert first is not None
    assert "username" in first.name
    assert "exact username" in first.why


def test_instagram_needs_the_date_and_says_why() -> None:
    steps = checklist(with_account(platform="Instagram", username="some.name"), GUIDANCE)
    following = next_step(steps)
    assert following is not None
    assert following.item == "A1"
    assert following.why == "Instagram will need the date you saw this username."
    seen = with_account(platform="instagram", username="some.name", seen="2026-11-02")
    assert all(step.done for step in checklist(seen, GUIDANCE) if step.item)


def test_a_display_name_alone_is_not_enough_and_the_app_says_what_is() -> None:
    steps = checklist(with_account(platform="Snapchat", display_name="Ava"), GUIDANCE)
    following = next_step(steps)
    assert following is not None
    assert following.item == "A1"
    assert following.why == GUIDANCE.platform("snapchat").one_thing.in_language("en")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_step_is_said_in_each_language_without_pressing(language: str) -> None:
    for record in (Ledger().fold.record(), sample_record(3)):
        for step in checklist(record, GUIDANCE, language):
            assert step.name
            assert step.why.endswith(".")
            assert "!" not in step.name + step.why
            assert not any(character.isdigit() and "%" in step.why for character in step.why)


def test_an_unknown_app_and_any_text_are_no_trouble() -> None:
    record = with_account(platform="\u202eApp \U0001f600 {0}", username="x")
    assert any(step.done for step in checklist(record, GUIDANCE))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("count", [1, 12])
def test_what_is_said_of_pictures_together_counts_in_every_language(
    language: str, count: int
) -> None:
    days = ("20 Nov. 2026", "24 Nov. 2026")
    told = sentence(("profile", "threat"), count, days, language)
    assert kinds_in(told) == ("profile", "threat")
    assert is_such(told)
    assert kinds_in(f"{told} And more.") == ("profile", "threat")
    ledger = Ledger()
    ledger.exhibit(1, {"shows": told})
    for spoken in ("en", "fr", "es"):
        there = [s.done for s in checklist(ledger.fold.record(), GUIDANCE, spoken)]
        assert there[1:3] == [True, True]  # after the username: the profile, the threats


def test_other_words_are_only_words() -> None:
    for text in ("", "In them I trust.", "The profile", "In it: a cat."):
        assert kinds_in(text) == ()
        assert not is_such(text)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_words_of_others_are_told_apart_from_the_persons_own(language: str) -> None:
    assert is_quoted(quoted("pay or else\nnow", language))
    assert not is_quoted("They wrote that I must pay.")
