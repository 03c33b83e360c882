"""Each kind of time token, by each checker: OpenSSL three ways, and ours. A cell is one test."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import VerifierBuilder, decode_timestamp_response

import tsa
from keepsafe.bundle import timestamp
from keepsafe.formats import der, tsp
from tsa import NOW, YEAR, Chain, certify, chain, ec_key, pem, rsa_key

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")

MESSAGE = b"0" * 64 + b"  bag-info.txt\n"
DIGESTS = {name: hashlib.new(name, MESSAGE).digest() for name in tsa.HASHES}
OTHER = hashlib.sha256(b"other bytes").digest()
NONCE = 0x5EED5EED5EED5EED
PAST = NOW - 2 * YEAR
CHECKERS = ("openssl now", "openssl -attime", "openssl -queryfile", "ours")


@dataclass(frozen=True)
class Case:
    """A token, what lies beside it, whom the officer trusts, and what each checker should say.

    `expected` has a letter a checker, in their order: y accepted, n refused.
    """

    chain: Chain
    expected: str
    token: Mapping[str, Any] = field(default_factory=dict)
    digest: bytes = DIGESTS["sha256"]
    function: str = "sha256"
    asked: Mapping[str, Any] = field(default_factory=dict)
    roots: Sequence[x509.Certificate] = ()
    beside: Sequence[x509.Certificate] = ()
    response: bytes | None = None
    reason: str = ""

    @property
    def when(self) -> datetime:
        return self.token.get("when", NOW - timedelta(minutes=1))  # type: ignore[no-any-return]

    def answer(self) -> bytes:
        if self.response is not None:
            return self.response
        given = {"nonce": NONCE, "function": self.function, **self.token}
        return self.chain.token(self.digest, **given)

    def query(self) -> bytes:
        digest = DIGESTS[self.function]
        return tsp.Query(
            tsp.Imprint(self.function, digest), **{"nonce": NONCE, **self.asked}
        ).encoded()

    def trusted(self) -> list[x509.Certificate]:
        return list(self.roots) or [self.chain.root]


@cache
def like_digicert() -> tuple[Chain, x509.Certificate]:
    """Return a chain, RSA, whose root an older one certified too, and the older one.

    The token carries that second form of the root, as DigiCert's do.
    """
    older_key, root_key, middle_key, key = (rsa_key() for _ in range(4))
    older = certify("Like Assured ID", older_key, ca=True)
    root = certify("Like Root G4", root_key, ca=True)
    crossed = certify("Like Root G4", root_key, (older, older_key), ca=True)
    middle = certify("Like TimeStamping CA1", middle_key, (root, root_key), ca=True,
                     usage=[ExtendedKeyUsageOID.TIME_STAMPING], critical=False)  # fmt: skip
    signer = certify("Like Responder 1", key, (middle, middle_key))
    return Chain(root, (middle, crossed), signer, key), older


def like_sectigo() -> Chain:
    """Return a chain, RSA, under a root that is trusted only through an older one's word."""
    trusted_key, own_key, middle_key, key = (rsa_key() for _ in range(4))
    trusted = certify("Like USERTrust", trusted_key, ca=True)
    crossed = certify("Like Root R46", own_key, (trusted, trusted_key), ca=True)
    middle = certify("Like CA R36", middle_key, (crossed, own_key), ca=True,
                     usage=[ExtendedKeyUsageOID.TIME_STAMPING], critical=False)  # fmt: skip
    signer = certify("Like Signer R36", key, (middle, middle_key))
    return Chain(trusted, (middle, crossed), signer, key)


def like_sigstore() -> Chain:
    """Return a chain, ECDSA P-384, with the signer right under the root."""
    return chain(key=lambda: ec_key(ec.SECP384R1()), between=0, name="Like sigstore")


@cache
def plain_chain() -> Chain:
    return chain(key=ec_key)


@cache
def another_chain() -> Chain:
    return chain(key=ec_key, name="Another")


def injected() -> tuple[x509.Certificate, ...]:
    """Return certificates that have no business in a token: a root, and a signer's namesake."""
    ours, stranger = plain_chain(), another_chain()
    fake_root_key, fake_key = ec_key(), ec_key()
    fake_root = certify("Example Time CA 1", fake_root_key, ca=True)
    namesake = certify("Example Time Unit", fake_key, (fake_root, fake_root_key))
    return (namesake, fake_root, stranger.root, stranger.signer, *ours.all)


