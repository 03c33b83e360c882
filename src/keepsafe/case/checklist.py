"""What is there, and what would help most next: a gentle order, no scores, nothing mandatory.

Pure: from the record and the packs. "You can report now" always holds, even with nothing saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from keepsafe.case.fields import AccountFields, Kind
from keepsafe.case.record import Item, Record
from keepsafe.case.together import kinds_in
from keepsafe.guidance.model import OTHER, Guidance, Platform, Said


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that helps: whether it is there, and why it helps.

    `item` is whom it is about, `kind` what would be added or said more of.
    """

    name: str
    done: bool
    why: str
    item: str = ""
    kind: Kind = "account"
    key: str = ""
    """Which wish it is, the same in every language and however the case grows."""


_FIELDS = {"username": "username", "user-id": "id", "phone": "phone", "email": "email"}
"""Which field of an account holds which kind of identifier."""


def report_now(language: str = "en") -> str:
    """Return the sentence that always holds."""
    return _REPORT_NOW.in_language(language)


def checklist(record: Record, guidance: Guidance, language: str = "en") -> tuple[Step, ...]:
    """Return the steps in the order in which they help, the done ones too."""
    seen = record.handed_over()
    steps = list(_about_accounts(seen, guidance, language))
    for number, (name, why, kind, there) in enumerate(_GENERAL):
        said, because = name.in_language(language), why.in_language(language)
        steps.append(Step(said, there(seen), because, kind=kind, key=f"{kind}{number}"))
    return tuple(steps)


def next_step(steps: tuple[Step, ...]) -> Step | None:
    """Return what would help most next, or None when all is there."""
    return next((step for step in steps if not step.done), None)


def _about_accounts(record: Record, guidance: Guidance, language: str) -> Iterator[Step]:
    if not record.accounts:
        yield Step(
            _WHO.in_language(language), done=False, why=_WHO_WHY.in_language(language), key="who"
        )
    for account in record.accounts:
        platform = _platform(account, guidance)
        identified = any(
            getattr(account.fields, _FIELDS.get(kind, kind), "")
            for kind in (*platform.identifier_kinds, "url")
            if kind in _FIELDS or kind == "url"
        )
        why = platform.one_thing.in_language(language)
        name = _fill(_IDENTIFIER, language, account, platform)
        yield Step(name, identified, why, account.id, key=f"{account.id}-name")
        if platform.date_needed:
            name = _fill(_DATE, language, account, platform)
            why = _fill(_DATE_WHY, language, account, platform)
            yield Step(name, bool(account.fields.seen), why, account.id, key=f"{account.id}-day")


def _platform(account: Item[AccountFields], guidance: Guidance) -> Platform:
    """Return the pack of the app that an account names, the plain one where it is not known."""
    named = account.fields.platform.strip().casefold()
    for platform in guidance.platforms.values():
        names = {platform.id, *(platform.name.in_language(code) for code in ("en", "fr", "es"))}
        if named in {name.casefold() for name in names}:
            return platform
    return guidance.platform(OTHER)


def _fill(words: Said, language: str, account: Item[AccountFields], platform: Platform) -> str:
    name = platform.name.in_language(language)
    if platform.id == OTHER:
        name = account.fields.platform or name
    return words.in_language(language).format(item=account.id, platform=name)


def _shown(record: Record, *kinds: str) -> bool:
    """Return whether a file shows one of these kinds, by itself or as one of several."""
    return any(
        e.fields.category in kinds or any(kind in kinds for kind in kinds_in(e.fields.shows))
        for e in record.exhibits
    )


def _said(en: str, fr: str, es: str) -> Said:
    return Said((("en", en), ("fr", fr), ("es", es)))


