"""What police need to know: danger, how to call back, numbers, devices, reports, consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from keepsafe.case.entries import Happening
from keepsafe.case.fields import Kind
from keepsafe.case.record import Item
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.telling.forms import TellingPage, item_field, named
from keepsafe.desktop.widgets import Bullet, Button, ExpandingDetails, Page, Words
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_FIRST = ("danger", "deadline", "safe_contact", "safe_times")
_LATER = ("person", "police_file_number", "officer", "unit")
_MORE = ("disappearing", "not_saved", "accounts_kept")


class Facts(TellingPage):
    """Nothing is required; each fact is kept by itself, and can be changed."""

    key = "facts"

    def build(self) -> None:
        """Show the facts of the case, then the devices, reports and consents."""
        self.title(_("What police need to know"))
        self.say_kept()
        self.lead(_("Fill in what you know. All of it can wait."))
        self._names: list[str] = []
        self._add_facts(_FIRST, self.column)
        for summary, names in (
            (_("If police have a number for this"), _LATER),
            (_("What is not saved here"), _MORE),
        ):
            details = self.add(ExpandingDetails(summary))
            self._add_facts(names, details.column)
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Continue"), self.leave)
        if self.session.vault is not None:
            self._add_items("device", _("Phones and computers that have the chats"), _DEVICE)
            self._add_items("report", _("Reports already made"), _REPORT)
            self._add_items("consent", _("Who agreed that this is kept and handed over"), _CONSENT)

    def _add_facts(self, names: Sequence[str], column: QVBoxLayout) -> None:
        vault = self.session.vault
        for name in names:
            field = item_field("case", name, "", vault)
            column.addWidget(field)
            self.draft(field)
            self._names.append(name)
            if vault is not None and not field.value:
                field.fill(getattr(vault.record.case, name))

    def _keep(self) -> None:
        keep_facts(self, {name: self.value(name).strip() for name in self._names})

    # --- Devices, reports, consents ------------------------------------------------------------

    def _add_items(self, kind: Kind, summary: str, names: Sequence[str]) -> None:
        vault = self.session.vault
        if vault is None:
            return
        details = self.add(ExpandingDetails(summary))
        for item in vault.record.items(kind):
            details.column.addWidget(Bullet(named(item, names, self.day)))
        if vault.record.items(kind):
            details.column.addWidget(Words(_("Another one:"), "soft"))
        fields: dict[str, Any] = {}
        for name in names:
            field = item_field(kind, name, "", vault)
            field.name = f"{kind}-{name}"
            field.editor.setObjectName(field.name)
            details.column.addWidget(field)
            self.draft(field)
            fields[name] = field
        button = Button(_("Keep this"), lambda: self._keep_item(kind, fields), icon="lock")
        button.setAccessibleName(_("Keep this") + f": {summary}")
        details.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _keep_item(self, kind: Kind, fields: Mapping[str, Any]) -> None:
        values = {name: text for name, f in fields.items() if (text := f.value.strip())}
        if not values:
            self.trouble(_("Nothing is filled in yet. You can skip this."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            return vault.add_item(kind, values, actor)

        self.keep(work)

    def line(self, item: Item[Any]) -> str:
        """Return what names a device, a report or a consent."""
        return named(item, _NAMED_BY.get(item.id[0], ()), self.day)

    def leave(self) -> None:
        """Go on to look it all over."""
        just_kept(self.session).forget()
        self.go("look-over")


_DEVICE = ("what", "owner", "holder", "holds")
_REPORT = ("to", "when", "number", "officer", "note")
_CONSENT = ("who", "to", "when", "scope")
_NAMED_BY = {"D": _DEVICE, "R": _REPORT, "C": _CONSENT}


def keep_facts(page: Page, values: Mapping[str, str]) -> None:
    """Keep facts of the case, those that are different from before; each is one entry."""

    def work(vault: Vault, actor: str, _watch: Watch) -> int:
        before = vault.record.case
        changed = {n: v for n, v in values.items() if getattr(before, n) != v}
        vault.checked("case", changed)
        if changed:
            vault.log([Happening("set", {"values": {n: v}}, actor) for n, v in changed.items()])
        return len(changed)

    if not any(values.values()) and page.session.vault is None:
        page.trouble(_("Nothing is filled in yet. You can skip this."))
        return
    page.keep(work)
