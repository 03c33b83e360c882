"""Trusted time on the command line: said before, asked once, told after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ran import PASSWORD, Run

import tsa
from keepsafe.formats import tsp
from tsa import Chain, Reply, Server


@pytest.fixture(scope="module")
def made_by() -> Chain:
    return tsa.chain(key=tsa.ec_key)


@pytest.fixture
def server(made_by: Chain) -> Iterator[Server]:
    def body(query: bytes) -> bytes:
        asked = tsp.read_query(query)
        return made_by.token(asked.imprint.digest, nonce=asked.nonce, when=tsa.NOW)

    with Server(Reply(body)) as running:
        yield running


@pytest.fixture
def root(made_by: Chain, tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(tsa.pem(made_by.root))
    return path


def test_from_a_seal_with_time_to_an_officer_who_checks_it(
    run: Run, case: Path, password_file: Path, tmp_path: Path, server: Server, root: Path
) -> None:
    unlock = ("--password-file", password_file)
    out, paper = tmp_path / "police", tmp_path / "words.txt"
    out.mkdir()
    ask = ("--time", server.url, "--tsa-ca", root, "--words-out", paper)
    sealed = run("seal", case, "-o", out, *ask, *unlock)
    assert sealed.code == 0, sealed.err
    assert f"at {server.url}: 32 bytes" in sealed.err
    moment = f"{tsa.NOW.day} {tsa.NOW:%b %Y %H:%M:%S} UTC"
    assert f"Example Time Unit says that this seal existed by {moment}." in sealed.out
    (file,) = out.glob("*.zip")
    check = ("verify", file, "--words-file", paper)
    assert (
        f"These bytes existed by {moment}, says Example Time Unit."
        in run(*check, "--tsa-ca", root).out
    )
    assert "was not accepted" in run(*check).out
    assert run("log", case, *unlock).out.splitlines()[-1].endswith("stamped 1")

    # Later, for the same seal: one question more, and the file stays what it is.
    before = file.read_bytes()
    stamped = run(
        *("stamp", case, "--authority", server.url, "--tsa-ca", root, "-o", out, *unlock), "--json"
    )
    assert stamped.code == 0, stamped.err
    assert f"at {server.url}: 32 bytes" in stamped.err
    assert (file.read_bytes(), len(server.asked)) == (before, 2)
    assert stamped.json["imprint"] == run("sheet", case, *unlock, "--json").json["seal_code"]
    token = Path(stamped.json["token"])
    assert token == out / f"{file.stem}.tsr"
    named = run(*check, "--token", token, "--tsa-ca", root, "--json").json
    assert [found["trusted"] for found in named["results"][0]["times"]] == [True, True]

    # The sheet and the token alone.
    code = stamped.json["imprint"]
    for written in (code, code[:32], " ".join(code[i : i + 4] for i in range(0, 32, 4))):
        alone = run("verify", "--token", token, "--seal-code", written, "--tsa-ca", root, "--json")
        assert (alone.code, alone.json["times"][0]["trusted"]) == (0, True)
    assert run("verify", "--token", token, "--seal-code", code).code == 4
    assert run("verify", "--token", token, "--seal-code", "0" * 64, "--tsa-ca", root).code == 1
    assert run("stamp", case, "--authority", server.url, "-o", out, *unlock).code == 5
    assert PASSWORD not in sealed.out + sealed.err + stamped.out + stamped.err


def test_a_seal_is_made_without_the_time_and_says_so(
    run: Run, case: Path, password_file: Path, tmp_path: Path, root: Path
) -> None:
    unlock = ("--password-file", password_file)
    with Server(Reply(b"", 503)) as failing:
        ask = ("--time", failing.url, "--tsa-ca", root)
        sealed = run("seal", case, "-o", tmp_path, *ask, *unlock, "--json")
    assert sealed.code == 0
    assert sealed.json["time"] is None
    assert "error 503" in sealed.json["time_problem"]
    assert "without a time from an authority" in sealed.err
    assert "keepsafe stamp CASE" in sealed.err


def test_what_makes_no_sense_is_said_before_anything_is_sent(
    run: Run, case: Path, password_file: Path, tmp_path: Path, server: Server
) -> None:
    unlock = ("--password-file", password_file)
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"")
    assert run("stamp", case, "--authority", server.url, *unlock).code == 2  # no seal yet
    assert run("seal", case, "-o", tmp_path, "--time", "nobody", *unlock).code == 2
    ask = ("--time", server.url, "--tsa-ca", empty)
    assert run("seal", case, "-o", tmp_path, *ask, *unlock).code == 2
    assert server.asked == []
    assert not list(tmp_path.glob("*.zip"))
    assert run("verify").code == 2
    assert run("verify", "--token", empty).code == 2
    assert run("verify", "--seal-code", "0" * 32).code == 2
    assert run("verify", empty, empty, "--token", empty).code == 2
