"""The parts after page 1 that tell what was recorded: accounts, payments, timeline, exhibits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from keepsafe.case.fields import Kind
from keepsafe.case.record import PLURALS, Exhibit, Item
from keepsafe.report import times
from keepsafe.report.model import Block, Fact, Facts, Section, Table, Value, Words
from keepsafe.report.telling import Teller, listing, money, named, one, shortened
from keepsafe.report.triage import about, told_in_full

_LINE = 160
_TITLE = 80
_SHORT_LINE = 60
_NAMED_BY: Mapping[Kind, str] = {
    "account": "platform", "payment": "status", "device": "what", "report": "to", "consent": "who",
}  # fmt: skip
_SHEET_LINE = 140
_SHEET_LEAVES_OUT = ("note", "link", "receipt", "own_account")
SHEET_ACCOUNTS, SHEET_PAYMENTS, SHEET_REPORTS = 4, 3, 2
"""What fits on the second page of the sheet; the whole is in the report."""

MOST_IN_FULL = 500
"""Things told one by one in the PDF; a longer list has one line for each there."""


def case_part(tell: Teller) -> Section:
    """Return what is known of the case as a whole, and what page 1 had to cut."""
    case = tell.source.record.case
    told_elsewhere = {
        *("title", "role", "country", "age", "person", "danger", "deadline"),
        *("disappearing", "safe_contact", "safe_times", "unsafe_times", "not_saved"),
    }
    facts = (
        Fact(tell.say("triage.about"), one(about(tell))),
        *tell.facts("case", case, told_elsewhere),
        *told_in_full(tell),
    )
    return _part(tell, "case", (Facts(tuple(fact for fact in facts if fact.values)),))


def accounts_part(tell: Teller) -> Section:
    """Return every account, with all that is known of it."""
    return _part(tell, "accounts", _cards(tell, "account", tell.source.record.accounts))


def payments_part(tell: Teller) -> Section:
    """Return every payment made or asked for."""
    return _part(tell, "payments", _cards(tell, "payment", tell.source.record.payments))


def words_part(tell: Teller) -> Section:
    """Return what the person wrote, whole."""
    blocks = []
    for item in tell.source.record.notes:
        when = tell.moment(item.fields.when, item.fields) if item.fields.when else ""
        heading = ", ".join(filter(None, (item.id, when)))
        fact = Fact(
            tell.say("general.written", at=times.logged(item.added, tell.say)),
            one(item.fields.words),
        )
        blocks.append(Facts((fact,), heading))
    return _part(tell, "words", tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Event:
    """Something with a claimed time; `words` is ours, `detail` theirs."""

    when: str
    zone: str
    words: str
    detail: str
    id: str


def timeline_part(tell: Teller, most_in_full: int = MOST_IN_FULL) -> Section:
    """Return all that has a date, in order."""
    events = sorted(_events(tell), key=lambda event: times.order(event.when))
    rows = tuple(
        (
            one(times.claimed(event.when, event.zone, tell.home, tell.say)),
            one(event.words),
            one(shortened(event.detail, _LINE)[0]),
            one(event.id),
        )
        for event in events
    )
    if not rows:
        return _part(tell, "timeline", ())
    note = Words(tell.say("timeline.note"), small=True)
    if len(events) > most_in_full:
        lines = [
            f"{times.claimed(e.when, e.zone, tell.home, tell.say)}  {e.id}  "
            f"{tell.pair(e.words, shortened(e.detail, _SHORT_LINE)[0])}".replace("\n", " ")
            for e in events
        ]
        return _part(tell, "timeline", (note, *listing(tell, lines)))
    head = tuple(tell.say(f"timeline.{key}") for key in ("when", "what", "detail", "number"))
    return _part(tell, "timeline", (note, Table(head, (1.62, 1.35, 2.4, 0), rows)))


def _events(tell: Teller) -> Iterator[_Event]:
    say, record = tell.say, tell.source.record
    for account in record.accounts:
        for name in ("first_contact", "last_contact", "seen"):
            if when := getattr(account.fields, name):
                words = say(f"timeline.{name}")
                detail = named(account.fields)
                yield _Event(when, account.fields.zone, words, detail, account.id)
    for payment in record.payments:
        words = say("timeline.asked" if payment.fields.status == "asked" else "timeline.paid")
        yield from _event(payment, words, money(payment.fields))
    for exhibit in record.exhibits:
        fields = exhibit.fields
        if fields.seen:
            yield _Event(
                fields.seen, fields.zone, say("timeline.exhibit"), fields.shows, exhibit.id
            )
    for note in record.notes:
        yield from _event(note, say("timeline.note_line"), note.fields.words)
    for report in record.reports:
        yield from _event(report, say("timeline.report"), report.fields.to)
    for pointer in record.pointers:
        yield from _event(pointer, say("timeline.pointer"), pointer.fields.what)
    for consent in record.consents:
        yield from _event(consent, say("timeline.consent"), consent.fields.who)


def _event(item: Item[Any], words: str, detail: str) -> Iterator[_Event]:
    if item.fields.when:
        yield _Event(item.fields.when, item.fields.zone, words, detail, item.id)


def exhibits_part(tell: Teller, most_in_full: int = MOST_IN_FULL) -> Section:
    """Return every saved file; beyond `most_in_full` as a table that names and pins each."""
    exhibits = tell.source.record.exhibits
    if not exhibits:
        return _part(tell, "exhibits", ())
    intro = Words(tell.say("exhibits.intro"), small=True)
    if len(exhibits) > most_in_full:
        lines = [
            f"{e.id:<7}{e.neutral_name:<11}{e.file.size:>12}  {e.file.sha256}" for e in exhibits
        ]
        short = Words(tell.say("exhibits.many", count=len(exhibits)))
        return _part(tell, "exhibits", (short, *listing(tell, lines)))
    cards = tuple(Facts(exhibit_facts(tell, e), e.id) for e in exhibits)
    return _part(tell, "exhibits", (intro, *cards))


def exhibit_facts(tell: Teller, exhibit: Exhibit) -> tuple[Fact, ...]:
    """Return what is known of a saved file: what the person says, then what was measured."""
    say, file = tell.say, exhibit.file
    path, kind = tell.path(exhibit), file.media_type
    if file.pixels:
        kind += f", {say('exhibits.pixels', width=file.pixels[0], height=file.pixels[1])}"
    type_size = say("general.semicolon").join((kind, tell.size(file.size)))
    damaged = exhibit.id in tell.source.damaged
    embedded = say("exhibits.embedded_words", kinds=", ".join(file.embedded))
    said = list(tell.facts("exhibit", exhibit.fields))
    where: tuple[Value, ...] = (Value(path, "exact", path),)
    if other := tell.source.elsewhere.get(exhibit.id):
        where = one(say("exhibits.elsewhere", file=other))
    measured = [
        Fact(say("exhibits.file"), () if damaged else where),
        Fact(say("exhibits.original_name"), (Value(file.name, "exact"),)),
        Fact(say("exhibits.also"), tuple(Value(also.name, "exact") for also in exhibit.also)),
        Fact(
            say("exhibits.type_size"),
            one(type_size),
        ),
        Fact(say("exhibits.modified"), one(_file_time(tell, file.modified))),
        Fact(say("exhibits.embedded"), one(embedded if file.embedded else "")),
        Fact(say("exhibits.added"), one(times.logged(exhibit.added, say))),
        Fact(say("exhibits.sha256"), (Value(file.sha256, "hash"),)),
    ]
    if viewing := tell.source.viewing.get(exhibit.id):
        copy = f"data/viewing/{viewing}"
        made = Value(say("exhibits.viewing_words"))
        measured.append(Fact(say("exhibits.viewing"), (Value(copy, "exact", copy), made)))
    lost = (Fact(say("exhibits.damaged"), one(say("exhibits.damaged_words"))),) if damaged else ()
    return (*lost, *_group(say("exhibits.said"), said), *_group(say("exhibits.measured"), measured))


def _group(title: str, facts: list[Fact]) -> tuple[Fact, ...]:
    """Return the facts that hold something, under a title of their own: a fact without values."""
    told = tuple(fact for fact in facts if fact.values)
    return (Fact(title, ()), *told) if told else ()


def _file_time(tell: Teller, modified: str) -> str:
    """Return a file's own time, UTC in ISO form, as people read it; as it is when it is odd."""
    day, clock = modified[:10], modified[11:16]
    if len(clock) != 5:
        return modified
    return times.claimed(f"{day} {clock}", "+00:00", "", tell.say) if clock else modified


