"""Something went wrong that nobody foresaw: said plainly, with nothing lost."""

from __future__ import annotations

from keepsafe.desktop.widgets import Page
from keepsafe.i18n import _


class Trouble(Page):
    """Takes the place of a page that could not be shown."""

    key = "trouble"

    def build(self) -> None:
        """Say what happened."""
        self.title(_("Something went wrong"))
        self.lead(_("What was saved is safe. You can go on."))
        if self.session.mishap:
            self.say(self.session.mishap, "soft")
        self.primary(_("Go on"), lambda: self.go(self.session.came_from or "doors"), "arrow-right")
        if self.session.mishap:
            self.quiet(
                _("Copy these words"), lambda: self.session.copy(self.session.mishap), "copy"
            )
