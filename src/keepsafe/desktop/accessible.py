"""Tells screen readers which words are headings: people who listen jump from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from keepsafe.desktop.widgets.text import Words

_HEADINGS = ("title", "heading")
_alive: dict[int, QAccessibleInterface] = {}
"""Qt holds no reference of Python's to what is made here, so that this must."""


def install() -> None:
    """Answer Qt's question what a label is; once a process."""
    QAccessible.installFactory(_interface)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Words) or thing.property("kind") not in _HEADINGS:
        return None
    made, key = _Heading(thing), id(thing)
    _alive[key] = made
    thing.destroyed.connect(lambda _gone=None: _alive.pop(key, None))
    return made


class _Heading(QAccessibleWidget):
    def __init__(self, label: QWidget) -> None:
        super().__init__(label, QAccessible.Role.Heading, label.accessibleName())
