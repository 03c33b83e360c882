"""Whom this person can call, write to or report to, the most fitting first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepsafe.guidance.model import AGES, Contact, Emergency, Guidance


@dataclass(frozen=True, slots=True)
class Contacts:
    """What the strip of help and the page "Report now" show."""

    emergency: Emergency
    crisis: tuple[Contact, ...]
    thinks_of_dying: tuple[Contact, ...]
    """For someone who thinks of dying: the lines made for that, then the first of `crisis`."""
    reporting: tuple[Contact, ...]
    removal: tuple[Contact, ...]


def contacts_for(guidance: Guidance, country: str, age: str, role: str) -> Contacts:
    """Return whom to turn to in a country, for the person this happened to.

    Lines for young people come first, and for someone 18 or over last; those that can be reached
    at once by phone or text come before those that have to be looked up. What is for the other
    age only is left out; an age that is not known leaves nothing out. An adult sees the removal
    services for both ages, since it is the age in the picture that counts.
    """
    if age not in AGES:
        age = "18-plus" if role == "adult" else ""
    grown = age == "18-plus"
    pack = guidance.country(country)
    crisis = sorted(
        _fitting(pack.crisis, age),
        key=lambda line: (line.youth == grown, not (line.phone or line.text)),
    )
    removal = pack.removal if grown else _fitting(pack.removal, age)
    return Contacts(
        emergency=pack.emergency,
        crisis=tuple(crisis),
        thinks_of_dying=tuple(dict.fromkeys((*_made_for_it(crisis, grown=grown), *crisis[:1]))),
        reporting=tuple(_fitting(pack.reporting, age)),
        removal=tuple(sorted(removal, key=lambda service: bool(age) and age not in service.who)),
    )


def _made_for_it(crisis: Iterable[Contact], *, grown: bool) -> list[Contact]:
    """Return the lines about suicide; one that has to be looked up first is for adults only."""
    return [line for line in crisis if line.suicide and (grown or line.phone or line.text)]


def _fitting(contacts: Iterable[Contact], age: str) -> list[Contact]:
    return [contact for contact in contacts if not age or age in contact.who]
