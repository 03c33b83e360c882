"""A bar that says less, step by step, until all of it fits in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT


class FittingBar(QWidget):
    """The base of the bars above and below a page; each gives its `ways`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        self._fitting = False

    def ways(self) -> Sequence[Callable[[], object]]:
        """Return ways to say things, each briefer than the one before."""
        raise NotImplementedError

    def fit(self) -> None:
        """Take the first of the ways with which the row is no wider than the bar."""
        if self._fitting or not self.isVisible():  # to show a part lays out the row, and resizes it
            return
        self._fitting = True
        for say in self.ways():
            say()
            self.row.invalidate()
            if self.row.sizeHint().width() <= self.width():
                break
        self._fitting = False
        # In the midst of a layout Qt takes no note that another is needed; after it, it does.
        QTimer.singleShot(0, self, self._lay_out)

    def _lay_out(self) -> None:
        self.row.invalidate()
        # Given, for Qt lets a bar have more than that where the page has less than it likes.
        self.setFixedHeight(self._height())
        self.row.activate()
        window = self.parentWidget()
        around = window.layout() if window is not None else None
        if around is not None:
            around.invalidate()
            around.activate()

    def _height(self) -> int:
        """Return how high the row is in this bar's width."""
        if self.row.hasHeightForWidth():
            return self.row.totalHeightForWidth(self.width())
        return self.row.totalSizeHint().height()  # no words in it wrap: it is never -1 then

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """See anew what there is room for."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See for the first time what there is room for."""
        super().showEvent(event)
        self.fit()
