"""The kept files as rows: what is said of each, made when it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from keepsafe.case.record import Exhibit
from keepsafe.desktop.widgets.fields import PickField, exact_font
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _, with_colon

if TYPE_CHECKING:
    from keepsafe.vault.vault import Vault

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LONGEST = 300  # letters of a hint under the pointer


class Column(IntEnum):
    """What stands in which column."""

    NUMBER = 0
    FILE = 1
    WHEN = 2
    SHOWS = 3
    POLICE = 4


class ExhibitModel(QAbstractTableModel):
    """Gives each cell when it is drawn, and no picture ever."""

    def __init__(self, exhibits: Sequence[Exhibit], day: Callable[[str], str]) -> None:
        """List these; `day` writes a moment as the person does."""
        super().__init__()
        self.exhibits = tuple(exhibits)
        self._day = day
        self._heads = {
            Column.NUMBER: _("No."),
            Column.FILE: _("File"),
            Column.WHEN: _("When"),
            Column.SHOWS: _("What it shows"),
            Column.POLICE: _("For police"),
        }
        self._goes, self._stays = _("goes in"), _("stays out")

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # Qt's name
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.exhibits)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[Column(section)]
        return None

    def head(self, column: Column) -> str:
        """Return the head of a column."""
        return self._heads[column]

    def widest(self) -> dict[Column, tuple[str, ...]]:
        """Return, for the columns that are as wide as what is in them, texts of that width."""
        last = self.exhibits[-1].id if self.exhibits else "E1"
        days = (self._day(f"2026-{month:02}-28 22:28") for month in range(1, 13))
        return {
            Column.NUMBER: (last.replace("1", "8"),),
            Column.WHEN: tuple(days),
            Column.POLICE: (self._goes, self._stays),
        }

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell to see; to hear, the first one says all of its row."""
        exhibit, column = self.exhibits[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.NUMBER:
            return line(exhibit, self._day)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.FILE, Column.SHOWS):
            return _cut(self._cell(exhibit, column))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(exhibit, column)
        return None

    def _cell(self, exhibit: Exhibit, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return exhibit.id
            case Column.FILE:
                return shown(exhibit.file.name).replace("\n", " ")
            case Column.WHEN:
                return self._day(exhibit.fields.seen)
            case Column.SHOWS:
                return shows(exhibit)
            case Column.POLICE:
                return self._goes if exhibit.withheld is None else self._stays


def line(exhibit: Exhibit, day: Callable[[str], str]) -> str:
    """Return what is said of a kept file in one line."""
    told = [exhibit.id, shown(exhibit.file.name), day(exhibit.fields.seen), shows(exhibit)]
    if exhibit.withheld is not None:
        told.append(_("stays out of the file for police"))
    return ", ".join(filter(None, told)).replace("\n", " ")


def shows(exhibit: Exhibit) -> str:
    """Return what is said to be seen in a kept file: its kind, and the words."""
    kind, words = _category(exhibit.fields.category), shown(exhibit.fields.shows)
    return (with_colon(kind, words) if kind and words else kind or words).replace("\n", " ")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


def categories() -> list[tuple[str, str]]:
    """Return (value, words) of every kind of exhibit."""
    return [
        ("profile", _("The profile, with the username")),
        ("threat", _("Threats")),
        ("demand", _("What they want")),
        ("payment", _("A payment")),
        ("chat", _("Other parts of the chat")),
        ("contact-list", _("A list of people they threaten to tell")),
        ("other", _("Something else from the chat")),
    ]


def _category(value: str) -> str:
    return dict(categories()).get(value, value)


def accounts(vault: Vault | None) -> list[tuple[str, str]]:
    """Return (number, words) of every account, to choose one by; no letter of it is hidden."""
    items = vault.record.accounts if vault is not None else ()
    named = (
        (i.id, filter(None, (i.fields.platform, i.fields.username or i.fields.display_name)))
        for i in items
    )
    return [(number, shown(", ".join(parts), exact=True) or number) for number, parts in named]


def account_field(name: str, label: str, vault: Vault | None) -> PickField:
    """Return a field to choose an account, in letters where l, 1 and I differ."""
    field = PickField(name, label, [("", _("I don't know")), *accounts(vault)])
    editor, plain = field.editor, field.editor.font()
    exact = exact_font(plain, times=1.0)
    for at in range(1, editor.count()):
        editor.setItemData(at, exact, Qt.ItemDataRole.FontRole)
    editor.currentIndexChanged.connect(lambda at: editor.setFont(exact if at > 0 else plain))
    return field
