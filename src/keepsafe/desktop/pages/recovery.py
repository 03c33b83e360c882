"""The recovery code, once: to be written down, and two of its words given back."""

from __future__ import annotations

from keepsafe.desktop.widgets import AskedBack, Page, WordsGrid
from keepsafe.i18n import _


class Recovery(Page):
    """Shows the eight words; they are forgotten here when two were given back."""

    key = "recovery"

    def build(self) -> None:
        """Show the words, or that all is done."""
        code = self.session.recovery_code
        if not code:
            self._done()
            return
        self.title(_("Copy these eight words on paper"))
        self.lead(
            _("They open what you saved if the password is lost. Keep the paper somewhere safe.")
        )
        self.add(WordsGrid(code.split("-"), _("The recovery code")))
        self._asked = self.add(AskedBack(code))
        for field in self._asked.fields:
            self.draft(field)
        self.primary(_("Done"), self._check, "check")
        self.quiet(_("Later"), self.go_on_from_here)

    def _check(self) -> None:
        if not self._asked.check():
            return
        self.session.recovery_code = ""
        self.session.drafts.clear(self.key)
        self.session.write_desk()
        self.session.retold.emit()

    def _done(self) -> None:
        self.title(_("Saved on this computer. Nothing was sent."))
        self.say(_("It is locked. You can stop at any time; next time opens where you were."))
        self.primary(_("Continue"), self.go_on_from_here, "arrow-right")

    def go_on_from_here(self) -> None:
        """Go to what comes after the thing that was kept first."""
        self.go(self.session.after_keeping or "home")
