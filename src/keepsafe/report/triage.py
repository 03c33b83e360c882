"""The first page: what an officer must know and do today, read in a minute.

Everything here is cut to fit the one page, and given whole in the parts that follow.
"""

from __future__ import annotations

from keepsafe.case.fields import AccountFields, PaymentFields
from keepsafe.case.record import Item
from keepsafe.report import times
from keepsafe.report.model import Block, Fact, Facts, Page, Section, Table, Value, Words
from keepsafe.report.telling import Teller, identifier, money, one, shortened

_LONGEST = 260
_SHORT = 90
_SHORT_EXACT = 60
MOST_ACCOUNTS = 5
MOST_PAYMENTS = 3
MOST_DEVICES = 3


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
    )


def told_in_full(tell: Teller) -> tuple[Fact, ...]:
    """Return the texts of page 1 that had to be cut there, whole."""
    case = tell.source.record.case
    names = ("danger", "deadline", "disappearing", "safe_contact", "safe_times")
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
    return "; ".join(filter(None, parts))


def contents(tell: Teller) -> str:
    """Return in one line what the sealed file holds."""
    say, source = tell.say, tell.source
    kept = sum(exhibit.id not in source.damaged for exhibit in source.record.exhibits)
    return say(
        "triage.contents",
        seal=source.seal,
        sealed=times.clock(source.sealed_at, say),
        exhibits=kept,
        accounts=len(source.record.accounts),
        payments=len(source.record.payments),
    )


def _identity(tell: Teller) -> tuple[Fact, ...]:
    say, source = tell.say, tell.source
    case = source.record.case
    number = case.police_file_number
    file_number = Value(_short(number), "exact") if number else Value(say("triage.no_number"))
    who = ", ".join(filter(None, (_short(case.officer), _short(case.unit))))
    facts = (
        Fact(say("triage.bundle"), one(source.bundle, "exact")),
        Fact(say("case.police_file_number"), (file_number, *one(who))),
        Fact(say("triage.in_this_file"), one(contents(tell))),
        Fact(say("triage.about"), one(_short(about(tell)))),
    )
    return tuple(fact for fact in facts if fact.values)


def _danger(tell: Teller) -> Section:
    say, record = tell.say, tell.source.record
    facts = [
        Fact(say(f"case.{name}"), one(_cut(tell, text)))
        for name in ("danger", "deadline")
        if (text := getattr(record.case, name))
    ]
    threats = [item for item in record.payments if item.fields.deadline]
    if threats:
        lines = tuple(Value(_demand(tell, item)) for item in threats[:MOST_PAYMENTS])
        facts.append(
            Fact(say("triage.payment_deadlines"), lines + _more(tell, threats, "payments"))
        )
    return _section(tell, "danger", (Facts(tuple(facts)),) if facts else ())


def _demand(tell: Teller, item: Item[PaymentFields]) -> str:
    return f"{item.id}: {_short(money(item.fields))}: {_short(item.fields.deadline)}"


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
    asked = len(record.payments) - len(paid)
    blocks: list[Block] = []
    if paid:
        latest = sorted(paid, key=lambda item: _when(tell, item), reverse=True)
        rows = tuple(_payment_row(tell, item) for item in latest[:MOST_PAYMENTS])
        head = tuple(say(f"triage.{key}") for key in ("number", "amount", "how", "paid_to", "paid"))
        blocks.append(Table(head, (0, 1, 1.6, 1.6, 1.6), rows))
        blocks.extend(Words(value.text) for value in _more(tell, paid, "payments"))
        blocks.append(Words(say("triage.payments_why"), small=True))
    if asked:
        blocks.append(Words(say("triage.asked", count=asked), small=bool(paid)))
    return _section(tell, "payments", tuple(blocks))


def _when(tell: Teller, item: Item[PaymentFields]) -> float:
    if not item.fields.when:
        return 0.0
    return times.order(item.fields.when, item.fields.zone, tell.home).timestamp()


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
        for label, text in (("call_how", case.safe_contact), ("call_when", case.safe_times))
        if text
    )
    return _section(tell, "calling", (Facts(facts),) if facts else ())


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
    if len(text) <= _SHORT:
        return tell.exact(text, 3) if text else ()
    where = tell.say("triage.longer", part=tell.say(f"parts.{part}"))
    return (*tell.exact(text[:_SHORT_EXACT], 3), Value(where))


def _short(text: str) -> str:
    return shortened(text.replace("\n", " "), _SHORT)[0]
