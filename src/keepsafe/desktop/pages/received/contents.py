"""What a sealed file tells: page 1 first, then the saved files, then the rest, folded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.bundle.looking import SealedFile
from keepsafe.desktop.pages.received.core import Core, identifiers, with_labels
from keepsafe.desktop.pages.received.files import SavedFilesPart
from keepsafe.desktop.received import Received as OpenFile
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, ExpandingDetails, Flow, Words
from keepsafe.desktop.widgets.beside import Beside
from keepsafe.desktop.widgets.told import ToldPart
from keepsafe.i18n import _
from keepsafe.report.model import Section
from keepsafe.report.source import Language

_LEFT = ("danger", "chats", "calling")
"""The parts of page 1 that say whether somebody has to be called now, and how."""
_RIGHT = ("preserve",)
"""What an officer has to ask of the platforms, account by account."""


class Contents(QWidget):
    """Page 1 open, every other part folded; each part is made when it is first opened."""

    def __init__(
        self,
        file: OpenFile,
        sealed: SealedFile,
        language: Language,
        copy: Callable[[str], object],
    ) -> None:
        super().__init__()
        document = sealed.told(language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        self._names = identifiers(sealed)
        core = Core(sealed, document, language, copy, datetime.now(UTC))
        if not core.is_empty:
            column.addWidget(core)
            column.addSpacing(UNIT)
        sections = tuple(
            with_labels(section, sealed, language) if section.key == "preserve" else section
            for section in document.first.sections
        )
        self._add_first(column, sections, copy)
        column.addSpacing(2 * UNIT)
        column.addWidget(Words(_("The saved files"), "heading"))
        told = {section.key: section for section in document.sections}
        self.files = SavedFilesPart(file, sealed, told["exhibits"], language, copy)
        column.addWidget(self.files)
        column.addSpacing(2 * UNIT)
        column.addWidget(Words(_("Everything else"), "heading"))
        identity = Section("identity", _("About this file"), (document.first.identity,))
        folded = [
            LateDetails(section.title, partial(ToldPart, section, copy, self._names))
            for section in (identity, *document.sections)
            if section.key != "exhibits"
        ]
        folded.append(LateDetails(_("Other files inside"), partial(self._others, sealed)))
        columns, half = Beside(), (len(folded) + 1) // 2
        for place, details in enumerate(folded):
            (columns.first if place < half else columns.second).addWidget(details)
        column.addWidget(columns)

    def _add_first(
        self, column: QVBoxLayout, sections: tuple[Section, ...], copy: Callable[[str], object]
    ) -> None:
        columns = Beside()
        for section in sections:
            side = _side(columns, section.key)
            side.addWidget(Words(section.title, "heading"))
            side.addWidget(ToldPart(section, copy, self._names))
            side.addSpacing(UNIT)
        column.addWidget(columns)

    def _others(self, sealed: SealedFile) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        exhibits = {sealed.name_of(exhibit) for exhibit in sealed.exhibits}
        others = sorted(set(sealed.digests) - exhibits)
        column.addWidget(
            Words(
                _("The same report for paper, the tables, the log and the lists, to save."), "soft"
            )
        )
        for name in others:
            row = Flow()
            button = Button(
                _("Save {name}").format(name=name),
                partial(self.files.saving.save_names, [name]),
                kind="link",
                icon="download",
            )
            row.addWidget(button)
            column.addLayout(row)
        button = Button(
            _("Save all of these"), partial(self.files.saving.save_names, others), icon="download"
        )
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Give the list the height that the window has for it."""
        super().resizeEvent(event)
        self.files.fit(self.window().height())


def _side(columns: Beside, key: str) -> QVBoxLayout:
    """Return where a part goes: to its own side, or else to the shorter one."""
    first, second = columns.first, columns.second
    if key in _LEFT:
        return first
    if key in _RIGHT:
        return second
    return first if first.sizeHint().height() < second.sizeHint().height() else second


class LateDetails(ExpandingDetails):
    """Details whose inside is made when it is first opened."""

    def __init__(self, summary: str, make: Callable[[], QWidget]) -> None:
        self._make: Callable[[], QWidget] | None = make
        super().__init__(summary)

    def open(self, opened: bool = True) -> None:
        """Show or hide what is inside."""
        if opened and self._make is not None:
            make, self._make = self._make, None
            self.column.addWidget(make())
        super().open(opened)
