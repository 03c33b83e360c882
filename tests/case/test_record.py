"""The record as a fold of the log: what it shows, and whose data stays out of a sealed file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.case.fields import FIELDS, LETTERS, Kind, filled
from keepsafe.case.record import PLURALS, Exhibit, Fold, Record
from sample import CODE, Ledger, file_facts, sample_ledger


@pytest.fixture
def ledger() -> Ledger:
    ledger = Ledger()
    values = {"role": "parent", "country": "CA"}
    ledger.log("opened", {"case": CODE, "signing_key": "0" * 64, "values": values})
    return ledger


def _seq(ledger: Ledger) -> int:
    return len(ledger.lines)


def _describe(ledger: Ledger, what: str, kind: str, item_id: str, **fields: str) -> int:
    ledger.log(what, {"kind": kind, "id": item_id, "fields": fields})
    return _seq(ledger)


def _told(ledger: Ledger, record: Record) -> str:
    """Return all the data that a sealed file would hold, as text."""
    return repr([x.data for x in ledger.lines if x.entry.seq not in record.undisclosed])


def test_the_first_entry_names_the_case(ledger: Ledger) -> None:
    record = ledger.fold.record()
    assert (record.code, record.case.role, record.undisclosed) == (CODE, "parent", frozenset())


def test_a_missing_first_entry_is_stood_in_for() -> None:
    record = Fold(CODE, "key").record()
    assert (record.code, record.signing_key) == (CODE, "key")


@pytest.mark.parametrize("kind", PLURALS)
def test_numbers_are_never_used_again(kind: Kind, ledger: Ledger) -> None:
    letter = LETTERS[kind]
    assert ledger.fold.next_id(kind, letter) == f"{letter}1"
    assert ledger.fold.next_id(kind, letter, 2) == f"{letter}3"
    for number in (1, 2, 3):
        _any(ledger, kind, f"{letter}{number}")
    ledger.log("withheld", {"id": f"{letter}3", "why": "private"})
    if kind == "exhibit":
        ledger.log("removed", {"id": "E3", "why": "mistake"})
    assert ledger.fold.next_id(kind, letter) == f"{letter}4"


def test_a_number_that_a_damaged_log_lost_is_not_filled_in(ledger: Ledger) -> None:
    _any(ledger, "account", "A2")
    _any(ledger, "account", "A10")
    assert ledger.fold.next_id("account", "A") == "A11"


def _any(ledger: Ledger, kind: str, item_id: str) -> int:
    if kind == "exhibit":
        ledger.exhibit(int(item_id[1:]), {})
    else:
        ledger.add(kind, item_id, {})
    return _seq(ledger)


def test_added_to_a_description_the_old_words_stay_told(ledger: Ledger) -> None:
    ledger.add("account", "A1", {"username": "x"})
    _describe(ledger, "described", "account", "A1", username="x", note="more")
    record = ledger.fold.record()
    assert filled(record.accounts[0].fields) == {"username": "x", "note": "more"}
    assert record.undisclosed == frozenset()


def test_corrected_hides_all_that_was_said_before(ledger: Ledger) -> None:
    ledger.add("account", "A1", {"username": "WRONG"})
    _describe(ledger, "described", "account", "A1", username="WRONG", note="more")
    _describe(ledger, "corrected", "account", "A1", username="right", note="more")
    record = ledger.fold.record()
    assert record.accounts[0].fields.username == "right"
    assert record.undisclosed == {2, 3}
    assert "WRONG" not in _told(ledger, record)
    assert "right" in _told(ledger, record)


def test_corrected_leaves_the_facts_of_a_file(ledger: Ledger) -> None:
    ledger.exhibit(1, {})
    first = _seq(ledger)
    wrong = _describe(ledger, "described", "exhibit", "E1", shows="WRONG")
    _describe(ledger, "corrected", "exhibit", "E1", shows="right")
    record = ledger.fold.record()
    assert record.undisclosed == {wrong}
    assert first not in record.undisclosed
    assert record.exhibits[0].file.sha256 == file_facts(1, "x")["sha256"]


@pytest.mark.parametrize("kind", PLURALS)
def test_withheld_is_hidden_and_included_is_told_again(kind: Kind, ledger: Ledger) -> None:
    item_id = f"{LETTERS[kind]}1"
    seq = _any(ledger, kind, item_id)
    ledger.log("withheld", {"id": item_id, "why": "private"})
    record = ledger.fold.record()
    (item,) = record.items(kind)
    assert item.withheld == "private"
    assert record.undisclosed == {seq}
    assert record.handed_over().items(kind) == ()
    ledger.log("included", {"id": item_id})
    record = ledger.fold.record()
    assert record.items(kind)[0].withheld is None
    assert record.undisclosed == frozenset()
    assert len(record.handed_over().items(kind)) == 1


def test_included_does_not_tell_what_was_corrected(ledger: Ledger) -> None:
    ledger.add("note", "N1", {"words": "WRONG"})
    _describe(ledger, "corrected", "note", "N1", words="right")
    ledger.log("withheld", {"id": "N1", "why": "x"})
    assert ledger.fold.record().undisclosed == {2, 3}
    ledger.log("included", {"id": "N1"})
    assert ledger.fold.record().undisclosed == {2}


def test_what_is_said_after_withholding_is_hidden_too(ledger: Ledger) -> None:
    ledger.add("note", "N1", {"words": "SECRET"})
    ledger.log("withheld", {"id": "N1", "why": "x"})
    _describe(ledger, "described", "note", "N1", words="SECRET", when="2026-11-02")
    assert "SECRET" not in _told(ledger, ledger.fold.record())


def test_removed_hides_a_file_and_all_its_names(ledger: Ledger) -> None:
    ledger.exhibit(1, {"shows": "SECRET"}, "SECRET.png")
    again = {"name": "SECRET again.png", "modified": ""}
    ledger.log("added-again", {"id": "E1", "file": again})
    sha256 = str(file_facts(1, "x")["sha256"])
    assert ledger.fold.exhibit_with(sha256) == "E1"
    ledger.log("removed", {"id": "E1", "why": "added by mistake"})
    record = ledger.fold.record()
    assert record.exhibits[0].removed == "added by mistake"
    assert record.handed_over().exhibits == ()
    assert "SECRET" not in _told(ledger, record)
    assert "added by mistake" in _told(ledger, record)
    assert ledger.fold.exhibit_with(sha256) is None


def test_removing_a_damaged_copy_leaves_the_good_one_known(ledger: Ledger) -> None:
    ledger.exhibit(1, {})
    facts = {**file_facts(1, "again.png"), "stored": "other.age"}
    ledger.log("added", {"kind": "exhibit", "id": "E2", "file": facts})
    ledger.log("removed", {"id": "E1", "why": "damaged"})
    assert ledger.fold.exhibit_with(str(facts["sha256"])) == "E2"


def test_the_same_bytes_again_are_another_name(ledger: Ledger) -> None:
    ledger.exhibit(1, {})
    ledger.log("added-again", {"id": "E1", "file": {"name": "b.png", "modified": "", "via": "usb"}})
    ledger.log("added-again", {"id": "E9", "file": {"name": "c.png", "modified": ""}})
    (exhibit,) = ledger.fold.record().exhibits
    assert [(also.name, also.via) for also in exhibit.also] == [("b.png", "usb")]


def test_a_value_of_the_case_that_was_corrected_is_hidden(ledger: Ledger) -> None:
    ledger.log("set", {"values": {"officer": "WRONG"}})
    ledger.log("set", {"values": {"unit": "the unit"}})
    ledger.log("set", {"values": {"officer": "right"}})
    record = ledger.fold.record()
    assert (record.case.officer, record.case.unit) == ("right", "the unit")
    assert record.undisclosed == {2}


def test_the_title_is_never_told(ledger: Ledger) -> None:
    ledger.log("set", {"values": {"title": "SECRET"}})
    record = ledger.fold.record()
    assert record.case.title == "SECRET"
    assert record.handed_over().case.title == ""
    assert "SECRET" not in _told(ledger, record)


def test_seals(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        ledger.log("seal-begun", {"seal": number, "bundle": f"b-{number}", "previous": ""})
    sealed = {"seal": 1, "name": "b-1", "seal_code": "c", "file_sha256": "f", "file_size": 5}
    ledger.log("sealed", sealed)
    ledger.log("seal-abandoned", {"seal": 2})
    ledger.log("sealed", {**sealed, "seal": 7})
    one, two, three = ledger.fold.record().seals
    assert (one.open, one.code, one.file_size) == (False, "c", 5)
    assert (two.open, two.abandoned, two.code) == (False, True, "")
    assert three.open


def test_a_handover(ledger: Ledger) -> None:
    data = {"seal": 1, "officer": "O", "agency": "A", "file_number": "F", "method": "usb"}
    ledger.log("handed-over", data)
    (handover,) = ledger.fold.record().handovers
    assert (handover.seal, handover.officer) == (1, "O")


def test_a_kind_of_entry_that_is_not_known_changes_nothing(ledger: Ledger) -> None:
    before = ledger.fold.record()
    ledger.log("from-a-later-version", {"anything": [1, 2, {"x": None}]})
    after = ledger.fold.record()
    assert len(after.entries) == len(before.entries) + 1
    assert after.undisclosed == before.undisclosed
    for plural in PLURALS.values():
        assert getattr(after, plural) == getattr(before, plural)


def test_what_is_said_of_an_item_that_the_log_lost_changes_nothing(ledger: Ledger) -> None:
    _describe(ledger, "described", "account", "A5", username="x")
    _describe(ledger, "corrected", "exhibit", "E5", shows="x")
    for what in ("withheld", "included", "removed"):
        ledger.log(what, {"id": "E5", "why": "x"})
    record = ledger.fold.record()
    assert all(record.items(kind) == () for kind in PLURALS)


def test_finding_an_item() -> None:
    record = sample_ledger(3).fold.record()
    for item_id in ("E3", "A1", "P2", "D1", "R1"):
        item = record.find(item_id)
        assert item is not None
        assert item.id == item_id
    assert record.find("E4") is None
    assert record.find("") is None


@pytest.mark.parametrize(
    ("extension", "expected"),
    [("png", "0001.png"), ("html", "0001.html.txt"), ("svg", "0001.svg.txt"), ("txt", "0001.txt")],
)
def test_neutral_names(extension: str, expected: str, ledger: Ledger) -> None:
    facts = {**file_facts(1, "x"), "extension": extension}
    ledger.log("added", {"kind": "exhibit", "id": "E1", "file": facts})
    exhibit = ledger.fold.record().find("E1")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.neutral_name == expected


def test_nothing_that_was_withheld_corrected_or_removed_is_told() -> None:
    ledger = sample_ledger(3, hidden=True)
    record = ledger.fold.record()
    assert "SECRET" in repr([line.data for line in ledger.lines])
    assert "SECRET" not in _told(ledger, record)
    assert "SECRET" not in repr(record.handed_over().exhibits)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "describe", "correct", "withhold", "include"]),
        st.integers(1, 3),
        st.text("ab", min_size=1, max_size=3),
    ),
    max_size=25,
)


@given(STEPS)
def test_any_history_tells_the_newest_words_of_what_is_handed_over(
    steps: list[tuple[str, int, str]],
) -> None:
    ledger, expected, withheld, hidden = Ledger(), {}, set(), set()
    expected: dict[str, str]
    for what, number, words in steps:
        item_id = f"N{number}"
        if what == "add":
            item_id = ledger.fold.next_id("note", "N")
            ledger.add("note", item_id, {"words": f"{words}#{len(ledger.lines)}"})
            expected[item_id] = f"{words}#{len(ledger.lines) - 1}"
        elif item_id in expected and what in {"describe", "correct"}:
            fresh = f"{words}#{len(ledger.lines)}"
            if what == "correct":
                hidden.add(expected[item_id])
            name = "corrected" if what == "correct" else "described"
            _describe(ledger, name, "note", item_id, words=fresh)
            expected[item_id] = fresh
        elif item_id in expected and what == "withhold":
            ledger.log("withheld", {"id": item_id, "why": "w"})
            withheld.add(item_id)
        elif item_id in expected:
            ledger.log("included", {"id": item_id})
            withheld.discard(item_id)
    record = ledger.fold.record()
    assert {note.id: note.fields.words for note in record.notes} == expected
    shown = {note.id for note in record.handed_over().notes}
    assert shown == set(expected) - withheld
    told = _told(ledger, record)
    for item_id, words in expected.items():
        assert (repr(words) in told) == (item_id not in withheld)
    for words in hidden:
        assert repr(words) not in told


def test_a_record_has_every_kind_of_item() -> None:
    assert set(PLURALS) == set(FIELDS) - {"case"}
    for plural in PLURALS.values():
        assert plural in Record.__dataclass_fields__
    assert isinstance(PLURALS, Mapping)
