"""One line of the ledger: what happened, and the chain that makes a missing line visible.

    entry = {"seq", "at", "utc_offset", "actor", "what", "commit", "prev"}
    line  = {"entry": entry, "salt": hex, "data": {...}}

`commit` is SHA-256(32-byte salt || canonical data). It lets a sealed file carry every entry while
leaving out the data of some: the salt keeps short data from being guessed from its hash. `prev` is
the SHA-256 of the previous entry's canonical bytes, 64 zeros for the first.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from keepsafe.errors import FormatError
from keepsafe.formats.canonical import canonical, parse
from keepsafe.i18n import _

FIRST_PREV = "0" * 64
_HEX64 = re.compile(r"[0-9a-f]{64}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_OFFSET = re.compile(r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9]")
_WORD = re.compile(r"[a-z][a-z-]{0,39}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain, without the data it speaks of.

    `at` is UTC to the millisecond by this computer's clock, `utc_offset` that clock's offset.
    """

    seq: int
    at: str
    utc_offset: str
    actor: str
    what: str
    commit: str
    prev: str

    def canonical(self) -> bytes:
        """Return the bytes that the next entry's `prev` is the hash of."""
        return canonical(self.as_json())

    def digest(self) -> str:
        """Return the SHA-256 of the canonical bytes, in lower-case hex."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def as_json(self) -> dict[str, int | str]:
        """Return the entry as the JSON object that is hashed."""
        return {
            "seq": self.seq,
            "at": self.at,
            "utc_offset": self.utc_offset,
            "actor": self.actor,
            "what": self.what,
            "commit": self.commit,
            "prev": self.prev,
        }

    @classmethod
    def from_json(cls, value: Any) -> Entry:
        """Return the entry a JSON object spells.

        Raises:
            FormatError: for any missing, extra or ill-formed field.
        """
        if not isinstance(value, dict) or set(value) != set(cls.__dataclass_fields__):
            raise FormatError(_("An entry of the log does not have exactly the fields it should."))
        seq = value["seq"]
        if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq < 2**53:
            raise FormatError(_("An entry of the log has a number that cannot be."))
        patterns = {
            "at": _AT,
            "utc_offset": _OFFSET,
            "actor": _WORD,
            "what": _WORD,
            "commit": _HEX64,
            "prev": _HEX64,
        }
        for name, pattern in patterns.items():
            if not isinstance(value[name], str) or not pattern.fullmatch(value[name]):
                raise FormatError(
                    _("Entry {number} of the log has a {name} that cannot be.").format(
                        number=seq, name=name
                    )
                )
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry together with its data and the salt that ties the two."""

    entry: Entry
    salt: str
    data: Mapping[str, Any]

    def to_bytes(self) -> bytes:
        """Return the canonical line as it stands in a ledger file, without a line end."""
        return canonical({"entry": self.entry.as_json(), "salt": self.salt, "data": self.data})

    @classmethod
    def from_bytes(cls, line: bytes) -> Line:
        """Return the line that `line` spells.

        Raises:
            FormatError: when it is not canonical, or its data is not what the entry commits to.
        """
        value = parse(line)
        if set(value) != {"entry", "salt", "data"}:
            raise FormatError(_("A line of the log does not have exactly the parts it should."))
        entry = Entry.from_json(value["entry"])
        salt, data = value["salt"], value["data"]
        if not isinstance(salt, str) or not _HEX64.fullmatch(salt) or not isinstance(data, dict):
            raise FormatError(
                _("Line {number} of the log has a part that cannot be.").format(number=entry.seq)
            )
        if commitment(salt, data) != entry.commit:
            raise FormatError(
                _("The data of entry {number} is not what the log promised.").format(
                    number=entry.seq
                )
            )
        return cls(entry, salt, data)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to be logged: who did what, and the data of it."""

    what: str
    data: Mapping[str, Any]
    actor: str = "keepsafe"


def commitment(salt: str, data: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 of the 32 salt bytes (`salt` is their hex) and the canonical data."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(data)).hexdigest()


def next_line(happening: Happening, seq: int, prev: str, now: datetime) -> Line:
    """Return the line that logs `happening` as number `seq`, after the entry whose hash is `prev`.

    `now` is an aware time; its own offset is kept beside UTC.
    """
    salt = secrets.token_hex(32)
    at, offset = clock_reading(now)
    entry = Entry(
        seq=seq,
        at=at,
        utc_offset=offset,
        actor=happening.actor,
        what=happening.what,
        commit=commitment(salt, happening.data),
        prev=prev,
    )
    return Line(entry, salt, happening.data)


def clock_reading(now: datetime) -> tuple[str, str]:
    """Return an aware time as ("2026-11-24T05:14:03.123Z", "-07:00")."""
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    seconds = round((now.utcoffset() or timedelta()).total_seconds())
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60  # old zones have seconds too
    return at, f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold: entries `first` to `last` are missing or altered."""

    first: int
    last: int
    reason: str


def chain_breaks(entries: Iterable[Entry]) -> list[Break]:
    """Return every place where `entries`, in order, do not form one unbroken chain from 1."""
    breaks = []
    seq, prev = 0, FIRST_PREV
    for entry in entries:
        if entry.seq <= seq:
            breaks.append(
                Break(
                    entry.seq,
                    entry.seq,
                    _("Entry {number} comes out of order.").format(number=entry.seq),
                )
            )
        elif entry.seq > seq + 1:
            missing = _missing(seq + 1, entry.seq - 1)
            breaks.append(Break(seq + 1, entry.seq - 1, missing))
        elif entry.prev != prev:
            reason = _("Entry {number} does not follow from entry {before}.").format(
                number=entry.seq, before=seq
            )
            breaks.append(Break(entry.seq, entry.seq, reason))
        seq, prev = entry.seq, entry.digest()
    return breaks


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("Entry {number} is missing.").format(number=first)
    return _("Entries {first} to {last} are missing.").format(first=first, last=last)
