"""Pages that so far only show their card of the guidance."""

from __future__ import annotations

from typing import ClassVar

from keepsafe.desktop.widgets import Page
from keepsafe.i18n import _


class CardPage(Page):
    """Shows one card, and goes on."""

    name: ClassVar[str] = ""

    def build(self) -> None:
        """Show the card."""
        self.card(self.name)
        self.primary(_("Continue"), self.go_on, "arrow-right")


class Afterwards(CardPage):
    """Step 10."""

    key = "afterwards"
    name = "step-10-afterwards"


class Student(Page):
    """The counsellor's door: the guidance for staff."""

    key = "student"

    def build(self) -> None:
        """Show the cards for staff, one after the other."""
        self.card("start")
        for name in ("must-not", "write-down", "report-duty", "device-custody", "seen-by-accident"):
            text = self.session.text(name)
            if text is not None:
                self.heading(text.title)
                self.prose(self.session.filled(text))
