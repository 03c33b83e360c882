"""The field of a password that was drawn: its words, or what the person types in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.suggested import Suggested
from keepsafe.desktop.widgets import SecretField, Words
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.desktop.session import Session


class SuggestedField(SecretField):
    """Shown, because it is to be written on paper; what is below it is true of what it holds."""

    def __init__(self, session: Session, name: str, label: str) -> None:
        super().__init__(name, label, shown=True)
        self._session = session
        self._suggested = Suggested.of(session)
        self._help = Words("", "small")
        self.column.insertWidget(self.column.count() - 1, self._help)
        self.changed.connect(self._typed)
        self._show_held()

    @property
    def is_drawn(self) -> bool:
        """Whether it still holds the words that were drawn."""
        return self._suggested.is_drawn

    def draw_others(self) -> None:
        """Draw other words."""
        self._suggested.draw(self._session.language)
        self.trouble()
        self._show_held()

    def leave_it_to_the_person(self) -> None:
        """Be empty, for a password of their own."""
        self._suggested.keep("")
        self.trouble()
        self._show_held()
        self.setFocus()

    def _show_held(self) -> None:
        self.fill(self._suggested.now)
        self._help_with_it()

    def _typed(self, typed: str) -> None:
        self._suggested.keep(typed)
        self._help_with_it()

    def _help_with_it(self) -> None:
        self._help.say(
            _(
                "Four words made by chance. Write them on paper. Hyphens or spaces, capitals or "
                "not: later, all will do."
            )
            if self.is_drawn
            else _("Write it on paper exactly as it is here, with its capitals and spaces.")
        )
