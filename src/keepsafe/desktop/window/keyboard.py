"""Where Tab and F6 go: through the page first, then the help, the bar, the steps.

And whether the keyboard was used last, or the mouse: only the keyboard has a ring on buttons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from keepsafe.desktop.widgets.buttons import use_keyboard

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class _Watch(QObject):
    """Sees the keys and presses of one window before anything in it does; never takes one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
                use_keyboard(self._window)
        elif event.type() == QEvent.Type.MouseButtonPress:
            use_keyboard(self._window, used=False)
        return super().eventFilter(watched, event)


def watch_keyboard(window: QWidget) -> None:
    """Note from now on, for a window that is shown, whether its keyboard or the mouse is used."""
    handle = window.windowHandle()
    if handle is not None:
        handle.installEventFilter(_Watch(window))


def set_tab_order(parts: Sequence[QWidget]) -> None:
    """Let Tab go through the parts of a window one after the other."""
    for before, following in pairwise(w for part in parts for w in _stops(part)):
        QWidget.setTabOrder(before, following)


def next_part(parts: Sequence[QWidget]) -> None:
    """Move the keyboard to the part after the one it is in."""
    shown = [part for part in parts if part.isVisible()]
    focus = QApplication.focusWidget()
    inside = (part is focus or (focus is not None and part.isAncestorOf(focus)) for part in shown)
    now = next((place for place, found in enumerate(inside) if found), -1)
    for turn in range(1, len(shown) + 1):
        stops = _stops(shown[(now + turn) % len(shown)])
        target = next((w for w in stops if w.isVisible() and w.isEnabled()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _stops(part: QWidget) -> Iterator[QWidget]:
    """Give what Tab stops at in a part, or the part itself; nothing in a window of its own."""
    for widget in (part, *part.findChildren(QWidget)):
        stops = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if stops and widget.focusProxy() is None and widget.window() is part.window():
            yield widget
