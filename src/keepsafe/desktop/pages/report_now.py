"""Report now: whom to call, with or without anything saved, and words to read out."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import Qt

from keepsafe.desktop.widgets import (
    ContactCard,
    CountryField,
    EmergencyCard,
    ExpandingDetails,
    Page,
    SourceLine,
    Words,
)
from keepsafe.desktop.widgets.copy_button import CopyButton
from keepsafe.desktop.widgets.country import is_unknown
from keepsafe.desktop.widgets.text import blocks, prose
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
        self._add_script("script-call-police", _("Words to read out when you call"))
        self._add_script("script-report-online", _("Words for a web form"), to_copy=True)
        for heading, group in (
            (_("To report"), contacts.reporting),
            (_("To talk to someone"), contacts.crisis),
            (_("To get a picture taken down"), contacts.removal),
        ):
            self.heading(heading)
            for contact in group:
                self.add(ContactCard(contact, self.session.copy))

    def _add_script(self, name: str, summary: str, *, to_copy: bool = False) -> None:
        """Offer words to say; those `to_copy` have a button for the lines that are to be sent."""
        text = self.session.text(name)
        if text is None:
            return
        body = self.session.filled(text)
        details = self.add(ExpandingDetails(summary, [Words(text.title, "heading"), *prose(body)]))
        if not to_copy:
            return
        said = list(blocks(body))
        before = list(takewhile(lambda block: block[0] != "bullet", said))
        # The first list is what is to be sent; what comes after is for the person.
        lines = [w for _k, w in takewhile(lambda block: block[0] == "bullet", said[len(before) :])]
        button = CopyButton("\n".join(lines), summary, self.session.copy)
        place = 1 + len(before) + len(lines)  # after the title and these
        details.column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignLeading)
