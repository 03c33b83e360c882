"""Pages that record things of one kind: the ones already there, and a form for one more.

A thing can be corrected: its page then shows it filled in, and keeping it is a correction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from keepsafe.case.fields import FIELDS, Kind, filled, label
from keepsafe.case.record import Item
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    DateField,
    Field,
    LineField,
    Page,
    PickField,
    TextField,
    Words,
)
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_EDITING = "editing"


class ItemPage(Page):
    """The base of a page about things of one `kind`."""

    kind: ClassVar[Kind]
    named_by: ClassVar[tuple[str, ...]] = ()
    """The fields that name one in a line."""
    _going_on = False

    @property
    def items(self) -> Sequence[Item[Any]]:
        """What is recorded of this kind."""
        vault = self.session.vault
        return vault.record.items(self.kind) if vault is not None else ()

    @property
    def editing(self) -> Item[Any] | None:
        """The thing that is being corrected, None while a new one is written."""
        wanted = self.session.drafts.get(self.key, _EDITING)
        return next((item for item in self.items if item.id == wanted), None)

    def list_items(self) -> None:
        """Show what is there already, each with a way to correct it."""
        for item in self.items:
            self.add(self._row(item))

    def _row(self, item: Item[Any]) -> QWidget:
        row = QFrame()
        row.setProperty("kind", "card")
        line = QHBoxLayout(row)
        line.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        line.setSpacing(UNIT)
        words = named(item, self.named_by)
        line.addWidget(Words(words), 1)
        button = Button(_("Change"), lambda: self.change(item), kind="link", icon="pen-line")
        button.setAccessibleName(_("Change") + f": {words}")
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def change(self, item: Item[Any]) -> None:
        """Fill the form with one that is there, to correct it."""
        self.session.drafts.clear(self.key)
        for name, value in filled(item.fields).items():
            self.session.draft(self.key, name, value)
        self.prepare(item)
        self.session.draft(self.key, _EDITING, item.id)
        self.session.retold.emit()

    def prepare(self, item: Item[Any]) -> None:
        """Set the drafts of fields that stand for several, before one is corrected."""

    def form(self, *names: str, to: Any = None, **labels: str) -> None:
        """Add fields of this kind, in this order; `labels` say it in other words."""
        for name in names:
            field = item_field(self.kind, name, labels.get(name, ""), self.session.vault)
            if to is None:
                self.add(field)
            else:
                to.addWidget(field)
                self.draft(field)

    def typed(self) -> dict[str, str]:
        """Return what is filled in of the kind's fields; "" takes back, where one is corrected."""
        known = FIELDS[self.kind].__dataclass_fields__
        return {name: field.value.strip() for name, field in self.fields.items() if name in known}

    def keep_item(self, values: Mapping[str, str], then: str = "") -> None:
        """Record a new one, or the correction of one."""
        item, kind = self.editing, self.kind
        given = {name: value for name, value in values.items() if value}
        if not given:
            self.trouble(_("Nothing is filled in yet. You can skip this."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            if item is None:
                return vault.add_item(kind, given, actor)
            vault.describe(item.id, values, actor)
            return item.id

        self.keep(work, then=then)

    def go_on_keeping(self, keep: Callable[[], object]) -> None:
        """Go on; what is typed and not kept yet is kept first: none of it is left behind."""
        known = FIELDS[self.kind].__dataclass_fields__
        changed = any(
            field.value.strip() != (getattr(self.editing.fields, name) if self.editing else "")
            for name, field in self.fields.items()
            if name in known
        )
        if not changed:
            self.go_on()
            return
        self._going_on = True
        keep()

    def kept(self, result: object) -> None:
        """Draw the page anew, with what was kept; or go on, where the person was about to."""
        if self._going_on:
            self.go_on()
            return
        self.go(self.key)  # from its top, where what was kept is listed


def named(item: Item[Any], names: Sequence[str]) -> str:
    """Return one line about a recorded thing, every letter of it to be seen."""
    told = [getattr(item.fields, name) for name in names]
    words = ", ".join(text for text in told if text) or item.id
    short = words.replace("\n", " ")
    short = short if len(short) <= _LONGEST else short[:_LONGEST].rstrip() + " ..."
    return shown(short)


_LONGEST = 120


def item_field(kind: Kind, name: str, words: str, vault: Vault | None) -> Field:
    """Return the field for one of a kind's facts, named as everywhere in Keepsafe."""
    metadata = FIELDS[kind].__dataclass_fields__[name].metadata
    said = words or label(kind, name)
    if "moment" in metadata:
        return DateField(name, said)
    if "letter" in metadata:
        return PickField(name, said, [("", _("Not said")), *_references(metadata["letter"], vault)])
    if "choices" in metadata:
        values = metadata["choices"]
        return PickField(
            name, said, [("", _("Not said")), *((v, _choice(kind, name, v)) for v in values)]
        )
    if name in ("note", "danger", "disappearing", "not_saved"):
        return TextField(name, said, lines=2)
    return LineField(name, said, exact=name in ("username", "to", "transaction", "id"))


def _references(letter: str, vault: Vault | None) -> list[tuple[str, str]]:
    if vault is None:
        return []
    by_letter: dict[str, tuple[Sequence[Item[Any]], tuple[str, ...]]] = {
        "A": (vault.record.accounts, ("platform", "username", "display_name")),
        "D": (vault.record.devices, ("what", "owner")),
        "E": (vault.record.exhibits[:200], ("shows",)),
    }
    items, names = by_letter.get(letter, ((), ()))
    return [(item.id, f"{item.id}: {named(item, names)}") for item in items]


def _choice(kind: Kind, name: str, value: str) -> str:
    from keepsafe.i18n import language  # noqa: PLC0415
    from keepsafe.report.words import phrases  # noqa: PLC0415  # late, for the start

    spoken: Any = language()
    groups = {("consent", "to"): "agreed", ("payment", "status"): "money"}
    return phrases(spoken).choice(groups.get((kind, name), name), value)
