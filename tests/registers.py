"""How a French or a Spanish sentence addresses its reader: with tu and tú, or vous and usted.

Pronouns and possessives are sure signs, but for the Spanish "su", which is also his, hers and
theirs. Orders are known at the start of a clause, from the verbs that Keepsafe gives orders with.
"""

from __future__ import annotations

import re

_CLAUSE = (
    r"(?:^|(?<=[(,¿])|(?<=[.:;?,] )|(?<=\n)"
    r"|(?<=[.] O )|(?<=[.] Ou ))"
)


def _orders(verbs: str) -> str:
    return _CLAUSE + rf"(?:{'|'.join(verbs.split())})(?=[\s.,;:]|-\w|$)"


def _with_pronouns(verbs: str) -> str:
    return rf"\b(?:{'|'.join(verbs.split())})(?:se|me|nos)?(?:lo|la|los|las|le|les)\b"


_FRENCH_TU = (
    r"\b(?:tu|toi|te|ton|ta|tes|tien|tiens|tienne|tiennes)\b|\bt['’](?=[aeéêiouyh])|"
    + _orders(
        "regarde remplis choisis ajoute réponds fais dépose laisse essaie vérifie utilise prends "
        "mets tape tapes dis ouvre-le ferme cherche libère remets écris vise glisse colle crée "
        "enregistre raccourcis envoie donne range-la scelle-le appelle vise attends"
    )
)
_FRENCH_VOUS = (
    r"\b(?:vous|votre|vos|vôtre|vôtres)\b|\b(?!(?:assez|chez|nez|rez)\b)\w+ez\b|"
    + _orders("faites dites")
)
_SPANISH_TU = (
    r"\b(?:tú|tu|tus|te|ti|tuyo|tuya|tuyos|tuyas|contigo)\b|"
    r"\b(?!existe\b|contraste\b)\w+[ai]ste\b|"
    r"\b(?:puedes|sabes|sepas|tienes|quieres|debes|necesitas|prefieres|hayas|quieras|puedas)\b|"
    r"\bno (?:se la |se lo |lo |la )?(?:borres|mandes|guardes|envíes|respondas|pagues|abras)\b|"
    + _orders(
        "elige guarda mira anota usa haz di dile deja añade busca comprueba suelta pega arrastra "
        "entrega toma cierra responde llena sube vuelve libera acorta apunta ve prueba(?=.otra)"
    )
    + "|"
    + _with_pronouns(
        "cópia guárda compára sélla déja suélta péga tóma pregúnta acórta nómbra compruéba créa "
        "mánda muéstra sáca entréga lléna dá míra búsca úsa añáde elíge escríbe pon haz di súbe "
        "ábre píde"
    )
)
_SPANISH_USTED = (
    r"\b(?:usted|ustedes)\b|\bno (?:lo |la )?(?:borre|mande|guarde|envíe|responda|pague)\b|"
    + _orders(
        "elija copie guarde mire pruebe anote escriba use haga ponga diga dígale deje añada busque "
        "compruebe suelte pegue arrastre entregue tome cierre responda llene suba vuelva libere "
        "acorte apunte abra pida muestre vea "
        "puede(?=.(?:denunciar|seguir|dejarl|saltar|decir|añadir|volver|hacer|comparar|sellar))"
    )
    + "|"
    + _with_pronouns(
        "cópie guárde compáre sélle déje suélte pégue tóme pregúnte acórte nómbre compruébe crée "
        "mánde muéstre sáque entrégue lléne dé míre búsque úse añáda elíja escríba pónga hága díga "
        "súba ábra pída"
    )
)
_FAMILIAR = {"fr": re.compile(_FRENCH_TU, re.I), "es": re.compile(_SPANISH_TU, re.I)}
_POLITE = {"fr": re.compile(_FRENCH_VOUS, re.I), "es": re.compile(_SPANISH_USTED, re.I)}


def familiar(language: str, sentence: str) -> list[str]:
    """Return the words in it that say tu, or tú, to the reader."""
    return [found.group().strip() for found in _FAMILIAR[language].finditer(sentence)]


def polite(language: str, sentence: str) -> list[str]:
    """Return the words in it that say vous, or usted, to the reader."""
    return [found.group().strip() for found in _POLITE[language].finditer(sentence)]
