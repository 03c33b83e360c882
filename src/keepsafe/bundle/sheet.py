"""The hand-over sheet: what lets an officer see that a file is the one that was sealed."""

from __future__ import annotations

from datetime import datetime

from keepsafe.bundle import layout, texts
from keepsafe.case.record import Seal
from keepsafe.errors import UsageError
from keepsafe.formats.words import Language
from keepsafe.i18n import _
from keepsafe.resources import resource


def hand_over_sheet(seal: Seal, language: Language) -> str:
    """Return the sheet of a finished seal, to be printed or copied by hand. It holds no words.

    Raises:
        UsageError: when the seal was not finished.
    """
    if seal.finished is None:
        raise UsageError(_("Seal {number} was not finished.").format(number=seal.number))
    template = resource("bundle", f"HAND-OVER.{language}.txt").read_text("utf-8")
    own_zone = datetime.fromisoformat(f"2000-01-01T00:00{seal.begun.utc_offset}").tzinfo
    sealed = datetime.fromisoformat(seal.begun.at).astimezone(own_zone)
    return template.format(
        name=seal.bundle,
        seal=seal.number,
        sealed=texts.told_minute(texts.local_minute(sealed)),
        size=seal.file_size,
        code=layout.shown_seal_code(seal.code),
        sha256=seal.file_sha256,
    )
