"""Which files may be kept, and which are only written down: the policy on intimate pictures.

Strictest first: what is not known counts as of someone under 18, and a picture that was received
counts as one too unless it is known not to be. Nothing here looks at a file; every answer follows
from what the person says, the kind of file and the country's pack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from keepsafe.guidance.model import ROLES, Country, Said

Depicts = Literal["nothing-intimate", "intimate", "unknown"]
MadeBy = Literal["own", "received", "unknown"]
AgeWhenMade = Literal["under-18", "18-plus", "unknown"]
FileKind = Literal["screenshot", "photo", "video", "text", "archive", "other"]
Outcome = Literal["allowed", "record_only", "sealed_copy", "needs_confirmation"]
Missing = Literal["picked-one-by-one", "school-policy", "none-intimate"]

DEPICTS: tuple[str, ...] = get_args(Depicts)

_TAKEN_AS_THEY_COME = ("screenshot", "text")
_OWN_PICTURES = ("young-person", "adult")
"""Whose "own picture" is a picture of themselves; a parent's or counsellor's would be a child's."""


@dataclass(frozen=True, slots=True)
class OfficerRequest:
    """A police officer's request for a copy, as recorded."""

    name: str = ""
    agency: str = ""
    file_number: str = ""

    @property
    def complete(self) -> bool:
        """Return whether everything that must be recorded is there."""
        return all(part.strip() for part in (self.name, self.agency, self.file_number))

    @classmethod
    def read(cls, written: str) -> OfficerRequest:
        """Return the request in one line of text: name, agency, file number."""
        parts = [part.strip() for part in re.split(r"[,;\n]", written) if part.strip()]
        if len(parts) < 3:
            return cls()
        return cls(parts[0], parts[1], ", ".join(parts[2:]))


@dataclass(frozen=True, slots=True)
class Confirmations:
    """What the person has stated and Keepsafe has recorded."""

    officer: OfficerRequest = OfficerRequest()
    school_policy: str = ""
    authorised_by: str = ""
    none_intimate: bool = False
    """Of this batch: "I was told, and as far as I know, none shows a nude or sexual picture." """
    picked_one_by_one: bool = False
    """The person chose this very file, rather than a folder it was in."""


NOTHING_CONFIRMED = Confirmations()


@dataclass(frozen=True, slots=True)
class Decision:
    """What may be done with a file, why, and who says so."""

    outcome: Outcome
    reason: Said
    source: str
    missing: tuple[Missing, ...] = ()
    """What would have to be confirmed first."""


def may_import(
    country: Country,
    role: str,
    depicts: str,
    age_when_made: str,
    kind: str,
    *,
    made_by: str = "unknown",
    confirmations: Confirmations = NOTHING_CONFIRMED,
) -> Decision:
    """Return what may be done with a file; any value that is not known is the strictest one."""
    intimate = depicts == "intimate" or depicts not in DEPICTS
    if role not in ROLES or role == "counsellor":
        return _for_counsellor(country, kind, confirmations, intimate=intimate)
    source = country.imagery.source
    if intimate:
        stated = (made_by, age_when_made) == ("own", "18-plus") and role in _OWN_PICTURES
        return _for_intimate(country, stated, confirmations.officer)
    if kind in _TAKEN_AS_THEY_COME:
        return Decision("allowed", _SCREENSHOTS, source)
    if depicts == "nothing-intimate" and confirmations.picked_one_by_one:
        return Decision("allowed", _PICKED, source)
    why = _ARCHIVE if kind == "archive" else _LEFT_ALONE
    return Decision("needs_confirmation", why, source, ("picked-one-by-one",))


def _for_intimate(country: Country, own_and_grown: bool, officer: OfficerRequest) -> Decision:
    imagery = country.imagery
    if own_and_grown:
        return Decision("sealed_copy", _OWN_SEALED, imagery.source)
    if imagery.officer_request and officer.complete:
        return Decision("sealed_copy", _OFFICER_SEALED, imagery.source)
    return Decision("record_only", imagery.rule, imagery.source)


def _for_counsellor(
    country: Country, kind: str, confirmations: Confirmations, *, intimate: bool
) -> Decision:
    school = country.school
    if intimate:
        return Decision("record_only", _STAFF_NEVER, school.source)
    if kind != "screenshot" or not school.counsellor_screenshots:
        return Decision("record_only", _STAFF_TYPE, school.source)
    missing: list[Missing] = []
    if not (confirmations.school_policy.strip() and confirmations.authorised_by.strip()):
        missing.append("school-policy")
    if not confirmations.none_intimate:
        missing.append("none-intimate")
    if missing:
        return Decision("needs_confirmation", _STAFF_CONFIRM, school.source, tuple(missing))
    return Decision("allowed", _STAFF_ALLOWED, school.source)


def _said(en: str, fr: str, es: str) -> Said:
    return Said((("en", en), ("fr", fr), ("es", es)))


