"""Where Tab and F6 go: through the page first, then the help, the bar, the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


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
