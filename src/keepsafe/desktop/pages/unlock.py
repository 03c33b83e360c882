"""Unlock: the only page there is when the app starts again, or was left."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.widgets import (
    PASSWORD,
    ExpandingDetails,
    Page,
    PickField,
    SecretField,
    Words,
)
from keepsafe.errors import WrongSecretError
from keepsafe.i18n import _
from keepsafe.vault.folder import is_being_deleted, last_used

if TYPE_CHECKING:
    from keepsafe.progress import Watch

_DELETED = "deleted"
_CASE = "case"
"""The draft of which case is to be opened, where it is not the first one."""


class Unlock(Page):
    """The password; below it, the recovery code for when it is lost."""

    key = "unlock"

    def build(self) -> None:
        """Ask for the password of the last case, or offer to finish deleting it."""
        self._cases = self.session.cases
        chosen = self.session.drafts.get(self.key, _CASE)
        self._folder = Path(chosen) if chosen else next(iter(self._cases), None)
        if told := self.session.drafts.get(self.key, _DELETED):
            self._build_deleted(told)
            return
        if self._folder is not None and is_being_deleted(self._folder):
            self._build_unfinished(self._folder)
            return
        self.title(_("Welcome back"))
        self.lead(_("Type your password to go on where you were."))
        self._which: PickField | None = None
        if len(self._cases) > 1:
            self._which = PickField(
                _CASE, _("Which one?"), [(str(root), self._told(root)) for root in self._cases]
            )
            self.add(self._which)
            self._which.changed.connect(self._choose)
        self._password = self.add(
            SecretField(
                "password",
                PASSWORD.name,
                hint=_("Four words? With hyphens or spaces, in capitals or not: all will do."),
            )
        )
        self._password.entered.connect(self._unlock)
        self._recovery = SecretField(
            "recovery",
            _("The eight words of the recovery code"),
            hint=_("The first four letters of each word are enough."),
            shown=True,
        )
        self._recovery.entered.connect(self._unlock)
        self.draft(self._recovery)
        neither = Words(
            _(
                "It is on the paper you wrote or printed when you began. Without the password and "
                "that code, nobody can open what is saved, not even the people who made Keepsafe. "
                "What is on the phone is still there, and you can start anew."
            ),
            "soft",
        )
        self.add(ExpandingDetails(_("I don't have the password"), [self._recovery, neither]))
        if self._folder is not None and self._folder not in self._cases:
            from keepsafe.desktop.widgets.told import shown_path  # noqa: PLC0415  # late

            where = _("In the folder: {folder}").format(folder=shown_path(self._folder))
            self.say(where, "soft")
        self.primary(_("Unlock"), self._unlock, "lock-open")
        self.quiet(_("It is in another folder"), self._pick, "folder-open")
        self._another = self.quiet(
            _("Another one saved on this computer"), self._take_another, "folder-lock"
        )
        self._another.hide()  # until the password did not open the chosen one
        self.link(_("Go to the first page without unlocking"), lambda: self.go("doors"), "house")

    def _pick(self) -> None:
        chosen = pick_place(self, _("The folder of a case"))
        if chosen:
            self.session.draft(self.key, _CASE, str(chosen))
            self.session.retold.emit()

    def _told(self, root: Path) -> str:
        """Return how one case is told from another: nothing of what is in it can be known."""
        used = datetime.fromtimestamp(last_used(root)).astimezone().strftime("%Y-%m-%d %H:%M")
        return _("Last used: {day}").format(day=self.day(used))

    def _choose(self, case: str) -> None:
        self._folder = Path(case)
        if is_being_deleted(self._folder):  # then something else is asked
            self.session.retold.emit()

    def _others(self) -> list[Path]:
        """Return the other cases that can be opened, those after the chosen one first."""
        at = self._cases.index(self._folder) + 1 if self._folder in self._cases else 0
        turned = [*self._cases[at:], *self._cases[:at]]
        return [root for root in turned if root != self._folder and not is_being_deleted(root)]

    def _take_another(self) -> None:
        """Try on the next case what was typed."""
        others = self._others()
        if others:
            self._folder = others[0]
            self.session.draft(self.key, _CASE, str(self._folder))
            if self._which is not None:
                self._which.fill(str(self._folder))
            self._unlock()

    def _unlock(self) -> None:
        if self._folder is None:
            self.trouble(_("Choose the folder of a case first."))
            return
        password, recovery = self._password.value, self._recovery.value.strip()
        if recovery:  # it is only asked for when the password is lost, whatever was tried before
            self._recovery.trouble()
            job = self.session.unlock(self._folder, recovery, "recovery")
            # The page is gone by then; the session and its drafts are not.
            session = self.session
            job.succeeded.connect(lambda _opened: session.draft("new-password", "lost", "yes"))
            job.succeeded.connect(lambda _opened: session.go("new-password"))
        elif password:
            job = self.session.unlock(self._folder, password)
        else:
            self._password.trouble(_("Type the password first."))
            return
        job.failed.connect(self._refused)
        self.watch(job)

    def _refused(self, error: Exception) -> None:
        self.tell(error)
        if isinstance(error, WrongSecretError) and self._others():
            self._another.show()
        field = self._recovery if self._recovery.value.strip() else self._password
        field.editor.selectAll()
        field.setFocus()

    # --- A case that was being deleted -----------------------------------------------------------

    def _build_unfinished(self, folder: Path) -> None:
        self.title(_("One thing to finish"))
        self.lead(
            _(
                "You asked to delete the case {name}, and that was interrupted. What is left of it "
                "cannot be opened any more."
            ).format(name=folder.name)
        )
        self.primary(_("Finish deleting it"), lambda: self._erase(folder), "trash-2")
        if others := self._others():
            self.quiet(_("Another one saved on this computer"), lambda: self._turn_to(others[0]))
        self.quiet(_("Not now"), lambda: self.go("doors"))

    def _turn_to(self, root: Path) -> None:
        self.session.draft(self.key, _CASE, str(root))
        self.session.retold.emit()

    def _erase(self, folder: Path) -> None:
        def work(watch: Watch) -> tuple[str, ...]:
            from keepsafe.vault.erasing import erase  # noqa: PLC0415  # late, for the start

            return erase(folder, watch)

        self.run(work, partial(self._erased, folder), _("Deleting the case"))

    def _erased(self, folder: Path, result: object) -> None:
        left = cast("tuple[str, ...]", result)
        told = _("The case is deleted.")
        if left:
            from keepsafe.desktop.widgets.told import shown, shown_path  # noqa: PLC0415  # late

            told += "\n" + _(
                "Other things lie in the folder {folder}, and were left there: {names}"
            ).format(folder=shown_path(folder), names=shown(", ".join(left)))
        self.session.draft(self.key, _DELETED, told)
        self.session.retold.emit()

    def _build_deleted(self, told: str) -> None:
        deleted, _line, left = told.partition("\n")
        self.title(deleted)
        if left:
            self.say(left)
        self.primary(_("Continue"), self._go_on, "arrow-right")

    def _go_on(self) -> None:
        self.session.drafts.clear(self.key)
        self.go("doors")
