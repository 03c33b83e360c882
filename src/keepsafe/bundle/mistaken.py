"""What somebody picked in place of the sealed file, and which file to pick instead."""

from __future__ import annotations

import contextlib
import re
import zipfile
from pathlib import Path

from keepsafe.bundle import layout, texts
from keepsafe.errors import CannotTellError, KeepsafeError
from keepsafe.i18n import _
from keepsafe.intake.walking import open_regular

_OUT_OF_ONE = re.compile(r"REPORT\.(?:pdf|html)|EXHIBITS-[1-9][0-9]{0,3}\.pdf", re.I)
_BESIDE_ONE = (layout.START_HERE.lower(), layout.READER.lower(), layout.VERIFY.lower())
_LETTERS = (".p7m", ".p7s", ".p7b", ".p7c", ".rtf", ".eml", ".msg", ".doc", ".docx", ".odt")


def not_ours(path: Path) -> CannotTellError:
    """Return the error for a file that is no sealed file."""
    sentence, name = _about(path), texts.shown(path.name or path.resolve().name)
    told = sentence.format(name=name)
    if layout.parse_bag_name(path.stem) is None:
        sealed = _sealed_with(path)
        told += " " + (
            _("The one to pick is {name}.").format(name=f"{sealed}.zip")
            if sealed
            else _("The one to pick is called something like KS-7F3K-9Q2M-1.zip.")
        )
    return CannotTellError(told)


def _sealed_with(path: Path) -> str:
    """Return the name of the sealed file that a file came with, as far as names tell it, or ""."""
    if layout.is_forms(path.name):
        return path.name.removesuffix(layout.FORMS_ENDING)
    folder = path.resolve().parent.name
    return folder if layout.parse_bag_name(folder) and _OUT_OF_ONE.fullmatch(path.name) else ""


def _about(path: Path) -> str:
    lower = path.name.lower()
    if layout.is_forms(path.name):
        return _("{name} holds forms to fill in. It is no part of the sealed file.")
    if _OUT_OF_ONE.fullmatch(path.name):
        return _("{name} came out of a sealed file, and alone it cannot be checked.")
    if lower in _BESIDE_ONE:
        return _("{name} came with the sealed file, and is not the sealed file itself.")
    if lower.endswith(_LETTERS):
        return _("{name} is a letter or a message. Save what came with it, and pick that.")
    if layout.parse_bag_name(path.stem) is None and _is_whole_zip(path):
        return _("{name} is a zip with other things in it, and no sealed file.")
    return _("{name} is no sealed file, or it is not whole. Copy it again, and check it again.")


def _is_whole_zip(path: Path) -> bool:
    refused = (OSError, KeepsafeError, zipfile.BadZipFile)  # the last is raised too for some
    with contextlib.suppress(*refused), open_regular(path) as file:
        return zipfile.is_zipfile(file)
    return False
