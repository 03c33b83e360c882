"""Which files lie in a folder: the name of each, what it is, and where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.notes import Icon
from keepsafe.desktop.widgets.text import Words
from keepsafe.i18n import _


class LyingFiles(QFrame):
    """A card with a row for each (icon, name, what it is); `folder` is "" where it is unknown."""

    def __init__(self, files: Sequence[tuple[str, str, str]], folder: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        """To add what can be done with them."""
        self.column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        self.column.setSpacing(2 * UNIT)
        for icon, name, what in files:
            row = QHBoxLayout()
            row.setSpacing(2 * UNIT)
            row.addWidget(Icon(icon), 0, Qt.AlignmentFlag.AlignTop)
            text = QVBoxLayout()
            text.setSpacing(UNIT // 4)
            text.addWidget(Words(name, "strong"))
            text.addWidget(Words(what, "soft"))
            row.addLayout(text, 1)
            self.column.addLayout(row)
        if folder:
            self.column.addWidget(Words(_("In the folder: {folder}").format(folder=folder)))
