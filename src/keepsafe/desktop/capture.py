"""A picture of this screen, where the system gives one honestly; else its own keys are better.

On X11, Windows and macOS Qt reads the screen. On Wayland it gives black, so the desktop's portal is
asked (org.freedesktop.portal.Screenshot), which asks the person; the file it leaves is removed.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import SLOT, QObject, QPoint, QRect, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from keepsafe.i18n import _

How = Literal["screen", "portal", "none"]
_HIDDEN = 400  # milliseconds until a hidden window is gone from the screen
_SAMPLE = 24
_LEAST = 8
_PORTAL = "org.freedesktop.portal.Desktop"


def how() -> How:
    """Return the way to a picture of the screen on this system."""
    name = QGuiApplication.platformName()
    if name in ("xcb", "windows", "cocoa"):
        return "screen"
    return "portal" if name.startswith("wayland") else "none"


def is_empty(image: QImage) -> bool:
    """Return whether a picture shows nothing at all: one colour everywhere, as a refusal gives."""
    if image.isNull():
        return True
    small = image.scaled(_SAMPLE, _SAMPLE)
    first = small.pixelColor(0, 0)
    return all(small.pixelColor(x, y) == first for x in range(_SAMPLE) for y in range(_SAMPLE))


class Capture(QObject):
    """One picture of the screen; `taken` has it, or `refused` says why there is none."""

    taken = Signal(QImage)
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._chooser: Chooser | None = None
        self._answered: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Hide the window, take the picture, and let the person choose a part of it."""
        way = how()
        if way == "none":
            self.refused.emit(_own_keys())
            return
        self._window.hide()
        QTimer.singleShot(_HIDDEN, self._grab if way == "screen" else self._ask_portal)

    def _grab(self) -> None:
        screen = self._window.screen()
        image = screen.grabWindow(0).toImage()
        if is_empty(image):
            self._window.show()
            self.refused.emit(_own_keys())
            return
        self._chooser = Chooser(image, screen.geometry())
        self._chooser.chosen.connect(self._chosen)
        self._chooser.given_up.connect(self._window.show)
        self._chooser.showFullScreen()
        self._chooser.activateWindow()

    def _chosen(self, image: QImage) -> None:
        self._window.show()
        self.taken.emit(image)

    # --- Wayland -------------------------------------------------------------------------------

    def _ask_portal(self) -> None:
        from PySide6.QtDBus import (  # noqa: PLC0415  # only there
            QDBusConnection,
            QDBusMessage,
        )

        bus = QDBusConnection.sessionBus()
        token = f"keepsafe{secrets.token_hex(8)}"
        sender = bus.baseService().removeprefix(":").replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
        heard = bus.connect(
            _PORTAL,
            path,
            "org.freedesktop.portal.Request",
            "Response",
            self,
            SLOT("answered(uint,QVariantMap)").encode(),
        )
        call = QDBusMessage.createMethodCall(
            _PORTAL,
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Screenshot",
            "Screenshot",
        )
        call.setArguments(["", {"handle_token": token, "interactive": True}])
        if not heard or not bus.send(call):
            self._window.show()
            self.refused.emit(_own_keys())

    @Slot("uint", "QVariantMap")
    def answered(self, response: int, results: dict[str, Any]) -> None:
        """Read the portal's file and remove it: nothing of the screen stays in the clear."""
        self._window.show()
        path = Path(QUrl(str(results.get("uri", ""))).toLocalFile())
        image = QImage()
        if response == 0 and path.is_file():
            image = QImage(str(path))
            with contextlib.suppress(OSError):
                path.unlink()
        if response == 0 and is_empty(image):
            self.refused.emit(_own_keys())
        elif response == 0:
            self.taken.emit(image)


class Chooser(QWidget):
    """The picture, full screen: drag for a part of it, Enter for all of it, Escape for none."""

    chosen = Signal(QImage)
    given_up = Signal()

    def __init__(self, image: QImage, place: QRect) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setGeometry(place)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setWindowTitle(_("Choose a part of the screen"))
        self.setAccessibleName(
            _("Drag to choose a part. Enter takes the whole screen, Escape takes nothing.")
        )
        self._image = image
        self._from: QPoint | None = None
        self._area = QRect()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw the picture, greyed but for what is chosen."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 90))
        if not self._area.isEmpty():
            painter.drawImage(self._area, self._image, self._in_pixels(self._area))
            painter.setPen(QPen(QColor("#ffffff"), 2))
            painter.drawRect(self._area)
        else:
            words = _("Drag to choose a part. Enter takes the whole screen, Escape takes nothing.")
            box = QRect(0, 0, self.width(), self.fontMetrics().height() * 3)
            painter.fillRect(box, QColor(0, 0, 0, 200))
            painter.setPen(QColor("#ffffff"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin an area."""
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the area larger."""
        if self._from is not None:
            self._area = QRect(self._from, event.position().toPoint()).normalized()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Take the area, unless it was a mere click."""
        self._from = None
        if self._area.width() >= _LEAST and self._area.height() >= _LEAST:
            self._finish(self._image.copy(self._in_pixels(self._area)))
        self._area = QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take everything, or nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(self._image)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
            self.given_up.emit()

    def _finish(self, image: QImage) -> None:
        self.close()
        self.chosen.emit(image)

    def _in_pixels(self, area: QRect) -> QRect:
        across = self._image.width() / max(self.width(), 1)
        down = self._image.height() / max(self.height(), 1)
        return QRect(
            QPoint(round(area.x() * across), round(area.y() * down)),
            QSize(round(area.width() * across), round(area.height() * down)),
        )


def _own_keys() -> str:
    return _(
        "This computer gives no picture of its screen to apps. Take a screenshot with its own "
        "keys, then paste it here. Nothing was lost."
    )
