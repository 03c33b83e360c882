"""The pages of a sealed file, as bytes: the report in PDF and HTML, the sheet, the exhibits."""

from __future__ import annotations

from collections.abc import Iterator

from keepsafe.progress import UNWATCHED, Watch
from keepsafe.report import content, exhibits, forms, html
from keepsafe.report.form_pages import SealedFile
from keepsafe.report.source import Source
from keepsafe.report.typeset import typeset
from keepsafe.report.typst_data import Encoder


def report_pdf(source: Source, watch: Watch = UNWATCHED) -> bytes:
    """Return REPORT.pdf: page 1 for triage, then everything that was recorded.

    Raises:
        KeepsafeError: when the pages cannot be set; `Cancelled` when the person stopped it.
    """
    watch.step(0, 1)
    document = content.report(source)
    pdf = typeset("report.typ", lambda strict: Encoder(strict).document(document), source.sealed_at)
    watch.step(1, 1)
    return pdf


def report_html(source: Source) -> bytes:
    """Return REPORT.html: the same parts in the same order, no list shortened, no script."""
    return html.page(content.report(source, printed=False))


def report_sheet_pdf(source: Source) -> bytes:
    """Return the plain two-page sheet without pictures, for copying into a web form.

    Raises:
        KeepsafeError: when the pages cannot be set.
    """
    document = content.sheet(source)
    return typeset(
        "report.typ", lambda strict: Encoder(strict).document(document), source.sealed_at
    )


def exhibit_volumes(source: Source, watch: Watch = UNWATCHED) -> Iterator[tuple[str, bytes]]:
    """Yield ("EXHIBITS-1.pdf", its bytes) and so on, at most 250 exhibits in each.

    A picture that cannot be shown safely is named with its facts instead. Progress counts
    exhibits.

    Raises:
        KeepsafeError: when the pages cannot be set; `Cancelled` when the person stopped it.
    """
    return exhibits.volumes(source, watch)


def forms_pdf(sealed: SealedFile) -> bytes:
    """Return FORMS.pdf, to be filled in: it lies beside the sealed file and is no part of it.

    Raises:
        KeepsafeError: when the pages cannot be set.
    """
    return forms.forms_pdf(sealed)
