"""Encrypt and decrypt age files (age-encryption.org/v1), streaming both ways.

After the specification at C2SP, age.md. On `cryptography` rather than on a binding, because we need
to stream with a password, to seek while reading, and to leave the window responsive meanwhile.

    with encrypt(target, [X25519Recipient.parse("age1...")]) as writer:
        writer.write(data)
    decrypt(source, [ScryptIdentity("the password")]).read()
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from keepsafe.errors import UsageError
from keepsafe.formats.age_armor import ArmorReader, ArmorWriter
from keepsafe.formats.age_errors import (
    AgeError,
    ArmorError,
    HeaderError,
    HmacError,
    NoMatchError,
    PayloadError,
)
from keepsafe.formats.age_header import INTRO, Header, encode_header, read_header
from keepsafe.formats.age_keys import (
    FILE_KEY_SIZE,
    Identity,
    Recipient,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    X25519Recipient,
)
from keepsafe.formats.age_stream import (
    DecryptingReader,
    EncryptingWriter,
    Readable,
    Writable,
    payload_size,
    write_all,
)
from keepsafe.i18n import _

__all__ = [
    "AgeError",
    "ArmorError",
    "DecryptingReader",
    "EncryptingWriter",
    "HeaderError",
    "HmacError",
    "Identity",
    "NoMatchError",
    "PayloadError",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "X25519Identity",
    "X25519Recipient",
    "decrypt",
    "decrypt_bytes",
    "encrypt",
    "encrypt_bytes",
    "encrypted_size",
]

_NONCE_SIZE = 16
_FIRST_READ = 4096


def encrypt(
    dst: Writable, recipients: Sequence[Recipient], *, armor: bool = False
) -> EncryptingWriter:
    """Return a writable stream whose content arrives encrypted in `dst`.

    Closing the stream writes the end and leaves `dst` open. Leaving a `with` block by an exception
    writes no end, so the half-written file cannot be opened as if it were whole.

    Raises:
        UsageError: without a recipient, or with a password beside another recipient.
    """
    if not recipients:
        raise UsageError(_("A file must be encrypted to at least one recipient."))
    if len(recipients) > 1 and any(isinstance(r, ScryptRecipient) for r in recipients):
        raise UsageError(_("A password must be the only way into a file."))
    file_key = os.urandom(FILE_KEY_SIZE)
    stanzas = [stanza for recipient in recipients for stanza in recipient.wrap(file_key)]
    nonce = os.urandom(_NONCE_SIZE)
    preamble = encode_header(stanzas, file_key) + nonce
    key = _payload_key(file_key, nonce)
    if armor:
        armored = ArmorWriter(dst)
        armored.write(preamble)
        return _ArmoredWriter(armored, key)
    write_all(dst, preamble)
    return EncryptingWriter(dst, key)


def decrypt(
    src: BinaryIO | Readable, identities: Sequence[Identity], *, close_source: bool = False
) -> DecryptingReader:
    """Return a readable stream of the plaintext of `src`.

    Armor is recognised by itself. `src` is read from where it stands; closing the stream closes it
    too if `close_source` says so. The stream is seekable when `src` is and is not armored.

    Raises:
        HeaderError, HmacError, NoMatchError, ArmorError: before any byte is returned.
        PayloadError: from the stream, before any byte of the changed chunk is returned.
    """
    source = _Source(src)
    if source.looks_armored():
        source = _Source(ArmorReader(source))
    header = read_header(source.readline)
    key = _payload_key(_file_key(header, identities), source.exactly(_NONCE_SIZE))
    start = source.position_in_seekable()
    on_close = cast("BinaryIO", src).close if close_source else None
    return DecryptingReader(source if start is None else src, key, start, on_close)


def encrypt_bytes(data: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Return `data` as an age file."""
    target = io.BytesIO()
    with encrypt(target, recipients) as writer:
        writer.write(data)
    return target.getvalue()


def decrypt_bytes(data: bytes, identities: Sequence[Identity]) -> bytes:
    """Return the plaintext of an age file held in memory."""
    return decrypt(io.BytesIO(data), identities).read()


def encrypted_size(plaintext: int, recipients: int) -> int:
    """Return the size of a file of `plaintext` bytes for so many X25519 recipients."""
    stanza = len(X25519Identity.generate().recipient().wrap(bytes(FILE_KEY_SIZE))[0].encoded())
    end = len("--- ") + 43 + 1
    return len(INTRO) + recipients * stanza + end + _NONCE_SIZE + payload_size(plaintext)


class _ArmoredWriter(EncryptingWriter):
    def __init__(self, target: ArmorWriter, key: bytes) -> None:
        super().__init__(target, key)
        self._armor = target

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._armor.close()


class _Source:
    """Reads ahead for the header's lines, and gives back what it read too much."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._ahead = b""

    def looks_armored(self) -> bool:
        # A pipe may give a byte at a time; the first four already tell a file that is not armored.
        while len(self._ahead) < _FIRST_READ and not self._ahead.startswith(INTRO[:4]):
            if not self._read_ahead():
                break
        # Loosely, so that spoiled armor is called that and not a malformed header.
        return not self._ahead.startswith(INTRO[:4]) and b"BEGIN AGE" in self._ahead.upper()

    def readline(self, limit: int) -> bytes:
        while (end := self._ahead.find(b"\n", 0, limit)) < 0:
            if len(self._ahead) >= limit or not self._read_ahead():
                return self._take(limit)
        return self._take(end + 1)

    def exactly(self, size: int) -> bytes:
        while len(self._ahead) < size and self._read_ahead():
            pass
        if len(self._ahead) < size:
            raise HeaderError(_("This age file ends right after its header."))
        return self._take(size)

    def read(self, size: int, /) -> bytes:
        if self._ahead:
            return self._take(size)
        return self._source.read(size)

    def position_in_seekable(self) -> int | None:
        """Put a seekable source where the payload starts, and return that place."""
        seekable = getattr(self._source, "seekable", None)
        if seekable is None or not seekable():
            return None
        source = cast("BinaryIO", self._source)
        start = source.seek(-len(self._ahead), io.SEEK_CUR) if self._ahead else source.tell()
        self._ahead = b""
        return start

    def _read_ahead(self) -> bool:
        data = self._source.read(_FIRST_READ)
        self._ahead += data
        return bool(data)

    def _take(self, size: int) -> bytes:
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken


def _file_key(header: Header, identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            if not header.is_authentic(file_key):
                raise HmacError(_("The header of this age file was changed after it was written."))
            return file_key
    raise NoMatchError(_("No key or password given here opens this file."))


def _payload_key(file_key: bytes, nonce: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=nonce, info=b"payload").derive(file_key)
