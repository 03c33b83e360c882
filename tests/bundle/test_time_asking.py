"""Asking for the time: what goes out and to whom, and whatever a stranger's computer does."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

import tsa
from keepsafe.bundle import time_asking, time_authorities, timestamp
from keepsafe.bundle.time_asking import ask
from keepsafe.bundle.time_authorities import Authority, find, known
from keepsafe.errors import Cancelled, KeepsafeError, SystemRefusedError, UsageError
from keepsafe.formats import tsp
from keepsafe.progress import Watch
from tsa import Chain, Reply, Server

DIGEST = hashlib.sha256(b"a tag manifest").digest()
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")


@pytest.fixture(scope="module")
def made_by() -> Chain:
    return tsa.chain(key=tsa.ec_key)


def signing(made_by: Chain, **changes: object) -> Reply:
    """Answer as an authority that works does, or nearly."""

    def body(query: bytes) -> bytes:
        asked = tsp.read_query(query)
        given = {"nonce": asked.nonce, **changes}
        digest = given.pop("digest", asked.imprint.digest)
        return made_by.token(digest, **given)  # type: ignore[arg-type]

    return Reply(body)


def said(server: Server, made_by: Chain, time_limit: float = 5.0) -> str:
    """Ask a server that should not be believed; return the sentence."""
    with pytest.raises(KeepsafeError) as error:
        ask(find(server.url), DIGEST, [made_by.root], time_limit=time_limit)
    assert "\n" not in str(error.value)
    return str(error.value)


@needs_openssl
@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_what_openssl_answers_is_kept_whole_and_checks_out(tmp_path: Path, digest: str) -> None:
    made_by = tsa.chain(key=tsa.rsa_key, between=2)
    authority = tsa.OpensslAuthority(made_by, tmp_path / "a", digest=digest, named_by=digest)
    with Server(Reply(authority)) as server:
        kept = ask(find(server.url), DIGEST, [made_by.root])
    ((_path, query, headers),) = server.asked
    assert kept.query == query
    assert kept.stamp.imprint == tsp.Imprint("sha256", DIGEST)
    assert abs(kept.stamp.time.timestamp() - time.time()) < 60
    assert kept.chain == tsa.pem(made_by.signer, *made_by.between)
    # Nothing but the hash and a number went out, and nothing that says whose it is.
    asked = tsp.read_query(query)
    assert asked.imprint.digest == DIGEST
    assert len(query) < 80
    assert headers["User-Agent"] == "timestamp-query"
    assert "keepsafe" not in str(headers).lower()


def test_no_two_questions_are_the_same(made_by: Chain) -> None:
    with Server(signing(made_by)) as server:
        for _ in range(3):
            ask(find(server.url), DIGEST, [made_by.root])
    assert len({query for _path, query, _headers in server.asked}) == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nonce": 7}, "It does not answer the question"),
        ({"nonce": None}, "It does not answer the question"),
        ({"digest": bytes(32)}, "about other bytes"),
        ({"spoil": True}, "Its signature does not hold"),
        ({"carried": []}, "certificate of whoever signed it is not here"),
        ({"when": tsa.NOW - 9 * tsa.YEAR}, "not valid at that time"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_answer_that_does_not_hold_is_not_kept(
    made_by: Chain, changes: dict[str, object], sentence: str
) -> None:
    with Server(signing(made_by, **changes)) as server:
        assert sentence in said(server, made_by)


def test_an_authority_that_nobody_vouches_for_is_not_believed(made_by: Chain) -> None:
    with Server(signing(made_by)) as server, pytest.raises(timestamp.TokenRefused) as error:
        ask(find(server.url), DIGEST)
    assert error.value.reason == "untrusted"


def test_a_replayed_answer_is_not_kept(made_by: Chain) -> None:
    with Server(signing(made_by)) as server:
        first = ask(find(server.url), DIGEST, [made_by.root])
    with Server(Reply(first.response)) as server:
        assert "does not answer the question" in said(server, made_by)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(tsa.refusal("come back later")), "It said: come back later."),
        (Reply(b"<html>Sign in to the hotel's network"), "cannot be read as a time token"),
        (Reply(b""), "cannot be read as a time token"),
        (Reply(b"", status=500), "it answered with error 500"),
        (Reply(b"", status=407), "it answered with error 407"),
        (Reply(b"0" * 400_000), "far more than a time"),
        (Reply(b"0" * 400_000, cut=True), "far more than a time"),
    ],
)
def test_a_broken_answer_is_one_sentence(made_by: Chain, reply: Reply, sentence: str) -> None:
    with Server(reply) as server:
        assert sentence in said(server, made_by)


@pytest.mark.parametrize(
    "reply",
    [Reply(b"0", wait=30), Reply(b"0" * 100, wait=0.3, pieces=100), Reply(b"", 302, wait=30)],
    ids=["silent", "a byte now and then", "silent redirect"],
)
def test_a_slow_answer_is_given_up_in_time(made_by: Chain, reply: Reply) -> None:
    with Server(reply) as server:
        start = time.monotonic()
        assert "took too long" in said(server, made_by, time_limit=0.6)
        assert time.monotonic() - start < 2


def test_headers_that_never_end_are_given_up_too(made_by: Chain) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        stop = threading.Event()

        def drip() -> None:
            line, _address = listening.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                while not stop.wait(0.1):
                    line.sendall(b"X: y\r\n")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(SystemRefusedError, match="took too long"):
            ask(find(url), DIGEST, [made_by.root], time_limit=0.6)
        stop.set()
        thread.join()


def test_nobody_there_and_no_such_name_are_one_sentence(made_by: Chain) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        closed = listening.getsockname()[1]
    for address in (f"http://127.0.0.1:{closed}", "http://no-such-name.invalid/"):
        with pytest.raises(SystemRefusedError, match=r"could not be asked|took too long"):
            ask(find(address), DIGEST, [made_by.root], time_limit=5)


def test_the_person_can_stop_the_waiting(made_by: Chain) -> None:
    with Server(Reply(b"0", wait=30)) as server, pytest.raises(Cancelled):
        ask(find(server.url), DIGEST, [made_by.root], Watch(cancelled=lambda: bool(server.asked)))


# Sent nowhere else.


def test_a_redirect_within_the_same_host_is_followed_and_asks_again(made_by: Chain) -> None:
    with Server(Reply(b"", 307, {"Location": "/elsewhere"}), signing(made_by)) as server:
        ask(find(server.url), DIGEST, [made_by.root])
    assert [path for path, _query, _headers in server.asked] == ["/tsa", "/elsewhere"]
    assert server.asked[0][1] == server.asked[1][1] != b""


@pytest.mark.parametrize(
    "location",
    ["http://localhost:{port}/tsa", "http://other.invalid/", "file:///etc/passwd", "ftp://x/", "",
     "http://127.0.0.1@other.invalid/", "//other.invalid/"],
)  # fmt: skip
def test_a_redirect_to_anyone_else_is_not_followed(made_by: Chain, location: str) -> None:
    with Server(Reply(b"", 302), signing(made_by)) as server:
        server._replies[0] = Reply(b"", 302, {"Location": location.format(port=server.port)})
        sentence = said(server, made_by) if location else ""
    if location:
        assert "nothing was sent there" in sentence
        assert len(server.asked) == 1


def test_redirects_in_a_circle_end(made_by: Chain) -> None:
    with Server(Reply(b"", 301, {"Location": "/tsa"})) as server:
        assert "no answer" in said(server, made_by)
    assert len(server.asked) == 4


def test_https_is_never_left_for_http() -> None:
    error = time_asking.urllib.error.HTTPError("", 302, "", {"Location": "http://a.example/"}, None)
    with pytest.raises(SystemRefusedError, match="nothing was sent there"):
        time_asking._next(Authority("", "A", ""), "https://a.example/", error)


@pytest.fixture
def proxy(made_by: Chain, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(signing(made_by)) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        yield server


def test_the_computer_s_proxy_is_used(proxy: Server, made_by: Chain) -> None:
    ask(find("http://time.example/tsa"), DIGEST, [made_by.root])
    assert [path for path, _query, _headers in proxy.asked] == ["http://time.example/tsa"]


# Whom Keepsafe knows.


def test_the_known_authorities_have_roots_of_the_computer_s_own_kind() -> None:
    names = [authority.id for authority in known()]
    assert names == ["digicert", "sectigo", "identrust", "ssl.com"]
    for authority in known():
        assert find(authority.id) == find(authority.name.upper()) == authority
        assert authority.roots
        assert len(authority.roots) == len(authority.root_pages)
        for root in authority.roots:
            assert root.subject == root.issuer
            root.verify_directly_issued_by(root)
            assert root.not_valid_after_utc.year >= 2034
    assert find("") == known()[0]
    fingerprints = {root.fingerprint(hashes.SHA256()) for root in time_authorities.trusted_roots()}
    assert len(fingerprints) == 4


@pytest.mark.parametrize(
    "address",
    ["unknown", "ftp://time.example", "file:///etc/passwd", "http://", "http://me:word@time.example",
     "http://time.example:port/", "https://tîme.example/", "http://time.example/\n"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(UsageError, match=r"digicert.*http"):
        find(address)


def test_what_is_sent_is_said_beforehand() -> None:
    sentence = time_asking.what_is_sent(find(""))
    for part in ("DigiCert", "http://timestamp.digicert.com", "32 bytes", "internet address"):
        assert part in sentence
