"""Step 5: money that was asked for or sent. What can still be stopped comes first."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from keepsafe.case.record import Item
from keepsafe.desktop.pages.telling.forms import ItemPage
from keepsafe.desktop.widgets import (
    Bullet,
    ExpandingDetails,
    LineField,
    PickField,
    Words,
    YesNoRow,
    prose,
)
from keepsafe.i18n import _

_SENT = "sent"
_WAY = "way"


class Money(ItemPage):
    """Asked for, or sent: two things that police handle apart."""

    key = "money"
    kind = "payment"
    named_by = ("amount", "currency", "method", "to", "when")

    def build(self) -> None:
        """Ask whether money was sent; a yes says whom to call now."""
        text = self.session.text("step-5-money")
        if text is not None:
            self.title(text.title)
            for widget in prose(self.session.filled(text).split("## ")[0]):
                self.add(widget)
        if self.items:
            self.list_items()
        paid = self.session.text("if-you-paid")
        inside = prose(self.session.filled(paid)) if paid is not None else []
        row = YesNoRow(_SENT, _("Was money sent?"), inside)
        self.add(row)
        row.changed.connect(lambda _answer: self.session.retold.emit())
        sent = self.session.drafts.get(self.key, _SENT) == "yes"
        self._add_way()
        self.add(
            LineField("amount", _("How much?"), hint=_("With the currency, as they wrote it."))
        )
        self.add(LineField("to", _("Where was it sent to?") if sent else _("Where should it go?")))
        if sent:
            self.form("when", "transaction", when=_("When was it sent?"))
        else:
            self.form("deadline")
        self.form("account")
        self._add_cards()
        self.primary(_("Keep this"), self._keep, "lock")
        words = _("Continue") if self.items else _("No money in this")
        self.quiet(words, lambda: self.go_on_keeping(self._keep))

    def _add_way(self) -> None:
        packs, tongue = self.session.guidance.payments, self.session.language
        ways = [(key, pack.name.in_language(tongue)) for key, pack in packs.items()]
        field = self.add(PickField(_WAY, _("How?"), [("", _("Not said")), *ways]))
        field.changed.connect(lambda _value: self.session.retold.emit())
        chosen = packs.get(self.session.drafts.get(self.key, _WAY))
        if chosen is None:
            return
        inside: list[QWidget] = [Words(chosen.act.in_language(tongue), "strong")]
        inside += [Bullet(line) for line in chosen.save.in_language(tongue)]
        self.add(ExpandingDetails(_("What to do and save now"), inside, opened=True))

    def _add_cards(self) -> None:
        for summary, name in (
            (_("Their deadline is tonight"), "their-deadline-is-tonight"),
            (_("Someone offers to get the money back"), "recovery-scams"),
        ):
            text = self.session.text(name)
            if text is not None:
                self.add(ExpandingDetails(summary, prose(self.session.filled(text))))

    def prepare(self, item: Item[Any]) -> None:
        """Set the questions that stand for two fields."""
        self.session.draft(self.key, _SENT, "yes" if item.fields.status == "paid" else "no")
        packs = self.session.guidance.payments
        written = item.fields.method.casefold()
        found = (k for k, p in packs.items() if p.name.in_language("en").casefold() == written)
        self.session.draft(self.key, _WAY, next(found, ""))

    def _keep(self) -> None:
        values = self.typed()
        if way := self.value(_WAY):
            values["method"] = self.session.guidance.payments[way].name.in_language("en")
        if any(values.values()) or self.value(_SENT) == "yes":
            values["status"] = "paid" if self.value(_SENT) == "yes" else "asked"
        self.keep_item(values)
