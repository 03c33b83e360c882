"""The parts of a sealed file that would be too large as one: who holds what, told in every part.

Each part is a sealed file of its own, with the next seal's number. The `seal-begun` entry of each
lists all parts with their exhibits, so that a part that is missing, or an exhibit that is in none,
shows in any of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from keepsafe.bundle import layout
from keepsafe.case.record import Exhibit
from keepsafe.errors import UsageError
from keepsafe.i18n import _

MOST_PARTS = 999
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its file's name, such as "KS-7F3K-9Q2M-2.zip", and the numbers of its exhibits."""

    bundle: str
    exhibits: tuple[str, ...]


def split(
    exhibits: Sequence[tuple[Exhibit, int]], overhead: int, limit: int
) -> list[tuple[Exhibit, ...]]:
    """Return the exhibits in their order, in as few runs as stay below `limit` bytes each.

    Each comes with the bytes that it takes; `overhead` is what every part takes besides.

    Raises:
        UsageError: when one exhibit alone is too large, or there would be too many parts.
    """
    runs: list[tuple[Exhibit, ...]] = []
    run: list[Exhibit] = []
    size = overhead
    for exhibit, takes in exhibits:
        if overhead + takes > limit:
            raise UsageError(
                _(
                    "{item} alone is larger than a part may be: about {size} MB are needed. "
                    "Nothing was made. Choose larger parts, or hand over the file on a stick."
                ).format(item=exhibit.id, size=(overhead + takes) // 1_000_000 + 1)
            )
        if run and size + takes > limit:
            runs.append(tuple(run))
            run, size = [], overhead
        run.append(exhibit)
        size += takes
    runs.append(tuple(run))
    if len(runs) > MOST_PARTS:
        raise UsageError(_("That would be too many parts. Nothing was made. Choose larger parts."))
    return runs


def as_data(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return parts as a `seal-begun` entry tells them."""
    return [{"bundle": part.bundle, "exhibits": list(part.exhibits)} for part in parts]


def read(value: object) -> tuple[Part, ...]:
    """Return the parts that a received entry tells, none when they are not in the form of ours."""
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_PARTS:
        return ()
    parts = []
    for one in value:
        if not isinstance(one, dict) or set(one) != {"bundle", "exhibits"}:
            return ()
        bundle, exhibits = one["bundle"], one["exhibits"]
        if not isinstance(bundle, str) or len(bundle) > _LONGEST_NAME:
            return ()
        if not isinstance(exhibits, list) or not exhibits:
            return ()
        if not all(isinstance(item, str) and layout.is_exhibit_id(item) for item in exhibits):
            return ()
        parts.append(Part(bundle, tuple(exhibits)))
    return tuple(parts) if _follow(parts) else ()


def place(parts: Sequence[Part], bundle: str) -> int:
    """Return which part a file's name is, from 1, or 0."""
    return next((n for n, part in enumerate(parts, 1) if part.bundle == bundle), 0)


def elsewhere(parts: Sequence[Part], mine: int) -> dict[str, str]:
    """Return the file that each exhibit of another part than number `mine` is in, by its number."""
    others = (part for n, part in enumerate(parts, 1) if n != mine)
    return {item: part.bundle for part in others for item in part.exhibits}


def cover(parts: Sequence[Part], exhibits: Set[str], damaged: Set[str]) -> bool:
    """Return whether every exhibit is in exactly one part, but those left out as damaged."""
    listed = [item for part in parts for item in part.exhibits]
    unique = set(listed)
    return len(unique) == len(listed) and exhibits - damaged <= unique <= exhibits


def _follow(parts: Sequence[Part]) -> bool:
    """Return whether the names are those of one case, numbered without a gap."""
    named = [layout.parse_bag_name(part.bundle.removesuffix(".zip")) for part in parts]
    if not all(part.bundle.endswith(".zip") for part in parts) or named[0] is None:
        return False
    code, first = named[0]
    return named == [(code, first + n) for n in range(len(parts))]