@cache
def cases() -> dict[str, Case]:
    plain, another = plain_chain(), another_chain()
    expired = chain(key=ec_key, signer_start=NOW - 5 * YEAR, signer_end=NOW - YEAR)
    digicert, older = like_digicert()
    sectigo, sigstore = like_sectigo(), like_sigstore()
    identrust, sslcom = chain(name="Like IdenTrust"), chain(key=ec_key, name="Like SSL.com")
    long_ago = {"when": PAST}
    unusual = chain(key=ec_key, usage=[ExtendedKeyUsageOID.CODE_SIGNING])
    lax = chain(key=ec_key, critical=False)
    both = chain(
        key=ec_key,
        usage=[ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING],
    )
    good = Case(plain, "yyyy")
    return {
        "good": good,
        "long ago, signer still valid": Case(plain, "yyyy", long_ago),
        "wrong nonce": Case(plain, "yynn", {"nonce": NONCE + 1}, reason="other-question"),
        "no nonce in it": Case(plain, "yynn", {"nonce": None}, reason="other-question"),
        "wrong hash": Case(plain, "nnnn", digest=OTHER, reason="other-bytes"),
        "expired signer": Case(expired, "nyyy", long_ago),
        "signed after it expired": Case(expired, "nnnn", reason="certificate"),
        "signed before it was valid": Case(
            expired, "nnnn", {"when": NOW - 6 * YEAR}, reason="certificate"
        ),
        "untrusted": Case(plain, "nnnn", roots=[another.root], reason="untrusted"),
        "its own root carried, not trusted": Case(
            plain, "nnnn", {"carried": [*plain.all, plain.root]}, roots=[another.root],
            reason="untrusted",
        ),
        "its own root beside, not trusted": Case(
            plain, "nnnn", roots=[another.root], beside=[plain.root], reason="untrusted"
        ),
        "injected certificates": Case(plain, "yyyy", {"carried": injected()}),
        "injected before a stranger's": Case(
            another, "nnnn", {"carried": [*plain.all, *another.all]}, roots=[plain.root],
            reason="untrusted",
        ),
        "signature spoiled": Case(plain, "nnnn", {"spoil": True}, reason="signature"),
        "signed by another's key": Case(
            Chain(plain.root, plain.between, plain.signer, another.key), "nnnn",
            reason="signature",
        ),
        "not for time": Case(unusual, "nnnn", reason="certificate"),
        "for time, not critical": Case(lax, "nnnn", reason="certificate"),
        "for time and more": Case(both, "nnnn", reason="certificate"),
        "an end certificate as an authority": Case(
            Chain(
                plain.root,
                plain.all,
                certify("Below a signer", another.key, (plain.signer, plain.key)),
                another.key,
            ),
            "nnnn",
            reason="untrusted",
        ),
        "status rejected": Case(plain, "nnnn", response=tsa.refusal(), reason="not-granted"),
        "cut short": Case(plain, "nnnn", response=good.answer()[:-40], reason="unreadable"),
        "not a token": Case(plain, "nnnn", response=b"<html>", reason="unreadable"),
        "no certificates in it": Case(plain, "yyyy", {"carried": []}, beside=plain.all),
        "no certificates anywhere": Case(plain, "nnnn", {"carried": []}, reason="certificate"),
        "the signer's alone in it": Case(
            plain, "yyyy", {"carried": [plain.signer]}, beside=plain.between
        ),
        "a link missing": Case(plain, "nnnn", {"carried": [plain.signer]}, reason="untrusted"),
        "chain the other way round": Case(plain, "yyyy", {"carried": plain.all[::-1]}),
        "chain with its root": Case(plain, "yyyy", {"carried": [plain.root, *plain.all]}),
        "three links": Case(chain(key=ec_key, between=3), "yyyy"),
        "imprint SHA-384": Case(
            plain, "yyyy", digest=DIGESTS["sha384"], function="sha384"
        ),
        "imprint SHA-512": Case(
            plain, "yyyy", digest=DIGESTS["sha512"], function="sha512"
        ),
        "signed with SHA-384": Case(plain, "yyyy", {"signed_with": "sha384"}),
        "RSA, SHA-512": Case(digicert, "yyyy", {"signed_with": "sha512"}),
        "RSA, its hash not in the algorithm": Case(
            digicert, "yyyy", {"signed_with": "sha384", "bare_algorithm": True}
        ),
        "certificate named by SHA-1 alone": Case(plain, "yyyy", {"named": ["v1"]}),
        "certificate named both ways": Case(plain, "yyyy", {"named": ["v1", "v2"]}),
        "certificate named by SHA-512": Case(plain, "yyyy", {"certificate_hash": "sha512"}),
        "certificate not named": Case(plain, "nnnn", {"named": []}, reason="certificate"),
        "parts of a second": Case(plain, "yyyy", {"fraction": ".25"}),
        "like DigiCert": Case(digicert, "yyyy", {"bare_algorithm": True}),
        "like DigiCert, by its older root": Case(digicert, "yyyy", roots=[older]),
        "like DigiCert, without its second form": Case(
            digicert, "yyyy", {"carried": [digicert.between[0], digicert.signer]}
        ),
        "like DigiCert, by the older root without it": Case(
            digicert, "nnnn", {"carried": [digicert.between[0], digicert.signer]},
            roots=[older], reason="untrusted",
        ),
        "like Sectigo": Case(sectigo, "yyyy", {"named": ["v1", "v2"], "signed_with": "sha384"}),
        "like Sectigo, its chain beside": Case(
            sectigo, "yyyy", {"carried": [sectigo.signer]}, beside=sectigo.between
        ),
        "like IdenTrust": Case(identrust, "yyyy", {"named": ["v1"], "bare_algorithm": True}),
        "like SSL.com": Case(sslcom, "yyyy"),
        "like sigstore, its chain beside": Case(
            sigstore, "yyyy", {"carried": []}, beside=[sigstore.signer]
        ),
    }  # fmt: skip


