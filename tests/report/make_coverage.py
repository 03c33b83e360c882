"""Makes `resources/fonts/coverage.txt`: which of the shipped fonts has a glyph for which character.

    python tests/report/make_coverage.py

Needs fonttools, which Keepsafe itself does not; a test checks that the table is up to date.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
TABLE = FOLDER / "coverage.txt"

# The order in which Typst tries them (`FALLBACKS` of report/fonts.py is read from the table).
# Emoji come before the symbol fonts, so that a chat's hearts look like hearts.
FIRST = ("NotoSans", "NotoEmoji")
LAST = ("NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath", "DroidSansFallback")

HEAD = """\
# Which shipped font has a glyph for which character. Made by tests/report/make_coverage.py.
# "font" lines name the fallback fonts in order; bit n of a mask stands for the nth of them.
# The two Atkinson faces are not listed: what only they have is shown as a code.
"""


def families() -> dict[str, list[Path]]:
    """Return the fallback fonts' files by the start of their names, in the order of use."""
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.ttf")):
        stem = path.stem.split("-")[0]
        if not stem.startswith("Atkinson"):
            files[stem].append(path)
    middle = [name for name in files if name not in FIRST + LAST]
    return {name: files[name] for name in (*FIRST, *middle, *LAST)}


def coverage() -> str:
    """Return the text of the table."""
    masks: dict[int, int] = defaultdict(int)
    lines = []
    for bit, paths in enumerate(families().values()):
        names, drawn = zip(*map(_read, paths), strict=True)
        lines.append(f"font {names[0]}")
        # A character counts only if every face of the family can draw it.
        for point in set.intersection(*drawn):
            masks[point] |= 1 << bit
    points = sorted(masks)
    runs = groupby(enumerate(points), lambda pair: (pair[1] - pair[0], masks[pair[1]]))
    for (_, mask), run in runs:
        every = [point for _, point in run]
        lines.append(f"{every[0]:04X}-{every[-1]:04X} {mask:x}")
    return HEAD + "\n".join(lines) + "\n"


def _read(path: Path) -> tuple[str, set[int]]:
    """Return a font's family and the characters for which it has a glyph of their own."""
    with TTFont(path) as font:
        missing = font.getGlyphOrder()[0]
        drawn = {point for point, glyph in font.getBestCmap().items() if glyph != missing}
        return font["name"].getBestFamilyName(), drawn


if __name__ == "__main__":
    TABLE.write_text(coverage(), encoding="ascii", newline="\n")
    sys.stdout.write(f"{TABLE}\n")
