"""What a case holds in a few lines, for someone who looks it over: files by their kind and days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepsafe.case.fields import CATEGORIES
from keepsafe.case.record import Exhibit


@dataclass(frozen=True, slots=True)
class Heap:
    """The files of one kind: how many, and the first and last day (2026-11-02) they are from.

    `category` is one of `CATEGORIES`, or what was said in words, or "" where nobody said what they
    are; a day nobody gave is "".
    """

    category: str
    count: int
    first_day: str
    last_day: str


def heaps(exhibits: Iterable[Exhibit]) -> tuple[Heap, ...]:
    """Return the files by kind, in the order in which kinds are always named."""
    days: dict[str, list[str]] = {}
    for exhibit in exhibits:
        said = exhibit.fields.category or exhibit.fields.shows
        days.setdefault(said, []).append(exhibit.fields.seen[:10])
    made = []
    in_words = sorted(said for said in days if said and said not in CATEGORIES)
    for category in (*CATEGORIES, *in_words, ""):
        if category in days:
            known = sorted(day for day in days[category] if day)
            first, last = (known[0], known[-1]) if known else ("", "")
            made.append(Heap(category, len(days[category]), first, last))
    return tuple(made)
