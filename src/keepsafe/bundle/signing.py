"""The signature over a tag manifest: ECDSA P-256 with SHA-256, DER, as `openssl dgst` checks it.

The key is made by Keepsafe for the case, so the signature ties the seals of one case together; it
does not say who the person is.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from keepsafe.errors import FormatError
from keepsafe.i18n import _
from keepsafe.vault.keys import fingerprint

_ECDSA = ec.ECDSA(SHA256())
_LONGEST_PEM = 4096


class NotItsSignatureError(FormatError):
    """A signature that does not hold; `fingerprint` is that of the key, which could be read."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(_("The signature does not fit what was sealed."))
        self.fingerprint = fingerprint


def sign(key: ec.EllipticCurvePrivateKey, tag_manifest: bytes) -> bytes:
    """Return the DER signature."""
    return key.sign(tag_manifest, _ECDSA)


def check(pem: bytes, signature: bytes, tag_manifest: bytes) -> str:
    """Return the fingerprint of the key in `pem` when its signature holds.

    Raises:
        FormatError: when the key is no P-256 key, or, `NotItsSignatureError`, the signature does
            not hold.
    """
    try:
        key = load_pem_public_key(pem) if len(pem) <= _LONGEST_PEM else None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FormatError(_("The signing key in this file cannot be read.")) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise FormatError(_("The signing key in this file is of another kind than Keepsafe's."))
    # The key's file is on no list, so nothing else would notice what is put around the key.
    if key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != pem:
        raise FormatError(_("The signing key's file is not as Keepsafe writes it."))
    try:
        key.verify(signature, tag_manifest, _ECDSA)
    except InvalidSignature as error:
        raise NotItsSignatureError(fingerprint(key)) from error
    return fingerprint(key)
