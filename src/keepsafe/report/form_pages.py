"""What stands on each page of FORMS.pdf: a statement, a receipt in two copies, certificates.

The file lies in the clear beside the sealed one, so nothing of the case is on it: only what names
the sealed file. Everything else is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepsafe.guidance.loading import load
from keepsafe.guidance.model import Certificate
from keepsafe.report import times
from keepsafe.report.model import Fact, Facts, Value, Words
from keepsafe.report.source import Language
from keepsafe.report.telling import one
from keepsafe.report.words import Phrases, phrases

_FOR_CODE = 32


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The facts of a finished seal that are printed on the forms.

    `bundle` is the file's name without an ending; `seal_code` and `sha256` are 64 hex digits;
    `sealed_at` is aware, by the computer's clock; `size` is in bytes.
    """

    bundle: str
    seal: int
    sealed_at: datetime
    seal_code: str
    sha256: str
    size: int
    country: str
    language: Language


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write in, `lines` high; `share` is its part of a row's width.

    Fields of the same `name` hold the same text: what is typed into one is in the other.
    """

    name: str
    label: str
    lines: int = 1
    share: float = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Fields side by side."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick, beside a label or one below the other."""

    label: str
    boxes: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to sign on with a pen."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the page is cut in two, and the heading of what comes below."""

    heading: str
    first: bool = False


FormBlock = Facts | Words | Row | Boxes | Signature | Cut


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form."""

    title: str
    intro: str
    blocks: tuple[FormBlock, ...]


def form_pages(sealed: SealedFile) -> tuple[FormPage, ...]:
    """Return the forms for a sealed file, in its language and for its country."""
    say = phrases(sealed.language)
    certificate = load().certificates.get(sealed.country)
    pages = [_statement(sealed, say), _receipt(sealed, say)]
    if certificate is None or certificate.page == "witness":
        pages.append(_check(sealed, say, None))
    if certificate is not None and certificate.page == "check":
        pages.append(_check(sealed, say, certificate))
    if certificate is not None and certificate.page == "witness":
        pages.append(_witness(sealed, say, certificate))
    return tuple(pages)


def _facts(sealed: SealedFile, say: Phrases) -> Facts:
    code = sealed.seal_code[:_FOR_CODE]
    shown = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    at = sealed.sealed_at
    size = f"{sealed.size:,}".replace(",", "\u00a0")
    return Facts(
        (
            Fact(say("forms.file"), (Value(f"{sealed.bundle}.zip", "exact"),)),
            Fact(say("forms.sealed"), one(say("forms.sealed_at", at=times.clock(at, say)))),
            Fact(say("forms.size"), one(say("general.bytes", count=size))),
            Fact(say("forms.sha256"), one(sealed.sha256, "hash")),
            Fact(say("forms.code"), (Value(shown, "exact"),)),
        )
    )


def _statement(sealed: SealedFile, say: Phrases) -> FormPage:
    def field(name: str, lines: int = 1, share: float = 1) -> Field:
        return Field(f"statement.{name}", say(f"statement.{name}"), lines, share)

    return FormPage(
        say("statement.title"),
        say("statement.intro"),
        (
            _facts(sealed, say),
            Row((field("name", share=1.2), field("relation"))),
            Row((field("reach", share=1.2), field("adult"))),
            Row((field("device", 2),)),
            Row((field("how", 4),)),
            Row((field("when"), field("where_now"))),
            Row((field("left_out", 4),)),
            Boxes("", tuple(map(field, ("same", "originals", "agreed", "knows")))),
            Row((field("edited"),)),
            Row((field("place"), field("date"))),
            Signature((say("forms.signature"),)),
        ),
    )


def _receipt(sealed: SealedFile, say: Phrases) -> FormPage:
    def field(name: str, share: float = 1) -> Field:
        return Field(f"receipt.{name}", say(f"receipt.{name}"), 1, share)

    def copy(heading: str, *, first: bool) -> tuple[FormBlock, ...]:
        return (
            Cut(say(f"receipt.{heading}"), first),
            _facts(sealed, say),
            Row((field("officer", 1.4), field("badge", 0.8), field("agency", 1.4))),
            Row((field("file_number"), field("when"), field("method", 1.4))),
            Boxes("", (field("compared"), field("words"))),
            Signature((say("receipt.signed_officer"), say("receipt.signed_giver"))),
        )

    return FormPage(
        say("receipt.title"),
        say("receipt.intro"),
        (*copy("copy_giver", first=True), *copy("copy_police", first=False)),
    )


def _check(sealed: SealedFile, say: Phrases, court: Certificate | None) -> FormPage:
    def field(name: str, lines: int = 1, share: float = 1) -> Field:
        return Field(f"check.{name}", say(f"check.{name}"), lines, share)

    def boxes(label: str, *names: str) -> Boxes:
        group = say(f"check.{label}")
        return Boxes(group, tuple(Field(f"check.{n}", say(f"check.{n}")) for n in names))

    questions = court.questions.in_language(sealed.language) if court else ()
    title = court.title.in_language(sealed.language) if court else say("check.title")
    intro = court.intro.in_language(sealed.language) if court else say("check.intro")
    declaration = (
        court.declaration.in_language(sealed.language) if court else say("check.declaration")
    )
    return FormPage(
        title,
        intro,
        (
            _facts(sealed, say),
            Row((field("who"),)),
            *(Row((Field(f"check.q{n}", text, 2),)) for n, text in enumerate(questions, 1)),
            Row((field("received"), field("received_from", share=1.2), field("received_by"))),
            boxes("hash", "hash_same", "hash_different"),
            boxes("with", "with_keepsafe", "with_verify", "with_other"),
            boxes("bytes", "bytes_matches", "bytes_changed", "bytes_cannot_tell"),
            boxes("code", "code_same", "code_different", "code_not_compared"),
            Row((field("tools"), field("checked_on", share=0.6))),
            Row((field("copies", 4),)),
            Row((field("unusual", 2),)),
            Words(say("check.limits"), small=True),
            Words(declaration),
            Row((field("place"), field("date"))),
            Signature((say("forms.signature"),)),
        ),
    )


def _witness(sealed: SealedFile, say: Phrases, court: Certificate) -> FormPage:
    def field(name: str, lines: int = 1, share: float = 1) -> Field:
        return Field(f"witness.{name}", say(f"witness.{name}"), lines, share)

    questions = court.questions.in_language(sealed.language)
    return FormPage(
        court.title.in_language(sealed.language),
        court.intro.in_language(sealed.language),
        (
            _facts(sealed, say),
            Row((field("name", share=2), field("age"))),
            *(Row((Field(f"witness.q{n}", text, 18),)) for n, text in enumerate(questions, 1)),
            Words(court.declaration.in_language(sealed.language)),
            Row((field("place"), field("date"))),
            Signature((say("forms.signature"), say("witness.witnessed"))),
        ),
    )
