"""The text of a guidance file: where its keys are, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from keepsafe.errors import KeepsafeError

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_MARKUP = re.compile(r"<\s*[A-Za-z/!?]|javascript:|data:text|vbscript:", re.IGNORECASE)
_PLAIN_LINK = re.compile(r"\b(?!https://)[a-z][a-z0-9+.-]*://|\]\(\s*(?!https://)", re.IGNORECASE)
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a pack."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


class GuidanceError(KeepsafeError):
    """A guidance file that cannot be used; the message names file, line and what is wrong."""

    exit_code = 1

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"Keepsafe's advice has a mistake in it. {problem}")
        self.problem = problem


@dataclass(slots=True)
class Page:
    """A file being read: its text, to find lines in, and what is wrong with it so far."""

    file: str
    text: str
    numbers: bool
    """Whether what is not verified is searched for phone numbers."""
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, what: str) -> None:
        """Note something wrong."""
        self.problems.append(Problem(self.file, line, what))

    def line_of(self, place: tuple[str, int], *keys: str) -> int:
        """Return the line of the first of `keys` in the n-th table of a name, else its head."""
        found = dict[str, int]()
        below = f"{place[0]}." if place[0] else ""
        here, head, seen = ("", 0), 1, dict[str, int]()
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := _HEADER.match(line):
                here = (header[1], seen.get(header[1], 0))
                seen[header[1]] = here[1] + 1
                head = number if here == place else head
                for key in keys:
                    if header[1] == below + key:
                        found.setdefault(key, number)
            elif here == place:
                for key in keys:
                    if key not in found and _assigns(line, key):
                        found[key] = number
        return next((found[key] for key in keys if key in found), head)


def _assigns(line: str, key: str) -> bool:
    pattern = rf"(?:^|[{{,])\s*\"?{re.escape(key)}\"?(?:\.[\w-]+)?\s*="
    return re.search(pattern, line) is not None


def wrong_in(words: str) -> str:
    """Return what is wrong with words for people, or nothing."""
    if not words.isprintable() and (hidden := _HIDDEN.search(words)):
        return f"there is a hidden character in it (U+{ord(hidden[0]):04X})"
    if ("<" in words or ":" in words) and _MARKUP.search(words):
        return "there is HTML or a script in it"
    if ("://" in words or "](" in words) and _PLAIN_LINK.search(words):
        return "there is a link in it that does not begin with https://"
    return ""
