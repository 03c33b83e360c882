"""What each check of a bag came to: it held, it did not, or it could not be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from keepsafe.bundle.layout import exhibit_id

Outcome = Literal["passed", "failed", "not-checked", "none"]
"""`not-checked` is for what could not be read that far, `none` for what there is none of."""

CHECKS = (
    *("outer", "members", "readable", "manifests", "signature", "times", "bag-info"),
    *("custody-log", "exhibits"),
)
"""Every check of a whole file, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: what it came to, and when it failed what differs, saved files by their number."""

    check: str
    outcome: Outcome
    names: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether nothing that it is about was found wrong, or went unread."""
        return self.outcome in ("passed", "none")


def judged(check: str, names: Iterable[str], *, failed: bool = False, able: bool = True) -> Checked:
    """Return what a check came to that found `names` differing, or only that it `failed`.

    When it was not `able` to look at everything, what it did not find says nothing.
    """
    called = tuple(dict.fromkeys(exhibit_id(name) or name for name in names if name))
    if called or failed:
        return Checked(check, "failed", called)
    return Checked(check, "passed" if able else "not-checked")


def stopped() -> tuple[Checked, ...]:
    """Return the checks of a file whose outer form could not be read, so that nothing else was."""
    first, *others = CHECKS
    return Checked(first, "failed"), *(Checked(check, "not-checked") for check in others)
