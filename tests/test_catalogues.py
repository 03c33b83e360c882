"""A translated sentence says what its English does: it cannot be another sentence's by mistake.

Nobody but a reader of both can tell a good translation from a poor one. A sentence that stands
under another's English is told by its length, its end, its words for what matters, or its twin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogues import forms, load
from keepsafe import i18n

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = i18n.LANGUAGES[1:]
LABEL_WORDS = 4

# What may be said alike: an English pair whose difference the other languages do not make.
ALIKE = (
    {"Add another", "Add more"},
    {"Continue", "Go on"},
    {"Country", "You are in"},
    {"Open and check", "Open and check it"},
    {"Password", "Your password"},
    {"Say what it shows", "Say what they show"},
    {"What goes in", "What is on it"},
)
# Ends that differ on purpose: months are shortened with a stop, a label asks where another tells.
OWN_END = {"Jan", "Feb", "Apr", "Jul", "Sep", "Oct", "Nov", "Dec", "No.", "How old are you?"}
# What matters most, in English: what each language has for it.
GLOSSARY = {
    r"\b(?:delet|remov|destroy|eras)": (
        "supprim|suppression|ret(?:ir|rait)|détrui|effac",
        "borr|quit|retir|destru",
    ),
    r"\bcop(?:y|ies|ied)\b": ("copi", "c[oó]pi"),
    r"password": ("mot de passe", "contraseña"),
    r"recovery code": ("code de secours", "código de recuperación"),
    r"seal code": ("code du scellé", "código del sello"),
    r"private picture": ("images? intime", "im[aá]gen(?:es)? íntima"),
    r"screenshot": ("capture", "captura"),
    r"\bphone\b": ("téléphone", "teléfono"),
    r"\bcomputer": ("ordinateur|ses touches", "computadora"),
    r"\bpolice\b": ("police|agent", "policía|agente"),
    r"\bblock(?:ed|ing)?\b": ("bloqu", "bloque"),
    r"\breport(?!\.pdf)": ("signal|rapport|fiche", "denunci|informe|hoja"),
    r"\bfolders?\b": ("répertoire|folder", "carpeta|folder"),
    r"\bdeadline": ("heures? limite", "plazo"),
    r"\bmoney\b": ("argent", "dinero"),
    r"\b(?:paid|pay|payment)": ("pa[iy]", "pag"),
    r"\bthe log\b": ("registre", "registro"),
    r"\block\b(?! out)|\bunlock": ("verrou", "abr|llave|cierr|cerr|candado"),
}


translations = load("translations")


def entries(language: str) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Give (file, first English, English forms, their forms) of both files of a language."""
    for name in ("keepsafe.po", translations.FAMILIAR):
        for message in translations._read(LOCALE / language / "LC_MESSAGES" / name):
            if message.id:
                english = forms(message.id)
                yield name, english[0], english, forms(message.string)


def misfits(language: str, english: str, theirs: str) -> Iterator[str]:
    """Say in what a sentence cannot be the other's translation."""
    shortest, longest = 0.5 * len(english) - 8, 1.8 * len(english) + 15
    if not shortest <= len(theirs) <= longest:
        yield "length"
    words = len(re.findall(r"\w+", english))
    if words <= LABEL_WORDS and len(re.findall(r"\w+", theirs)) > words + 5:
        yield "a label became a sentence"
    if english not in OWN_END and end(english) != end(theirs):
        yield "end"
    for ours, named in GLOSSARY.items():
        if re.search(ours, english, re.I) and not re.search(
            named[LANGUAGES.index(language)], theirs, re.I
        ):
            yield ours


def end(sentence: str) -> str:
    """Return the sign a sentence ends with, or "" when it ends with a word."""
    return sentence.rstrip()[-1:] if sentence.rstrip()[-1:] in ".?:" else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_under_anothers_english(language: str) -> None:
    found = [
        (name, english, theirs, why)
        for name, _first, many, said in entries(language)
        for english, theirs in zip(many, said, strict=False)
        for why in misfits(language, english, theirs)
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_sentences_are_said_alike_only_where_that_is_meant(language: str) -> None:
    under = defaultdict(set)
    for name, first, many, said in entries(language):
        if len(many) == 1:
            under[name, said[0]].add(first)
    assert [
        (theirs, alike)
        for (_name, theirs), alike in under.items()
        if len(alike) > 1 and not any(alike <= meant for meant in ALIKE)
    ] == []


@pytest.mark.parametrize(
    ("english", "theirs"),
    [
        (
            "Remove our copy",
            "Discussions qui disparaissent ou n'existent que sur un appareil",
        ),
        ("Remove our copy", "Garder notre copie"),
        ("Copy it", "La garder"),
        ("Type the password first.", "Il faut d'abord taper les mots."),
        ("Nothing was deleted.", "Rien n'a été copié."),
        ("Keep the words", "Garder les mots ?"),
        ("Nothing is lost; try again, or choose another place for it.", "Rien n'est perdu."),
    ],
)
def test_a_sentence_in_anothers_place_is_found(english: str, theirs: str) -> None:
    assert list(misfits("fr", english, theirs))
