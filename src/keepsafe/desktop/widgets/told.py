"""The report's own parts as widgets: what a sealed file tells, never taken for markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets.copy_button import CopyButton
from keepsafe.desktop.widgets.fields import exact_font
from keepsafe.desktop.widgets.text import Bullet, Words
from keepsafe.desktop.widgets.told_table import ToldTable
from keepsafe.guidance.lookalikes import alike_in_order
from keepsafe.i18n import N_, _, translated
from keepsafe.report.model import Ask, Block, Fact, Facts, Listing, Points, Section, Table, Value
from keepsafe.report.model import Words as Paragraph
from keepsafe.report.sanitize import pieces

_NUMBER = re.compile(r"[A-Z][0-9]{1,8}")

_ALIKE: Mapping[str, str] = {
    "l": N_("small L"), "I": N_("capital I"), "1": N_("digit one"),
    "O": N_("capital O"), "0": N_("digit zero"), "|": N_("upright bar"),
}  # fmt: skip
_MOST_SPELLED = 24

_MANY_ROWS = 6
"""Rows from which on a table of plain words is one, and not cards."""

MOST_ROWS = 400
"""Rows of one part that become widgets; a longer one says how many more the report has."""


class ToldPart(QWidget):
    """One part of the report, without its title. `copy` puts a text on the clipboard."""

    def __init__(
        self, section: Section, copy: Callable[[str], object], names: Collection[str] = ()
    ) -> None:
        """Show it; a text that holds one of `names` is set so that no two letters look alike."""
        super().__init__()
        self._copy = copy
        self._names = names
        self._left = MOST_ROWS
        self._cut = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        for block in section.blocks:
            for widget in self._block(block):
                column.addWidget(widget)
        if self._cut:
            more = _("{count} more are not shown here. They are in REPORT.pdf.")
            column.addWidget(Words(more.format(count=self._cut), "soft"))

    def _block(self, block: Block) -> list[QWidget]:
        match block:
            case Paragraph(text, small):
                return [Words(shown(text), "soft" if small else "body")]
            case Facts(facts, heading):
                return [self._card(heading, facts)] if self._fits(1) else []
            case Table():
                return self._table(block)
            case Listing(lines):
                return [Bullet(shown(line)) for line in lines[: self._room(len(lines))]]
            case Points(heading, points):
                return [Words(heading, "strong"), *(Bullet(point) for point in points)]
            case Ask(question, answer):
                return [Words(question, "strong"), Words(answer)]

    def _table(self, table: Table) -> list[QWidget]:
        """Return a table where there are many rows of plain words, else a card for each row."""
        rows = table.rows[: self._room(len(table.rows))]
        if len(table.rows) < _MANY_ROWS or not _is_plain(rows):
            return [self._row(table.head, row) for row in rows]
        texts = [
            [shown("\n".join(value.text for value in values)) for values in row] for row in rows
        ]
        return [ToldTable([shown(label) for label in table.head], table.widths, texts)]

    def _fits(self, rows: int) -> bool:
        return self._room(rows) == rows

    def _room(self, rows: int) -> int:
        taken = min(rows, self._left)
        self._left -= taken
        self._cut += rows - taken
        return taken

    def _row(self, head: Sequence[str], row: Sequence[tuple[Value, ...]]) -> QWidget:
        facts = [Fact(label, values) for label, values in zip(head, row, strict=True) if values]
        # A row that begins with a number of the case, such as A1, goes by it.
        first = facts[0].values[0].text if facts else ""
        if facts and _NUMBER.fullmatch(first):
            return self._card(first, facts[1:])
        return self._card("", facts)

    def _card(self, heading: str, facts: Iterable[Fact]) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * UNIT, UNIT + UNIT // 2, 2 * UNIT, UNIT + UNIT // 2)
        column.setSpacing(UNIT)
        if heading:
            column.addWidget(Words(shown(heading), "strong"))
        for fact in facts:
            column.addWidget(self._fact(fact))
        return card

    def _fact(self, fact: Fact) -> QWidget:
        if not fact.values:
            return Words(shown(fact.label), "strong")
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Words(shown(fact.label), "small"))
        for value in fact.values:
            column.addWidget(self._value(value, fact.label))
        return made

    def _value(self, value: Value, label: str) -> QWidget:
        if value.look == "text":
            words = Words(shown(value.text))
            if any(name in value.text for name in self._names):
                words.setFont(exact_font(words.font()))
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            return words
        return ExactValue(value.text, label, self._copy)


def _is_plain(rows: Sequence[Sequence[tuple[Value, ...]]]) -> bool:
    """Whether nothing in a table is to be copied letter by letter."""
    return all(value.look == "text" for row in rows for values in row for value in values)


class ExactValue(QWidget):
    """A name or number to be copied letter by letter, in a face where no two letters look alike."""

    def __init__(self, text: str, label: str, copy: Callable[[str], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        column.addLayout(row)
        line = QLineEdit(shown(text, exact=True))
        line.setReadOnly(True)
        line.setAcceptDrops(False)  # a file dropped here is for the page
        line.setProperty("kind", "told")
        font = exact_font(line.font())
        font.setPointSizeF(line.font().pointSizeF() * 1.1)
        line.setFont(font)
        line.setCursorPosition(0)
        line.setAccessibleName(label)
        row.addWidget(line, 1)
        button = CopyButton(text, f"{label}: {shown(text)}", copy)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if spelled := spelled_out(text):
            told = _("Easy to mix up, in order: {letters}").format(letters=spelled)
            column.addWidget(Words(told, "small"))
            line.setAccessibleDescription(told)


def spelled_out(text: str) -> str:
    """Return "small L, digit zero" for a text where such signs can be mixed up, else "".

    No line ends inside a name: "capital" alone would say nothing.
    """
    signs = alike_in_order(text)
    named = [
        translated(_ALIKE[sign]).replace(" ", "\N{NO-BREAK SPACE}")
        for sign in signs[:_MOST_SPELLED]
    ]
    return ", ".join([*named, *(["..."] if len(signs) > _MOST_SPELLED else [])])


class WholeValue(QWidget):
    """A long text to be copied by hand, letter by letter: it wraps, so that all of it is seen."""

    def __init__(
        self, text: str, label: str, copy: Callable[[str], object], *, groups: int = 0
    ) -> None:
        """Show `text`, with `groups` in groups of so many letters; what is copied has none."""
        super().__init__()
        if groups:
            parted = [text[i : i + groups] for i in range(0, len(text), groups)]
        else:
            parted = text.split(" ")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        words = Words(" ".join(_together(parted, 2 if groups else 4)), "exact")
        words.setProperty("long", bool(groups))
        words.setFont(exact_font(words.font()))
        words.setAccessibleName(f"{label}: {text}")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        button = CopyButton(text, label, copy)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)


def _together(groups: Sequence[str], count: int) -> list[str]:
    """Return groups of letters, so many of which stay together: a code then has even lines."""
    joined = "\N{NO-BREAK SPACE}".join
    return [joined(groups[i : i + count]) for i in range(0, len(groups), count)]


def shown_path(path: Path | str) -> str:
    """Return where something is, so that a long Windows path, too, goes on in the next line."""
    return shown(str(path)).replace("\\", "\\\N{ZERO WIDTH SPACE}")


def shown(text: str, *, exact: bool = False) -> str:
    """Return a text of the case with every letter that cannot be seen as its code."""
    return "".join(piece.text for piece in pieces(text, exact=exact))
