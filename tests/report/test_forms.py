"""The forms can be filled in, by people who see them and people who do not, in every reader."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from keepsafe.case.fields import COUNTRIES
from keepsafe.guidance.loading import load
from keepsafe.report.form_pages import SealedFile, form_pages
from keepsafe.report.forms import forms_pdf
from keepsafe.report.source import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr", "es")
SEALED_AT = datetime(2026, 11, 23, 21, 14, tzinfo=timezone(timedelta(hours=-7)))
CODE, SHA256 = "3f2a91c0" * 8, "ab12cd34" * 8
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler here")


def sealed(country: str = "CA", language: Language = "en") -> SealedFile:
    return SealedFile("KS-7F3K-9Q2M-1", 1, SEALED_AT, CODE, SHA256, 2_581_234, country, language)


@pytest.fixture(scope="module")
def forms() -> bytes:
    return forms_pdf(sealed("UK"))


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "forms.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_page_fits_and_names_the_sealed_file(
    country: str, language: Language, tmp_path: Path
) -> None:
    facts = sealed(country, language)
    pdf = forms_pdf(facts)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = form_pages(facts)
    assert len(reader.pages) == len(pages)
    for page, form in zip(reader.pages, pages, strict=True):
        shown = page.extract_text().replace("\n", " ")
        assert form.title.split()[0] in shown
    text = text_of(pdf, tmp_path)
    assert text.count("KS-7F3K-9Q2M-1.zip") == len(pages) + 1  # the receipt has two copies
    assert text.replace(" ", "").count(SHA256) == len(pages) + 1
    assert text.count(" ".join(["3f2a 91c0"] * 4)) == len(pages) + 1
    assert "23" in text
    assert "2026 21:14 (UTC-07:00)" in text
    letter = country in ("US", "CA")
    assert [round(float(edge)) for edge in reader.pages[0].mediabox[2:]] == (
        [612, 792] if letter else [595, 842]
    )


def test_law_is_only_there_where_its_source_was_read() -> None:
    for country in COUNTRIES:
        pages = form_pages(sealed(country))
        certificate = load().certificates.get(country)
        told = " ".join(page.title + page.intro for page in pages)
        if certificate is None:
            assert not any(sign in told for sign in ("Act", "Rule", "section", "§"))
            assert len(pages) == 3
        else:
            assert certificate.verified
            assert certificate.title.in_language("en") in told
            assert "sk" in certificate.intro.in_language("en")  # "Ask the ...", or "asks"
    assert [page.title for page in form_pages(sealed("UK"))][-1].endswith("section 9")


def test_every_field_has_a_name_for_people_who_cannot_see_it(forms: bytes) -> None:
    fields = pypdf.PdfReader(io.BytesIO(forms)).get_fields()
    assert fields
    assert len(fields) > 40
    for name, field in fields.items():
        assert field["/TU"].strip() not in ("", name), name
    assert fields["check.bytes_matches"]["/TU"] == "Result for the bytes matches"
    assert fields["statement.how"]["/Ff"] == 1 << 12  # more than one line
    assert fields["statement.name"]["/Ff"] == 0


def widgets(reader: pypdf.PdfReader) -> list[list[DictionaryObject]]:
    return [[a.get_object() for a in page.get("/Annots", [])] for page in reader.pages]


def test_no_link_is_left_and_every_place_is_on_its_page(forms: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(forms))
    for page, places in zip(reader.pages, widgets(reader), strict=True):
        assert page["/Tabs"] == "/S"  # the Tab key follows the structure
        for place in places:
            assert place["/Subtype"] == "/Widget"
            assert "/A" not in place
            left, bottom, right, top = map(float, place["/Rect"])
            assert 0 < left < right < float(page.mediabox.width)
            assert 0 < bottom < top < float(page.mediabox.height)
            assert place["/AP"]["/N"]


def test_the_structure_holds_every_field_in_the_order_of_reading(forms: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(forms))
    found: list[tuple[Any, Any]] = []

    def walk(node: Any, kind: str = "") -> None:
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each, kind)
        elif isinstance(node, DictionaryObject):
            assert node.get("/S") != "/Link"
            if node.get("/Type") == "/OBJR":
                found.append((kind, node.raw_get("/Obj").idnum))
            elif "/K" in node:
                walk(node["/K"], node.get("/S", ""))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    on_pages = [a.idnum for page in reader.pages for a in page["/Annots"]]
    assert [number for _kind, number in found] == on_pages
    assert {kind for kind, _number in found} == {"/Form"}


@needs_poppler
def test_what_is_filled_in_shows_and_the_second_copy_follows(forms: bytes, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(forms)))
    filled = {
        "statement.name": "Zoë Example",
        "statement.how": "Line one\nLine two",
        "receipt.officer": "Cst. Quartz Example",
        "check.bytes_matches": "/Yes",
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    text = text_of(out.getvalue(), tmp_path)
    assert "Zoë Example" in text
    assert "Line one" in text
    assert "Line two" in text
    assert text.count("Cst. Quartz Example") == 2
    again = pypdf.PdfReader(io.BytesIO(out.getvalue())).get_fields()
    assert again
    assert again["check.bytes_matches"]["/V"] == "/Yes"
    assert again["check.bytes_changed"]["/V"] == "/Off"


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no poppler here")
def test_a_tick_is_drawn_and_an_empty_box_is_not(forms: bytes, tmp_path: Path) -> None:
    def dark(pdf: bytes) -> int:
        path = tmp_path / "page.pdf"
        path.write_bytes(pdf)
        command = ["pdftoppm", "-f", "3", "-l", "3", "-r", "50", "-gray", path]
        drawn = subprocess.run(command, capture_output=True, check=True).stdout
        return sum(pixel < 90 for pixel in drawn)

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(forms)))
    writer.update_page_form_field_values(
        writer.pages[2], {"check.hash_same": "/Yes"}, auto_regenerate=False
    )
    out = io.BytesIO()
    writer.write(out)
    assert dark(out.getvalue()) > dark(forms)


def test_it_says_that_it_is_tagged_and_in_which_language(forms: bytes) -> None:
    root = pypdf.PdfReader(io.BytesIO(forms)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8", "replace")
    assert "/NeedAppearances" not in root["/AcroForm"]


def test_the_same_seal_gives_the_same_forms() -> None:
    assert forms_pdf(sealed()) == forms_pdf(sealed())
