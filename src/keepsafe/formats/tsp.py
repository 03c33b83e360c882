"""The Time-Stamp Protocol (RFC 3161, RFC 5816): a query, an answer, and what a token says.

Reads only: nothing here is checked but the form. Who signed, and whether it holds, is for whoever
asks for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from keepsafe.formats import der
from keepsafe.formats.der import DerError, Value

LARGEST = 256 * 1024
"""Bytes of an answer or a token; those of public authorities take 1 to 10 KB."""

HASHES: Mapping[str, str] = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""The hash functions by object identifier that are good enough to vouch for bytes."""

GRANTED = (0, 1)
"""The statuses of an answer that has a token: granted, and granted with modifications."""

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
_SHA1 = "sha1"
_MOST_CERTIFICATES = 40
_TIME = re.compile(r"(\d{14})(?:\.(\d{1,9}))?Z")
_CONTEXT_0, _CONTEXT_1, _CONTEXT_0_PLAIN, _CONTEXT_1_PLAIN = 0xA0, 0xA1, 0x80, 0x81


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a token is about: the name of a hash function, as hashlib has it, and the hash.

    The name is a dotted object identifier when the function is not one of `HASHES`.
    """

    function: str
    digest: bytes

    def is_of(self, message: bytes) -> bool:
        """Return whether it is the hash of `message`, by a function that is good enough."""
        known = self.function in HASHES.values()
        return known and hashlib.new(self.function, message).digest() == self.digest


@dataclass(frozen=True, slots=True)
class Query:
    """What an authority was asked: to vouch for `imprint`, with a number never used before."""

    imprint: Imprint
    nonce: int | None = None
    policy: str | None = None

    def encoded(self) -> bytes:
        """Return the query in DER; it asks for the signer's certificate (RFC 3161, 2.4.1)."""
        function = next(oid for oid, name in HASHES.items() if name == self.imprint.function)
        algorithm = der.sequence((der.oid(function), b"\x05\x00"))
        imprint = der.sequence((algorithm, der.tlv(der.OCTET_STRING, self.imprint.digest)))
        policy = b"" if self.policy is None else der.oid(self.policy)
        nonce = b"" if self.nonce is None else der.integer(self.nonce)
        return der.sequence((der.integer(1), imprint, policy, nonce, der.tlv(der.BOOLEAN, b"\xff")))


