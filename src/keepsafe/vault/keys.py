"""The keys of a case: one age identity, locked by a password, a recovery code, or another person's.

The recipient is never stored in the clear. age does not tell who wrote a file, so whoever had it
could write a vault that opens with the real password; it is derived when the vault is unlocked. The
signing key is derived from the identity too: whatever opens the case can also seal it.
"""

from __future__ import annotations

import hashlib
import unicodedata

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from keepsafe.errors import DamagedError, FormatError, WrongSecretError
from keepsafe.formats import age
from keepsafe.i18n import _

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SIGNING_LABEL = b"keepsafe v1 seal signing key"


def lock_identity(identity: age.X25519Identity, secret: str) -> bytes:
    """Return an age file, openable by `secret`, that holds an age identity file.

    Costs one derivation (scrypt, work factor 17: 134 MB and about half a second).
    """
    content = f"# The key of a Keepsafe case. Keep it secret.\n{identity.encode()}\n"
    return age.encrypt_bytes(content.encode(), [age.ScryptRecipient(normalized(secret))])


def unlock_identity(locked: bytes, secret: str) -> age.X25519Identity:
    """Return the identity in a locked file; costs one derivation.

    Raises:
        WrongSecretError: when the secret is not the one.
        DamagedError: when the file is not what was written.
    """
    try:
        content = age.decrypt_bytes(locked, [age.ScryptIdentity(normalized(secret))]).decode()
        key = next(line for line in content.splitlines() if not line.startswith("#"))
        return age.X25519Identity.parse(key)
    except age.NoMatchError as error:
        raise WrongSecretError(
            _("That password does not open this. Nothing is lost; try again.")
        ) from error
    except (FormatError, StopIteration, UnicodeDecodeError) as error:
        raise DamagedError(
            _("The file that holds the key is damaged. The recovery code may still open this.")
        ) from error


def normalized(secret: str) -> str:
    """Return a password in the one form (NFC) that different keyboards can agree on."""
    return unicodedata.normalize("NFC", secret)


def signing_key(identity: age.X25519Identity) -> ec.EllipticCurvePrivateKey:
    """Return the case's P-256 signing key.

    Derived with 128 bits more than the order has, so that the remainder is unbiased (FIPS 186-5,
    appendix A.2.1).
    """
    number = int.from_bytes(identity.derive(_SIGNING_LABEL, 48), "big") % (_P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def public_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public side as the PEM that openssl reads."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: ec.EllipticCurvePublicKey) -> str:
    """Return the SHA-256 of the public key's DER form, in hex."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()
