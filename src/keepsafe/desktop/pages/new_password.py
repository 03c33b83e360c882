"""Another password for the case that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.steps import is_place
from keepsafe.desktop.pages.suggested_field import SuggestedField
from keepsafe.desktop.suggested import Suggested
from keepsafe.desktop.widgets import Page, SecretField
from keepsafe.formats.words import read_password
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_LOST = "lost"


class NewPassword(Page):
    """Four new words are filled in; another can be typed in their place."""

    key = "new-password"

    def build(self) -> None:
        """Suggest one, or say that it is changed."""
        if just_kept(self.session).page == self.key:
            self._build_changed()
            return
        self._lost = bool(self.session.drafts.get(self.key, _LOST))
        self.title(_("Choose a new password") if self._lost else _("Change the password"))
        if self._lost:
            self.lead(
                _(
                    "You are in, and nothing is lost. The old password does not work any more "
                    "once there is a new one."
                )
            )
        self._password = self.add(
            SuggestedField(self.session, "new-password", _("The new password"))
        )
        self._again = self.add(
            SecretField(
                "new-password-again",
                _("Type it again, from your paper"),
                shown=True,
                hint=_("Until then the old one stays. So you can see that the paper is right."),
            )
        )
        self._again.entered.connect(self._use)
        self._password.entered.connect(self._again.setFocus)
        self.note(
            _("A new password does not lock out someone who already copied this folder."), "info"
        )
        self.primary(_("Change the password"), self._use, "lock")
        self.quiet(_("Other words"), self._password.draw_others)
        self.quiet(_("Leave it as it is"), self._leave)

    def _leave(self) -> None:
        Suggested.forget(self.session)
        self.session.drafts.clear(self.key)
        self.go(self._back())

    def _back(self) -> str:
        """Return the page to go back to: after a lost password, where one was before."""
        if not self._lost:
            return "settings"
        place = self.session.place
        return place if is_place(place) and place != "doors" else "home"

    def _use(self) -> None:
        password = self._password.value
        if not password:
            self._password.trouble(_("The password is empty. Four words are a good one."))
            return
        self._password.trouble()
        again = self._again.value
        if not again:
            self._again.trouble(_("Type the new password here too. Nothing is changed yet."))
            self._again.setFocus()
            return
        if password != again and password not in read_password(again):
            self._again.trouble(_("The two are not the same. Look at the paper: nothing changed."))
            self._again.setFocus()
            return

        ended = _LOST if self._lost else ""

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            vault.change_password(password, actor)
            return ended

        self.keep(work, saying=_("Changing the password"))

    def kept(self, result: object) -> None:
        """Forget what is now the password, and say that it is one."""
        Suggested.forget(self.session)
        just_kept(self.session).remember(self.key, result)
        self.session.retold.emit()

    def _build_changed(self) -> None:
        self._lost = just_kept(self.session).id == _LOST
        self.title(_("Your password is changed"))
        self.lead(_("Only the new one opens this from now on. The recovery code stays the same."))
        self.primary(_("Continue"), self._go_on, "arrow-right")

    def _go_on(self) -> None:
        just_kept(self.session).forget()
        self.go(self._back())
