"""Makes a country, an app or a way to pay out of the table in its file."""

from __future__ import annotations

import re
from typing import Literal, cast, get_args

from keepsafe.guidance.model import (
    AGES,
    Alert,
    Certificate,
    Contact,
    Country,
    Emergency,
    Imagery,
    Kind,
    LinkPattern,
    Payment,
    Platform,
    Saying,
    School,
    UsernameHint,
)
from keepsafe.guidance.reading import Table


def _same_as_file(table: Table, key: str, stem: str) -> str:
    value = table.string(key)
    if value and value != stem:
        table.wrong(key, f'"{key}" should be the name of the file, "{stem}"')
    return value


def _saying(table: Table) -> Saying:
    says = table.said("says")
    fact = table.fact()
    table.done(fact["verified"])
    return Saying(says=says, **fact)


def make_country(table: Table, stem: str) -> Country:
    """Return what the file of a country says, noting on its page what is wrong."""
    seen = set[str]()
    country = Country(
        code=_same_as_file(table, "code", stem),
        name=table.said("name"),
        languages=table.words("languages"),
        police_languages=table.words("police_languages"),
        paper=table.choice("paper", ("us-letter", "a4")),
        emergency=_emergency(table.table("emergency")),
        reporting=_contacts(table, "reporting", seen),
        crisis=_contacts(table, "crisis", seen),
        removal=_contacts(table, "removal", seen),
        imagery=_imagery(table.table("imagery")),
        school=_school(table.table("school")),
    )
    table.done()
    return country


def make_certificate(table: Table, stem: str) -> Certificate:
    """Return what the file of a country's court form says, noting on its page what is wrong."""
    pages: tuple[Literal["check", "witness"], ...] = ("check", "witness")
    country, page = _same_as_file(table, "country", stem), table.choice("page", pages)
    title, intro, declaration = (table.said(key) for key in ("title", "intro", "declaration"))
    questions, fact = table.steps("questions"), table.fact()
    table.done(fact["verified"])
    return Certificate(
        country=country,
        page=cast("Literal['check', 'witness']", page),
        title=title,
        intro=intro,
        questions=questions,
        declaration=declaration,
        **fact,
    )


def _emergency(table: Table) -> Emergency:
    number, says, fact = table.phone("number"), table.maybe_said("says"), table.fact()
    if not number and not says:
        table.wrong("number", '"number" is missing, and there is no "says" instead')
    table.done(fact["verified"])
    return Emergency(number=number, says=says, **fact)


def _contacts(country: Table, kind: Kind, seen: set[str]) -> tuple[Contact, ...]:
    contacts = []
    for table in country.tables(kind):
        fact = table.fact()
        contact = Contact(
            kind=kind,
            id=table.string("id"),
            name=table.name("name"),
            what_for=table.said("what_for"),
            who=table.words("who", AGES) if table.has("who") else AGES,
            address=table.address("address"),
            phone=table.phone("phone"),
            text=table.maybe_said("text"),
            hours=table.maybe_said("hours"),
            how=table.maybe_said("how"),
            limits=table.maybe_said("limits"),
            youth=table.flag("youth", default=False),
            suicide=table.flag("suicide", default=False),
            **fact,
        )
        if not (contact.address or contact.phone or contact.text or contact.how):
            table.wrong("id", f'"{contact.id}" has no address, no phone, no text and no "how"')
        if contact.id in seen:
            table.wrong("id", f'the id "{contact.id}" is there twice')
        seen.add(contact.id)
        table.done(fact["verified"])
        contacts.append(contact)
    return tuple(contacts)


def _imagery(table: Table) -> Imagery:
    fact = table.fact()
    note = _saying(table.table("note")) if table.has("note") else None
    imagery = Imagery(
        officer_request=table.flag("officer_request"), rule=table.said("rule"), note=note, **fact
    )
    table.done(fact["verified"])
    return imagery


def _school(table: Table) -> School:
    fact = table.fact()
    school = School(
        counsellor_screenshots=table.flag("counsellor_screenshots"),
        rules=table.steps("rules"),
        duty=_saying(table.table("duty")),
        **fact,
    )
    table.done(fact["verified"])
    return school


def make_platform(table: Table, stem: str) -> Platform:
    """Return what the file of an app says, noting on its page what is wrong."""
    fact = table.fact()
    usernames = []
    for hint in table.tables("username"):
        own = hint.fact(fact)
        kind, pattern = hint.string("kind"), hint.pattern("pattern").pattern
        lower = hint.flag("lower", default=False)
        usernames.append(
            UsernameHint(kind=kind, pattern=pattern, lower=lower, says=hint.said("says"), **own)
        )
        hint.done()
    platform = Platform(
        id=_same_as_file(table, "id", stem),
        name=table.name("name"),
        identifier=table.said("identifier"),
        identifier_kinds=table.words("identifier_kinds"),
        date_needed=table.flag("date_needed"),
        one_thing=table.said("one_thing"),
        find=table.steps("find"),
        find_verified=table.flag("find_verified"),
        alert=cast(Alert, table.choice("alert", get_args(Alert))),
        alert_note=table.said("alert_note"),
        disappears=table.said("disappears"),
        export=table.maybe_said("export"),
        preserve=table.maybe_said("preserve"),
        usernames=tuple(usernames),
        links=tuple(_link(link) for link in table.tables("link")),
        **fact,
    )
    table.done()
    return platform


def _link(table: Table) -> LinkPattern:
    pattern, canonical = table.pattern("pattern"), table.string("canonical")
    for name in re.findall(r"\{(.*?)\}", canonical):
        if name not in pattern.groupindex:
            table.wrong("canonical", f'"canonical" has {{{name}}}, which the pattern has not')
    if not canonical.startswith("https://"):
        table.wrong("canonical", '"canonical" should begin with https://')
    table.done()
    return LinkPattern(pattern.pattern, canonical)


def make_payment(table: Table, stem: str) -> Payment:
    """Return what the file of a way to pay says, noting on its page what is wrong."""
    fact = table.fact()
    payment = Payment(
        id=_same_as_file(table, "id", stem),
        name=table.name("name"),
        save=table.steps("save"),
        act=table.said("act"),
        **fact,
    )
    table.done()
    return payment
