"""The shipped fonts: licensed, small enough, and the table of what they cover is up to date."""

from __future__ import annotations

from make_coverage import TABLE, coverage

from keepsafe.report import fonts
from keepsafe.resources import resource


def test_the_table_is_what_the_fonts_hold() -> None:
    assert TABLE.read_text("ascii") == coverage()


def test_the_table_reads_back() -> None:
    table = fonts.coverage()
    assert table.families[0] == "Noto Sans"
    assert len(table.starts) == len(table.ends) == len(table.masks)
    assert table.fonts_with(ord("a")) & 1
    assert table.fonts_with(0x1F600) == 1 << table.families.index("Noto Emoji")
    assert table.fonts_with(0x10FFFF) == 0
    assert table.fonts_with(0xD55C) == 1 << table.families.index("Droid Sans Fallback")


def test_fonts_stay_small_and_carry_their_licences() -> None:
    assert sum(path.stat().st_size for path in fonts.folder().iterdir()) < 12_000_000
    for name in ("OFL.txt", "Apache-2.0.txt", "README.md"):
        assert resource("fonts", name).stat().st_size > 500
