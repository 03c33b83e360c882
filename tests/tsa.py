"""A time authority on this computer, for the tests and for trying out; it can misbehave.

`Chain` are its certificates, of any date; `Chain.token` signs a token of any time, as the standards
say it; `Server` answers over HTTP, with OpenSSL's own `ts`, or as it is told.

    PYTHONPATH=src:tests python tests/tsa.py DIR   runs one until Ctrl-C; its root is DIR/root.pem
"""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import itertools
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from keepsafe.formats import der, tsp

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
OIDS = {name: oid for oid, name in tsp.HASHES.items()}
POLICY = "1.3.6.1.4.1.99999.1"
NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
_numbers = itertools.count(1000)


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def ec_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


def certify(
    name: str,
    key: Key,
    by: tuple[x509.Certificate, Key] | None = None,
    *,
    ca: bool = False,
    start: datetime = NOW - 3 * YEAR,
    end: datetime = NOW + 10 * YEAR,
    usage: Sequence[x509.ObjectIdentifier] | None = None,
    critical: bool = True,
    organization: str = "Example Time",
) -> x509.Certificate:
    """Return a certificate for `name`, by its own key when `by` is None."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CA"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    issuer, signing = (subject, key) if by is None else (by[0].subject, by[1])
    if usage is None and not ca:
        usage = [ExtendedKeyUsageOID.TIME_STAMPING]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(next(_numbers))
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()),
            critical=False,
        )
        .add_extension(
            x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False),
            critical=True,
        )
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=critical)
    return builder.sign(signing, hashes.SHA256())


@dataclass(frozen=True)
class Chain:
    """A signer, and everyone between it and the root."""

    root: x509.Certificate
    between: tuple[x509.Certificate, ...]
    signer: x509.Certificate
    key: Key

    @property
    def all(self) -> tuple[x509.Certificate, ...]:
        return (self.signer, *self.between)

    def token(
        self,
        digest: bytes,
        *,
        function: str = "sha256",
        nonce: int | None = None,
        when: datetime = NOW - timedelta(minutes=1),
        fraction: str = "",
        carried: Sequence[x509.Certificate] | None = None,
        signed_with: str = "sha256",
        named: Sequence[str] = ("v2",),
        certificate_hash: str = "sha256",
        bare_algorithm: bool = False,
        spoil: bool = False,
    ) -> bytes:
        """Return an answer with a token, as RFC 3161 and RFC 5652 have it.

        `carried` are the certificates in it, in that order; `named` are the forms in which the
        signer's certificate is named under the signature; `bare_algorithm` leaves the hash out of
        the signature's algorithm, as many authorities do; `spoil` turns a bit of the signature.
        """
        info = der.sequence(
            (
                der.integer(1),
                der.oid(POLICY),
                der.sequence((_algorithm(OIDS[function]), _octets(digest))),
                der.integer(next(_numbers)),
                der.tlv(der.GENERALIZED_TIME, f"{when:%Y%m%d%H%M%S}{fraction}Z".encode()),
                b"" if nonce is None else der.integer(nonce),
            )
        )
        attributes = [
            _attribute("1.2.840.113549.1.9.3", der.oid("1.2.840.113549.1.9.16.1.4")),
            _attribute("1.2.840.113549.1.9.4", _octets(hashlib.new(signed_with, info).digest())),
        ]
        encoded = self.signer.public_bytes(Encoding.DER)
        if "v1" in named:
            one = der.sequence((_octets(hashlib.sha1(encoded).digest()),))
            attributes.append(
                _attribute("1.2.840.113549.1.9.16.2.12", der.sequence((der.sequence((one,)),)))
            )
        if "v2" in named:
            hashed = _octets(hashlib.new(certificate_hash, encoded).digest())
            usual = certificate_hash == "sha256"  # which DER leaves out
            algorithm = b"" if usual else _algorithm(OIDS[certificate_hash])
            one = der.sequence((algorithm, hashed))
            attributes.append(
                _attribute("1.2.840.113549.1.9.16.2.47", der.sequence((der.sequence((one,)),)))
            )
        inside = b"".join(sorted(attributes))
        signature, algorithm = self._sign(der.tlv(der.SET, inside), signed_with, bare_algorithm)
        if spoil:
            signature = signature[:-1] + bytes((signature[-1] ^ 1,))
        issuer = self.signer.issuer.public_bytes()
        signer = der.sequence(
            (
                der.integer(1),
                der.sequence((issuer, der.integer(self.signer.serial_number))),
                _algorithm(OIDS[signed_with]),
                der.tlv(0xA0, inside),
                algorithm,
                _octets(signature),
            )
        )
        certificates = self.all if carried is None else carried
        held = b"".join(c.public_bytes(Encoding.DER) for c in certificates)
        signed_data = der.sequence(
            (
                der.integer(3),
                der.tlv(der.SET, _algorithm(OIDS[signed_with])),
                der.sequence((der.oid("1.2.840.113549.1.9.16.1.4"), der.tlv(0xA0, _octets(info)))),
                der.tlv(0xA0, held) if held else b"",
                der.tlv(der.SET, signer),
            )
        )
        token = der.sequence((der.oid("1.2.840.113549.1.7.2"), der.tlv(0xA0, signed_data)))
        return der.sequence((der.sequence((der.integer(0),)), token))

    def _sign(self, data: bytes, function: str, bare: bool) -> tuple[bytes, bytes]:
        number = list(HASHES).index(function)
        if isinstance(self.key, rsa.RSAPrivateKey):
            signature = self.key.sign(data, padding.PKCS1v15(), HASHES[function])
            return signature, _algorithm(
                "1.2.840.113549.1.1.1" if bare else f"1.2.840.113549.1.1.{11 + number}"
            )
        signature = self.key.sign(data, ec.ECDSA(HASHES[function]))
        return signature, der.sequence((der.oid(f"1.2.840.10045.4.3.{2 + number}"),))


def chain(
    *,
    key: Callable[[], Key] = rsa_key,
    between: int = 1,
    signer_end: datetime = NOW + YEAR,
    signer_start: datetime = NOW - 3 * YEAR,
    usage: Sequence[x509.ObjectIdentifier] | None = None,
    critical: bool = True,
    name: str = "Example Time",
) -> Chain:
    """Return an authority with `between` certificates between the signer and the root."""
    above_key = key()
    root = above = certify(f"{name} Root", above_key, ca=True)
    middle: list[x509.Certificate] = []
    for number in range(between):
        new_key = key()
        above = certify(f"{name} CA {number + 1}", new_key, (above, above_key), ca=True)
        above_key = new_key
        middle.insert(0, above)
    signer_key = key()
    signer = certify(
        f"{name} Unit",
        signer_key,
        (above, above_key),
        start=signer_start,
        end=signer_end,
        usage=usage,
        critical=critical,
    )
    return Chain(root, tuple(middle), signer, signer_key)


def refusal(words: str = "not today") -> bytes:
    """Return an answer that gives no time."""
    text = der.sequence((der.tlv(0x0C, words.encode()),))
    return der.sequence((der.sequence((der.integer(2), text)),))


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(c.public_bytes(Encoding.PEM) for c in certificates)


def _algorithm(oid: str) -> bytes:
    return der.sequence((der.oid(oid), b"\x05\x00"))


def _octets(data: bytes) -> bytes:
    return der.tlv(der.OCTET_STRING, data)


def _attribute(oid: str, value: bytes) -> bytes:
    return der.sequence((der.oid(oid), der.tlv(der.SET, value)))


# The authority behind HTTP.

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_digest = {digest}
default_policy = {policy}
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = {named_by}
"""


