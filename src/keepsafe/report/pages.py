"""The pages of a sealed file, each as bytes: the report as PDF and HTML, the sheet, the exhibits."""

from __future__ import annotations

from keepsafe.progress import UNWATCHED, Watch
from keepsafe.report import content
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
    pdf = typeset(
        "report.typ", lambda strict: Encoder(strict).document(document), source.sealed_at
    )
    watch.step(1, 1)
    return pdf
