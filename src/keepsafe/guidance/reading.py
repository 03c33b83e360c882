"""One table of a guidance pack, read key by key; what is wrong is noted on its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from keepsafe.guidance.model import FIRST_LANGUAGE, Said, Steps
from keepsafe.guidance.pages import Page, wrong_in

LANGUAGES = (FIRST_LANGUAGE, "fr", "es")
"""Every text of a pack is there in these; more are welcome."""

_LANGUAGE_NAMES = {"en": "English", "fr": "French", "es": "Spanish"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_ADDRESS = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>\"]*)?")
_PHONE = re.compile(r"\+?\d(?:[ -]?\d){2,14}")
_CALLABLE = re.compile(r"(?<!\d)\d(?:[ -]?\d){2,}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


class FactKeys(TypedDict):
    """Where a fact came from."""

    source: str
    checked: date
    verified: bool


def _phone_number_in(words: str) -> str:
    for found in _CALLABLE.finditer(words):
        if not _YEAR.fullmatch(found[0]):
            return found[0]
    return ""


class Table:
    """One TOML table. Each key is taken once; `done` notes those that nobody took."""

    def __init__(self, page: Page, data: Mapping[str, Any], place: tuple[str, int]) -> None:
        self._page = page
        self._data = data
        self._place = place
        self._taken: set[str] = set()
        self._words: list[tuple[str, str, str]] = []

    def wrong(self, key: str, what: str, language: str = "") -> None:
        """Note something wrong with a key, or with its words in a language."""
        keys = (f"{key}.{language}", key) if language else (key,)
        self._page.note(self._page.line_of(self._place, *keys), what)

    def has(self, key: str) -> bool:
        """Return whether a key is there."""
        return key in self._data

    def _take(self, key: str, kind: type, called: str) -> Any:
        self._taken.add(key)
        if key not in self._data:
            self.wrong(key, f'"{key}" is missing')
            return None
        value = self._data[key]
        if type(value) is not kind:
            self.wrong(key, f'"{key}" should be {called}')
            return None
        return value

    def string(self, key: str, default: str | None = None) -> str:
        """Take a text that is the same in every language."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key, str, 'text in "quotes"')
        if value is None:
            return ""
        if not value.strip():
            self.wrong(key, f'"{key}" is empty')
        return str(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Take a yes or no."""
        if default is not None and not self.has(key):
            return default
        return bool(self._take(key, bool, "true or false"))

    def choice(self, key: str, values: tuple[str, ...]) -> str:
        """Take one of some values."""
        value = self.string(key)
        if value and value not in values:
            self.wrong(key, f'"{key}" should be one of: {", ".join(values)}')
        return value if value in values else values[0]

    def words(self, key: str, values: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Take a list of plain words, each one of `values` where those are given."""
        value = self._take(key, list, "a list of words")
        if value is None:
            return ()
        if not value or not all(isinstance(item, str) and item for item in value):
            self.wrong(key, f'"{key}" should be a list of words')
            return ()
        for item in value:
            if values and item not in values:
                self.wrong(key, f'"{key}" has "{item}"; known are: {", ".join(values)}')
        if len(set(value)) < len(value):
            self.wrong(key, f'"{key}" names something twice')
        return tuple(value)

    def said(self, key: str) -> Said:
        """Take words that are there in every language."""
        pairs = []
        for language, value in self._by_language(key):
            if not isinstance(value, str) or not value.strip():
                what = f'"{key}" in {_called(language)} should be text in "quotes"'
                self.wrong(key, what, language)
                continue
            self._look_at(key, value, language)
            pairs.append((language, value.strip()))
        return Said(tuple(pairs))

    def maybe_said(self, key: str) -> Said | None:
        """Take words, where they are there."""
        return self.said(key) if self.has(key) else None

    def name(self, key: str) -> Said:
        """Take a name: one for every language, or one each."""
        if isinstance(self._data.get(key), str):
            value = self.string(key)
            self._look_at(key, value)
            return Said(((FIRST_LANGUAGE, value),))
        return self.said(key)

    def steps(self, key: str) -> Steps:
        """Take a list of short texts that is there, and as long, in every language."""
        pairs = []
        for language, value in self._by_language(key):
            if (
                not isinstance(value, list)
                or not value
                or not all(isinstance(step, str) and step.strip() for step in value)
            ):
                what = f'"{key}" in {_called(language)} should be a list of texts'
                self.wrong(key, what, language)
                continue
            for step in value:
                self._look_at(key, step, language)
            pairs.append((language, tuple(step.strip() for step in value)))
        if len({len(steps) for _language, steps in pairs}) > 1:
            self.wrong(key, f'"{key}" is not as long in each language')
        return Steps(tuple(pairs))

    def _by_language(self, key: str) -> list[tuple[str, Any]]:
        value = self._take(key, dict, "{ en = …, fr = …, es = … }")
        if value is None:
            return []
        for language in LANGUAGES:
            if language not in value:
                self.wrong(key, f'"{key}" has no {_called(language)}')
        for language in value:
            if not _LANGUAGE.fullmatch(language):
                self.wrong(key, f'"{key}" has "{language}", which is not a language code')
        return list(value.items())

    def _look_at(self, key: str, words: str, language: str = "") -> None:
        if what := wrong_in(words):
            self.wrong(key, f'"{key}": {what}', language)
        self._words.append((key, language, words))

    def address(self, key: str) -> Said | None:
        """Take a web address, one for every language or `{ en = …, fr = … }`, where it is there."""
        if not self.has(key):
            return None
        self._taken.add(key)
        value = self._data[key]
        given = value if isinstance(value, dict) else {FIRST_LANGUAGE: value}
        for address in given.values():
            if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
                self.wrong(key, f'"{key}" should be an address that begins with https://')
                return None
        if FIRST_LANGUAGE not in given:
            self.wrong(key, f'"{key}" has no {_called(FIRST_LANGUAGE)}')
        return Said(tuple(given.items()))

    def phone(self, key: str) -> str:
        """Take a number to call, where there is one."""
        value = self.string(key, default="")
        if value and not _PHONE.fullmatch(value):
            self.wrong(key, f'"{key}" should be digits, with single spaces or hyphens')
        self._words.append((key, "", value))
        return value

    def pattern(self, key: str) -> re.Pattern[str]:
        """Take a regular expression."""
        value = self.string(key)
        try:
            return re.compile(value)
        except (re.error, RecursionError, OverflowError) as error:
            self.wrong(key, f'"{key}" is not a regular expression ({error})')
            return re.compile("")

    def fact(self, default: FactKeys | None = None) -> FactKeys:
        """Take source, date and whether it is verified, each of the table around it by default."""
        source = default["source"] if default and not self.has("source") else self.string("source")
        if what := wrong_in(source):
            self.wrong("source", f'"source": {what}')
        if default and not self.has("checked"):
            checked = default["checked"]
        else:
            checked = self._take("checked", date, "a day such as 2026-11-23") or date.min
        verified = self.flag("verified", default["verified"] if default else None)
        return {"source": source, "checked": checked, "verified": verified}

    def table(self, key: str) -> Table:
        """Take the table below `key`."""
        value = self._take(key, dict, f"a table, [{self._below(key)}]")
        if value is None:  # said once: what would be wrong below it goes to a page nobody reads
            return Table(Page(self._page.file, "", numbers=False), {}, ("", 0))
        return Table(self._page, value, (self._below(key), 0))

    def tables(self, key: str) -> list[Table]:
        """Take the tables of a list, which may be absent."""
        if not self.has(key):
            return []
        value = self._take(key, list, f"a list of tables, [[{self._below(key)}]]") or []
        if not all(isinstance(item, dict) for item in value):
            self.wrong(key, f'"{key}" should be a list of tables, [[{self._below(key)}]]')
            return []
        return [Table(self._page, v, (self._below(key), n)) for n, v in enumerate(value)]

    def _below(self, key: str) -> str:
        return f"{self._place[0]}.{key}" if self._place[0] else key

    def done(self, verified: bool | None = None) -> None:
        """Note keys nobody knows, and phone numbers in what is not verified."""
        for key in self._data:
            if key not in self._taken:
                self.wrong(key, f'"{key}" is not known here')
        if verified is False and self._page.numbers:
            for key, language, words in self._words:
                if number := _phone_number_in(words):
                    what = f'"{key}" has a number ({number}) but is not verified'
                    self.wrong(key, what, language)


def _called(language: str) -> str:
    return _LANGUAGE_NAMES.get(language, language)
