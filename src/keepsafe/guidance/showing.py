"""Put together what one person reads: help first, then the ten steps, their app, whom to call.

Everything comes from the packs, and what is verified keeps its source and date. What is not is
said to be so, and shown as a web address and never as a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keepsafe.guidance.contacts import Contacts, contacts_for
from keepsafe.guidance.model import Contact, Country, Fact, Guidance, Payment, Platform, Said

_STEPS = (
    "step-1-safe",
    "step-2-first-things",
    "step-3-who",
    "step-4-screenshots",
    "step-5-money",
    "step-6-pictures",
    "step-7-what-happened",
    "step-8-look-over",
    "step-9-file-for-police",
    "step-10-afterwards",
)
_SCHOOL = ("start", "must-not", "write-down", "report-duty", "device-custody", "seen-by-accident")
_CARDS = (
    "block-now",
    "their-deadline-is-tonight",
    "what-to-say-to-a-parent",
    "what-to-say-to-your-child",
    "private-pictures",
    "if-you-paid",
    "looking-after-the-phone",
    "script-call-police",
    "what-happens-next",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to read: its title and its text, lists with dashes, paragraphs apart."""

    title: str
    body: str


def pages(guidance: Guidance, country: str, role: str, platform: str, language: str) -> list[Page]:
    """Return what someone in `country`, in that role, reads about `platform`, in order."""
    pack = guidance.country(country)
    age = "18-plus" if role == "adult" else "under-18"
    contacts = contacts_for(guidance, country, age, role)
    say = _Say(language)
    shown = [_help(pack, contacts, say)]
    values = _values(pack, contacts, guidance.platform(platform), language)
    names = _SCHOOL if role == "counsellor" else (*_STEPS, *_CARDS)
    for name in names:
        text = guidance.text(name, role, language)
        if text is not None:
            shown.append(Page(text.title, text.filled(values).strip()))
        if name == "step-3-who":
            shown.append(_platform(guidance.platform(platform), say))
        if name == "step-5-money":
            shown.append(_payments(tuple(guidance.payments.values()), say))
        if name == "step-6-pictures":
            shown.append(_imagery(pack, say))
    if role == "counsellor":
        shown.append(_school(pack, say))
    shown.append(_where_to_turn(contacts, say))
    return shown


def _values(pack: Country, contacts: Contacts, platform: Platform, language: str) -> dict[str, str]:
    crisis = contacts.crisis[0] if contacts.crisis else None
    return {
        "country": pack.name.in_language(language),
        "platform": platform.name.in_language(language) if platform.id != "other" else "",
        "emergency": pack.emergency.number,
        "crisis_name": crisis.name_beside_number(language) if crisis else "",
        "crisis_phone": crisis.phone if crisis else "",
    }


@dataclass(frozen=True, slots=True)
class _Say:
    language: str

    def __call__(self, key: str) -> str:
        return _LABELS[key].in_language(self.language)

    def said(self, words: Said | None) -> str:
        return words.in_language(self.language) if words is not None else ""

    def source(self, fact: Fact) -> str:
        """Return where a fact is from and when that was checked, or that it was not."""
        if not fact.verified:
            return self("unverified")
        return f"{self('source')} {fact.source}, {self('checked')} {fact.checked.isoformat()}."


def _help(pack: Country, contacts: Contacts, say: _Say) -> Page:
    lines = [f"- {say('emergency')} {pack.emergency.in_language(say.language)}"]
    lines += [f"- {_line(contact, say)}" for contact in contacts.crisis[:1]]
    lines.append(say.source(pack.emergency))
    lines += [say.source(contact) for contact in contacts.crisis[:1]]
    return Page(pack.name.in_language(say.language), "\n".join(lines))


def _line(contact: Contact, say: _Say) -> str:
    """Return a contact in one line: its name, and how to reach it."""
    ways = [contact.phone, say.said(contact.text), say.said(contact.address)]
    reach = " · ".join(way.rstrip(".") for way in ways if way) or say.said(contact.how)
    hours = say.said(contact.hours)
    colon = " :" if say.language == "fr" else ":"
    name = contact.name.in_language(say.language)
    return f"{name}{colon} {reach}" + (f" ({hours})" if hours else "")


def _where_to_turn(contacts: Contacts, say: _Say) -> Page:
    blocks = []
    for heading, group in (
        ("talk", contacts.crisis),
        ("report", contacts.reporting),
        ("removal", contacts.removal),
    ):
        blocks.append(f"## {say(heading)}")
        blocks += ["\n".join(_contact(contact, say)) for contact in group]
    return Page(say("where"), "\n\n".join(blocks))


