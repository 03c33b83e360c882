"""The reader tells a case in the words of the report: every part, every line, every language."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

sys.path.append(str(Path(__file__).parents[1] / "report"))

from drawn_case import Drawn, typical_case

from keepsafe.case.entries import Line
from keepsafe.case.quoted import quoted
from keepsafe.report import logbook, pages
from keepsafe.report.sanitize import unusual, visible
from keepsafe.report.source import Language, Source
from keepsafe.report.words import phrases
from keepsafe.resources import resource
from sample import sample_ledger

READER = resource("reader")
LANGUAGES: tuple[Language, ...] = get_args(Language)

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (READER / "node_modules").is_dir(),
    reason="needs Node and the reader's packages",
)

# Each ends one line of text; a cell's `br` is a line feed within one.
_KEYS = 7 + 16  # the box above page 1, its six parts, and the parts after it
_LINES = frozenset({"h3", "p", "dt", "dd", "th", "td", "li"})


@dataclass
class Part:
    """One part of a report: its key, its title, its lines."""

    key: str
    title: str
    lines: list[str]


class ReportText(HTMLParser):
    """Reads the parts and lines of a REPORT.html."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._text = ""
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._ended = self._ended or tag == "footer"
        if tag == "section" or given.get("class") == "identity":
            self.parts.append(Part(given.get("id") or "identity", "", []))
        elif tag == "br":
            self._text += "\n"
        elif tag in _LINES or tag == "h2":
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self.parts[-1].title = self._text.lstrip("0123456789 ")
        elif tag in _LINES and self.parts and not self._ended:
            self.parts[-1].lines.append(self._text)

    def handle_data(self, data: str) -> None:
        self._text += data


def in_report(source: Source) -> list[Part]:
    """Return what REPORT.html says."""
    reading = ReportText()
    reading.feed(pages.report_html(source).decode())
    assert len(reading.parts) == _KEYS
    return [replace(part, lines=[line for line in part.lines if line]) for part in reading.parts]


class Reader:
    """The reader's telling half, in one running Node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, lines: list[Line], source: Source) -> list[Part]:
        """Return what the reader says of the same case, from what a sealed file hands over."""
        question = {
            "log": [_handed_over(line, source.record.undisclosed) for line in lines],
            "info": {
                "External-Identifier": source.bundle,
                "Bag-Software-Agent": source.app,
                "Keepsafe-Seal-Number": str(source.seal),
                "Keepsafe-Sealed-At": source.sealed_at.isoformat(timespec="minutes"),
                "Keepsafe-Signing-Key-SHA256": source.signing_key,
                "Keepsafe-Previous-Seal-Code": source.previous_seal_code or "none",
            },
            "files": [
                *(f"data/exhibits/{e.neutral_name}" for e in source.record.exhibits),
                *(f"data/viewing/{name}" for name in source.viewing.values()),
            ],
            "language": source.language,
        }
        return [
            Part(each["key"], each["title"], [line for line in each["lines"] if line])
            for each in self._ask(question)
        ]

    def visible(self, texts: list[str], *, exact: bool) -> list[str]:
        """Return each text as the reader shows it."""
        return list(self._ask({"visible": texts, "exact": exact}))

    def unusual(self, texts: list[str]) -> list[list[str]]:
        """Return what the reader names as odd in each text."""
        return list(self._ask({"unusual": texts}))

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _handed_over(line: Line, undisclosed: frozenset[int]) -> dict[str, Any]:
    entry = line.entry.as_json()
    kept = {name: entry[name] for name in ("seq", "at", "utc_offset", "actor", "what")}
    return kept if line.entry.seq in undisclosed else {**kept, "data": dict(line.data)}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with subprocess.Popen(
        ["node", "test/told.mjs"],
        cwd=READER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Reader(process)
        assert process.stdin is not None
        process.stdin.close()


def same(told: list[Part], expected: list[Part]) -> None:
    """Compare part by part, so that a difference names its part."""
    assert [part.key for part in told] == [part.key for part in expected]
    for part, wanted in zip(told, expected, strict=True):
        assert part.title == wanted.title
        assert part.lines == wanted.lines, part.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_case_is_told_as_in_the_report(reader: Reader, language: Language) -> None:
    drawn = typical_case(3)
    source = drawn.source(language=language)
    same(reader.tell(drawn.lines, source), in_report(source))


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_texts_and_what_is_kept_out_are_told_as_in_the_report(
    reader: Reader, language: Language
) -> None:
    ledger = sample_ledger(6, hidden=True)
    record = ledger.fold.record().handed_over()
    # A vault logs the title by itself; in this ledger it would keep the whole first entry back.
    record = replace(record, undisclosed=record.undisclosed - {1})
    source = typical_case(0).source(
        language=language,
        record=record,
        logbook=logbook.read(ledger.lines, record.undisclosed),
        viewing={"E2": "0002.jpg"},
        previous_seal_code="ab" * 32,
    )
    told, expected = reader.tell(ledger.lines, source), in_report(source)
    assert "SECRET" not in json.dumps([part.lines for part in told])
    # Which thing an entry without its data was about, only the whole log knows.
    custody = {part.key: part for part in expected}["custody"]
    silent = source_phrase(language, "custody.undisclosed")
    custody.lines = [
        line if silent not in line else f"{re.split('[:(]', line)[0].rstrip()} ({silent})"
        for line in custody.lines
    ]
    same(told, expected)


def source_phrase(language: Language, key: str) -> str:
    """Return one of the report's phrases."""
    return phrases(language)(key)


