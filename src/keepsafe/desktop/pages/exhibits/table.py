"""The kept files in a table: columns that fit, thousands of rows as light as ten."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from keepsafe.case.record import Exhibit
from keepsafe.desktop.pages.exhibits.model import Column, ExhibitModel
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.i18n import _

_ROOM_FOR_ALL, _ROOM_FOR_DAYS = 74, 44
"""Characters across below which the file's name, and then the day, are left to the line below."""
_FILE = 20
"""Characters of a file's name that are seen at most."""
_NAMES_MEASURED = 100
_FEWEST_ROWS = 5


class KeptTable(QTableView):
    """One row a file; several can be chosen."""

    def __init__(self, model: ExhibitModel) -> None:
        super().__init__()
        self.setObjectName("kept-files")
        self.setAccessibleName(_("What is kept"))
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 2 * UNIT)
        heads = self.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setMinimumSectionSize(1)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(Column.SHOWS, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Give each column its room; where there is little, those that can be missed go."""
        super().resizeEvent(event)
        room = self.viewport().width() // max(self.fontMetrics().averageCharWidth(), 1)
        self.setColumnHidden(Column.FILE, room < _ROOM_FOR_ALL)
        self.setColumnHidden(Column.WHEN, room < _ROOM_FOR_DAYS)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        for column, widest in self._model.widest().items():
            head = QFontMetrics(bold).horizontalAdvance(self._model.head(column))
            widths = [self.fontMetrics().horizontalAdvance(text) for text in widest]
            self.setColumnWidth(column, max(head, *widths) + 3 * UNIT)
        names = [e.file.name for e in self._model.exhibits[:_NAMES_MEASURED]]
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        most = _FILE * self.fontMetrics().averageCharWidth()
        self.setColumnWidth(Column.FILE, min(longest, most) + 3 * UNIT)

    def fit(self, height: int) -> None:
        """Be as high as the rows, but not higher than `height` pixels, nor only a few rows."""
        row = self.verticalHeader().defaultSectionSize()
        frame = self.horizontalHeader().sizeHint().height() + UNIT
        rows = self._model.rowCount()
        wanted = min(max(height, frame + _FEWEST_ROWS * row), frame + max(rows, 1) * row)
        self.setFixedHeight(wanted)

    def chosen(self) -> list[Exhibit]:
        """Return the files that are chosen, in the order of the rows."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.exhibits[row] for row in rows]

    def choose(self, wanted: set[str]) -> None:
        """Choose the files with these numbers."""
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        for row, exhibit in enumerate(self._model.exhibits if wanted else ()):
            if exhibit.id in wanted:
                at = self._model.index(row, 0)
                model.select(at, flags.Select | flags.Rows)
                model.setCurrentIndex(at, flags.NoUpdate)
