"""Makes Qt's palette, font and stylesheet out of the tokens, for one set of colours."""

from __future__ import annotations

import dataclasses
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from keepsafe.desktop.theme import tokens
from keepsafe.desktop.theme.tokens import COLOURS, Colours, Scheme

ARGUMENTS = ("-style", "fusion")
"""What the application is started with: a style that is the same on every system, to colour.

To set it later would cost a tenth of the time that the first window takes.
"""


class Theme(QObject):
    """Dresses the app; `changed` comes after it was dressed anew."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._system_font = QFont(app.font())
        self._wanted = "system"
        self.scale = 100
        self.scheme: Scheme = "light"
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def colours(self) -> Colours:
        """The colours that are worn now."""
        return COLOURS[self.scheme]

    def wear(self, wanted: str, scale: int) -> None:
        """Dress the app: `wanted` is a scheme, or "system"; `scale` is in percent."""
        self._wanted = wanted
        self.scheme = _scheme(self._app, wanted)
        self.scale = min(max(scale, tokens.SCALES[0]), tokens.SCALES[-1])
        font = QFont(self._system_font)
        points = self._system_font.pointSizeF()
        if points <= 0:  # some systems give pixels; 96 of them are an inch, 72 points too
            points = self._system_font.pixelSize() * 0.75
        points *= tokens.body_at(self.scale) / tokens.BODY
        font.setPointSizeF(points * tokens.BODY)
        self._app.setFont(font)
        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(_sheet(self.colours, points))
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._wanted == "system":
            self.wear(self._wanted, self.scale)


def _scheme(app: QApplication, wanted: str) -> Scheme:
    if wanted in COLOURS:
        return wanted
    hints = app.styleHints()
    if hasattr(hints, "accessibility"):  # from Qt 6.10 on
        preference = hints.accessibility().contrastPreference()
        if preference == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.paper,
        role.WindowText: colours.ink,
        role.Base: colours.card,
        role.AlternateBase: colours.bar,
        role.Text: colours.ink,
        role.Button: colours.card,
        role.ButtonText: colours.ink,
        role.BrightText: colours.ink,
        role.PlaceholderText: colours.soft,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.ToolTipBase: colours.card,
        role.ToolTipText: colours.ink,
        role.Light: colours.card,
        role.Midlight: colours.line,
        role.Mid: colours.edge,
        role.Dark: colours.edge,
        role.Accent: colours.accent,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.off))
    return palette


def _sheet(colours: Colours, points: float) -> str:
    sizes = {
        name: f"{points * times:.2f}pt"
        for name, times in (
            ("title", tokens.TITLE),
            ("heading", tokens.HEADING),
            ("lead", tokens.LEAD),
            ("body", tokens.BODY),
            ("small", tokens.SMALL),
        )
    }
    unit, ring = tokens.UNIT, tokens.RING
    return _SHEET.substitute(
        dataclasses.asdict(colours),
        **sizes,
        half=f"{unit // 2}px",
        one=f"{unit}px",
        two=f"{2 * unit}px",
        three=f"{3 * unit}px",
        round=f"{tokens.RADIUS}px",
        ring=f"{ring}px",
        # An edge of one pixel and the rest as padding, so that the ring moves nothing.
        under_ring=f"{unit + ring - 1}px",
        field_pad=f"{unit}px",
        field_pad_ring=f"{unit - ring + 1}px",
    )


_SHEET = Template("""
QWidget { font-size: $body; }
QMainWindow, QDialog, QWidget#paper { background: $paper; }
QToolTip { color: $ink; background: $card; border: 1px solid $edge; padding: $half; }

QLabel { color: $ink; background: transparent; }
QLabel[kind="title"] { font-size: $title; font-weight: 600; }
QLabel[kind="heading"] { font-size: $heading; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="lead-strong"] { font-size: $lead; font-weight: 600; }
QLabel[kind="exact"] { font-size: $heading; }
QLabel[kind="exact"][long="true"] { font-size: $lead; }
QLabel[kind="disc"] {
  color: $on_accent; background: $accent; font-weight: 600; border-radius: $round;
  padding: $half $one;
}
QLabel[kind="lead"] { font-size: $lead; }
QLabel[kind="soft"] { color: $soft; }
QLabel[kind="small"] { color: $soft; font-size: $small; }
QLabel[kind="trouble"] { font-weight: 600; }

QScrollArea, QScrollArea > QWidget > QWidget#column { background: transparent; border: none; }
QWidget#topBar, QWidget#helpStrip { background: $bar; }
QWidget#topBar { border-bottom: 1px solid $line; }
QWidget#helpStrip { border-top: 1px solid $line; }
QWidget#ending { background: $paper; }
QFrame#rule { background: $line; border: none; }

