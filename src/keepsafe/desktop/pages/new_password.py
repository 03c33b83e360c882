"""Another password for the case that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.suggested import Suggested
from keepsafe.desktop.widgets import Page, SecretField
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault


class NewPassword(Page):
    """Four new words are filled in; another can be typed in their place."""

    key = "new-password"

    def build(self) -> None:
        """Suggest one."""
        self._lost = bool(self.session.drafts.get(self.key, "lost"))
        self.title(_("Choose a new password") if self._lost else _("Change the password"))
        if self._lost:
            self.lead(
                _(
                    "You are in, and nothing is lost. The old password does not work any more "
                    "once there is a new one."
                )
            )
        self._suggested = Suggested.of(self.session)
        self._password = self.add(
            SecretField(
                "new-password",
                _("The new password"),
                shown=True,
                hint=_("These four words were made by chance, for you. Write them down."),
            )
        )
        self._password.fill(self._suggested.now)
        self._password.changed.connect(self._suggested.keep)
        self._password.entered.connect(self._use)
        self.note(
            _("A new password does not lock out someone who already copied this folder."), "info"
        )
        self.primary(_("Use this one"), self._use, "lock")
        self.quiet(_("Other words"), self._others)
        self.quiet(_("Leave it as it is"), self._leave)

    def _others(self) -> None:
        self._password.trouble()
        self._password.fill(self._suggested.draw(self.session.language))

    def _leave(self) -> None:
        Suggested.forget(self.session)
        self.session.drafts.clear(self.key)
        self.go("home" if self._lost else "settings")

    def _use(self) -> None:
        password = self._password.value
        if not password:
            self._password.trouble(_("The password is empty. Four words are a good one."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> None:
            vault.change_password(password, actor)

        self.keep(work, saying=_("Changing the password"))

    def kept(self, _result: object) -> None:
        """Forget what is now the password."""
        Suggested.forget(self.session)
        self.go("home" if self._lost else "settings")
