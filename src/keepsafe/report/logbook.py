"""What a report takes from the log's own data: what was kept out, and what each entry is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from keepsafe.case.entries import Line


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Something that is not handed over: its number, the entry that says so, the reason given."""

    id: str
    seq: int
    why: str
    how: Literal["withheld", "removed"]


@dataclass(frozen=True, slots=True)
class Logbook:
    """What the data of the log tells a report; empty when nobody read it.

    `about` names what an entry is about: items such as "E1", facts such as "case.safe_contact",
    seals such as "seal.2". `noted` is the entry in which a value was written down as it stands,
    by "case.deadline" or "P1.deadline".
    """

    kept_out: tuple[KeptOut, ...] = ()
    about: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    noted: Mapping[str, int] = field(default_factory=dict)


def read(lines: Iterable[Line], undisclosed: Set[int]) -> Logbook:
    """Return what `lines` tell, in their order; of the entries in `undisclosed`, nothing."""
    kept_out: dict[str, KeptOut] = {}
    about: dict[int, tuple[str, ...]] = {}
    noted: dict[str, tuple[int, str]] = {}
    for line in lines:
        seq, what, data = line.entry.seq, line.entry.what, line.data
        if seq in undisclosed:
            continue
        about[seq] = _about(what, data)
        for name, value in _values(what, data).items():
            if noted.get(name, (0, ""))[1] != value:
                noted[name] = (seq, value)
        item = _text(data, "id")
        if what == "withheld" and getattr(kept_out.get(item), "how", "") != "removed":
            kept_out[item] = KeptOut(item, seq, _text(data, "why"), "withheld")
        elif what == "included" and getattr(kept_out.get(item), "how", "") == "withheld":
            del kept_out[item]
        elif what == "removed":
            kept_out[item] = KeptOut(item, seq, _text(data, "why"), "removed")
    return Logbook(
        tuple(kept_out.values()),
        {seq: names for seq, names in about.items() if names},
        {name: seq for name, (seq, _value) in noted.items()},
    )


def _about(what: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    if item := _text(data, "id"):
        return (item,)
    if what == "set":
        return tuple(f"case.{name}" for name in data.get("values", {}))
    if isinstance(data.get("seal"), int):
        return (f"seal.{data['seal']}",)
    if what in ("damage-found", "copies-removed", "copies-made"):
        return tuple(map(str, data.get("exhibits", ())))
    return ()


def _values(what: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry writes down, by its full name."""
    if what in ("opened", "set"):
        return {f"case.{name}": str(value) for name, value in data.get("values", {}).items()}
    if what in ("added", "described", "corrected"):
        item, fields = _text(data, "id"), data.get("fields", {})
        return {f"{item}.{name}": str(value) for name, value in fields.items()}
    return {}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""
