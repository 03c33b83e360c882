"""What kind of file a saved one is, in people's words, and whether it is shown here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keepsafe.i18n import N_, _, translated

_TEXTS = re.compile(
    r"text/.*|message/rfc822|application/(?:json|mbox|xml|.*\+json|.*\+xml)|image/svg\+xml"
)
_KINDS: Mapping[str, str] = {
    "message/rfc822": N_("an e-mail"),
    "application/mbox": N_("several e-mails"),
    "application/pdf": N_("a PDF"),
    "application/zip": N_("a zip"),
    "text/html": N_("a web page"),
}
_FAMILIES: Mapping[str, str] = {
    "image": N_("a picture"),
    "video": N_("a film"),
    "audio": N_("a sound recording"),
    "text": N_("a text"),
}


def is_text(media_type: str) -> bool:
    """Whether it is shown as the text it is."""
    return _TEXTS.fullmatch(media_type) is not None


def about(media_type: str, *, picture: bool) -> str:
    """Return what a file is, and what can be done with it here."""
    kind = translated(
        _KINDS.get(media_type) or _FAMILIES.get(media_type.partition("/")[0]) or N_("a file")
    )
    if picture:
        told = _("This is {kind} ({type}). It is covered.")
    elif is_text(media_type):
        told = _("This is {kind} ({type}). It is covered, and shown as plain letters.")
    else:
        told = _("This is {kind} ({type}). It is not shown here. Save it to open it elsewhere.")
    return told.format(kind=kind, type=media_type)
