"""One saved file, covered until it is asked for: a picture to look into, or a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from keepsafe.desktop.pages.received.canvas import Canvas
from keepsafe.desktop.pages.received.large_view import LargeView, tools_of
from keepsafe.desktop.pages.received.plain_text import PlainText
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow, Words
from keepsafe.desktop.widgets.picture import Coverable
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.case.record import Exhibit

_COVERED_AGAIN = 120_000
"""Milliseconds after the last touch, as in the reader that comes with the file."""
_HEIGHT = 72 * UNIT
_MOVING = ("image/gif", "image/webp")


class Viewer(Coverable):
    """A picture with tools to look into it, or a text; it stays covered until it is asked for."""

    def __init__(self, exhibit: Exhibit, what: str, *, shows: bool, viewing_copy: bool) -> None:
        """Make one that is covered; `what` says what kind of file it is, `shows` if it can be."""
        super().__init__(_COVERED_AGAIN, "body")
        self._uncovered = False
        self._id = exhibit.id
        self._moves = exhibit.file.media_type in _MOVING
        self._viewing_copy = viewing_copy
        self._image: QImage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT + UNIT // 2)
        self._turn_button.setVisible(shows)
        row = Flow()
        row.addWidget(self._turn_button)
        self._large_button = Button(_("Large view"), self._enlarge, icon="search")
        row.addWidget(self._large_button)
        column.addLayout(row)
        self._canvas = Canvas()
        self._canvas.setFixedHeight(_HEIGHT)
        self._canvas.setAccessibleName(_("Picture {name}, not covered").format(name=self._id))
        self._canvas.left.connect(self.cover)
        self._canvas.zoomed.connect(self._told_size)
        self._canvas.touched.connect(self._touched)
        column.addWidget(self._canvas)
        self._text = PlainText("", _("Text of {name}").format(name=self._id))
        self._text.setFixedHeight(_HEIGHT)
        column.addWidget(self._text)
        self._tools = QWidget()
        tools = Flow(self._tools)
        self._size = Words("", "soft")
        self._size.setWordWrap(False)
        for words, do, icon in tools_of(self._canvas):
            tools.addWidget(Button(words, do, icon=icon, icon_only=bool(icon)))
        tools.addWidget(self._size)
        column.addWidget(self._tools)
        self._words.say(what)
        column.addWidget(self._words)
        self._large: LargeView | None = None
        self.cover()

    @property
    def uncovered(self) -> bool:
        """Whether it can be seen now."""
        return self._uncovered

    def cover(self) -> None:
        """Cover it, and forget what was seen."""
        had = self._canvas.hasFocus() or self._text.hasFocus()
        self._uncovered = False
        self._timer.stop()
        self._image = None
        self._canvas.show_image(None)
        self._text.setPlainText("")
        self._close_large()
        for widget in (self._canvas, self._text, self._tools, self._large_button):
            widget.hide()
        self._label(_("Show {name}").format(name=self._id), "eye")
        self.setAccessibleName(_("{name}, covered").format(name=self._id))
        if had:
            self._turn_button.setFocus()

    def reveal(self, image: QImage) -> None:
        """Show a picture."""
        self._uncover()
        said = []
        if self._viewing_copy:
            said.append(
                _(
                    "A viewing copy, made by Keepsafe for reading only. The saved file is the "
                    "evidence."
                )
            )
        if self._moves:
            said.append(_("If it moves, only its first picture is shown."))
        self._words.say(" ".join((*said, self._again())))
        for widget in (self._canvas, self._tools, self._large_button):
            widget.show()
        self._image = image
        self._canvas.show_image(image)
        self._canvas.setFocus()

    def reveal_text(self, text: str, *, cut: bool) -> None:
        """Show a text, as it is written and never as a page."""
        self._uncover()
        said = (_("Only the beginning is shown. The saved file holds the whole."),) if cut else ()
        self._words.say(" ".join((*said, self._again())))
        self._text.setPlainText(text)
        self._text.show()
        self._text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Cover it with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.uncovered:
            self.cover()
            return
        super().keyPressEvent(event)

    @property
    def percent(self) -> int:
        """How large the picture is."""
        return self._canvas.percent

    def _uncover(self) -> None:
        self._uncovered = True
        self._label(_("Cover {name}").format(name=self._id), "eye-off")
        self.setAccessibleName(_("{name}, not covered").format(name=self._id))
        self._timer.start()

    def _again(self) -> str:
        return _("Esc covers it. It covers itself two minutes after the last touch.")

    def _told_size(self, percent: int) -> None:
        self._size.say(_("{percent} %").format(percent=percent))
        self._touched()

    def _touched(self) -> None:
        if self.uncovered:
            self._timer.start()

    def _enlarge(self) -> None:
        """Show it over the whole page; Esc goes back."""
        page = next((w for w in _above(self) if isinstance(w, QScrollArea)), None)
        if page is None or self._image is None:
            return
        self._close_large()
        self._large = LargeView(page, self._image, self._id)
        self._large.closed.connect(self._close_large)
        self._large.canvas.touched.connect(self._touched)

    def _close_large(self) -> None:
        large, self._large = self._large, None
        if large is not None:
            large.hide()
            large.deleteLater()
            if self.uncovered:
                self._canvas.setFocus()


def _above(widget: QWidget) -> Iterator[QWidget]:
    """Yield what a widget lies in, from the innermost."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()
