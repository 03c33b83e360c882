"""Canonical JSON (RFC 8785): one spelling for one value, so that its hash means something.

Only what Keepsafe writes is accepted: objects with ASCII keys, arrays, strings, whole numbers up
to 2**53 - 1, true, false and null. Fractions are refused, so the number rules of RFC 8785 section
3.2.2.3 never come into play. ASCII keys sort the same by code point as by UTF-16 unit (3.2.3).
"""

from __future__ import annotations

import json
from typing import Any

from keepsafe.errors import FormatError
from keepsafe.i18n import _

_LARGEST = 2**53 - 1
_DEEPEST = 100


def canonical(value: object) -> bytes:
    """Return the one canonical UTF-8 spelling of `value`, without a line end.

    Raises:
        FormatError: for a fraction, a number too large, a key that is not ASCII, text that is not
            Unicode (a lone surrogate), or more than 100 objects and arrays in each other.
    """
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FormatError(
            _("This text is not valid Unicode, so it has no canonical form.")
        ) from error


def parse(line: bytes) -> dict[str, Any]:
    """Return the object that `line` spells, refusing any spelling but the canonical one.

    Raises:
        FormatError: when it is not JSON, not an object, or not canonical (a key twice, spaces,
            another order, a fraction).
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(_("This line is not valid JSON.")) from error
    if not isinstance(value, dict) or canonical(value) != line:
        raise FormatError(_("This line is not written in canonical JSON."))
    return value


def _check(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise FormatError(_("This data is nested far too deeply."))
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > _LARGEST:
                raise FormatError(_("This number is too large for JSON."))
        case dict():
            for key, inner in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise FormatError(_("A name in this data is not plain ASCII."))
                _check(inner, depth + 1)
        case list() | tuple():
            for inner in value:
                _check(inner, depth + 1)
        case _:
            raise FormatError(
                _("A {kind} cannot be kept in this data.").format(kind=type(value).__name__)
            )
