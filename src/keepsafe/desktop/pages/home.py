"""You can stop here: what comes next, whenever that is, and what is kept so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.counted import counted, those_there
from keepsafe.desktop.pages.steps import is_place, step
from keepsafe.desktop.widgets import ListCard, Page
from keepsafe.i18n import _, ngettext

if TYPE_CHECKING:
    from keepsafe.case.record import Record


class Home(Page):
    """Counts, not pictures."""

    key = "home"

    def build(self) -> None:
        """Show the card, what comes next and the counts."""
        self.card("you-can-stop-here")
        vault = self.session.vault
        if vault is None:
            return
        record = vault.record
        following = step(self._following(record))
        self.heading(_("When you come back"))
        waiting = []
        if self.session.recovery_code:
            waiting.append(_("The recovery code is not on paper yet. It takes a minute."))
        if any(seal.open for seal in record.seals):
            waiting.append(_("The file for police was begun and not finished. Nothing is lost."))
        waiting.append(_("The next step: {step}").format(step=following.name))
        self.add(ListCard(waiting))
        self.heading(_("What is kept so far"))
        self.add(ListCard(_counts(record)))
        for problem in vault.problems:
            self.note(problem.sentence)
        words = _("Go on: {step}").format(step=following.name)
        self.primary(words, lambda: self.go(following.key), "arrow-right")
        if self.session.recovery_code:
            self.quiet(_("Copy the recovery code"), lambda: self.go("recovery"), "key-round")
        if any(seal.open for seal in record.seals):
            self.quiet(_("Look at it now"), lambda: self.go("make-file"), "file-lock")
        self.quiet(_("Lock"), self.session.lock, "lock")

    def _following(self, record: Record) -> str:
        """Return the page to go on at: the one left last, else the first with nothing in it."""
        before = self.session.came_from
        if is_place(before) and before not in (self.key, "doors"):
            return before
        if any(seal.code for seal in record.seals):
            return "afterwards"
        if not record.accounts:
            return "who"
        return "look-over" if record.exhibits else "screenshots"


def _counts(record: Record) -> list[str]:
    files = sum(exhibit.removed is None for exhibit in record.exhibits)
    pointers = len(record.pointers)
    told = counted(files, len(record.accounts), len(record.payments), len(record.notes))
    left = ngettext(
        "{count} private picture, left where it is",
        "{count} private pictures, left where they are",
        pointers,
    )
    return [*told, *those_there([(pointers, left)])] or [_("Nothing is kept yet.")]
