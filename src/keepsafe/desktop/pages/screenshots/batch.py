"""One page for a whole batch: whose account, which days, what is in there. Nothing is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from keepsafe.case.together import kinds_in
from keepsafe.desktop.bringing import bringing
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.exhibits.model import account_field, accounts, categories, shows
from keepsafe.desktop.pages.telling.forms import enough_said, kept_note
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    DateField,
    LineField,
    Page,
    TickField,
    Words,
    YesNoRow,
)
from keepsafe.i18n import _, ngettext
from keepsafe.intake.batches import Told

if TYPE_CHECKING:
    from keepsafe.case.record import Exhibit
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_ASKED = ("profile", "threat", "demand", "payment", "chat")


class BatchPage(Page):
    """Says of every picture of the batch what the person says of all of them."""

    key = "batch"

    def build(self) -> None:
        """Ask three questions about all of them."""
        self._ids = bringing(self.session).ids
        self.title(_("What do they show?"))
        self._tell_what_is_kept()
        if not self._ids:  # nothing came in yet, or it is gone
            self.say(_("Nothing was added just now. You can say it for each file in the list."))
            self.primary(_("See the list of what is kept"), lambda: self.go("exhibits"), "list")
            self.quiet(_("Bring the screenshots"), lambda: self.go("screenshots"), "images")
            return
        count = ngettext(
            "This is about the {count} that came in last.",
            "This is about all {count} that came in last.",
            len(self._ids),
        ).format(count=len(self._ids))
        self.lead(count)
        self.say(_("You don't need to open them. Answer what you know; the rest can stay empty."))
        self._ask_what()
        self._ask_who_and_when()
        self._ask_private()
        self._fill_what_is_kept()
        self.primary(_("Keep this"), self._keep, "lock")
        on = self.quiet(_("Skip this for now"), self._leave)

        def name_it() -> None:
            anything = any(self.session.drafts.pages.get(self.key, {}).values())
            on.say(_("Continue") if anything or self._kept else _("Skip this for now"))

        for field in self.fields.values():
            field.changed.connect(lambda _value: name_it())
        name_it()

    @property
    def _kept(self) -> list[Exhibit]:
        """The pictures this is about, where the same is said of all of them already."""
        vault, ids = self.session.vault, set(self._ids)
        every = vault.record.exhibits if vault is not None else ()
        found = [exhibit for exhibit in every if exhibit.id in ids]
        said = {(e.fields.category, e.fields.shows, e.fields.account, e.fields.seen) for e in found}
        return found if len(said) == 1 and any(next(iter(said))) else []

    def _tell_what_is_kept(self) -> None:
        if kept := self._kept:
            kept_note(self, shows(kept[0]))

    def _fill_what_is_kept(self) -> None:
        """Fill in what is kept already, but for what was typed since."""
        if not (kept := self._kept) or self.session.drafts.pages.get(self.key):
            return
        fields = kept[0].fields
        for category in (fields.category, *kinds_in(fields.shows)):
            if category in self.fields:
                self.fields[category].fill("yes")
        for name in ("first", "last"):
            self.fields[name].fill(fields.seen)
        if fields.account and "account" in self.fields:
            self.fields["account"].fill(fields.account)

    def _leave(self) -> None:
        """Go on; what was ticked or typed here is kept first."""
        if any(self.session.drafts.pages.get(self.key, {}).values()):
            self._keep()
        else:
            self.go("money")

    def focus_first(self) -> None:
        """Begin with the first tick."""
        tick = self.findChild(TickField)
        if tick is None:
            super().focus_first()
        else:
            tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_what(self) -> None:
        self.heading(_("What can be seen in them? Tick all that fit."))
        ticks = QVBoxLayout()
        ticks.setSpacing(UNIT)
        for category, words in categories():
            if category in _ASKED:
                tick = TickField(category, words)
                ticks.addWidget(tick)
                self.draft(tick)
        self.column.addLayout(ticks)
        self.add(LineField("amount", _("How much money did they ask for?"), hint=self._currency()))

    def _ask_who_and_when(self) -> None:
        names = accounts(self.session.vault)
        if names:
            self.add(account_field("account", _("Whose account is it?"), self.session.vault))
            if not self.session.drafts.get(self.key, "account") and len(names) == 1:
                self.fields["account"].fill(names[0][0])
        self.heading(_("When were these messages sent?"))
        self.add(DateField("first", _("The first of them")))
        self.add(DateField("last", _("The last of them")))

    def _ask_private(self) -> None:
        where = [
            LineField(
                "picture",
                _("What it is, in a few words"),
                hint=enough_said(self.session.role),
            ),
            LineField("where", _("Where it is: the phone, the app, the chat")),
        ]
        for field in where:
            self.draft(field)
        rule = _(
            "Leave the picture where it is. Don't delete it, and don't send it to anyone. Tell "
            "the police it exists."
        )
        question = _("Is there a private picture in the chat that you left out?")
        self.add(YesNoRow("private", question, [Words(rule), *where]))

    def _currency(self) -> str:
        return _("With the currency, as they wrote it.")

    def _keep(self) -> None:
        told = Told(
            exhibits=tuple(self._ids),
            account=self.value("account") if "account" in self.fields else "",
            first=self.value("first"),
            last=self.value("last"),
            first_said=self.day(self.value("first")),
            last_said=self.day(self.value("last")),
            categories=tuple(name for name in _ASKED if self.value(name)),
            amount=self.value("amount").strip(),
            picture=self.value("picture").strip() if self.value("private") == "yes" else "",
            where=self.value("where").strip() if self.value("private") == "yes" else "",
            picture_is_part=self.value("private") == "yes",
        )

        def work(vault: Vault, actor: str, _watch: Watch) -> None:
            told.record(vault, actor)

        self.keep(work)

    def kept(self, result: object) -> None:
        """Go on to money, which says first that this was kept."""
        just_kept(self.session).remember(self.key, result)
        self.go("money")
