"""Block now: it is OK, and nothing is lost by it."""

from __future__ import annotations

from keepsafe.desktop.widgets import Page
from keepsafe.i18n import _


class BlockNow(Page):
    """The card, and a way to report all the same."""

    key = "block-now"

    def build(self) -> None:
        """Show the card."""
        self.card("block-now")
        self.primary(_("Report now"), lambda: self.go("report-now"), "flag")
        came_from = self.session.came_from
        if came_from:
            self.quiet(_("Go back"), lambda: self.go(came_from))
