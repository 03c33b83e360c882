"""The certificates of time tokens: reading them, and the way from a signer's to a trusted root."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from keepsafe.bundle import texts
from keepsafe.errors import CannotTellError, FormatError
from keepsafe.i18n import _

Reason = Literal[
    "unreadable", "not-granted", "other-bytes", "other-question", "signature", "certificate",
    "untrusted",
]  # fmt: skip


class TokenRefused(CannotTellError):
    """A time token that proves nothing here; `reason` is one word for programs."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason: Reason = reason


def certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates in a PEM text, or the one that is there in DER.

    Raises:
        FormatError: when there is none, or one that cannot be read.
    """
    try:
        pem = b"-----BEGIN" in data
        found = (
            x509.load_pem_x509_certificates(data) if pem else [x509.load_der_x509_certificate(data)]
        )
        for certificate in found:
            _read_throughout(certificate)
        return tuple(found)
    except Exception as error:  # as for those in a token
        raise FormatError(_("There is no certificate in this that can be read.")) from error


def to_pem(listed: Iterable[x509.Certificate]) -> bytes:
    """Return certificates as one PEM text."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in listed)


def name_of(certificate: x509.Certificate) -> str:
    """Return the name of whom a certificate is for, safe to be shown."""
    subject = certificate.subject
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := subject.get_attributes_for_oid(kind):
            return texts.shown(str(found[0].value))
    return texts.shown(subject.rfc4514_string())


def read_certificate(encoded: bytes) -> x509.Certificate | None:
    """Return a certificate that can be read throughout, None for any other."""
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        _read_throughout(certificate)
    except Exception:  # bytes of a stranger can be wrong in more ways than one kind of error tells
        return None
    return certificate


def _read_throughout(certificate: x509.Certificate) -> None:
    """Have everything read that is otherwise read, and found to be wrong, only when looked at."""
    name_of(certificate)
    _ = certificate.issuer, certificate.extensions, certificate.public_key()


def way_to_root(
    signer: x509.Certificate,
    known: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> tuple[x509.Certificate, ...]:
    """Return a way from the signer's certificate to a root, all of it valid at a time."""
    _check_purpose(signer)
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise TokenRefused(
            "certificate", _("The certificate of whoever signed it was not valid at that time.")
        )
    if signer in roots:
        return (signer,)
    untrusted = TokenRefused(
        "untrusted",
        _("Nobody who is trusted here vouches for {name}, who signed it.").format(
            name=name_of(signer)
        ),
    )
    if not roots:
        raise untrusted
    between = [certificate for certificate in known if certificate != signer]
    policy = verification.PolicyBuilder().extension_policies(ca_policy=_CA_POLICY, ee_policy=_ANY)
    try:
        store = verification.Store(list(roots))
        verifier = policy.store(store).time(at.replace(tzinfo=None)).build_client_verifier()
        return tuple(verifier.verify(signer, between).chain)
    except (verification.VerificationError, ValueError) as error:
        raise untrusted from error


def _check_purpose(signer: x509.Certificate) -> None:
    """Refuse a certificate that is not for giving the time, and for nothing else.

    RFC 3161, 2.3: one extended key usage, critical, that is timeStamping alone.
    """
    refused = TokenRefused(
        "certificate", _("Whoever signed it was not certified to give the time.")
    )
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise refused from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise refused
    try:
        key_usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (key_usage.digital_signature or key_usage.content_commitment):
        raise refused


def _may_certify(
    _policy: verification.Policy, _certificate: x509.Certificate, usage: x509.KeyUsage | None
) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("not for signing certificates")


def _is_authority(
    _policy: verification.Policy, _certificate: x509.Certificate, limits: x509.BasicConstraints
) -> None:
    if not limits.ca:
        raise ValueError("not an authority")


def _may_give_time(
    _policy: verification.Policy,
    _certificate: x509.Certificate,
    usage: x509.ExtendedKeyUsage | None,
) -> None:
    allowed = (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
    if usage is not None and not any(kind in usage for kind in allowed):
        raise ValueError("an authority for something else")


_ANY = verification.ExtensionPolicy.permit_all()
# The rules for web sites are stricter than those that time authorities were made by; what counts
# for these is RFC 5280, 6.1: every certificate between is an authority's that may sign others.
_CA_POLICY = (
    _ANY.require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, _is_authority)
    .may_be_present(x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_certify)
    .may_be_present(x509.ExtendedKeyUsage, verification.Criticality.AGNOSTIC, _may_give_time)
)
