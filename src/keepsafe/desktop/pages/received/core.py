"""The core of a case, right under the verdict: what happened, to whom, where money was to go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout

from keepsafe.bundle.looking import SealedFile
from keepsafe.case.fields import AccountFields
from keepsafe.desktop.pages.received.passed import has_passed
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Words
from keepsafe.desktop.widgets.told import ExactValue, shown
from keepsafe.i18n import _
from keepsafe.report.model import Block, Document, Fact, Facts, Section, Table, Value
from keepsafe.report.model import Words as Paragraph
from keepsafe.report.source import Language
from keepsafe.report.telling import money
from keepsafe.report.words import phrases

_MOST = 3
_NAMES = ("username", "id", "url", "phone", "email", "link", "display_name")


class Core(QFrame):
    """What an officer must know first, in the report's own sentences."""

    def __init__(
        self,
        sealed: SealedFile,
        document: Document,
        language: Language,
        copy: Callable[[str], object],
        now: datetime,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        say, record = phrases(language), sealed.record
        told = {fact.label: fact.values for fact in document.first.identity.facts}
        for value in told.get(say("triage.what"), ()):
            column.addWidget(Words(shown(value.text), "lead-strong"))
        for value in told.get(say("triage.about"), ()):
            column.addWidget(Words(shown(value.text[:1].upper() + value.text[1:])))
        if not record.case.person:
            column.addWidget(
                Words(_("The name of the person this happened to is not in this file."))
            )
        going = [item for item in record.payments if item.fields.to]
        for item in going[:_MOST]:
            asked = item.fields.status == "asked"
            label = _("Where money was to go") if asked else _("Where money went")
            parts = (item.id, money(item.fields), item.fields.method)
            column.addWidget(Words(shown(f"{label} ({', '.join(filter(None, parts))})"), "small"))
            column.addWidget(ExactValue(item.fields.to, label, copy))
        for sentence in _deadlines(sealed, now):
            column.addWidget(Words(sentence))

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was recorded."""
        return self._column.count() == 0


def _deadlines(sealed: SealedFile, now: datetime) -> Iterator[str]:
    """Yield the deadlines, each with whether it is past, said as a fact and no more."""
    record = sealed.record
    written = datetime.fromisoformat(record.seals[-1].begun.at).astimezone(UTC)
    given = [("", record.case.deadline)]
    given += [(item.id, item.fields.deadline) for item in record.payments]
    for number, deadline in given:
        if not deadline:
            continue
        told = shown(f"{number}, {deadline}" if number else deadline).replace("\n", " ")
        if has_passed(deadline, written, now):
            yield _("Deadline they gave: {deadline}. This time has passed.").format(deadline=told)
        else:
            yield _("Deadline they gave: {deadline}").format(deadline=told)


def with_labels(section: Section, sealed: SealedFile, language: Language) -> Section:
    """Return the accounts of page 1 with what each name is, and whose accounts they are."""
    fields = {item.id: item.fields for item in sealed.record.accounts}
    blocks: list[Block] = []
    for block in section.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        blocks.append(Paragraph(_("These are accounts used by the person doing this.")))
        for row in block.rows:
            number = row[0][0].text if row[0] else ""
            blocks.append(Facts(_labelled(block.head, row, fields.get(number), language), number))
    return replace(section, blocks=tuple(blocks))


def _labelled(
    head: tuple[str, ...],
    row: tuple[tuple[Value, ...], ...],
    fields: AccountFields | None,
    language: Language,
) -> tuple[Fact, ...]:
    say = phrases(language)
    facts: list[Fact] = []
    for label, values in list(zip(head, row, strict=True))[1:]:
        for value in values:
            known = next((n for n in _NAMES if fields and getattr(fields, n) == value.text), "")
            if value.look == "exact" and known:
                facts.append(Fact(say(f"account.{known}"), (value,)))
            elif facts and label == head[2]:  # a note about the name above it
                facts[-1] = replace(facts[-1], values=(*facts[-1].values, value))
            else:
                facts.append(Fact(label, (value,)))
    return tuple(facts)


def identifiers(sealed: SealedFile) -> frozenset[str]:
    """Return every name of an account, to be set so that no two letters look alike."""
    fields = [item.fields for item in sealed.record.accounts]
    told = {getattr(f, n) for f in fields for n in _NAMES if n != "display_name"}
    return frozenset(told - {""})
