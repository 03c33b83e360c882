"""Look after a case: read every byte, copy it to another disk, let someone in, let it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.widgets import Bullet, Button, ExpandingDetails, Page, SecretField, Words
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.copying import CaseCopy
    from keepsafe.vault.ledger import Problem
    from keepsafe.vault.vault import Vault


class CaseCare(Page):
    """Each thing says what it does before it does it."""

    key = "case-care"

    def build(self) -> None:
        """Show the ways."""
        self.title(_("Look after what is kept"))
        vault = self.session.vault
        if vault is None:
            self.say(_("Nothing is kept yet."))
            return
        self.say(_("Check everything once, to see that it is still what you saved."))
        self.primary(_("Check everything"), self._check, "file-check")
        self.quiet(_("Copy the case to another disk"), self._copy, "copy")
        self.quiet(_("Back to Afterwards"), lambda: self.go("afterwards"), "arrow-left")
        self._password = SecretField(
            "their-password",
            _("A password for them"),
            hint=_("They choose it. It opens everything that is kept here."),
        )
        let_in = Button(_("Let them in"), self._let_in, icon="users-round")
        self.add(ExpandingDetails(_("Let someone else open this too"), [self._password, let_in]))
        password = Button(_("Password and recovery code"), lambda: self.go("settings"), icon="lock")
        let_go = Button(_("Let the case go"), lambda: self.go("let-go"), icon="trash-2")
        told = Words(_("When it is all over, the case can be deleted from this computer."))
        self.add(ExpandingDetails(_("Password, or letting the case go"), [password, told, let_go]))

    def _check(self) -> None:
        vault = self.session.vault
        assert vault is not None  # noqa: S101  # there is no button without
        self.run(vault.check, self._checked, _("Reading every byte"))

    def _checked(self, result: object) -> None:
        problems = cast("list[Problem]", result)
        if not problems:
            self.say(_("Everything is there, and is what you saved."), "strong")
        for problem in problems:
            self.add(Bullet(problem.sentence))

    def _copy(self) -> None:
        folder = pick_place(self, _("The disk or folder for the copy"))
        vault = self.session.vault
        if not folder or vault is None:
            return
        from keepsafe.vault.places import warnings_about  # noqa: PLC0415  # late, for the start

        for warning in warnings_about(folder):
            self.note(warning)

        def work(watch: Watch) -> CaseCopy:
            from keepsafe.vault.copying import copy_case  # noqa: PLC0415  # late

            return copy_case(vault, folder, watch)

        self.run(work, self._copied, _("Copying"))

    def _copied(self, result: object) -> None:
        from keepsafe.bundle.delivering import safe_to_pull  # noqa: PLC0415  # late

        copy = cast("CaseCopy", result)
        self.say(_("Copied to: {file}").format(file=copy.path), "strong")
        for sentence in (
            copy.sentence,
            safe_to_pull(copy.path),
            _("The same password and recovery code open it, also if you change them here later."),
        ):
            if sentence:
                self.say(sentence)
        if copy.problems:
            self.say(_("What is damaged in the case is damaged in the copy too."))

    def _let_in(self) -> None:
        password = self._password.value
        if not password:
            self._password.trouble(_("The password is empty. Four words are a good one."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            vault.let_in(password, actor)
            return "let-in"

        self.keep(work, saying=_("Letting them in"))

    def kept(self, result: object) -> None:
        """Say that another password opens the case now."""
        if result == "let-in":
            self._password.fill("")
            self._password.trouble()
            self.say(_("Their password opens this now, on the page Unlock."), "strong")
