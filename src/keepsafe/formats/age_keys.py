"""Who can open an age file: passwords (scrypt) and key pairs (X25519), after C2SP age.md.

A recipient wraps a file key into stanzas; an identity unwraps it from them. Secrets stay out of
every repr.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from keepsafe.errors import FormatError, UsageError
from keepsafe.formats import bech32
from keepsafe.formats.age_errors import HeaderError
from keepsafe.formats.age_header import Stanza, b64decode, b64encode
from keepsafe.i18n import _

FILE_KEY_SIZE = 16
_WRAPPED_SIZE = FILE_KEY_SIZE + 16
_ZERO_NONCE = bytes(12)
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_X25519_LABEL = b"age-encryption.org/v1/X25519"
_WORK_FACTOR = re.compile(r"[1-9][0-9]{0,18}")

DEFAULT_WORK_FACTOR = 17
DEFAULT_MAX_WORK_FACTOR = 20


class Recipient(Protocol):
    """Someone a file can be encrypted to."""

    def wrap(self, file_key: bytes) -> Sequence[Stanza]:
        """Return the stanzas that let this recipient find the 16-byte file key."""


class Identity(Protocol):
    """Someone who may be able to open a file."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key from the stanza that is ours, or None when none is.

        Raises:
            HeaderError: for a stanza of our type that is malformed.
        """


class ScryptRecipient:
    """Encrypts to a password; must be a file's only recipient."""

    def __init__(self, passphrase: str, work_factor: int = DEFAULT_WORK_FACTOR) -> None:
        if not 1 <= work_factor <= 30:
            raise UsageError(_("The work factor of a password is a number from 1 to 30."))
        self._passphrase = _as_bytes(passphrase)
        self._work_factor = work_factor

    def wrap(self, file_key: bytes) -> Sequence[Stanza]:
        """Return the one scrypt stanza. Costs one derivation: 128 * 8 * 2**work_factor bytes."""
        salt = os.urandom(16)
        key = _scrypt(self._passphrase, salt, self._work_factor)
        body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
        return [Stanza("scrypt", (b64encode(salt), str(self._work_factor)), body)]


class ScryptIdentity:
    """Opens files with a password, refusing work factors over `max_work_factor`."""

    def __init__(self, passphrase: str, max_work_factor: int = DEFAULT_MAX_WORK_FACTOR) -> None:
        self._passphrase = _as_bytes(passphrase)
        self._max_work_factor = max_work_factor

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key, or None when the password is not the one."""
        for stanza in stanzas:
            if stanza.type == "scrypt":
                salt, work_factor = self._arguments(stanza)
                return _open(_scrypt(self._passphrase, salt, work_factor), stanza.body)
        return None

    def _arguments(self, stanza: Stanza) -> tuple[bytes, int]:
        if len(stanza.args) != 2 or not _WORK_FACTOR.fullmatch(stanza.args[1]):
            raise HeaderError(_("The password part of this age header is malformed."))
        salt, work_factor = b64decode(stanza.args[0]), int(stanza.args[1])
        if len(salt) != 16 or len(stanza.body) != _WRAPPED_SIZE:
            raise HeaderError(_("The password part of this age header has the wrong length."))
        if work_factor > self._max_work_factor:
            raise HeaderError(
                _("Checking a password for this file would take far too much memory.")
            )
        return salt, work_factor


class X25519Recipient:
    """Encrypts to a public key, "age1..."."""

    def __init__(self, public: bytes) -> None:
        self._public = public

    @classmethod
    def parse(cls, text: str) -> X25519Recipient:
        """Return the recipient spelled "age1...".

        Raises:
            FormatError: when it is not exactly that.
        """
        prefix, public = bech32.decode(text)
        if prefix != "age" or len(public) != 32 or text != text.lower():
            raise FormatError(_("This is not an age recipient; it starts with age1."))
        return cls(public)

    def wrap(self, file_key: bytes) -> Sequence[Stanza]:
        """Return the one X25519 stanza."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self._public))
        except ValueError as error:
            raise FormatError(_("This age recipient is not a usable key.")) from error
        body = ChaCha20Poly1305(_x25519_key(shared, share, self._public)).encrypt(
            _ZERO_NONCE, file_key, None
        )
        return [Stanza("X25519", (b64encode(share),), body)]

    def __str__(self) -> str:
        return bech32.encode("age", self._public)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, X25519Recipient) and other._public == self._public

    def __hash__(self) -> int:
        return hash(self._public)


class X25519Identity:
    """Opens files with a secret key, "AGE-SECRET-KEY-1..."."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._private = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._private.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> X25519Identity:
        """Return a fresh identity."""
        return cls(os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> X25519Identity:
        """Return the identity spelled "AGE-SECRET-KEY-1...".

        Raises:
            FormatError: when it is not exactly that.
        """
        prefix, secret = bech32.decode(text)
        if prefix != "age-secret-key-" or len(secret) != 32 or text != text.upper():
            raise FormatError(_("This is not an age key; it starts with AGE-SECRET-KEY-1."))
        return cls(secret)

    def recipient(self) -> X25519Recipient:
        """Return the public side of this identity."""
        return X25519Recipient(self._public)

    def encode(self) -> str:
        """Return the secret in the form age reads; for an identity file, never for a log."""
        return bech32.encode("age-secret-key-", self._secret).upper()

    def derive(self, label: bytes, length: int) -> bytes:
        """Return `length` bytes known only to who has this identity, one set for each label."""
        return HKDF(SHA256(), length, salt=None, info=label).derive(self._secret)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key from the first X25519 stanza that is ours, or None."""
        found = None
        for stanza in stanzas:
            if stanza.type == "X25519":
                share = self._share(stanza)
                if found is None:
                    found = self._try(share, stanza.body)
        return found

    @staticmethod
    def _share(stanza: Stanza) -> bytes:
        if len(stanza.args) != 1:
            raise HeaderError(_("A key part of this age header is malformed."))
        share = b64decode(stanza.args[0])
        # The body's length is checked before decryption, against partitioning oracles.
        if len(share) != 32 or len(stanza.body) != _WRAPPED_SIZE:
            raise HeaderError(_("A key part of this age header has the wrong length."))
        return share

    def _try(self, share: bytes, body: bytes) -> bytes | None:
        try:
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:  # a low-order point: the shared secret would be all zeros
            raise HeaderError(_("A key part of this age header is not a usable key.")) from error
        return _open(_x25519_key(shared, share, self._public), body)


def _open(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None


def _x25519_key(shared: bytes, share: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=share + public, info=_X25519_LABEL).derive(shared)


def _as_bytes(passphrase: str) -> bytes:
    try:
        return passphrase.encode()
    except UnicodeEncodeError as error:  # bytes of another encoding, read as if they were UTF-8
        raise UsageError(
            _("This password holds something that is not a letter or sign.")
        ) from error


def _scrypt(passphrase: bytes, salt: bytes, work_factor: int) -> bytes:
    kdf = Scrypt(_SCRYPT_LABEL + salt, 32, n=1 << work_factor, r=8, p=1)
    return kdf.derive(passphrase)
