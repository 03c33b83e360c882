"""A picture that stays covered until it is asked for, and covers itself again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from keepsafe.desktop.theme import icons
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.text import Words
from keepsafe.i18n import _

_COVERED_AGAIN = 20_000  # milliseconds
_TALLEST = 70 * UNIT


class Covers:
    """Sees to it that of several pictures at most one is uncovered."""

    def __init__(self) -> None:
        self._open: CoveredPicture | None = None

    def uncovering(self, picture: CoveredPicture) -> None:
        """Cover the other one, if one is uncovered."""
        if self._open is not None and self._open is not picture:
            self._open.cover()
        self._open = picture

    def covered(self, picture: CoveredPicture) -> None:
        """Note that this one is covered again."""
        if self._open is picture:
            self._open = None


class Coverable(QFrame):
    """A cover with a button. Asked for, it emits `asked`; whoever reads then reveals it."""

    asked = Signal()

    def __init__(self, covered_again: int, kind: str) -> None:
        """Cover itself so many milliseconds after its timer starts; `kind` is of its words."""
        super().__init__()
        self.setProperty("kind", "card")
        self._timer = QTimer(self, singleShot=True, interval=covered_again)
        self._timer.timeout.connect(self.cover)
        self._turn_button = Button("", self._turn, icon="eye")
        self._words = Words("", kind)

    @property
    def uncovered(self) -> bool:
        """Whether it can be seen now."""
        raise NotImplementedError

    def cover(self) -> None:
        """Cover it, and forget what was seen."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Say why there is nothing to see."""
        self.cover()
        self._words.say(sentence)

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """Cover it when the page goes."""
        self.cover()
        super().hideEvent(event)

    def _label(self, words: str, icon: str) -> None:
        self._turn_button.say(words)
        self._turn_button.set_icon(icon)

    def _turn(self) -> None:
        if self.uncovered:
            self.cover()
        else:
            self.asked.emit()


class CoveredPicture(Coverable):
    """A picture, of which with its `covers` at most one is uncovered."""

    def __init__(self, name: str, covers: Covers) -> None:
        """Make a covered picture; `name` is what people call it, such as "E3"."""
        super().__init__(_COVERED_AGAIN, "soft")
        self.setAccessibleName(_("Picture {name}, covered").format(name=name))
        self._name = name
        self._covers = covers
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        self._canvas = _Canvas()
        column.addWidget(self._canvas, 1)
        column.addWidget(self._words)
        column.addWidget(self._turn_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.cover()

    @property
    def uncovered(self) -> bool:
        """Whether it can be seen now."""
        return self._canvas.image is not None

    def reveal(self, image: QImage) -> None:
        """Show the picture, for a while."""
        self._covers.uncovering(self)
        self._canvas.show_image(image)
        self._label(_("Cover {name}").format(name=self._name), "eye-off")
        self._words.say(_("It covers itself again after a moment."))
        self.setAccessibleName(_("Picture {name}, not covered").format(name=self._name))
        self._timer.start()

    def cover(self) -> None:
        """Cover it, and forget its pixels."""
        self._timer.stop()
        self._canvas.show_image(None)
        self._covers.covered(self)
        self._label(_("Show {name}").format(name=self._name), "eye")
        self._words.say(_("Covered."))
        self.setAccessibleName(_("Picture {name}, covered").format(name=self._name))


class _Canvas(QWidget):
    """The picture, as large as there is room, or an icon in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage | None) -> None:
        self.image = image
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 40 * UNIT
        if self.image is None:
            return QSize(width, 8 * UNIT)
        height = round(width * self.image.height() / max(self.image.width(), 1))
        return QSize(width, min(height, _TALLEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image is None:
            side = 4 * UNIT
            where = self.rect().toRectF()
            where.setSize(QSize(side, side).toSizeF())
            where.moveCenter(self.rect().toRectF().center())
            colour = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            icons.draw(painter, "image-off", colour, where)
        else:
            size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = self.rect()
            at.setSize(size)
            at.moveCenter(self.rect().center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(at, self.image)
        painter.end()
