"""What was kept last, so that a page can say so in words; in memory only.

It outlives the page: the first thing of all waits for a password, on other pages.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from keepsafe.desktop.session import Session


class JustKept(QObject):
    """Remembers which thing a page kept last."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.page = ""
        self.id = ""
        self.result: object = None
        """What the work returned."""
        self.several: tuple[str, ...] = ()
        """What was kept, where it was several things: numbers, and names of the case's facts."""
        session.kept.connect(self.remember)

    def remember(self, page: str, result: object) -> None:
        """Remember the number of what was kept, such as P1, where it was such a thing."""
        self.page, self.id = page, result if isinstance(result, str) else ""
        self.result = result
        self.several = result if isinstance(result, tuple) else ()

    def forget(self) -> None:
        """Say no more of it."""
        self.page = self.id = ""
        self.several = ()
        self.result = None


def just_kept(session: Session) -> JustKept:
    """Return the one that this session has."""
    held = session.held.get("just-kept")
    if not isinstance(held, JustKept):
        held = session.held["just-kept"] = JustKept(session)
    return held
