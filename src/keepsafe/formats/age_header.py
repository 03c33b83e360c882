"""The header of an age file: recipient stanzas and the HMAC over them (C2SP age.md, "Header").

Strict in what it reads: one spelling only of every header, so that what is checked is what is
parsed. The limits on length keep a hostile header from filling the memory.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from keepsafe.formats.age_errors import HeaderError
from keepsafe.i18n import _

INTRO = b"age-encryption.org/v1\n"
_COLUMNS = 64
_LONGEST_LINE = 64 * 1024
_LONGEST_HEADER = 1024 * 1024
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Stanza:
    """A recipient stanza: its type, its arguments, and the body (the wrapped file key)."""

    type: str
    args: tuple[str, ...]
    body: bytes

    def encoded(self) -> bytes:
        """Return the stanza as it stands in the header."""
        lines = [" ".join(("->", self.type, *self.args)).encode()]
        body = b64encode(self.body).encode()
        lines += [body[i : i + _COLUMNS] for i in range(0, len(body), _COLUMNS)]
        if len(body) % _COLUMNS == 0:
            lines.append(b"")
        return b"\n".join(lines) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """The stanzas of a file, the bytes the HMAC covers, and the HMAC as read."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def is_authentic(self, file_key: bytes) -> bool:
        """Return whether the HMAC was made with this file key."""
        return hmac.compare_digest(_mac(file_key, self.covered), self.mac)


def encode_header(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """Return a whole header, ready to be followed by the payload."""
    covered = INTRO + b"".join(stanza.encoded() for stanza in stanzas) + b"---"
    return covered + b" " + b64encode(_mac(file_key, covered)).encode() + b"\n"


def read_header(readline: Callable[[int], bytes]) -> Header:
    """Read a header; `readline(limit)` returns one line with its line feed, at most `limit` bytes.

    Raises:
        HeaderError: for anything that is not exactly the grammar.
    """
    lines = _Lines(readline)
    if lines.next() + b"\n" != INTRO:
        raise HeaderError(_("This is not an age file of version 1."))
    stanzas: list[Stanza] = []
    while True:
        line = lines.next()
        if line.startswith(b"---"):
            return _end_of_header(line, lines, stanzas)
        stanzas.append(_read_stanza(line, lines))


class _Lines:
    """Header lines one by one, with all that was read kept for the HMAC."""

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self._readline = readline
        self.seen = bytearray()

    def next(self) -> bytes:
        line = self._readline(_LONGEST_LINE)
        self.seen += line
        if not line.endswith(b"\n") or len(self.seen) > _LONGEST_HEADER:
            raise HeaderError(_("The header of this age file is cut short or far too long."))
        return line[:-1]


def _end_of_header(line: bytes, lines: _Lines, stanzas: list[Stanza]) -> Header:
    if not line.startswith(b"--- "):
        raise HeaderError(_("The last line of this age header is malformed."))
    mac = b64decode(line[4:])
    if len(mac) != 32:
        raise HeaderError(_("The checksum of this age header has the wrong length."))
    if not stanzas:
        raise HeaderError(_("This age header names no recipient."))
    if len(stanzas) > 1 and any(stanza.type == "scrypt" for stanza in stanzas):
        # C2SP age.md, "scrypt recipient stanza": otherwise a file for a password could also be
        # made readable by its sender's key, and the password would no longer authenticate it.
        raise HeaderError(
            _("A password must be the only way into an age file, and here it is not.")
        )
    covered = bytes(lines.seen[: len(lines.seen) - len(line) - 1 + 3])
    return Header(tuple(stanzas), covered, mac)


def _read_stanza(line: bytes, lines: _Lines) -> Stanza:
    if not line.startswith(b"-> "):
        raise HeaderError(_("A line of this age header is not what it should be."))
    args = line[3:].split(b" ")
    if not all(_ARGUMENT.fullmatch(arg) for arg in args):
        raise HeaderError(_("A recipient in this age header is malformed."))
    body = bytearray()
    while True:
        encoded = lines.next()
        if len(encoded) > _COLUMNS:
            raise HeaderError(_("A line of this age header is too long."))
        body += b64decode(encoded)
        if len(encoded) < _COLUMNS:
            break
    kind, *rest = (arg.decode("ascii") for arg in args)
    return Stanza(kind, tuple(rest), bytes(body))


def _mac(file_key: bytes, covered: bytes) -> bytes:
    key = HKDF(SHA256(), 32, salt=b"", info=b"header").derive(file_key)
    return hmac.digest(key, covered, "sha256")


def b64encode(data: bytes) -> str:
    """Return unpadded standard base64."""
    return base64.b64encode(data).decode("ascii").rstrip("=")


def b64decode(text: bytes | str) -> bytes:
    """Return the bytes of unpadded, canonical base64.

    Raises:
        HeaderError: for padding, other characters, or trailing bits that are not zero.
    """
    encoded = text.encode() if isinstance(text, str) else bytes(text)
    try:
        data = base64.b64decode(encoded + b"=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise HeaderError(_("A part of this age header is not valid base64.")) from error
    # The one comparison refuses padding, stray bits and every other second spelling.
    if b64encode(data).encode() != encoded:
        raise HeaderError(_("A part of this age header is not canonical base64."))
    return data