def pointers_part(tell: Teller) -> Section:
    """Return the pictures that were left where they are."""
    pointers = tell.source.record.pointers
    if not pointers:
        return _part(tell, "pointers", ())
    intro = Words(tell.say("pointers.intro"), small=True)
    return _part(tell, "pointers", (intro, *_cards(tell, "pointer", pointers)))


def devices_part(tell: Teller) -> Section:
    """Return the devices that hold originals."""
    return _part(tell, "devices", _cards(tell, "device", tell.source.record.devices))


def reports_part(tell: Teller) -> Section:
    """Return the reports that were made elsewhere."""
    return _part(tell, "reports", _cards(tell, "report", tell.source.record.reports))


def consents_part(tell: Teller) -> Section:
    """Return who agreed to what."""
    return _part(tell, "consents", _cards(tell, "consent", tell.source.record.consents))


def not_saved_part(tell: Teller) -> Section:
    """Return what was not saved and why, what was kept out on purpose, and what was damaged."""
    say, source = tell.say, tell.source
    facts = [Fact(say("case.not_saved"), one(source.record.case.not_saved))]
    if source.damaged:
        facts.append(Fact(say("exhibits.damaged"), one(", ".join(source.damaged))))
    told = tuple(fact for fact in facts if fact.values)
    blocks: list[Block] = [Facts(told)] if told else []
    if kept_out := source.logbook.kept_out:
        head = tuple(say(f"kept_out.{key}") for key in ("number", "what", "entry", "why"))
        rows = tuple(
            (
                one(kept.id),
                one(say(f"kept_out.{kept.how}")),
                one(str(kept.seq)),
                one(kept.why or say("kept_out.no_reason")),
            )
            for kept in kept_out
        )
        blocks.append(Words(say("kept_out.intro")))
        blocks.append(Table(head, (0, 1.4, 0.8, 2.4), rows))
    return _part(tell, "not_saved", tuple(blocks))


