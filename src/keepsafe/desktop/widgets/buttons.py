"""Buttons whose words wrap, with an icon in the colour of the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from keepsafe.desktop.theme import icons, tokens
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.laid import as_read
from keepsafe.desktop.widgets.text import typeset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionButton

_WRAP = Qt.TextFlag.TextWordWrap
_TALL = 10_000


_KEYBOARD = "keyboard"
"""A property of a window: whether the keyboard was used last, and not the mouse."""


def use_keyboard(within: QWidget, *, used: bool = True) -> None:
    """Note for the window of a widget that the keyboard is used, as `:focus-visible` has it."""
    within.window().setProperty(_KEYBOARD, used)


class Button(QPushButton):
    """A button: "primary" (one a page), "plain", or "link" (quiet)."""

    _outdent = 0
    """How far an icon, which has air of its own, begins before the padding, in pixels."""

    def __init__(
        self,
        words: str,
        do: Callable[[], object] | None = None,
        *,
        kind: str = "plain",
        icon: str = "",
        icon_only: bool = False,
    ) -> None:
        """Make a button; with `icon_only` its words are only for screen readers and the pointer."""
        super().__init__()
        self.setProperty("kind", kind)
        self.say(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._kind = kind
        self._icon = icon
        self._icon_only = icon_only
        self._action = do
        self._pressed_at = QRect()
        if icon_only:
            self.setToolTip(words)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if do is not None:
            self.clicked.connect(self._do)

    def _do(self) -> None:
        if self._action is not None:
            self._action()

    def focusInEvent(self, event: QFocusEvent) -> None:  # Qt's name
        """Show the ring to whoever uses the keyboard: to others it looks like a choice."""
        self._show_ring()
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """Show no ring while the mouse is used."""
        self._show_ring()
        self._pressed_at = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """Take a press as meant, also where the button went from under the pointer meanwhile.

        What is said beside a field when the keyboard leaves it may push down what is below.
        """
        there = event.globalPosition().toPoint()
        moved = self._pressed_at.topLeft() != self.mapToGlobal(QPoint(0, 0))
        missed = not self.hitButton(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        meant = left and moved and missed and self._pressed_at.contains(there)
        super().mouseReleaseEvent(event)
        if meant:
            self.click()

    def _show_ring(self) -> None:
        wanted = bool(self.window().property(_KEYBOARD))
        if bool(self.property("ring")) != wanted:
            self.setProperty("ring", wanted)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Let Enter press the button, as Space does."""
        self._show_ring()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def say(self, words: str) -> None:
        """Show other words."""
        self.setText(typeset(words).replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def brief(self, only_icon: bool) -> None:  # it is the one argument
        """Show only the icon, or the words again; they stay its name either way."""
        if only_icon != self._icon_only:
            self._icon_only = only_icon
            self.setToolTip(self.words if only_icon else "")
            self.updateGeometry()
            self.update()

    @property
    def words(self) -> str:
        """What the button says."""
        return self.text().replace("&&", "&")

    # --- Size --------------------------------------------------------------------------------

    def _padding(self) -> QSize:
        narrow = self._icon_only or self._kind == "link"
        return QSize(UNIT if narrow else 2 * UNIT, UNIT + UNIT // 4)

    def _icon_size(self) -> int:
        return round(self.fontMetrics().height() * tokens.ICON) if self._icon else 0

    def _icon_room(self) -> int:
        return self._icon_size() + (0 if self._icon_only or not self._icon else UNIT)

    def _text_room(self, width: int) -> int:
        return max(width - 2 * self._padding().width() - self._icon_room(), 1)

    def _height(self, width: int) -> int:
        text = 0
        if not self._icon_only:
            box = QRect(0, 0, self._text_room(width), _TALL)
            text = self.fontMetrics().boundingRect(box, _WRAP, self.words).height()
        # An icon is a little higher than the line, and makes no button higher than those beside.
        return max(text, self.fontMetrics().height()) + 2 * self._padding().height()

    def sizeHint(self) -> QSize:  # Qt's name
        """Return the size with the words in one line."""
        text = 0 if self._icon_only else self.fontMetrics().horizontalAdvance(self.words) + 2
        width = text + self._icon_room() + 2 * self._padding().width()
        return QSize(width, self._height(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size with one word in a line."""
        longest = 0
        if not self._icon_only:
            parts = self.words.split() or [""]
            longest = max(self.fontMetrics().horizontalAdvance(part) for part in parts) + 2
        width = longest + self._icon_room() + 2 * self._padding().width()
        return QSize(width, self.fontMetrics().height() + 2 * self._padding().height())

    def hasHeightForWidth(self) -> bool:
        """Be higher where the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._height(width)

    # --- Drawing -----------------------------------------------------------------------------

    def _colour(self) -> QColor:
        # A stylesheet changes the palette of what it styles; the app's own is the theme's.
        palette, role = QApplication.palette(), QPalette.ColorRole.ButtonText
        if not self.isEnabled():
            return palette.color(QPalette.ColorGroup.Disabled, role)
        if self._kind == "primary":
            role = QPalette.ColorRole.HighlightedText
        elif self._kind == "link":
            role = QPalette.ColorRole.Link
        return palette.color(role)

    def _flags(self, upright: Qt.AlignmentFlag) -> int:
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        return int(side | upright | Qt.AlignmentFlag.AlignAbsolute) | int(_WRAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button as the theme does, and the words wrapped."""
        super().paintEvent(event)
        painter = QPainter(self)
        self._draw_words(painter)
        painter.end()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Let the theme draw a button without words; Qt calls this."""
        super().initStyleOption(option)
        option.text = ""

    def _draw_words(self, painter: QPainter) -> None:
        colour, inside = self._colour(), self.rect()
        pad = self._padding().width()
        icon, room = self._icon_size(), self._icon_room()
        box = QRect(0, 0, self._text_room(self.width()), _TALL)
        text = self.fontMetrics().boundingRect(box, _WRAP, self.words).size()
        used = room + (0 if self._icon_only else text.width())
        # Quiet words stand where text begins, also where they wrap and leave room.
        slack = 0 if self._kind == "link" else max(inside.width() - 2 * pad - used, 0) // 2
        left = pad + slack
        if icon:
            at = QRect(left - self._outdent, (inside.height() - icon) // 2, icon, icon)
            at = as_read(self.layoutDirection(), inside, at)
            icons.draw(painter, self._icon, colour, QRectF(at))
        if not self._icon_only:
            width = inside.width() - left - room - pad + 2
            at = QRect(left + room, 0, width, inside.height())
            at = as_read(self.layoutDirection(), inside, at)
            flags = self._flags(Qt.AlignmentFlag.AlignVCenter)
            if not icon and self._kind != "link":
                at, flags = inside, int(Qt.AlignmentFlag.AlignCenter) | int(_WRAP)
                at = at.adjusted(pad - 1, 0, 1 - pad, 0)
            painter.setPen(colour)
            painter.drawText(at, flags, self.words)


class AnswerButton(Button):
    """One of a few answers: it is filled and ticked when chosen, and no wider than before."""

    def __init__(self, words: str, do: Callable[[], object] | None = None) -> None:
        super().__init__(words, do, kind="answer")
        self.setCheckable(True)
        self.toggled.connect(lambda on: self.set_icon("check" if on else ""))

    def sizeHint(self) -> QSize:
        """Return a size with room for the tick."""
        hint = super().sizeHint()
        tick = 0 if self._icon else round(self.fontMetrics().height() * tokens.ICON) + UNIT
        return QSize(hint.width() + tick, hint.height())

    def _colour(self) -> QColor:
        chosen = QPalette.ColorRole.HighlightedText
        return QApplication.palette().color(chosen) if self.isChecked() else super()._colour()


class Fold(Button):
    """A quiet line that opens what is below it; its arrow stands where text begins."""

    _outdent = UNIT

    def __init__(self, words: str, do: Callable[[], object], *, small: bool = False) -> None:
        super().__init__(words, do, kind="link", icon="chevron-right")
        self._small = small
        if small:
            self.setProperty("size", "small")

    def _padding(self) -> QSize:
        return QSize(UNIT // 2, UNIT // 4 if self._small else 3 * UNIT // 4)

    def _icon_room(self) -> int:
        return self._icon_size() - self._outdent + UNIT // 2

    @property
    def text_begins(self) -> int:
        """How far from its edge its words begin, in pixels: what it opens begins there too."""
        return self._padding().width() + self._icon_room()

    def _colour(self) -> QColor:
        soft = QPalette.ColorRole.PlaceholderText
        return QApplication.palette().color(soft) if self._small else super()._colour()


class ChoiceCard(Button):
    """A large button with an icon, a title and a line below it: a door, an app, a way to go."""

    def __init__(
        self,
        title: str,
        line: str = "",
        do: Callable[[], object] | None = None,
        *,
        icon: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(title, do, kind="card", icon=icon)
        self._line = typeset(line)
        self.setCheckable(checkable)
        self.setAccessibleDescription(line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * tokens.LEAD / tokens.BODY)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _padding(self) -> QSize:
        return QSize(2 * UNIT + UNIT // 2, 2 * UNIT)

    def _icon_size(self) -> int:
        return round(self.fontMetrics().height() * tokens.BIG_ICON) if self._icon else 0

    def _icon_room(self) -> int:
        return self._icon_size() + 2 * UNIT if self._icon else 0

    def _heights(self, width: int) -> tuple[int, int]:
        box = QRect(0, 0, self._text_room(width), _TALL)
        title = QFontMetrics(self._title_font()).boundingRect(box, _WRAP, self.words).height()
        line = self.fontMetrics().boundingRect(box, _WRAP, self._line).height() if self._line else 0
        return title, line

    def _height(self, width: int) -> int:
        title, line = self._heights(width)
        text = title + (line + UNIT // 2 if line else 0)
        return max(text, self._icon_size()) + 2 * self._padding().height()

    def sizeHint(self) -> QSize:
        """Return a size at which the line wraps once or twice."""
        metrics = self.fontMetrics()
        title = QFontMetrics(self._title_font()).horizontalAdvance(self.words)
        line = min(metrics.horizontalAdvance(self._line), metrics.averageCharWidth() * 34)
        width = max(title, line) + self._icon_room() + 2 * self._padding().width() + 2
        return QSize(width, self._height(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size with the longest word in a line."""
        metrics = QFontMetrics(self._title_font())
        parts = [*self.words.split(), *self._line.split()] or [""]
        longest = max(metrics.horizontalAdvance(part) for part in parts)
        width = longest + self._icon_room() + 2 * self._padding().width() + 2
        return QSize(width, metrics.height() + 2 * self._padding().height())

    def _draw_words(self, painter: QPainter) -> None:
        inside, pad = self.rect(), self._padding()
        palette = QApplication.palette()
        icon, room = self._icon_size(), self._icon_room()
        if icon:
            at = QRect(pad.width(), (inside.height() - icon) // 2, icon, icon)
            at = as_read(self.layoutDirection(), inside, at)
            colour = palette.color(QPalette.ColorRole.Link)
            icons.draw(painter, self._icon, colour, QRectF(at))
        width = self._text_room(inside.width())
        title, line = self._heights(inside.width())
        gap = UNIT // 2 if line else 0
        top = (inside.height() - title - line - gap) // 2
        flags = self._flags(Qt.AlignmentFlag.AlignTop)
        painter.setFont(self._title_font())
        painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
        at = QRect(pad.width() + room, top, width, title)
        painter.drawText(as_read(self.layoutDirection(), inside, at), flags, self.words)
        if self._line:
            painter.setFont(self.font())
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            at = QRect(pad.width() + room, top + title + gap, width, line)
            at = as_read(self.layoutDirection(), inside, at)
            painter.drawText(at, flags, self._line)
