"""The eight words that open a file: BIP-39 word lists, forgiving to read, exact to write.

They are read from the whole lists, and drawn from all but the unkind words (`unkind.en.txt` ...):
nobody in trouble should be handed "suffer" or "prison". Each list keeps at least 1,860 of its 2,048
words, so eight drawn ones are at least 86 bits, not the 88 of a whole list, and four are 43. In the
file they are one password: lower case, accents stripped, joined by single hyphens. BIP-39 words are
told apart by their first four letters, so that is all that reading asks for, with any case,
accents, spaces, dashes, commas, dots or numbering around them.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal

from keepsafe.errors import UsageError, WrongSecretError
from keepsafe.i18n import _, ngettext
from keepsafe.resources import resource

Language = Literal["en", "fr", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "fr", "es")
COUNT = 8
PASSWORD_COUNT = 4
"""Words in a password that Keepsafe suggests."""

_LETTERS = re.compile(r"[^\W\d_]+")
# Marks, which accents become, and the soft hyphens and joiners that copying from a page brings.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
# As people number a list: 1, n°1, No. 1, 1st, 2nd, 1er, 2e, 3ème, 1º, 1.º, 1ª.
_NUMBER = re.compile(
    r"(?:(?<![^\W\d_])n[or]?[.°]?\s?)?\d+(?:(?:st|nd|rd|th|er|re|e|eme|\.?[oa])(?![^\W\d_]))?"
)


class UnreadableWordsError(UsageError, WrongSecretError):
    """What was typed cannot be the eight words; the message says which word, or how many."""

    exit_code = WrongSecretError.exit_code


def plain(word: str) -> str:
    """Return a text in lower case without its accents and without what is invisible."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if unicodedata.category(c) not in _UNSEEN).casefold()


@cache
def word_list(language: Language) -> tuple[str, ...]:
    """Return the 2048 words of a language, plain, in their official order."""
    text = resource("words", f"{language}.txt").read_text("utf-8")
    return tuple(plain(word) for word in text.split())


@cache
def _by_start(language: Language) -> Mapping[str, str]:
    words = word_list(language)
    # A word of three letters is whole as it is; no longer word starts with it and a fourth letter
    # that someone could have left out, because BIP-39 keeps the first four letters distinct.
    return {word[:4]: word for word in words}


@cache
def unkind_words(language: Language) -> frozenset[str]:
    """Return the words of a language's list that are never drawn; the file says why."""
    lines = resource("words", f"unkind.{language}.txt").read_text("utf-8").splitlines()
    return frozenset(plain(w) for line in lines if not line.startswith("#") for w in line.split())


@cache
def kind_words(language: Language) -> tuple[str, ...]:
    """Return the words that are drawn from: the list without its unkind words, in its order."""
    unkind = unkind_words(language)
    return tuple(word for word in word_list(language) if word not in unkind)


def generate(
    language: Language, count: int = COUNT, below: Callable[[int], int] = secrets.randbelow
) -> tuple[str, ...]:
    """Return fresh random words, every kind word as likely as another: 10.86 bits each or more.

    `below(n)` gives a random whole number from 0 to n - 1.
    """
    kind = kind_words(language)
    return tuple(kind[below(len(kind))] for _ in range(count))


def written(words: Sequence[str]) -> str:
    """Return the words as the one password they make, exactly as typed into 7-Zip."""
    return "-".join(words)


def read(text: str, count: int = COUNT) -> tuple[str, ...]:
    """Return the passwords that typed words can mean: one, unless short forms fit two languages.

    Raises:
        UsageError: naming the word that is on no list, or saying how many words there are.
    """
    typed = _LETTERS.findall(_NUMBER.sub(" ", plain(text)))
    if len(typed) != count:
        sentence = ngettext(
            "{count} words are needed, and {found} was found here. Look at the paper again.",
            "{count} words are needed, and {found} were found here. Look at the paper again.",
            len(typed),
        )
        raise UnreadableWordsError(sentence.format(count=count, found=len(typed)))
    by_language = [_lookup(typed, language) for language in LANGUAGES]
    whole = [[word for word in words if word] for words in by_language if None not in words]
    if whole:
        return tuple(dict.fromkeys(written(words) for words in whole))
    best = max(by_language, key=lambda words: sum(word is not None for word in words))
    position = best.index(None)
    raise UnreadableWordsError(
        _(
            "Word {number}, “{word}”, is not on the list. Look at it again: the first four "
            "letters are enough."
        ).format(number=position + 1, word=typed[position][:40])
    )


def read_password(text: str) -> tuple[str, ...]:
    """Return the suggested passwords that typed words can mean; none where they are no such words.

    A password is free to be anything, so this is for when what was typed opens nothing as it is.
    """
    try:
        return read(text, PASSWORD_COUNT)
    except UnreadableWordsError:
        return ()


def _lookup(typed: Sequence[str], language: Language) -> list[str | None]:
    return [_word(word, language) for word in typed]


def _word(typed: str, language: Language) -> str | None:
    word = _by_start(language).get(typed[:4])
    # Beyond the four letters, what was typed must agree with the word as far as it goes.
    return word if word is not None and word.startswith(typed) else None
