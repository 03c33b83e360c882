"""The list of steps beside a page: every one can be gone to at any time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem

from keepsafe.desktop.pages.steps import step_of, steps_for
from keepsafe.desktop.session import Session
from keepsafe.desktop.theme import icons
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.text import typeset
from keepsafe.i18n import _


class StepList(QListWidget):
    """A flat list, which screen readers read best."""

    def __init__(self, session: Session, current: str) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("steps")
        self.setAccessibleName(_("Steps"))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        colour = QApplication.palette().color(QPalette.ColorRole.Link)
        side = self.fontMetrics().height() + 4
        current = step_of(current)
        for step in steps_for(session.role, has_case=session.vault is not None):
            item = QListWidgetItem(icons.icon(step.icon, colour, side), typeset(step.name))
            item.setData(Qt.ItemDataRole.UserRole, step.key)
            self.addItem(item)
            if step.key == current:
                self.setCurrentItem(item)
        widest = max(
            (
                self.fontMetrics().horizontalAdvance(self.item(i).text())
                for i in range(self.count())
            ),
            default=0,
        )
        self.setFixedWidth(
            min(widest, 24 * self.fontMetrics().averageCharWidth()) + side + 7 * UNIT
        )
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)

    def _go(self, item: QListWidgetItem) -> None:
        self._session.go(str(item.data(Qt.ItemDataRole.UserRole)))
