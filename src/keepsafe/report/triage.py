"""The first page: what an officer must know and do today, read in a minute.

Everything here is cut to fit the one page, and given whole in the parts that follow.
"""

from __future__ import annotations

import re
from dataclasses import replace

from keepsafe.case.fields import AccountFields, PaymentFields
from keepsafe.case.quoted import is_quoted
from keepsafe.case.record import Item, Record
from keepsafe.report import times
from keepsafe.report.model import Block, Fact, Facts, Page, Section, Table, Value, Words
from keepsafe.report.telling import Teller, identifier, money, one, shortened

_LONGEST = 220
_FIRST_LINES = 160
# Six digits in a row, however they are parted; a time or a date of the month is no telephone.
_NUMBER = re.compile(r"(?:\d[ \u00a0().+/-]{0,3}){5}\d")
_SHORT = 64
_ABOUT = 130
_FEW = 40
_WHOLE_EXACT, _SHORT_EXACT = 90, 60
MOST_ACCOUNTS = 5
MOST_PAYMENTS = 3
MOST_DEVICES = 3
MOST_REPORTS = 3


def first_page(tell: Teller) -> Page:
    """Return page 1."""
    say = tell.say
    return Page(
        title=say("doc.title"),
        subtitle=say("doc.subtitle"),
        identity=Facts(_identity(tell)),
        sections=(
            _danger(tell),
            _preserve(tell),
            _payments(tell),
            _chats(tell),
            _calling(tell),
            _pictures(tell),
        ),
        recorded=what_happened(tell),
    )


def told_in_full(tell: Teller) -> tuple[Fact, ...]:
    """Return the texts of page 1 that had to be cut there, whole."""
    case = tell.source.record.case
    names = ("danger", "deadline", "disappearing", "safe_contact", "safe_times", "unsafe_times")
    return tuple(
        Fact(tell.say(f"case.{name}"), one(text))
        for name in names
        if shortened(text := getattr(case, name), _LONGEST)[1]
    )


def about(tell: Teller) -> str:
    """Return who this is about and who saved it, as far as they chose to say."""
    say, case = tell.say, tell.source.record.case
    parts = [
        case.person,
        say.choice("age", case.age) if case.age else "",
        say(f"saved_by.{case.role}") if f"saved_by.{case.role}" in say.by_key else "",
        say.choice("country", case.country) if case.country not in ("", "other") else "",
    ]
    return say("general.semicolon").join(filter(None, parts))


def contents(tell: Teller) -> str:
    """Return in one line what the sealed file holds."""
    say, source = tell.say, tell.source
    left_out = {*source.damaged, *source.elsewhere}
    kept = sum(exhibit.id not in left_out for exhibit in source.record.exhibits)
    told = say(
        "triage.contents",
        seal=source.seal,
        sealed=times.clock(source.sealed_at, say),
        exhibits=kept,
        accounts=len(source.record.accounts),
        payments=len(source.record.payments),
    )
    if source.parts:
        others = ", ".join(n for n in source.parts if n != f"{source.bundle}.zip")
        place = source.parts.index(f"{source.bundle}.zip") + 1
        told += " " + say("triage.part", part=place, parts=len(source.parts), others=others)
    if count := len(source.logbook.kept_out):
        told = f"{told} {say('triage.kept_out', count=count)}"
    return told


def what_happened(tell: Teller) -> str:
    """Return in plain sentences what was recorded, from the kinds of things alone."""
    record = tell.source.record
    said = [_threats(record)]
    if any(item.fields.status == "paid" for item in record.payments):
        said.append("paid")
    if record.pointers:
        said.append("picture")
    if said != [""] and record.case.age == "under-18":
        said.append("young")
    return " ".join(tell.say(f"recorded.{key}") for key in said if key)


