"""The password that a page suggests: the same words until others are asked for, in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from keepsafe.formats import words

if TYPE_CHECKING:
    from keepsafe.desktop.session import Session

_HELD = "suggested-password"


class Suggested(QObject):
    """One password on its way: going away and back must not put others in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.now = ""
        """What the field holds: what was drawn, or what the person typed instead."""
        self._drawn = ""

    @classmethod
    def of(cls, session: Session) -> Suggested:
        """Return the one of this session; its words are drawn when it is first asked for."""
        held = session.held.get(_HELD)
        if not isinstance(held, cls):
            held = session.held[_HELD] = cls()
            held.draw(session.language)
        return held

    @property
    def is_drawn(self) -> bool:
        """Whether it is still the words that were drawn."""
        return self.now == self._drawn

    def draw(self, language: str) -> str:
        """Draw other words."""
        spoken: Any = language
        self._drawn = self.now = words.written(words.generate(spoken, words.PASSWORD_COUNT))
        return self.now

    def keep(self, typed: str) -> None:
        """Hold what the person typed instead."""
        self.now = typed

    @staticmethod
    def forget(session: Session) -> None:
        """Forget it: it was used, or nobody wants it."""
        session.held.pop(_HELD, None)
