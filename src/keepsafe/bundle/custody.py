"""The custody log in a sealed file: every entry, unbroken, with the data that is handed over.

`custody-log.jsonl` holds one entry a line in canonical JSON, so that the SHA-256 of a line (without
its line end) is the next line's `prev`. `custody-data.jsonl` holds {"seq", "salt", "data"} for the
entries whose data is handed over; the entry's `commit` pins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keepsafe.case.entries import Entry, Line, chain_breaks, commitment
from keepsafe.errors import FormatError
from keepsafe.formats.canonical import canonical, parse


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
    """A custody log as read: its entries, the data handed over by entry number, what is wrong."""

    entries: tuple[Entry, ...]
    data: Mapping[int, Mapping[str, Any]]
    problems: tuple[str, ...]

    def first(self, what: str) -> Mapping[str, Any] | None:
        """Return the data of the first entry of a kind, or None."""
        found = (self.data.get(e.seq) for e in self.entries if e.what == what)
        return next((data for data in found if data is not None), None)

    def every(self, what: str) -> Sequence[Mapping[str, Any]]:
        """Return the data, where it is handed over, of every entry of a kind."""
        return [self.data[e.seq] for e in self.entries if e.what == what and e.seq in self.data]

    def declared_damaged(self) -> frozenset[str]:
        """Return the exhibits that were found damaged before the sealing, and left out."""
        return frozenset(str(item) for item in self._declared("exhibits"))

    def declared_missing(self) -> frozenset[tuple[int, int]]:
        """Return the runs of entries that were found missing before the sealing."""
        gaps = self._declared("missing_entries")
        return frozenset((gap[0], gap[1]) for gap in gaps if _is_gap(gap))

    def _declared(self, name: str) -> list[Any]:
        found = (data.get(name) for data in self.every("damage-found"))
        return [item for items in found if isinstance(items, list) for item in items]


def read(log: bytes, data: bytes) -> Custody:
    """Read both files and check the chain, and each piece of data against its entry."""
    problems: list[str] = []
    entries: list[Entry] = []
    for line in _lines(log, "custody-log.jsonl", problems):
        try:
            entries.append(Entry.from_json(parse(line)))
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
            problems.append(f"The data of entry {seq} is not what the log promised.")
        else:
            told[seq] = value
    custody = Custody(tuple(entries), told, ())
    declared = custody.declared_missing()
    breaks = chain_breaks(entries)
    problems += [gap.reason for gap in breaks if (gap.first, gap.last) not in declared]
    return replace(custody, problems=tuple(problems))


def _is_gap(gap: object) -> bool:
    return isinstance(gap, list) and len(gap) == 2 and all(isinstance(n, int) for n in gap)


def _lines(content: bytes, called: str, problems: list[str]) -> list[bytes]:
    lines = content.split(b"\n")
    if lines.pop():
        problems.append(f"The last line of {called} is cut short.")
    return lines


def _parse_data(line: bytes) -> tuple[int, str, Mapping[str, Any]]:
    value = parse(line)
    if set(value) != {"seq", "salt", "data"}:
        raise FormatError("A line of custody-data.jsonl does not have exactly its three parts.")
    seq, salt, data = value["seq"], value["salt"], value["data"]
    hex64 = isinstance(salt, str) and len(salt) == 64 and salt.strip("0123456789abcdef") == ""
    if not isinstance(seq, int) or not hex64 or not isinstance(data, dict):
        raise FormatError("A line of custody-data.jsonl has a part that cannot be.")
    return seq, salt, data
