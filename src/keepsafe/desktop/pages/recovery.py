"""The recovery code, once: to be written down, and two of its words given back."""

from __future__ import annotations

import random

from keepsafe.desktop.widgets import LineField, Page, WordsGrid
from keepsafe.formats.words import plain
from keepsafe.i18n import _


class Recovery(Page):
    """Shows the eight words; they are forgotten here when two were given back."""

    key = "recovery"

    def build(self) -> None:
        """Show the words, or that all is done."""
        code = self.session.recovery_code
        if not code:
            self._done()
            return
        self.title(_("Copy these eight words on paper"))
        self.lead(
            _("They open what you saved if the password is lost. Keep the paper somewhere safe.")
        )
        self._words = code.split("-")
        self.add(WordsGrid(self._words, _("The recovery code")))
        # The same two as long as this code is shown, also after a change of language.
        self._asked = sorted(random.Random(code).sample(range(len(self._words)), 2))  # noqa: S311
        self.say(_("Then type two of them here, from your paper."))
        self._fields = {
            index: self.add(LineField(f"word-{index}", _("Word {number}").format(number=index + 1)))
            for index in self._asked
        }
        self.primary(_("Done"), self._check, "check")
        self.quiet(_("Later"), self.go_on_from_here)

    def _check(self) -> None:
        for index in self._asked:
            field = self._fields[index]
            field.trouble()
            if plain(field.value.strip())[:4] != self._words[index][:4]:
                sentence = _("That is not word {number}. Look at your paper again.")
                field.trouble(sentence.format(number=index + 1))
                field.setFocus()
                return
        self.session.recovery_code = ""
        self.session.drafts.clear(self.key)
        self.session.write_desk()
        self.session.retold.emit()

    def _done(self) -> None:
        self.title(_("Saved on this computer. Nothing was sent."))
        self.say(_("It is locked. You can stop at any time; next time opens where you were."))
        self.primary(_("Continue"), self.go_on_from_here, "arrow-right")

    def go_on_from_here(self) -> None:
        """Go to what comes after the thing that was kept first."""
        self.go(self.session.after_keeping or "home")
