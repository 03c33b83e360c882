"""What police need to know: danger, how to call back, numbers, devices, reports, consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.case.entries import Happening
from keepsafe.case.fields import Kind, label
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.telling.danger import ready_sentence
from keepsafe.desktop.pages.telling.forms import (
    TellingPage,
    item_field,
    kept_note,
    named,
    short_line,
)
from keepsafe.desktop.widgets import Bullet, Button, ExpandingDetails, Note, Words
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _, with_colon

if TYPE_CHECKING:
    from keepsafe.desktop.session import Session
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_FIRST = ("danger", "deadline", "safe_contact", "safe_times")
_LATER = ("person", "police_file_number", "officer", "unit")
_MORE = ("disappearing", "not_saved", "accounts_kept")
_DEVICE = ("what", "owner", "holder", "holds")
_REPORT = ("to", "when", "number", "officer", "note")
_CONSENT = ("who", "to", "when", "scope")
_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("device", _DEVICE),
    ("report", _REPORT),
    ("consent", _CONSENT),
)


_ASKED, _NAME = "facts-asked", "what"
"""Where it lies on the desk what somebody came here to add."""


class Facts(TellingPage):
    """Nothing is required; one button keeps all that is typed, in every section."""

    key = "facts"
    _going_on = False

    def build(self) -> None:
        """Show the facts of the case, then the devices, reports and consents."""
        self.title(_("What police need to know"))
        self.say_kept()
        self.lead(_("Fill in what you know. All of it can wait."))
        self._names: list[str] = []
        self._add_facts(_FIRST, self.column)
        self._offer_danger()
        summaries = {
            "device": _("Phones and computers that have the chats"),
            "report": _("Reports already made"),
            "consent": _("Who agreed that this is kept and handed over"),
        }
        for kind, names in _KINDS:
            self._add_items(kind, summaries[kind], names)
        for summary, names in (
            (_("If police have a number for this"), _LATER),
            (_("What is not saved here"), _MORE),
        ):
            details = self.add(ExpandingDetails(summary))
            self._add_facts(names, details.column)
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Continue"), self.leave)

    def _add_facts(self, names: Sequence[str], column: QVBoxLayout) -> None:
        vault = self.session.vault
        for name in names:
            if name == "deadline" and (known := self._deadline_of_money()):
                words = _("Deadline: {deadline}. It is kept with “Money”.")
                column.addWidget(Words(words.format(deadline=shown(known))))
                continue
            field = item_field("case", name, "", vault)
            column.addWidget(field)
            self.draft(field)
            self._names.append(name)
            if vault is not None and not field.value:
                field.fill(getattr(vault.record.case, name))

    def _offer_danger(self) -> None:
        """Offer what was answered on the first page; it is kept only when the person keeps it."""
        sentence = ready_sentence(self.session)
        if not sentence or sentence in self.value("danger"):
            return
        note = Note(_("From “Safe tonight?”: {answer}").format(answer=sentence))
        button = Button(_("Write it above"), lambda: self._write_danger(sentence), icon="pen-line")
        note.inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.insertWidget(self.column.indexOf(self._danger_field()) + 1, note)

    def _danger_field(self) -> QWidget:
        field = self.fields["danger"]
        assert isinstance(field, QWidget)  # noqa: S101  # it was added above
        return field

    def _write_danger(self, sentence: str) -> None:
        text = " ".join(filter(None, (self.value("danger").strip(), sentence)))
        self.session.draft(self.key, "danger", text)
        ask_for(self.session, "danger")
        self.session.retold.emit()

    def _deadline_of_money(self) -> str:
        """Return the deadline that was told on the page about money, where none was told here."""
        vault = self.session.vault
        if vault is None or vault.record.case.deadline:
            return ""
        told = (item.fields.deadline for item in vault.record.payments)
        return next((deadline for deadline in told if deadline), "")

    def _add_items(self, kind: Kind, summary: str, names: Sequence[str]) -> None:
        vault = self.session.vault
        details = self.add(ExpandingDetails(summary))
        items = vault.record.items(kind) if vault is not None else ()
        for item in items:
            details.column.addWidget(Bullet(named(item, names, self.day)))
        if items:
            details.column.addWidget(Words(_("Another one:"), "soft"))
        for name in names:
            field = item_field(kind, name, "", vault)
            field.name = f"{kind}-{name}"
            field.editor.setObjectName(field.name)
            details.column.addWidget(field)
            self.draft(field)
            if field.value.strip() or self.session.drafts.get(_ASKED, _NAME) == kind:
                details.open()

    def focus_first(self) -> None:
        """Put the keyboard on what somebody came here to add, else on the first thing."""
        asked = self.session.drafts.get(_ASKED, _NAME) or _FIRST[0]
        field = self.findChild(QWidget, {"device": "device-what"}.get(asked, asked))
        if self._said is not None or field is None:
            super().focus_first()
            return
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Keeping -------------------------------------------------------------------------------

    def _facts(self) -> dict[str, str]:
        """Return the facts of the case that are different from what is kept."""
        vault = self.session.vault
        typed = {name: self.value(name).strip() for name in self._names}
        if vault is None:
            return {name: text for name, text in typed.items() if text}
        before = vault.record.case
        return {name: text for name, text in typed.items() if text != getattr(before, name)}

    def _items(self) -> list[tuple[Kind, dict[str, str]]]:
        """Return what is filled in of a device, a report and a consent."""
        found: list[tuple[Kind, dict[str, str]]] = []
        for kind, names in _KINDS:
            typed = {name: self.value(f"{kind}-{name}").strip() for name in names}
            if values := {name: text for name, text in typed.items() if text}:
                found.append((kind, values))
        return found

    def _keep(self) -> None:
        self._going_on = False
        self._keep_all()

    def _keep_all(self) -> None:
        ask_for(self.session, "")
        facts, items, going_on = self._facts(), self._items(), self._going_on
        if not facts and not items:
            self.trouble(_("Nothing is filled in yet. You can skip this."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> tuple[str, ...]:
            kept = keep_all(vault, actor, facts, items)
            return () if going_on else kept  # who goes on is told nothing here

        self.keep(work)

    def kept(self, result: object) -> None:
        """Say what was kept; or go on, where the person was about to."""
        if self._going_on:
            self.go("look-over")
            return
        super().kept(result)

    def say_kept(self) -> None:
        """Say what was kept just now: each fact by its name, each thing in a line."""
        just, vault = just_kept(self.session), self.session.vault
        if vault is None or just.page != self.key or not just.several:
            return
        self._said = kept_note(self, *(self._told(vault, name) for name in just.several))

    def _told(self, vault: Vault, name: str) -> str:
        for kind, names in _KINDS:
            for item in vault.record.items(kind):
                if item.id == name:
                    return named(item, names, self.day)
        text = getattr(vault.record.case, name, "")
        return short_line(with_colon(label("case", name), text or _("taken back")))

    def leave(self) -> None:
        """Go on to look it all over; what is typed and not kept yet is kept first."""
        if self._facts() or self._items():
            self._going_on = True
            self._keep_all()
            return
        just_kept(self.session).forget()
        ask_for(self.session, "")
        self.go("look-over")


def ask_for(session: Session, what: str) -> None:
    """Let the page begin at a fact of the case, or at the first field of a kind of thing."""
    session.draft(_ASKED, _NAME, what)


def keep_all(
    vault: Vault,
    actor: str,
    facts: Mapping[str, str],
    items: Sequence[tuple[Kind, Mapping[str, str]]] = (),
) -> tuple[str, ...]:
    """Keep facts of the case, each as an entry, and new things; return their names and numbers.

    Raises:
        UsageError: for a value that cannot be; then nothing was kept.
    """
    vault.checked("case", facts)
    for kind, values in items:
        vault.checked(kind, values)
    if facts:
        vault.log([Happening("set", {"values": {n: v}}, actor) for n, v in facts.items()])
    numbers = [vault.add_item(kind, values, actor) for kind, values in items]
    return (*facts, *numbers)
