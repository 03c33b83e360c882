"""Pages that record things of one kind: the ones already there, and a form for one more.

A thing can be corrected: its page then shows it filled in, and keeping it is a correction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from keepsafe.case.fields import FIELDS, LETTERS, Kind, filled, label
from keepsafe.case.record import Item
from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.exhibits.model import account_field
from keepsafe.desktop.pages.steps import after
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    DateField,
    Field,
    LineField,
    Note,
    Page,
    PickField,
    TextField,
    Words,
)
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _, with_colon

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_EDITING = "editing"
_ADDING = "adding"
ACCOUNT_NAMED_BY = ("platform", "username", "display_name", "url", "phone")


class TellingPage(Page):
    """The base of a page that keeps something, stays, and then says in words what it kept."""

    says_of: ClassVar[str] = ""
    """Another page that sends people here once it has kept something."""
    _said: QWidget | None = None

    def line(self, item: Item[Any]) -> str:
        """Return what names a recorded thing in a line, as people read it."""
        raise NotImplementedError

    def say_kept(self) -> None:
        """Say what was kept just now, if it was on this page."""
        just, vault = just_kept(self.session), self.session.vault
        if vault is None or not just.page or just.page not in (self.key, self.says_of):
            return
        kinds = [kind for kind, letter in LETTERS.items() if just.id.startswith(letter)]
        found = [i for kind in kinds for i in vault.record.items(kind) if i.id == just.id]
        what = self.line(found[0]) if found else ""
        if just.page == "batch":
            what = _("What the pictures show")
        self._said = kept_note(self, what)

    def focus_first(self) -> None:
        """Put the keyboard where the page begins; after keeping, where it goes on."""
        main = self.findChild(Button, "primary")
        if self._said is None or main is None:
            super().focus_first()
            return
        read_out(self._said, self._said.accessibleName())
        main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, place: str, name: str, value: str) -> None:
        """Keep the draft; what was missing is being filled in, so that is said no more."""
        super()._typed(place, name, value)
        self.clear_trouble()

    def leave(self) -> None:
        """Go on; what was kept was said."""
        just_kept(self.session).forget()
        self.go_on()

    def kept(self, result: object) -> None:
        """Draw the page anew, from its top, where it says what was kept."""
        just_kept(self.session).remember(self.key, result)
        self.go(self.key)


class ItemPage(TellingPage):
    """The base of a page about things of one `kind`.

    The form is there until something is kept; then it folds away, and "Add another" opens it.
    """

    kind: ClassVar[Kind]
    named_by: ClassVar[tuple[str, ...]] = ()
    """The fields that name one in a line."""
    going_on = False
    """Whether the person asked to go on, so that the next page comes after keeping."""
    _then = ""

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

    @property
    def writing(self) -> bool:
        """Whether the form is there: nothing is kept yet, or something is begun."""
        return not self.items or bool(self.session.drafts.pages.get(self.key))

    def line(self, item: Item[Any]) -> str:
        """Return what names one in a line, as people read it."""
        return named(item, self.named_by, self.day)

    def list_items(self) -> None:
        """Show what is there, each with a way to correct it."""
        for item in self.items:
            self.add(self._row(item))

    def end_listing(self) -> None:
        """End a page whose form is folded away: on, or add another."""
        self.primary(_("Continue"), self.leave, "arrow-right")
        self.quiet(_("Add another"), self.add_another, "plus")

    def end_form(self, keep: Callable[[], object], nothing: str) -> None:
        """End the form: keep it, or go on; `nothing` says what going on with it empty means."""
        self.say_what_keeping_does()
        self.primary(_("Keep this"), keep, "lock")
        button = self.quiet(nothing, lambda: self.go_on_keeping(keep))

        def name_it() -> None:
            button.say(_("Continue") if self.items or self.answered() else nothing)

        for field in self.fields.values():
            field.changed.connect(lambda _value: name_it())
        name_it()

    def say_what_keeping_does(self) -> None:
        """Say once what the main button does where fields are empty."""
        words = _("Empty fields can stay empty. “{button}” saves what is filled in.")
        self.say(words.format(button=_("Keep this")), "soft")

    def answered(self) -> bool:
        """Return whether anything at all is filled in."""
        return any(field.value.strip() not in ("", "no") for field in self.fields.values())

    def add_another(self) -> None:
        """Open the form for one more."""
        just_kept(self.session).forget()
        self.session.draft(self.key, _ADDING, "yes")
        self.session.retold.emit()

    def _row(self, item: Item[Any]) -> QWidget:
        row = QFrame()
        row.setProperty("kind", "card")
        line = QHBoxLayout(row)
        line.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        line.setSpacing(UNIT)
        words = self.line(item)
        line.addWidget(Words(words), 1)
        button = Button(_("Change"), lambda: self.change(item), kind="link", icon="pen-line")
        button.setAccessibleName(_("Change") + f": {words}")
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def change(self, item: Item[Any]) -> None:
        """Fill the form with one that is there, to correct it."""
        just_kept(self.session).forget()
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

        self._then = then
        if self.session.vault is not None:  # `kept` goes there
            self.keep(work)
            return
        following = after(self.key, self.session.role) if self.going_on else ""
        self.keep(work, then=then or following)

    def go_on_keeping(self, keep: Callable[[], object]) -> None:
        """Go on; what is typed and not kept yet is kept first: none of it is left behind."""
        known = FIELDS[self.kind].__dataclass_fields__
        before = self.editing.fields if self.editing else None
        changed = any(
            field.value.strip() != (getattr(before, name) if before else "")
            for name, field in self.fields.items()
            if name in known
        )
        if not changed and not self.worth_keeping():
            self.leave()
            return
        self.going_on = True
        keep()

    def worth_keeping(self) -> bool:
        """Return whether an answer that is no field of its own says something new."""
        return False

    def kept(self, result: object) -> None:
        """Draw the page anew, with what was kept; or go on, where the person was about to."""
        just_kept(self.session).remember(self.key, result)
        if self._then:
            self.go(self._then)
        elif self.going_on:
            self.go_on()
        else:
            self.go(self.key)


def enough_said(role: str) -> str:
    """Return the hint that few words are enough for what a private picture is."""
    if role == "parent":
        return _("“A picture my child sent” is enough.")
    return _("“A picture I sent” is enough.")


def kept_note(page: Page, *lines: str) -> Note:
    """Say on a page that something was kept, and what."""
    note = page.note(_("Kept."), "circle-check")
    for line in filter(None, lines):
        note.inside.addWidget(Words(line))
        note.setAccessibleName(f"{note.accessibleName()} {line}")
    return note


def named(item: Item[Any], names: Sequence[str], day: Callable[[str], str]) -> str:
    """Return one line about a recorded thing, every letter of it to be seen.

    Where the names begin with a day, it is that of the rest: "March 7, 2026: A game."
    """
    told = [(name, getattr(item.fields, name)) for name in names]
    said = [_said(item, name, text, day) for name, text in told if text]
    if len(said) > 1 and names[0] == "when":
        said = [with_colon(said[0], ", ".join(said[1:]))]
    return short_line(", ".join(said) or item.id)


def _said(item: Item[Any], name: str, text: str, day: Callable[[str], str]) -> str:
    """Return one fact as people say it: a day as a day, a choice by its words."""
    metadata = item.fields.__dataclass_fields__[name].metadata
    if "moment" in metadata:
        return day(text)
    if "choices" in metadata:
        kind = next(kind for kind, fields in FIELDS.items() if isinstance(item.fields, fields))
        return _choice(kind, name, text)
    return text


def short_line(words: str) -> str:
    """Return words as one line of a list, every letter of it to be seen."""
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
    if metadata.get("letter") == "A":
        return account_field(name, said, vault)
    if "letter" in metadata:
        return PickField(
            name, said, [("", _("I don't know")), *_references(metadata["letter"], vault)]
        )
    if "choices" in metadata:
        values = metadata["choices"]
        return PickField(
            name, said, [("", _("I don't know")), *((v, _choice(kind, name, v)) for v in values)]
        )
    if name in ("note", "danger", "disappearing", "not_saved"):
        return TextField(name, said, lines=2)
    return LineField(name, said, exact=name in ("username", "to", "transaction", "id"))


def _references(letter: str, vault: Vault | None) -> list[tuple[str, str]]:
    if vault is None:
        return []
    by_letter: dict[str, tuple[Sequence[Item[Any]], tuple[str, ...]]] = {
        "D": (vault.record.devices, ("what", "owner")),
        "E": (vault.record.exhibits[:200], ("shows",)),
    }
    items, names = by_letter.get(letter, ((), ()))
    return [(item.id, with_colon(item.id, named(item, names, str))) for item in items]


def _choice(kind: Kind, name: str, value: str) -> str:
    from keepsafe.i18n import language  # noqa: PLC0415
    from keepsafe.report.words import phrases  # noqa: PLC0415  # late, for the start

    spoken: Any = language()
    groups = {("consent", "to"): "agreed", ("payment", "status"): "money"}
    return phrases(spoken).choice(groups.get((kind, name), name), value)
