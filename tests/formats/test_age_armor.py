"""The text form of age files: one spelling, either line end, white space around and only there."""

from __future__ import annotations

import base64
import io
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import DATA

from keepsafe.formats import age

IDENTITY = age.X25519Identity(bytes(range(32)))
BEGIN, END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
CHUNK = 64 * 1024


def armored(plain: bytes, *, writes: int = 10**9) -> bytes:
    target = io.BytesIO()
    with age.encrypt(target, [IDENTITY.recipient()], armor=True) as writer:
        for start in range(0, len(plain), writes):
            writer.write(plain[start : start + writes])
    return target.getvalue()


def read(data: bytes) -> bytes:
    return age.decrypt_bytes(data, [IDENTITY])


def body(plain_size: int) -> list[bytes]:
    return armored(DATA[:plain_size]).splitlines()[1:-1]


# The header and the first chunk's tag make 216 bytes: so many more fill a line, or just do not.
FULL_LINE = next(n for n in range(48) if len(body(n)[-1]) == 64 and not body(n)[-1].endswith(b"="))


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(st.integers(0, 200), st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])),
    st.sampled_from([1, 7, 48, 49, CHUNK + 1]),
)
def test_any_content_comes_back_and_looks_as_it_should(size: int, writes: int) -> None:
    data = armored(DATA[:size], writes=max(writes, size // 500))
    assert read(data) == DATA[:size]
    lines = data.split(b"\n")
    assert (lines[0], lines[-2], lines[-1]) == (BEGIN, END, b"")
    text = b"".join(lines[1:-2])
    assert lines[1:-2] == [line.encode() for line in textwrap.wrap(text.decode(), 64)]
    assert base64.b64decode(text, validate=True).startswith(b"age-encryption.org/v1\n")


def test_either_line_end_and_white_space_around_are_allowed() -> None:
    for size in (0, FULL_LINE, 100):
        data = armored(DATA[:size])
        for form in (
            data.replace(b"\n", b"\r\n"),
            data.removesuffix(b"\n"),
            b"\n\r\n \t\n" + data,
            b"  " + data,
            data + b"\n \t\r\n",
            data.removesuffix(b"\n") + b"  \t",
            b" " * 3000 + data,
            data + b"\n" * 3000,
        ):
            assert read(form) == DATA[:size]


def spoilt() -> list[bytes]:
    lines = armored(DATA[:101]).splitlines(keepends=True)
    full = armored(DATA[:FULL_LINE])
    first, last, end = lines[1], lines[-2].strip(), lines[-1]
    assert last.endswith(b"=")
    return [
        b"".join(part)
        for part in (
            lines[1:],
            lines[:-1],
            [*lines[:-2], end],
            lines[:2],
            lines[:1],
            [lines[0], lines[0], *lines[1:]],
            [*lines, end],
            [*lines, b"x"],
            [*lines, b"\n", *lines],
            [b"x\n", *lines],
            [b"x", *lines],
            [lines[0].strip(), *lines[1:]],
            [lines[0].replace(b"\n", b" \n"), *lines[1:]],
            [lines[0].lower(), *lines[1:]],
            [lines[0].replace(b"-----", b"----"), *lines[1:]],
            [lines[0].replace(b"AGE", b"PGP"), *lines[1:]],
            [lines[0].replace(b"\n", b"\r"), *lines[1:]],
            [lines[0], b"\n", *lines[1:]],
            [lines[0], b"Version: 1\n\n", *lines[1:]],
            [lines[0], b" ", *lines[1:]],
            [lines[0], first.replace(b"\n", b" \n"), *lines[2:]],
            [lines[0], first.replace(b"\n", b"\r\r\n"), *lines[2:]],
            [lines[0], first.strip(), *lines[2:]],
            [lines[0], first[:32], b"\n", first[32:], *lines[2:]],
            [lines[0], first[:1], b"*", first[2:], *lines[2:]],
            [lines[0], first[:1], b"-", first[2:], *lines[2:]],
            [*lines[:-1], b"\n", end],
            [*lines[:-2], last.rstrip(b"="), b"\n", end],
            [*lines[:-2], last, b"=\n", end],
            [*lines[:-2], last.rstrip(b"=")[:-1], b"\n", end],
            [*lines[:-2], last, end],
            [*lines[:-1], b" ", end],
            [*lines[:-1], end.replace(b"END", b"end")],
            [*lines[:-1], end[:-3]],
            [full.replace(END, b"\n" + END)],
            [full.replace(END, b"AAAA\n" + END)],
            [full.replace(END, b"====\n" + END)],
        )
    ]


@pytest.mark.parametrize("data", spoilt())
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(age.AgeError):
        read(data)


def test_the_last_line_has_one_spelling() -> None:
    """The bits that padding leaves over must be zero: else one file had several texts."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for size in range(3):
        data = armored(DATA[:size])
        last = data.splitlines()[-2]
        padding = last[len(last.rstrip(b"=")) :]
        if not padding:
            continue
        letter = last.rstrip(b"=")[-1]
        other = alphabet[alphabet.index(letter) + 1]
        spelled = last.rstrip(b"=")[:-1] + bytes([other]) + padding
        assert base64.b64decode(spelled) == base64.b64decode(last)
        with pytest.raises(age.ArmorError):
            read(data.replace(last, spelled))


def test_one_flipped_bit_anywhere_is_an_error() -> None:
    data = armored(b"hush")
    for position in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[position] ^= 1 << bit
            with pytest.raises(age.AgeError):
                read(bytes(changed))


def test_cut_anywhere_is_an_error() -> None:
    data = armored(b"hush")
    for end in range(len(data) - 1):  # without the very last line feed it is still whole
        with pytest.raises(age.AgeError):
            read(data[:end])


def test_an_end_that_is_spoilt_is_seen_before_the_last_bytes_are_given() -> None:
    with pytest.raises(age.ArmorError):
        age.decrypt(io.BytesIO(armored(DATA[:CHUNK]) + b"x"), [IDENTITY]).read1()


def test_leaving_by_an_exception_writes_no_end() -> None:
    target = io.BytesIO()

    def fail() -> None:
        with age.encrypt(target, [IDENTITY.recipient()], armor=True) as writer:
            writer.write(DATA[:CHUNK])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert END not in target.getvalue()
    with pytest.raises(age.AgeError):
        read(target.getvalue())


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_in_armor_give_only_an_age_error(noise: bytes) -> None:
    text = base64.b64encode(noise)
    for inside in (noise, b"\n".join(text[i : i + 64] for i in range(0, len(text), 64))):
        with pytest.raises(age.AgeError):
            read(BEGIN + b"\n" + inside + b"\n" + END + b"\n")
