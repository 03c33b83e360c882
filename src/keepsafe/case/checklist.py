"""What is there, and what would help most next: a gentle order, no scores, nothing mandatory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keepsafe.case.record import Record


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that helps: whether it is there, and why it helps."""

    name: str
    done: bool
    why: str


REPORT_NOW = "You can report now, even with nothing saved."

_STEPS: tuple[tuple[str, str, Callable[[Record], bool]], ...] = (
    (
        "The username, exactly as shown",
        "Police can ask an app to keep an account's data only with its exact username or link.",
        lambda r: any(
            i.fields.username or i.fields.url or i.fields.id or i.fields.phone for i in r.accounts
        ),
    ),
    (
        "The day you saw that username",
        "Usernames change. Some apps need the day you saw it to find the account.",
        lambda r: any(i.fields.seen for i in r.accounts),
    ),
    (
        "A screenshot of the profile",
        "It shows the username, the name and the picture together.",
        lambda r: any(e.fields.category == "profile" for e in r.exhibits),
    ),
    (
        "Screenshots of the threats",
        "They show what was said. Scroll so that no private picture is in view.",
        lambda r: any(e.fields.category in ("threat", "demand") for e in r.exhibits),
    ),
    (
        "What they asked for, and how to pay",
        "Account names and numbers for payments often lead to a person.",
        lambda r: bool(r.payments) or any(e.fields.category == "demand" for e in r.exhibits),
    ),
    (
        "Which phone or computer has the originals",
        "Police may want to see the messages where they are.",
        lambda r: bool(r.devices),
    ),
    (
        "Where private pictures still are",
        "Leave them where they are. Saying where is enough.",
        lambda r: bool(r.pointers),
    ),
    (
        "How to call you back safely",
        "So that a call does not put anyone in danger.",
        lambda r: bool(r.case.safe_contact),
    ),
)


def checklist(record: Record) -> tuple[Step, ...]:
    """Return the steps in the order in which they help."""
    seen = record.handed_over()
    return tuple(Step(name, done(seen), why) for name, why, done in _STEPS)
