"""The pages of step 10 that show the guidance, and whom to turn to."""

from __future__ import annotations

from typing import ClassVar

from keepsafe.desktop.widgets import ContactCard, Page
from keepsafe.i18n import _


class AfterCard(Page):
    """Shows one card, and goes back to the step."""

    name: ClassVar[str] = ""

    def build(self) -> None:
        """Show the card."""
        self.card(self.name)
        self.primary(_("Back to Afterwards"), lambda: self.go("afterwards"), "arrow-left")


class WhatNext(AfterCard):
    """What police often do."""

    key = "what-next"
    name = "what-happens-next"


class PhoneCare(AfterCard):
    """How the phone stays useful."""

    key = "phone-care"
    name = "looking-after-the-phone"


class TakeDown(Page):
    """Services that help to take pictures down: on the phone, by a code for its camera."""

    key = "take-down"

    def build(self) -> None:
        """Show the card, and the services of the country."""
        self.short_card("afterwards-removal")
        for contact in self.session.contacts.removal:
            self.add(ContactCard(contact, self.session.copy))
        self.primary(_("Back to Afterwards"), lambda: self.go("afterwards"), "arrow-left")
