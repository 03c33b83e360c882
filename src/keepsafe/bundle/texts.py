"""The fixed texts of a sealed file, and the few facts in `bag-info.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from keepsafe.errors import FormatError
from keepsafe.resources import resource


@cache
def start_here() -> bytes:
    """Return START-HERE.txt, the same in every sealed file, with Windows line ends."""
    return _windows(resource("bundle", "START-HERE.txt").read_text("utf-8"))


def verify_txt(bundle: str) -> bytes:
    """Return VERIFY.txt for the sealed file `bundle`."""
    text = resource("bundle", "VERIFY.txt").read_text("utf-8")
    return text.replace("{bundle}", bundle).encode()


def bag_info(facts: Mapping[str, str]) -> bytes:
    """Return `bag-info.txt`: one "Label: value" a line (RFC 8493, section 2.2.2)."""
    return "".join(f"{label}: {value}\n" for label, value in facts.items()).encode()


def parse_bag_info(content: bytes) -> dict[str, str]:
    """Return the facts of a `bag-info.txt`.

    Raises:
        FormatError: when it is not as `bag_info` writes it, or has a label twice.
    """
    facts: dict[str, str] = {}
    for line in content.decode("utf-8", "backslashreplace").split("\n")[:-1]:
        label, separator, value = line.partition(": ")
        if not separator or label in facts:
            raise FormatError("A line of bag-info.txt is not as Keepsafe writes it.")
        facts[label] = value
    if bag_info(facts) != content:
        raise FormatError("bag-info.txt is not as Keepsafe writes it.")
    return facts


def local_minute(moment: datetime) -> str:
    """Return an aware time as "2026-11-24T21:14-07:00"."""
    return moment.isoformat(timespec="minutes")


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig")
