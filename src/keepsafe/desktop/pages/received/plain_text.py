"""A text that is only read, and never taken for markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.fields import exact_font

_HEIGHT = 48 * UNIT


class PlainText(QPlainTextEdit):
    """A box with a text in a face of one width, to read, mark and copy."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(name)
        font = exact_font(self.font())
        font.setPointSizeF(self.font().pointSizeF())
        self.setFont(font)
        self.setFixedHeight(_HEIGHT)
