"""A question asked once before something that cannot be undone; the careful answer comes first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.flow import Flow
from keepsafe.desktop.widgets.notes import Note


class Question(Note):
    """Hidden until it is asked; the keyboard is then on the answer that changes nothing."""

    refused = Signal()
    agreed = Signal()

    def __init__(self) -> None:
        super().__init__("", icon="info")
        row = Flow(spacing=UNIT + UNIT // 2)
        self._no = Button("", self._refuse)
        self._yes = Button("", self._agree)
        row.addWidget(self._no)
        row.addWidget(self._yes)
        self.inside.addLayout(row)
        self.hide()

    def ask(self, words: str, no: str, yes: str) -> None:
        """Ask it; `no` is the answer that changes nothing."""
        self.say(words)
        self._no.say(no)
        self._yes.say(yes)
        self.show()
        read_out(self, words)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard on the answer that changes nothing."""
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self) -> None:
        self.hide()
        self.refused.emit()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