def long_case() -> Drawn:
    """More of everything than page 1 has room for, and texts that must be cut there."""
    long = "He wrote again and again. " * 30
    drawn = Drawn({"danger": long, "deadline": long, "safe_contact": long, "age": "18-plus"})
    for language in LANGUAGES:
        drawn.add("note", words=quoted("Pay by nine", language))
    for number in range(9):
        drawn.add("account", platform=f"App {number}", username=f"name{number}" * 30)
        drawn.add(
            "payment",
            status="paid" if number % 2 else "asked",
            amount=str(number),
            to="x" * 200,
            deadline=f"day {number}",
            when=f"2026-11-0{number + 1}",
        )
        drawn.add("device", what=f"Phone {number}", holder="Someone")
        drawn.add("note", words=long)
    drawn.log("set", {"values": {"deadline": "Tomorrow at nine"}})
    drawn.log("described", {"id": "A1", "kind": "account", "fields": {"platform": "App 0\nx"}})
    drawn.log("damage-found", {"exhibits": ["E1"], "missing_entries": []}, "keepsafe")
    drawn.log(
        "handed-over",
        {"seal": 1, "officer": "A. B.", "agency": "Police", "file_number": "F-1", "method": "desk"},
    )
    drawn.log("handed-over", {"seal": 1, "officer": "C. D.", "day": "2026-11-23"})
    return drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_case_is_cut_and_counted_as_in_the_report(
    reader: Reader, language: Language
) -> None:
    drawn = long_case()
    source = drawn.source(language=language, seal=2, damaged=("E1",))
    same(reader.tell(drawn.lines, source), in_report(source))


def test_a_correction_tells_the_whole_though_what_it_corrects_is_not_handed_over(
    reader: Reader,
) -> None:
    drawn = Drawn({})
    account = drawn.add("account", platform="Instgram", username="jake")
    drawn.add("account", platform="Snapchat", username="other")
    drawn.log(
        "corrected",
        {"id": account, "kind": "account", "fields": {"platform": "Instagram", "username": "jake"}},
    )
    source = drawn.source()
    told = {part.key: part for part in reader.tell(drawn.lines, source)}
    expected = {part.key: part for part in in_report(source)}
    assert told["accounts"].lines == expected["accounts"].lines
    assert told["first-preserve"].lines == expected["first-preserve"].lines
    assert "Instgram" not in json.dumps([part.lines for part in told.values()])


def odd_texts() -> list[str]:
    """Texts of every kind of character, and the ones that are most often used to deceive."""
    dice = random.Random(20260307)
    assigned = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in ("Cn", "Cs")]
    tricky = [
        *" \n\u202e\u200b\u200c\u200d\ufe0f\u0301\u094d\u0644a1👩🏽👧\u20e3#\u034f\u00a0\ufeff\t\0"
    ]
    texts = [
        "",
        " a  b ",
        "\n a\n",
        "👩\u200d👧",
        "क\u094d\u200dष",
        "ل\u200cا",
        "1\ufe0f\u20e3",
        "\u202e" * 9,
    ]
    for _ in range(3000):
        size = dice.randrange(1, 12)
        texts.append("".join(dice.choice(dice.choice((tricky, assigned))) for _ in range(size)))
    return texts


@pytest.mark.parametrize("exact", [False, True])
def test_what_cannot_be_seen_is_shown_as_the_same_codes(reader: Reader, *, exact: bool) -> None:
    texts = odd_texts()
    shown = reader.visible(texts, exact=exact)
    wanted = [visible(text, exact=exact) for text in texts]
    assert [(t, s) for t, s, w in zip(texts, shown, wanted, strict=True) if s != w] == []


def test_letters_that_pass_for_others_have_their_names(reader: Reader) -> None:
    passing = ["jаke", "ɡοοgle", "ⅼily", "Ｊake", "ЈАКЕ", "naïve", "Խ", "a\u2060b", "ꓮꓐ", "ᎠᎡ"]
    assert reader.unusual(passing) == [list(unusual(text)) for text in passing]


def test_the_readers_words_are_the_reports(tmp_path: Path) -> None:
    checked = subprocess.run(
        [sys.executable, READER / "scripts" / "tables.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
