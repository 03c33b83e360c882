"""What a sealed file tells, in the report's order: page 1 first, the rest folded, the pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from keepsafe.case.record import Exhibit
from keepsafe.desktop.received import Received as OpenFile
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    CoveredPicture,
    Covers,
    ExpandingDetails,
    Flow,
    Words,
)
from keepsafe.desktop.widgets.told import ToldPart, shown
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import _
from keepsafe.report.source import Language

_LIST_LINES = 8
_REPORT = "REPORT.pdf"


class Contents(QWidget):
    """Page 1 open, every other part folded; each part is made when it is first opened."""

    def __init__(self, file: OpenFile, language: Language, copy: Callable[[str], object]) -> None:
        super().__init__()
        assert file.looked is not None  # noqa: S101  # the page looked
        assert file.looked.file is not None  # noqa: S101
        self._file = file
        self._sealed = file.looked.file
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        document = self._sealed.told(language)
        for section in document.first.sections:
            column.addWidget(Words(section.title, "heading"))
            column.addWidget(ToldPart(section, copy))
        column.addSpacing(UNIT)
        column.addWidget(Words(_("The saved files"), "heading"))
        column.addWidget(self._exhibits())
        column.addSpacing(UNIT)
        column.addWidget(Words(_("Everything else"), "heading"))
        for section in document.sections:
            if section.key == "exhibits":
                continue
            column.addWidget(LateDetails(section.title, partial(ToldPart, section, copy)))

    # --- The saved files -----------------------------------------------------------------------

    def _exhibits(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(
            Words(
                _("Pictures stay covered until you ask for one. Choose one, then Show it."), "soft"
            )
        )
        self._list = QListWidget()
        self._list.setObjectName("exhibits")
        self._list.setAccessibleName(_("The saved files"))
        self._list.setUniformItemSizes(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for exhibit in self._sealed.exhibits:
            told = f"{exhibit.id}   {shown(exhibit.file.name)}"
            if exhibit.fields.shows:
                told += f"   {shown(exhibit.fields.shows)}"
            item = QListWidgetItem(told.replace("\n", " "))
            item.setData(Qt.ItemDataRole.UserRole, exhibit.id)
            self._list.addItem(item)
        height = self._list.fontMetrics().height() + UNIT
        lines = min(max(self._list.count(), 2), _LIST_LINES)
        self._list.setMinimumHeight(lines * height + 2 * UNIT)
        self._list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self._list.itemActivated.connect(lambda _item: self._ask())
        column.addWidget(self._list)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        self._covers = Covers()
        self._picture: CoveredPicture | None = None
        row = Flow()
        row.addWidget(Button(_("Save the chosen ones"), self._save_chosen, icon="download"))
        row.addWidget(Button(_("Save all"), self._save_all, icon="download"))
        row.addWidget(Button(_("Save the report"), self._save_report, icon="file-text"))
        column.addLayout(row)
        self._file.pictured.connect(self._pictured)
        return made

    def _chosen(self) -> None:
        if self._picture is not None:
            self._picture.hide()
            self._picture.deleteLater()
        self._picture = CoveredPicture(self._current(), self._covers)
        self._picture.asked.connect(self._ask)
        self._place.addWidget(self._picture)

    def _ask(self) -> None:
        self._file.picture(self._current())

    def _current(self) -> str:
        row = self._list.currentRow()
        return self._sealed.exhibits[row].id if row >= 0 else ""

    def _pictured(self, exhibit_id: str, jpeg: object) -> None:
        picture = self._picture
        if picture is None or self._current() != exhibit_id:
            return
        image = QImage()
        if isinstance(jpeg, bytes):
            image.loadFromData(jpeg, "JPG")
        if isinstance(jpeg, KeepsafeError):
            picture.say(str(jpeg))
        elif image.isNull():
            picture.say(_("This file cannot be shown here. Save it to open it elsewhere."))
        else:
            picture.reveal(image)

    def _save_chosen(self) -> None:
        chosen = {item.data(Qt.ItemDataRole.UserRole) for item in self._list.selectedItems()}
        self._save([e for e in self._sealed.exhibits if e.id in chosen])

    def _save_all(self) -> None:
        self._save(list(self._sealed.exhibits))

    def _save(self, exhibits: list[Exhibit]) -> None:
        if not exhibits:
            return
        self._save_names([self._sealed.name_of(exhibit) for exhibit in exhibits])

    def _save_report(self) -> None:
        self._save_names([_REPORT])

    def _save_names(self, names: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where to save them"))
        if folder:
            self._file.save(names, Path(folder), _("Saving"))


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
