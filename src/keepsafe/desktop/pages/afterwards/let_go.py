"""Let a case go when it is over: what still stands against it, and the deletion itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from keepsafe.desktop.choosing import pick_sealed
from keepsafe.desktop.making import places
from keepsafe.desktop.widgets import Bullet, LineField, Page
from keepsafe.i18n import _
from keepsafe.vault.folder import is_being_deleted

if TYPE_CHECKING:
    from keepsafe.bundle.retiring import Standing
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault


class LetGo(Page):
    """Nothing is deleted before the file was looked at and the case's code typed."""

    key = "let-go"

    def build(self) -> None:
        """Ask for the file for police first."""
        self.title(_("Let the case go"))
        self.lead(
            _(
                "This deletes everything that is kept here, for good. Do it only when it is all "
                "over. Nothing is deleted yet."
            )
        )
        vault = self.session.vault
        if vault is None:
            self.say(_("Nothing is kept yet."))
            return
        self._code: LineField | None = None
        self.say(_("First, show the file for police, so that Keepsafe can see it is whole."))
        there = [path for path in places(self.session) if path.is_file()]
        if there:
            self._main = self.primary(_("Check the file"), lambda: self._look(there), "file-check")
            self.quiet(_("It is in another place"), self._pick, "folder-open")
        else:
            self._main = self.primary(_("Choose the file"), self._pick, "file-check")
        self.quiet(_("I have no file"), lambda: self._look([]))
        self.quiet(_("Leave it as it is"), lambda: self.go("case-care"))

    def _pick(self) -> None:
        chosen = pick_sealed(self, _("The file for police"))
        if chosen:
            self._look(chosen)

    def _look(self, files: list[Path]) -> None:
        vault = self.session.vault
        assert vault is not None  # noqa: S101  # there is no button without

        def work(watch: Watch) -> Standing:
            from keepsafe.bundle.retiring import standing  # noqa: PLC0415  # late, for the start

            return standing(vault, files, watch)

        self.run(work, self._looked, _("Checking"))

    def _looked(self, result: object) -> None:
        from keepsafe.bundle.retiring import cannot_promise  # noqa: PLC0415  # late

        vault, standing = self.session.vault, cast("Standing", result)
        if vault is None:
            return
        if standing.missing:
            self.say(_("What is missing before the case can go:"), "strong")
        else:
            self.say(
                _("The file for police is whole, and was handed over. The case can go."), "strong"
            )
        for sentence in standing.missing:
            self.add(Bullet(sentence))
        if self._code is not None:
            return
        for sentence in cannot_promise():
            self.say(sentence, "soft")
        label = _("To delete it for good, type its code: {code}").format(code=vault.record.code)
        self._code = LineField("code", label, exact=True)
        self.column.addWidget(self._code)
        words = _("Delete it all the same") if standing.missing else _("Delete the case")
        self.quiet(words, self._delete, "trash-2")
        self._main.hide()

    def _delete(self) -> None:
        typed = self._code.value if self._code is not None else ""

        def work(vault: Vault, _actor: str, watch: Watch) -> str:
            from keepsafe.bundle.retiring import delete_case  # noqa: PLC0415  # late, for the start

            return "\n".join(delete_case(vault, typed, watch))

        self.session.jobs.wait("desk")  # or a draft would be written into what is deleted
        job = self.session.keep(work, self.key, saying=_("Deleting the case"))
        if job is not None:
            job.failed.connect(self._stopped)
            self.watch(job)

    def _stopped(self, _error: Exception) -> None:
        """Go where deleting can be finished, when it was stopped in the middle."""
        vault = self.session.vault
        if vault is not None and is_being_deleted(vault.root):
            self.session.lock()

    def kept(self, _result: object) -> None:
        """Begin anew: there is no case any more."""
        self.session.lock()
        self.go("doors")