def _threats(record: Record) -> str:
    kinds = {exhibit.fields.category for exhibit in record.exhibits}
    money = any(item.fields.status == "asked" for item in record.payments)
    if "threat" in kinds:
        if money:
            return "threats_money"
        return "threats_demands" if "demand" in kinds else "threats"
    if money:
        return "money"
    return "demands" if "demand" in kinds else ""


def _identity(tell: Teller) -> tuple[Fact, ...]:
    say, source = tell.say, tell.source
    notes = [item.fields.words for item in source.record.notes if item.fields.words]
    own = next((words for words in notes if not is_quoted(words)), "")
    typed = next((words for words in notes if is_quoted(words)), "")
    facts = (
        Fact(say("triage.what"), one(what_happened(tell))),
        Fact(say("note.words"), one(_quoted(tell, own))),
        Fact(say("triage.typed"), one(_quoted(tell, typed))),
        Fact(say("triage.bundle"), one(source.bundle, "exact") if source.seal else ()),
        Fact(say("case.police_file_number"), _file_number(tell)),
        Fact(say("parts.reports"), _reports(tell)),
        Fact(say("parts.consents"), _consents(tell)),
        Fact(say("triage.in_this_file"), one(contents(tell)) if source.seal else ()),
        Fact(say("triage.about"), one(shortened(about(tell).replace("\n", " "), _ABOUT)[0])),
    )
    return tuple(fact for fact in facts if fact.values)


def _file_number(tell: Teller) -> tuple[Value, ...]:
    """Return the police file number and who has it, as recorded or from the newest hand-over."""
    say, record = tell.say, tell.source.record
    case, numbered = record.case, [h for h in record.handovers if h.file_number]
    if case.police_file_number or not numbered:
        number, source, who = case.police_file_number, "", (case.officer, case.unit)
    else:
        newest = numbered[-1]
        number, who = newest.file_number, (newest.officer, newest.agency)
        source = say("triage.number_from", seal=newest.seal)
    shown = Value(_short(number), "exact") if number else Value(say("triage.no_number"))
    return (shown, *one(source), *one(", ".join(_short(name) for name in who if name)))


def _reports(tell: Teller) -> tuple[Value, ...]:
    """Return to whom it was reported, and under which number: one line each."""
    lines = []
    for item in tell.source.record.reports[:MOST_REPORTS]:
        fields = item.fields
        when = tell.moment(fields.when, fields) if fields.when else ""
        parts = (_short(fields.to) or item.id, _short(fields.number), when)
        lines.append(Value(", ".join(filter(None, parts))))
    return (*lines, *_more(tell, tell.source.record.reports, "reports"))


def _consents(tell: Teller) -> tuple[Value, ...]:
    """Return who agreed to what, and whether that was withdrawn: one line each."""
    lines = []
    for item in tell.source.record.consents[:MOST_REPORTS]:
        fields = item.fields
        agreed = tell.say.choice("agreed", fields.to) if fields.to else ""
        when = tell.moment(fields.when, fields) if fields.when else ""
        told = tell.pair(_short(fields.who) or item.id, ", ".join(filter(None, (agreed, when))))
        if fields.withdrawn:
            withdrawn = tell.pair(
                tell.say("consent.withdrawn"), tell.moment(fields.withdrawn, fields)
            )
            told = f"{told}. {withdrawn}"
        lines.append(Value(told))
    return (*lines, *_more(tell, tell.source.record.consents, "consents"))


def _quoted(tell: Teller, words: str) -> str:
    """Return the first lines of a note, and where the rest stands."""
    short, cut = shortened(words, _FIRST_LINES)
    more = tell.say("triage.longer_note", part=tell.say("parts.words"))
    return f"{short} {more}" if cut else words


