"""Step 8: what is kept, in words only, and the few things that would help most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from keepsafe.case.fields import label
from keepsafe.desktop.pages.exhibits.removing import go_to_remove
from keepsafe.desktop.pages.telling.danger import in_danger
from keepsafe.desktop.pages.telling.facts import ask_for
from keepsafe.desktop.pages.telling.money import payment_line
from keepsafe.desktop.widgets import Button, ChecklistRow, ExpandingDetails, ListCard, Page
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _, ngettext, with_colon

if TYPE_CHECKING:
    from keepsafe.case.checklist import Step
    from keepsafe.case.fields import CaseFields, PaymentFields
    from keepsafe.case.record import Exhibit, Record

_MOST_THAT_HELP = 3
_ASKED = "look-over-asked"
"""Where it lies on the desk what was asked for when this page was first seen."""
_SHORT = 90
_PAGES = {
    "account": "who",
    "exhibit": "screenshots",
    "payment": "money",
    "device": "facts",
    "pointer": "pictures",
    "case": "facts",
}
"""On which page a kind of thing is added."""


class LookOver(Page):
    """A list with a way to correct each part; never a score, never a demand."""

    key = "look-over"

    def build(self) -> None:
        """Show what is there, what was kept out, and what would help."""
        self.short_card("step-8-look-over")
        vault = self.session.vault
        record = vault.record if vault is not None else None
        if in_danger(self.session) and not (record is not None and record.case.danger):
            self._tell_danger()
        if record is None or not _holds_anything(record):
            self.say(_("Nothing is kept yet. You can report now, even so."))
            self.primary(_("Report now"), lambda: self.go("report-now"), "flag")
            self.quiet(_("Who is doing this"), lambda: self.go("who"))
            return
        self.note(_("You have enough to report. You can report now."), "circle-check")
        for title, lines, page in self._parts(record):
            self.add(ListCard(lines, title, partial(self.go, page)))
        self._tell_left_out(record)
        self._tell_what_helps(record)
        self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
        if any(e.removed is None for e in record.exhibits):
            self.link(_("This should not be here"), lambda: go_to_remove(self.session), "image-off")

    def _tell_danger(self) -> None:
        note = self.note(_("You said there is danger now. Police should know first."), "flag")
        button = Button(_("Tell police about the danger"), self._add_danger, icon="pen-line")
        note.inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _add_danger(self) -> None:
        ask_for(self.session, "danger")
        self.go("facts")

    def _parts(self, record: Record) -> list[tuple[str, list[str], str]]:
        handed = record.handed_over()
        parts = [
            (_("Accounts"), [_account(a.fields) for a in handed.accounts], "who"),
            (_("Files"), self._files(handed.exhibits), "exhibits"),
            (_("Money"), [self._payment(p.fields) for p in handed.payments], "money"),
            (
                _("Private pictures, left where they are"),
                [_first(p.fields.what, p.fields.app) for p in handed.pointers],
                "pictures",
            ),
            (
                _("Phones and computers"),
                [_first(d.fields.what) for d in handed.devices],
                "facts",
            ),
            (_("To know first"), self._facts(handed.case), "facts"),
            (_("What happened"), [_first(n.fields.words) for n in handed.notes], "story"),
            (_("Reports made"), [_first(r.fields.to) for r in handed.reports], "facts"),
        ]
        return [part for part in parts if part[1]]

    @staticmethod
    def _facts(case: CaseFields) -> list[str]:
        names = ("danger", "deadline", "safe_contact", "safe_times")
        told = ((label("case", name), getattr(case, name)) for name in names)
        return [_first(with_colon(words, text)) for words, text in told if text]

    def _payment(self, fields: PaymentFields) -> str:
        return payment_line(fields, self.session.guidance, self.session.language, self.day)

    def _files(self, exhibits: Sequence[Exhibit]) -> list[str]:
        from keepsafe.case.overview import heaps  # noqa: PLC0415  # late, for the start
        from keepsafe.case.together import kinds_in, names  # noqa: PLC0415
        from keepsafe.report.words import phrases  # noqa: PLC0415

        language: Any = self.session.language
        say = phrases(language)
        lines = []
        for heap in heaps(exhibits):
            kinds = names(kinds_in(heap.category), language)
            kind = kinds[:1].upper() + kinds[1:]
            kind = kind or shown(say.choice("category", heap.category)) or _("Not sorted yet")
            count = ngettext("{count} file", "{count} files", heap.count).format(count=heap.count)
            first, last = self.day(heap.first_day), self.day(heap.last_day)
            days = first if first == last else _("{first} to {last}").format(first=first, last=last)
            lines.append(", ".join(filter(None, (with_colon(kind, count), days))))
        return lines

    def _tell_left_out(self, record: Record) -> None:
        items = [i for kind in _KINDS for i in record.items(kind) if i.withheld is not None]
        lines = [
            _("{item} stays out of the file: {why}").format(item=i.id, why=_first(i.withheld or ""))
            for i in items
        ]
        lines += [
            _("{item} was removed: our copy is destroyed.").format(item=e.id)
            for e in record.exhibits
            if e.removed is not None
        ]
        if lines:
            self.add(ListCard(lines, _("Kept out, and removed"), lambda: self.go("exhibits")))

    def _tell_what_helps(self, record: Record) -> None:
        from keepsafe.case.checklist import checklist  # noqa: PLC0415  # late, for the start

        steps = checklist(record, self.session.guidance, self.session.language)
        missing = [step for step in steps if not step.done]
        asked = self.session.drafts.get(_ASKED, "keys").split()
        if not asked:  # what is asked for first stays the list: it never grows
            asked = [step.key for step in missing[:_MOST_THAT_HELP]]
            self.session.draft(_ASKED, "keys", " ".join(asked))
        first = [step for step in steps if step.key in asked]
        if first:
            self.heading(_("What would help most, if you can"))
        for step in first:
            self.add(self._row(step))
        rest = [self._row(step) for step in missing if step.key not in asked]
        if rest:
            self.add(ExpandingDetails(_("What else can help, when there is time"), rest))

    def _row(self, step: Step) -> ChecklistRow:
        do = partial(self._add_this, step)
        return ChecklistRow(step.name, step.why, done=step.done, do=do)

    def _add_this(self, step: Step) -> None:
        page = _PAGES[step.kind]
        if page == "facts":
            ask_for(self.session, "device" if step.kind == "device" else "safe_contact")
        self.go(page)


_KINDS: Any = ("exhibit", "account", "payment", "device", "report", "consent", "note", "pointer")


def _holds_anything(record: Record) -> bool:
    return any(record.items(kind) for kind in _KINDS)


def _account(fields: Any) -> str:
    from keepsafe.report.telling import named  # noqa: PLC0415  # late, for the start

    return _first(named(fields))


def _first(*texts: str) -> str:
    """Return the first text that says something, in one short line."""
    text = shown(" ".join(next((t for t in texts if t.strip()), "").split()))
    if not text:
        return _("Nothing is said about it yet")
    return text if len(text) <= _SHORT else text[:_SHORT].rstrip() + " ..."
