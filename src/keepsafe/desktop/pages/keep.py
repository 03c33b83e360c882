"""The one page about a password: it comes at the first thing worth keeping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from keepsafe.desktop.widgets import (
    Button,
    ExpandingDetails,
    Flow,
    Page,
    SecretField,
    Words,
)
from keepsafe.formats import words
from keepsafe.i18n import _
from keepsafe.vault.places import warnings_about

_SUGGESTED = 4
_SHORT = 8


class Keep(Page):
    """Four words are already filled in; another password can be typed in their place."""

    key = "keep"

    def build(self) -> None:
        """Suggest a password."""
        self._short = ""
        self.title(_("Choose a password"))
        self.lead(
            _("What you save is locked with it. It opens Keepsafe on this computer, and only here.")
        )
        language: Any = self.session.language
        suggested = "-".join(words.generate(language, _SUGGESTED))
        self._password = self.add(
            SecretField(
                "password",
                _("Your password"),
                shown=True,
                hint=_("Four words made by chance are filled in for you. Write down what you use."),
            )
        )
        self._password.fill(suggested)
        self._password.entered.connect(self._use)
        for warning in warnings_about(self.session.place_of_new_case):
            self.note(warning)
        self.say(
            _(
                "If you lose it, the recovery code on the next page opens this too. "
                "Nobody else can open it, not even we."
            ),
            "soft",
        )
        place = Words(
            _("A locked folder in: {folder}").format(folder=self.session.place_of_new_case)
        )
        row = Flow()
        row.addWidget(Button(_("Another place"), self._choose_place, icon="folder-open"))
        where = ExpandingDetails(
            _("Where it is saved"), [place], opened=self.session.other_place is not None
        )
        where.column.addLayout(row)
        self.add(where)
        self._main = self.primary(_("Use these"), self._use, "lock")
        self.quiet(_("My own"), self._own)

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where to save it"))
        if chosen:
            self.session.other_place = Path(chosen)
            self.session.retold.emit()

    def _own(self) -> None:
        self._password.fill("")
        self._main.say(_("Use this one"))
        self._password.setFocus()

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
        job.succeeded.connect(lambda _made: self.go("recovery"))
        self.watch(job)
