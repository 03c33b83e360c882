r"""The tables of a sealed file: exhibits, accounts and payments as CSV that a spreadsheet keeps.

UTF-8 with a byte order mark (Excel needs it), commas, CRLF, quotes as RFC 4180 has them, and
always one line a row. What offenders wrote lands here, so no cell may run, and none may lose a
character to a spreadsheet that takes it for a number or a date. The rule for reading a cell:

1. a cell that starts with an apostrophe ' holds what follows that one apostrophe;
2. if that begins with a backslash, drop it; then \\ \n \r \t \uXXXX each stand for one character;
3. any other cell is what it is. (`undo` does this, and is exact for every text.)

An apostrophe is put before text that starts like a formula (= + - @, wide forms, spaces first),
like a number, date, time or truth value ("00123", "23 Mar", "TRUE"), or with an apostrophe.
Backslash forms stand for control characters and line ends, and for a semicolon before a formula
sign: where Excel separates by semicolons, the rest of the cell would start a new one (OWASP, "CSV
Injection", says to guard separators too). Excel shows at most 32,767 characters of a cell.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from keepsafe.case.fields import FIELDS, Kind
from keepsafe.case.record import Exhibit, Item, Record

# Column names that would be unclear on their own.
_COLUMNS: Mapping[tuple[Kind, str], str] = {
    ("account", "id"): "account_id",
    ("payment", "to"): "paid_to",
}

_FILE_COLUMNS = (
    "exhibit",
    "file",
    "original_name",
    "also_brought_as",
    "size_bytes",
    "sha256",
    "sha1",
    "md5",
    "media_type",
    "pixel_width",
    "pixel_height",
    "file_modified_utc",
    "added_at_utc",
    "added_utc_offset",
    "embedded_metadata",
    "sorted_as",
)

# Signs that start a formula in Excel, LibreOffice or Google Sheets, and the look-alikes that an
# East Asian locale takes for them.
_SIGN = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
# What may stand before a sign unseen: spaces of every kind, and characters without width.
_BLANK = "\\s\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
# Control characters, line ends, and what is no character or not allowed in XML (so in .xlsx).
_UNSAFE = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"

_TO_ESCAPE = re.compile(f'[{_UNSAFE}]|;(?=[{_BLANK}"]*[{_SIGN}])')
_TO_ESCAPE_OR_BACKSLASH = re.compile(f"\\\\|{_TO_ESCAPE.pattern}")
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|[\\nrt])")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = {escape[1]: character for character, escape in _SHORT.items()}

_MONTH = (
    "jan(?:uary|v|vier)?|ene(?:ro)?|feb(?:ruary|rero)?|f[eé]vr?(?:ier)?|mar(?:ch|s|zo)?"
    "|a[pbv]r(?:il)?|mayo?|mai|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?"
    "|ao[uû]t|ago(?:sto)?|sept?(?:ember|embre|iembre)?|setiembre|oct(?:ober|obre|ubre)?"
    "|nov(?:ember|embre|iembre)?|dec(?:ember)?|d[eé]c(?:embre)?|dic(?:iembre)?"
)
_MONEY = "[acr]?\\$|us\\$|nz\\$|s/|cad|usd|aud|nzd|gbp|eur|chf|kr|rs|rm|rp|z[lł]|k[cč]"
_MISREAD = re.compile(
    f"'|[{_BLANK}]*+(?:"
    f"[{_SIGN}]"
    "|[\\W_]*\\d"  # a digit before any letter: numbers, dates, times, sums of money
    f"|(?:{_MONTH}|{_MONEY})[\\W_]*\\d"
    "|(?:true|false|vrai|faux|verdadero|falso)\\s*$"
    "|\\#(?:n/a|[a-z_]+(?:/0)?[!?])"
    ")",
    re.IGNORECASE,
)
# A hash is safe as it is, unless it could be one long number (4e2000...).
_HASH = re.compile("(?=.*[a-df])[0-9a-f]{32,}")


def exhibits_csv(record: Record) -> bytes:
    """Return the table of saved files of a record that is `handed_over()`."""
    fields = _field_columns("exhibit")
    rows = ([*_file_cells(e), *_field_cells(e)] for e in record.exhibits)
    return _table([*_FILE_COLUMNS, *fields], rows)


def accounts_csv(record: Record) -> bytes:
    """Return the table of accounts of a record that is `handed_over()`."""
    return _item_table("account", record.accounts)


def payments_csv(record: Record) -> bytes:
    """Return the table of payments of a record that is `handed_over()`."""
    return _item_table("payment", record.payments)


def hashes_txt(record: Record) -> bytes:
    """Return the MD5 of every saved file, one a line: the list that hash-set tools import.

    MD5 alone and nothing beside it, because that is what they all take. Never in NSRL's form: its
    entries count as known and harmless, and would be hidden from an examiner.
    """
    return "".join(f"{exhibit.file.md5}\n" for exhibit in record.exhibits).encode()


def column(kind: Kind, field: str) -> str:
    """Return the name of the column that holds a field."""
    return _COLUMNS.get((kind, field), field)


def also_brought_as(exhibit: Exhibit) -> str:
    """Return the other files with the same bytes as a JSON list, or nothing where there is none."""
    others = [dataclasses.asdict(other) for other in exhibit.also]
    return json.dumps(others, ensure_ascii=False) if others else ""


def guard(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs or changes; `undo` gives it back."""
    misread = _MISREAD.match(text) is not None and _HASH.fullmatch(text) is None
    if _TO_ESCAPE.search(text) or (misread and text.startswith("\\")):
        return "'\\" + _TO_ESCAPE_OR_BACKSLASH.sub(_escape, text)
    return "'" + text if misread else text


def undo(cell: str) -> str:
    """Return the text that a cell stands for; this module's first lines give the rule."""
    if cell.startswith("'\\"):
        return _ESCAPED.sub(_unescape, cell[2:])
    return cell.removeprefix("'")


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def _unescape(match: re.Match[str]) -> str:
    escape = match[1]
    return chr(int(escape[1:], 16)) if len(escape) == 5 else _LONG[escape]


def _item_table(kind: Kind, items: Sequence[Item[Any]]) -> bytes:
    header = [kind, *_field_columns(kind), "recorded_at_utc", "recorded_utc_offset"]
    rows = ([i.id, *_field_cells(i), i.added.at, i.added.utc_offset] for i in items)
    return _table(header, rows)


def _field_columns(kind: Kind) -> list[str]:
    return [column(kind, f.name) for f in dataclasses.fields(FIELDS[kind])]


def _field_cells(item: Item[Any]) -> list[str]:
    return [getattr(item.fields, f.name) for f in dataclasses.fields(item.fields)]


def _file_cells(exhibit: Exhibit) -> list[str | int]:
    file = exhibit.file
    width, height = file.pixels or ("", "")
    return [
        exhibit.id,
        f"data/exhibits/{exhibit.neutral_name}",
        file.name,
        also_brought_as(exhibit),
        file.size,
        file.sha256,
        file.sha1,
        file.md5,
        file.media_type,
        width,
        height,
        file.modified,
        exhibit.added.at,
        exhibit.added.utc_offset,
        ", ".join(file.embedded),
        file.sorted_as,
    ]


def _table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guard(c) if isinstance(c, str) else c for c in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
