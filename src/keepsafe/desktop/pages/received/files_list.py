"""The list of saved files: each with its number, its name, what it shows and its whole SHA-256."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from keepsafe.case.record import Exhibit
from keepsafe.desktop.theme import icons
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.fields import exact_font
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _

_DIGEST = Qt.ItemDataRole.UserRole + 1
_SHOWS = Qt.ItemDataRole.UserRole + 2
_FEWEST, _MOST = 3, 12
_Index = QModelIndex | QPersistentModelIndex


class FilesList(QListWidget):
    """Rows of three lines; the current one is looked at, the ticked ones are saved."""

    ticked = Signal()

    def __init__(
        self,
        exhibits: Sequence[Exhibit],
        shows: Mapping[str, str],
        copy: Callable[[str], object],
        differing: Collection[str] = (),
    ) -> None:
        """List them; `shows` says in a few words what each shows, by its number.

        Those `differing` are not as they were sealed: they say so, and cannot be chosen.
        """
        super().__init__()
        self._copy = copy
        self.setObjectName("exhibits")
        self.setProperty("kind", "boxed")
        self.setAccessibleName(_("The saved files"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_ThreeLines(self))
        for exhibit in exhibits:
            told = f"{exhibit.id}   {shown(exhibit.file.name)}".replace("\n", " ")
            item = QListWidgetItem(told)
            item.setData(Qt.ItemDataRole.UserRole, exhibit.id)
            item.setData(_DIGEST, exhibit.file.sha256)
            differs = exhibit.id in differing
            if differs:
                told = _("{name}: not as sealed").format(name=told)
                item.setText(told)
            item.setData(_SHOWS, shown(shows.get(exhibit.id, "")).replace("\n", " "))
            spoken = (told, item.data(_SHOWS), f"SHA-256 {exhibit.file.sha256}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, spoken)))
            item.setToolTip(exhibit.file.sha256)
            if not differs:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    @property
    def chosen(self) -> set[str]:
        """The numbers of the exhibits that are ticked."""
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return {item.data(Qt.ItemDataRole.UserRole) for item in ticked}

    def choose(self, numbers: set[str]) -> None:
        """Tick these, and no others."""
        self.blockSignals(True)
        for item in self._items():
            if item.data(Qt.ItemDataRole.CheckStateRole) is None:
                continue
            on = item.data(Qt.ItemDataRole.UserRole) in numbers
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def fit(self, room: int) -> None:
        """Be as high as whole rows in `room` pixels are, so that no row is cut."""
        row = max(self.sizeHintForRow(0), 1)
        rows = min(max(self.count(), 1), max(room // row, _FEWEST), _MOST)
        around = self.height() - self.viewport().height()
        self.setFixedHeight(rows * row + (around if 0 < around < 4 * UNIT else UNIT))

    def event(self, event: QEvent) -> bool:  # Qt's name
        """Have the keys for copying for itself, before the menu."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Copy the SHA-256 of the current row."""
        item = self.currentItem()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            self._copy(item.data(_DIGEST))
            return
        super().keyPressEvent(event)


class _ThreeLines(QStyledItemDelegate):
    """Draws the name, what is shown, and the SHA-256 in a face that tells every letter apart."""

    def _digest_font(self, font: QFont) -> QFont:
        made = exact_font(font)
        made.setPointSizeF(font.pointSizeF() * 0.85)
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # Qt's name
        """Return the room of all lines."""
        name = QFontMetrics(option.font)
        digest = QFontMetrics(self._digest_font(option.font))
        return QSize(30 * UNIT, 2 * name.height() + digest.height() + 2 * UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        self.initStyleOption(option, index)
        told, option.text = option.text, ""
        style = option.widget.style()
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator  # room for it
        box: QRect = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, option.widget
        )
        ticked = option.checkState == Qt.CheckState.Checked
        # Under the pointer a row is not coloured: it would keep that when the list is scrolled.
        option.state &= ~QStyle.StateFlag.State_MouseOver
        # A style sheet that colours rows draws no tick that can be seen.
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if option.state & QStyle.StateFlag.State_Selected:
            _draw_mark(painter, option.rect)
        if index.data(Qt.ItemDataRole.CheckStateRole) is None:
            _draw_cross(painter, QApplication.palette(), box)
        else:
            _draw_tick(painter, QApplication.palette(), box, ticked=ticked)
        inside = option.rect.adjusted(0, UNIT, -UNIT, -UNIT)
        inside.setLeft(box.right() + UNIT + UNIT // 2)
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.setFont(option.font)
        name = QFontMetrics(option.font)
        told = name.elidedText(told, Qt.TextElideMode.ElideMiddle, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, told)
        below = inside.adjusted(0, name.height(), 0, 0)
        font = self._digest_font(option.font)  # which tells the letters of a username apart, too
        painter.setFont(font)
        shows = QFontMetrics(font).elidedText(
            index.data(_SHOWS), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shows)
        digest = QFontMetrics(font).elidedText(
            index.data(_DIGEST), Qt.TextElideMode.ElideMiddle, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, digest)
        painter.restore()


def _draw_mark(painter: QPainter, row: QRect) -> None:
    """Mark the chosen row with a bar, so that it is not told by its colour alone."""
    bar = QRect(row.left(), row.top() + UNIT // 2, UNIT // 2, row.height() - UNIT)
    painter.fillRect(bar, QApplication.palette().color(QPalette.ColorRole.Link))


def _draw_cross(painter: QPainter, palette: QPalette, box: QRect) -> None:
    where = QRectF(0, 0, 2 * UNIT, 2 * UNIT)
    where.moveCenter(QRectF(box).center())
    icons.draw(painter, "x", palette.color(QPalette.ColorRole.Text), where)


def _draw_tick(painter: QPainter, palette: QPalette, box: QRect, *, ticked: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(box.width(), box.height())
    where = QRectF(0, 0, side, side)
    where.moveCenter(QRectF(box).center())
    colour = palette.color(QPalette.ColorRole.Link if ticked else QPalette.ColorRole.Mid)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(colour if ticked else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(where, 3, 3)
    if ticked:
        on = palette.color(QPalette.ColorRole.HighlightedText)
        icons.draw(painter, "check", on, where)
    painter.restore()
