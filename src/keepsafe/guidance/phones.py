"""Reads phone numbers in any way of writing them into E.164, with the country as the region."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from keepsafe.guidance.hints import Hint, hint

_REGIONS = {"UK": "GB"}
_SEPARATORS = frozenset(" \u00a0\u202f().-/\u2010\u2011\u2012\u2013\u2014\u2212")
_EXTENSION = re.compile(r"[ ,;]*(?:ext\.?|extension|x|#|poste|int\.)[ =:]?\d{1,7}$", re.IGNORECASE)
_DATE = r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d)"
_NOT_PHONE = re.compile(rf"{_DATE}|(?:\d{{1,3}}\.){{3}}\d{{1,3}}")  # a day, or an IPv4 address
_FEWEST, _MOST = 5, 17
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number: E.164 where the country is known, else the digits as written."""

    canonical: str
    possible: bool
    international: bool
    hints: tuple[Hint, ...]


def looks_like_phone(text: str) -> bool:
    """Return whether `text` is written as phone numbers are, and not as a date."""
    if not _FEWEST <= len(text) <= _LONGEST:
        return False
    bare = _EXTENSION.sub("", text)
    plus = bare[:1] in ("+", "\uff0b")
    rest = bare[1:] if plus else bare
    digits = sum(c.isdecimal() for c in rest)
    return (
        _FEWEST <= digits <= _MOST
        and all(c.isdecimal() or c in _SEPARATORS for c in rest)
        and rest.count(" ") < 12
        and not _NOT_PHONE.fullmatch(bare)
    )


def read_phone(text: str, region: str | None) -> Phone | None:
    """Return the phone number that `text` is, if it is written as one."""
    if not looks_like_phone(text):
        return None
    home = _home(region)
    if text.startswith(("+", "\uff0b")):
        return _international(text, text)
    if home is None or text.startswith("00"):
        if text.startswith("00") and (found := _international("+" + text[2:], text)).possible:
            return found
        if home is None:
            return Phone(_spaced(text), False, False, (hint("phone-no-country"),))
    return _domestic(text, home)


def _home(region: str | None) -> str | None:
    name = (region or "").upper()
    code = _REGIONS.get(name, name)
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _international(number: str, text: str) -> Phone:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Phone(_spaced(text), False, True, (hint("phone-not-possible"),))
    possible = phonenumbers.is_possible_number(parsed)
    hints = () if possible else (hint("phone-not-possible"),)
    return Phone(_e164(parsed), possible, True, hints)


def _domestic(text: str, region: str) -> Phone:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return Phone(_spaced(text), False, False, (hint("phone-no-country"),))
    whole = phonenumbers.is_possible_number_with_reason(parsed)
    if whole != phonenumbers.ValidationResult.IS_POSSIBLE:  # without an area code it is not whole
        return Phone(_spaced(text), False, False, (hint("phone-no-country"),))
    code = f"+{parsed.country_code}"
    dialled_abroad = parsed.country_code != phonenumbers.country_code_for_region(region)
    hints = () if dialled_abroad else (hint("phone-country-assumed", code=code),)
    return Phone(_e164(parsed), True, dialled_abroad, hints)


def _e164(parsed: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
