"""Files go both ways between Keepsafe and other people's age: the age command, and pyrage."""

from __future__ import annotations

import io
from pathlib import Path

import pyrage
import pytest
from tools import DATA, needs, run, run_answering

from keepsafe.formats import age

CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 16 * CHUNK, 16 * CHUNK + 1, len(DATA)]
PASSWORD = "très secret 密码 - p4ss"


@pytest.fixture
def identity() -> age.X25519Identity:
    return age.X25519Identity.generate()


def encrypted(plain: bytes, recipient: age.Recipient, *, armor: bool = False) -> bytes:
    target = io.BytesIO()
    with age.encrypt(target, [recipient], armor=armor) as writer:
        writer.write(plain)
    return target.getvalue()


@needs("age")
@pytest.mark.parametrize("armor", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_keys_to_and_from_the_age_command(
    tmp_path: Path, identity: age.X25519Identity, size: int, armor: bool
) -> None:
    key = tmp_path / "key.txt"
    key.write_text(identity.encode() + "\n")
    theirs = run("age", *["-a"] * armor, "-r", str(identity.recipient()), given=DATA[:size])
    assert age.decrypt_bytes(theirs, [identity]) == DATA[:size]
    ours = encrypted(DATA[:size], identity.recipient(), armor=armor)
    assert run("age", "-d", "-i", key, given=ours) == DATA[:size]


@needs("age-keygen")
def test_keys_made_by_age_keygen(tmp_path: Path) -> None:
    run("age-keygen", "-o", tmp_path / "key.txt")
    secret = (tmp_path / "key.txt").read_text().splitlines()[-1]
    public = run("age-keygen", "-y", tmp_path / "key.txt").decode().strip()
    identity = age.X25519Identity.parse(secret)
    assert str(identity.recipient()) == public
    assert identity.encode() == secret
    assert str(age.X25519Recipient.parse(public)) == public


@needs("age")
def test_several_recipients_of_the_age_command(tmp_path: Path) -> None:
    people = [age.X25519Identity.generate() for _ in range(3)]
    names = [part for person in people for part in ("-r", str(person.recipient()))]
    theirs = run("age", *names, given=b"for three")
    ours = age.encrypt_bytes(b"from us", [person.recipient() for person in people])
    for person in people:
        assert age.decrypt_bytes(theirs, [person]) == b"for three"
        (tmp_path / "key").write_text(person.encode())
        assert run("age", "-d", "-i", tmp_path / "key", given=ours) == b"from us"


@needs("age")
@pytest.mark.parametrize("armor", [False, True])
def test_a_password_typed_to_the_age_command(tmp_path: Path, armor: bool) -> None:
    plain, sealed, back = (tmp_path / name for name in ("plain", "sealed.age", "back"))
    plain.write_bytes(DATA[: CHUNK + 5])
    run_answering(PASSWORD, "age", "-p", *["-a"] * armor, "-o", sealed, plain)
    assert (
        age.decrypt_bytes(sealed.read_bytes(), [age.ScryptIdentity(PASSWORD)])
        == (DATA[: CHUNK + 5])
    )
    sealed.write_bytes(
        encrypted(DATA[:CHUNK], age.ScryptRecipient(PASSWORD, work_factor=12), armor=armor)
    )
    run_answering(PASSWORD, "age", "-d", "-o", back, sealed)
    assert back.read_bytes() == DATA[:CHUNK]


@pytest.mark.parametrize("armor", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_keys_to_and_from_pyrage(identity: age.X25519Identity, size: int, armor: bool) -> None:
    recipient = pyrage.x25519.Recipient.from_str(str(identity.recipient()))
    theirs = pyrage.encrypt(DATA[:size], [recipient], armored=armor)
    assert age.decrypt_bytes(theirs, [identity]) == DATA[:size]
    opener = pyrage.x25519.Identity.from_str(identity.encode())
    ours = encrypted(DATA[:size], identity.recipient(), armor=armor)
    assert pyrage.decrypt(ours, [opener]) == DATA[:size]


def test_a_password_to_pyrage() -> None:
    ours = encrypted(DATA[:1000], age.ScryptRecipient(PASSWORD, work_factor=10))
    assert pyrage.passphrase.decrypt(ours, PASSWORD) == DATA[:1000]


@pytest.mark.slow  # pyrage takes a work factor of many seconds; the age command is quick
def test_a_password_from_pyrage() -> None:
    theirs = pyrage.passphrase.encrypt(DATA[:1000], PASSWORD)
    assert age.decrypt_bytes(theirs, [age.ScryptIdentity(PASSWORD, 22)]) == DATA[:1000]


def test_pyrage_refuses_what_we_left_unfinished(identity: age.X25519Identity) -> None:
    target = io.BytesIO()
    writer = age.encrypt(target, [identity.recipient()])
    writer.write(DATA[: 2 * CHUNK])
    writer.abandon()
    opener = pyrage.x25519.Identity.from_str(identity.encode())
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(target.getvalue(), [opener])
