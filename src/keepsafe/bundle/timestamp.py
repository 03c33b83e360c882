"""Check a time token: that a known authority vouched for these bytes, and when.

Trust comes from the caller's roots and never from what came with a token: certificates in it or
beside it only help to find a way to a root. Everything is judged at the token's own time, so that
it counts for as long as the authority's word does. Whether a certificate was revoked is not asked,
for that takes a network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from keepsafe.bundle import texts
from keepsafe.bundle.time_chains import (
    Reason,
    TokenRefused,
    name_of,
    read_certificate,
    way_to_root,
)
from keepsafe.formats import der, tsp
from keepsafe.formats.tsp import Answer, Imprint, Query, Signer, Token
from keepsafe.i18n import _

__all__ = ["Reason", "Stamp", "TokenRefused", "carried_certificates", "check", "read"]
_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_RSA = "1.2.840.113549.1.1.1"
_EC = "1.2.840.10045.2.1"
# Signature algorithms by object identifier (RFC 4055, RFC 5758): the key's kind, and the hash.
# The bare kinds leave the hash to the signer's digest algorithm (RFC 3370, 3.2).
_SIGNATURES: Mapping[str, tuple[type[rsa.RSAPublicKey] | type[ec.EllipticCurvePublicKey], str]] = {
    _RSA: (rsa.RSAPublicKey, ""),
    "1.2.840.113549.1.1.11": (rsa.RSAPublicKey, "sha256"),
    "1.2.840.113549.1.1.12": (rsa.RSAPublicKey, "sha384"),
    "1.2.840.113549.1.1.13": (rsa.RSAPublicKey, "sha512"),
    _EC: (ec.EllipticCurvePublicKey, ""),
    "1.2.840.10045.4.3.2": (ec.EllipticCurvePublicKey, "sha256"),
    "1.2.840.10045.4.3.3": (ec.EllipticCurvePublicKey, "sha384"),
    "1.2.840.10045.4.3.4": (ec.EllipticCurvePublicKey, "sha512"),
}
# SHA-1 only names the certificate here, in the oldest form (RFC 2634): to pass another off for it
# takes a second preimage, which nobody can make.
_NAMES_A_CERTIFICATE = (*_HASHES, "sha1")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a good token proves: that bytes with this imprint existed by `time`.

    `chain` are the certificates from the signer's up to and with the trusted root.
    """

    time: datetime
    accuracy: timedelta | None
    serial: int
    policy: str
    imprint: Imprint
    chain: tuple[x509.Certificate, ...]

    @property
    def signer(self) -> str:
        """The name of whoever signed it, safe to be shown."""
        return name_of(self.chain[0])

    @property
    def root_sha256(self) -> str:
        """The fingerprint of the root that vouches for the signer."""
        return self.chain[-1].fingerprint(hashes.SHA256()).hex()


def check(
    response: bytes,
    roots: Sequence[x509.Certificate],
    *,
    message: bytes | None = None,
    digest: bytes | None = None,
    query: bytes | None = None,
    extra_certificates: Sequence[x509.Certificate] = (),
) -> Stamp:
    """Check an authority's whole answer, or its token alone, against `message` or its `digest`.

    `digest` is the SHA-256, SHA-384 or SHA-512 of the message. With `query`, the answer must be to
    it. `extra_certificates` help to find a way to one of the `roots`, and are not trusted.

    Raises:
        TokenRefused: when it does not prove that these bytes existed at a time.
    """
    token = read(response)
    if not _is_about(token.imprint, message, digest):
        raise TokenRefused("other-bytes", _("It is about other bytes than these."))
    if query is not None:
        _check_query(token, query)
    carried = [c for c in map(read_certificate, token.certificates) if c is not None]
    known = [*carried, *extra_certificates, *roots]
    signer = _signers_certificate(token.signer, known)
    _check_signature(token, signer)
    chain = way_to_root(signer, known, roots, token.time)
    return Stamp(token.time, token.accuracy, token.serial, token.policy, token.imprint, chain)


def read(response: bytes) -> Token:
    """Return the token in an authority's answer, unchecked.

    Raises:
        TokenRefused: when it is no answer, or one without a token.
    """
    try:
        answer = tsp.read_answer(response)
    except der.DerError as error:
        raise TokenRefused("unreadable", str(error)) from error
    if answer.status not in tsp.GRANTED or answer.token is None:
        raise TokenRefused("not-granted", _refusal(answer))
    return answer.token


def carried_certificates(response: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates that a token carries and that can be read; none is trusted."""
    found = map(read_certificate, read(response).certificates)
    return tuple(certificate for certificate in found if certificate is not None)


def _refusal(answer: Answer) -> str:
    if answer.words:
        return _("The authority did not give the time. It said: {words}.").format(
            words=texts.shown(answer.words.rstrip("."))
        )
    return _("The authority did not give the time, and did not say why.")


def _is_about(imprint: Imprint, message: bytes | None, digest: bytes | None) -> bool:
    if message is not None:
        return imprint.is_of(message)
    return imprint.function in _HASHES and imprint.digest == digest


def _check_query(token: Token, query: bytes) -> None:
    try:
        asked: Query | None = tsp.read_query(query)
    except der.DerError:
        asked = None
    if (
        asked is None
        or asked.imprint != token.imprint
        or (asked.nonce is not None and asked.nonce != token.nonce)
        or (asked.policy is not None and asked.policy != token.policy)
    ):
        raise TokenRefused("other-question", _("It does not answer the question that was asked."))


def _signers_certificate(signer: Signer, known: Sequence[x509.Certificate]) -> x509.Certificate:
    """Return the certificate that is named, by its hash, under the signature itself.

    A hash there is what makes it safe to look among certificates that anyone may have put there.
    """
    for certificate in known:
        encoded = certificate.public_bytes(Encoding.DER)
        if (
            certificate.serial_number == signer.serial
            and _issuer(encoded) == signer.issuer
            and _is_named(signer, encoded)
        ):
            return certificate
    raise TokenRefused("certificate", _("The certificate of whoever signed it is not here."))


def _issuer(certificate: bytes) -> bytes:
    """Return the issuer's name in a certificate, byte for byte (RFC 5280, 4.1)."""
    try:
        fields = [v for v in der.read(certificate).items()[0].items() if v.tag != 0xA0]
    except der.DerError:  # it can be a certificate of a form that is in no token
        return b""
    return fields[2].raw


def _is_named(signer: Signer, certificate: bytes) -> bool:
    ids = signer.certificate_ids
    return bool(ids) and all(
        named.function in _NAMES_A_CERTIFICATE
        and hashlib.new(named.function, certificate, usedforsecurity=False).digest() == named.digest
        for named in ids
    )


def _check_signature(token: Token, certificate: x509.Certificate) -> None:
    signer = token.signer
    kind, function = _SIGNATURES.get(signer.algorithm, (None, ""))
    content_hash, signed_hash = _HASHES.get(signer.hash), _HASHES.get(function or signer.hash)
    key = certificate.public_key()
    if kind is None or content_hash is None or signed_hash is None or not isinstance(key, kind):
        raise TokenRefused(
            "signature", _("It is signed in a way that is too weak, or not known here.")
        )
    holds = hashlib.new(signer.hash, token.content).digest() == signer.message_digest
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.signature, signer.signed, padding.PKCS1v15(), signed_hash)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, signer.signed, ec.ECDSA(signed_hash))
    except InvalidSignature:
        holds = False
    if not holds:
        raise TokenRefused("signature", _("Its signature does not hold."))
