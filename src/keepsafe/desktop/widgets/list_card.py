"""A short list in a card: a heading where it has one, its lines, and a quiet way to change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.text import Bullet, Words
from keepsafe.i18n import _, ngettext

MOST_LINES = 6
"""Lines of a list that are shown; then it says how many more there are."""


class ListCard(QFrame):
    """Lines of plain text; `correct` goes to where they can be changed."""

    def __init__(
        self,
        lines: Sequence[str],
        title: str = "",
        correct: Callable[[], object] | None = None,
        most: int = MOST_LINES,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT // 2)
        if title:
            column.addLayout(self._head(title, correct))
        for line in lines[:most]:
            column.addWidget(Bullet(line))
        more = len(lines) - most
        if more > 0:
            told = ngettext("and {count} more", "and {count} more", more).format(count=more)
            column.addWidget(Words(told, "soft"))

    def _head(self, title: str, correct: Callable[[], object] | None) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(Words(title, "strong"), 1)
        if correct is not None:
            button = Button(_("Add or correct"), correct, kind="link", icon="pen-line")
            button.setAccessibleName(_("Add or correct") + f": {title}")
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return head
