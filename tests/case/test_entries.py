"""The chain: any edit, drop or exchange of entries is found, and data cannot be exchanged."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.case.entries import (
    FIRST_PREV,
    Break,
    Entry,
    Happening,
    Line,
    chain_breaks,
    clock_reading,
    commitment,
    next_line,
)
from keepsafe.errors import FormatError

NOW = datetime(2026, 11, 23, 21, 14, 3, 123456, timezone(timedelta(hours=-7)))


def _lines(count: int) -> list[Line]:
    lines: list[Line] = []
    for number in range(1, count + 1):
        prev = lines[-1].entry.digest() if lines else FIRST_PREV
        happening = Happening("added", {"number": number, "text": "é\u2028"}, "parent")
        lines.append(next_line(happening, number, prev, NOW + timedelta(minutes=number)))
    return lines


def _entries(count: int) -> list[Entry]:
    return [line.entry for line in _lines(count)]


def test_an_unbroken_chain() -> None:
    assert chain_breaks([]) == []
    assert chain_breaks(_entries(50)) == []


def test_an_entry_is_the_hash_of_its_canonical_bytes() -> None:
    entry = _entries(1)[0]
    expected = json.dumps(entry.as_json(), sort_keys=True, separators=(",", ":")).encode()
    assert entry.canonical() == expected
    assert entry.digest() == hashlib.sha256(expected).hexdigest()
    assert entry.prev == "0" * 64
    assert (entry.at, entry.utc_offset) == ("2026-11-24T04:15:03.123Z", "-07:00")


def test_the_commitment_is_over_salt_and_canonical_data() -> None:
    salt = "ab" * 32
    expected = hashlib.sha256(bytes.fromhex(salt) + b'{"a":"\xc3\xa9","b":1}').hexdigest()
    assert commitment(salt, {"b": 1, "a": "é"}) == expected


def test_salts_are_never_used_twice() -> None:
    lines = [next_line(Happening("added", {}), 1, FIRST_PREV, NOW) for _ in range(200)]
    assert len({line.salt for line in lines}) == 200
    assert len({line.entry.commit for line in lines}) == 200


CHANGES: dict[str, Any] = {
    "at": "2026-11-24T05:14:03.124Z",
    "utc_offset": "+01:00",
    "actor": "adult",
    "what": "removed",
    "commit": "0" * 64,
    "prev": "1" * 64,
}


@given(st.integers(2, 12), st.data())
def test_any_changed_entry_is_found(count: int, data: st.DataObject) -> None:
    entries = _entries(count)
    # The newest entry is held by the head, not by the chain.
    index = data.draw(st.integers(0, count - 2))
    name = data.draw(st.sampled_from(sorted(CHANGES)))
    entries[index] = dataclasses.replace(entries[index], **{name: CHANGES[name]})
    first = index + 1 if name == "prev" else index + 2
    assert chain_breaks(entries)[0].first == first


@given(st.integers(2, 12), st.data())
def test_any_dropped_entries_are_found(count: int, data: st.DataObject) -> None:
    entries = _entries(count)
    first = data.draw(st.integers(0, count - 2))
    last = data.draw(st.integers(first, count - 2))
    del entries[first : last + 1]
    how = f"Entry {first + 1} is" if first == last else f"Entries {first + 1} to {last + 1} are"
    assert chain_breaks(entries) == [Break(first + 1, last + 1, f"{how} missing.")]


@given(st.permutations(range(8)))
def test_any_other_order_is_found(order: list[int]) -> None:
    entries = _entries(8)
    assert bool(chain_breaks([entries[i] for i in order])) == (order != sorted(order))


@given(st.integers(2, 8), st.data())
def test_an_entry_put_in_is_found(count: int, data: st.DataObject) -> None:
    entries = _entries(count)
    index = data.draw(st.integers(0, count - 1))
    entries.insert(index, entries[index])
    assert chain_breaks(entries)


def test_an_entry_of_another_chain_is_found() -> None:
    one, other = _entries(5), _entries(5)
    for index in range(4):
        mixed = [*one[:index], other[index], *one[index + 1 :]]
        assert chain_breaks(mixed)


def test_a_line_comes_back() -> None:
    for line in _lines(3):
        assert Line.from_bytes(line.to_bytes()) == line


@given(st.data())
def test_any_changed_byte_of_a_line_is_found(data: st.DataObject) -> None:
    line = _lines(1)[0]
    content = bytearray(line.to_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    try:
        changed = Line.from_bytes(bytes(content))
    except FormatError:
        return
    # What can still be read is another entry, and so breaks the chain after it.
    assert changed.entry != line.entry
    assert (changed.salt, changed.data) == (line.salt, line.data)
    assert changed.entry.digest() != line.entry.digest()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seq", 0),
        ("seq", -1),
        ("seq", True),
        ("seq", "1"),
        ("seq", 2**53),
        ("at", "2026-11-24T05:14:03Z"),
        ("at", "2026-11-24T05:14:03.123Z\n"),
        ("at", 5),
        ("utc_offset", "Z"),
        ("utc_offset", "-0700"),
        ("actor", ""),
        ("actor", "Parent"),
        ("actor", "a" * 41),
        ("what", "no spaces"),
        ("what", None),
        ("commit", "A" * 64),
        ("commit", "a" * 63),
        ("prev", "g" * 64),
        ("prev", ["0" * 64]),
    ],
)
def test_an_entry_that_cannot_be(name: str, value: object) -> None:
    good = _entries(1)[0].as_json()
    assert Entry.from_json(good)
    with pytest.raises(FormatError):
        Entry.from_json({**good, name: value})


@pytest.mark.parametrize("value", [None, [], "x", {}, {"seq": 1}])
def test_what_is_no_entry(value: object) -> None:
    with pytest.raises(FormatError):
        Entry.from_json(value)


def test_an_entry_with_a_field_too_many() -> None:
    with pytest.raises(FormatError):
        Entry.from_json({**_entries(1)[0].as_json(), "more": 1})


@pytest.mark.parametrize("value", [b"", b"{}", b"[]", b"\xff", b"null", b'{"entry":1}'])
def test_what_is_no_line(value: bytes) -> None:
    with pytest.raises(FormatError):
        Line.from_bytes(value)


def test_data_that_was_exchanged() -> None:
    one, other = _lines(2)
    with pytest.raises(FormatError, match="not what the log promised"):
        Line.from_bytes(dataclasses.replace(one, data=other.data).to_bytes())


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), ("2026-01-01T00:00:00.000Z", "+00:00")),
        (NOW, ("2026-11-24T04:14:03.123Z", "-07:00")),
        (
            datetime(2026, 3, 1, 0, 0, 0, 999_999, timezone(timedelta(hours=5, minutes=45))),
            ("2026-02-28T18:15:00.999Z", "+05:45"),
        ),
        (
            datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=-2, minutes=-30))),
            ("2026-03-01T02:30:00.000Z", "-02:30"),
        ),
    ],
)
def test_a_reading_of_the_clock(moment: datetime, expected: tuple[str, str]) -> None:
    assert clock_reading(moment) == expected
