"""A picture that can be made larger and smaller, and moved with the hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

_STEP = 1.25
_LEAST, _MOST = 0.02, 16.0
_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_MINUS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


class Canvas(QGraphicsView):
    """Keys: + and - for size, 0 to fit the width, 1 for its own size, arrows to move, Esc."""

    zoomed = Signal(int)
    """The size now, in percent of one pixel to a pixel."""
    left = Signal()
    """Esc was pressed."""
    touched = Signal()
    """Somebody moves it or changes its size."""

    def __init__(self) -> None:
        super().__init__()
        self._fitted = True
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def percent(self) -> int:
        """How large the picture is: 100 is one of its pixels to one of the screen."""
        return round(self.transform().m11() * self.devicePixelRatioF() * 100)

    def show_image(self, image: QImage | None) -> None:
        """Show a picture, as large as there is room; None forgets it."""
        self._scene.clear()
        if image is not None:
            item = self._scene.addPixmap(QPixmap.fromImage(image))
            item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            self._scene.setSceneRect(item.boundingRect())
            self.fit()

    def fit(self) -> None:
        """Show all its width from its top, to be read, and no pixel larger than one."""
        self._fitted = True
        self.resetTransform()
        whole = self._scene.sceneRect()
        if whole.width() > 0:
            # As if it were to be scrolled, so that a bar that comes changes nothing.
            room = self.width() - self.verticalScrollBar().sizeHint().width() - 2
            self._scale(max(min(room / whole.width(), 1 / self.devicePixelRatioF()), _LEAST))
            self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def full(self) -> None:
        """Show one of its pixels as one of the screen."""
        self._fitted = False
        self.resetTransform()
        self._scale(1 / self.devicePixelRatioF())

    def zoom(self, steps: int) -> None:
        """Make it larger (1) or smaller (-1)."""
        now = self.transform().m11()
        wanted = min(max(now * _STEP**steps, _LEAST), _MOST)
        self._fitted = False
        self._scale(wanted / now)

    def _scale(self, by: float) -> None:
        self.scale(by, by)
        self.zoomed.emit(self.percent)

    def scrollContentsBy(self, across: int, down: int) -> None:  # Qt's name
        """Tell that somebody is there."""
        super().scrollContentsBy(across, down)
        self.touched.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """Make it larger or smaller with Ctrl; without, move it, or the page at its end."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turned := event.angleDelta().y():
                self.zoom(1 if turned > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Change the size, or cover it."""
        if event.key() in _PLUS:
            self.zoom(1)
        elif event.key() in _MINUS:
            self.zoom(-1)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() == Qt.Key.Key_1:
            self.full()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Keep all of it in view."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
