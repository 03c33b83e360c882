"""A row that goes on in the next line where there is no room, right to left where that is read."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.laid import LaidByWidth, as_read


class Flow(LaidByWidth):
    """Lays widgets out like words; `add_gap` sends what follows to the far end of its line."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = UNIT, centred: bool = False
    ) -> None:
        """Make it empty; with `centred`, each line stands in the middle."""
        super().__init__(parent, spacing=spacing)
        self._centred = centred
        self._gap_before: int | None = None

    def add_gap(self) -> None:
        """Push what is added from now on to the end of the line."""
        self._gap_before = len(self._items)

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than is needed."""
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        """Return the size of all items in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown)
        width += max(len(shown) - 1, 0) * self.spacing()
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """Return the size of the widest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(QSize(item.minimumSize().width(), 0))
        return size.grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def lay(self, rect: QRect, *, place: bool) -> int:
        """Lay line after line."""
        margins: QMargins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        y = inside.y()
        for line in self._lines(inside.width()):
            height = max(size.height() for _item, size, _far in line)
            if place:
                self._place(line, inside, y, height)
            y += height + self.spacing()
        bottom = y - self.spacing() if self._shown() else y
        return bottom - rect.y() + margins.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize, bool]]]:
        lines: list[list[tuple[QLayoutItem, QSize, bool]]] = []
        used = 0
        for index, item in enumerate(self._items):
            if item.isEmpty():
                continue
            size = self._size(item, width)
            far = self._gap_before is not None and index >= self._gap_before
            if not lines or used + self.spacing() + size.width() > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append((item, size, far))
            used += self.spacing() + size.width()
        return lines

    @staticmethod
    def _size(item: QLayoutItem, width: int) -> QSize:
        size = item.sizeHint()
        taken = min(size.width(), max(width, item.minimumSize().width()))
        if item.hasHeightForWidth():
            return QSize(taken, item.heightForWidth(taken))
        return QSize(taken, size.height())

    def _place(
        self, line: list[tuple[QLayoutItem, QSize, bool]], inside: QRect, y: int, height: int
    ) -> None:
        total = sum(size.width() for _item, size, _far in line) + (len(line) - 1) * self.spacing()
        slack = max(inside.width() - total, 0)
        x, pushed = inside.x() + (slack // 2 if self._centred else 0), False
        for item, size, far in line:
            if far and not pushed:
                x, pushed = x + slack, True
            at = QRect(QPoint(x, y + (height - size.height()) // 2), size)
            item.setGeometry(as_read(self.direction(), inside, at))
            x += size.width() + self.spacing()
