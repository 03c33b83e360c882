"""How single things of a case are told: fields under their labels, names, references, sizes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keepsafe.case.fields import AccountFields, Kind, PaymentFields
from keepsafe.case.record import PLURALS, Exhibit, Item
from keepsafe.report import times
from keepsafe.report.model import Block, Fact, Listing, Look, Value, Words
from keepsafe.report.sanitize import unusual
from keepsafe.report.source import Language, Source
from keepsafe.report.words import Phrases, phrases

# Fields that an officer copies letter by letter.
EXACT = frozenset({
    "username", "id", "url", "phone", "email", "own_account", "link", "former_names", "to",
    "transaction", "number", "content_url", "police_file_number", "imagery_request",
})  # fmt: skip
# Of these, the ones that are plain words when they belong to this kind of thing.
_WORDS = frozenset({("report", "to"), ("consent", "to"), ("payment", "amount")})
# The words for a choice, where the group of phrases is not named like the field.
_GROUPS = {("consent", "to"): "agreed", ("payment", "status"): "money"}
# The letters of a report's own language are not odd in it.
_USUAL: Mapping[Language, frozenset[str]] = {
    "en": frozenset(),
    "fr": frozenset("àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ"),
    "es": frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡"),
}

MOST_LINES = 6000
"""Lines of one list that are set on paper: Typst takes some 25 kB of memory for each."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the things of one source in its language."""

    source: Source
    say: Phrases
    by_id: Mapping[str, Item[Any]]

    @classmethod
    def of(cls, source: Source) -> Teller:
        """Return the teller of a source, in the source's language."""
        record = source.record
        items = {item.id: item for name in PLURALS.values() for item in getattr(record, name)}
        return cls(source, phrases(source.language), items)

    @property
    def home(self) -> str:
        """The offset of the time zone at home, or nothing."""
        return self.source.record.case.time_zone

    def facts(self, kind: Kind, fields: Any, leave_out: Iterable[str] = ()) -> tuple[Fact, ...]:
        """Return what is filled in of `fields`, in the order in which it was asked for."""
        skip = {*leave_out, "zone"}
        if kind == "payment":
            fields = dataclasses.replace(fields, amount=money(fields), currency="")
        return tuple(
            Fact(self._label(kind, field.name, fields), self.values(kind, field.name, text, fields))
            for field in dataclasses.fields(fields)
            if (text := getattr(fields, field.name)) and field.name not in skip
        )

    def _label(self, kind: Kind, name: str, fields: Any) -> str:
        """Return what a field is called; what was only asked for was paid to nobody."""
        asked = kind == "payment" and name == "to" and fields.status == "asked"
        return self.say(f"{kind}.{name}_asked" if asked else f"{kind}.{name}")

    def values(self, kind: Kind, name: str, text: str, fields: Any) -> tuple[Value, ...]:
        """Return one field's value as it is shown, with what must be said about it."""
        metadata = type(fields).__dataclass_fields__[name].metadata
        if "moment" in metadata:
            return (Value(self.moment(text, fields)),)
        if "zone" in metadata:
            return (Value(f"UTC{text}"),)
        if "choices" in metadata:
            return (Value(self.say.choice(_GROUPS.get((kind, name), name), text)),)
        if "letter" in metadata:
            return (Value(self.name_of(text)),)
        if name in EXACT and (kind, name) not in _WORDS:
            return self.exact(text)
        return (Value(text),)

    def exact(self, text: str, most: int = 12) -> tuple[Value, ...]:
        """Return an identifier, and below it the letters in it that can look like others."""
        strange = unusual(text, most, _USUAL[self.say.language])
        note = (Value(self.say("general.unusual", letters=", ".join(strange))),) if strange else ()
        return (Value(text, "exact"), *note)

    def moment(self, text: str, fields: Any) -> str:
        """Return a claimed time of `fields`, in the zone given there or at home."""
        return times.claimed(text, getattr(fields, "zone", ""), self.home, self.say)

    def name_of(self, item_id: str) -> str:
        """Return "A1: Instagram, jake.r" for an item's number; the number if it is not here."""
        item = self.by_id.get(item_id)
        return self.pair(item_id, named(item.fields) if item else "")

    def pair(self, *parts: str) -> str:
        """Return "A1: Instagram" for "A1" and "Instagram", as the language writes it."""
        filled = [part for part in parts if part]
        return self.say("general.colon").join(filled)

    def written_down(self, *names: str) -> str:
        """Return when the value so named in the log was written down, if that is known."""
        noted = self.source.logbook.noted
        seq = next((noted[name] for name in names if name in noted), 0)
        entries = self.source.record.entries
        entry = next((entry for entry in entries if entry.seq == seq), None)
        return times.logged(entry, self.say) if entry else ""

    def path(self, exhibit: Exhibit) -> str:
        """Return where the exhibit lies in the sealed file."""
        return f"data/exhibits/{exhibit.neutral_name}"

    def size(self, size: int) -> str:
        """Return a number of bytes, exactly, and in a unit one can picture."""
        grouped = f"{size:,}".replace(",", "\u00a0")
        exact = self.say("general.bytes", count=grouped)
        for unit, step in (("gigabytes", 10**9), ("megabytes", 10**6), ("kilobytes", 10**3)):
            if size >= step:
                about = f"{size / step:.1f}".replace(".", self.say("general.decimal"))
                return f"{exact} ({self.say(f'general.{unit}', count=about)})"
        return exact


def named(fields: Any) -> str:
    """Return what a thing is called in one line."""
    if isinstance(fields, AccountFields):
        return ", ".join(filter(None, (fields.platform, identifier(fields).text)))
    return getattr(fields, "what", "") or getattr(fields, "shows", "")


def identifier(fields: AccountFields) -> Value:
    """Return the one name by which a platform finds this account, the best that is known."""
    for name in ("username", "id", "url", "phone", "email", "link"):
        if text := getattr(fields, name):
            return Value(text, "exact")
    return Value(fields.display_name)


def money(fields: PaymentFields) -> str:
    """Return an amount with its currency."""
    return " ".join(filter(None, (fields.amount, fields.currency)))


def shortened(text: str, most: int) -> tuple[str, bool]:
    """Return `text` cut to about `most` characters and three lines, and whether it was cut."""
    lines = text.split("\n")
    short = "\n".join(lines[:3])[:most]
    return (text, False) if short == text else (short.rstrip() + " ...", True)


def listing(tell: Teller, lines: Sequence[str]) -> tuple[Block, ...]:
    """Return lines as a list for paper; of a very long list the first and the last, and says so."""
    if len(lines) <= MOST_LINES:
        return (Listing(tuple(lines)),)
    half = MOST_LINES // 2
    cut = Words(tell.say("general.cut_list", count=len(lines), half=half))
    return (cut, Listing((*lines[:half], *lines[-half:])))


def one(text: str, look: Look = "text") -> tuple[Value, ...]:
    """Return a cell or fact that holds one value, or none if there is nothing to say."""
    return (Value(text, look),) if text else ()
