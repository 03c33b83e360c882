"""Bech32, against the examples of BIP 173 (which limits a text to 90 characters; age does not)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.errors import FormatError
from keepsafe.formats import bech32


@pytest.mark.parametrize(
    ("text", "prefix", "size"),
    [
        ("A12UEL5L", "a", 0),
        ("a12uel5l", "a", 0),
        (
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio",
            0,
        ),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 20),
        ("11" + "q" * 82 + "c8247j", "1", 51),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", 30),
        ("?1ezyfcl", "?", 0),
    ],
)
def test_the_valid_examples(text: str, prefix: str, size: int) -> None:
    found, data = bech32.decode(text)
    assert (found, len(data)) == (prefix, size)
    assert bech32.encode(found, data) == text.lower()
    assert bech32.decode(text.upper()) == bech32.decode(text.lower())


def test_the_content_of_a_valid_example() -> None:
    data = bech32.decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")[1]
    assert data.hex() == "00443214c74254b635cf84653a56d7c675be77df"


@pytest.mark.parametrize(
    "text",
    [
        "\x201nwldj5",
        "\x7f1axkwrx",
        "\x801eym55h",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "de1lg7wt\xff",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "",
        "1",
        "a12UEL5L",
        "A12uEL5L",
        "a12uel5m",
        " a12uel5l",
        "a12uel5l ",
        "a12uel5l\n",
        "a12ue\N{FULLWIDTH LATIN SMALL LETTER L}5l",
        "K12\N{KELVIN SIGN}",
    ],
)
def test_the_invalid_examples(text: str) -> None:
    with pytest.raises(FormatError):
        bech32.decode(text)


def test_bits_to_spare_must_be_few_and_zero() -> None:
    values = {letter: i for i, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}

    def text(data: str) -> str:
        numbers = [ord(c) >> 5 for c in "age"] + [0] + [ord(c) & 31 for c in "age"]
        numbers += [values[letter] for letter in data] + [0] * 6
        check = 1
        for number in numbers:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ number
            for i, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= term if top >> i & 1 else 0
        check ^= 1
        return (
            "age1"
            + data
            + "".join(
                "qpzry9x8gf2tvdw0s3jn54khce6mua7l"[check >> 5 * (5 - i) & 31] for i in range(6)
            )
        )

    assert bech32.decode(text("qq")) == ("age", b"\0")  # 10 bits: a byte, and two zeros
    for spare in ("qp", "qr", "q", "p", "qqq"):
        with pytest.raises(FormatError):
            bech32.decode(text(spare))


@given(st.binary(max_size=200), st.from_regex(r"[!-@\[-~]{1,20}", fullmatch=True))
def test_there_and_back(data: bytes, prefix: str) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


@given(st.binary(max_size=40), st.data())
def test_up_to_four_wrong_letters_are_always_seen(data: bytes, draw: st.DataObject) -> None:
    text = list(bech32.encode("age", data))
    spots = st.lists(st.integers(4, len(text) - 1), min_size=1, max_size=4, unique=True)
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    for spot in draw.draw(spots):
        text[spot] = draw.draw(st.sampled_from(letters.replace(text[spot], "")))
    with pytest.raises(FormatError):
        bech32.decode("".join(text))


@given(st.text(max_size=60))
def test_any_text_gives_an_answer_or_a_format_error(text: str) -> None:
    for attempt in (text, "age1" + text):
        try:
            prefix, data = bech32.decode(attempt)
        except FormatError:
            continue
        assert bech32.encode(prefix, data) == attempt.lower()
