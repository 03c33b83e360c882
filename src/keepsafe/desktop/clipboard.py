"""The clipboard: what was copied from here is taken back when the app is left or locked."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


class OwnClipboard:
    """Remembers what was copied from here; what others put there is left alone."""

    def __init__(self) -> None:
        self._copied = ""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        self._copied = text
        QGuiApplication.clipboard().setText(text)

    def take_back(self) -> None:
        """Clear the clipboard, if it still holds what was copied from here."""
        if self._copied:
            clipboard = QGuiApplication.clipboard()
            if clipboard.text() == self._copied:
                clipboard.clear()
            self._copied = ""
