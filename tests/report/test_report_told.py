"""What an officer must not be left to guess: what was kept out, in which order, what is unknown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drawn_case import Drawn, typical_case

from keepsafe.case.quoted import quoted
from keepsafe.report import chapters, content, logbook, method, pages, triage
from keepsafe.report.model import Ask, Document, Fact, Facts, Section, Table, Words
from keepsafe.report.source import Language, Source
from keepsafe.report.telling import Teller
from keepsafe.report.words import phrases


def section(source: Source, key: str, *, printed: bool = True) -> Section:
    document = content.report(source, printed=printed)
    return next(s for s in document.sections if s.key == key)


def told(part: Section | Document | Any) -> str:
    """Return every text in a part, one a line."""
    return "\n".join(re.findall(r"(?:text|label|heading)='([^']*)'", repr(part)))


def rows(part: Section) -> list[list[str]]:
    table = next(block for block in part.blocks if isinstance(block, Table))
    return [["\n".join(v.text for v in cell) for cell in row] for row in table.rows]


def first(source: Source, key: str) -> Section:
    return next(s for s in triage.first_page(Teller.of(source)).sections if s.key == key)


def identity(source: Source) -> str:
    return told(triage.first_page(Teller.of(source)).identity)


def kept_out_case() -> Drawn:
    drawn = typical_case(3)  # N2 is withheld in it
    drawn.log("withheld", {"id": "E3", "why": "a friend can be seen"})
    drawn.log("withheld", {"id": "E2", "why": "not sure"})
    drawn.log("included", {"id": "E2"})
    drawn.log("removed", {"id": "E1", "why": "added by mistake"})
    return drawn


def test_what_was_kept_out_on_purpose_is_listed_with_its_reason() -> None:
    drawn = kept_out_case()
    source = drawn.source()
    assert [(k.id, k.why, k.how) for k in source.logbook.kept_out] == [
        ("N2", "private", "withheld"),
        ("E3", "a friend can be seen", "withheld"),
        ("E1", "added by mistake", "removed"),
    ]
    assert rows(section(source, "not_saved"))[1] == [
        "E3", "Left out of what is handed over", str(drawn.seq - 3), "a friend can be seen",
    ]  # fmt: skip
    assert "Kept out on purpose: 3, see part 11" in identity(source)
    parts = content.report(source).sections
    assert parts[10].key == "not_saved"


def test_nothing_is_said_of_keeping_out_when_nothing_was() -> None:
    source = typical_case(1).source(logbook=logbook.Logbook())
    assert "Kept out" not in identity(source)
    assert not any(isinstance(block, Table) for block in section(source, "not_saved").blocks)


def test_the_timeline_goes_by_the_day_as_given_with_or_without_a_zone() -> None:
    drawn = Drawn({})
    times = (
        ("2026-11-20", ""), ("2026-11-20 23:30", "-07:00"), ("2026-11-20 09:00", ""),
        ("2026-11-19 08:00", "+10:00"), ("2026-11-21", ""), ("2026-11-20 12:00", "+13:00"),
    )  # fmt: skip
    for number, (when, zone) in enumerate(times):
        drawn.add("note", words=str(number), when=when, zone=zone)
    assert [row[2] for row in rows(section(drawn.source(), "timeline"))] == list("302514")


def test_money_only_asked_for_is_not_called_stoppable() -> None:
    drawn = Drawn({})
    drawn.add(
        "payment", status="asked", amount="200", currency="CAD", method="gift card", receipt="E4"
    )
    part = first(drawn.source(), "payments")
    assert part.title == "Payments"
    assert "Sent\nNone recorded." in told(part)
    assert "Asked for\nP1, 200 CAD, gift card, shown in E4" in told(part)
    drawn.add("payment", status="paid", amount="100")
    assert "None recorded" not in told(first(drawn.source(), "payments"))


def test_what_was_only_asked_for_was_paid_to_nobody() -> None:
    drawn = Drawn({})
    drawn.add("payment", status="asked", amount="200", currency="CAD", to="DEMO-WALLET")
    drawn.add("payment", status="paid", amount="100", currency="CAD", to="j@example.com")
    words = told(section(drawn.source(), "payments"))
    assert "To be paid to\nDEMO-WALLET" in words
    assert "Paid to\nj@example.com" in words
    words = told(content.sheet(drawn.source()))
    assert "To be paid to\nDEMO-WALLET" in words


def test_an_entry_whose_data_is_not_handed_over_says_which_and_why() -> None:
    drawn = Drawn({})
    note = drawn.add("note", words="a slip")
    drawn.log("corrected", {"kind": "note", "id": note, "fields": {"words": "as it was"}})
    source = drawn.source()
    assert not source.logbook.kept_out
    below = section(source, "custody").blocks[-1]
    assert isinstance(below, Words)
    (silent,) = source.record.undisclosed
    assert below.text == (
        f"Data not handed over: entry no. {silent}. It was corrected by a later entry."
    )


def test_what_happened_stands_by_itself_for_whoever_shows_it_first() -> None:
    page = triage.first_page(Teller.of(kept_out_case().source()))
    assert page.recorded
    assert page.identity.facts[0].values[0].text == page.recorded


def test_a_deadline_carries_the_day_it_was_written_down() -> None:
    drawn = Drawn({})
    drawn.log("set", {"values": {"deadline": "Tomorrow evening"}})
    drawn.add("payment", status="asked", amount="5", deadline="tonight")
    said = told(first(drawn.source(), "danger"))
    assert "Danger to the person: not recorded. Please ask." in said
    assert "Tomorrow evening (written down 23 Nov 2026 20:02 UTC-07:00)" in said
    assert "P1, 5: tonight (written down 23 Nov 2026 20:03 UTC-07:00)" in said
    assert "written down" not in told(first(drawn.source(logbook=logbook.Logbook()), "danger"))


@pytest.mark.parametrize(
    ("how", "has"),
    [
        ("Call 403-555-0142", True), ("+44 (0)20 7946 0018", True), ("Ask the school first", False),
        ("Only between 18:00 and 20:00", False), ("", False),
    ],
)  # fmt: skip
def test_page_one_says_when_there_is_no_number_to_call(how: str, has: bool) -> None:
    said = told(first(Drawn({"safe_contact": how}).source(), "calling"))
    assert ("No telephone number to call back" not in said) is has


def test_the_file_number_of_the_newest_hand_over_stands_in() -> None:
    drawn = Drawn({})
    for number in ("2026-1", "2026-1234"):
        given = {"seal": 1, "officer": "Cst. O.", "agency": "CPS", "file_number": number}
        drawn.log("handed-over", {**given, "method": "in person"})
    said = identity(drawn.source())
    assert "2026-1234\nfrom the hand-over of seal 1\nCst. O., CPS" in said


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_page_one_begins_with_what_it_is_about(language: Language) -> None:
    source = typical_case(2).source(language=language)
    facts = triage.first_page(Teller.of(source)).identity.facts
    assert facts[1].values[0].text.startswith("He wrote on Instagram")
    said = triage.what_happened(Teller.of(source))
    assert facts[0].values[0].text == said
    if language == "en":
        assert said == (
            "Threats and a demand for money were recorded. A payment was recorded as made. A "
            "private picture is involved. The person this happened to is under 18."
        )
    assert triage.what_happened(Teller.of(Drawn({"age": "under-18"}).source())) == ""


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_words_typed_for_a_screenshot_are_never_taken_for_the_person_s_own(
    language: Language,
) -> None:
    drawn = Drawn({})
    drawn.add("note", words=quoted("Pay by nine", "fr"))
    drawn.add("note", words="It began on Friday.")
    source = drawn.source(language=language)
    say = phrases(language)
    shown = {f.label: f.values[0].text for f in triage.first_page(Teller.of(source)).identity.facts}
    assert shown[say("note.words")] == "It began on Friday."
    assert shown[say("triage.typed")] == "Ils ont écrit : « Pay by nine »"


def test_the_day_of_a_hand_over_is_told_beside_when_it_was_noted() -> None:
    drawn = Drawn({})
    drawn.log("handed-over", {"seal": 1, "officer": "Cst. O.", "day": "2026-11-20"})
    said = told(section(drawn.source(), "seals"))
    assert "Given on\n20 Nov 2026" in said


def test_log_rows_name_what_they_are_about_and_unlockings_are_folded_on_paper() -> None:
    drawn = kept_out_case()
    drawn.log("set", {"values": {"safe_contact": "Never the school"}})
    drawn.log("described", {"kind": "exhibit", "id": "E2", "fields": {"shows": "x"}})
    for _ in range(4):
        drawn.log("unlocked", {"app": "x"}, "keepsafe")
    drawn.log("unlocked", {"app": "x"}, "parent")
    source = drawn.source()
    printed = rows(section(source, "custody"))
    whats = [row[3] for row in printed]
    for what in (
        "Left out of what is handed over: E3", "Described: E2", "Sealing begun: Seal 1",
        "A fact about the case written down: How to call back safely",
    ):  # fmt: skip
        assert what in whats
    assert [row[3] for row in printed[-2:]] == ["Unlocked (4 times)", "Unlocked"]
    assert printed[-2][0] == f"{drawn.seq - 4}-{drawn.seq - 1}"
    assert len(rows(section(source, "custody", printed=False))) == drawn.seq
    below = section(source, "custody").blocks[-1]
    assert isinstance(below, Words)
    silent = sorted(source.record.undisclosed)
    numbers = ", ".join(map(str, silent))
    assert below.text == (
        f"Data not handed over: entry no. {numbers}. It was corrected by a later entry, or is "
        "about something kept out on purpose (part 11)."
    )
    assert method._ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"


def test_a_hidden_entry_tells_the_report_nothing() -> None:
    drawn = Drawn({})
    drawn.add("account", platform="x", username="FIRST")
    drawn.log("corrected", {"kind": "account", "id": "A1", "fields": {"username": "SECOND"}})
    book = logbook.read(drawn.lines, drawn.source().record.undisclosed)
    assert 2 not in book.about
    assert book.noted["A1.username"] == 3


def test_what_was_said_and_what_was_measured_stand_apart() -> None:
    source = typical_case(1).source()
    facts = chapters.exhibit_facts(Teller.of(source), source.record.exhibits[0])
    titles = [fact.label for fact in facts if not fact.values]
    assert titles == ["Said by the person", "Measured by Keepsafe"]
    card = next(b for b in section(source, "exhibits").blocks if isinstance(b, Facts))
    assert told(card).count("data/exhibits/0001.png") == 1
    assert any(f.values and f.values[0].text.endswith("not read here") for f in facts)
    assert Fact("Said by the person", ()) in facts
    html = pages.report_html(source).decode()
    assert '<p class="group">Measured by Keepsafe</p>' in html
    assert "<dl>\n</dl>" not in html


def test_french_is_written_as_french_is() -> None:
    drawn = Drawn({"age": "under-18"})
    drawn.add("account", platform="Instagram", username="hélène", seen="2026-11-01")
    drawn.add_file(b"x" * 154_500, "text/plain", account="A1")
    source = drawn.source(language="fr")
    said = told(content.report(source))
    assert "A1\xa0: Instagram, hélène" in said.replace("\\xa0", "\xa0")
    assert "1er nov. 2026" in said
    assert "154,5" in said
    assert "U+00E9" not in said
    assert "U+00E9" in told(content.report(drawn.source()))
    assert "enregistré par un parent" in said


def test_an_offset_stays_on_one_line_in_html() -> None:
    html = pages.report_html(typical_case(0).source()).decode()
    assert '<span class="whole">(UTC-07:00)</span>' in html


LANGUAGES: tuple[Language, ...] = ("en", "fr", "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_challenges_are_answered_with_what_this_file_holds(language: Language) -> None:
    blocks = section(kept_out_case().source(language=language), "challenges").blocks
    asks = [block for block in blocks if isinstance(block, Ask)]
    assert len(asks) == len(blocks) == 12
    assert all(ask.question.endswith("?") and ask.answer.endswith(".") for ask in asks)
    said = " ".join(ask.answer for ask in asks).replace("\u00a0", " ")
    kept_out = {"en": "on purpose: 3.", "fr": "exprès : 3.", "es": "a propósito: 3."}
    assert kept_out[language] in said
    pointers = {"en": "written down: 2.", "fr": "notées : 2.", "es": "anotadas: 2."}
    assert pointers[language] in said
    assert "{" not in said


def test_page_one_says_to_whom_it_was_reported_and_who_agreed() -> None:
    drawn = Drawn({"time_zone": "-07:00", "unsafe_times": "Never at night"})
    assert "Reports made" not in identity(drawn.source())
    for number in range(5):
        drawn.add("report", to=f"Line {number}", number=f"EX-{number}", when="2026-11-03")
    drawn.add("consent", who="J.", to="share", withdrawn="2026-11-05")
    said = identity(drawn.source())
    assert "Line 0, EX-0, 3 Nov 2026" in said
    assert "Line 3" not in said
    assert "And 2 more: see the part" in said
    assert "J.: to share it with the police. Withdrawn on: 5 Nov 2026" in said
    calling = told(first(drawn.source(), "calling"))
    assert "When not, and what not to do\nNever at night" in calling
