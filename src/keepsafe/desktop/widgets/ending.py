"""The end of a page: what went wrong, what is under way, and the buttons; it stays in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.flow import Flow
from keepsafe.desktop.widgets.notes import Note
from keepsafe.desktop.widgets.progress import ProgressPanel

SIDE = 4 * UNIT
"""The air left and right of a page's column, in pixels."""
BELOW = 2 * UNIT
"""The air below it."""

_MOST, _MOST_IN_ALL = 0.3, 0.5
"""How much of a page's height the buttons, and all of it, may cover: else it lies at the end."""


class Ending(QWidget):
    """Lies at the end of the column; where that is below the edge, at the edge, over the page.

    It is a child of what scrolls and is moved with it, so that Tab and screen readers find it
    where they always do. `place` is the room that the column keeps for it.
    """

    def __init__(self, area: QScrollArea, paper: QWidget, widest: int) -> None:
        """Make it for a page: `widest` is how wide the column becomes, in pixels."""
        super().__init__(paper)
        self.setObjectName("ending")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stuck = False
        """Whether it lies over the page now, with more of that below it."""
        self._area = area
        self._paper = paper
        self._widest = widest
        self.place = _Place(self)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, UNIT + UNIT // 2, SIDE, BELOW)
        row.addStretch(1)
        self._inside = inside = QWidget()
        inside.setMaximumWidth(widest)
        row.addWidget(inside, 1000)
        row.addStretch(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * UNIT)
        self.trouble = Note("", kind="note")
        self.trouble.hide()
        column.addWidget(self.trouble)
        self.progress = ProgressPanel()
        column.addWidget(self.progress)
        self._flow = Flow(spacing=UNIT + UNIT // 2)
        column.addLayout(self._flow)
        self.buttons: list[Button] = []
        self._rule = QFrame(self)
        self._rule.setObjectName("rule")
        self._rule.hide()

    def widen(self, widest: int) -> None:
        """Be as wide as the column is now."""
        self._widest = widest
        self._inside.setMaximumWidth(widest)

    def add(self, button: Button) -> None:
        """Add a button."""
        self._flow.addWidget(button)
        self.buttons.append(button)

    def covered(self) -> QRect:
        """Return what it covers of the page, in the paper's coordinates."""
        return self.geometry() if self.stuck else QRect()

    def settle(self) -> None:
        """Go where it belongs now."""
        shown = [*self.buttons, self.trouble, self.progress]
        if all(widget.isHidden() for widget in shown):
            self.place.hide()
            self.hide()
            self.stuck = False
            return
        self._row.activate()
        width = self._paper.width()
        height = self._row.totalHeightForWidth(width)
        self.place.setFixedHeight(height - BELOW)
        self.place.show()
        view = self._area.viewport().height()
        end = self.place.mapTo(self._paper, self.place.rect().topLeft()).y()
        edge = self._area.verticalScrollBar().value() + view - height
        buttons = self._flow.heightForWidth(min(self._widest, width - 2 * SIDE))
        fits = buttons + 3 * UNIT <= _MOST * view and height <= _MOST_IN_ALL * view
        self.stuck = fits and edge < end
        self.setGeometry(0, edge if self.stuck else end, width, height)
        self._rule.setGeometry(0, 0, width, 1)
        self._rule.setVisible(self.stuck)
        self.show()
        self.raise_()

    def event(self, event: QEvent) -> bool:  # Qt's name
        """Settle anew when what is inside becomes higher or less high."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.settle()
        return done


class _Place(QWidget):
    """Keeps room in the column, and tells when that is elsewhere."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self._ending = ending

    def moveEvent(self, event: QMoveEvent) -> None:  # Qt's name
        super().moveEvent(event)
        self._ending.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        self._ending.settle()
