"""The report sheet of a case, for a web form: two pages without pictures, sealed or not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from keepsafe.report import content, logbook, pages
from keepsafe.report.model import Document
from keepsafe.report.source import Language, Source
from keepsafe.vault.vault import APP, Vault

if TYPE_CHECKING:
    from keepsafe.case.record import Exhibit


def source_of(vault: Vault, language: Language) -> Source:
    """Return what the sheet is made from: the case as it would be handed over now.

    It bears the newest finished file's name; the case's code, and no seal, where there is none.
    """
    record = vault.record.handed_over()
    seal = next((s for s in reversed(record.seals) if s.code), None)
    sealed_at = vault.now
    if seal is not None:
        zone = datetime.fromisoformat(f"2000-01-01T00:00{seal.begun.utc_offset}").tzinfo
        sealed_at = datetime.fromisoformat(seal.begun.at).astimezone(zone)

    def open_exhibit(exhibit: Exhibit) -> BinaryIO:
        return cast("BinaryIO", vault.exhibits.open(exhibit))

    return Source(
        record=record,
        bundle=seal.bundle.removesuffix(".zip") if seal is not None else record.code,
        seal=seal.number if seal is not None else 0,
        sealed_at=sealed_at,
        signing_key=record.signing_key,
        app=APP,
        open_exhibit=open_exhibit,
        language=language,
        logbook=logbook.read(vault.lines, record.undisclosed),
    )


def told(vault: Vault, language: Language) -> Document:
    """Return what the sheet says, to be shown and copied field by field."""
    return content.sheet(source_of(vault, language))


def sheet_pdf(vault: Vault, language: Language) -> bytes:
    """Return the sheet as a PDF of two pages.

    Raises:
        KeepsafeError: when the pages cannot be set.
    """
    return pages.report_sheet_pdf(source_of(vault, language))
