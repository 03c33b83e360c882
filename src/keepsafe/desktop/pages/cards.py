"""Pages that so far only show their cards of the guidance."""

from __future__ import annotations

from keepsafe.desktop.widgets import Page


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
