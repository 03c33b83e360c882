"""Whether a deadline, as somebody wrote it down in words, is before now in every zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from keepsafe.case.fields import parse_moment
from keepsafe.errors import UsageError

_MONTHS = (
    ("jan", "janv", "ene"), ("feb", "fev"), ("mar", "mars"), ("apr", "avr", "abr"),
    ("may", "mai"), ("jun", "juin"), ("jul", "juil"), ("aug", "aout", "ago"), ("sep", "sept"),
    ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
_NUMBER: Mapping[str, int] = {name: n for n, names in enumerate(_MONTHS, 1) for name in names}
_DAY = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?([a-zéûô]{3,10})\.?"
    r"(?:,?\s+(?:de\s+)?(\d{4}))?(?:\D{1,6}(\d{1,2})[:h](\d{2}))?",
    re.I,
)
_ZONES = timedelta(hours=14)
"""How far behind UTC the last place on Earth is, and a little more: a zone is seldom given."""


def has_passed(told: str, written: datetime, now: datetime) -> bool:
    """Return whether the one day in `told` is past; False where it names none, or is not plain.

    `written` is when it was written down, for a day without a year: the one nearest to it.
    """
    at = _moment(told.strip(), written)
    return at is not None and at + _ZONES < now


def _moment(told: str, written: datetime) -> datetime | None:
    try:
        at = parse_moment(told)
    except UsageError:
        return _in_words(told, written)
    whole_day = timedelta(0) if len(told) > len("2026-11-02") else timedelta(days=1)
    return datetime(at.year, at.month, at.day, at.hour, at.minute, tzinfo=UTC) + whole_day


def _in_words(told: str, written: datetime) -> datetime | None:
    found = _DAY.findall(told)
    if len(found) != 1:
        return None
    day, named, year, hour, minute = found[0]
    plain = named.lower().replace("é", "e").replace("û", "u")
    month = next((_NUMBER[plain[:n]] for n in (5, 4, 3) if plain[:n] in _NUMBER), 0)
    years = [int(year)] if year else [written.year - 1, written.year, written.year + 1]
    made = []
    for one in years:
        try:
            at = datetime(one, month, int(day), int(hour or 0), int(minute or 0), tzinfo=UTC)
        except ValueError:
            continue
        made.append(at if hour else at + timedelta(days=1))
    return min(made, key=lambda at: abs(at - written), default=None)
