"""What a case holds in a few lines, for someone who looks it over: files by their kind and days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepsafe.case.fields import CATEGORIES
from keepsafe.case.record import Exhibit


@dataclass(frozen=True, slots=True)
class Heap:
    """The files of one kind: how many, and the first and last day (2026-11-02) they are from.

    `category` is "" for files of which nobody said what they are; a day nobody gave is "".
    """

    category: str
    count: int
    first_day: str
    last_day: str


def heaps(exhibits: Iterable[Exhibit]) -> tuple[Heap, ...]:
    """Return the files by kind, in the order in which kinds are always named."""
    days: dict[str, list[str]] = {}
    for exhibit in exhibits:
        days.setdefault(exhibit.fields.category, []).append(exhibit.fields.seen[:10])
    made = []
    for category in (*CATEGORIES, ""):
        if category in days:
            known = sorted(day for day in days[category] if day)
            first, last = (known[0], known[-1]) if known else ("", "")
            made.append(Heap(category, len(days[category]), first, last))
    return tuple(made)
