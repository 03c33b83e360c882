"""The kept files as a list: one line each, thousands of them as light as ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from keepsafe.case.record import Exhibit
from keepsafe.desktop.widgets.fields import PickField, exact_font
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.vault.vault import Vault

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ExhibitModel(QAbstractListModel):
    """Gives each exhibit's line when it is drawn, and no picture ever."""

    def __init__(self, exhibits: Sequence[Exhibit]) -> None:
        super().__init__()
        self.exhibits = tuple(exhibits)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # Qt's name
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.exhibits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line of one, to see and to hear."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line(self.exhibits[index.row()])
        return None


def line(exhibit: Exhibit) -> str:
    """Return what is said of a kept file in one line."""
    fields = exhibit.fields
    told = [exhibit.id, shown(exhibit.file.name)]
    if exhibit.removed is not None:
        return f"{exhibit.id}   " + _("removed")
    if fields.seen:
        told.append(fields.seen)
    if fields.shows or fields.category:
        told.append(shown(fields.shows) or _category(fields.category))
    if exhibit.withheld is not None:
        told.append(_("stays out of the file for police"))
    return "   ".join(told).replace("\n", " ")


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
