"""ASN.1 values as bytes (X.690): read from BER, written as DER. Only what time tokens are made of.

Time authorities write BER as often as DER: lengths left open, sets in any order. Reading takes
both; what is written, or hashed, is DER, but for a set's order, which stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepsafe.errors import FormatError
from keepsafe.i18n import _

BOOLEAN, INTEGER, OCTET_STRING, OID, GENERALIZED_TIME = 0x01, 0x02, 0x04, 0x06, 0x18
SEQUENCE, SET = 0x30, 0x31
_CONSTRUCTED = 0x20
_END = (0, 0)
_DEEPEST = 40
_MOST_VALUES = 20_000


class DerError(FormatError):
    """Bytes that are no ASN.1 value, or not the value that was asked for."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be read as a time token: it is cut short or is none."))


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag (the whole first byte), what it holds, and the bytes it was read from.

    Of a constructed value `children` are the values in it, and `content` is their DER.
    """

    tag: int
    content: bytes
    children: tuple[Value, ...] = ()
    raw: bytes = b""

    @property
    def der(self) -> bytes:
        """The value in DER."""
        return tlv(self.tag, self.content)

    def expect(self, tag: int) -> Value:
        """Return the value itself; raises `DerError` when it has another tag."""
        if self.tag != tag:
            raise DerError
        return self

    def items(self, tag: int = SEQUENCE) -> tuple[Value, ...]:
        """Return the values in a sequence, or in what has another `tag`."""
        return self.expect(tag).children

    def integer(self, tag: int = INTEGER) -> int:
        """Return an INTEGER, of any size and sign."""
        if not self.expect(tag).content:
            raise DerError
        return int.from_bytes(self.content, "big", signed=True)

    def oid(self) -> str:
        """Return an OBJECT IDENTIFIER as dotted numbers (X.690, 8.19)."""
        content = self.expect(OID).content
        if not content or content[-1] & 0x80:
            raise DerError
        numbers, number = [], 0
        for byte in content:
            number = number << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(number)
                number = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))

    def octets(self) -> bytes:
        """Return an OCTET STRING, which BER may give in pieces."""
        if self.tag == OCTET_STRING | _CONSTRUCTED:
            return b"".join(piece.octets() for piece in self.children)
        return self.expect(OCTET_STRING).content


def read(data: bytes) -> Value:
    """Return the one value that `data` is.

    Raises:
        DerError: when it is not exactly one value, is nested deeper than 40, or has far too many.
    """
    reader = _Reader(data)
    value, end = reader.value(0, len(data), 0)
    if end != len(data):
        raise DerError
    return value


def tlv(tag: int, content: bytes) -> bytes:
    """Return a value in DER: tag, length, content."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(parts: Iterable[bytes]) -> bytes:
    """Return a SEQUENCE of values that are DER already."""
    return tlv(SEQUENCE, b"".join(parts))


def integer(number: int) -> bytes:
    """Return a number as an INTEGER."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    """Return dotted numbers as an OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    return tlv(OID, b"".join(map(_base128, (first * 40 + second, *rest))))


def _base128(number: int) -> bytes:
    septets = [number & 0x7F]
    while number := number >> 7:
        septets.append(number & 0x7F | 0x80)
    return bytes(reversed(septets))


class _Reader:
    """Reads values, and counts them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count = 0

    def value(self, at: int, end: int, depth: int) -> tuple[Value, int]:
        """Return the value that starts at `at`, and where it ends."""
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_VALUES or end - at < 2:
            raise DerError
        tag, start = self._data[at], at
        if tag & 0x1F == 0x1F:  # a tag number above 30, which nothing here has
            raise DerError
        size, at = self._length(at + 1, end)
        constructed = bool(tag & _CONSTRUCTED)
        if size is None:
            if not constructed:
                raise DerError
            children, at = self._until_end(at, end, depth)
        elif size > end - at:
            raise DerError
        elif not constructed:
            return Value(tag, self._data[at : at + size], (), self._data[start : at + size]), (
                at + size
            )
        else:
            stop, children = at + size, []
            while at < stop:
                child, at = self.value(at, stop, depth + 1)
                children.append(child)
        content = b"".join(child.der for child in children)
        return Value(tag, content, tuple(children), self._data[start:at]), at

    def _length(self, at: int, end: int) -> tuple[int | None, int]:
        first = self._data[at]
        if first == 0x80:
            return None, at + 1
        if first < 0x80:
            return first, at + 1
        count = first & 0x7F
        if count > 4 or end - at - 1 < count:
            raise DerError
        return int.from_bytes(self._data[at + 1 : at + 1 + count], "big"), at + 1 + count

    def _until_end(self, at: int, end: int, depth: int) -> tuple[list[Value], int]:
        children = []
        while tuple(self._data[at : min(at + 2, end)]) != _END:
            child, at = self.value(at, end, depth + 1)
            children.append(child)
        return children, at + 2
