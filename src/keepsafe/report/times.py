"""Times as an officer can copy them: "7 Mar 2026 21:14 (UTC-07:00)", never 07/03/26."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from keepsafe.case.entries import Entry
from keepsafe.case.fields import parse_moment
from keepsafe.errors import UsageError
from keepsafe.report.words import Phrases


def claimed(moment: str, zone: str, home: str, say: Phrases) -> str:
    """Return a moment as the person gave it, and which zone it is in if that is known.

    `moment` is "2026-03-07" or with " 21:14" or " 21:14:05"; anything else is returned as it is.
    """
    try:
        at = parse_moment(moment)
    except UsageError:
        return moment
    day, clock_time = _date(at.year, at.month, at.day, say), moment[11:]
    if not clock_time:
        return day
    if zone:
        return f"{day} {clock_time} (UTC{zone})"
    if home:
        return f"{day} {clock_time} ({say('times.home', offset=home)})"
    return f"{day} {clock_time} ({say('times.no_zone')})"


def spoken(moment: str, say: Phrases) -> str:
    """Return a moment as the person gave it, to be read out: without its zone."""
    try:
        at = parse_moment(moment)
    except UsageError:
        return moment
    day, clock_time = _date(at.year, at.month, at.day, say), moment[11:]
    return f"{day}, {clock_time}" if clock_time else day


def logged(entry: Entry, say: Phrases) -> str:
    """Return when an entry was made by this computer's clock, in that clock's zone."""
    at = datetime.fromisoformat(entry.at.replace("Z", "+00:00"))
    return clock(at.astimezone(timezone(_offset(entry.utc_offset))), say)


def clock(at: datetime, say: Phrases) -> str:
    """Return an aware time to the minute, with its own offset."""
    date = _date(at.year, at.month, at.day, say)
    offset = at.isoformat()[-6:]
    return f"{date} {at:%H:%M} (UTC{offset})"


def vouched(moment: str, say: Phrases) -> str:
    """Return a time that an authority gave, RFC 3339 in UTC, to the second; it has no zone here."""
    at = datetime.fromisoformat(moment)
    return f"{_date(at.year, at.month, at.day, say)} {at:%H:%M:%S}"


def utc_exact(entry: Entry) -> str:
    """Return when an entry was made, in UTC to the second, in ISO order for the log."""
    return f"{entry.at[:10]} {entry.at[11:19]}"


def order(moment: str) -> str:
    """Return where a claimed moment stands among others: by its day, then by its time, as given.

    A day alone comes first within that day; what is no moment comes last.
    """
    try:
        parse_moment(moment)
    except UsageError:
        return "~"
    return moment


def _offset(text: str) -> timedelta:
    if not re.fullmatch(r"[+-]\d\d:\d\d", text):
        return timedelta()
    span = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return -span if text[0] == "-" else span


def _date(year: int, month: int, day: int, say: Phrases) -> str:
    first = say("times.first") if day == 1 else str(day)
    return f"{first} {say(f'months.{month}')} {year}"