_REPORT_NOW = _said(
    "You can report now, even with nothing saved.",
    "On peut signaler maintenant, même si rien n'est gardé.",
    "Se puede denunciar ahora, aunque no haya nada guardado.",
)
_WHO = _said(
    "The username, exactly as shown",
    "Le nom d'utilisateur, exactement comme il est montré",
    "El nombre de usuario, tal como se ve",
)
_WHO_WHY = _said(
    "Police can ask an app to keep an account's data only with its exact username or link.",
    "La police peut demander à une appli de garder les données d'un compte seulement avec "
    "son nom exact ou son lien.",
    "La policía puede pedir a una app que guarde los datos de una cuenta solo con su "
    "nombre exacto o su enlace.",
)
_IDENTIFIER = _said(
    "What {platform} knows the account by ({item})",
    "Ce qui désigne le compte pour {platform} ({item})",
    "Lo que identifica la cuenta en {platform} ({item})",
)
_DATE = _said(
    "The day you saw this username ({item})",
    "Le jour où ce nom d'utilisateur a été vu ({item})",
    "El día en que se vio este nombre de usuario ({item})",
)
_DATE_WHY = _said(
    "{platform} will need the date you saw this username.",
    "{platform} aura besoin de la date où ce nom d'utilisateur a été vu.",
    "{platform} necesitará la fecha en que se vio este nombre de usuario.",
)
_GENERAL: tuple[tuple[Said, Said, Kind, Callable[[Record], bool]], ...] = (
    (
        _said(
            "A screenshot of the profile",
            "Une capture d'écran du profil",
            "Una captura del perfil",
        ),
        _said(
            "It shows the username, the name and the picture together.",
            "Elle montre ensemble le nom d'utilisateur, le nom et l'image.",
            "Muestra juntos el nombre de usuario, el nombre y la imagen.",
        ),
        "exhibit",
        lambda r: _shown(r, "profile"),
    ),
    (
        _said(
            "Screenshots of the threats",
            "Des captures d'écran des menaces",
            "Capturas de las amenazas",
        ),
        _said(
            "They show what was said. Scroll so that no private picture is in view.",
            "Elles montrent ce qui a été dit. Aucune image intime ne doit être visible.",
            "Muestran lo que se dijo. Que no se vea ninguna imagen íntima.",
        ),
        "exhibit",
        lambda r: _shown(r, "threat", "demand"),
    ),
    (
        _said(
            "What they asked for, and how to pay",
            "Ce qui a été demandé, et comment payer",
            "Lo que pidieron y cómo pagar",
        ),
        _said(
            "Names and numbers for payments often lead to a person.",
            "Les noms et les numéros de paiement mènent souvent à une personne.",
            "Los nombres y números de pago suelen llevar a una persona.",
        ),
        "payment",
        lambda r: bool(r.payments) or _shown(r, "demand"),
    ),
    (
        _said(
            "Which phone or computer has the originals",
            "Quel téléphone ou ordinateur a les originaux",
            "Qué teléfono o computadora tiene los originales",
        ),
        _said(
            "Police may want to see the messages where they are.",
            "La police voudra peut-être voir les messages là où ils sont.",
            "La policía quizá quiera ver los mensajes donde están.",
        ),
        "device",
        lambda r: bool(r.devices),
    ),
    (
        _said(
            "Where private pictures still are",
            "Où les images intimes sont encore",
            "Dónde están todavía las imágenes íntimas",
        ),
        _said(
            "Leave them where they are. Saying where is enough.",
            "Elles restent où elles sont. Dire où suffit.",
            "Se quedan donde están. Basta con decir dónde.",
        ),
        "pointer",
        lambda r: bool(r.pointers),
    ),
    (
        _said(
            "How to call you back safely",
            "Comment rappeler sans risque",
            "Cómo devolver la llamada sin riesgo",
        ),
        _said(
            "So that a call does not put anyone in danger.",
            "Pour qu'un appel ne mette personne en danger.",
            "Para que una llamada no ponga a nadie en peligro.",
        ),
        "case",
        lambda r: bool(r.case.safe_contact),
    ),
)
