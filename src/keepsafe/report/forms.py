"""FORMS.pdf: forms to fill in on a screen or on paper, beside a sealed file and no part of it.

Typst sets the pages with a link over every place to write in; here each link becomes a form field
(ISO 32000-1, 12.7) on the same spot. So the places are exact, and the fields stand in the
document's structure in reading order, as PDF/UA wants them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keepsafe.report.content import paper_of
from keepsafe.report.form_fields import Writable, with_fields
from keepsafe.report.form_pages import (
    Boxes,
    Cut,
    Field,
    FormBlock,
    FormPage,
    Row,
    SealedFile,
    Signature,
    form_pages,
)
from keepsafe.report.model import Facts, Words
from keepsafe.report.typeset import typeset
from keepsafe.report.typst_data import Encoder
from keepsafe.report.words import phrases


def forms_pdf(sealed: SealedFile) -> bytes:
    """Return the forms for a sealed file.

    Raises:
        KeepsafeError: when the pages cannot be set.
    """
    pages = form_pages(sealed)
    pdf = typeset(
        "forms.typ", lambda strict: _data(sealed, pages, strict), sealed.sealed_at, archival=False
    )
    return with_fields(pdf, dict(_writable(pages)))


def _data(sealed: SealedFile, pages: tuple[FormPage, ...], strict: bool) -> dict[str, Any]:
    say, encoder = phrases(sealed.language), Encoder(strict)
    footer = say("forms.footer", bundle=sealed.bundle)
    title = f"{say('forms.title')}, {sealed.bundle}"
    return {
        **encoder.frame(sealed.language, title, footer, (say("doc.page"), say("doc.of"))),
        "paper": paper_of(sealed.country),
        "pages": [
            {
                "title": encoder.text(page.title),
                "intro": encoder.text(page.intro),
                "blocks": [_block(encoder, block) for block in page.blocks],
            }
            for page in pages
        ],
    }


def _block(encoder: Encoder, block: FormBlock) -> dict[str, Any]:
    match block:
        case Facts() | Words():
            return encoder.block(block)
        case Row(fields):
            return {"t": "row", "fields": [_field(encoder, field) for field in fields]}
        case Boxes(label, boxes):
            told = [_field(encoder, box) for box in boxes]
            return {"t": "boxes", "label": encoder.text(label), "boxes": told}
        case Signature(labels):
            return {"t": "signature", "labels": [encoder.text(label) for label in labels]}
        case Cut(heading, first):
            return {"t": "cut", "heading": encoder.text(heading), "first": first}


def _field(encoder: Encoder, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": encoder.text(field.label),
        "lines": field.lines,
        "share": field.share,
    }


def _writable(pages: Iterable[FormPage]) -> Iterable[tuple[str, Writable]]:
    for page in pages:
        for block in page.blocks:
            match block:
                case Row(fields):
                    for field in fields:
                        yield field.name, Writable(field.label, "text", field.lines > 1)
                case Boxes(label, boxes):
                    for box in boxes:
                        told = f"{label} {box.label}".strip()
                        yield box.name, Writable(told, "box")
