"""`seal` makes the forms, `forms` makes them again, and neither writes over anything."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
from ran import Run


def test_seal_makes_forms_and_they_can_be_made_again_in_another_language(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    unlock = ("--password-file", password_file)
    police = tmp_path / "police"
    police.mkdir()
    sealed = run("seal", case, "-o", police, *unlock, "--json").json
    forms = Path(sealed["forms"])
    assert sorted(p.name for p in police.iterdir()) == sorted(
        [forms.name, Path(sealed["file"]).name]
    )
    again = tmp_path / "again.pdf"
    made = run("forms", case, "-o", again, "--lang", "fr", *unlock, "--json")
    assert (made.code, made.json) == (0, {"seal": 1, "forms": str(again)})
    text = pypdf.PdfReader(io.BytesIO(again.read_bytes())).pages[1].extract_text()
    assert "Reçu" in text
    assert Path(sealed["file"]).name in text
    assert sealed["seal_code_short"] in text
    before = again.read_bytes()
    assert run("forms", case, "-o", again, *unlock).code == 5
    assert again.read_bytes() == before
    assert run("forms", case, "-o", tmp_path / "b.pdf", "--seal", "7", *unlock).code == 2
    none = run("seal", case, "-o", police, "--no-forms", *unlock, "--json").json
    assert none["forms"] is None
    assert not list(police.glob("*-2-FORMS.pdf"))


def test_forms_that_are_there_already_stay_and_the_seal_is_whole(
    run: Run, case: Path, password_file: Path, tmp_path: Path
) -> None:
    police = tmp_path / "police"
    police.mkdir()
    code = run("show", case, "--password-file", password_file, "--json").json["code"]
    filled = police / f"{code}-1-FORMS.pdf"
    filled.write_bytes(b"filled in by hand")
    sealed = run("seal", case, "-o", police, "--password-file", password_file)
    assert sealed.code == 0
    assert "keepsafe forms CASE" in sealed.err
    assert filled.read_bytes() == b"filled in by hand"
    assert (police / filled.name.replace("-FORMS.pdf", ".zip")).is_file()
