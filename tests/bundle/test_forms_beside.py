"""The forms lie beside a sealed file, after it is whole, and are never taken for a part of it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from forging import SECRETS, SMALL_WORDS, Case, small_parts

from keepsafe.bundle import layout
from keepsafe.bundle.sealing import SealChoice, seal
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.errors import KeepsafeError
from keepsafe.report import pages


def test_sealing_makes_them_and_nothing_of_the_case_is_in_them(case: Case) -> None:
    forms = case.sealed.forms
    assert forms == case.path.with_name(f"{case.bag}-FORMS.pdf")
    reader = pypdf.PdfReader(io.BytesIO(forms.read_bytes()))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert case.path.name in text
    assert case.sealed.file_sha256 in text.replace(" ", "").replace("\n", "")
    for word in (*SECRETS, "lily", "Instagram", "500.00", case.words, case.words.replace("-", " ")):
        assert word not in text


def test_verify_says_that_they_are_no_part_of_the_file(tmp_path: Path) -> None:
    parts = small_parts()
    folder = tmp_path / "extracted"
    folder.mkdir()
    (folder / layout.EVIDENCE_ZIP).write_bytes(parts.inner())
    (folder / layout.START_HERE).write_bytes(parts.start)
    forms = folder / f"{parts.bag}-FORMS.pdf"
    forms.write_bytes(b"%PDF-1.7 filled in by hand")
    verdict = verify(folder, Secrets((SMALL_WORDS,)), parts.seal_code)
    assert (verdict.bytes, verdict.seal) == ("matches", "same")
    assert verdict.left_out == (forms.name,)
    assert f"Not part of the seal, and not checked: {forms.name}." in verdict.sentences
    alone = verify(forms, Secrets((SMALL_WORDS,)))
    assert (alone.bytes, alone.exit_code) == ("cannot-tell", 4)
    assert "no part of the sealed file" in alone.sentences[1]
    # Inside the sealed folder they do not belong.
    parts.files[forms.name] = b"%PDF"
    forms.unlink()
    (folder / layout.EVIDENCE_ZIP).write_bytes(parts.inner())
    assert verify(folder, Secrets((SMALL_WORDS,))).bytes == "changed"


@pytest.mark.parametrize("name", ["KS-7F3K-9Q2M-1-FORMS.pdf.exe", "FORMS.pdf", "x-FORMS.pdf"])
def test_only_what_is_called_after_a_seal_is_left_aside(name: str) -> None:
    assert not layout.is_forms(name)
    assert layout.is_forms("KS-7F3K-9Q2M-12-FORMS.pdf")


def test_a_seal_is_whole_without_them(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise KeepsafeError("no pages today")

    monkeypatch.setattr(pages, "forms_pdf", broken)
    sealed = seal(case.vault, tmp_path, SealChoice(), "parent")
    assert sealed.forms is None
    assert [path.name for path in tmp_path.iterdir()] == [sealed.path.name]
    assert case.vault.record.seals[-1].code == sealed.seal_code
