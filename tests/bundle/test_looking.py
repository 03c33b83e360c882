"""Looking into a sealed file: the same report, the same bytes, and nothing that was changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bundle.forging import Case, Parts
from keepsafe.bundle.looking import SealedFile, look
from keepsafe.bundle.saving import save
from keepsafe.bundle.verifying import Secrets
from keepsafe.errors import DamagedError
from keepsafe.report import html


@pytest.fixture
def sealed(case: Case) -> SealedFile:
    looked = look(case.path, case.secrets)
    assert looked.examined.verdict(case.sealed.seal_code).seal == "same"
    assert looked.file is not None
    return looked.file


def test_it_tells_what_the_report_in_the_file_tells(sealed: SealedFile) -> None:
    report = sealed.content("REPORT.html", 1 << 26)
    assert report is not None
    told = html.page(sealed.told("en")).decode()
    # Only who made the file knows which thing an entry without its data was about.
    assert told == re.sub(r": [A-Z]\d+ \(data not", " (data not", report.decode())


def test_a_file_swapped_after_the_check_is_not_used(
    case: Case, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / case.path.name
    path.write_bytes(case.path.read_bytes())
    file = look(path, case.secrets).file
    assert file is not None
    exhibit = next(e for e in file.exhibits if e.file.size > 1)
    name = file.name_of(exhibit)
    parts.files[name] = parts.files[name][:-1] + bytes([parts.files[name][-1] ^ 1])
    path.write_bytes(parts.list_again().sign().whole())
    folder = tmp_path / "saved"
    folder.mkdir()
    with pytest.raises(DamagedError):
        file.content(name, 1 << 26)
    with pytest.raises(DamagedError):
        save(file, [name], folder)
    assert list(folder.iterdir()) == []


def exhibit_of(parts: Parts, number: int) -> str:
    return next(name for name in parts.files if name.startswith(f"data/exhibits/{number:04d}"))


@pytest.mark.parametrize("how", ["changed", "missing"])
def test_where_only_a_saved_file_differs_the_rest_is_told_and_it_is_never_given(
    case: Case, parts: Parts, tmp_path: Path, how: str
) -> None:
    name = exhibit_of(parts, 3)
    if how == "changed":
        parts.files[name] += b"x"
    else:
        del parts.files[name]
    path = tmp_path / case.path.name
    path.write_bytes(parts.whole())
    looked = look(path, case.secrets)
    assert looked.examined.verdict(None).bytes == "changed"
    file = looked.file
    assert file is not None
    assert file.differing == {"E3"}
    assert file.told("en").first.sections
    third = next(e for e in file.exhibits if e.id == "E3")
    for read in (
        lambda: file.content(name, 1 << 26),
        lambda: file.picture(third, 1 << 26),
        lambda: file.text(name, 100),
        lambda: save(file, [name], tmp_path),
    ):
        with pytest.raises(DamagedError, match="E3 is not as it was sealed"):
            read()
    others = {file.name_of(e) for e in file.exhibits} - {name}
    assert {n: file.content(n, 1 << 26) for n in others} == {n: parts.files[n] for n in others}
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]


@pytest.mark.parametrize(
    "name", ["data/custody-log.jsonl", "REPORT.html", "VERIFY.txt", "manifest-sha256.txt"]
)
def test_where_anything_else_differs_nothing_is_looked_into(
    case: Case, parts: Parts, tmp_path: Path, name: str
) -> None:
    parts.files[name] += b"x"
    path = tmp_path / case.path.name
    path.write_bytes(parts.whole())
    looked = look(path, case.secrets)
    assert looked.examined.verdict(None).bytes == "changed"
    assert looked.file is None


def test_a_saved_file_that_was_exchanged_on_the_lists_too_shows_nothing(
    case: Case, parts: Parts, tmp_path: Path
) -> None:
    parts.files[exhibit_of(parts, 3)] += b"x"
    path = tmp_path / case.path.name
    path.write_bytes(parts.list_again().whole())  # and not signed again
    looked = look(path, case.secrets)
    assert looked.examined.verdict(None).bytes == "changed"
    assert looked.file is None


def test_wrong_words_tell_nothing(case: Case) -> None:
    looked = look(case.path, Secrets(("zoo-" * 7 + "zoo",)))
    assert looked.examined.verdict(None).bytes == "cannot-tell"
    assert looked.file is None


def test_a_picture_is_a_jpeg_and_no_other_file_is_shown(sealed: SealedFile) -> None:
    shown = {e.file.name: sealed.picture(e, 1 << 26) for e in sealed.exhibits}
    pictures = {name: jpeg for name, jpeg in shown.items() if jpeg is not None}
    assert len(pictures) == 3
    assert all(jpeg.startswith(b"\xff\xd8\xff") for jpeg in pictures.values())
    largest = next(e for e in sealed.exhibits if e.file.name in pictures)
    assert sealed.picture(largest, 10) is None
