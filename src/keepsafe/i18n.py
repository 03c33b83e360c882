"""What people read, in their language: sentences in the code are English and translated by gettext.

A sentence is whole, with named gaps: `_("There is no {item}.").format(item=item)`. It becomes the
context's language when it is made; a thread has its own context, so one that may speak is started
in a copy of its starter's. A language that is missing or broken is never an error: it is English.

French and Spanish have two words for "you". The main catalogues have the polite one; a second one
of each language holds those sentences that a young person is told with the familiar one.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from keepsafe.resources import resource

LANGUAGES = ("en", "fr", "es")
_ENGLISH = LANGUAGES[0]
_MACOS_PREFERENCES = Path("Library", "Preferences", ".GlobalPreferences.plist")
_language: ContextVar[str] = ContextVar("language", default=_ENGLISH)
_familiar: ContextVar[bool] = ContextVar("familiar", default=False)


def use(language: str, *, familiar: bool = False) -> None:
    """Speak `language` in this context from now on, English when it is not known.

    `familiar` says tu and tú to the reader, in place of vous and usted.
    """
    _language.set(language if language in LANGUAGES else _ENGLISH)
    _familiar.set(familiar)


def language() -> str:
    """Return the language that is spoken in this context."""
    return _language.get()


def system_language() -> str:
    """Return the first language of the person's system that is known here, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := os.environ.get(name):
            return _first_known(wanted)
    if sys.platform == "darwin":
        return _first_known(_macos_languages())
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # windll is only there
        import locale  # noqa: PLC0415

        kind = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return _first_known(locale.windows_locale.get(kind, ""))
    return _ENGLISH


def _(sentence: str) -> str:
    """Return a sentence, given as a literal, in the context's language."""
    return translated(sentence)


def N_(sentence: str) -> str:
    """Mark a literal that is translated later, by `translated`."""
    return sentence


def translated(sentence: str) -> str:
    """Return a sentence that was marked with `N_` in the context's language."""
    # The catalogue's own description has the empty sentence as its name.
    return _spoken().gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a sentence that goes with `number`."""
    return _spoken().ngettext(one, many, number)


def _macos_languages() -> str:
    """Return the languages in a person's macOS settings, the first first, or "".

    A program that is started from a window has no `LANG` there.
    """
    import plistlib  # noqa: PLC0415  # slow to import, and only macOS has such

    try:
        settings = plistlib.loads((Path.home() / _MACOS_PREFERENCES).read_bytes())
        return ":".join(str(language) for language in settings["AppleLanguages"])
    except Exception:  # whatever is wrong with it, English is better than no program
        return ""


def _first_known(wanted: str) -> str:
    codes = (re.split("[-_.@]", part, maxsplit=1)[0].lower() for part in wanted.split(":"))
    return next((code for code in codes if code in LANGUAGES), _ENGLISH)


def with_colon(name: str, told: str) -> str:
    """Return "name: told", with the colon as this context's language sets it."""
    return _("{name}: {told}").format(name=name, told=told)


def addressed(language: str, sentence: str) -> str:
    """Return a sentence of the guidance as this context's reader is addressed.

    The packs say it politely; what a young person is told instead stands beside them, by sentence.
    """
    return _familiar_guidance(language).get(sentence, sentence) if _familiar.get() else sentence


def _spoken() -> gettext.NullTranslations:
    return _catalogue(_language.get(), familiar=_familiar.get())


@cache
def _catalogue(language: str, *, familiar: bool = False) -> gettext.NullTranslations:
    name = "keepsafe-familiar.mo" if familiar else "keepsafe.mo"
    sentences = _read(resource("locale", language, "LC_MESSAGES", name))
    if familiar:
        sentences.add_fallback(_catalogue(language))
    return sentences


@cache
def _familiar_guidance(language: str) -> dict[str, str]:
    if language not in LANGUAGES[1:]:
        return {}
    import tomllib  # noqa: PLC0415  # late, for the start

    path = resource("guidance", f"familiar.{language}.toml")
    try:
        return {k: str(v) for k, v in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except Exception:  # whatever is wrong with it, the polite form is better than no program
        return {}


def _read(path: Path) -> gettext.NullTranslations:
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except Exception:  # whatever is wrong with it, English is better than no program
        return gettext.NullTranslations()
