"""Tells screen readers what they cannot see: which words are headings, and what just came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

_HEADINGS = ("title", "heading")
_alive: dict[int, QAccessibleInterface] = {}
"""Qt holds no reference of Python's to what is made here, so that this must."""


def install() -> None:
    """Answer Qt's question what a label is; once a process."""
    from PySide6.QtGui import QAccessible  # noqa: PLC0415  # slow to import: after the first page

    QAccessible.installFactory(_interface)


def read_out(thing: QWidget, words: str) -> None:
    """Have words read out, once the window has drawn what they are about."""

    def tell() -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(thing, words))

    QTimer.singleShot(0, thing, tell)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget) or thing.property("kind") not in _HEADINGS:
        return None
    from PySide6.QtGui import QAccessible  # noqa: PLC0415
    from PySide6.QtWidgets import QAccessibleWidget  # noqa: PLC0415

    made, key = (
        QAccessibleWidget(thing, QAccessible.Role.Heading, thing.accessibleName()),
        id(thing),
    )
    _alive[key] = made
    thing.destroyed.connect(lambda _gone=None: _alive.pop(key, None))
    return made
