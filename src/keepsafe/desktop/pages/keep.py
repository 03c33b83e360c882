"""The one page about a password: it comes at the first thing worth keeping."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.pages.suggested_field import SuggestedField
from keepsafe.desktop.suggested import Suggested
from keepsafe.desktop.widgets import (
    PASSWORD,
    Button,
    ExpandingDetails,
    Flow,
    Page,
    WhichSecret,
    Words,
)
from keepsafe.desktop.widgets.told import shown_path
from keepsafe.i18n import _
from keepsafe.vault.folder import last_used
from keepsafe.vault.places import warnings_about

_SHORT = 8
_ANEW = "anew"


class Keep(Page):
    """Four words are already filled in; another password can be typed in their place."""

    key = "keep"

    def build(self) -> None:
        """Suggest a password, or first say that there is a case already."""
        cases = self.session.cases
        if cases and not self.session.drafts.get(self.key, _ANEW):
            self._build_already(cases[0])
            return
        self._short = ""
        self.title(_("Choose your password"))
        self.lead(
            _("What you save is locked with it. It opens Keepsafe on this computer, and only here.")
        )
        self._password = self.add(SuggestedField(self.session, "password", PASSWORD.name))
        self._password.changed.connect(self._typed_own)
        self._password.entered.connect(self._use)
        self.add(WhichSecret(PASSWORD))
        for warning in warnings_about(self.session.place_of_new_case):
            self.note(warning)
        self.say(
            _(
                "If you lose it, the recovery code on the next page opens this too. "
                "Nobody else can open it, not even the people who made Keepsafe."
            ),
            "soft",
        )
        place = Words(
            _("A locked folder in: {folder}").format(
                folder=shown_path(self.session.place_of_new_case)
            )
        )
        row = Flow()
        row.addWidget(Button(_("Another place"), self._choose_place, icon="folder-open"))
        where = ExpandingDetails(
            _("Where it is saved"), [place], opened=self.session.other_place is not None
        )
        where.column.addLayout(row)
        self.add(where)
        self._main = self.primary("", self._use, "lock")
        self._name_main()
        self.quiet(_("Other words"), self._others)
        self.quiet(_("My own"), self._own)

    def _build_already(self, case: Path) -> None:
        """Ask first: a second case made unasked would put the first one out of sight."""
        self.title(_("Something is already saved here"))
        used = datetime.fromtimestamp(last_used(case)).astimezone().strftime("%Y-%m-%d")
        self.lead(
            _(
                "Something was saved on this computer before. It was last used on {day}, and opens "
                "with the password of then."
            ).format(day=self.day(used))
        )
        if self.session.waiting is not None:
            self.say(_("If you open it, what you typed just now is saved in it too."))
        self.say(
            _("If you begin a new one, the one of before stays as it is, with its own password."),
            "soft",
        )
        self.primary(_("Open what is saved"), self._open, "lock-open")
        self.quiet(_("Begin a new one"), self._begin_anew, "file-lock")

    def _open(self) -> None:
        Suggested.forget(self.session)  # a page about another password begins with its own
        self.go("unlock")

    def _begin_anew(self) -> None:
        self.session.draft(self.key, _ANEW, "yes")
        self.session.retold.emit()

    def _choose_place(self) -> None:
        chosen = pick_place(self, _("Where to save it"))
        if chosen:
            self.session.other_place = chosen
            self.session.retold.emit()

    def _others(self) -> None:
        self._password.draw_others()
        self._name_main()

    def _name_main(self) -> None:
        self._main.say(_("Use these") if self._password.is_drawn else _("Use this one"))

    def _typed_own(self, typed: str) -> None:
        self._name_main()
        if not typed or len(typed) >= _SHORT:
            self._password.trouble()

    def _own(self) -> None:
        self._password.leave_it_to_the_person()
        self._name_main()

    def _use(self) -> None:
        password = self._password.value
        if not password:
            self._password.trouble(_("The password is empty. Four words are a good one."))
            return
        if len(password) < _SHORT and password != self._short:
            self._short = password
            self._password.trouble(
                _("This is short, so it could be guessed. A longer one is safer, or use it anyway.")
            )
            return
        job = self.session.create(password)
        job.failed.connect(self.tell)
        job.succeeded.connect(self._made)
        self.watch(job)

    def _made(self, _made: object) -> None:
        Suggested.forget(self.session)
        self.session.drafts.clear(self.key)
        self.go("recovery")
