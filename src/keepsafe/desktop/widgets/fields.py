"""What people fill in: a label, a hint, the field, and a gentle word when it cannot be so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from keepsafe.desktop.theme import icons
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.buttons import Button
from keepsafe.desktop.widgets.laid import as_read
from keepsafe.desktop.widgets.revealing import reveal
from keepsafe.desktop.widgets.text import Words, typeset
from keepsafe.desktop.widgets.tick import Tick
from keepsafe.i18n import _, with_colon

LONGEST = 20_000
"""Characters a field takes: `case.fields.LONGEST`."""


class Field(QWidget):
    """The base of all: a label above, a hint below it, the editor, and a place for trouble."""

    changed = Signal(str)
    """The new value, after each change by the person."""

    def __init__(self, name: str, label: str, editor: QWidget, *, hint: str = "") -> None:
        """Make a field; `name` is that of its draft."""
        super().__init__()
        self.name = name
        self.editor = editor
        self._hint = hint
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        self._label = Words(label, "strong")
        self._label.setBuddy(editor)
        column.addWidget(self._label)
        if hint:
            column.addWidget(Words(hint, "small"))
        self.row = QHBoxLayout()
        self.row.setSpacing(UNIT)
        self.row.addWidget(editor, 1)
        column.addLayout(self.row)
        self._trouble = Words("", "trouble")
        self._trouble.hide()
        column.addWidget(self._trouble)
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel only scrolls, as everywhere
        editor.setObjectName(name)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(hint)
        self.setFocusProxy(editor)

    def trouble(self, sentence: str = "") -> None:
        """Say what is wrong with what was filled in; nothing takes it away."""
        self._trouble.say(sentence)
        self._trouble.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint)
        if sentence:
            reveal(self)

    @property
    def value(self) -> str:
        """What is filled in, as text; "" where nothing is."""
        raise NotImplementedError

    def fill(self, value: str) -> None:
        """Fill in a value; no signal."""
        raise NotImplementedError


class LineField(Field):
    """One line of text; `exact` shows it large, in letters where l, 1 and I differ."""

    editor: QLineEdit

    def __init__(self, name: str, label: str, *, hint: str = "", exact: bool = False) -> None:
        editor = QLineEdit()
        editor.setMaxLength(LONGEST)
        super().__init__(name, label, editor, hint=hint)
        if exact:
            editor.setFont(exact_font(editor.font()))
        editor.textEdited.connect(self.changed)

    @property
    def value(self) -> str:
        """The line."""
        return self.editor.text()

    def fill(self, value: str) -> None:
        """Fill in the line."""
        self.editor.setText(value)


class TextField(Field):
    """Several lines of text, which grow with what is written; Tab goes on to the next control."""

    editor: QPlainTextEdit

    def __init__(self, name: str, label: str, *, hint: str = "", lines: int = 4) -> None:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        super().__init__(name, label, editor, hint=hint)
        self._fewest = lines
        self._filling = False
        editor.textChanged.connect(self._grow)
        editor.textChanged.connect(self._tell)
        self._grow()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit(self.value)

    def _grow(self) -> None:
        document: QTextDocument = self.editor.document()
        lines = min(max(round(document.size().height()), self._fewest), 18)
        self.editor.setFixedHeight(lines * self.editor.fontMetrics().lineSpacing() + 4 * UNIT)

    @property
    def value(self) -> str:
        """The text."""
        return self.editor.toPlainText()[:LONGEST]

    def fill(self, value: str) -> None:
        """Fill in the text."""
        self._filling = True
        self.editor.setPlainText(value)
        self._filling = False


class PickField(Field):
    """One of a few things; the first pair may be ("", "not chosen")."""

    editor: QComboBox

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], *, hint: str = ""
    ) -> None:
        """Make it from (value, words) pairs."""
        editor = _Pick()
        for value, words in choices:
            editor.addItem(typeset(words), value)
        editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        editor.setMinimumContentsLength(8)
        editor.installEventFilter(NoWheel(editor))
        super().__init__(name, label, editor, hint=hint)
        editor.activated.connect(lambda _index=0: self.changed.emit(self.value))

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return str(self.editor.currentData() or "")

    def fill(self, value: str) -> None:
        """Choose the value, if it is there."""
        at = self.editor.findData(value)
        if at >= 0:
            self.editor.setCurrentIndex(at)


SCROLLS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
"""Keys that scroll the page; in a field that is closed they change nothing."""
_OPENS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_F4)
_CHOOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


class _Pick(QComboBox):
    """A combo box whose arrow is one of the icons, in the colour of the words.

    While it is closed no key changes what is chosen: arrows and letters open the list, where the
    choice is seen before it is made.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Open the list, going to what begins with a letter; leave the page what scrolls it."""
        if event.key() in SCROLLS:
            event.ignore()
        elif event.key() in (*_OPENS, *_CHOOSES):
            self.showPopup()
        elif event.text().isprintable() and event.text() and not _is_shortcut(event):
            self.showPopup()
            self.view().keyboardSearch(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        super().paintEvent(event)
        draw_arrow(self)


def _is_shortcut(event: QKeyEvent) -> bool:
    modifier = Qt.KeyboardModifier
    return bool(event.modifiers() & (modifier.ControlModifier | modifier.AltModifier))


def draw_arrow(field: QComboBox | QDateEdit) -> None:
    """Draw the arrow of a field that opens, over what the style drew."""
    side = round(field.fontMetrics().height())
    inside = field.rect().adjusted(0, 0, -UNIT, 0)
    at = QRect(inside.right() - side, (field.height() - side) // 2, side, side)
    painter = QPainter(field)
    group = QPalette.ColorGroup.Active if field.isEnabled() else QPalette.ColorGroup.Disabled
    colour = QApplication.palette().color(group, QPalette.ColorRole.Text)
    where = as_read(field.layoutDirection(), field.rect(), at)
    icons.draw(painter, "chevron-down", colour, where.toRectF())
    painter.end()


class TickField(Tick):
    """A tick: its value is "yes" or ""."""

    changed = Signal(str)

    def __init__(self, name: str, label: str) -> None:
        super().__init__(label)
        self.name = name
        self.setObjectName(name)
        self.clicked.connect(lambda _on=False: self.changed.emit(self.value))

    @property
    def value(self) -> str:
        """Whether it is ticked: "yes" or ""."""
        return "yes" if self.isChecked() else ""

    def fill(self, value: str) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))


class SecretField(Field):
    """A password, hidden until asked for. It is never a draft: nothing writes it anywhere."""

    editor: QLineEdit
    entered = Signal()

    def __init__(self, name: str, label: str, *, hint: str = "", shown: bool = False) -> None:
        editor = QLineEdit()
        editor.setMaxLength(1000)
        super().__init__(name, label, editor, hint=hint)
        editor.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._show = Button("", self._turn, icon="eye", icon_only=True)
        self.row.addWidget(self._show)
        editor.textEdited.connect(self.changed)
        editor.returnPressed.connect(self.entered)
        self.show_it(shown)

    def show_it(self, shown: bool) -> None:  # it is the one argument
        """Show the letters, or dots."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.editor.setEchoMode(mode)
        words = _("Hide the letters") if shown else _("Show the letters")
        self._show.setAccessibleName(with_colon(words, self._label.text()))
        self._show.setToolTip(words)
        self._show.set_icon("eye-off" if shown else "eye")

    def _turn(self) -> None:
        self.show_it(self.editor.echoMode() == QLineEdit.EchoMode.Password)

    @property
    def value(self) -> str:
        """The password."""
        return self.editor.text()

    def fill(self, value: str) -> None:
        """Fill in a password."""
        self.editor.setText(value)


class NoWheel(QObject):
    """Scrolling a page must not change what lies under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Let the page have the wheel."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def exact_font(like: QFont, times: float = 1.4) -> QFont:
    """Return a face in which l, 1, I, O and 0 look different, `times` the size of the text."""
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415  # only where it is used

    from keepsafe.resources import resource  # noqa: PLC0415

    family = "Atkinson Hyperlegible Mono"
    if family not in QFontDatabase.families():
        for weight in ("Regular", "Bold"):
            file = resource("fonts", f"AtkinsonHyperlegibleMono-{weight}.ttf")
            QFontDatabase.addApplicationFont(str(file))
    font = QFont(like)
    font.setFamily(family)
    font.setPointSizeF(like.pointSizeF() * times)
    return font
