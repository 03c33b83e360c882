"""Secret words as people copy them by hand: numbered, in letters that cannot be mistaken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.fields import exact_font
from keepsafe.desktop.widgets.text import Words
from keepsafe.desktop.widgets.which_secret import Secret
from keepsafe.i18n import _


class WordsGrid(QFrame):
    """Words in two columns, each with its number, in the colour of the `secret` they are."""

    def __init__(self, words: Sequence[str], secret: Secret, columns: int = 2) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("secret", secret.key)
        self.setAccessibleName(secret.name)
        grid = QGridLayout(self)
        grid.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        grid.setHorizontalSpacing(4 * UNIT)
        grid.setVerticalSpacing(UNIT)
        rows = -(-len(words) // columns)
        for index, word in enumerate(words):
            cell = QHBoxLayout()
            cell.setSpacing(UNIT)
            number = Words(f"{index + 1}.", "soft")
            number.setWordWrap(False)
            shown = Words(word)
            shown.setWordWrap(False)
            shown.setFont(exact_font(self.font()))
            shown.setProperty("kind", "exact")
            shown.setAccessibleName(_("Word {number}: {word}").format(number=index + 1, word=word))
            cell.addWidget(number)
            cell.addWidget(shown, 1)
            grid.addLayout(cell, index % rows, index // rows)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