_OWN_SEALED = _said(
    "You said this is a picture of you, made when you were 18 or over. You may keep a copy. It is "
    "locked away by itself, never shown here, and goes in a second file of its own.",
    "Vous avez dit que c'est une image de vous, faite à 18 ans ou plus. Vous pouvez en garder une "
    "copie. Elle est rangée à part, jamais montrée ici, et va dans un deuxième fichier à elle.",
    "Usted dijo que es una imagen suya, hecha a los 18 años o más. Puede guardar una copia. Queda "
    "aparte, nunca se muestra aquí y va en un segundo archivo propio.",
)
_OFFICER_SEALED = _said(
    "A police officer asked for a copy, and you wrote down who. It is locked away by itself, never "
    "shown here, and goes in a second file of its own.",
    "Un policier a demandé une copie, et vous avez noté qui. Elle est rangée à part, jamais "
    "montrée ici, et va dans un deuxième fichier à elle.",
    "Un policía pidió una copia, y usted anotó quién. Queda aparte, nunca se muestra aquí y va en "
    "un segundo archivo propio.",
)
_SCREENSHOTS = _said(
    "Screenshots and texts of what was said can be kept. Scroll first, so that no private picture "
    "is in view.",
    "Les captures d'écran et les textes de ce qui a été dit peuvent être gardés. Faites d'abord "
    "défiler l'écran pour qu'aucune image intime ne soit visible.",
    "Las capturas y los textos de lo que se dijo se pueden guardar. Antes, desplace la pantalla "
    "para que no se vea ninguna imagen íntima.",
)
_PICKED = _said(
    "You picked this file yourself, and said that it shows no private picture.",
    "Vous avez choisi ce fichier vous-même et dit qu'il ne montre aucune image intime.",
    "Usted eligió este archivo y dijo que no muestra ninguna imagen íntima.",
)
_LEFT_ALONE = _said(
    "This was left alone, because it could be a private picture. Is it a photo of a screen? Then "
    "pick it by itself.",
    "Ce fichier a été laissé de côté, car ce pourrait être une image intime. Est-ce une photo d'un "
    "écran? Alors choisissez-le seul.",
    "Este archivo se dejó aparte, porque podría ser una imagen íntima. ¿Es una foto de una "
    "pantalla? Entonces elíjalo por separado.",
)
_ARCHIVE = _said(
    "An archive can hold private pictures that nobody remembers. Take only the text and JSON files "
    "out of it, and add those. Or pick it by itself if you know that it holds no private picture.",
    "Une archive peut contenir des images intimes dont personne ne se souvient. N'en sortez que "
    "les fichiers texte et JSON, et ajoutez-les. Ou choisissez-la seule si vous savez qu'elle ne "
    "contient aucune image intime.",
    "Un archivo comprimido puede tener imágenes íntimas que nadie recuerda. Saque solo los "
    "archivos de texto y JSON, y añádalos. O elíjalo por separado si sabe que no tiene ninguna "
    "imagen íntima.",
)
_STAFF_NEVER = _said(
    "School staff never keep a nude or sexual picture. Write down that it exists and where it is. "
    "Don't look at it, don't copy it, and don't ask for it to be deleted.",
    "Le personnel scolaire ne garde jamais une image intime ou sexuelle. Notez qu'elle existe et "
    "où elle est. Ne la regardez pas, ne la copiez pas et ne demandez pas de la supprimer.",
    "El personal escolar nunca guarda una imagen íntima o sexual. Anote que existe y dónde está. "
    "No la mire, no la copie y no pida que la borren.",
)
_STAFF_TYPE = _said(
    "School staff write down what the student says. No file is kept here. The police can look at "
    "the messages on the student's own phone.",
    "Le personnel scolaire note ce que dit l'élève. Aucun fichier n'est gardé ici. La police peut "
    "voir les messages sur le téléphone de l'élève.",
    "El personal escolar anota lo que dice el estudiante. Aquí no se guarda ningún archivo. La "
    "policía puede ver los mensajes en el teléfono del estudiante.",
)
_STAFF_CONFIRM = _said(
    "First write down the name of the school policy that allows this and who authorised it. Then "
    "say of each batch that, as far as you know, none shows a nude or sexual picture.",
    "Notez d'abord le nom de la politique de l'école qui le permet et qui l'a autorisé. Puis dites "
    "de chaque lot qu'à votre connaissance, rien n'y montre une image intime ou sexuelle.",
    "Anote primero el nombre de la norma de la escuela que lo permite y quién lo autorizó. Luego "
    "diga de cada grupo que, hasta donde sabe, nada muestra una imagen íntima o sexual.",
)
_STAFF_ALLOWED = _said(
    "Your school's policy allows these screenshots, and you said that none shows a nude or sexual "
    "picture.",
    "La politique de votre école permet ces captures d'écran, et vous avez dit qu'aucune ne montre "
    "une image intime ou sexuelle.",
    "La norma de su escuela permite estas capturas, y usted dijo que ninguna muestra una imagen "
    "íntima o sexual.",
)
