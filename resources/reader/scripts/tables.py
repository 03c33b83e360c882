"""Make the reader's tables from what Keepsafe itself uses: the report's words, Unicode's facts.

Run it after a change in `resources/report/strings.*.toml`; with --check it writes nothing and
fails when the words differ. (Unicode's facts grow with Python, so they are not held to it.)
"""

from __future__ import annotations

import json
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "report"
UI = HERE.parent / "src" / "ui"
LANGUAGES = ("en", "fr", "es")
ON_PAPER_ALONE = frozenset({"forms", "statement", "receipt", "witness", "check"})
LAST = 0x10FFFF
VIRAMA = 9
# Letters that are passed off as others: Latin, Greek, Cyrillic, Armenian, Cherokee, and signs.
NAMED = (
    *((0x00A1, 0x024F), (0x0250, 0x02FF), (0x0370, 0x03FF), (0x0400, 0x052F), (0x0531, 0x0589)),
    *((0x13A0, 0x13FD), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209C), (0x2100, 0x218B)),
    *((0xA4D0, 0xA4FF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFF01, 0xFF5E)),
)


def words(language: str) -> str:
    """Return the report's phrases of a language as flat JSON, in the order of the TOML file."""
    table = tomllib.loads((REPORT / f"strings.{language}.toml").read_text("utf-8"))
    table = {group: phrases for group, phrases in table.items() if group not in ON_PAPER_ALONE}
    flat = dict(_flat(table, ""))
    return json.dumps(flat, ensure_ascii=False, indent=1) + "\n"


def _flat(table: dict[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def unicode_tables() -> str:
    """Return what JavaScript does not know of Unicode: viramas, Arabic letters, names."""
    viramas = _class(lambda char: unicodedata.combining(char) == VIRAMA)
    arabic = _class(lambda char: unicodedata.bidirectional(char) == "AL")
    names = [
        f"{first:X}:"
        + ";".join(unicodedata.name(chr(point), "") for point in range(first, last + 1))
        for first, last in NAMED
    ]
    every = [word for name in names for word in name.replace(";", " ").split(" ")]
    often = sorted({w for w in every if len(w) > 3 and every.count(w) > 2 and ":" not in w})
    short = {word: _short(number) for number, word in enumerate(often)}
    packed = "|".join(_pack(line, short) for line in names)
    return (
        "// Made by scripts/tables.py. Do not edit.\n\n"
        "/** Characters of combining class 9, as the inside of a character class. */\n"
        f"export const VIRAMAS = {json.dumps(viramas)};\n\n"
        "/** Characters whose bidirectional class is AL. */\n"
        f"export const ARABIC = {json.dumps(arabic)};\n\n"
        "/** The words of names that come often; in `NAMES` two small letters stand for one. */\n"
        f"export const NAME_WORDS = {json.dumps(' '.join(often))};\n\n"
        "/** Runs of names: the first code point, a colon, the names from it on. */\n"
        f"export const NAMES = {json.dumps(packed)};\n"
    )


def _name(point: int) -> str:
    return unicodedata.name(chr(point), "")


def _short(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number // 26] + letters[number % 26]


def _pack(line: str, short: dict[str, str]) -> str:
    first, _, names = line.partition(":")
    packed = (
        " ".join(short.get(word, word) for word in name.split(" ")) for name in names.split(";")
    )
    return f"{first}:{';'.join(packed)}"


def _class(belongs: Callable[[str], bool]) -> str:
    r"""Return the characters that belong, as ranges such as "\u{94D}\u{9CD}-\u{9CE}"."""
    ranges: list[list[int]] = []
    for point in range(LAST + 1):
        if belongs(chr(point)):
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(
        f"\\u{{{first:X}}}" if first == last else f"\\u{{{first:X}}}-\\u{{{last:X}}}"
        for first, last in ranges
    )


def main() -> int:
    """Write every table, or with --check name those that would differ."""
    made = {UI / "texts" / f"report.{name}.json": words(name) for name in LANGUAGES}
    check = "--check" in sys.argv[1:]
    if not check:
        made[UI / "report" / "unicode_tables.ts"] = unicode_tables()
    differing = [path for path, text in made.items() if _read(path) != text]
    if check:
        for path in differing:
            print(f"{path.name} is not what scripts/tables.py makes")
        return 1 if differing else 0
    for path in differing:
        path.write_text(made[path], "utf-8")
    return 0


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