@dataclass(frozen=True, slots=True)
class CertificateId:
    """What the signed part says of the signer's certificate: its hash, by which function."""

    function: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """The one signature of a token, and what is under it.

    `issuer` is a name in DER. `signed` are the bytes under the signature; `message_digest` in them
    is the hash of the token's content. `hash` is the function named for it, `algorithm` the object
    identifier of the signature's.
    """

    issuer: bytes
    serial: int
    hash: str
    algorithm: str
    signed: bytes
    signature: bytes
    message_digest: bytes
    certificate_ids: tuple[CertificateId, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """What a time token says, who it says signed it, and the certificates it carries, in DER."""

    imprint: Imprint
    time: datetime
    accuracy: timedelta | None
    serial: int
    policy: str
    nonce: int | None
    content: bytes
    signer: Signer
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An authority's answer: its status, its words if it gave any, and the token, if any."""

    status: int
    words: str
    token: Token | None


def read_answer(data: bytes) -> Answer:
    """Return what an authority answered; a token by itself counts as an answer that was granted.

    Raises:
        DerError: when it is neither.
    """
    if len(data) > LARGEST:
        raise DerError
    parts = der.read(data).items()
    if not parts:
        raise DerError
    if parts[0].tag == der.OID:
        return Answer(GRANTED[0], "", _token(parts))
    status = parts[0].items()
    if not status or len(parts) > 2:
        raise DerError
    token = _token(parts[1].items()) if len(parts) == 2 else None
    return Answer(status[0].integer(), _words(status[1:]), token)


def read_query(data: bytes) -> Query:
    """Return the query in `data`.

    Raises:
        DerError: when it is none.
    """
    if len(data) > LARGEST:
        raise DerError
    version, imprint, *rest = _at_least(2, der.read(data).items())
    if version.integer() != 1:
        raise DerError
    policy = next((part.oid() for part in rest if part.tag == der.OID), None)
    nonce = next((part.integer() for part in rest if part.tag == der.INTEGER), None)
    return Query(_imprint(imprint), nonce, policy)


def _words(rest: tuple[Value, ...]) -> str:
    texts = rest[0].children if rest and rest[0].tag == der.SEQUENCE else ()
    return " ".join(text.content.decode("utf-8", "replace") for text in texts)[:500]


def _token(parts: tuple[Value, ...]) -> Token:
    """Return the token in a ContentInfo (RFC 5652, 5.1)."""
    content_type, explicit = _exactly(2, parts)
    if content_type.oid() != _SIGNED_DATA:
        raise DerError
    (signed_data,) = _exactly(1, explicit.items(_CONTEXT_0))
    version, digests, encapsulated, *rest = _at_least(4, signed_data.items())
    version.integer()
    digests.items(der.SET)
    certificates = next((part.children for part in rest if part.tag == _CONTEXT_0), ())
    signers = rest[-1].items(der.SET)
    kind, inner = _exactly(2, encapsulated.items())
    if kind.oid() != _TST_INFO or len(certificates) > _MOST_CERTIFICATES:
        raise DerError
    (octets,) = _exactly(1, inner.items(_CONTEXT_0))
    content = octets.octets()
    (signer,) = _exactly(1, signers)
    # Anything but a certificate (an attribute certificate, say) is no part of a chain.
    carried = tuple(c.raw for c in certificates if c.tag == der.SEQUENCE)
    return _told(content, _signer(signer), carried)


def _told(content: bytes, signer: Signer, certificates: tuple[bytes, ...]) -> Token:
    """Return a token from its TSTInfo (RFC 3161, 2.4.2)."""
    version, policy, imprint, serial, time, *rest = _at_least(5, der.read(content).items())
    if version.integer() != 1 or _has_critical_extension(rest):
        raise DerError
    return Token(
        imprint=_imprint(imprint),
        time=_time(time),
        accuracy=next((_accuracy(part) for part in rest if part.tag == der.SEQUENCE), None),
        serial=serial.integer(),
        policy=policy.oid(),
        nonce=next((part.integer() for part in rest if part.tag == der.INTEGER), None),
        content=content,
        signer=signer,
        certificates=certificates,
    )


def _imprint(value: Value) -> Imprint:
    algorithm, digest = _exactly(2, value.items())
    return Imprint(_hash(algorithm), digest.octets())


def _hash(algorithm: Value) -> str:
    name = _at_least(1, algorithm.items())[0].oid()
    return HASHES.get(name, name)


def _time(value: Value) -> datetime:
    text = value.expect(der.GENERALIZED_TIME).content.decode("ascii", "replace")
    match = _TIME.fullmatch(text)
    if match is None:
        raise DerError
    try:
        moment = datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise DerError from error
    return moment.replace(microsecond=int((match[2] or "0").ljust(6, "0")[:6]))


def _accuracy(value: Value) -> timedelta:
    # All three numbers are optional: INTEGER, [0], [1].
    numbers = {part.tag: part.integer(part.tag) for part in value.items()}
    try:
        return timedelta(
            seconds=numbers.get(der.INTEGER, 0),
            milliseconds=numbers.get(_CONTEXT_0_PLAIN, 0),
            microseconds=numbers.get(_CONTEXT_1_PLAIN, 0),
        )
    except OverflowError as error:
        raise DerError from error


def _has_critical_extension(rest: list[Value]) -> bool:
    """Return whether it holds what a reader that does not know it must refuse (RFC 5280, 4.2)."""
    extensions = next((part.children for part in rest if part.tag == _CONTEXT_1), ())
    flags = (part for extension in extensions for part in extension.items())
    return any(part.tag == der.BOOLEAN and part.content != b"\x00" for part in flags)


def _signer(value: Value) -> Signer:
    """Return a SignerInfo (RFC 5652, 5.3) that names its certificate by issuer and number."""
    _version, name, digest, attributes, algorithm, signature, *_rest = _at_least(6, value.items())
    issuer, serial = _exactly(2, name.items())
    held: dict[str, list[Value]] = {}
    for attribute in attributes.items(_CONTEXT_0):
        kind, values = _exactly(2, attribute.items())
        held.setdefault(kind.oid(), []).extend(values.items(der.SET))
    (content_type,) = _exactly(1, tuple(held.get(_CONTENT_TYPE, ())))
    (message_digest,) = _exactly(1, tuple(held.get(_MESSAGE_DIGEST, ())))
    if content_type.oid() != _TST_INFO:
        raise DerError
    return Signer(
        issuer=issuer.raw,
        serial=serial.integer(),
        hash=_hash(digest),
        algorithm=_at_least(1, algorithm.items())[0].oid(),
        # What is signed is the SET itself, not the [0] that stands for it (RFC 5652, 5.4).
        signed=der.tlv(der.SET, attributes.content),
        signature=signature.octets(),
        message_digest=message_digest.octets(),
        certificate_ids=(
            *_certificate_ids(held.get(_SIGNING_CERTIFICATE, []), _SHA1),
            *_certificate_ids(held.get(_SIGNING_CERTIFICATE_V2, []), "sha256"),
        ),
    )


def _certificate_ids(attributes: list[Value], usual: str) -> tuple[CertificateId, ...]:
    """Return what each attribute says of the signer's certificate (RFC 2634; RFC 5035).

    The first in a list is the signer's; the others narrow down its chain, and are left out.
    """
    ids = []
    for attribute in attributes:
        listed = _at_least(1, attribute.items())[0].items()
        parts = _at_least(1, _at_least(1, listed)[0].items())
        named = parts[0].tag == der.SEQUENCE  # in the second version only: another function
        function = _hash(parts[0]) if named else usual
        digest = _at_least(2, parts)[1] if named else parts[0]
        ids.append(CertificateId(function, digest.octets()))
    return tuple(ids)


def _exactly(count: int, values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) != count:
        raise DerError
    return values


def _at_least(count: int, values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) < count:
        raise DerError
    return values
