"""What the guidance packs say, as typed and immutable data; nothing here reads a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

from keepsafe.i18n import addressed

Age = Literal["under-18", "18-plus"]
Kind = Literal["reporting", "crisis", "removal"]
Alert = Literal["yes", "no", "sometimes", "unknown"]
Role = Literal["young-person", "parent", "adult", "counsellor"]

AGES: tuple[str, ...] = get_args(Age)
ROLES: tuple[str, ...] = get_args(Role)
FIRST_LANGUAGE = "en"
"""The language every text exists in, and the one shown where another is missing."""

OTHER = "other"
"""The country and the platform for what is not known: the strictest, and the plainest."""

Words = TypeVar("Words")

_NAME = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in several languages."""

    pairs: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """Return the words in `language`, in English where they are not translated."""
        return addressed(language, _in_language(self.pairs, language, ""))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages these words exist in."""
        return tuple(language for language, _words in self.pairs)


@dataclass(frozen=True, slots=True)
class Steps:
    """The same short list in several languages."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """Return the list in `language`, in English where it is not translated."""
        steps = _in_language(self.pairs, language, ())
        return tuple(addressed(language, step) for step in steps)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages this list exists in."""
        return tuple(language for language, _steps in self.pairs)


def _in_language(pairs: tuple[tuple[str, Words], ...], language: str, nothing: Words) -> Words:
    found = dict(pairs)
    return found.get(language, found.get(FIRST_LANGUAGE, nothing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is only as good as where it came from.

    What is not `verified` was not seen on a page of the service or of an authority: it is never
    shown as a phone number, only as the web address.
    """

    source: str
    checked: date
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying(Fact):
    """Words that have a source of their own."""

    says: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency(Fact):
    """What to call when someone is in danger now; `says` where no one number is known."""

    number: str = ""
    says: Said | None = None

    def in_language(self, language: str) -> str:
        """Return the number to call, or the words for it."""
        return self.number or (self.says.in_language(language) if self.says else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Fact):
    """Somewhere to report, someone to talk to, or a service that has pictures taken down."""

    kind: Kind
    id: str
    name: Said
    what_for: Said
    who: tuple[str, ...] = AGES
    address: Said | None = None
    phone: str = ""
    text: Said | None = None
    hours: Said | None = None
    how: Said | None = None
    limits: Said | None = None
    youth: bool = False
    suicide: bool = False
    """Whether it is there for whoever thinks of suicide, not only to talk."""

    def name_beside_number(self, language: str) -> str:
        """Return its name for where its number stands beside it: said once, not twice."""
        name = self.name.in_language(language)
        number = r"[\W_]*".join(re.escape(digit) for digit in re.sub(r"\D", "", self.phone))
        without = re.sub(rf"(?<!\w){number}(?!\w)", "", name).strip(" ,:-") if number else ""
        return without[:1].upper() + without[1:] if without else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagery(Fact):
    """A country's rule on intimate pictures."""

    officer_request: bool
    rule: Said
    note: Saying | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class School(Fact):
    """What school staff must do, must not do, and have to report."""

    counsellor_screenshots: bool
    rules: Steps
    duty: Saying


@dataclass(frozen=True, slots=True)
class Country:
    """Everything that depends on the country someone is in."""

    code: str
    name: Said
    languages: tuple[str, ...]
    police_languages: tuple[str, ...]
    """Those that police work in, the usual one first; of another country, all that we write."""
    paper: str
    emergency: Emergency
    reporting: tuple[Contact, ...]
    crisis: tuple[Contact, ...]
    removal: tuple[Contact, ...]
    imagery: Imagery
    school: School

    def language_for_police(self, spoken: str) -> str:
        """Return the language of a file for police: the one spoken here, if they work in it."""
        return spoken if spoken in self.police_languages else self.police_languages[0]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Return every contact of the country."""
        return self.reporting + self.crisis + self.removal


@dataclass(frozen=True, slots=True, kw_only=True)
class UsernameHint(Fact):
    """What an app's identifiers look like; it warns, and never refuses."""

    kind: str
    pattern: str
    lower: bool
    says: Said

    def fits(self, typed: str) -> bool:
        """Return whether the whole of `typed` looks as this app's identifiers do."""
        return re.fullmatch(self.pattern, typed.lower() if self.lower else typed) is not None


@dataclass(frozen=True, slots=True)
class LinkPattern:
    """An address people may paste; its named groups are the kinds of identifier in it."""

    pattern: str
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Fact):
    """What an app shows, hides, tells the other person and forgets."""

    id: str
    name: Said
    identifier: Said
    identifier_kinds: tuple[str, ...]
    date_needed: bool
    one_thing: Said
    find: Steps
    find_verified: bool
    alert: Alert
    alert_note: Said
    disappears: Said
    export: Said | None = None
    preserve: Said | None = None
    usernames: tuple[UsernameHint, ...] = ()
    links: tuple[LinkPattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Fact):
    """What to save of a way to pay, and what to do at once."""

    id: str
    name: Said
    save: Steps
    act: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Fact):
    """What a country's courts ask for on paper: for who checks a file, or for a witness."""

    country: str
    page: Literal["check", "witness"]
    title: Said
    intro: Said
    questions: Steps
    declaration: Said


@dataclass(frozen=True, slots=True)
class Text:
    """One card to read: `role` is empty where it is for everyone."""

    name: str
    role: str
    language: str
    title: str
    body: str

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the body with `{{name}}` filled in; a line with a name not known is left out."""
        lines = []
        for line in self.body.split("\n"):
            names = _NAME.findall(line)
            if all(values.get(name) for name in names):
                lines.append(_NAME.sub(lambda found: values[found[1]], line))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Guidance:
    """All packs. Each is read, checked and kept when it is first asked for."""

    countries: Mapping[str, Country]
    platforms: Mapping[str, Platform]
    payments: Mapping[str, Payment]
    certificates: Mapping[str, Certificate]
    texts: Mapping[tuple[str, str, str], Text]
    """By language, name and role."""

    def country(self, code: str) -> Country:
        """Return a country's pack, the strictest one where it is not known."""
        return self.countries[code if code in self.countries else OTHER]

    def platform(self, platform_id: str) -> Platform:
        """Return an app's pack, the plain one where it is not known."""
        return self.platforms[platform_id if platform_id in self.platforms else OTHER]

    def text(self, name: str, role: str, language: str) -> Text | None:
        """Return a card in someone's language, else in English; for their role, else for all."""
        for spoken in (language, FIRST_LANGUAGE):
            for whose in (role, ""):
                if (spoken, name, whose) in self.texts:
                    return self.texts[spoken, name, whose]
        return None
