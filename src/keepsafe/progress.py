"""How long work reports itself and is stopped, the same way for a window, a terminal and a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keepsafe.errors import Cancelled
from keepsafe.i18n import _

Progress = Callable[[int, int], None]
"""Called with (done, total), both in bytes or both in items; cheap, and called often."""


def no_progress(_done: int, _total: int) -> None:
    """Report to nobody."""


def never_cancelled() -> bool:
    """Let the work run to its end."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """The two callbacks that every long function takes, kept together."""

    progress: Progress = no_progress
    cancelled: Callable[[], bool] = never_cancelled

    def step(self, done: int, total: int) -> None:
        """Report progress; raise `Cancelled` when the person has asked to stop."""
        if self.cancelled():
            raise Cancelled(_("Stopped, as you asked. Nothing half-made was left behind."))
        self.progress(done, total)


UNWATCHED = Watch()
