"""The custody log in a sealed file: every entry, unbroken, with the data that is handed over.

`custody-log.jsonl` holds one entry a line in canonical JSON, so that the SHA-256 of a line (without
its line end) is the next line's `prev`. `custody-data.jsonl` holds {"seq", "salt", "data"} for the
entries whose data is handed over; the entry's `commit` pins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeGuard

from keepsafe.bundle import parts
from keepsafe.bundle.layout import is_exhibit_id
from keepsafe.case.entries import Entry, Line, chain_breaks, commitment
from keepsafe.errors import FormatError
from keepsafe.formats.canonical import canonical, parse
from keepsafe.i18n import _

_LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one line; an entry with every field filled to the last character takes half of it."""
_LONGEST_VALUE = 200
_MOST_PROBLEMS = 100
_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "opened": ("case", "signing_key"),
    "added": ("kind", "id"),
    "seal-begun": ("seal", "bundle", "previous_seal_code"),
}
"""What of the data is compared with the rest of the file, and so is kept, by the entry's kind."""


def write_log(lines: Iterable[Line]) -> bytes:
    """Return the content of `custody-log.jsonl`."""
    return b"".join(line.entry.canonical() + b"\n" for line in lines)


def write_data(lines: Iterable[Line], undisclosed: frozenset[int]) -> bytes:
    """Return the content of `custody-data.jsonl`, without the data of the entries named."""
    return b"".join(
        canonical({"seq": line.entry.seq, "salt": line.salt, "data": line.data}) + b"\n"
        for line in lines
        if line.entry.seq not in undisclosed
    )


@dataclass(frozen=True, slots=True)
class Custody:
    """A custody log as read: its entries, what is kept of the data told, and what is wrong."""

    entries: tuple[Entry, ...]
    data: Mapping[int, Mapping[str, Any]]
    problems: tuple[str, ...]

    def every(self, what: str) -> Sequence[Mapping[str, Any]]:
        """Return the data, where it is handed over, of every entry of a kind."""
        return [self.data[e.seq] for e in self.entries if e.what == what and e.seq in self.data]

    def declared_damaged(self) -> frozenset[str]:
        """Return the exhibits that were found damaged before the sealing, and left out."""
        return frozenset(item for data in self.every("damage-found") for item in data["exhibits"])

    def declared_missing(self) -> frozenset[tuple[int, int]]:
        """Return the runs of entries that were found missing before the sealing."""
        return frozenset(g for data in self.every("damage-found") for g in data["missing_entries"])


def read(log: bytes, data: bytes) -> Custody:
    """Read both files and check the chain, and each piece of data against its entry."""
    problems: list[str] = []
    entries: list[Entry] = []
    for line in _lines(log, "custody-log.jsonl", problems):
        try:
            entries.append(Entry.from_json(_parse(line)))
        except FormatError as error:
            problems.append(str(error))
    by_seq = {entry.seq: entry for entry in entries}
    told: dict[int, Mapping[str, Any]] = {}
    for line in _lines(data, "custody-data.jsonl", problems):
        try:
            seq, salt, value = _parse_data(line)
        except FormatError as error:
            problems.append(str(error))
            continue
        entry = by_seq.get(seq)
        if entry is None or seq in told or commitment(salt, value) != entry.commit:
            problems.append(
                _("The data of entry {number} is not what the log promised.").format(number=seq)
            )
        else:
            told[seq] = _kept(entry.what, value)
    custody = Custody(tuple(entries), told, ())
    declared = custody.declared_missing()
    for gap in chain_breaks(entries):
        # Only what is really absent can have been lost before; an entry that is here must fit.
        if (gap.first, gap.last) not in declared or gap.first in by_seq:
            problems.append(gap.reason)
    return replace(custody, problems=tuple(problems))


def told(log: bytes, data: bytes) -> Iterator[tuple[Entry, Line | None]]:
    """Yield each entry, with its whole line where its data is handed over.

    For files that `read` found nothing wrong with; what it would name is passed over here.

    Raises:
        FormatError: when an entry cannot be read.
    """
    lines: dict[int, tuple[str, Mapping[str, Any]]] = {}
    for line in _lines(data, "custody-data.jsonl", []):
        seq, salt, value = _parse_data(line)
        lines[seq] = (salt, value)
    for line in _lines(log, "custody-log.jsonl", []):
        entry = Entry.from_json(_parse(line))
        known = lines.get(entry.seq)
        yield entry, Line(entry, *known) if known is not None else None


def _kept(what: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the little of an entry's data that is compared, each value of a plain type."""
    if what == "damage-found":
        exhibits, gaps = data.get("exhibits"), data.get("missing_entries")
        return {
            "exhibits": [e for e in _list(exhibits) if isinstance(e, str) and is_exhibit_id(e)],
            "missing_entries": [(g[0], g[1]) for g in _list(gaps) if _is_gap(g)],
        }
    kept: dict[str, Any] = {name: _plain(data.get(name)) for name in _TOLD.get(what, ())}
    if what == "seal-begun" and "parts" in data:
        kept["parts"] = parts.read(data["parts"])
    file = data.get("file")
    if what == "added" and isinstance(file, dict):
        kept |= {name: _plain(file.get(name)) for name in ("sha256", "extension")}
    return kept


def _plain(value: object) -> str | int | None:
    if isinstance(value, str):
        return value[:_LONGEST_VALUE]
    return value if isinstance(value, int) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_gap(gap: object) -> TypeGuard[list[int]]:
    return isinstance(gap, list) and len(gap) == 2 and all(isinstance(n, int) for n in gap)


def _lines(content: bytes, called: str, problems: list[str]) -> Iterator[bytes]:
    start = 0
    while (end := content.find(b"\n", start)) >= 0:
        if len(problems) > _MOST_PROBLEMS:
            problems.append(_("There is more wrong with {name}.").format(name=called))
            return
        if end - start > _LONGEST_LINE:
            problems.append(_("A line of {name} is far too long.").format(name=called))
        else:
            yield content[start:end]
        start = end + 1
    if start != len(content):
        problems.append(_("The last line of {name} is cut short.").format(name=called))


def _parse(line: bytes) -> dict[str, Any]:
    try:
        return parse(line)
    except RecursionError as error:
        raise FormatError(_("A line of the log is nested too deep.")) from error


def _parse_data(line: bytes) -> tuple[int, str, Mapping[str, Any]]:
    value = _parse(line)
    if set(value) != {"seq", "salt", "data"}:
        raise FormatError(_("A line of custody-data.jsonl does not have exactly its three parts."))
    seq, salt, data = value["seq"], value["salt"], value["data"]
    hex64 = isinstance(salt, str) and len(salt) == 64 and salt.strip("0123456789abcdef") == ""
    if type(seq) is not int or not hex64 or not isinstance(data, dict):
        raise FormatError(_("A line of custody-data.jsonl has a part that cannot be."))
    return seq, salt, data
