"""You can stop here: what is kept so far, and the ways to go on."""

from __future__ import annotations

from keepsafe.desktop.pages.steps import step
from keepsafe.desktop.widgets import Bullet, Note, Page
from keepsafe.i18n import _, ngettext


class Home(Page):
    """Counts, not pictures."""

    key = "home"

    def build(self) -> None:
        """Show the card and the counts."""
        self.card("you-can-stop-here")
        vault = self.session.vault
        if vault is None:
            return
        record = vault.record
        self.heading(_("What is kept so far"))
        kept = [exhibit for exhibit in record.exhibits if exhibit.removed is None]
        for words in (
            ngettext("{count} file", "{count} files", len(kept)).format(count=len(kept)),
            ngettext("{count} account", "{count} accounts", len(record.accounts)).format(
                count=len(record.accounts)
            ),
            ngettext(
                "{count} payment, made or asked for",
                "{count} payments, made or asked for",
                len(record.payments),
            ).format(count=len(record.payments)),
            ngettext("{count} note", "{count} notes", len(record.notes)).format(
                count=len(record.notes)
            ),
        ):
            self.add(Bullet(words))
        if self.session.recovery_code:
            self.add(
                Note(
                    _("The recovery code is not on paper yet. It takes a minute."), icon="key-round"
                )
            )
            self.quiet(_("Copy the recovery code"), lambda: self.go("recovery"), "key-round")
        if any(seal.open for seal in record.seals):
            self.note(
                _("The file for police was begun and not finished. Nothing is lost."), "clock"
            )
            self.quiet(_("Look at it now"), lambda: self.go("make-file"), "file-lock")
        for problem in vault.problems:
            self.note(problem.sentence)
        before = self.session.came_from
        if before and before != self.key:
            words = _("Go on: {step}").format(step=step(before).name)
            self.primary(words, lambda: self.go(before), "arrow-right")
        self.quiet(_("Lock"), self.session.lock, "lock")