def _contact(contact: Contact, say: _Say) -> Iterator[str]:
    yield f"- {_line(contact, say)}"
    for words in (contact.what_for, contact.how, contact.limits):
        if text := say.said(words):
            yield f"  {text}"
    yield f"  {say.source(contact)}"


def _platform(platform: Platform, say: _Say) -> Page:
    steps = platform.find.in_language(say.language)
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
    find = numbered if platform.find_verified else f"{numbered}\n{say('may_differ')}"
    parts = [
        say.said(platform.one_thing),
        f"## {say('identifier')}\n\n{say.said(platform.identifier)}",
        f"## {say('find')}\n\n{find}",
        f"## {say('alert')}\n\n{say.said(platform.alert_note)}",
        f"## {say('disappears')}\n\n{say.said(platform.disappears)}",
    ]
    if platform.date_needed:
        parts.insert(1, say("date_needed"))
    if platform.preserve is not None:
        parts.append(f"## {say('preserve')}\n\n{say.said(platform.preserve)}")
    if platform.export is not None:
        parts.append(f"## {say('export')}\n\n{say.said(platform.export)}")
    parts.append(say.source(platform))
    return Page(platform.name.in_language(say.language), "\n\n".join(parts))


def _payments(payments: tuple[Payment, ...], say: _Say) -> Page:
    blocks = []
    for payment in payments:
        save = "\n".join(f"- {step}" for step in payment.save.in_language(say.language))
        act, name = say.said(payment.act), payment.name.in_language(say.language)
        blocks.append(f"## {name}\n\n{act}\n\n{save}\n\n{say.source(payment)}")
    return Page(say("payments"), "\n\n".join(blocks))


def _imagery(pack: Country, say: _Say) -> Page:
    imagery = pack.imagery
    parts = [say.said(imagery.rule), say.source(imagery)]
    if imagery.note is not None:
        parts += [say.said(imagery.note.says), say.source(imagery.note)]
    return Page(say("imagery"), "\n\n".join(parts))


def _school(pack: Country, say: _Say) -> Page:
    school = pack.school
    rules = "\n".join(f"- {rule}" for rule in school.rules.in_language(say.language))
    parts = [rules, say.source(school), say.said(school.duty.says), say.source(school.duty)]
    return Page(say("school"), "\n\n".join(parts))


def _label(en: str, fr: str, es: str) -> Said:
    return Said((("en", en), ("fr", fr), ("es", es)))


_LABELS = {
    "source": _label("Source:", "Source :", "Fuente:"),
    "checked": _label("checked on", "vérifié le", "revisado el"),
    "unverified": _label(
        "We could not check this yet.",
        "Nous n'avons pas encore pu le vérifier.",
        "Todavía no pudimos comprobarlo.",
    ),
    "emergency": _label("In danger now:", "En danger maintenant :", "En peligro ahora:"),
    "where": _label("Where to turn", "Vers qui se tourner", "A quién acudir"),
    "talk": _label("To talk to someone", "Pour parler à quelqu'un", "Para hablar con alguien"),
    "report": _label("To report", "Pour signaler", "Para denunciar"),
    "removal": _label(
        "To have pictures taken down",
        "Pour faire retirer des images",
        "Para que se quiten imágenes",
    ),
    "identifier": _label(
        "What police need", "Ce dont la police a besoin", "Lo que necesita la policía"
    ),
    "find": _label("Where to find it", "Où le trouver", "Dónde encontrarlo"),
    "may_differ": _label(
        "Apps move things around, so this may look different.",
        "Les applications changent, alors cela peut être un peu différent.",
        "Las apps cambian, así que puede verse distinto.",
    ),
    "alert": _label(
        "Does the other person see a screenshot?",
        "L'autre personne voit-elle une capture d'écran?",
        "¿La otra persona ve una captura?",
    ),
    "disappears": _label("What disappears", "Ce qui disparaît", "Lo que desaparece"),
    "date_needed": _label(
        "Write down the day you saw this name. The app needs it to find the account.",
        "Notez le jour où ce nom a été vu. L'application en a besoin pour trouver le compte.",
        "Anote el día en que vio este nombre. La app lo necesita para hallar la cuenta.",
    ),
    "preserve": _label(
        "What police can ask for", "Ce que la police peut demander", "Lo que puede pedir la policía"
    ),
    "export": _label("Your own data", "Vos propres données", "Sus propios datos"),
    "payments": _label(
        "Money: what to save, what to do", "Argent : quoi garder, quoi faire",
        "Dinero: qué guardar, qué hacer",
    ),
    "imagery": _label(
        "The rule on private pictures", "La règle sur les images intimes",
        "La regla sobre imágenes íntimas",
    ),
    "school": _label("Rules for school staff", "Règles pour le personnel scolaire",
                     "Reglas para el personal escolar"),
}  # fmt: skip
