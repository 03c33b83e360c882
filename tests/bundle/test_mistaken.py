"""What is picked in place of the sealed file gets a sentence on what to pick instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from keepsafe.bundle.sources import what_is_needed
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.errors import CannotTellError

NAMES = {
    "KS-7F3K-9Q2M-1-FORMS.pdf": "holds forms to fill in",
    "EXHIBITS-2.pdf": "came out of a sealed file",
    "REPORT.pdf": "came out of a sealed file",
    "START-HERE.txt": "came with the sealed file",
    "OPEN-ME.html": "came with the sealed file",
    "statement.rtf": "a letter or a message",
    "message.p7m": "a letter or a message",
    "holiday.zip": "a zip with other things in it",
    "IMG_0001.PNG": "is no sealed file",
}


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_and_what_to_pick(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"something else")
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("beach.txt", b"sand")
    with pytest.raises(CannotTellError) as raised:
        what_is_needed(path)
    told = str(raised.value)
    assert NAMES[name] in told
    if "FORMS" in name:
        assert told.endswith("The one to pick is KS-7F3K-9Q2M-1.zip.")
    else:
        assert told.endswith("The one to pick is called something like KS-7F3K-9Q2M-1.zip.")
    verdict = verify(path, Secrets())
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4)
    assert told in verdict.sentences


@pytest.mark.parametrize("name", ["KS-ET8J-X46R-1-FORMS.pdf", "KS-ET8J-X46R-1/REPORT.pdf"])
def test_what_carries_a_code_of_its_own_names_that_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"something else")
    with pytest.raises(CannotTellError) as raised:
        what_is_needed(path)
    assert str(raised.value).endswith("The one to pick is KS-ET8J-X46R-1.zip.")


def test_a_sealed_files_own_name_is_not_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "KS-7F3K-9Q2M-1.zip"
    path.write_bytes(b"cut off")
    with pytest.raises(CannotTellError) as raised:
        what_is_needed(path)
    assert str(raised.value).endswith("Copy it again, and check it again.")
