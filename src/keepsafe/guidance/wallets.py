"""Reads wallet addresses and transaction numbers, and checks their checksums; nothing is refused.

Bitcoin: Base58Check, and Bech32 and Bech32m (BIP 173 and 350). Ethereum: the capitals of EIP-55.
Tron: Base58Check with its own first byte.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from keepsafe.formats.bech32 import polymod
from keepsafe.guidance.hints import Hint, hint
from keepsafe.guidance.keccak import keccak_256

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_CONSTANT, _BECH32M_CONSTANT = 1, 0x2BC830A3

_SCHEME = re.compile(r"(?:bitcoin|ethereum|tron):(?://)?(?:pay-)?", re.IGNORECASE)
# A Tron address can begin with TB1, but has small letters too.
_SEGWIT = re.compile(r"(?:bc|tb)1[A-Za-z0-9]{11,87}|(?:BC|TB)1[A-Z0-9]{11,87}")
_LEGACY = re.compile(r"[13][1-9A-HJ-NP-Za-km-z]{25,34}")
_ETHEREUM = re.compile(r"0x[0-9a-fA-F]{40}")
_TRON = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")
_TRANSACTION = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Wallet:
    """A wallet address or a transaction number; `proved` when a checksum in it is right."""

    kind: str
    canonical: str
    proved: bool
    hints: tuple[Hint, ...] = ()


def read_wallet(text: str) -> Wallet | None:
    """Return the wallet or transaction that the whole of `text` is, if it is one."""
    scheme = _SCHEME.match(text)
    bare = re.split(r"[?@/&]", text[scheme.end() :], maxsplit=1)[0] if scheme else text
    if _SEGWIT.fullmatch(bare):
        return _segwit(bare)
    if _LEGACY.fullmatch(bare):
        right = _base58_payload(bare) is not None
        return _judged("bitcoin", bare, right) if right or _mixed(bare) or scheme else None
    if _ETHEREUM.fullmatch(bare):
        return _ethereum(bare)
    if _TRON.fullmatch(bare):
        payload = _base58_payload(bare)
        right = payload is not None and payload[0] == 0x41
        return _judged("tron", bare, right) if right or _mixed(bare) or scheme else None
    if _TRANSACTION.fullmatch(bare):
        return Wallet("transaction", bare, proved=False)
    return None


def _judged(kind: str, address: str, right: bool) -> Wallet:
    return Wallet(kind, address, right, () if right else (hint("checksum"),))


def _mixed(address: str) -> bool:
    """Whether it has digits, capitals and small letters, as real ones do and few names have."""
    return (
        any(c.isdigit() for c in address[1:])
        and any(c.isupper() for c in address[1:])
        and any(c.islower() for c in address)
    )


def _base58_payload(address: str) -> bytes | None:
    """Return the 21 bytes in a Base58Check address, or nothing when its checksum is wrong."""
    number = 0
    for character in address:
        number = number * 58 + _BASE58.index(character)
    if number >> 200:
        return None
    raw = number.to_bytes(25, "big")
    zeros = len(address) - len(address.lstrip("1"))
    if len(raw) - len(raw.lstrip(b"\0")) != zeros:
        return None
    payload, checksum = raw[:21], raw[21:]
    right = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == checksum
    return payload if right and payload[0] in (0x00, 0x05, 0x41) else None


def _segwit(address: str) -> Wallet:
    one_case = address in (address.lower(), address.upper())
    small = address.lower()
    prefix, data = small[:2], small[3:]
    right = one_case and all(c in _BECH32 for c in data) and _is_segwit(prefix, data)
    hints = () if right else (hint("checksum"),)
    if prefix == "tb":
        hints = (*hints, hint("practice-coins"))
    return Wallet("bitcoin", small if one_case else address, right, hints)


def _is_segwit(prefix: str, data: str) -> bool:
    values = [_BECH32.index(c) for c in data]
    version, program = values[0], values[1:-6]
    wanted = _BECH32M_CONSTANT if version else _BECH32_CONSTANT
    if polymod(prefix, values) != wanted or version > 16:
        return False
    octets, spare = divmod(5 * len(program), 8)
    if spare > 4 or (spare and program and program[-1] & (1 << spare) - 1):
        return False
    return octets in (20, 32) if version == 0 else 2 <= octets <= 40


def _ethereum(address: str) -> Wallet:
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):  # written without a checksum, which is allowed
        return Wallet("ethereum", address, proved=False)
    return _judged("ethereum", address, digits == _with_capitals(digits.lower()))


def _with_capitals(digits: str) -> str:
    nibbles = keccak_256(digits.encode()).hex()
    pairs = zip(digits, nibbles, strict=False)
    return "".join(c.upper() if int(nibble, 16) > 7 else c for c, nibble in pairs)