class OpensslAuthority:
    """Answers queries with `openssl ts -reply`; needs the openssl command."""

    def __init__(
        self, made_by: Chain, folder: Path, *, digest: str = "sha256", named_by: str = "sha256"
    ) -> None:
        self.chain = made_by
        self._folder = folder
        folder.mkdir(exist_ok=True)
        key = made_by.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(key)
        (folder / "signer.pem").write_bytes(pem(made_by.signer))
        (folder / "chain.pem").write_bytes(pem(*made_by.between))
        (folder / "root.pem").write_bytes(pem(made_by.root))
        (folder / "serial").write_text("1001\n")
        (folder / "openssl.cnf").write_text(
            _CONFIG.format(folder=folder, digest=digest, policy=POLICY, named_by=named_by)
        )

    def __call__(self, query: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as name:
            asked, answered = Path(name, "q"), Path(name, "r")
            asked.write_bytes(query)
            done = subprocess.run(
                ("openssl", "ts", "-reply", "-config", self._folder / "openssl.cnf", "-queryfile",
                 asked, "-signer", self._folder / "signer.pem", "-inkey", self._folder / "key.pem",
                 "-chain", self._folder / "chain.pem", "-out", answered),
                capture_output=True, check=False, timeout=60,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr.decode(errors="replace")
            return answered.read_bytes()


@dataclass
class Reply:
    """What the server does with a query; `wait` seconds first, and between the pieces."""

    body: bytes | Callable[[bytes], bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pieces: int = 1
    cut: bool = False


class Server:
    """A web server on loopback; `asked` are the queries that came, with their headers."""

    def __init__(self, *replies: Reply) -> None:
        self.asked: list[tuple[str, bytes, dict[str, str]]] = []
        self.stopped = threading.Event()
        self._replies = list(replies)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.asked.append((self.path, body, dict(self.headers)))
                with contextlib.suppress(OSError):
                    outer._reply(self, body)

            def do_GET(self) -> None:
                outer.asked.append((f"GET {self.path}", b"", dict(self.headers)))
                self.send_error(405)

            def log_message(self, *_details: object) -> None:
                return

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/tsa"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def _reply(self, handler: http.server.BaseHTTPRequestHandler, query: bytes) -> None:
        index = min(len(self.asked), len(self._replies)) - 1
        reply = self._replies[index]
        body = reply.body(query) if callable(reply.body) else reply.body
        self.stopped.wait(reply.wait)
        handler.send_response(reply.status)
        handler.send_header("Content-Type", "application/timestamp-reply")
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if not reply.cut:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        size = max(1, -(-len(body) // reply.pieces))
        for start in range(0, len(body), size):
            if self.stopped.is_set():
                return
            handler.wfile.write(body[start : start + size])
            handler.wfile.flush()
            if start:
                self.stopped.wait(reply.wait)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()


@contextlib.contextmanager
def serving(folder: Path, made_by: Chain | None = None) -> Iterator[tuple[Server, Chain]]:
    """Run an authority that works, by OpenSSL."""
    made_by = made_by or chain(key=ec_key)
    with Server(Reply(OpensslAuthority(made_by, folder))) as server:
        yield server, made_by


if __name__ == "__main__":
    with serving(Path(sys.argv[1])) as (running, _made_by):
        print(running.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
