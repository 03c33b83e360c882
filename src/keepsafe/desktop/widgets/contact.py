"""Whom to call or write to: name, number, address, a code for the phone, and where it is from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from keepsafe.desktop.days import in_words
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.copy_button import CopyButton
from keepsafe.desktop.widgets.flow import Flow
from keepsafe.desktop.widgets.notes import ExpandingDetails, Icon
from keepsafe.desktop.widgets.text import Words
from keepsafe.i18n import _, language

if TYPE_CHECKING:
    from keepsafe.guidance.model import Contact, Emergency, Fact

_LEAST_MODULE = 4
"""Pixels of one square of a code, so that a camera reads it at arm's length."""


class QrCode(QWidget):
    """A code that a phone's camera reads; always dark on white, with its quiet edge."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self._image = _qr(content)
        self.setAccessibleName(_("Code for a phone's camera: {content}").format(content=content))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # Qt's name
        """Return a size of whole squares, larger where the text is."""
        module = max(_LEAST_MODULE, self.fontMetrics().height() // 6)
        return self._image.size() * module

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it without smoothing."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.end()


class ContactCard(QFrame):
    """One contact of the guidance. What is not verified never shows a number."""

    def __init__(self, contact: Contact, copy: Callable[[str], object]) -> None:
        """Make a card; `copy` puts a text on the clipboard (`Session.copy`)."""
        super().__init__()
        self.setProperty("kind", "card")
        tongue = language()
        name = contact.name.in_language(tongue)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        column.addWidget(Words(name, "strong"))
        column.addWidget(Words(contact.what_for.in_language(tongue)))
        address = contact.address.in_language(tongue) if contact.address else ""
        for icon, words in (
            ("phone", contact.phone),
            ("message-circle", contact.text.in_language(tongue) if contact.text else ""),
            ("globe", address),
        ):
            if words:
                column.addLayout(_way(icon, words, name, copy, can_copy=icon != "message-circle"))
        for said in (contact.hours, contact.how, contact.limits):
            if said is not None:
                column.addWidget(Words(said.in_language(tongue), "soft"))
        if address:
            row = QHBoxLayout()
            row.addWidget(QrCode(address))
            row.addWidget(
                Words(_("Point a phone's camera here to open it on the phone."), "soft"), 1
            )
            inside = QWidget()
            inside.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(2 * UNIT)
            details = ExpandingDetails(_("Open it on a phone"), [inside])
            details.name_for(name)
            column.addWidget(details)
        column.addWidget(SourceLine(contact, name))


class EmergencyCard(QFrame):
    """The number for danger now."""

    def __init__(self, emergency: Emergency) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        words = emergency.in_language(language())
        self.setAccessibleName(_("In danger now? Call {number}").format(number=words))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(Icon("phone"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(
            Words(_("In danger now? Call {number}").format(number=words), "lead-strong"), 1
        )


class SourceLine(QWidget):
    """Where a verified fact is from, folded; of any other, that it is not verified."""

    def __init__(self, fact: Fact, whom: str = "") -> None:
        """Make it for one fact; `whom` names it for screen readers, where there are several."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        self._fact = fact
        self._from: Words | None = None
        if not fact.verified:
            column.addWidget(Words(_("We could not check this yet."), "soft"))
            return
        self._from = Words(self._told(), "small")
        details = ExpandingDetails(_("Where this is from"), [self._from], small=True)
        if whom:
            details.name_for(whom)
        column.addWidget(details)

    def changeEvent(self, event: QEvent) -> None:
        """Write the day as the page does, once it stands on one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange and self._from is not None:
            self._from.say(self._told())

    def _told(self) -> str:
        day = in_words(self._fact.checked.isoformat(), self.locale())
        told = _("Source: {source}, checked on {day}.")
        return told.format(source=self._fact.source, day=day)


def _way(
    icon: str, words: str, name: str, copy: Callable[[str], object], *, can_copy: bool
) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(UNIT)
    row.addWidget(Icon(icon), 0, Qt.AlignmentFlag.AlignVCenter)
    shown = Words(words, "lead-strong")
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(shown, 1)
    if can_copy:
        button = CopyButton(words, words, copy, of=name)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    return row


def ways(contact: Contact) -> Flow:
    """Return only the ways to reach someone, in a row."""
    row = Flow(spacing=2 * UNIT)
    said = contact.text.in_language(language()) if contact.text else ""
    for words in (contact.phone, said):
        if words:
            row.addWidget(Words(words, "lead-strong"))
    return row


def _qr(content: str) -> QImage:
    import segno  # noqa: PLC0415  # only where a code is shown

    matrix = [
        list(row) for row in segno.make(content, error="m", micro=False).matrix_iter(border=4)
    ]
    image = QImage(len(matrix[0]), len(matrix), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    black = QColor("black")
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixelColor(x, y, black)
    return image
