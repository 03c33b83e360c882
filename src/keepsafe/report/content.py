"""Puts a report together: which parts, in which order, for the PDF, the HTML and the sheet."""

from __future__ import annotations

import dataclasses
import sys
from typing import Literal

from keepsafe.report import chapters, method
from keepsafe.report.model import Document, Page, Section
from keepsafe.report.source import Source
from keepsafe.report.telling import Teller
from keepsafe.report.triage import first_page


def report(source: Source, *, printed: bool = True) -> Document:
    """Return the whole report. What is `printed` may shorten the longest lists, and says so."""
    tell = Teller.of(source)
    most = chapters.MOST_IN_FULL if printed else sys.maxsize
    parts = (
        chapters.case_part(tell),
        chapters.accounts_part(tell),
        chapters.payments_part(tell),
        chapters.words_part(tell),
        chapters.timeline_part(tell, most),
        chapters.exhibits_part(tell, most),
        chapters.pointers_part(tell),
        chapters.devices_part(tell),
        chapters.reports_part(tell),
        chapters.consents_part(tell),
        chapters.not_saved_part(tell),
        method.seals_part(tell),
        method.custody_part(tell, most, fold=printed),
        method.method_part(tell),
        method.proves_part(tell),
        method.challenges_part(tell),
    )
    return _document(tell, first_page(tell), parts)


def sheet(source: Source) -> Document:
    """Return the two-page sheet: page 1, then accounts and payments field by field."""
    tell = Teller.of(source)
    first = dataclasses.replace(
        first_page(tell), title=tell.say("doc.sheet_title"), subtitle=tell.say("doc.sheet_subtitle")
    )
    document = _document(tell, first, chapters.sheet_parts(tell))
    return dataclasses.replace(document, short=True)


def _document(tell: Teller, first: Page, parts: tuple[Section, ...]) -> Document:
    say, source = tell.say, tell.source
    return Document(
        language=source.language,
        title=f"{first.title}, {source.bundle}",
        footer=source.bundle,
        page=(say("doc.page"), say("doc.of")),
        paper=paper(source),
        first=first,
        sections=parts,
    )


def paper(source: Source) -> Literal["a4", "us-letter"]:
    """Return the paper that printers have in the case's country."""
    return paper_of(source.record.case.country)


def paper_of(country: str) -> Literal["a4", "us-letter"]:
    """Return the paper that printers have in a country."""
    return "us-letter" if country in ("US", "CA") else "a4"
