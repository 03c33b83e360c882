"""Words of the person doing this, typed because no screenshot shows them: marked as theirs."""

from __future__ import annotations

_FORMS = {
    "en": "They wrote: “{words}”",
    "fr": "Ils ont écrit : « {words} »",
    "es": "Escribieron: «{words}»",
}


def quoted(words: str, language: str) -> str:
    """Return words as a note that says whose they are."""
    return _FORMS.get(language, _FORMS["en"]).format(words=words.strip())


def is_quoted(words: str) -> bool:
    """Return whether a note holds such words, and not the person's own."""
    forms = (form.split("{words}") for form in _FORMS.values())
    return any(words.startswith(before) and words.endswith(after) for before, after in forms)
