"""Report now: whom to call, with or without anything saved, and words to read out."""

from __future__ import annotations

from keepsafe.desktop.widgets import (
    ContactCard,
    CountryField,
    EmergencyCard,
    ExpandingDetails,
    Page,
    SourceLine,
    Words,
)
from keepsafe.desktop.widgets.country import is_unknown
from keepsafe.desktop.widgets.text import prose
from keepsafe.i18n import _


class ReportNow(Page):
    """Everything on it is the guidance's."""

    key = "report-now"

    def build(self) -> None:
        """Show the contacts, the most fitting first."""
        contacts = self.session.contacts
        self.title(_("Report now"))
        self.lead(_("You can report now, even with nothing saved."))
        if is_unknown(self.session):
            self.column.addWidget(CountryField(self.session))
        self.add(EmergencyCard(contacts.emergency))
        if contacts.emergency.number:
            self.add(SourceLine(contacts.emergency, contacts.emergency.number))
        for name, summary in (
            ("script-call-police", _("Words to read out when you call")),
            ("script-report-online", _("Words for a web form")),
        ):
            text = self.session.text(name)
            if text is not None:
                inside = [Words(text.title, "heading"), *prose(self.session.filled(text))]
                self.add(ExpandingDetails(summary, inside))
        for heading, group in (
            (_("To report"), contacts.reporting),
            (_("To talk to someone"), contacts.crisis),
            (_("To get a picture taken down"), contacts.removal),
        ):
            self.heading(heading)
            for contact in group:
                self.add(ContactCard(contact, self.session.copy))
