"""The gentle hints of the identifier reader, in every language of `guidance/hints.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from keepsafe.guidance.model import FIRST_LANGUAGE, Said
from keepsafe.resources import resource


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth a second look, in one sentence; it never refuses anything."""

    id: str
    says: Said

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`, in English where it is not translated."""
        return self.says.in_language(language)


def hint(id: str, /, **values: str | Said) -> Hint:
    """Return the hint `id`, with each `{name}` filled in."""
    pairs = []
    for language, sentence in _sentences()[id].items():
        filled = sentence
        for name, value in values.items():
            word = value.in_language(language) if isinstance(value, Said) else value
            filled = filled.replace(f"{{{name}}}", word)
        pairs.append((language, filled))
    return Hint(id, Said(tuple(pairs)))


def hint_ids() -> tuple[str, ...]:
    """Return the id of every hint there is."""
    return tuple(_sentences())


def code(character: str) -> str:
    """Return a character as people can compare it: `U+202E`."""
    return f"U+{ord(character):04X}"


@functools.cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    text = resource("guidance", "hints.toml").read_text(encoding="utf-8")
    return {id: dict(said) for id, said in tomllib.loads(text).items() if FIRST_LANGUAGE in said}
