"""The header of age files: one spelling only, several recipients, passwords, hostile stanzas."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsafe.errors import FormatError, UsageError, WrongSecretError
from keepsafe.formats import age

INTRO = b"age-encryption.org/v1\n"
FILE_KEY = bytes(range(100, 116))
IDENTITY = age.X25519Identity(bytes(range(32)))
OTHER = age.X25519Identity(bytes(range(1, 33)))
GREASE = b"-> ~grease! 1 x\n" + b"QUJD" * 16 + b"\nQQ\n"


def b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 for 32 bytes (RFC 5869), made here so as not to trust what is tested."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def signed(stanzas: bytes, intro: bytes = INTRO, file_key: bytes = FILE_KEY) -> bytes:
    """Return a header whose HMAC is right, whatever stands in it."""
    covered = intro + stanzas + b"---"
    mac = hmac.digest(hkdf(file_key, b"", b"header"), covered, "sha256")
    return covered + b" " + b64(mac) + b"\n"


def with_payload(header: bytes, plain: bytes = b"hello") -> bytes:
    nonce = bytes(16)
    key = hkdf(FILE_KEY, nonce, b"payload")
    return header + nonce + ChaCha20Poly1305(key).encrypt(bytes(11) + b"\x01", plain, None)


def stanza(identity: age.X25519Identity = IDENTITY, file_key: bytes = FILE_KEY) -> bytes:
    return identity.recipient().wrap(file_key)[0].encoded()


def password_stanza(factor: int | bytes = 1, salt: bytes = bytes(16), password: str = "p") -> bytes:
    spelled = b"%d" % factor if isinstance(factor, int) else factor
    number = min(int(factor), 10) if isinstance(factor, int) and factor > 0 else 1
    key = hashlib.scrypt(
        password.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << number, r=8, p=1
    )[:32]
    body = ChaCha20Poly1305(key).encrypt(bytes(12), FILE_KEY, None)
    return b"-> scrypt " + b64(salt) + b" " + spelled + b"\n" + b64(body) + b"\n"


def read(data: bytes, *identities: age.Identity) -> bytes:
    return age.decrypt_bytes(data, identities or (IDENTITY,))


OURS = stanza()
TYPE, SHARE, BODY = (
    OURS.split(b"\n")[0].split(b" ")[1],
    OURS.split(b"\n")[0].split(b" ")[2],
    OURS.split(b"\n")[1],
)


@pytest.mark.parametrize(
    "stanzas",
    [
        OURS,
        GREASE + OURS,
        OURS + GREASE,
        stanza(OTHER) + OURS,
        b"-> a\n\n" + OURS,
        b"-> a b c !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\\\n\n" + OURS,
        b"-> full-line\n" + b"A" * 64 + b"\n\n" + OURS,
        b"-> two-lines\n" + b"A" * 64 + b"\n" + b"A" * 64 + b"\nAA\n" + OURS,
        b"-> x25519 lower case\n\n" + OURS,
        b"-> X25519extra\n\n" + OURS,
        OURS * 2,
        GREASE * 500 + OURS,
    ],
)
def test_what_the_grammar_allows_is_read_and_unknown_stanzas_are_skipped(stanzas: bytes) -> None:
    assert read(with_payload(signed(stanzas))) == b"hello"


@pytest.mark.parametrize(
    "stanzas",
    [
        b"",
        b"->\n\n" + OURS,
        b"-> \n\n" + OURS,
        b"->a\n\n" + OURS,
        b"->  a\n\n" + OURS,
        b"-> a \n\n" + OURS,
        b"-> a  b\n\n" + OURS,
        b"-> a\tb\n\n" + OURS,
        b"-> a\x7f\n\n" + OURS,
        b"-> \xc3\xa9\n\n" + OURS,
        b"-> a\x00\n\n" + OURS,
        b" -> a\n\n" + OURS,
        b"a\n" + OURS,
        b"\n" + OURS,
        b"-> a\r\n\r\n" + OURS,
        OURS.replace(b"\n", b"\r\n"),
        b"-> a\n" + OURS,
        b"-> a\n" + b"A" * 64 + b"\n" + OURS,
        b"-> a\n" + b"A" * 65 + b"\n" + OURS,
        b"-> a\n" + b"A" * 68 + b"\n" + OURS,
        b"-> a\nAA\nAA\n" + OURS,
        b"-> a\n\n\n" + OURS,
        b"-> a\nAA==\n" + OURS,
        b"-> a\nAB\n" + OURS,
        b"-> a\nA\n" + OURS,
        b"-> a\nA A\n" + OURS,
        b"-> a\n-_\n" + OURS,
        b"-> a\nAAA \n" + OURS,
        OURS.replace(SHARE, SHARE + b"="),
        OURS.replace(SHARE, SHARE[:-1]),
        OURS.replace(SHARE, SHARE + b"AA"),
        OURS.replace(SHARE, SHARE + b" more"),
        OURS.replace(b" " + SHARE, b""),
        OURS.replace(SHARE, SHARE[:-1] + bytes([SHARE[-1] + 1])),
        OURS.replace(BODY, BODY[:-2]),
        OURS.replace(BODY, BODY + b"AA"),
        OURS.replace(BODY, b""),
        # Of the wrong form, though another one opens the file.
        OURS + b"-> X25519 " + SHARE + b"\nAAAA\n",
        # Points of low order, for which the secret would be all zeros.
        b"-> X25519 " + b64(bytes(32)) + b"\n" + BODY + b"\n",
        b"-> X25519 " + b64(bytes([1, *bytes(31)])) + b"\n" + BODY + b"\n",
        password_stanza() + OURS,
        OURS + password_stanza(),
        password_stanza() + GREASE,
        password_stanza() * 2,
    ],
)
def test_what_the_grammar_forbids_is_refused_though_the_hmac_is_right(stanzas: bytes) -> None:
    with pytest.raises(age.HeaderError):
        read(with_payload(signed(stanzas)), IDENTITY, age.ScryptIdentity("p"))


@pytest.mark.parametrize(
    "intro",
    [
        b"",
        b"\n" + INTRO,
        b"\xef\xbb\xbf" + INTRO,
        INTRO[:-1] + b" \n",
        INTRO[:-1] + b"\r\n",
        b"age-encryption.org/v2\n",
        b"age-encryption.org/v11\n",
        b"AGE-encryption.org/v1\n",
        INTRO + INTRO,
        INTRO + b"\n",
    ],
)
def test_only_the_first_line_of_version_1_is_taken(intro: bytes) -> None:
    with pytest.raises(age.HeaderError):
        read(with_payload(signed(OURS, intro)))


GOOD = signed(OURS)
START, MAC = GOOD[:-44], GOOD[-44:-1]


@pytest.mark.parametrize(
    "end",
    [
        b"",
        MAC,
        MAC[:-1] + b"\n",
        MAC + b"=\n",
        MAC + b"\r\n",
        MAC + b" \n",
        b" " + MAC + b"\n",
        b"\n",
        MAC[:-1] + bytes([MAC[-1] + 1]) + b"\n",
        MAC + b"AAAA\n",
    ],
)
def test_the_checksum_has_one_spelling(end: bytes) -> None:
    assert read(with_payload(START + MAC + b"\n")) == b"hello"
    with pytest.raises(age.HeaderError):
        read(with_payload(START + end))
    with pytest.raises(age.HeaderError):
        read(with_payload(START[:-1] + MAC + b"\n"))  # no space after the dashes


def test_another_checksum_is_named_as_such() -> None:
    wrong = b64(bytes(32))
    with pytest.raises(age.HmacError):
        read(with_payload(START + wrong + b"\n"))
    with pytest.raises(age.HmacError):
        read(with_payload(GOOD.replace(INTRO, INTRO + b"-> added\n\n")))


@pytest.mark.parametrize("size", [0, 1, 15, 17, 32])
def test_a_file_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(age.HeaderError):
        read(with_payload(signed(stanza(file_key=bytes(size)), file_key=bytes(size))))


def test_a_header_without_content_is_refused() -> None:
    for size in range(16):
        with pytest.raises(age.HeaderError):
            read(GOOD + bytes(size))
    with pytest.raises(age.PayloadError):
        read(GOOD + bytes(16))


def test_a_header_without_end_is_refused_before_it_fills_the_memory() -> None:
    class Endless(io.RawIOBase):
        """Gives the same line for ever."""

        def __init__(self, line: bytes) -> None:
            self.block, self.given = line * (4096 // len(line) + 1), -1

        def read(self, size: int = -1, /) -> bytes:
            self.given += 1
            assert self.given < 5000
            return INTRO if not self.given else self.block

    for line in (b"A", b"-> a\n\n", b"-> a\n" + b"A" * 64 + b"\n"):
        with pytest.raises(age.HeaderError):
            age.decrypt(Endless(line), [IDENTITY])


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_only_an_age_error(noise: bytes, prefixed: bool) -> None:
    with pytest.raises(age.AgeError):
        read((INTRO if prefixed else b"") + noise, IDENTITY, age.ScryptIdentity("p", 5))


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(GOOD) + 37), st.integers(0, 20), st.binary(max_size=20))
def test_any_change_gives_only_an_age_error(start: int, cut: int, put: bytes) -> None:
    data = with_payload(GOOD)
    changed = data[:start] + put + data[start + cut :]
    if changed != data:
        with pytest.raises(age.AgeError):
            read(changed)


def test_each_of_several_recipients_opens_it_and_nobody_else() -> None:
    people = [age.X25519Identity.generate() for _ in range(5)]
    data = age.encrypt_bytes(b"for five", [p.recipient() for p in people])
    assert len(data) == age.encrypted_size(8, recipients=5)
    for person in people:
        assert read(data, person) == b"for five"
        assert read(data, OTHER, age.ScryptIdentity("p"), person) == b"for five"
    for strangers in ([OTHER], [age.ScryptIdentity("p")], [OTHER, age.ScryptIdentity("p")], []):
        with pytest.raises(age.NoMatchError) as caught:
            age.decrypt_bytes(data, strangers)
        assert isinstance(caught.value, WrongSecretError)
        assert caught.value.exit_code == 3


def test_a_wrong_password_is_a_wrong_secret_and_the_right_one_opens() -> None:
    data = age.encrypt_bytes(b"shh", [age.ScryptRecipient("correct", work_factor=2)])
    for wrong in ("", "Correct", "correct ", "correcté"):
        with pytest.raises(age.NoMatchError):
            read(data, age.ScryptIdentity(wrong))
    assert read(data, age.ScryptIdentity("wrong"), age.ScryptIdentity("correct")) == b"shh"
    with pytest.raises(age.NoMatchError):
        read(data, IDENTITY)


@pytest.mark.parametrize(
    "password", ["", "pâte à modeler", "密码 пароль 🗝", "a\0b\n", "x" * 10_000]
)
def test_any_password_works(password: str) -> None:
    data = age.encrypt_bytes(b"shh", [age.ScryptRecipient(password, work_factor=1)])
    assert read(data, age.ScryptIdentity(password)) == b"shh"


def test_what_is_no_text_is_no_password() -> None:
    for make in (age.ScryptRecipient, age.ScryptIdentity):
        with pytest.raises(UsageError):
            make("caf\udce9")


@pytest.mark.parametrize("factor", [0, 31, -1, 1000])
def test_a_work_factor_nobody_could_use_is_refused(factor: int) -> None:
    with pytest.raises(UsageError):
        age.ScryptRecipient("p", work_factor=factor)


def test_the_standard_work_factor_is_17() -> None:
    assert b" 17\n" in age.encrypt_bytes(b"", [age.ScryptRecipient("p")]).split(b"---")[0]


def test_a_work_factor_over_the_limit_costs_nothing_and_the_limit_can_be_raised() -> None:
    for factor in (21, 22, 30, 63, 64, 10**9, 10**18):
        began = time.process_time()
        with pytest.raises(age.HeaderError):
            read(with_payload(signed(password_stanza(factor))), age.ScryptIdentity("p"))
        assert time.process_time() - began < 0.5
    data = with_payload(signed(password_stanza(10)))
    with pytest.raises(age.HeaderError):
        read(data, age.ScryptIdentity("p", max_work_factor=9))
    assert read(data, age.ScryptIdentity("p", max_work_factor=10)) == b"hello"


@pytest.mark.parametrize(
    "spelled",
    [b"0", b"01", b"+1", b"-1", b"1 ", b"", b"1.0", b"0x1", b"1e0", b"\xd9\xa1", b"9" * 20, b"1 1"],
)
def test_a_work_factor_has_one_spelling(spelled: bytes) -> None:
    with pytest.raises(age.HeaderError):
        read(with_payload(signed(password_stanza(spelled))), age.ScryptIdentity("p"))


@pytest.mark.parametrize("size", [0, 15, 17, 32])
def test_a_salt_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(age.HeaderError):
        read(with_payload(signed(password_stanza(1, salt=bytes(size)))), age.ScryptIdentity("p"))


def test_no_secret_shows_where_one_would_print_it() -> None:
    identity = age.X25519Identity.generate()
    password = "the-eight-words"
    for thing in (identity, age.ScryptIdentity(password), age.ScryptRecipient(password)):
        shown = repr(thing) + str(thing) + f"{thing}"
        assert password not in shown
        assert identity.encode()[16:] not in shown.upper()


def test_keys_have_one_spelling_each() -> None:
    identity = age.X25519Identity.generate()
    secret, public = identity.encode(), str(identity.recipient())
    assert age.X25519Identity.parse(secret).encode() == secret
    assert age.X25519Recipient.parse(public) == identity.recipient()
    assert hash(age.X25519Recipient.parse(public)) == hash(identity.recipient())
    assert identity.recipient() != OTHER.recipient()
    for wrong in (
        secret.lower(),
        secret.capitalize(),
        secret + "\n",
        " " + secret,
        secret[:-1],
        secret[:20] + secret[21:],
        public,
        "",
        "AGE-SECRET-KEY-1",
        secret.replace("K", "\N{KELVIN SIGN}"),
    ):
        with pytest.raises(FormatError):
            age.X25519Identity.parse(wrong)
    for wrong in (public.upper(), public + " ", public[:-1], secret, "age1", "age"):
        with pytest.raises(FormatError):
            age.X25519Recipient.parse(wrong)


def test_nothing_is_encrypted_to_a_key_that_everybody_knows() -> None:
    with pytest.raises(FormatError):
        age.encrypt_bytes(b"", [age.X25519Recipient(bytes(32))])


def test_what_is_derived_from_a_key_differs_by_label_and_by_key() -> None:
    made = {
        IDENTITY.derive(b"one", 32),
        IDENTITY.derive(b"two", 32),
        OTHER.derive(b"one", 32),
    }
    assert len(made) == 3
    assert IDENTITY.derive(b"one", 32) in made
    assert len(IDENTITY.derive(b"one", 100)) == 100
