"""Turns a report into the data that the Typst templates read; text stays data, never markup.

A text is a string, or {"p": parts, "l": look, "r": true} where a part is a string, 0 for "a line
may break here", 1 for a line feed, or [code]. Breaks are our own because Typst breaks no long
name or address, and a zero-width space would end up in what an officer copies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keepsafe.report import fonts
from keepsafe.report.model import (
    Ask,
    Block,
    Document,
    Fact,
    Facts,
    Listing,
    Points,
    Section,
    Table,
    Value,
    Words,
)
from keepsafe.report.sanitize import belongs_to, is_right_to_left, latin_only, pieces, visible

BREAK, LINE = 0, 1
_KEPT_LINES = 22
_LINES = 40
_LONG = {"text": 18, "exact": 8, "hash": 4, "line": 64}
_STRIDE = {"text": 6, "exact": 4, "hash": 4, "line": 4}


@dataclass(frozen=True, slots=True)
class Encoder:
    """Encodes texts with the shipped fonts; with `strict`, only Latin letters are let through."""

    strict: bool = False

    def text(self, text: str, look: str = "text") -> Any:
        """Return a text from the case as a template takes it."""
        if self.strict:
            text = latin_only(text)
        exact = look in ("exact", "hash")
        parts: list[Any] = []
        for piece in pieces(text, fonts.coverage(), exact=exact):
            parts.extend([[piece.text[1:-1]]] if piece.code else _broken(piece.text, look))
        backwards = is_right_to_left(text)
        if not backwards and not exact and all(isinstance(part, str) for part in parts):
            return "".join(parts)
        encoded: dict[str, Any] = {"p": parts}
        if exact:
            encoded["l"] = look
        if backwards:
            encoded["r"] = True
        return encoded

    def plain(self, text: str) -> str:
        """Return a text for a place that takes a bare string, such as what stands for a picture."""
        return visible(latin_only(text) if self.strict else text, fonts.coverage())

    def value(self, value: Value) -> Any:
        """Return a value."""
        return self.text(value.text, value.look)

    def fact(self, fact: Fact) -> dict[str, Any]:
        """Return a fact."""
        return {"label": self.text(fact.label), "values": [self.value(v) for v in fact.values]}

    def block(self, block: Block) -> dict[str, Any]:
        """Return a block."""
        match block:
            case Words(text, small):
                return {"t": "small" if small else "words", "text": self.text(text)}
            case Facts(facts, heading):
                told = [self.fact(fact) for fact in facts]
                title = self.text(heading) if heading else ""
                return {"t": "facts", "heading": title, "facts": told, "keep": _is_short(facts)}
            case Table(head, widths, rows):
                return {
                    "t": "table",
                    "head": [self.text(cell) for cell in head],
                    "widths": list(widths),
                    "rows": [[[self.value(v) for v in cell] for cell in row] for row in rows],
                }
            case Listing(lines):
                # A paragraph for every few lines: one for each costs ten times the memory.
                chunks = (lines[at : at + _LINES] for at in range(0, len(lines), _LINES))
                return {"t": "listing", "chunks": [self.text("\n".join(c), "line") for c in chunks]}
            case Points(heading, points):
                texts = [self.text(point) for point in points]
                return {"t": "points", "heading": self.text(heading), "points": texts}
            case Ask(question, answer):
                return {"t": "ask", "question": self.text(question), "answer": self.text(answer)}

    def section(self, section: Section) -> dict[str, Any]:
        """Return a section."""
        return {
            "key": section.key,
            "title": self.text(section.title),
            "blocks": [self.block(block) for block in section.blocks],
        }

    def document(self, document: Document) -> dict[str, Any]:
        """Return a whole report."""
        first = document.first
        return {
            **self.frame(document.language, document.title, document.footer, document.page),
            "paper": document.paper,
            "short": document.short,
            "first": {
                "title": first.title,
                "subtitle": first.subtitle,
                "identity": self.block(first.identity),
                "sections": [self.section(section) for section in first.sections],
            },
            "sections": [self.section(section) for section in document.sections],
        }

    def frame(
        self, language: str, title: str, footer: str, page: tuple[str, str]
    ) -> dict[str, Any]:
        """Return what every template needs: language, title, footer, and the fonts to use."""
        families = list(fonts.coverage().families)
        return {
            "language": language,
            "title": title,
            "footer": footer,
            "page": list(page),
            "text_fonts": [fonts.TEXT, *families],
            "exact_fonts": [fonts.IDENTIFIERS, *families],
        }


def _is_short(facts: tuple[Fact, ...]) -> bool:
    """Whether facts take so little room that they can be kept on one page together."""
    texts = [value.text for fact in facts for value in fact.values]
    return sum(1 + len(text) // 60 + text.count("\n") for text in texts) <= _KEPT_LINES


def _broken(text: str, look: str) -> Iterator[Any]:
    """Yield `text` with line feeds taken out and breaks put into whatever has none for long."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield LINE
        last = 0
        for match in re.finditer(rf"\S{{{_LONG[look] + 1},}}", line):
            if match.start() > last:
                yield line[last : match.start()]
            yield from _split(match[0], _STRIDE[look])
            last = match.end()
        if last < len(line):
            yield line[last:]


def _split(word: str, stride: int) -> Iterator[Any]:
    """Yield a long word in stretches of about `stride` letters, never between letter and mark."""
    start, letters = 0, 0
    for index in range(1, len(word)):
        letters += 1
        if letters >= stride and _may_part(word[index - 1], word[index]):
            yield word[start:index]
            yield BREAK
            start, letters = index, 0
    yield word[start:]


def _may_part(before: str, after: str) -> bool:
    return not belongs_to(after, before) and unicodedata.combining(before) != 9
