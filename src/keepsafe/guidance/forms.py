"""Recognises an identifier by its own form, without knowing the app: wallet, e-mail, @name, number.

An app is named only where the form belongs to it alone, such as `STEAM_0:1:12345` or `u/name`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from keepsafe.guidance.hints import Hint, hint
from keepsafe.guidance.phones import looks_like_phone, read_phone
from keepsafe.guidance.wallets import read_wallet


@dataclass(frozen=True, slots=True)
class Form:
    """What a piece of text is by its form."""

    kind: str
    canonical: str
    platform: str | None = None
    hints: tuple[Hint, ...] = ()


_STEAM_2 = re.compile(r"STEAM_[0-5]:([01]):(\d{1,10})", re.ASCII | re.IGNORECASE)
_STEAM_3 = re.compile(r"\[?U:1:(\d{1,10})\]?", re.ASCII | re.IGNORECASE)
_STEAM_64 = re.compile(r"7656119\d{10}", re.ASCII)
_STEAM_BASE = 76561197960265728

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}")
_PREFIX = re.compile(r"(?:mailto|tel|sms|facetime|imessage):(?://)?", re.IGNORECASE)
_LABELS = "user ?name|user ?id|id|handle|nom d['’]utilisateur|identifiant|nombre de usuario|usuario"
_LABEL = re.compile(rf"\A(?:(?:{_LABELS})\s?[:：]\s?)+", re.IGNORECASE)
_CASHTAG = re.compile(r"\$(?=[\d_-]*[A-Za-z])[\w-]{1,20}", re.ASCII)
_AMOUNT = re.compile(r"[$€£¥]\s?\d[\d.,' ]{0,20}|\d[\d.,' ]{0,20}\s?[$€£¥]")
_REDDIT_USER = re.compile(r"/?u(?:ser)?/([\w-]{1,40})/?", re.ASCII)
_REDDIT_GROUP = re.compile(r"/?r/(\w{2,30})/?", re.ASCII)
_SKYPE = re.compile(r"(?:skype:)?(live:[\w.,:-]{1,80})(?:\?\w{1,20})?", re.ASCII)
_CHANNEL = re.compile(r"(?=UC[\w-]{0,21}\d)(?=UC[\w-]{0,21}[a-z])UC[\w-]{22}", re.ASCII)
_HEX_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TAGGED = re.compile(r"[^\n#]{2,32}#[0-9]{4}")
_AT_NAME = re.compile(r"[\w.\-·]{1,60}")
_PLAIN_NAME = re.compile(r"(?=[\d_.\-·]*[^\W\d_])[\w.\-·]{1,60}")
_NUMBER = re.compile(r"[\d .,:/()-]{1,60}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_LONG_PHONE = re.compile(r"\+\d[\d().\-\s]{5,24}\d", re.ASCII)
_EDGES = "()<>[]{}\"'“”‘’«»,;:!?"
_MOST_WORDS, _LONGEST_NAME = 200, 60


def steam_id(text: str) -> str | None:
    """Return the 17-digit Steam number that any of its ways of writing stands for."""
    if two := _STEAM_2.fullmatch(text):
        return str(_STEAM_BASE + 2 * int(two[2]) + int(two[1]))
    if three := _STEAM_3.fullmatch(text):
        return str(_STEAM_BASE + int(three[1]))
    return text if _STEAM_64.fullmatch(text) else None


def email(text: str) -> str | None:
    """Return the e-mail address that the whole of `text` is, its domain in small letters."""
    bare = _PREFIX.sub("", text, count=1).split("?", 1)[0]
    if not _EMAIL.fullmatch(bare):
        return None
    name, _, domain = bare.rpartition("@")
    return f"{name}@{domain.lower()}"


def without_prefix(text: str) -> str:
    """Return `text` without tel: or the like."""
    return _PREFIX.sub("", text, count=1)


def without_label(text: str) -> str:
    """Return `text` without a label such as "Username:" before it."""
    return _LABEL.sub("", text, count=1)


def named_in_words(text: str) -> str | None:
    """Return the first @name among other words, with its @."""
    words = (word.strip(_EDGES) for word in text.split()[:_MOST_WORDS])
    return next((word for word in words if _at_name(word)), None)


def is_display_name(text: str) -> bool:
    """Return whether `text` has what display names have and usernames have not."""
    if any(c.isspace() for c in text.strip()):
        return True
    return any(unicodedata.category(c) in ("So", "Sk") and ord(c) > 0xFF for c in text)


def by_form(text: str, region: str | None) -> Form:
    """Return what `text` is, as far as its form tells."""
    return _distinct(text) or _in_words(text) or _number(text, region) or _name(text)


def _distinct(text: str) -> Form | None:
    """Return what `text` is where its form leaves no doubt."""
    if not text:
        return None
    return _paid_to(text) or _addressed(text) or of_one_app(text)


def _paid_to(text: str) -> Form | None:
    if wallet := read_wallet(text):
        return Form(wallet.kind, wallet.canonical, None, wallet.hints)
    return Form("cashtag", text) if _CASHTAG.fullmatch(text) else _iban(text)


def _addressed(text: str) -> Form | None:
    if address := email(text):
        gmail = address.endswith(("@gmail.com", "@googlemail.com"))
        return Form("email", address, "google" if gmail else None)
    if _HEX_ID.fullmatch(text):
        return Form("user-id", text.lower(), None, (hint("hex-id"),))
    return None


def of_one_app(text: str) -> Form | None:
    """Return what `text` is where only one app writes it so."""
    found = None
    if number := steam_id(text):
        found = Form("user-id", number, "steam")
    elif name := _REDDIT_USER.fullmatch(text):
        found = Form("username", name[1], "reddit")
    elif group := _REDDIT_GROUP.fullmatch(text):
        found = Form("group", f"r/{group[1]}", "reddit")
    elif skype := _SKYPE.fullmatch(text):
        found = Form("username", skype[1], "skype")
    elif _CHANNEL.fullmatch(text):
        found = Form("user-id", text, "youtube")
    return found


def _iban(text: str) -> Form | None:
    bare = text.replace(" ", "")
    if not _IBAN.fullmatch(bare.upper()) or len(bare) > 34:
        return None
    moved = bare[4:].upper() + bare[:4].upper()
    if int("".join(str(int(c, 36)) for c in moved)) % 97 == 1:
        return Form("iban", bare.upper())
    in_fours = " " in text and all(len(part) == 4 for part in text.split(" ")[:-1])
    return Form("iban", text, None, (hint("checksum"),)) if in_fours and text.isupper() else None


def _in_words(text: str) -> Form | None:
    """Return the first identifier with a form of its own among other words."""
    words = text.split()[:_MOST_WORDS]
    if len(words) < 2:
        return _at_name(text)
    for word in words:
        bare = word.strip(_EDGES).rstrip(".")
        if found := _distinct(bare) or _at_name(bare):
            return found
    if not looks_like_phone(text) and (phone := _LONG_PHONE.search(text)):
        read = read_phone(phone[0], None)
        return Form("phone", read.canonical, None, read.hints) if read else None
    return None


def _at_name(text: str) -> Form | None:
    name = text[1:]
    named = text[:1] == "@" and _AT_NAME.fullmatch(_without_marks(name))
    return Form("username", name) if named else None


def _number(text: str, region: str | None) -> Form | None:
    if _AMOUNT.fullmatch(text):
        return Form("unknown", text, None, (hint("an-amount"),))
    dialled = without_prefix(text)
    phone = read_phone(dialled, region)
    written_as_phone = phone and (phone.international or not dialled.isdecimal())
    if phone and (written_as_phone or phone.possible):
        return Form("phone", phone.canonical, None, phone.hints)
    if text.isdecimal() and text.isascii() and 17 <= len(text) <= 20:
        return Form("user-id", text, None, (hint("long-number"),))
    if any(c.isdecimal() for c in text) and not any(c.isalpha() for c in text):
        return (
            Form("number", text, None, (hint("bare-number"),)) if _NUMBER.fullmatch(text) else None
        )
    return None


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and bool(_PLAIN_NAME.fullmatch(_without_marks(text)))


def _without_marks(text: str) -> str:
    """Return `text` without vowel signs and joiners, which many alphabets write beside letters."""
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf"))


def _name(text: str) -> Form:
    if not text:
        return Form("unknown", "", None, (hint("nothing"),))
    if _TAGGED.fullmatch(text):
        return Form("username", text, None, (hint("name-with-number"),))
    if _is_name(text):
        return Form("username", text)
    if is_display_name(text):
        return Form("display-name", text, None, (hint("display-name"),))
    return Form("unknown", text)
