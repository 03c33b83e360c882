"""Bech32 (BIP 173) without its length limit, as age keys use it."""

from __future__ import annotations

from collections.abc import Sequence

from keepsafe.errors import FormatError
from keepsafe.i18n import _

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """Return `data` in Bech32 with a lower-case human-readable `prefix`."""
    values = _regroup(data, 8, 5, pad=True)
    remainder = polymod(prefix, [*values, *[0] * 6]) ^ 1
    checksum = [(remainder >> 5 * (5 - i)) & 31 for i in range(6)]
    return prefix + "1" + "".join(_ALPHABET[v] for v in [*values, *checksum])


def decode(text: str) -> tuple[str, bytes]:
    """Return (prefix in lower case, data).

    Raises:
        FormatError: for mixed case, a character that is not ASCII, a bad checksum, or bits that
            should be zero and are not.
    """
    # Beyond ASCII there are letters whose small form is an ASCII one, such as the Kelvin sign.
    if not all("!" <= character <= "~" for character in text):
        raise FormatError(_("This key holds a letter that no key has."))
    if text != text.lower() and text != text.upper():
        raise FormatError(
            _("This key mixes capital and small letters, so it was not copied exactly.")
        )
    prefix, separator, rest = text.lower().rpartition("1")
    if not separator or not prefix or len(rest) < 6:
        raise FormatError(_("This is not a whole key; please copy it again."))
    try:
        values = [_VALUES[letter] for letter in rest]
    except KeyError as error:
        raise FormatError(_("This key holds a letter that no key has.")) from error
    if polymod(prefix, values) != 1:
        raise FormatError(_("This key has a mistake in it; please copy it again."))
    return prefix, bytes(_regroup(values[:-6], 5, 8, pad=False))


def polymod(prefix: str, values: Sequence[int]) -> int:
    """Return the checksum over a prefix and 5-bit values, 1 when they end in their own."""
    expanded = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]
    checksum = 1
    for value in [*expanded, *values]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                checksum ^= generator
    return checksum


def _regroup(data: bytes | list[int], from_bits: int, to_bits: int, *, pad: bool) -> list[int]:
    accumulator = bits = 0
    grouped = []
    for value in data:
        accumulator = accumulator << from_bits | value
        bits += from_bits
        while bits >= to_bits:
            bits -= to_bits
            grouped.append(accumulator >> bits & (1 << to_bits) - 1)
        accumulator &= (1 << bits) - 1
    if pad and bits:
        grouped.append(accumulator << (to_bits - bits) & (1 << to_bits) - 1)
    elif not pad and (bits >= from_bits or accumulator):
        raise FormatError(_("This key has spare bits that should be zero; please copy it again."))
    return grouped