CELLS = [
    pytest.param(name, checker, case.expected[index] == "y", id=f"{name} | {checker}")
    for name, case in cases().items()
    for index, checker in enumerate(CHECKERS)
]


@pytest.mark.parametrize(("name", "checker", "accepted"), CELLS)
def test_a_cell_of_the_table(name: str, checker: str, accepted: bool, tmp_path: Path) -> None:
    case = cases()[name]
    if checker == "ours":
        assert ours(case) == ("accepted" if accepted else case.reason)
    else:
        assert by_openssl(case, checker, tmp_path) is accepted


def ours(case: Case) -> str:
    try:
        stamp = timestamp.check(
            case.answer(),
            case.trusted(),
            message=MESSAGE,
            query=case.query(),
            extra_certificates=case.beside,
        )
    except timestamp.TokenRefused as error:
        return error.reason if str(error).endswith(".") else f"half a sentence: {error}"
    assert stamp.time.replace(microsecond=0) == case.when
    assert stamp.chain[0] == case.chain.signer
    return "accepted"


def by_openssl(case: Case, checker: str, folder: Path) -> bool:
    files = {
        "data": MESSAGE,
        "tsr": case.answer(),
        "tsq": case.query(),
        "root.pem": pem(*case.trusted()),
        "chain.pem": pem(*case.beside),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["openssl", "ts", "-verify", "-in", "tsr", "-CAfile", "root.pem"]
    command += ["-queryfile", "tsq"] if checker == "openssl -queryfile" else ["-data", "data"]
    if case.beside:
        command += ["-untrusted", "chain.pem"]
    if checker != "openssl now":
        command += ["-attime", str(int(case.when.timestamp()))]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    said = done.stdout + done.stderr
    assert ("Verification: OK" in said) is (done.returncode == 0), said
    return done.returncode == 0


def test_another_library_agrees_on_what_it_can_read() -> None:
    # It wants a set's certificates in the order of DER, so at most one of them is carried.
    read = 0
    for name, case in cases().items():
        carried = case.token.get("carried", case.chain.all)
        if len(carried) > 1 or case.response is not None or "fraction" in case.token:
            continue
        chained = [*case.chain.all, *case.beside]
        builder = VerifierBuilder(nonce=NONCE, roots=case.trusted(), intermediates=chained)
        theirs = builder.tsa_certificate(case.chain.signer).build()
        response = decode_timestamp_response(case.answer())
        try:
            agreed = theirs.verify_message(response, MESSAGE)
        except Exception:
            agreed = False
        if "anywhere" in name or "link missing" in name:  # which it was given apart
            continue
        assert agreed is (ours(case) == "accepted"), name
        read += 1
    assert read > 3


@pytest.mark.parametrize("at", range(0, 2000, 7))
def test_no_changed_byte_is_accepted_as_another_time(at: int) -> None:
    plain = plain_chain()
    answer = bytearray(cases()["good"].answer())
    at %= len(answer)
    answer[at] ^= 0x10
    try:
        stamp = timestamp.check(bytes(answer), [plain.root], message=MESSAGE)
    except timestamp.TokenRefused:
        return
    # What is not under the signature may change: the status, a version, a certificate carried.
    assert stamp.time == cases()["good"].when
    assert stamp.imprint.is_of(MESSAGE)


@pytest.mark.parametrize(
    "count", [400, pytest.param(40_000, marks=pytest.mark.slow)], ids=["400", "40000"]
)
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_whatever_is_done_to_a_token_it_is_refused_in_a_sentence_or_says_the_same(
    count: int,
) -> None:
    dice = random.Random(20261124)
    case = cases()["chain with its root"]
    answer, trusted = case.answer(), case.trusted()
    for _ in range(count):
        changed = bytearray(answer)
        for _change in range(dice.choice((1, 1, 2, 5))):
            at, other = dice.randrange(len(changed)), dice.randrange(len(changed))
            match dice.randrange(5):
                case 0 | 1:
                    changed[at] = dice.randrange(256)
                case 2:
                    del changed[at : at + dice.randrange(1, 9)]
                case 3:
                    changed[at:at] = dice.randbytes(dice.randrange(1, 9))
                case _:
                    changed[at : at + 20] = changed[other : other + 20]
        try:
            stamp = timestamp.check(bytes(changed), trusted, message=MESSAGE)
        except timestamp.TokenRefused:
            continue
        assert stamp.time == case.when


def test_a_token_in_open_lengths_and_pieces_is_the_same_token() -> None:
    case = cases()["good"]
    loosened = loosen(case.answer())
    assert loosened != case.answer()
    stamp = timestamp.check(loosened, case.trusted(), message=MESSAGE)
    assert stamp.time == case.when


def loosen(answer: bytes) -> bytes:
    """Return an answer as BER has it: the outer lengths left open, the content in two pieces."""
    status, token = der.read(answer).items()
    kind, explicit = token.items()
    (signed_data,) = explicit.children
    version, digests, encapsulated, *rest = signed_data.items()
    content_kind, content = encapsulated.items()
    octets = content.children[0].content
    halves = [der.tlv(der.OCTET_STRING, part) for part in (octets[:30], octets[30:])]
    pieces = opened(der.OCTET_STRING | 0x20, *halves)
    encapsulated_ber = opened(der.SEQUENCE, content_kind.der, opened(0xA0, pieces))
    parts = [version.der, digests.der, encapsulated_ber, *(value.raw for value in rest)]
    return opened(
        der.SEQUENCE,
        status.der,
        opened(der.SEQUENCE, kind.der, opened(0xA0, opened(der.SEQUENCE, *parts))),
    )


def opened(tag: int, *parts: bytes) -> bytes:
    return bytes((tag, 0x80)) + b"".join(parts) + b"\x00\x00"


def test_a_root_that_is_no_end_of_a_chain_is_trusted_as_asked() -> None:
    plain = plain_chain()
    answer = cases()["good"].answer()
    for trusted in (plain.signer, plain.between[0]):
        assert timestamp.check(answer, [trusted], message=MESSAGE).chain[-1] == trusted


def test_a_token_alone_counts_as_the_answer_it_was_in() -> None:
    token = der.read(cases()["good"].answer()).items()[1].raw
    stamp = timestamp.check(token, cases()["good"].trusted(), digest=DIGESTS["sha256"])
    assert stamp.imprint.digest == DIGESTS["sha256"]
