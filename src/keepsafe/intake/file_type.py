"""A kind of file, as everything in intake names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["image", "video", "audio", "document", "text", "archive", "other"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its IANA media type, its family, and the extension it is stored under."""

    media_type: str
    family: Family
    extension: str
