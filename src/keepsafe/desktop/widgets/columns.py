"""Cards in two columns of one width where there is room, and one below the other where not."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.laid import LaidByWidth, as_read

_LEAST = 34
"""The average characters that a column is wide at least."""


class Columns(LaidByWidth):
    """Every row is as high as its highest card."""

    def __init__(self, parent: QWidget | None = None, *, most: int = 2) -> None:
        super().__init__(parent, spacing=UNIT + UNIT // 2)
        self._most = most

    def expandingDirections(self) -> Qt.Orientation:
        """Be as wide as there is room."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Return the size of one column."""
        width = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return the width of the widest item in one column."""
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _columns(self, width: int) -> int:
        widget = self.parentWidget()
        least = widget.fontMetrics().averageCharWidth() * _LEAST if widget is not None else width
        least = max(least, self.minimumSize().width(), 1)
        return max(1, min(self._most, (width + self.spacing()) // (least + self.spacing())))

    def lay(self, rect: QRect, *, place: bool) -> int:
        """Lay row after row."""
        columns = self._columns(rect.width())
        width = (rect.width() - (columns - 1) * self.spacing()) // columns
        y = rect.y()
        for start in range(0, len(self._items), columns):
            row = self._items[start : start + columns]
            height = max(
                item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                for item in row
            )
            if place:
                for number, item in enumerate(row):
                    at = QPoint(rect.x() + number * (width + self.spacing()), y)
                    item.setGeometry(
                        as_read(self.direction(), rect, QRect(at, QSize(width, height)))
                    )
            y += height + self.spacing()
        return max(y - self.spacing() - rect.y(), 0)
