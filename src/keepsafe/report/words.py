"""The report's own words in each language, from `resources/report/strings.*.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from keepsafe.report.source import Language
from keepsafe.resources import resource


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by dotted key such as "triage.danger"."""

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its {gaps} filled; a missing key is our mistake (`KeyError`)."""
        phrase = self.by_key[key]
        return phrase.format(**values) if values else phrase

    def choice(self, group: str, value: str) -> str:
        """Return the word for one of a field's choices, or the value itself if there is none."""
        return self.by_key.get(f"{group}.{value}", value)


@cache
def phrases(language: Language) -> Phrases:
    """Return the phrases of a language."""
    text = resource("report", f"strings.{language}.toml").read_text("utf-8")
    if language == "fr":
        # French puts a space before these signs, at which no line may break.
        text = re.sub(r" (?=[:;?»])|(?<=«) ", "\u00a0", text)
    return Phrases(language, dict(_flat(tomllib.loads(text))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs.extend(_flat(value, f"{prefix}{key}."))
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
