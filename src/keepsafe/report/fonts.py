"""The shipped fonts: where they lie, in which order they are tried, and what each can draw."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keepsafe.errors import FormatError
from keepsafe.resources import resource

TEXT = "Atkinson Hyperlegible Next"
IDENTIFIERS = "Atkinson Hyperlegible Mono"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which fallback font has a glyph for which character.

    `families` are in the order in which they are tried; the other three run in step: characters
    from `starts[i]` to `ends[i]` are drawn by the families whose bits `masks[i]` has.
    """

    families: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    masks: tuple[int, ...]

    def fonts_with(self, point: int) -> int:
        """Return a mask of the fonts that have this character, 0 when none has."""
        index = bisect_right(self.starts, point) - 1
        return self.masks[index] if index >= 0 and point <= self.ends[index] else 0


def folder() -> Path:
    """Return the folder that holds the fonts, the only ones a report may use."""
    return resource("fonts")


@cache
def coverage() -> Coverage:
    """Return the table of `resources/fonts/coverage.txt`.

    Raises:
        FormatError: when the table is not what `tests/report/make_coverage.py` writes.
    """
    families, starts, ends, masks = [], [], [], []
    try:
        for line in (folder() / "coverage.txt").read_text("ascii").splitlines():
            if line.startswith("font "):
                families.append(line.removeprefix("font "))
            elif not line.startswith("#"):
                points, mask = line.split(" ")
                first, last = points.split("-")
                starts.append(int(first, 16))
                ends.append(int(last, 16))
                masks.append(int(mask, 16))
    except ValueError as error:
        raise FormatError("The table of the report's fonts is damaged.") from error
    return Coverage(tuple(families), tuple(starts), tuple(ends), tuple(masks))
