"""One page for a whole batch: whose account, which days, what is in there. Nothing is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.bringing import bringing
from keepsafe.desktop.pages.exhibits.model import accounts, categories
from keepsafe.desktop.widgets import (
    DateField,
    LineField,
    Page,
    PickField,
    TickField,
    YesNoRow,
)
from keepsafe.i18n import _, ngettext
from keepsafe.intake.batches import Told

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_ASKED = ("profile", "threat", "demand", "payment", "chat")


class BatchPage(Page):
    """Says of every picture of the batch what the person says of all of them."""

    key = "batch"

    def build(self) -> None:
        """Ask three questions about all of them."""
        batch = bringing(self.session).last
        self._ids = [kept.id for kept in batch.kept] if batch is not None else []
        self.title(_("What do they show?"))
        if not self._ids:  # unlocked again, or gone to by hand
            self.say(_("Nothing was added just now. You can say it of each file in the list."))
            self.primary(_("See the list of what is kept"), lambda: self.go("exhibits"), "list")
            self.quiet(_("Bring the screenshots"), lambda: self.go("screenshots"), "images")
            return
        count = ngettext(
            "This is about the {count} you just added.",
            "This is about all {count} you just added.",
            len(self._ids),
        ).format(count=len(self._ids))
        self.lead(count)
        self.say(_("You don't need to open them. Answer what you know; the rest can stay empty."))
        names = accounts(self.session.vault)
        choices = [("", _("Someone else, or not sure")), *names]
        if names:
            self.add(PickField("account", _("Whose account?"), choices))
            if not self.session.drafts.get(self.key, "account") and len(names) == 1:
                self.fields["account"].fill(names[0][0])
        self.add(DateField("first", _("The first day")))
        self.add(DateField("last", _("The last day")))
        self.heading(_("What is in there?"))
        for category, words in categories():
            if category in _ASKED:
                self.add(TickField(category, words))
        self.add(LineField("amount", _("How much money did they ask for?"), hint=self._currency()))
        where = [
            LineField("picture", _("What it is, in a few words")),
            LineField("where", _("Where it is: the phone, the app, the chat")),
        ]
        for field in where:
            self.draft(field)
        row = YesNoRow("private", _("Is a private picture part of this?"), where)
        self.add(row)
        self.say(
            _(
                "Leave a private picture where it is. Don't delete it, and don't send it to "
                "anyone. Tell the police it exists."
            ),
            "soft",
        )
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Skip this for now"), lambda: self.go("money"))

    def _currency(self) -> str:
        return _("With the currency, as they wrote it.")

    def _keep(self) -> None:
        told = Told(
            exhibits=tuple(self._ids),
            account=self.value("account") if "account" in self.fields else "",
            first=self.value("first"),
            last=self.value("last"),
            categories=tuple(name for name in _ASKED if self.value(name)),
            amount=self.value("amount").strip(),
            picture=self.value("picture").strip() if self.value("private") == "yes" else "",
            where=self.value("where").strip() if self.value("private") == "yes" else "",
            picture_is_part=self.value("private") == "yes",
        )

        def work(vault: Vault, actor: str, _watch: Watch) -> None:
            told.record(vault, actor)

        self.keep(work, then="money")
