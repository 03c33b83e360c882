"""Wallets: the vectors of BIP 173, BIP 350, EIP-55 and Keccak, and every single mistake."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keepsafe.guidance.keccak import keccak_256
from keepsafe.guidance.wallets import Wallet, read_wallet

GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
SCRIPT = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"
TRON = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

# From BIP 173 and BIP 350.
SEGWIT = (
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
    "BC1SW50QGDZ25J",
    "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
)
WRONG_SEGWIT = (
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",  # Bech32 where it is Bech32m
    "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",  # Bech32m where it is Bech32
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",  # an "o"
    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",  # a version above 16
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",  # 41 bytes
    "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",  # 16 bytes in version 0
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jJ0",  # both cases
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",  # Bech32, and spare bits
)
# From EIP-55.
ETHEREUM = (
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
)
ONE_CASE = (
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
)


def _read(text: str) -> Wallet:
    wallet = read_wallet(text)
    assert wallet is not None
    return wallet


def _hints(text: str) -> list[str]:
    return [hint.id for hint in _read(text).hints]


def _base58check(payload: bytes) -> str:
    whole = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(whole, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(whole) - len(whole.lstrip(b"\0"))) + text


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
        (
            b"The quick brown fox jumps over the lazy dog",
            "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
        ),
    ],
)
def test_keccak(data: bytes, digest: str) -> None:
    assert keccak_256(data).hex() == digest


@pytest.mark.parametrize("length", [0, 1, 134, 135, 136, 137, 271, 272, 1000])
def test_keccak_is_sha3_but_for_the_padding(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # SHA-3 puts 01 before the padding: the same sponge must give hashlib's answer with it.
    data = bytes(i * 7 % 256 for i in range(length))
    original = bytearray.__add__

    class WithSha3Padding(bytearray):
        def __add__(self, other: object) -> bytearray:
            assert other == b"\x01"
            return original(self, b"\x06")

    monkeypatch.setattr("keepsafe.guidance.keccak.bytearray", WithSha3Padding, raising=False)
    assert keccak_256(data) == hashlib.sha3_256(data).digest()


@pytest.mark.parametrize("address", [GENESIS, SCRIPT, *SEGWIT])
def test_bitcoin(address: str) -> None:
    wallet = _read(address)
    assert (wallet.kind, wallet.proved, wallet.hints) == ("bitcoin", True, ())
    assert _read(wallet.canonical) == wallet


@pytest.mark.parametrize("address", WRONG_SEGWIT)
def test_a_wrong_segwit_address_is_still_bitcoin(address: str) -> None:
    assert _read(address).kind == "bitcoin"
    assert _hints(address) == ["checksum"]


def test_practice_coins_are_named() -> None:
    address = "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7"
    assert _hints(address) == ["practice-coins"]


@pytest.mark.parametrize("address", ETHEREUM)
def test_ethereum(address: str) -> None:
    assert _read(address) == Wallet("ethereum", address, proved=True)
    for at in range(2, 42):
        if address[at].isalpha():
            swapped = address[:at] + address[at].swapcase() + address[at + 1 :]
            assert _hints(swapped) == ["checksum"]


@pytest.mark.parametrize("address", ONE_CASE)
def test_ethereum_in_one_case_has_no_checksum_to_be_wrong(address: str) -> None:
    assert _read(address) == Wallet("ethereum", address, proved=False)


def test_tron() -> None:
    assert _read(TRON) == Wallet("tron", TRON, proved=True)


@pytest.mark.parametrize("address", [GENESIS, SCRIPT, TRON])
def test_every_single_letter_changed_is_noticed(address: str) -> None:
    for at in range(1, len(address)):
        for letter in BASE58:
            if letter != address[at]:
                assert _hints(address[:at] + letter + address[at + 1 :]) == ["checksum"]


def test_every_single_letter_changed_is_noticed_in_bech32() -> None:
    address = SEGWIT[0].lower()
    for at in range(4, len(address)):
        for letter in BECH32:
            if letter != address[at]:
                assert _hints(address[:at] + letter + address[at + 1 :]) == ["checksum"]


@given(st.sampled_from((0x00, 0x05, 0x41)), st.binary(min_size=20, max_size=20))
@example(0x41, b"\x0bO" + bytes(18))  # begins with TB1, as an address for practice coins does
def test_any_right_address_is_proved(version: int, rest: bytes) -> None:
    kind = "tron" if version == 0x41 else "bitcoin"
    address = _base58check(bytes([version]) + rest)
    wallet = read_wallet(address)
    if wallet:  # a run of zeros makes an address shorter than any in use
        assert (wallet.kind, wallet.proved) == (kind, True)


@pytest.mark.parametrize(
    "text",
    [
        f"bitcoin:{GENESIS}",
        f"BITCOIN:{GENESIS}?amount=0.01&label=x",
        f"bitcoin://{GENESIS}",
    ],
)
def test_payment_addresses(text: str) -> None:
    assert _read(text).canonical == GENESIS


def test_ethereum_payment_address() -> None:
    assert _read(f"ethereum:{ETHEREUM[0]}@1?value=1").canonical == ETHEREUM[0]
    assert _read(f"ethereum:pay-{ETHEREUM[0]}/transfer").canonical == ETHEREUM[0]


def test_transactions() -> None:
    digits = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"
    assert _read(digits) == Wallet("transaction", digits, proved=False)
    assert _read("0x" + digits).kind == "transaction"


@pytest.mark.parametrize(
    "text",
    ["", "1", "bc1", "0x", "T", "mia_larsen", "1234567890" * 3, "bitcoin:", "1" * 34,
     "0x" + "a" * 39,
     "a" * 63, "bc1 q", "bc1pw5dgrnzv",
     "Tomorrowwewillallgotothebeachwithu", "0x" + "g" * 40, "１" * 34],
)  # fmt: skip
def test_what_is_no_wallet(text: str) -> None:
    assert read_wallet(text) is None


@given(st.text())
def test_never_raises(text: str) -> None:
    read_wallet(text)
    read_wallet("bitcoin:" + text)
