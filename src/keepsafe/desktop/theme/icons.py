"""The icons, drawn from their SVG in the colour of the text beside them, sharp on every screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from keepsafe.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def icon(name: str, colour: QColor, size: int) -> QIcon:
    """Return an icon for a control that draws its own, such as one of a menu."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415  # slow to import, and not needed at first

    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """Return an icon of `size` pixels by `size`, on a screen with `ratio` dots to a pixel."""
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return made


def draw(painter: QPainter, name: str, colour: QColor, where: QRectF) -> None:
    """Draw an icon with a painter."""
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415  # not needed for the first moments

    drawing = _svg(name).replace(b"currentColor", colour.name().encode())
    QSvgRenderer(QByteArray(drawing)).render(painter, where)


@cache
def _svg(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()
