"""The counsellor's door: the duty to report, what not to do, what to write down. No import."""

from __future__ import annotations

from keepsafe.desktop.widgets import (
    Bullet,
    ContactCard,
    EmergencyCard,
    ExpandingDetails,
    Note,
    Page,
    SourceLine,
    prose,
)
from keepsafe.i18n import _


class Student(Page):
    """The guidance for staff, the duty first; what is for some cases only is folded."""

    key = "student"

    def build(self) -> None:
        """Show what counts now, and fold the rest."""
        text = self.session.text("start")
        if text is None:
            return
        thanks, first_things, danger, *_numbers = self.session.filled(text).strip().split("\n\n")
        self.title(text.title)
        self.lead(thanks)
        self._add_duty()
        self.heading(_("What to do first"))
        self.prose(first_things)
        contacts = self.session.contacts
        self.heading(_("For the student"))
        self.say(danger)
        self.add(EmergencyCard(contacts.emergency))
        for line in contacts.thinks_of_dying:
            self.add(ContactCard(line, self.session.copy))
        self._add_in_full("must-not")
        self._add_in_full("write-down")
        for name in ("device-custody", "seen-by-accident"):
            card = self.session.text(name)
            if card is not None:
                self.add(ExpandingDetails(card.title, prose(self.session.filled(card))))

    def _add_duty(self) -> None:
        text = self.session.text("report-duty")
        if text is None:
            return
        warning, _gap, rest = self.session.filled(text).strip().partition("\n\n")
        note = Note(f"## {text.title}\n\n{warning}", icon="flag")
        self.add(note)
        school, tongue = self.session.country.school, self.session.language
        self.say(school.duty.says.in_language(tongue))
        self.add(SourceLine(school.duty, text.title))
        rules = [Bullet(rule) for rule in school.rules.in_language(tongue)]
        country = self.session.country.name.in_language(tongue)
        self.add(
            ExpandingDetails(
                _("More rules: {country}").format(country=country),
                [*rules, SourceLine(school, country)],
            )
        )
        self.add(ExpandingDetails(_("More about the duty"), prose(rest)))

    def _add_in_full(self, name: str) -> None:
        text = self.session.text(name)
        if text is not None:
            self.heading(text.title)
            self.prose(self.session.filled(text))
