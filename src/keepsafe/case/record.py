"""The record: what a case holds now, as a fold of everything that was ever logged.

Nothing here reads or writes. `Fold.apply` takes the ledger's lines in order; `Fold.record` gives
the state. An entry of a kind this version does not know is kept in the log and changes nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from keepsafe.case.entries import Entry, Line
from keepsafe.case.fields import (
    FIELDS,
    AccountFields,
    CaseFields,
    ConsentFields,
    DeviceFields,
    ExhibitFields,
    Fields,
    Kind,
    NoteFields,
    PaymentFields,
    PointerFields,
    ReportFields,
)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was seen of a file in the one pass that stored it.

    Sizes are in bytes, hashes lower-case hex, times UTC as the file system gave them.
    `pixels` is (width, height) or None. `stored` is the exhibit's file in the vault, and
    `stored_size` and `stored_head` the size of that file and the SHA-256 of its first 256 bytes.
    """

    name: str
    size: int
    sha256: str
    sha1: str
    md5: str
    media_type: str
    extension: str
    modified: str
    stored: str
    stored_size: int
    stored_head: str
    pixels: tuple[int, int] | None = None
    embedded: tuple[str, ...] = ()
    sorted_as: str = ""


@dataclass(frozen=True, slots=True)
class AlsoNamed:
    """Another file, with the same bytes, that was brought later."""

    name: str
    modified: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Item(Generic[Fields]):
    """One thing in the case: its number, what is known of it, and when it was recorded."""

    id: str
    fields: Fields
    added: Entry
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class Exhibit(Item[ExhibitFields]):
    """A saved file and what the person says about it. `removed` is why our copy was destroyed."""

    file: FileFacts = field(kw_only=True)
    also: tuple[AlsoNamed, ...] = ()
    removed: str | None = None

    @property
    def neutral_name(self) -> str:
        """The ASCII file name it has in a sealed file, such as "0003.png".

        What a browser would run when opened with a double click is named as the text it is.
        """
        active = ".txt" if self.file.extension in _ACTIVE else ""
        return f"{int(self.id[1:]):04d}.{self.file.extension}{active}"


@dataclass(frozen=True, slots=True)
class SealTime:
    """A time that an authority gave to a seal: who, when (UTC, RFC 3339), under which number."""

    entry: Entry
    authority: str
    time: str
    serial: str


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealing: begun, then finished (`code` is set) or abandoned.

    `parts` are the names of all files when it is one of several.
    """

    number: int
    begun: Entry
    bundle: str
    code: str = ""
    file_sha256: str = ""
    file_size: int = 0
    finished: Entry | None = None
    abandoned: bool = False
    parts: tuple[str, ...] = ()
    times: tuple[SealTime, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it was begun and neither finished nor abandoned."""
        return self.finished is None and not self.abandoned


@dataclass(frozen=True, slots=True)
class Handover:
    """The file given to someone."""

    entry: Entry
    seal: int
    officer: str = ""
    agency: str = ""
    file_number: str = ""
    method: str = ""
    day: str = ""
    """The day it was given, such as 2026-11-23, where that was noted."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known about a case at one entry of its ledger.

    Lists hold every item ever recorded, the withheld and the removed too. `undisclosed` are the
    numbers of entries whose data stays out of a sealed file.
    """

    code: str
    signing_key: str
    case: CaseFields
    exhibits: tuple[Exhibit, ...]
    accounts: tuple[Item[AccountFields], ...]
    payments: tuple[Item[PaymentFields], ...]
    devices: tuple[Item[DeviceFields], ...]
    reports: tuple[Item[ReportFields], ...]
    consents: tuple[Item[ConsentFields], ...]
    notes: tuple[Item[NoteFields], ...]
    pointers: tuple[Item[PointerFields], ...]
    seals: tuple[Seal, ...]
    handovers: tuple[Handover, ...]
    entries: tuple[Entry, ...]
    undisclosed: frozenset[int]

    def handed_over(self) -> Record:
        """Return the record as the police get it: without the withheld, the removed, the title."""
        shown: dict[str, Any] = {
            name: tuple(i for i in getattr(self, name) if i.withheld is None)
            for name in PLURALS.values()
        }
        shown["exhibits"] = tuple(e for e in shown["exhibits"] if e.removed is None)
        shown["case"] = dataclasses.replace(self.case, title="")
        return dataclasses.replace(self, **shown)

    def set_of(self, seal: Seal) -> tuple[Seal, ...]:
        """Return the seals that `seal` belongs with: the finished parts of its set, or itself."""
        if not seal.parts:
            return (seal,)
        return tuple(s for s in self.seals if s.parts == seal.parts and s.finished is not None)

    def lacking_parts(self) -> tuple[Seal, ...]:
        """Return the finished parts of sets that were not finished: of no use to anyone."""
        finished = (s for s in self.seals if s.parts and s.finished is not None)
        return tuple(s for s in finished if len(self.set_of(s)) != len(s.parts))

    def items(self, kind: Kind) -> tuple[Item[Any], ...]:
        """Return the items of one kind."""
        return tuple(getattr(self, PLURALS[kind]))

    def find(self, item_id: str) -> Item[Any] | None:
        """Return the item numbered `item_id`, such as "E3", or None."""
        every = (i for name in PLURALS.values() for i in getattr(self, name))
        return next((item for item in every if item.id == item_id), None)


