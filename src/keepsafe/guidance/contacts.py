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
        reporting=tuple(_fitting(pack.reporting, age)),
        removal=tuple(sorted(removal, key=lambda service: bool(age) and age not in service.who)),
    )


def _fitting(contacts: Iterable[Contact], age: str) -> list[Contact]:
    return [contact for contact in contacts if not age or age in contact.who]
