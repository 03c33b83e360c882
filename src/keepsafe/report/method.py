"""The parts that say how it was kept and what that proves: custody log, method, challenges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keepsafe.case.entries import Entry
from keepsafe.case.record import PLURALS, SealTime
from keepsafe.report import times
from keepsafe.report.model import (
    Ask,
    Block,
    Fact,
    Facts,
    Points,
    Section,
    Table,
    Words,
)
from keepsafe.report.telling import Teller, listing, one
from keepsafe.report.words import Phrases

_METHOD = ("store", "log", "seal", "code", "pictures", "times", "codes")
_PROVES = ("same", "same_code", "clock", "chain")
_PROVES_NOT = ("who", "true", "when", "rebuilt", "all")
_CHALLENGES = (
    *("changed", "before", "clock", "rebuilt", "opened", "left", "screenshot", "sender"),
    *("compressed", "computer", "trust", "genuine"),
)


def seals_part(tell: Teller) -> Section:
    """Return the earlier seals of this case and the hand-overs noted so far."""
    say, source = tell.say, tell.source
    blocks: list[Block] = []
    for seal in source.record.seals:
        if seal.number < source.seal and seal.finished:
            facts = (
                Fact(say("seals.at"), one(times.logged(seal.finished, say))),
                Fact(say("seals.code"), one(seal.code, "hash")),
                Fact(say("seals.file"), one(seal.file_sha256, "hash")),
                *(Fact(say("seals.time"), one(_vouched(time, say))) for time in seal.times),
            )
            blocks.append(Facts(facts, say("seals.heading", seal=seal.number)))
    for handover in source.record.handovers:
        told = (
            Fact(say("seals.handed"), one(times.logged(handover.entry, say))),
            Fact(say("seals.day"), one(times.claimed(handover.day, "", "", say))),
            Fact(say("case.officer"), one(handover.officer)),
            Fact(say("seals.agency"), one(handover.agency)),
            Fact(say("case.police_file_number"), one(handover.file_number, "exact")),
            Fact(say("seals.method"), one(handover.method)),
        )
        heading = say("seals.handover", seal=handover.seal)
        blocks.append(Facts(tuple(fact for fact in told if fact.values), heading))
    nothing = (Words(say("nothing.seals"), small=True),)
    return Section("seals", say("parts.seals"), tuple(blocks) or nothing)


def _vouched(time: SealTime, say: Phrases) -> str:
    return say(
        "seals.time_told",
        time=times.vouched(time.time, say),
        authority=time.authority,
        serial=time.serial,
    )


def custody_part(tell: Teller, most_in_table: int, *, fold: bool = False) -> Section:
    """Return the custody log, every entry; one line each when there are more than fit a table.

    With `fold`, unlockings in a row by one person share a line.
    """
    say, record = tell.say, tell.source.record
    added = {i.added.seq: i.id for name in PLURALS.values() for i in getattr(record, name)}
    runs = _runs(record.entries) if fold else [[entry] for entry in record.entries]
    rows = [_log_row(tell, run, added.get(run[0].seq, "")) for run in runs]
    log: tuple[Block, ...]
    if len(rows) > most_in_table:
        lines = (f"{seq:>6}  {utc}  {tell.pair(who, what)}" for seq, utc, who, what in rows)
        log = listing(tell, [line.replace("\n", " ") for line in lines])
    else:
        head = tuple(say(f"custody.{key}") for key in ("number", "utc", "who", "what"))
        log = (Table(head, (0, 0, 1, 3), tuple(tuple(map(one, row)) for row in rows)),)
    silent = _ranges(sorted(e.seq for e in record.entries if e.seq in record.undisclosed))
    # What is kept out is told; when nothing is, a later entry corrected it.
    why = "silent" if tell.source.logbook.kept_out else "silent_corrected"
    below = (Words(say(f"custody.{why}", entries=silent), small=True),) if silent else ()
    intro = Words(say("custody.intro"), small=True)
    return Section("custody", say("parts.custody"), (intro, *log, *below))


def _runs(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the entries, with unlockings that follow each other and one person made together."""
    runs: list[list[Entry]] = []
    for entry in entries:
        before = runs[-1][-1] if runs else None
        if (
            before
            and before.what == entry.what == "unlocked"
            and before.actor == entry.actor
            and before.seq + 1 == entry.seq
        ):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs


def _ranges(numbers: Sequence[int]) -> str:
    """Return numbers in rising order as "3, 5-8, 12"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)


def _log_row(tell: Teller, run: Sequence[Entry], item: str) -> tuple[str, str, str, str]:
    first, last = run[0], run[-1]
    about = [_named(tell, name) for name in tell.source.logbook.about.get(first.seq, ())]
    what = tell.pair(tell.say.choice("what", first.what), ", ".join(about) or item)
    if first.seq in tell.source.record.undisclosed:
        what = f"{what} ({tell.say('custody.undisclosed')})"
    who = tell.say.choice("actor", first.actor)
    if len(run) == 1:
        return str(first.seq), times.utc_exact(first), who, what
    what = f"{what} ({tell.say('custody.times', count=len(run))})"
    span = f"{times.utc_exact(first)}\n{times.utc_exact(last)}"
    return f"{first.seq}-{last.seq}", span, who, what


def _named(tell: Teller, name: str) -> str:
    """Return what a log entry is about in words: "E1", "How to call back safely", "Seal 1"."""
    group, _, rest = name.partition(".")
    if group == "seal":
        return tell.say("seals.heading", seal=rest)
    return tell.say.choice(group, rest) if rest else name


def method_part(tell: Teller) -> Section:
    """Return how Keepsafe stores and seals, and the facts of this seal."""
    say, source = tell.say, tell.source
    facts = (
        Fact(say("method.program"), one(source.app)),
        Fact(say("method.sealed"), one(times.clock(source.sealed_at, say))),
        Fact(say("method.key"), one(source.signing_key, "hash")),
        Fact(say("method.previous"), one(source.previous_seal_code, "hash")),
    )
    words = tuple(Ask(say(f"method.{key}_name"), say(f"method.{key}")) for key in _METHOD)
    shown = tuple(fact for fact in facts if fact.values)
    return Section("method", say("parts.method"), (Facts(shown), *words))


def proves_part(tell: Teller) -> Section:
    """Return what the checks prove, and what they do not."""
    say = tell.say
    does = Points(say("proves.title"), tuple(say(f"proves.{key}") for key in _PROVES))
    does_not = Points(say("proves_not.title"), tuple(say(f"proves_not.{k}") for k in _PROVES_NOT))
    return Section("proves", say("parts.proves"), (does, does_not, Words(say("proves.how"))))


def challenges_part(tell: Teller) -> Section:
    """Return answers to what the other side is likely to ask."""
    counts = {
        "kept_out": len(tell.source.logbook.kept_out),
        "pointers": len(tell.source.record.pointers),
    }
    asks = tuple(
        Ask(tell.say(f"challenge.{key}_q"), tell.say(f"challenge.{key}_a", **counts))
        for key in _CHALLENGES
    )
    return Section("challenges", tell.say("parts.challenges"), asks)
