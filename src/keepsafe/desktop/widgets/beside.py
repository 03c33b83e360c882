"""Two columns where there is room, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT

_LEAST = 38
"""Characters that must fit in a line of each column."""


class Beside(QWidget):
    """Two layouts, `first` and `second`, beside each other or in this order."""

    def __init__(self, shares: tuple[int, int] = (1, 1), *, gap: int = 4 * UNIT) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        self._gap = gap
        self.first, self.second = QVBoxLayout(), QVBoxLayout()
        for side, share in zip((self.first, self.second), shares, strict=True):
            side.setSpacing(UNIT + UNIT // 2)
            whole = QVBoxLayout()
            whole.addLayout(side)
            whole.addStretch(1)  # the shorter one ends where it ends
            self._row.addLayout(whole, share)

    @property
    def beside(self) -> bool:
        """Whether the two are beside each other now."""
        return self._row.direction() == QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Put the second where there is room."""
        super().resizeEvent(event)
        need = 2 * _LEAST * self.fontMetrics().averageCharWidth() + self._gap
        beside = event.size().width() >= need
        if beside != self.beside:
            way = QBoxLayout.Direction
            self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
            self._row.setSpacing(self._gap if beside else 2 * UNIT)
            self.updateGeometry()
