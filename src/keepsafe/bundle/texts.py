"""The fixed texts of a sealed file, and the few facts in `bag-info.txt`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from keepsafe.errors import FormatError
from keepsafe.i18n import N_, _, translated
from keepsafe.resources import resource

_LONGEST_SHOWN = 120
_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
_HEX64 = "[0-9a-f]{64}"
_ANY_FACT = re.compile(r"[ -~]{1,200}")
_FACTS: Mapping[str, re.Pattern[str]] = {
    label: re.compile(form)
    for label, form in {
        "Bagging-Date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "Payload-Oxum": r"[0-9]{1,18}\.[0-9]{1,9}",
        "Keepsafe-Format": "[1-9][0-9]{0,3}",
        "Keepsafe-Part": "[1-9][0-9]{0,2}/[1-9][0-9]{0,2}",
        "Keepsafe-Sealed-At": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}",
        "Keepsafe-Signing-Key-SHA256": _HEX64,
        "Keepsafe-Previous-Seal-Code": f"none|{_HEX64}",
    }.items()
}


@cache
def start_here() -> bytes:
    """Return START-HERE.txt, the same in every sealed file, with Windows line ends."""
    return _windows(resource("bundle", "START-HERE.txt").read_text("utf-8"))


@cache
def known_start_here() -> frozenset[str]:
    """Return the SHA-256 of every START-HERE.txt that a release of Keepsafe has written.

    Texts get better; a file that was sealed with an earlier one stays what it was.
    """
    listed = resource("bundle", "START-HERE.sha256").read_text("utf-8").splitlines()
    earlier = (line.partition(" ")[0] for line in listed if not line.startswith("#"))
    return frozenset((*earlier, hashlib.sha256(start_here()).hexdigest()))


@cache
def reader() -> bytes:
    """Return OPEN-ME.html, the offline reader of this version."""
    return resource("bundle", "OPEN-ME.html").read_bytes()


@cache
def known_readers() -> Mapping[str, str]:
    """Return the version of Keepsafe by the SHA-256 of its OPEN-ME.html, for every one there was.

    It lies in the clear, so whoever has the file can put another page in its place.
    """
    listed = resource("bundle", "READERS.sha256").read_text("utf-8").splitlines()
    lines = (line.split("  ", 1) for line in listed if not line.startswith("#"))
    return dict(lines)


def shown(text: str) -> str:
    r"""Return a name from a received file as a sentence can hold it: `\u202e` for what has no face.

    A name can hold line ends, terminal commands and marks that turn the text around.
    """
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:_LONGEST_SHOWN])
    return safe if len(text) <= _LONGEST_SHOWN else f"{safe} ..."


def verify_txt(bundle: str, language: str = "en") -> bytes:
    """Return VERIFY.txt for the sealed file `bundle`, in its language."""
    name = "VERIFY.txt" if language == "en" else f"VERIFY.{language}.txt"
    text = resource("bundle", name).read_text("utf-8")
    return text.replace("{bundle}", bundle).encode()


def bag_info(facts: Mapping[str, str]) -> bytes:
    """Return `bag-info.txt`: one "Label: value" a line (RFC 8493, section 2.2.2)."""
    return "".join(f"{label}: {value}\n" for label, value in facts.items()).encode()


def parse_bag_info(content: bytes) -> dict[str, str]:
    """Return the facts of a `bag-info.txt`.

    Raises:
        FormatError: when it is not as `bag_info` writes it, has a label twice, or a value that
            cannot be.
    """
    facts: dict[str, str] = {}
    for line in content.decode("utf-8", "backslashreplace").split("\n")[:-1]:
        label, separator, value = line.partition(": ")
        if not separator or label in facts or not _is_fact(label, value):
            raise FormatError(
                _("A line of {name} is not as Keepsafe writes it.").format(name="bag-info.txt")
            )
        facts[label] = value
    if bag_info(facts) != content:
        raise FormatError(_("{name} is not as Keepsafe writes it.").format(name="bag-info.txt"))
    return facts


def local_minute(moment: datetime) -> str:
    """Return an aware time as "2026-11-24T21:14-07:00"."""
    return moment.isoformat(timespec="minutes")


def told_minute(written: str) -> str:
    """Return what `local_minute` wrote as people read it: "24 Nov 2026 21:14 (UTC-07:00)"."""
    moment = datetime.fromisoformat(written)
    month = translated(_MONTHS[moment.month - 1])
    return f"{moment.day} {month} {moment.year} {moment:%H:%M} (UTC{written[-6:]})"


def told_second(moment: datetime) -> str:
    """Return an aware time in UTC as people read it, "24 Nov 2026 05:14:03 UTC".

    A part of a second counts as a whole one, so that "by then" stays true.
    """
    whole = moment.astimezone(UTC) + timedelta(microseconds=999_999)
    month = translated(_MONTHS[whole.month - 1])
    return f"{whole.day} {month} {whole.year} {whole:%H:%M:%S} UTC"


def _is_fact(label: str, value: str) -> bool:
    if _FACTS.get(label, _ANY_FACT).fullmatch(value) is None:
        return False
    if label == "Keepsafe-Sealed-At":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return False
    return True


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig")