QFrame[kind="card"] { background: $card; border: 1px solid $line; border-radius: $round; }
QFrame[kind="note"] { background: $note; border: 1px solid $note_edge; border-radius: $round; }
QFrame[kind="warning"] { background: $note; border: 2px solid $focus; border-radius: $round; }
QFrame[secret="password"] { border-left: $half solid $accent; }
QFrame[secret="recovery"] { border-left: $half solid $focus; }
QFrame[secret="police"] { border-left: $half solid $ink; }
QFrame[kind="banner"] { background: $tint; border: 1px solid $accent; border-radius: $round; }

QPushButton {
  color: $ink; background: $card; border: 1px solid $edge; border-radius: $round;
}
QPushButton:hover { background: $tint; border-color: $accent; }
QPushButton:pressed, QPushButton:checked { background: $tint; border-color: $accent; }
QPushButton:disabled { color: $off; border: 1px dashed $line; background: $paper; }
QPushButton[kind="primary"] { color: $on_accent; background: $accent; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $accent_deep; border-color: $accent_deep;
}
QPushButton[kind="primary"]:disabled { color: $off; background: $bar; border-color: $line; }
QPushButton[kind="link"] { color: $accent; background: transparent; border-color: transparent; }
QPushButton[size="small"] { font-size: $small; }
QPushButton[kind="link"]:hover { color: $accent_deep; background: $tint; }
QPushButton[kind="card"]:checked { background: $tint; border: 2px solid $accent; }
QPushButton[kind="answer"]:checked {
  color: $on_accent; background: $accent; border-color: $accent;
}
QPushButton[ring="true"]:focus, QDialog QPushButton:focus { border: $ring solid $focus; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QDateEdit, QDateTimeEdit, QSpinBox {
  color: $ink; background: $card; border: 1px solid $edge; border-radius: $half;
  padding: $field_pad; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $soft;
}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus,
QDateTimeEdit:focus, QSpinBox:focus { border: $ring solid $focus; padding: $field_pad_ring; }
QLineEdit:read-only { background: $bar; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: $three; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: none; }
QComboBox QAbstractItemView {
  color: $ink; background: $card; border: 1px solid $edge; selection-background-color: $tint;
  selection-color: $ink; padding: 0;
}
QComboBox { combobox-popup: 0; }

QCheckBox, QRadioButton {
  color: $ink; spacing: $one; padding: $half $half $half 0; border: $ring solid transparent;
  border-radius: $half;
}
QCheckBox::indicator {
  width: 1.1em; height: 1.1em; border: 2px solid $edge; border-radius: $half; background: $card;
}
QCheckBox::indicator:checked { border-color: $accent; background: $accent; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }

QListView { color: $ink; background: $card; border: 1px solid $edge; outline: 0; padding: $half; }
QListWidget {
  padding: 0; background: transparent; border: $ring solid transparent; outline: 0;
}
QListView:focus, QListWidget:focus { border: $ring solid $focus; border-radius: $half; }
QComboBox QAbstractItemView:focus { border: 1px solid $edge; border-radius: 0; }
QListView::indicator { width: 1.1em; height: 1.1em; }
QListView::item, QListWidget::item { padding: $one; border-radius: $half; color: $ink; }
QTableView {
  color: $ink; background: $card; border: 1px solid $line; border-radius: $half; outline: 0;
  selection-background-color: $tint; selection-color: $ink;
}
QTableView:focus { border: $ring solid $focus; }
QTableView::item { padding: 0 $half; border: none; }
QTableView::item:selected { background: $tint; color: $ink; }
QHeaderView { background: $card; }
QHeaderView::section {
  color: $soft; background: $card; border: none; border-bottom: 1px solid $line;
  padding: $half 7px; font-weight: 600;
}
QListView::item:selected, QListWidget::item:selected { background: $tint; color: $ink; }
QListView::item:hover, QListWidget::item:hover { background: $bar; }
QListView::item:selected:hover, QListWidget::item:selected:hover { background: $tint; }

QMenuBar, QMenu { font-size: $small; }
QMenuBar { color: $ink; background: $bar; }
QMenuBar::item { padding: $half $one; background: transparent; }
QMenuBar::item:selected { background: $tint; }
QMenu { color: $ink; background: $card; border: 1px solid $edge; padding: $half; }
QMenu::item { padding: $one $three $one $three; border-radius: $half; }
QMenu::item:selected { background: $tint; }
QMenu::item:disabled { color: $soft; }
QMenu::separator { height: 1px; background: $line; margin: $half $one; }

QProgressBar {
  color: $ink; background: $bar; border: 1px solid $edge; border-radius: $half;
  min-height: $two; text-align: center;
}
QProgressBar::chunk { background: $accent; border-radius: $half; }

QScrollBar:vertical { background: transparent; width: 14px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")