_ACTIVE = frozenset({"html", "svg", "xml", "xhtml"})

PLURALS: Mapping[Kind, str] = {
    "exhibit": "exhibits",
    "account": "accounts",
    "payment": "payments",
    "device": "devices",
    "report": "reports",
    "consent": "consents",
    "note": "notes",
    "pointer": "pointers",
}


class Fold:
    """Takes the ledger line by line and keeps the state they add up to."""

    def __init__(self, code: str = "", signing_key: str = "") -> None:
        """`code` and `signing_key` stand in for an "opened" entry that is missing."""
        self._entries: list[Entry] = []
        self._code = code
        self._signing_key = signing_key
        self._case: dict[str, str] = {}
        self._items: dict[Kind, dict[str, Item[Any]]] = {kind: {} for kind in PLURALS}
        self._newest: dict[Kind, int] = {}  # the highest number given to an item of a kind
        self._by_sha256: dict[str, str] = {}
        self._seals: dict[int, Seal] = {}
        self._handovers: list[Handover] = []
        # For each item, the entries whose data tells of it.
        self._told: dict[str, list[int]] = {}
        self._corrected: set[int] = set()
        self._set_by: dict[str, list[int]] = {}

    def apply_all(self, lines: Iterable[Line]) -> None:
        """Apply lines in their order."""
        for line in lines:
            self.apply(line)

    def pass_over(self, entry: Entry) -> None:
        """Keep an entry whose data is not here, as in a sealed file: it stands in the log only."""
        self._entries.append(entry)

    def apply(self, line: Line) -> None:
        """Apply one line; what it does depends on its entry's `what`."""
        entry, data = line.entry, line.data
        self._entries.append(entry)
        match entry.what:
            case "opened":
                self._code, self._signing_key = data["case"], data["signing_key"]
                self._set(entry, data["values"])
            case "set":
                self._set(entry, data["values"])
            case "added":
                self._add(entry, data)
            case "added-again":
                self._add_again(entry, data)
            case "described" | "corrected":
                self._describe(entry, data)
            case "withheld" | "included":
                why = data["why"] if entry.what == "withheld" else None
                self._change(data["id"], withheld=why)
            case "removed":
                self._remove(data["id"], data["why"])
            case "seal-begun" | "sealed" | "stamped" | "seal-abandoned":
                self._seal(entry, data)
            case "handed-over":
                self._handovers.append(Handover(entry, **data))

    def exhibit_with(self, sha256: str) -> str | None:
        """Return the number of the exhibit that holds these bytes, unless it was removed."""
        return self._by_sha256.get(sha256)

    def next_id(self, kind: Kind, letter: str, ahead: int = 0) -> str:
        """Return the free number of a kind, such as "E4", that comes `ahead` places after the next.

        Numbers are never used again, and none that is missing from a damaged log is filled in.
        """
        return f"{letter}{self._newest.get(kind, 0) + 1 + ahead}"

    def record(self) -> Record:
        """Return the state as it stands."""
        items = {name: tuple(self._items[kind].values()) for kind, name in PLURALS.items()}
        return Record(
            code=self._code,
            signing_key=self._signing_key,
            case=CaseFields(**self._case),
            **items,  # type: ignore[arg-type]  # each list holds its own kind; PLURALS names both
            seals=tuple(self._seals.values()),
            handovers=tuple(self._handovers),
            entries=tuple(self._entries),
            undisclosed=self._undisclosed(),
        )

    # A `set` entry holds one value, so that correcting one never hides another.
    def _set(self, entry: Entry, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            if self._case.get(name, value) != value:
                self._corrected.update(s for s in self._set_by[name] if s != 1)
                self._set_by[name].clear()
            if name == "title":  # "for you only", so no sealed file tells it
                self._corrected.add(entry.seq)
            self._case[name] = value
            self._set_by.setdefault(name, []).append(entry.seq)

    def _add(self, entry: Entry, data: Mapping[str, Any]) -> None:
        kind: Kind = data["kind"]
        fields = FIELDS[kind](**data.get("fields", {}))
        item: Item[Any]
        if kind == "exhibit":
            facts = dict(data["file"])
            facts["pixels"] = tuple(facts["pixels"]) if facts.get("pixels") else None
            facts["embedded"] = tuple(facts.get("embedded", ()))
            item = Exhibit(data["id"], fields, entry, file=FileFacts(**facts))
            self._by_sha256[item.file.sha256] = item.id
        else:
            item = Item(data["id"], fields, entry)
        self._items[kind][item.id] = item
        self._newest[kind] = max(self._newest.get(kind, 0), int(item.id[1:]))
        self._told[item.id] = [entry.seq]

    def _add_again(self, entry: Entry, data: Mapping[str, Any]) -> None:
        exhibit = self._items["exhibit"].get(data["id"])
        if isinstance(exhibit, Exhibit):
            also = (*exhibit.also, AlsoNamed(**data["file"]))
            self._change(exhibit.id, also=also)
            self._told[exhibit.id].append(entry.seq)

    def _describe(self, entry: Entry, data: Mapping[str, Any]) -> None:
        item_id = data["id"]
        kind: Kind = data["kind"]
        if item_id not in self._items[kind]:
            # In a sealed file, what a correction replaces is left out: it begins the item there.
            if entry.what == "corrected" and kind != "exhibit":
                self._add(entry, data)
                self._items[kind] = dict(
                    sorted(self._items[kind].items(), key=lambda pair: int(pair[0][1:]))
                )
            return
        if entry.what == "corrected":
            # The newest data holds the whole description, so what it corrects need not be told.
            # An exhibit's first entry holds facts of the file, which no correction touches.
            told = self._told[item_id]
            self._corrected.update(told[1:] if kind == "exhibit" else told)
        self._change(item_id, fields=FIELDS[kind](**data["fields"]))
        self._told[item_id].append(entry.seq)

    def _remove(self, item_id: str, why: str) -> None:
        exhibit = self._items["exhibit"].get(item_id)
        if isinstance(exhibit, Exhibit):
            if self._by_sha256.get(exhibit.file.sha256) == item_id:
                del self._by_sha256[exhibit.file.sha256]
            self._change(item_id, removed=why)

    def _change(self, item_id: str, **changes: Any) -> None:
        for items in self._items.values():
            if item_id in items:
                items[item_id] = dataclasses.replace(items[item_id], **changes)

    def _seal(self, entry: Entry, data: Mapping[str, Any]) -> None:
        number = data["seal"]
        match entry.what:
            case "seal-begun":
                names = tuple(part["bundle"] for part in data.get("parts", ()))
                self._seals[number] = Seal(number, entry, data["bundle"], parts=names)
            case "sealed" if number in self._seals:
                self._seals[number] = dataclasses.replace(
                    self._seals[number],
                    code=data["seal_code"],
                    file_sha256=data["file_sha256"],
                    file_size=data["file_size"],
                    finished=entry,
                    abandoned=False,
                )
            case "stamped" if number in self._seals:
                time = SealTime(entry, data["authority"], data["time"], data["serial"])
                times = (*self._seals[number].times, time)
                self._seals[number] = dataclasses.replace(self._seals[number], times=times)
            case "seal-abandoned" if number in self._seals:
                # A finished part is given up with the rest of its set.
                self._seals[number] = dataclasses.replace(
                    self._seals[number], abandoned=True, code="", finished=None
                )

    def _undisclosed(self) -> frozenset[int]:
        hidden = set(self._corrected)
        for items in self._items.values():
            for item in items.values():
                removed = isinstance(item, Exhibit) and item.removed is not None
                if removed or item.withheld is not None:
                    hidden.update(self._told[item.id])
        return frozenset(hidden)
