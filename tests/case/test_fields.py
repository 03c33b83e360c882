"""What can be filled in, and what counts as a sensible value."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.case.fields import (
    FIELDS,
    LETTERS,
    LONGEST,
    Kind,
    checked,
    filled,
    label,
    parse_moment,
)
from keepsafe.errors import UsageError

GOOD: tuple[tuple[Kind, str, str], ...] = (
    ("exhibit", "category", "threat"),
    ("exhibit", "seen", "2026-11-02"),
    ("exhibit", "seen", "2026-11-02 21:14"),
    ("exhibit", "seen", "2024-02-29 00:00:59"),
    ("exhibit", "zone", "-07:00"),
    ("exhibit", "zone", "+14:00"),
    ("exhibit", "zone", "+05:45"),
    ("exhibit", "account", "A1"),
    ("exhibit", "account", "A120"),
    ("exhibit", "device", "D3"),
    ("exhibit", "continues", "E2"),
    ("exhibit", "via", "airdrop"),
    ("exhibit", "shows", "a" * LONGEST),
    ("account", "username", " l1I0O \u202e@ "),
    ("account", "display_name", "\x00\x1b[31m"),
    ("payment", "amount", "0050.10"),
    ("payment", "status", "paid"),
    ("case", "role", "young-person"),
    ("case", "country", "other"),
    ("case", "age", "18-plus"),
    ("note", "words", "=cmd|'/C calc'!A0"),
)
BAD: tuple[tuple[Kind, str, str], ...] = (
    ("exhibit", "category", "Threat"),
    ("exhibit", "category", "nonsense"),
    ("exhibit", "seen", "yesterday"),
    ("exhibit", "seen", "2026-11-31"),
    ("exhibit", "seen", "2026-02-29"),
    ("exhibit", "seen", "2026-1-2"),
    ("exhibit", "seen", "2026-11-02T21:14"),
    ("exhibit", "seen", "2026-11-02 25:00"),
    ("exhibit", "seen", "2026-11-02 21:14 "),
    ("exhibit", "seen", "٢٠٢٦-١١-٠٢"),
    ("exhibit", "zone", "07:00"),
    ("exhibit", "zone", "-7"),
    ("exhibit", "zone", "+15:00"),
    ("exhibit", "zone", "+05:60"),
    ("exhibit", "zone", "-07:00\n"),
    ("exhibit", "account", "A0"),
    ("exhibit", "account", "A01"),
    ("exhibit", "account", "E1"),
    ("exhibit", "account", "1"),
    ("exhibit", "account", "A1\n"),
    ("exhibit", "shows", "a" * (LONGEST + 1)),
    ("exhibit", "shows", "\ud800"),
    ("case", "role", "police"),
    ("case", "country", "CANADA"),
    ("payment", "status", "maybe"),
    ("note", "nothing", "x"),
    ("note", "__class__", "x"),
)


@pytest.mark.parametrize(("kind", "name", "value"), GOOD)
def test_a_value_that_can_be_is_kept_exactly(kind: Kind, name: str, value: str) -> None:
    assert checked(kind, {name: value}) == {name: value}


@pytest.mark.parametrize(("kind", "name", "value"), BAD)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(kind: Kind, name: str, value: str) -> None:
    with pytest.raises(UsageError) as refusal:
        checked(kind, {name: value})
    assert str(refusal.value)[0] in "“T"
    assert str(refusal.value).endswith(".")
    if name in FIELDS[kind].__dataclass_fields__:
        assert label(kind, name) in str(refusal.value)


def test_line_ends_become_one_kind() -> None:
    assert checked("note", {"words": "a\r\nb\rc\nd"}) == {"words": "a\nb\nc\nd"}


def test_empty_values_are_left_out() -> None:
    assert checked("note", {"words": "", "when": "", "zone": ""}) == {}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_is_kept(words: str) -> None:
    assert checked("note", {"words": words}) == ({"words": words} if words else {})


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)))
def test_any_moment_can_be_written(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert parse_moment(moment.strftime("%Y-%m-%d %H:%M")) == minute
    assert parse_moment(moment.strftime("%Y-%m-%d")) == minute.replace(hour=0, minute=0)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_text_with_a_label(kind: Kind) -> None:
    for field in dataclasses.fields(FIELDS[kind]):
        assert field.default == ""
        assert label(kind, field.name)
        assert "zone" not in field.metadata or field.name.endswith("zone")


@pytest.mark.parametrize("kind", FIELDS)
def test_a_time_can_always_be_given_its_zone(kind: Kind) -> None:
    fields = {field.name: field for field in dataclasses.fields(FIELDS[kind])}
    if any("moment" in field.metadata for field in fields.values()):
        assert any("zone" in field.metadata for field in fields.values())


def test_no_field_asks_for_what_should_not_be_kept() -> None:
    names = {field.name for kind in FIELDS for field in dataclasses.fields(FIELDS[kind])}
    assert not names & {"latitude", "longitude", "location", "ip", "imei", "serial", "password"}


def test_each_kind_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(FIELDS) - {"case"}
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_filled_keeps_the_declared_order() -> None:
    fields = FIELDS["account"](note="n", platform="p", username="u")
    assert list(filled(fields)) == ["platform", "username", "note"]
