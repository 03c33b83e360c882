"""What a report says, apart from how it looks: one tree that the PDF and the HTML are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["text", "exact", "hash"]


@dataclass(frozen=True, slots=True)
class Value:
    """A text from the case or about it, never markup.

    "exact" is set in the face that tells l, 1, I, O and 0 apart and shows every invisible
    character; "hash" likewise, in groups of four digits. `link` is a file of the bundle, for HTML.
    """

    text: str
    look: Look = "text"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what belongs to it, one value below the other.

    Without values, it is the title of the facts that follow it.
    """

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of our own; `small` for an explanation that stands below something."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about one thing, under its own heading when it has one."""

    facts: tuple[Fact, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are the columns' shares, 0 for as wide as its content."""

    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[tuple[Value, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A long list, one short line for each thing, where a table would take too much memory."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences of ours under a heading."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question someone may ask, and the answer."""

    question: str
    answer: str


Block = Words | Facts | Table | Listing | Points | Ask


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part; `key` names it for links and never depends on the language."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The first page: what the whole is, and the sections an officer reads in a minute.

    `recorded` says in plain sentences what was recorded: threats, money, an age under 18; it stands
    in `identity` too, and is empty when there is nothing to say.
    """

    title: str
    subtitle: str
    identity: Facts
    sections: tuple[Section, ...]
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One report, in one language. `footer` holds no personal data; `page` is ("Page", "of").

    The sections of a `short` document are made to fit one page.
    """

    language: str
    title: str
    footer: str
    page: tuple[str, str]
    paper: Literal["a4", "us-letter"]
    first: Page
    sections: tuple[Section, ...]
    short: bool = False
