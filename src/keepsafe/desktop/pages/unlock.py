"""Unlock: the only page there is when the app starts again, or was left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from keepsafe.desktop.widgets import ExpandingDetails, Page, SecretField
from keepsafe.i18n import _


class Unlock(Page):
    """The password; below it, the recovery code for when it is lost."""

    key = "unlock"

    def build(self) -> None:
        """Ask for the password of the last case."""
        self._folder: Path | None = self.session.preferences.case_to_unlock
        self.title(_("Welcome back"))
        self.lead(_("Type your password to go on where you were."))
        self._password = self.add(SecretField("password", _("Your password")))
        self._password.entered.connect(self._unlock)
        self._recovery = SecretField(
            "recovery",
            _("The eight words of the recovery code"),
            hint=_("The first four letters of each word are enough."),
            shown=True,
        )
        self._recovery.entered.connect(self._unlock)
        self.draft(self._recovery)
        self._lost = self.add(ExpandingDetails(_("I don't have the password"), [self._recovery]))
        self.primary(_("Unlock"), self._unlock, "lock-open")
        self.quiet(_("Another folder"), self._pick, "folder-open")
        self.link(_("Something else"), lambda: self.go("doors"))

    def _pick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("The folder of a case"))
        if chosen:
            self._folder = Path(chosen)
            self._password.setFocus()

    def _unlock(self) -> None:
        if self._folder is None:
            self.trouble(_("Choose the folder of a case first."))
            return
        password, recovery = self._password.value, self._recovery.value
        if password:
            job = self.session.unlock(self._folder, password)
        elif recovery.strip():
            job = self.session.unlock(self._folder, recovery, "recovery")
        else:
            self._password.trouble(_("Type the password first."))
            return
        job.failed.connect(self._refused)
        self.watch(job)

    def _refused(self, error: Exception) -> None:
        self.tell(error)
        self._password.editor.selectAll()
        self._password.setFocus()
