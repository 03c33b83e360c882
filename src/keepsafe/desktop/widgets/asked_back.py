"""Two of several words, asked back: so that what is on the paper is what was shown."""

from __future__ import annotations

import random

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.fields import LineField
from keepsafe.desktop.widgets.text import Words
from keepsafe.formats.words import plain
from keepsafe.i18n import _

_ASKED = 2


class AskedBack(QWidget):
    """Asks for the same two words as long as `password` is shown, after a change of language too.

    Tie `fields` to their drafts with `Page.draft`.
    """

    entered = Signal()
    """Enter was pressed in the last of the fields; in one before it, the next gets the keyboard."""

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
        first, last = self.fields
        first.editor.returnPressed.connect(last.setFocus)
        last.editor.returnPressed.connect(self.entered)

    @property
    def fields(self) -> list[LineField]:
        """The two fields."""
        return list(self._fields.values())

    def check(self) -> bool:
        """Return whether both are right, whole; say beside each that is not, and leave it typed.

        Four letters would be enough to open a file. But what is read back here is the paper, and
        a paper with half a word, or another one, is found out now and not at the worst time.
        """
        wrong = []
        for index, field in self._fields.items():
            typed = "".join(plain(field.value).split())
            right = typed == self._words[index]
            sentence = (
                _("That is not word {number}. Look at your paper again.")
                if typed
                else _("Word {number} is still empty.")
            )
            field.trouble("" if right else sentence.format(number=index + 1))
            if not right:
                wrong.append(field)
        if wrong:
            wrong[0].setFocus()
        return not wrong
