"""What is said of several pictures at once: a sentence on each of them, which is read again.

It is theirs to change; what is no longer such a sentence is only text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_KINDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "profile": "the profile",
        "threat": "threats",
        "demand": "what they want",
        "payment": "a payment",
        "chat": "other parts of the chat",
    },
    "fr": {
        "profile": "le profil",
        "threat": "des menaces",
        "demand": "ce qui est demandé",
        "payment": "un paiement",
        "chat": "d'autres parties de la discussion",
    },
    "es": {
        "profile": "el perfil",
        "threat": "amenazas",
        "demand": "lo que piden",
        "payment": "un pago",
        "chat": "otras partes del chat",
    },
}


@dataclass(frozen=True, slots=True)
class _Words:
    one_of: str
    seen: str
    seen_in_one: str
    days: str


_WORDS = {
    "en": _Words(
        "One of {count} pictures.",
        "In them: {kinds}.",
        "In it: {kinds}.",
        "Messages from {first} to {last}.",
    ),
    "fr": _Words(
        "Une de {count} images.",
        "On y voit en tout : {kinds}.",
        "On y voit : {kinds}.",
        "Messages du {first} au {last}.",
    ),
    "es": _Words(
        "Una de {count} imágenes.",
        "En ellas: {kinds}.",
        "En ella: {kinds}.",
        "Mensajes del {first} al {last}.",
    ),
}


def sentence(
    categories: Iterable[str], count: int, days: tuple[str, str] | None, language: str
) -> str:
    """Return what is said on each of `count` pictures that were told of together.

    `days` are the first and the last, as people write them.
    """
    words = _WORDS.get(language, _WORDS["en"])
    kinds = names(categories, language)
    parts = [words.one_of.format(count=count)] if count > 1 else []
    if kinds:
        parts.append((words.seen if count > 1 else words.seen_in_one).format(kinds=kinds))
    if days is not None:
        parts.append(words.days.format(first=days[0], last=days[1]))
    return " ".join(parts)


def names(categories: Iterable[str], language: str) -> str:
    """Return kinds of exhibits as they are named in such a sentence: "the profile, threats"."""
    known = _KINDS.get(language, _KINDS["en"])
    return ", ".join(known[category] for category in categories if category in known)


def kinds_in(shows: str) -> tuple[str, ...]:
    """Return the kinds of exhibits that such a sentence names, in any language; none of others."""
    for language, words in _WORDS.items():
        for form in (words.seen, words.seen_in_one):
            before, after = (re.escape(part) for part in form.split("{kinds}"))
            found = re.search(rf"(?:^|[.] ){before}([^.]*){after}", shows)
            if found:
                called = {name: category for category, name in _KINDS[language].items()}
                listed = found[1].split(", ")
                return tuple(called[name] for name in listed if name in called)
    return ()


def is_such(shows: str) -> bool:
    """Return whether a text is such a sentence, of several pictures or with kinds."""
    starts = (re.escape(w.one_of).replace(r"\{count\}", r"\d+") for w in _WORDS.values())
    return bool(kinds_in(shows)) or any(re.match(start, shows) for start in starts)
