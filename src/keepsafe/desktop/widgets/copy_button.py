"""A button that copies, and says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.i18n import _

_COPIED = 2500
"""Milliseconds for which a button says that it copied."""


class CopyButton(Button):
    """Copies a text, and says for a moment that it did."""

    def __init__(
        self, text: str, what: str, copy: Callable[[str], object], *, of: str = ""
    ) -> None:
        """Make one for a text, called `what`, of someone; `copy` puts it on the clipboard."""
        super().__init__(_("Copy"), self._copy_it, kind="link", icon="copy")
        self._text, self._copy = text, copy
        named = _("Copy {what} of {name}") if of else _("Copy {what}")
        self._named = named.format(what=what, name=of)
        self._timer = QTimer(self, singleShot=True, interval=_COPIED)
        self._timer.timeout.connect(self._again)
        self._again()

    def _copy_it(self) -> None:
        self._copy(self._text)
        self.say(_("Copied"))
        self.set_icon("check")
        self._timer.start()
        read_out(self, _("Copied"))

    def _again(self) -> None:
        self.say(_("Copy"))
        self.set_icon("copy")
        self.setAccessibleName(self._named)
