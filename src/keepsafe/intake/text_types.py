"""Tell kinds of text apart by how they begin: mail, web pages, contacts, JSON, plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Final

from keepsafe.intake.file_type import FileType

_TEXT: Final = FileType("text/plain", "text", "txt")
_JSON: Final = FileType("application/json", "text", "json")

# Comments are atomic groups: plain ones would let a hostile file cost exponential time.
_HTML: Final = re.compile(
    r"(?:<!--(?>.{0,2000}?-->)|\s)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SVG: Final = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>|<!--(?>.{0,2000}?-->)|<!doctype\s+svg[^>]{0,500}>|\s)*+"
    r"<(?:svg:)?svg[\s>]",
    re.I | re.S,
)
_MBOX: Final = re.compile(r"From \S{1,320}\s.{0,40}\d{2}:\d{2}.{0,40}\n[!-9;-~]{1,76}:")
_HEADER: Final = re.compile(r"([!-9;-~]{1,76}):[ \t\r\n]?")
# RFC 5322 names of which a message has at least two; "To:" alone also starts a note to someone.
_MAIL_HEADERS: Final = frozenset(
    {
        *("from", "to", "cc", "date", "subject", "received", "return-path", "delivered-to"),
        *("message-id", "mime-version", "sender", "reply-to", "content-type", "dkim-signature"),
        *("arc-seal", "authentication-results", "references", "in-reply-to", "x-received"),
    }
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def text_type(head: bytes, tail: bytes) -> FileType | None:
    """Tell what kind of text this is from its first and last bytes; None when it is no text."""
    text = _decode(head, tail)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")
    for is_it, found in _KINDS:
        if is_it(start):
            return found
    return _JSON if _is_json(start, tail or head) else _TEXT


def _decode(head: bytes, tail: bytes) -> str | None:
    """Give the head as text, or None when head or tail hold what no text holds."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) & ~1].decode("utf-16", "replace")
        return None if "\ufffd" in text[:-1] or _CONTROLS.search(text) else text
    if _CONTROL_BYTES.search(head) or _CONTROL_BYTES.search(tail):
        return None
    try:
        # Incremental, because the head may end in the middle of a character.
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        ascii_bytes = sum(byte < 0x80 for byte in head)
        # Old 8-bit text (Windows-1252 and the like): mostly ASCII and not one control byte.
        return head.decode("latin-1") if ascii_bytes * 4 >= len(head) * 3 else None


def _is_mail(text: str) -> bool:
    names = set()
    for line in text.split("\n")[:200]:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        header = _HEADER.match(line)
        if not header:
            return False
        names.add(header[1].lower())
    return len(names & _MAIL_HEADERS) >= 2 and bool(
        names & {"from", "received", "message-id", "return-path", "delivered-to"}
    )


def _is_json(start: str, end: bytes) -> bool:
    """Ask for matching brackets at both ends: a chat export's "[02/11/2026]" opens with one too."""
    first = re.match(r'\{\s*["}]|\[\s*[\[{"\]\d-]', start)
    last = end.rstrip(b" \t\r\n\x00")[-1:]
    return bool(first) and last == (b"}" if start[0] == "{" else b"]")


_KINDS: Final[tuple[tuple[Callable[[str], object], FileType], ...]] = (
    (re.compile(r"BEGIN:VCARD\b", re.I).match, FileType("text/vcard", "text", "vcf")),
    (re.compile(r"BEGIN:VCALENDAR\b", re.I).match, FileType("text/calendar", "text", "ics")),
    (_SVG.match, FileType("image/svg+xml", "image", "svg")),
    (_HTML.match, FileType("text/html", "text", "html")),
    (re.compile(r"<\?xml\s").match, FileType("application/xml", "text", "xml")),
    (_MBOX.match, FileType("application/mbox", "text", "mbox")),
    (_is_mail, FileType("message/rfc822", "text", "eml")),
)
