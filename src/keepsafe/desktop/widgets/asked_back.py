"""Two of several words, asked back: so that what is on the paper is what was shown."""

from __future__ import annotations

import random

from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.fields import LineField
from keepsafe.desktop.widgets.text import Words
from keepsafe.formats.words import plain
from keepsafe.i18n import _

_ASKED = 2
_ENOUGH = 4
"""Letters of a word: the lists tell all their words apart by them."""


class AskedBack(QWidget):
    """Asks for the same two words as long as `password` is shown, after a change of language too.

    Tie `fields` to their drafts with `Page.draft`.
    """

    def __init__(self, password: str) -> None:
        super().__init__()
        self._words = password.split("-")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * UNIT)
        column.addWidget(Words(_("Then type two of them here, from your paper.")))
        asked = random.Random(password).sample(range(len(self._words)), _ASKED)  # noqa: S311
        self._fields = {
            index: LineField(f"word-{index}", _("Word {number}").format(number=index + 1))
            for index in sorted(asked)
        }
        for field in self._fields.values():
            column.addWidget(field)

    @property
    def fields(self) -> list[LineField]:
        """The two fields."""
        return list(self._fields.values())

    def check(self) -> bool:
        """Return whether both are right; say beside the first that is not."""
        for field in self.fields:
            field.trouble()
        for index, field in self._fields.items():
            if plain(field.value.strip())[:_ENOUGH] != self._words[index][:_ENOUGH]:
                sentence = _("That is not word {number}. Look at your paper again.")
                field.trouble(sentence.format(number=index + 1))
                field.setFocus()
                return False
        return True