def _danger(tell: Teller) -> Section:
    say, record = tell.say, tell.source.record
    facts = []
    if record.case.danger:
        facts.append(Fact(say("case.danger"), one(_cut(tell, record.case.danger))))
    if record.case.deadline:
        said = _dated(tell, _cut(tell, record.case.deadline), "case.deadline")
        facts.append(Fact(say("case.deadline"), one(said)))
    threats = [item for item in record.payments if item.fields.deadline]
    if threats:
        lines = tuple(Value(_demand(tell, item)) for item in threats[:MOST_PAYMENTS])
        facts.append(
            Fact(say("triage.payment_deadlines"), lines + _more(tell, threats, "payments"))
        )
    blocks = () if record.case.danger else (Words(say("triage.danger_none")),)
    return _section(tell, "danger", (*blocks, Facts(tuple(facts))) if facts else blocks)


def _demand(tell: Teller, item: Item[PaymentFields]) -> str:
    asked = ", ".join(filter(None, (item.id, money(item.fields))))
    said = tell.pair(shortened(asked, _FEW)[0], _short(item.fields.deadline))
    return _dated(tell, said, f"{item.id}.deadline")


def _dated(tell: Teller, said: str, name: str) -> str:
    """Return what was said with the day it was written down: "tomorrow" says nothing alone."""
    at = tell.written_down(name).replace("(", "").replace(")", "")
    return f"{said} ({tell.say('triage.written', at=at)})" if at else said


def _preserve(tell: Teller) -> Section:
    say, accounts = tell.say, tell.source.record.accounts
    if not accounts:
        return _section(tell, "preserve", ())
    rows = tuple(_account_row(tell, item) for item in accounts[:MOST_ACCOUNTS])
    head = tuple(say(f"triage.{key}") for key in ("number", "app", "identifier", "date"))
    table = Table(head, (0, 0.9, 2.7, 1.7), rows)
    more = tuple(Words(value.text) for value in _more(tell, accounts, "accounts"))
    return _section(tell, "preserve", (table, *more, Words(say("triage.preserve_why"), small=True)))


def _account_row(tell: Teller, item: Item[AccountFields]) -> tuple[tuple[Value, ...], ...]:
    fields = item.fields
    best = identifier(fields)
    others = (fields.id, fields.url, fields.phone, fields.email)
    also = next((text for text in others if text and text != best.text), "")
    seen = fields.seen or fields.last_contact or fields.first_contact
    when = tell.moment(seen, fields) if seen else tell.say("triage.no_date")
    name = _exact(tell, best.text, "accounts") if best.look == "exact" else one(_short(best.text))
    names = (*name, *_exact(tell, also, "accounts"))
    return (one(item.id), one(_short(fields.platform)), names, one(_short(when)))


def _payments(tell: Teller) -> Section:
    say, record = tell.say, tell.source.record
    paid = [item for item in record.payments if item.fields.status != "asked"]
    asked = [item for item in record.payments if item.fields.status == "asked"]
    facts = []
    blocks: list[Block] = []
    if paid:
        latest = sorted(paid, key=_when, reverse=True)
        rows = tuple(_payment_row(tell, item) for item in latest[:MOST_PAYMENTS])
        head = tuple(say(f"triage.{key}") for key in ("number", "amount", "how", "paid_to", "paid"))
        blocks.append(Table(head, (0, 1, 1.6, 1.6, 1.6), rows))
        blocks.extend(Words(value.text) for value in _more(tell, paid, "payments"))
        blocks.append(Words(say("triage.payments_why"), small=True))
    elif asked:
        facts.append(Fact(say("triage.sent"), one(say("triage.sent_none"))))
    if asked:
        lines = tuple(Value(_asked(tell, item)) for item in asked[:MOST_PAYMENTS])
        facts.append(Fact(say("money.asked"), lines + _more(tell, asked, "payments")))
    if facts:
        blocks.append(Facts(tuple(facts)))
    section = _section(tell, "payments", tuple(blocks))
    # What was only asked for is nothing that can be stopped.
    return section if paid else replace(section, title=say("parts.payments"))


