"""Viewing copies: a JPEG beside an exhibit that no browser can show, made for reading only."""

from __future__ import annotations

from typing import BinaryIO

from keepsafe.report.pictures import Decoders

# AVIF and TIFF open in some browsers only, HEIC in one.
_UNSEEN = frozenset({
    "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence",
    "image/avif", "image/tiff", "image/bmp", "image/x-ms-bmp",
})  # fmt: skip
_PICTURES = _UNSEEN | {"image/png", "image/jpeg", "image/webp", "image/gif"}


def needs_viewing_copy(media_type: str) -> bool:
    """Whether an officer's browser may be unable to show this type."""
    return media_type in _UNSEEN


def can_be_shown(media_type: str) -> bool:
    """Whether Keepsafe tries to show files of this type at all."""
    return media_type in _PICTURES


def viewing_copy(
    stream: BinaryIO, media_type: str, decoders: Decoders | None = None
) -> bytes | None:
    """Return a JPEG of at most 4096 pixels a side, upright, without EXIF, or None if none can be.

    Decoding happens in a child, bounded in pixels, memory and time. For many files, pass
    `decoders` so that the child is started once.
    """
    if not can_be_shown(media_type):
        return None
    if decoders is None:
        with Decoders(1) as own:
            return viewing_copy(stream, media_type, own)
    shown = decoders.one(stream, "view")
    return shown.jpegs[0] if shown else None
