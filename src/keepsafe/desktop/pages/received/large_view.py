"""A picture over the whole page, so that what is on the screen of a phone can be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QImage, QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from keepsafe.desktop.pages.received.canvas import Canvas
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow
from keepsafe.i18n import _


def tools_of(canvas: Canvas) -> tuple[tuple[str, Callable[[], object], str], ...]:
    """Return what can be done with a picture: the words, the doing, the icon."""
    return (
        (_("Smaller"), lambda: canvas.zoom(-1), "minus"),
        (_("Larger"), lambda: canvas.zoom(1), "plus"),
        (_("Fit"), canvas.fit, ""),
        (_("100 %"), canvas.full, ""),
    )


class LargeView(QFrame):
    """Lies over a page and is as large as it; `closed` when it is to go."""

    closed = Signal()

    def __init__(self, page: QWidget, image: QImage, name: str) -> None:
        super().__init__(page)
        self.setObjectName("paper")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        row = Flow()
        row.addWidget(Button(_("Back to the page"), self.closed.emit, icon="arrow-left"))
        self.canvas = Canvas()
        for words, do, icon in tools_of(self.canvas):
            row.addWidget(Button(words, do, icon=icon, icon_only=bool(icon)))
        column.addLayout(row)
        self.canvas.setAccessibleName(_("Picture {name}, not covered").format(name=name))
        self.canvas.left.connect(self.closed)
        column.addWidget(self.canvas, 1)
        page.installEventFilter(self)
        self.setGeometry(page.rect())
        self.show()
        self.raise_()
        self.canvas.show_image(image)
        self.canvas.setFocus()

    def eventFilter(self, page: QObject, event: QEvent) -> bool:  # Qt's name
        """Stay as large as the page."""
        if event.type() == QEvent.Type.Resize and isinstance(page, QWidget):
            self.setGeometry(page.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:  # Qt's name; it is the one argument
        """Keep the keyboard in here: what is below cannot be seen."""
        stops = [*self.findChildren(Button), self.canvas]
        at = next((n for n, stop in enumerate(stops) if stop.hasFocus()), -1)
        stops[(at + (1 if onward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
