"""The recovery code, once: to be written down, and two of its words given back."""

from __future__ import annotations

from keepsafe.desktop import printing
from keepsafe.desktop.widgets import RECOVERY_CODE, AskedBack, Page, WhichSecret, WordsGrid
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
        self.title(RECOVERY_CODE.name)
        self.lead(
            _("It is a spare key: eight words for when the password is lost. Copy them on paper.")
        )
        self.add(WordsGrid(code.split("-"), RECOVERY_CODE))
        self.add(WhichSecret(RECOVERY_CODE))
        self._asked = self.add(AskedBack(code))
        self._asked.entered.connect(self._check)
        for field in self._asked.fields:
            self.draft(field)
        self.primary(_("Done"), self._check, "check")
        if self.session.vault is not None:
            self.quiet(_("Print it"), self._print, "printer")
        self.quiet(_("Later"), self.go_on_from_here)

    def _print(self) -> None:
        from keepsafe.vault.recovery_sheet import recovery_sheet  # noqa: PLC0415  # when asked

        vault = self.session.vault
        if vault is None:
            return
        if not printing.has_printer():
            self.trouble(_("There is no printer here. Copy the words by hand; nothing is lost."))
            return
        sheet = recovery_sheet(vault, self.session.recovery_code)
        if printing.print_sheet(self, RECOVERY_CODE.name, sheet):
            self.trouble(_("Sent to the printer. Look that the page is readable."))

    def _check(self) -> None:
        if not self._asked.check():
            return
        self.session.recovery_code = ""
        self.session.drafts.clear(self.key)
        self.session.write_desk()
        self.session.retold.emit()

    def _done(self) -> None:
        self.title(_("Saved on this computer. Nothing was sent."))
        self.say(_("It is locked. You can stop at any time. Next time, it opens on the same page."))
        self.primary(_("Continue"), self.go_on_from_here, "arrow-right")

    def go_on_from_here(self) -> None:
        """Go to what comes after the thing that was kept first."""
        self.go(self.session.after_keeping or "home")
