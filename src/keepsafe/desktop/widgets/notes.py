"""What is said beside the main thing: a calm note, and details that open when asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from keepsafe.desktop.theme import icons, tokens
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Fold
from keepsafe.desktop.widgets.revealing import reveal
from keepsafe.desktop.widgets.text import prose


class Icon(QWidget):
    """An icon that only decorates: screen readers pass it by."""

    def __init__(self, name: str, *, times: float = tokens.ICON) -> None:
        super().__init__()
        self._name = name
        self._times = times
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # Qt's name
        """Return the size: in proportion to the text."""
        side = round(self.fontMetrics().height() * self._times)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the accent."""
        painter = QPainter(self)
        colour = QApplication.palette().color(QPalette.ColorRole.Link)
        icons.draw(painter, self._name, colour, self.rect().toRectF())
        painter.end()


class Note(QFrame):
    """A calm box with an icon: something worth knowing, or what went wrong and what to do."""

    def __init__(self, words: str, *, icon: str = "info", kind: str = "note") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(Icon(icon), 0, Qt.AlignmentFlag.AlignTop)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(UNIT)
        row.addLayout(self.inside, 1)
        self._widgets: list[QWidget] = []
        self.say(words)

    def say(self, words: str) -> None:
        """Show other words; lists and headings as in a card of the guidance."""
        for widget in self._widgets:
            self.inside.removeWidget(widget)
            widget.deleteLater()
        self._widgets = prose(words)
        for place, widget in enumerate(self._widgets):
            self.inside.insertWidget(place, widget)
        self.setAccessibleName(words)


class ExpandingDetails(QWidget):
    """A quiet line that opens what is below it."""

    def __init__(
        self,
        summary: str,
        inside: Sequence[QWidget] = (),
        *,
        opened: bool = False,
        small: bool = False,
    ) -> None:
        """Make it; with `small`, it is small print."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        self._button = Fold(summary, self._turn, small=small)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        self.column.setSpacing(UNIT)
        for widget in inside:
            self.column.addWidget(widget)
        column.addWidget(self._body)
        self.open(opened)

    def open(self, opened: bool = True) -> None:  # it is the one argument
        """Show or hide what is inside."""
        self._indent()
        self._body.setVisible(opened)
        self._button.set_icon("chevron-down" if opened else "chevron-right")
        self._button.setCheckable(True)
        self._button.setChecked(opened)

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Keep what is inside under the words, however large they are."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._indent()

    def _indent(self) -> None:
        self.column.setContentsMargins(self._button.text_begins, 0, 0, UNIT)

    def name_for(self, whom: str) -> None:
        """Tell screen readers what this belongs to, where there are several."""
        self._button.setAccessibleName(f"{self._button.words}. {whom}")

    def _turn(self) -> None:
        self.open(self._body.isHidden())
        if not self._body.isHidden():
            reveal(self)
