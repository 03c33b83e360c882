"""Brings into view what opens, or is said, below the edge of a page."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


@runtime_checkable
class Revealing(Protocol):
    """What can scroll: a page."""

    def reveal(self, widget: QWidget) -> None:
        """Scroll to all of a widget, or to its beginning where it is higher than the page."""
        ...


def reveal(widget: QWidget) -> None:
    """Have the page of a widget scroll to it, once it has its place."""
    QTimer.singleShot(0, widget, lambda: _reveal(widget))


def _reveal(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Revealing):
        parent = parent.parentWidget()
    if parent is not None and widget.isVisible():
        parent.reveal(widget)