def sheet_parts(tell: Teller) -> tuple[Section, ...]:
    """Return what a web form asks for, short enough for one page: names, money, reports, words."""
    record = tell.source.record
    return (
        _sheet_part(tell, "account", record.accounts, SHEET_ACCOUNTS),
        _sheet_part(tell, "payment", record.payments, SHEET_PAYMENTS),
        _sheet_part(tell, "report", record.reports, SHEET_REPORTS),
    )


def _sheet_part(tell: Teller, kind: Kind, items: tuple[Item[Any], ...], most: int) -> Section:
    key = PLURALS[kind]
    blocks: list[Block] = []
    for card in _cards(tell, kind, items[:most], _SHEET_LEAVES_OUT):
        facts = (replace(fact, values=tuple(map(_cut, fact.values))) for fact in card.facts)
        blocks.append(replace(card, facts=tuple(facts)))
    if len(items) > most:
        blocks.append(Words(tell.say("doc.sheet_more", count=len(items) - most), small=True))
    return _part(tell, key, tuple(blocks))


def _cut(value: Value) -> Value:
    # What is copied letter by letter is never cut to something that looks whole.
    most = _SHEET_LINE if value.look == "text" else 3 * _SHEET_LINE
    return replace(value, text=shortened(value.text, most)[0])


def _cards(
    tell: Teller, kind: Kind, items: tuple[Item[Any], ...], leave_out: tuple[str, ...] = ()
) -> tuple[Facts, ...]:
    return tuple(_card(tell, kind, item, leave_out) for item in items)


def _card(tell: Teller, kind: Kind, item: Item[Any], leave_out: tuple[str, ...]) -> Facts:
    """Return one thing under its name; what the name says whole is not said again."""
    name = _NAMED_BY.get(kind, "")
    title = getattr(item.fields, name) if name else ""
    words, cut = shortened(title, _TITLE)
    if kind == "payment":
        words = tell.say.choice("money", title)
    elif cut or "\n" in title:
        words, name = "", ""
    facts = tell.facts(kind, item.fields, (*leave_out, name))
    return Facts(facts, f"{item.id}  {words}".rstrip())


def _part(tell: Teller, key: str, blocks: tuple[Block, ...]) -> Section:
    nothing = (Words(tell.say(f"nothing.{key}"), small=True),)
    return Section(key, tell.say(f"parts.{key}"), blocks or nothing)
