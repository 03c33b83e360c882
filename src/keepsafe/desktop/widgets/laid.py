"""What every layout of ours is: items one after the other, higher where there is less width."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class LaidByWidth(QLayout):
    """Keeps the items; a layout of its own lays them, in `lay`."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def lay(self, rect: QRect, *, place: bool) -> int:
        """Return the height that the items take in `rect`; with `place`, put them there."""
        raise NotImplementedError

    def addItem(self, item: QLayoutItem) -> None:  # Qt's name
        """Take an item; Qt calls this."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None beyond the last, as Qt asks for."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Be higher where there is less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height all items take."""
        return self.lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self.lay(rect, place=True)

    def direction(self) -> Qt.LayoutDirection:
        """Return from which side items are read."""
        widget = self.parentWidget()
        return widget.layoutDirection() if widget else Qt.LayoutDirection.LeftToRight


def as_read(direction: Qt.LayoutDirection, inside: QRect, at: QRect) -> QRect:
    """Return a place counted from where reading begins; `QStyle.visualRect` without its weight."""
    if direction == Qt.LayoutDirection.LeftToRight:
        return at
    return at.translated(inside.left() + inside.right() - at.left() - at.right(), 0)
