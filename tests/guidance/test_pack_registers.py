"""The packs say vous and usted; a young person is told tu and tú, sentence for sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextvars import copy_context

import pytest

import registers
from keepsafe import i18n
from keepsafe.guidance.loading import load
from keepsafe.resources import resource

LANGUAGES = i18n.LANGUAGES[1:]
# What no young person is told: the school's duties, and what courts ask for on paper.
TO_OTHERS = re.compile(r"certificates/|\.school\b")
# The menus of the apps stand as there; and a service or an answer may be what "puede" and "pide".
THEIR_WORDS = re.compile(
    r"Vos informations|[Vv]otre compte|Télécharger vos données|archive de vos données"
    r"|Descargar tus datos|Tu información y tus permisos|Tu cuenta|con tus datos"
    r"|Puede hacer retirar|Puede tardar|puede ser|puede terminar|puede llevar"
    r"|Elige su edad|Entrega la|Pide capturas|Pide a la"
)


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Give (where, sentence) for everything the packs say in a language."""
    root = resource("guidance")
    for file in [*sorted(root.glob("*/*.toml")), root / "hints.toml"]:
        if file.parent.name != "texts":
            where = file.relative_to(root).as_posix()
            yield from said(where, tomllib.loads(file.read_text(encoding="utf-8")), language)


def said(where: str, value: object, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from said(where, one, language)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == language:
                yield from ((where, w) for w in ([one] if isinstance(one, str) else one))
            elif key not in i18n.LANGUAGES:
                yield from said(f"{where}.{key}", one, language)


def familiar(language: str) -> dict[str, str]:
    path = resource("guidance", f"familiar.{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packs_are_polite_and_have_a_familiar_form_of_what_addresses_the_reader(
    language: str,
) -> None:
    there = list(sentences(language))
    assert len(there) > 300
    twins = familiar(language)
    for where, sentence in there:
        plain = THEIR_WORDS.sub("", sentence)
        assert not registers.familiar(language, plain), (where, sentence)
        if registers.polite(language, plain) and not TO_OTHERS.search(where):
            assert sentence in twins, (where, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_familiar_forms_are_familiar_and_belong_to_a_pack(language: str) -> None:
    there = {sentence for _where, sentence in sentences(language)}
    for polite, theirs in familiar(language).items():
        assert polite in there, f"no pack says: {polite}"
        assert theirs != polite
        assert not registers.polite(language, THEIR_WORDS.sub("", theirs)), theirs


QUOTED = re.compile(r"«[^»]*»")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_addresses_whom_it_is_for(language: str) -> None:
    """The young person's cards say tu, all others vous; a script asks an officer something."""
    files = sorted(resource("guidance", "texts", language).glob("*.md"))
    assert len(files) > 60
    for file in files:
        words = QUOTED.sub("", file.read_text(encoding="utf-8").replace("\xa0", " "))
        for_young = file.stem.endswith(".young-person")
        other = registers.polite if for_young else registers.familiar
        for line in words.splitlines():
            if not (file.stem.startswith("script-") and line.endswith("?")):
                plain = THEIR_WORDS.sub("", line)
                assert not other(language, plain), (file.name, other(language, plain), line)


def test_a_young_person_reads_the_familiar_form() -> None:
    snapchat = load().platform("snapchat")

    def read(language: str, *, familiar: bool) -> tuple[str, str]:
        i18n.use(language, familiar=familiar)
        return snapchat.find.in_language(language)[-1], snapchat.name.in_language(language)

    for language, formal, close in (
        ("fr", "Notez le jour et l'heure.", "Note le jour et l'heure."),
        ("es", "Anote el día y la hora.", "Anota el día y la hora."),
        ("en", "Note the day and time.", "Note the day and time."),
    ):
        assert copy_context().run(read, language, familiar=False) == (formal, "Snapchat")
        assert copy_context().run(read, language, familiar=True) == (close, "Snapchat")
