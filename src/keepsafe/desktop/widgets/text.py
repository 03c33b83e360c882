"""Words on a page: titles, paragraphs, lists, and the cards of the guidance made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.i18n import language

_BREAK = "\N{ZERO WIDTH SPACE}"
_LEANING = r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
_LEANING += r"\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff]"
_LONG = re.compile(r"[^\s/\\-]{28,}")
_UNDERSCORE = re.compile(r"(?<=_)(?=[^_])")
_PIECE = re.compile(rf".{{12}}(?!{_LEANING})(?<!\u200d)(?=.)", re.DOTALL)
_FRENCH_SPACE = re.compile(r" (?=[:;?»])|(?<=«) ")
# The verb and its pronoun, such as "dites-le" and "y a-t-il", stay in one line.
_FRENCH_HYPHEN = re.compile(
    r"(?<=\w)-(?=(?:je|tu|ils?|elles?|on|nous|vous|le|la|les|lui|leur|moi|toi|en|y|ce|t)\b)"
)


class Words(QLabel):
    """Text that wraps, can be read by a screen reader and marked to be copied."""

    def __init__(self, words: str, kind: str = "body", parent: QWidget | None = None) -> None:
        """Make a label; `kind` is one of title, heading, strong, lead, body, soft, small."""
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(words)

    def say(self, words: str) -> None:
        """Show other words."""
        exact = self.property("kind") == "exact"
        self.setText(typeset(words) if exact else breakable(typeset(words)))
        self.setAccessibleName(words)

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:  # Qt's name
        """Let it be marked, and copied as it is: without places to break a long name at."""
        super().setTextInteractionFlags(flags)
        self.setText(self.text().replace(_BREAK, ""))


class Bullet(QWidget):
    """A line of a list; `mark` is its number or dot."""

    def __init__(self, words: str, mark: str = "\N{BULLET}", kind: str = "body") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        dot = QLabel(mark)
        dot.setProperty("kind", kind)
        dot.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing)
        dot.setMinimumWidth(2 * UNIT)
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(words, kind), 1)


def typeset(words: str) -> str:
    """Return words as they are set: French has spaces and hyphens that no line may break at."""
    if language() != "fr":
        return words
    spaced = _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", words)
    return _FRENCH_HYPHEN.sub("\N{NON-BREAKING HYPHEN}", spaced)


def breakable(words: str) -> str:
    """Return words in which a name longer than a line can go on in the next one.

    A place to break never parts a letter from its accents. What is read out and copied has none.
    """
    return _LONG.sub(lambda long: _broken(long[0]), words)


def _broken(name: str) -> str:
    """Return a long name that can go on after an underscore, or else after some letters."""
    parts = _UNDERSCORE.split(name)
    return _BREAK.join(_LONG.sub(lambda p: _PIECE.sub(rf"\g<0>{_BREAK}", p[0]), p) for p in parts)


def blocks(body: str) -> Iterator[tuple[str, str]]:
    """Give the (kind, words) of a card's body: "heading", "bullet", "numbered" or "body"."""
    for line in body.split("\n"):
        words = line.strip()
        if not words:
            continue
        if words.startswith("## "):
            yield "heading", words.removeprefix("## ")
        elif words.startswith("- "):
            yield "bullet", words.removeprefix("- ")
        elif re.match(r"\d+\. ", words):
            yield "numbered", words
        else:
            yield "body", words


def prose(body: str) -> list[QWidget]:
    """Return the widgets that show a card's body."""
    made: list[QWidget] = []
    for kind, words in blocks(body):
        if kind == "bullet":
            made.append(Bullet(words))
        elif kind == "numbered":
            number, _dot, rest = words.partition(". ")
            made.append(Bullet(rest, f"{number}."))
        else:
            made.append(Words(words, kind))
        if kind == "heading" and len(made) > 1:
            made[-1].setContentsMargins(0, UNIT, 0, 0)  # nearer to what follows
    return made


def sections(body: str) -> list[tuple[str, str]]:
    """Return a card's body as (heading, text) pairs; the first heading is empty."""
    found: list[tuple[str, str]] = []
    heading, lines = "", list[str]()
    for line in body.split("\n"):
        if line.startswith("## "):
            found.append((heading, "\n".join(lines).strip()))
            heading, lines = line.removeprefix("## ").strip(), []
        else:
            lines.append(line)
    found.append((heading, "\n".join(lines).strip()))
    return found
