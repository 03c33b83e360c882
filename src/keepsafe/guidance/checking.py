"""Finds everything that is wrong in a folder of guidance packs, not only the first thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from keepsafe.guidance.loading import load, placeholders_in, problems_of
from keepsafe.guidance.model import FIRST_LANGUAGE, OTHER, Country, Guidance
from keepsafe.guidance.pages import GuidanceError, Problem
from keepsafe.guidance.reading import LANGUAGES
from keepsafe.resources import resource

_FOLDERS = ("countries", "platforms", "payments", "certificates")
_CHECKED = re.compile(r"^\s*checked\s*=\s*(\d{4}-\d\d-\d\d)\b")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){6,}(?!\d)")


def check(root: Path | None = None, today: date | None = None) -> list[Problem]:
    """Return every problem in the packs below `root`, by default Keepsafe's own, in file order."""
    root = root or resource("guidance")
    today = today or datetime.now(UTC).date()
    try:
        guidance = load(root)
    except GuidanceError as error:
        return [error.problem]
    problems: list[Problem] = []
    for file in sorted(root.glob("*/*.toml")) + sorted(root.glob("texts/*/*.md")):
        if file.suffix == ".md" or file.parent.name in _FOLDERS:
            problems += problems_of(root, file)
        problems += _about_lines(root, file, today)
    problems += _about_folders(root, guidance)
    broken = {problem.file for problem in problems}
    for code in guidance.countries:
        if f"countries/{code}.toml" not in broken:
            problems += _about_country(guidance.countries[code])
    problems += _about_texts(guidance, broken)
    return sorted(set(problems))


def _about_lines(root: Path, file: Path, today: date) -> Iterator[Problem]:
    label = file.relative_to(root).as_posix()
    text = file.read_bytes().decode(errors="replace")
    tomorrow = (today + timedelta(days=1)).isoformat()  # somewhere it is tomorrow already
    for number, line in enumerate(text.splitlines(), start=1):
        if file.suffix == ".md":
            if found := _NUMBER.search(_DATE.sub("", line)):
                what = f"a phone number ({found[0]}) belongs in a country's file, not in a text"
                yield Problem(label, number, what)
        elif (checked := _CHECKED.match(line)) and checked[1] > tomorrow:
            yield Problem(label, number, f"{checked[1]} has not come yet")


def _about_folders(root: Path, guidance: Guidance) -> Iterator[Problem]:
    for folder, packs in (("countries", guidance.countries), ("platforms", guidance.platforms)):
        if OTHER not in packs:
            yield Problem(f"{folder}/{OTHER}.toml", 1, "this file is missing")
    if not guidance.payments:
        yield Problem("payments", 1, "there is no file here")
    stems: dict[str, str] = {}
    for file in sorted(root.glob("*/*.toml")):
        label = file.relative_to(root).as_posix()
        twin = stems.setdefault(label.lower(), label)
        if twin != label:
            yield Problem(label, 1, f"its name differs from {twin} only in capital letters")


def _about_country(country: Country) -> Iterator[Problem]:
    label = f"countries/{country.code}.toml"
    if not any(place.verified or place.address for place in country.reporting):
        yield Problem(label, 1, "no place to report is verified or has an address")
    if not country.crisis:
        yield Problem(label, 1, "there is no crisis line")
    elif country.code != OTHER and not any(line.phone for line in country.crisis):
        yield Problem(label, 1, "no crisis line has a number")
    for key, spoken in (
        ("languages", country.languages),
        ("police_languages", country.police_languages),
    ):
        for language in spoken:
            if language not in LANGUAGES:
                yield Problem(label, 1, f'"{key}" has "{language}", which Keepsafe does not speak')
    if not country.police_languages:
        yield Problem(label, 1, '"police_languages" is empty')


def _about_texts(guidance: Guidance, broken: set[str]) -> Iterator[Problem]:
    languages = sorted({language for language, _name, _role in guidance.texts} | set(LANGUAGES))
    cards = sorted({(name, role) for _language, name, role in guidance.texts})
    for name, role in cards:
        card = f"{name}.{role}.md" if role else f"{name}.md"
        first = f"texts/{FIRST_LANGUAGE}/{card}"
        for language in languages:
            label = f"texts/{language}/{card}"
            if (language, name, role) not in guidance.texts:
                yield Problem(label, 1, "this file is missing")
            elif first not in broken and label not in broken:
                yield from _same_names(guidance, language, name, role, label)


def _same_names(
    guidance: Guidance, language: str, name: str, role: str, label: str
) -> Iterator[Problem]:
    if (FIRST_LANGUAGE, name, role) not in guidance.texts:
        return
    expected = placeholders_in(guidance.texts[FIRST_LANGUAGE, name, role].body)
    found = placeholders_in(guidance.texts[language, name, role].body)
    for missing in sorted(expected - found):
        yield Problem(label, 1, f"{{{{{missing}}}}} is in the English text and not here")
    for extra in sorted(found - expected):
        yield Problem(label, 1, f"{{{{{extra}}}}} is here and not in the English text")
