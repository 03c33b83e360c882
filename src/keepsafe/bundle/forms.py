"""The forms of a seal, beside its file: made after the seal is finished, and again at any time.

They are called after the file (`KS-7F3K-9Q2M-1-FORMS.pdf`), because several seals can lie in one
folder, and so that nobody takes one seal's receipt for another's.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from keepsafe.bundle.layout import FORMS_ENDING
from keepsafe.case.record import Record, Seal
from keepsafe.errors import UsageError
from keepsafe.i18n import _
from keepsafe.report import pages
from keepsafe.report.form_pages import SealedFile
from keepsafe.report.source import Language
from keepsafe.vault.durable import Disk


def forms_name(seal: Seal) -> str:
    """Return what the forms of a seal are called."""
    return seal.bundle.removesuffix(".zip") + FORMS_ENDING


def write_forms(
    record: Record, number: int, language: Language, path: Path, disk: Disk | None = None
) -> None:
    """Write the forms of seal `number` to `path`, which must not exist.

    Raises:
        UsageError: when that seal was not finished.
        SystemRefusedError: when there is such a file already, or the disk refuses.
        KeepsafeError: when the pages cannot be set.
    """
    seal = next((s for s in record.seals if s.number == number), None)
    if seal is None or seal.finished is None:
        raise UsageError(_("Seal {number} was not finished.").format(number=number))
    own_zone = datetime.fromisoformat(f"2000-01-01T00:00{seal.begun.utc_offset}").tzinfo
    sealed = SealedFile(
        bundle=seal.bundle.removesuffix(".zip"),
        seal=number,
        sealed_at=datetime.fromisoformat(seal.begun.at).astimezone(own_zone),
        seal_code=seal.code,
        sha256=seal.file_sha256,
        size=seal.file_size,
        country=record.case.country,
        language=language,
    )
    (disk or Disk()).write_new(path, pages.forms_pdf(sealed))
