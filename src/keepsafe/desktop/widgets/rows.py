"""Rows of a page: a question with yes and no, one thing of a list that helps, one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import BIG_ICON, UNIT
from keepsafe.desktop.widgets.buttons import AnswerButton, Button
from keepsafe.desktop.widgets.notes import Icon
from keepsafe.desktop.widgets.revealing import reveal
from keepsafe.desktop.widgets.text import Words
from keepsafe.i18n import _

_NARROWEST = 21
"""Characters of a question that must fit in a line beside its answers; else they are below it."""


class YesNoRow(QFrame):
    """A question that may stay open; a yes opens what helps. Its value is "yes", "no" or ""."""

    changed = Signal(str)

    def __init__(self, name: str, question: str, on_yes: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"{name}Row")
        self.setProperty("kind", "card")
        self.setAccessibleName(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(2 * UNIT)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(2 * UNIT)
        self._line.addWidget(Words(question, "strong"), 1)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(UNIT)
        self._buttons: dict[str, AnswerButton] = {}
        for value, words in (("yes", _("Yes")), ("no", _("No"))):
            button = AnswerButton(words)
            button.setObjectName(f"{name}-{value}")
            button.setAccessibleName(f"{words}. {question}")
            button.clicked.connect(lambda _on=False, value=value: self._answer(value))
            self._buttons[value] = button
            self._answers.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._answers.addStretch(0)
        self._line.addLayout(self._answers)
        column.addLayout(self._line)
        self._opened = QWidget()
        self.inside = QVBoxLayout(self._opened)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(UNIT + UNIT // 2)
        for widget in on_yes:
            self.inside.addWidget(widget)
        self._opened.hide()
        column.addWidget(self._opened)

    @property
    def value(self) -> str:
        """The answer."""
        return next((v for v, button in self._buttons.items() if button.isChecked()), "")

    def fill(self, value: str) -> None:
        """Give the answer; no signal."""
        for answer, button in self._buttons.items():
            button.setChecked(answer == value)
        self._opened.setVisible(value == "yes")

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Put the answers at the end of the question's line where there is room for both."""
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        for button in self._buttons.values():
            button.setMinimumWidth(widest)
        room = self.width() - self._answers.sizeHint().width() - 6 * UNIT
        beside = room >= _NARROWEST * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def _answer(self, value: str) -> None:
        button = self._buttons[value]
        given = value if button.isChecked() else ""  # a second press takes the answer back
        self.fill(given)
        self.changed.emit(given)
        if given == "yes":
            reveal(self)


class NumberedRow(QWidget):
    """One large thing to do: its number in a disc, and a sentence, the first part stronger."""

    def __init__(self, number: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        row.setSpacing(2 * UNIT)
        disc = _Disc(number)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        strong, dot, rest = words.partition(". ")
        text = QVBoxLayout()
        text.setSpacing(UNIT // 4)
        text.addWidget(Words(strong + dot.strip(), "lead-strong"))
        if rest:
            text.addWidget(Words(rest))
        row.addLayout(text, 1)


class _Disc(Words):
    """A number in a square with round corners, however large the text is."""

    def __init__(self, number: str) -> None:
        super().__init__(number, "disc")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(False)

    def sizeHint(self) -> QSize:  # Qt's name
        """Return a square."""
        hint = super().sizeHint()
        side = max(hint.width(), hint.height())
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """Return the same square."""
        return self.sizeHint()


class ChecklistRow(QFrame):
    """One thing that helps: whether it is there, why it helps, and a way to go and do it."""

    def __init__(
        self, name: str, why: str, *, done: bool, do: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(Icon("circle-check" if done else "plus"), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(UNIT // 2)
        text.addWidget(Words(name, "strong"))
        state = _("It is there.") if done else why
        text.addWidget(Words(state, "soft"))
        if do is not None and not done:
            button = Button(_("Add this"), do)
            button.setAccessibleName(_("Add this") + f": {name}")
            text.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(text, 1)
        self.setAccessibleName(f"{name}. {state}")


class Hero(QWidget):
    """A large icon beside the first words of a page."""

    def __init__(self, icon: str, words: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * UNIT)
        row.addWidget(Icon(icon, times=BIG_ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
