"""A day, written as the person writes it, or none: then the field is empty and says so."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, QDateTime, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
)
from PySide6.QtWidgets import QAbstractSpinBox, QCalendarWidget, QDateEdit, QWidget

from keepsafe.desktop.days import date_format
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.fields import Field, NoWheel, draw_arrow
from keepsafe.desktop.widgets.flow import Flow
from keepsafe.desktop.widgets.tick import Tick
from keepsafe.i18n import _

_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4)


class DateField(Field):
    """A tick says whether the day is known; to write or to choose one ticks it.

    The value is 2026-11-23, whatever the person sees.
    """

    editor: _Day

    def __init__(self, name: str, label: str, *, hint: str = "") -> None:
        editor = _Day()
        editor.installEventFilter(NoWheel(editor))
        super().__init__(name, label, editor, hint=hint)
        editor.lineEdit().setAccessibleName(label)
        editor.lineEdit().setPlaceholderText(_("No day chosen"))
        self._known = Tick(_("I know the day"))
        self._known.setAccessibleName(_("I know the day") + f": {label}")
        ways = Flow()
        ways.addWidget(self._known)
        for back, words in enumerate((_("Today"), _("Yesterday"))):
            button = Button(words, partial(self._choose, back), kind="link")
            button.setAccessibleName(f"{words}: {label}")
            ways.addWidget(button)
        self.column.insertLayout(self.column.count() - 1, ways)
        self.column.setSpacing(UNIT // 2)
        self._filling = False
        self._known.clicked.connect(self._ticked)
        editor.begun.connect(self._begun)
        editor.userDateChanged.connect(lambda _date=None: self._tell())
        self._dress()

    def _ticked(self, on: bool = False) -> None:
        self.editor.know(on)
        self._tell()

    def _begun(self) -> None:
        self._known.setChecked(True)
        self._tell()

    def _choose(self, days_ago: int) -> None:
        self.fill(QDate.currentDate().addDays(-days_ago).toString("yyyy-MM-dd"))
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit(self.value)

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Write the day as the page's language and country do."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange:
            self._dress()

    def _dress(self) -> None:
        self._filling = True
        self.editor.setDisplayFormat(date_format(self.locale()))
        self._filling = False

    @property
    def value(self) -> str:
        """The day, "" where it is not known."""
        return self.editor.date().toString("yyyy-MM-dd") if self.editor.known else ""

    def fill(self, value: str) -> None:
        """Fill in the day, or that it is not known."""
        self._filling = True
        day = QDate.fromString(value[:10], "yyyy-MM-dd")
        self._known.setChecked(day.isValid())
        self.editor.know(day.isValid())
        if day.isValid():
            self.editor.setDate(day)
        self._filling = False


class _Day(QDateEdit):
    """Shows nothing until its day is known."""

    begun = Signal()
    """The person began to write a day, or chose one."""
    known = False

    def __init__(self) -> None:
        super().__init__(QDate.currentDate())
        self.setCalendarPopup(True)
        self.setMaximumDate(QDate.currentDate())
        self._has_calendar = False

    def know(self, known: bool) -> None:  # it is the one argument
        """Show the day, or nothing."""
        self.known = known
        self.lineEdit().setText(self.textFromDateTime(self.dateTime()))
        self.update()

    def textFromDateTime(self, moment: QDateTime) -> str:  # Qt's name
        """Return the day as it is shown; Qt calls this."""
        return super().textFromDateTime(moment) if self.known else ""

    def _begin(self) -> None:
        if not self.known:
            self.know(True)
            self.setSelectedSection(self.sectionAt(0))
            self.begun.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a day with a number, and open the calendar with an arrow; no other key begins."""
        altered = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in _OPENS and (altered or not self.known):
            self._open_calendar()
            return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or not (
            self.known or event.text().isdecimal()
        ):
            event.ignore()  # the page scrolls by it, or nothing happens
            return
        if not self.known:
            self._begin()
            # A number is a day, though the month may stand first.
            self.setSelectedSection(self.Section.DaySection)
        super().keyPressEvent(event)

    def _open_calendar(self) -> None:
        """Press the arrow: Qt has no other way to open it."""
        right = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        at = QPointF(self.width() - 2 * UNIT if right else 2 * UNIT, self.height() / 2)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        kind, there = QEvent.Type.MouseButtonPress, self.mapToGlobal(at)
        self.mousePressEvent(QMouseEvent(kind, at, there, left, left, none))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go past day, month and year where there are none to go through."""
        if not self.known:
            return QWidget.focusNextPrevChild(self, forward)
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the first part of the day, where there is one."""
        if self.known:
            super().focusInEvent(event)
        else:
            QAbstractSpinBox.focusInEvent(self, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the calendar; to choose a day there begins it, even where it is today."""
        if not self._has_calendar:
            self._has_calendar = True
            self._dress_calendar(self.calendarWidget())
        super().mousePressEvent(event)

    def _dress_calendar(self, calendar: QCalendarWidget) -> None:
        calendar.clicked.connect(self._begin)
        calendar.activated.connect(self._begin)
        calendar.setLocale(self.locale())
        calendar.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        ordinary = QTextCharFormat()  # Qt's weekends are red, like an alarm
        ordinary.setForeground(self.palette().color(QPalette.ColorRole.Text))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, ordinary)
        letters, line = self.fontMetrics().horizontalAdvance("0000"), self.fontMetrics().height()
        calendar.setMinimumSize(7 * letters + 4 * UNIT, 10 * line + 6 * UNIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow of the other fields."""
        super().paintEvent(event)
        draw_arrow(self)
