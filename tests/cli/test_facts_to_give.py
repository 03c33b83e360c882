"""What people must be able to tell reaches the officer: command, record, page 1, the chapters."""

from __future__ import annotations

import dataclasses
import json
import re
from html import unescape
from pathlib import Path

from ran import Run

from keepsafe.case.fields import CaseFields

FACTS = {
    "safe_contact": "Call 604-555-0100, nobody else",
    "safe_times": "Weekdays after 17:00",
    "unsafe_times": "Never while the school bus runs; no voice messages",
    "not_saved": "The video call was not recorded",
    "disappearing": "The app deletes after a day",
    "danger": "He knows the street",
}


def test_every_fact_is_explained_where_it_is_set(run: Run) -> None:
    shown = run("set", "--help").out
    for field in dataclasses.fields(CaseFields):
        assert re.search(rf"^  {field.name} +\S.{{3,}}", shown, re.MULTILINE), field.name
    assert "under-18, 18-plus" in shown
    assert max(map(len, shown.splitlines())) < 120


def test_facts_go_from_the_command_to_page_one_and_to_the_lab(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    for key, value in FACTS.items():
        assert run("set", case, key, value, *unlock).code == 0
    run("device", case, "--what", "Tablet, red", "--owner", "J.", "--holder", "The aunt", *unlock)
    run(
        "consent", case, "--who", "J.", "--to", "collect-and-share", "--when", "2026-11-03", *unlock
    )
    report = ("--to", "Cybertip example", "--number", "EX-0042", "--when", "2026-11-04")
    run("report", case, *report, *unlock)
    shown = run("show", case, *unlock).out
    for value in (*FACTS.values(), "Tablet, red", "EX-0042"):
        assert value in shown
    police, words = tmp_path / "police", tmp_path / "words.txt"
    police.mkdir()
    sealed = run("seal", case, "-o", police, "--words-out", words, *unlock, "--json").json
    opened = run("open", sealed["file"], "-o", tmp_path / "out", "--words-file", words, "--json")
    bag = Path(opened.json["folder"])
    html = (bag / "REPORT.html").read_text("utf-8")
    text = unescape(re.sub(r"<[^>]+>", "", html))
    first, _, rest = text.partition("1  The case")
    for told in (
        *(value for key, value in FACTS.items() if key != "not_saved"),
        "Tablet, red. Who has it now: The aunt",
        "Cybertip example, EX-0042, 4 Nov 2026",
        "J.: to collect this and to share it with the police, 3 Nov 2026",
    ):
        assert told in first, told
    for told in (FACTS["not_saved"], "Tablet, red", "The aunt", "EX-0042", "3 Nov 2026"):
        assert told in rest, told
    graph = json.dumps(json.loads((bag / "data/case.jsonld").read_text("utf-8")))
    assert "Tablet, red" in graph


def test_a_fact_can_be_taken_back(run: Run, case: Path, password_file: Path) -> None:
    unlock = ("--password-file", password_file)
    run("set", case, "unsafe_times", "Never", *unlock)
    assert "Never" in run("show", case, *unlock).out
    run("set", case, "unsafe_times", "", *unlock)
    assert "Never" not in run("show", case, *unlock).out


def test_a_key_that_is_not_there_is_said(run: Run, case: Path, password_file: Path) -> None:
    wrong = run("set", case, "nonsense", "x", "--password-file", password_file)
    assert wrong.code == 2
    assert "nonsense" in wrong.err