def _asked(tell: Teller, item: Item[PaymentFields]) -> str:
    fields = item.fields
    said = [item.id, _short(", ".join(filter(None, (money(fields), fields.method))))]
    if fields.receipt:
        said.append(tell.say("triage.shown_in", id=fields.receipt))
    return ", ".join(part for part in said if part)


def _when(item: Item[PaymentFields]) -> str:
    return times.order(item.fields.when) if item.fields.when else ""


def _payment_row(tell: Teller, item: Item[PaymentFields]) -> tuple[tuple[Value, ...], ...]:
    fields = item.fields
    how = (*one(_short(fields.method)), *_exact(tell, fields.transaction, "payments"))
    when = tell.moment(fields.when, fields) if fields.when else tell.say("triage.no_date")
    return (
        one(item.id),
        one(_short(money(fields))),
        how,
        _exact(tell, fields.to, "payments"),
        one(_short(when)),
    )


def _chats(tell: Teller) -> Section:
    say, record = tell.say, tell.source.record
    facts = []
    if record.case.disappearing:
        facts.append(Fact(say("triage.which"), one(_cut(tell, record.case.disappearing))))
    if record.devices:
        lines = tuple(
            Value(say("triage.device", what=_short(f.what) or item.id, holder=_short(f.holder)))
            if f.holder
            else Value(_short(f.what) or item.id)
            for item in record.devices[:MOST_DEVICES]
            for f in (item.fields,)
        )
        facts.append(Fact(say("triage.devices"), lines + _more(tell, record.devices, "devices")))
    if not facts:
        return _section(tell, "chats", ())
    return _section(
        tell, "chats", (Facts(tuple(facts)), Words(say("triage.chats_why"), small=True))
    )


def _calling(tell: Teller) -> Section:
    case = tell.source.record.case
    facts = tuple(
        Fact(tell.say(f"triage.{label}"), one(_cut(tell, text)))
        for label, text in (
            ("call_how", case.safe_contact),
            ("call_when", case.safe_times),
            ("call_not", case.unsafe_times),
        )
        if text
    )
    blocks: tuple[Block, ...] = (Facts(facts),) if facts else ()
    if not facts:
        blocks += (Words(tell.say("triage.calling_none"), small=True),)
    if not _NUMBER.search(f"{case.safe_contact}\n{case.safe_times}"):
        blocks += (Words(tell.say("triage.no_telephone")),)
    return _section(tell, "calling", blocks)


def _pictures(tell: Teller) -> Section:
    count = len(tell.source.record.pointers)
    return _section(tell, "pictures", (Words(tell.say("triage.pictures_line", count=count)),))


def _section(tell: Teller, key: str, blocks: tuple[Block, ...]) -> Section:
    if not blocks:
        blocks = (Words(tell.say(f"triage.{key}_none"), small=True),)
    return Section(key, tell.say(f"triage.{key}_title"), blocks)


def _more(tell: Teller, every: object, part: str) -> tuple[Value, ...]:
    most = {"accounts": MOST_ACCOUNTS, "devices": MOST_DEVICES}.get(part, MOST_PAYMENTS)
    count = len(every) - most  # type: ignore[arg-type]  # any of the record's lists
    if count <= 0:
        return ()
    return one(tell.say("triage.more", count=count, part=tell.say(f"parts.{part}")))


def _cut(tell: Teller, text: str) -> str:
    short, cut = shortened(text, _LONGEST)
    return f"{short} {tell.say('triage.cut')}" if cut else text


def _exact(tell: Teller, text: str, part: str) -> tuple[Value, ...]:
    """Return an identifier; cut, it says so beside it, so that nobody copies half of one."""
    if len(text) <= _WHOLE_EXACT:
        return tell.exact(text, 3) if text else ()
    where = tell.say("triage.longer", part=tell.say(f"parts.{part}"))
    return (*tell.exact(text[:_SHORT_EXACT], 3), Value(where))


def _short(text: str) -> str:
    return shortened(text.replace("\n", " "), _SHORT)[0]
