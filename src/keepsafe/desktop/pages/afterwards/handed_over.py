"""Who took the file, so that it can be asked about later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.case.entries import Happening
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.widgets import Bullet, DateField, LineField, Page
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_FIELDS = ("officer", "agency", "file_number", "method", "day")


class HandedOver(Page):
    """Five fields, none of which must be filled in."""

    key = "handed-over"

    def build(self) -> None:
        """Show what was noted before, and the fields."""
        self.title(_("Note who took the file"))
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        if vault is None or not finished:
            self.say(_("No file was made yet."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        self._seals = vault.record.set_of(finished[-1])
        if is_kept := just_kept(self.session).page == self.key:
            self.note(_("Kept."), "circle-check")
        else:
            self.lead(_("Write down what you know. It helps when you ask about it later."))
        for given in vault.record.handovers:
            told = (given.officer, given.agency, given.file_number, given.method)
            who = shown(", ".join(text for text in told if text))
            self.add(
                Bullet(
                    _("{day}, file {number}: {who}").format(
                        day=self.day(given.day or given.entry.at[:10]), number=given.seal, who=who
                    )
                )
            )
        if is_kept:
            self.primary(_("What happens next"), lambda: self._leave("what-next"), "arrow-right")
            self.quiet(_("Add another"), lambda: self._leave(self.key), "plus")
            return
        self.add(LineField("officer", _("The officer's name")))
        self.add(LineField("agency", _("Their police force or office")))
        self.add(LineField("file_number", _("The report or file number"), exact=True))
        self.add(
            LineField("method", _("How you gave it"), hint=_("Such as: on a stick, at the desk."))
        )
        self.add(DateField("day", _("The day you gave it")))
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Skip this for now"), lambda: self.go("afterwards"))

    def _keep(self) -> None:
        given = {name: self.value(name).strip() for name in _FIELDS}
        if not any(given.values()):
            self.trouble(_("Nothing is filled in yet. You can skip this."))
            return
        numbers = [seal.number for seal in self._seals]

        def work(vault: Vault, actor: str, _watch: Watch) -> None:
            vault.log([Happening("handed-over", {"seal": n, **given}, actor) for n in numbers])

        self.keep(work)

    def kept(self, result: object) -> None:
        """Say so, and show it among those that were noted."""
        just_kept(self.session).remember(self.key, result)
        self.go(self.key)

    def _leave(self, key: str) -> None:
        just_kept(self.session).forget()
        self.go(key)
