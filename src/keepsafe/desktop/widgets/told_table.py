"""A long table of the report, such as the log: read only, every row whole, and nothing cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from keepsafe.desktop.theme.tokens import UNIT


class ToldTable(QTableWidget):
    """Columns share the width by `widths`, 0 for as wide as needed; as high as all its rows."""

    def __init__(
        self, head: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> None:
        super().__init__(len(rows), len(head))
        self._widths = widths
        self.setHorizontalHeaderLabels(list(head))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        for column, share in enumerate(widths):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Fixed if share else mode.ResizeToContents)
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
                self.setItem(at, column, item)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Share the width, and be as high as the rows then are."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._lay_out)

    def _lay_out(self) -> None:
        columns = range(self.columnCount())
        taken = sum(self.columnWidth(column) for column in columns if not self._widths[column])
        room, shares = max(self.viewport().width() - taken, 0), sum(self._widths)
        for column in columns:
            if self._widths[column]:
                self.setColumnWidth(column, int(room * self._widths[column] / shares))
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(rows + self.horizontalHeader().height() + UNIT)
