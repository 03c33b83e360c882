"""Step 1: is everyone safe tonight? Three questions, none of which must be answered."""

from __future__ import annotations

from keepsafe.desktop.widgets import (
    ContactCard,
    CountryField,
    EmergencyCard,
    Page,
    Words,
    YesNoRow,
    sections,
)
from keepsafe.desktop.widgets.country import is_unknown
from keepsafe.desktop.widgets.text import blocks, prose
from keepsafe.i18n import _

_DYING = 1
"""Which section of the card is about thinking of dying: there are lines made for that."""
_MONEY = 3
"""Which section of the card is about money: the bank helps there, not a crisis line."""


class SafeTonight(Page):
    """The words and the numbers are the guidance's; a yes opens what helps."""

    key = "safe"

    def build(self) -> None:
        """Make a row of every section of the card."""
        text = self.session.text("step-1-safe")
        if text is None:
            return
        self.title(text.title)
        found = sections(self.session.filled(text))
        for kind, words in blocks(found[0][1]):
            if kind == "body":  # its list of numbers is the cards below
                self.say(words)
        self.add(EmergencyCard(self.session.contacts.emergency))
        for number, (heading, body) in enumerate(found[1:], start=1):
            inside = list(prose(body))
            if number < _MONEY:
                if is_unknown(self.session):
                    inside.append(CountryField(self.session, f"country-{number}"))
                inside.append(EmergencyCard(self.session.contacts.emergency))
                contacts = self.session.contacts
                lines = contacts.thinks_of_dying if number == _DYING else contacts.crisis[:1]
                inside += [ContactCard(line, self.session.copy) for line in lines]
            self.add(YesNoRow(f"safe-{number}", heading, inside))
        self.say(_("You can go on without an answer."), "soft")
        self.say(
            _("These answers stay out of the file for police, unless they are put there later."),
            "small",
        )
        self.primary(_("Continue"), self.go_on, "arrow-right")
        if self.session.role == "parent":
            self._add_card(_("What can I say to my child?"), "what-to-say-to-your-child")
        elif self.session.role == "young-person":
            self._add_card(_("How do I tell a parent?"), "what-to-say-to-a-parent")

    def _add_card(self, summary: str, name: str) -> None:
        from keepsafe.desktop.widgets import ExpandingDetails  # noqa: PLC0415

        text = self.session.text(name)
        if text is not None:
            inside = [Words(text.title, "heading"), *prose(self.session.filled(text))]
            self.add(ExpandingDetails(summary, inside))
