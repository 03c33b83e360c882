"""A box to tick, whose edge and mark are seen in every set of colours and at every size."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle, QStyleOptionButton

from keepsafe.desktop.theme import icons
from keepsafe.desktop.widgets.text import typeset


class Tick(QCheckBox):
    """A check box; the style draws its square, and this the mark in it."""

    def __init__(self, label: str) -> None:
        super().__init__(typeset(label))
        self.setAccessibleName(label)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """Draw the mark in the colour of words on the accent."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        square = QRectF(self.style().subElementRect(part, option, self))
        painter = QPainter(self)
        colour = QApplication.palette().color(QPalette.ColorRole.HighlightedText)
        icons.draw(painter, "check", colour, square.adjusted(2, 2, -2, -2))
        painter.end()
