"""Trusted time in a sealed file and beside it: made, checked, told, and never more than proved."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forging import PASSWORD, SMALL_WORDS, Parts, read_bag, small_parts
from second_reader import insist_same

import tsa
from keepsafe.bundle import layout, time_asking
from keepsafe.bundle.sealing import SealChoice, Sealed, finish_or_abandon, seal
from keepsafe.bundle.stamping import TimeChoice, stamp
from keepsafe.bundle.time_authorities import find
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.verifying import Secrets, TimeSources, Verdict, verify
from keepsafe.errors import Cancelled, DamagedError, SystemRefusedError, UsageError
from keepsafe.formats import age, tsp
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.vault import Vault
from tsa import Chain, Reply, Server

TSR, TSQ, CHAIN = layout.time_files(1)
SINCE = [0]


@pytest.fixture(scope="module")
def made_by() -> Chain:
    return tsa.chain(key=tsa.ec_key)


@pytest.fixture(scope="module")
def server(made_by: Chain) -> Iterator[Server]:
    def body(query: bytes) -> bytes:
        asked = tsp.read_query(query)
        return made_by.token(asked.imprint.digest, nonce=asked.nonce, when=tsa.NOW)

    with Server(Reply(body)) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    root = tmp_path_factory.mktemp("time") / "case"
    made, _recovery = Vault.create(root, PASSWORD, {"role": "parent", "country": "CA"})
    with made:
        made.add_item("note", {"words": "It began in a game."}, "parent")
        yield made


@pytest.fixture
def vault(shared: Vault) -> Vault:
    """A case that is used by one test after another; each looks only at what it added."""
    SINCE[0] = len(shared.lines)
    return shared


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def choice(server: Server, made_by: Chain) -> TimeChoice:
    return TimeChoice(find(server.url), (made_by.root,))


def timed(vault: Vault, out: Path, server: Server, made_by: Chain, **options: object) -> Sealed:
    return seal(vault, out, SealChoice(time=choice(server, made_by), **options), "parent")  # type: ignore[arg-type]


def trusting(made_by: Chain, *tokens: Path) -> TimeSources:
    return TimeSources((made_by.root,), tokens)


def logged(vault: Vault, what: str) -> list[dict[str, object]]:
    return [dict(line.data) for line in vault.lines[SINCE[0] :] if line.entry.what == what]


def told(verdict: Verdict) -> str:
    return " ".join(verdict.sentences)


# In the file.


def test_a_seal_with_time_holds_its_token_and_says_so(
    vault: Vault, out: Path, server: Server, made_by: Chain
) -> None:
    sealed = timed(vault, out, server, made_by)
    assert sealed.words is not None
    files = read_bag(sealed.path, sealed.words)
    assert {TSR, TSQ, CHAIN} < files.keys()
    assert sealed.time is not None
    assert files[TSR] == sealed.time.response
    assert files[TSQ] == sealed.time.query
    assert files[CHAIN] == tsa.pem(*made_by.all)
    verdict = verify(
        sealed.path, Secrets((sealed.words,)), sealed.seal_code, times=trusting(made_by)
    )
    assert (verdict.bytes, verdict.exit_code) == ("matches", 0)
    assert verdict.checks["times"]
    moment = f"{tsa.NOW:%b %Y %H:%M:%S} UTC"
    assert f"These bytes existed by {tsa.NOW.day} {moment}, says Example Time Unit." in told(
        verdict
    )
    (found,) = verdict.as_json()["times"]
    assert found["trusted"]
    assert found["time"] == f"{tsa.NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert (found["token"], found["inside"], found["reason"]) == (TSR, True, "")
    assert found["imprint"] == sealed.seal_code
    assert len(verdict.sentences) == 6
    # The log has it, after what was sealed.
    (entry,) = logged(vault, "stamped")
    assert vault.lines[-1].entry.what == "stamped"
    assert entry == {
        "seal": sealed.seal,
        "place": "inside",
        "authority": "127.0.0.1:" + str(server.port),
        "address": server.url,
        "time": found["time"],
        "serial": found["serial"],
        "signer": "Example Time Unit",
        "policy": tsa.POLICY,
        "imprint": sealed.seal_code,
        "imprint_function": "sha256",
        "root_sha256": found["root_sha256"],
        "token_sha256": hashlib.sha256(files[TSR]).hexdigest(),
    }
    # A seal needs no network: none is asked unless that was chosen.
    before = len(server.asked)
    plain = seal(vault, out, SealChoice(), "parent")
    assert len(server.asked) == before
    assert plain.words is not None
    assert not {TSR, TSQ, CHAIN} & read_bag(plain.path, plain.words).keys()


def test_without_the_authority_s_root_nothing_is_claimed(
    vault: Vault, out: Path, server: Server, made_by: Chain
) -> None:
    sealed = timed(vault, out, server, made_by)
    assert sealed.words is not None
    verdict = verify(sealed.path, Secrets((sealed.words,)), sealed.seal_code)
    assert (verdict.bytes, verdict.exit_code) == ("matches", 0)
    assert "existed by" not in told(verdict)
    assert f"The time token {TSR} was not accepted. Nobody who is trusted here" in told(verdict)
    assert "--tsa-ca" in told(verdict)
    (found,) = verdict.as_json()["times"]
    assert (found["trusted"], found["reason"], found["time"]) == (False, "untrusted", None)


def test_a_key_s_file_has_its_time_too(
    vault: Vault, out: Path, server: Server, made_by: Chain
) -> None:
    identity = age.X25519Identity.generate()
    sealed = timed(vault, out, server, made_by, recipients=(identity.recipient(),))
    secrets = Secrets(identities=(identity,))
    verdict = verify(sealed.path, secrets, times=trusting(made_by))
    assert [found.trusted for found in verdict.times] == [True]
    folder = unpack(sealed.path, secrets, out / "unpacked")
    verdict = verify(folder, Secrets(), times=trusting(made_by))
    assert [found.trusted for found in verdict.times] == [True]


@pytest.mark.parametrize("reply", [Reply(b"", 500), Reply(tsa.refusal()), Reply(b"<html>")])
def test_when_the_authority_fails_the_seal_goes_on(
    vault: Vault, out: Path, made_by: Chain, reply: Reply
) -> None:
    with Server(reply) as failing:
        sealed = timed(vault, out, failing, made_by)
    assert sealed.time is None
    assert sealed.time_problem.endswith(".")
    assert sealed.words is not None
    assert not {TSR, TSQ, CHAIN} & read_bag(sealed.path, sealed.words).keys()
    assert verify(sealed.path, Secrets((sealed.words,)), sealed.seal_code).exit_code == 0
    assert not logged(vault, "stamped")
    assert logged(vault, "sealed")


def test_stopping_while_the_authority_is_silent_makes_nothing(
    vault: Vault, out: Path, made_by: Chain
) -> None:
    with Server(Reply(b"0", wait=30)) as silent:
        watch = Watch(cancelled=lambda: bool(silent.asked))
        chosen = SealChoice(time=choice(silent, made_by))
        with pytest.raises(Cancelled):
            seal(vault, out, chosen, "parent", watch)
    assert not list(out.iterdir())
    assert logged(vault, "seal-abandoned")


def test_a_crash_before_the_last_entry_keeps_the_token_s_entry(
    tmp_path: Path, out: Path, made_by: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its root has to be one that is trusted without being asked about.
    monkeypatch.setattr("keepsafe.bundle.time_authorities.trusted_roots", lambda: (made_by.root,))

    def body(query: bytes) -> bytes:
        asked = tsp.read_query(query)
        return made_by.token(asked.imprint.digest, nonce=asked.nonce)

    root = tmp_path / "case"
    made, _recovery = Vault.create(root, PASSWORD, {"role": "parent", "country": "CA"})
    with Server(Reply(body)) as server, made as vault:

        def crash(*_details: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("keepsafe.bundle.sealing._log_sealed", crash)
        with pytest.raises(KeyboardInterrupt):
            timed(vault, out, server, made_by)
        monkeypatch.undo()
    monkeypatch.setattr("keepsafe.bundle.time_authorities.trusted_roots", lambda: (made_by.root,))
    SINCE[0] = 0
    with Vault.unlock(root, PASSWORD) as vault:
        assert finish_or_abandon(vault, out, "parent") == "finished"
        (entry,) = logged(vault, "stamped")
        assert (entry["place"], entry["seal"]) == ("inside", 1)
        assert entry["imprint"] == vault.record.seals[-1].code


# Tokens that someone put there, or changed.


@pytest.fixture
def small(made_by: Chain) -> Parts:
    parts = small_parts()
    digest = bytes.fromhex(parts.seal_code)
    parts.files[TSQ] = tsp.Query(tsp.Imprint("sha256", digest), nonce=5).encoded()
    parts.files[TSR] = made_by.token(digest, nonce=5)
    parts.files[CHAIN] = tsa.pem(*made_by.all)
    return parts


def checked(parts: Parts, folder: Path, *roots: Chain, tokens: tuple[Path, ...] = ()) -> Verdict:
    path = folder / f"{parts.bag}.zip"
    path.write_bytes(parts.whole())
    times = TimeSources(tuple(chain.root for chain in roots), tokens)
    return verify(path, Secrets((parts.words,)), parts.seal_code, UNWATCHED, times)


def test_a_token_about_other_bytes_was_put_there(
    tmp_path: Path, small: Parts, made_by: Chain
) -> None:
    small.files[TSR] = made_by.token(hashlib.sha256(b"other").digest(), nonce=5)
    verdict = checked(small, tmp_path, made_by)
    assert (verdict.bytes, verdict.exit_code) == ("changed", 1)
    assert f"{TSR} gives the time of other bytes than these, so it was put there." in told(verdict)
    assert verdict.changed_files == (TSR,)
    assert not verdict.checks["times"]
    assert verdict.times == ()
    with pytest.raises(DamagedError, match="other bytes"):
        unpack(tmp_path / f"{small.bag}.zip", Secrets((small.words,)), tmp_path / "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda files, _chain: files.update({TSR: b"no token"}), "unreadable"),
        (lambda files, _chain: files.update({TSR: files[TSR][:-3]}), "unreadable"),
        (lambda files, _chain: files.update({TSR: tsa.refusal()}), "not-granted"),
        (lambda files, _chain: files.update({TSQ: b"no query"}), "other-question"),
        (
            lambda files, _chain: files.update(
                {TSQ: tsp.Query(tsp.read_query(files[TSQ]).imprint, 6).encoded()}
            ),
            "other-question",
        ),
        (
            lambda files, chain: files.update(
                {TSR: chain.token(tsp.read_query(files[TSQ]).imprint.digest, nonce=5, spoil=True)}
            ),
            "signature",
        ),
    ],
)
def test_a_bad_token_is_told_and_does_not_make_the_bytes_changed(
    tmp_path: Path,
    small: Parts,
    made_by: Chain,
    change: Callable[[dict[str, bytes], Chain], None],
    reason: str,
) -> None:
    change(small.files, made_by)
    verdict = checked(small, tmp_path, made_by)
    assert (verdict.bytes, verdict.exit_code) == ("matches", 0)
    (found,) = verdict.times
    assert (found.trusted, found.reason) == (False, reason)
    assert f"The time token {TSR} was not accepted." in told(verdict)
    assert "existed by" not in told(verdict)


def test_the_chain_beside_a_token_helps_and_is_not_trusted(
    tmp_path: Path, small: Parts, made_by: Chain
) -> None:
    stranger = tsa.chain(key=tsa.ec_key, name="Stranger")
    digest = bytes.fromhex(small.seal_code)
    small.files[TSR] = made_by.token(digest, nonce=5, carried=[])
    assert [t.trusted for t in checked(small, tmp_path, made_by).times] == [True]
    small.files[CHAIN] += tsa.pem(made_by.root)
    assert [t.reason for t in checked(small, tmp_path, stranger).times] == ["untrusted"]
    small.files[CHAIN] = b"-----BEGIN no certificate"
    assert [t.reason for t in checked(small, tmp_path, made_by).times] == ["certificate"]


def test_time_says_nothing_good_of_changed_bytes(
    tmp_path: Path, small: Parts, made_by: Chain
) -> None:
    small.files["REPORT.html"] = b"<p>another report"
    verdict = checked(small, tmp_path, made_by)
    assert verdict.bytes == "changed"
    assert "These bytes existed" not in told(verdict)
    assert "The list of files existed by" in told(verdict)
    assert "what is named above does not agree with it" in told(verdict)


def test_several_tokens_are_told_each_and_a_tenth_is_not_looked_at(
    tmp_path: Path, small: Parts, made_by: Chain
) -> None:
    other = tsa.chain(key=tsa.ec_key, name="Second")
    digest = bytes.fromhex(small.seal_code)
    small.files["seal/time-2.tsr"] = other.token(digest)
    verdict = checked(small, tmp_path, made_by, other)
    assert [found.authority for found in verdict.times] == ["Example Time Unit", "Second Unit"]
    small.files["seal/time-10.tsr"] = other.token(digest)
    verdict = checked(small, tmp_path, made_by, other)
    assert (verdict.bytes, verdict.left_out) == ("matches", ("seal/time-10.tsr",))
    assert len(verdict.times) == 2


def test_a_token_far_too_long_does_not_belong(tmp_path: Path, small: Parts) -> None:
    small.files[TSR] = b"0" * (tsp.LARGEST + 1)
    verdict = checked(small, tmp_path)
    assert verdict.bytes == "changed"
    assert f"{TSR} is far too long." in told(verdict)


# Beside the file, later.


def test_a_later_stamp_leaves_file_and_code_as_they_were(
    vault: Vault, out: Path, server: Server, made_by: Chain, tmp_path: Path
) -> None:
    sealed = seal(vault, out, SealChoice(), "parent")
    before = sealed.path.read_bytes()
    made = stamp(vault, vault.record.seals[-1], out, choice(server, made_by), "parent")
    names = [path.name for path in (made.token, made.query, made.chain)]
    stem = sealed.path.stem
    assert names == [f"{stem}.tsr", f"{stem}.tsq", f"{stem}-chain.pem"]
    assert sealed.path.read_bytes() == before
    assert vault.record.seals[-1].code == sealed.seal_code
    (entry,) = logged(vault, "stamped")
    assert (entry["place"], entry["imprint"]) == ("beside", sealed.seal_code)
    assert vault.record.seals[-1].times[0].authority == f"127.0.0.1:{server.port}"
    # Found by itself beside the file; named, it must hold.
    assert sealed.words is not None
    secrets = Secrets((sealed.words,))
    verdict = verify(sealed.path, secrets, sealed.seal_code, times=trusting(made_by))
    (found,) = verdict.times
    assert (found.trusted, found.inside, found.token) == (True, False, f"{stem}.tsr")
    assert "These bytes existed by" in told(verdict)
    unknown = verify(sealed.path, secrets, sealed.seal_code)
    assert (unknown.exit_code, unknown.times[0].reason) == (0, "untrusted")
    named = verify(sealed.path, secrets, times=TimeSources((), (made.token,)))
    assert (named.bytes, named.exit_code) == ("matches", 4)
    folder = unpack(sealed.path, secrets, tmp_path / "unpacked")
    verdict = verify(folder, Secrets(), times=trusting(made_by, made.token))
    assert [found.trusted for found in verdict.times] == [True]
    # A second one is not written over the first.
    asked = len(server.asked)
    with pytest.raises(SystemRefusedError, match="left as it is"):
        stamp(vault, vault.record.seals[-1], out, choice(server, made_by), "parent")
    assert len(server.asked) == asked


def test_a_token_for_another_seal_is_told_apart(
    tmp_path: Path, small: Parts, made_by: Chain
) -> None:
    for name in (TSR, TSQ, CHAIN):
        del small.files[name]
    token = tmp_path / f"{small.bag}.tsr"
    token.write_bytes(made_by.token(hashlib.sha256(b"another seal").digest()))
    verdict = checked(small, tmp_path, made_by)
    assert (verdict.bytes, verdict.exit_code) == ("matches", 0)
    assert "was not accepted. It is about other bytes than these." in told(verdict)
    verdict = checked(small, tmp_path, made_by, tokens=(token,))
    assert (verdict.bytes, verdict.exit_code) == ("matches", 1)
    assert [found.reason for found in verdict.times] == ["other-bytes"]
    verdict = checked(small, tmp_path, made_by, tokens=(tmp_path / "absent.tsr",))
    assert (verdict.bytes, verdict.exit_code) == ("matches", 4)


def test_a_stamp_that_fails_writes_nothing_and_logs_nothing(
    vault: Vault, out: Path, made_by: Chain
) -> None:
    seal(vault, out, SealChoice(), "parent")
    entries, files = len(vault.lines), sorted(out.iterdir())
    with Server(Reply(b"", 500)) as failing, pytest.raises(SystemRefusedError):
        stamp(vault, vault.record.seals[-1], out, choice(failing, made_by), "parent")
    with pytest.raises(UsageError, match="another folder than the case"):
        stamp(vault, vault.record.seals[-1], vault.root, choice(failing, made_by), "parent")
    assert len(vault.lines) == entries
    assert sorted(out.iterdir()) == files


def test_the_next_seal_tells_of_the_time_of_the_last(
    vault: Vault, out: Path, server: Server, made_by: Chain
) -> None:
    timed(vault, out, server, made_by)
    second = seal(vault, out, SealChoice(), "parent")
    assert second.words is not None
    files = read_bag(second.path, second.words)
    log = [json.loads(line) for line in files[layout.CUSTODY_LOG].splitlines()]
    assert [entry["what"] for entry in log][-3:] == ["sealed", "stamped", "seal-begun"]
    report = files[layout.REPORT_HTML].decode()
    assert "Trusted time added" in report
    assert f"{tsa.NOW.day} {tsa.NOW:%b %Y %H:%M:%S} UTC" in report
    assert f"127.0.0.1:{server.port}" in report


def test_a_word_of_an_authority_that_doubts_its_clock_says_by_how_much(
    tmp_path: Path, small: Parts, monkeypatch: pytest.MonkeyPatch, made_by: Chain
) -> None:
    real = time_asking.timestamp.check

    def doubting(*args: object, **options: object) -> object:
        stamped = real(*args, **options)  # type: ignore[arg-type]
        return dataclasses.replace(stamped, accuracy=tsa.timedelta(seconds=90))

    monkeypatch.setattr("keepsafe.bundle.timestamp.check", doubting)
    assert "UTC (within 90 seconds), says" in told(checked(small, tmp_path, made_by))


needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")


@needs_openssl
def test_openssl_reads_what_was_kept(vault: Vault, out: Path, tmp_path: Path) -> None:
    with tsa.serving(tmp_path / "authority") as (server, made_by):
        sealed = timed(vault, out, server, made_by)
    assert sealed.time is not None
    assert sealed.words is not None
    folder = unpack(sealed.path, Secrets((sealed.words,)), out / "x")
    root = tmp_path / "root.pem"
    root.write_bytes(tsa.pem(made_by.root))
    done = tsa.subprocess.run(
        ("openssl", "ts", "-verify", "-queryfile", TSQ, "-in", TSR, "-CAfile", root, "-untrusted",
         CHAIN), cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Verification: OK" in done.stdout + done.stderr


@pytest.mark.parametrize("function", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("about_this", [True, False])
def test_the_offline_reader_says_the_same_of_a_token(
    tmp_path: Path, made_by: Chain, function: str, about_this: bool
) -> None:
    parts = small_parts()
    content = parts.files[layout.TAG_MANIFEST] if about_this else b"other bytes"
    digest = hashlib.new(function, content).digest()
    parts.files[TSR] = made_by.token(digest, function=function)
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(parts.whole())
    secrets = Secrets((SMALL_WORDS,))
    verdict = verify(path, secrets, times=trusting(made_by))
    assert verdict.bytes == ("matches" if about_this else "changed")
    insist_same(path, secrets, verdict)
