"""Step 5: money that was asked for or sent. What can still be stopped comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from keepsafe.case.fields import PaymentFields
from keepsafe.case.record import Item
from keepsafe.desktop.pages.telling.forms import ItemPage, short_line
from keepsafe.desktop.widgets import (
    Bullet,
    ExpandingDetails,
    LineField,
    PickField,
    Words,
    YesNoRow,
    prose,
)
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from keepsafe.guidance.model import Guidance, Payment

MONEY_SENT = ("safe", "safe-3")
"""Page and name of the first page's question about money."""
_SENT = "sent"
_WAY = "way"
_NOTHING_SENT = "demand-only"
"""The way of paying that is none: what it says to do holds where nothing was sent."""


class Money(ItemPage):
    """Asked for, or sent: two things that police handle apart."""

    key = "money"
    kind = "payment"
    says_of = "batch"

    def build(self) -> None:
        """Ask whether money was sent; a yes says whom to call now."""
        text = self.session.text("step-5-money")
        if text is not None:
            self.title(text.title)
        self.say_kept()
        if self.items:
            self.list_items()
        elif text is not None:
            for widget in prose(self.session.filled(text).split("## ")[0]):
                self.add(widget)
        if self.writing:
            self._add_form()
        else:
            self._add_cards()
            self.end_listing()

    def line(self, item: Item[Any]) -> str:
        """Return what was sent, or asked for."""
        return payment_line(item.fields, self.session.guidance, self.session.language, self.day)

    def _add_form(self) -> None:
        sent = self._sent() == "yes"
        self._add_question()
        self._add_way()
        self.add(
            LineField("amount", _("How much?"), hint=_("With the currency, as they wrote it."))
        )
        self.add(LineField("to", _("To whom did it go?") if sent else _("To whom?"), exact=True))
        if sent:
            self.form("when", when=_("When was it sent?"))
            hint = _("Like 21:14. A day alone is enough.")
            self.add(LineField("time", _("At what time?"), hint=hint))
            self.form("transaction")
        else:
            self._add_deadline()
        self.form("account", account=_("Which account asked?"))
        self._add_cards()
        self.end_form(self._keep, _("No money in this"))

    @property
    def writing(self) -> bool:
        """Whether the form is there: also where money was sent, and nothing is kept of that."""
        return super().writing or self._answered_before() == "yes"

    def _add_deadline(self) -> None:
        vault = self.session.vault
        told = vault.record.case.deadline if vault is not None else ""
        if told and not (self.editing is not None and self.editing.fields.deadline):
            self.say(_("Deadline: {deadline}. It is kept already.").format(deadline=shown(told)))
        else:
            self.form("deadline")

    # --- Was it sent? --------------------------------------------------------------------------

    def _answered_before(self) -> str:
        """Return what was answered on the first page, as long as no payment is kept."""
        if self.editing is not None or any(item.fields.status == "paid" for item in self.items):
            return ""
        return self.session.drafts.get(*MONEY_SENT)

    def _sent(self) -> str:
        return self.session.drafts.get(self.key, _SENT) or self._answered_before()

    def _add_question(self) -> None:
        paid = self.session.text("if-you-paid")
        inside = prose(self.session.filled(paid)) if paid is not None else []
        row = YesNoRow(_SENT, _("Was money sent?"), inside)
        self.add(row)
        if not row.value and self._answered_before():
            row.fill(self._answered_before())
            self.say(_("This was answered on “Safe tonight?”. It can be changed here."), "soft")
        row.changed.connect(lambda _answer: self.session.retold.emit())

    def worth_keeping(self) -> bool:
        """Keep that money was sent, also where nothing else is known of it."""
        before = self.editing.fields.status if self.editing else ""
        return self.value(_SENT) == "yes" and before != "paid"

    def _add_way(self) -> None:
        packs, tongue = self.session.guidance.payments, self.session.language
        ways = [(key, pack.name.in_language(tongue)) for key, pack in packs.items()]
        sent = self._sent() == "yes"
        words = _("How was it sent?") if sent else _("How do they want the money?")
        field = self.add(PickField(_WAY, words, [("", _("I don't know")), *ways]))
        field.changed.connect(lambda _value: self.session.retold.emit())
        chosen = packs.get(self.session.drafts.get(self.key, _WAY))
        if chosen is None:
            return
        inside: list[QWidget] = [Bullet(line) for line in chosen.save.in_language(tongue)]
        if sent or chosen.id == _NOTHING_SENT:  # there is nothing to stop where nothing was sent
            inside.insert(0, Words(chosen.act.in_language(tongue), "strong"))
        summary = _("What to do and save now") if sent else _("What to save now")
        self.add(ExpandingDetails(summary, inside, opened=True))

    def _add_cards(self) -> None:
        for summary, name in (
            (_("They set a deadline for tonight"), "their-deadline-is-tonight"),
            (_("Someone offers to get the money back"), "recovery-scams"),
        ):
            text = self.session.text(name)
            if text is not None:
                self.add(ExpandingDetails(summary, prose(self.session.filled(text))))

    def prepare(self, item: Item[Any]) -> None:
        """Set the questions that stand for two fields."""
        self.session.draft(self.key, _SENT, "yes" if item.fields.status == "paid" else "no")
        packs = self.session.guidance.payments
        found = (k for k, pack in packs.items() if _named(pack, item.fields.method))
        self.session.draft(self.key, _WAY, next(found, ""))
        self.session.draft(self.key, "time", item.fields.when[11:16])

    def _keep(self) -> None:
        values = self.typed()
        if way := self.value(_WAY):
            name = self.session.guidance.payments[way].name
            values["method"] = name.in_language(self.session.language)
        if any(values.values()) or self.value(_SENT) == "yes":
            values["status"] = "paid" if self.value(_SENT) == "yes" else "asked"
        clock = self.value("time").strip().replace("h", ":") if "time" in self.fields else ""
        if clock and not values.get("when"):
            self.trouble(_("A time needs its day. Nothing was lost: choose the day too."))
            return
        if clock:
            values["when"] += f" {clock.zfill(5)}"
        self.keep_item(values)


def _named(pack: Payment, written: str) -> bool:
    """Whether a way to pay is what was written, in whatever language that was."""
    return written.casefold() in {pack.name.in_language(one).casefold() for one in LANGUAGES}


def payment_line(
    fields: PaymentFields, guidance: Guidance, language: str, day: Callable[[str], str]
) -> str:
    """Return one line about money: whether it was sent, how much, how, to whom and when."""
    found = (p.name for p in guidance.payments.values() if _named(p, fields.method))
    way = name.in_language(language) if (name := next(found, None)) else fields.method
    amount = " ".join(filter(None, (fields.amount, fields.currency)))
    deadline = _("deadline: {deadline}").format(deadline=fields.deadline) if fields.deadline else ""
    told = ", ".join(filter(None, (amount, way, fields.to, day(fields.when), deadline)))
    if fields.status == "paid":
        words = _("Sent: {what}").format(what=told) if told else _("Money was sent")
    elif fields.status == "asked":
        words = _("Asked for: {what}").format(what=told) if told else _("Money was asked for")
    else:
        words = told or fields.note or _("Money")
    return short_line(words)
