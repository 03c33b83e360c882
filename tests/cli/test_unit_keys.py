"""A unit's key: made once, used by families, and every step opens with the stock programs too."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from ran import PASSWORD, Run

needs_age = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("7z")), reason="age or 7z is not installed"
)


def test_a_key_is_its_owner_s_alone_and_never_written_over(run: Run, tmp_path: Path) -> None:
    key = tmp_path / "unit-key.txt"
    made = run("keys", "new", "-o", key)
    assert made.code == 0, made.err
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "AGE-SECRET-KEY" not in made.out + made.err
    recipient = re.search(r"^  (age1[0-9a-z]{58})$", made.out, re.MULTILINE)
    assert recipient
    assert run("keys", "show", key).out.strip() == recipient[1]
    before = key.read_bytes()
    again = run("keys", "new", "-o", key)
    assert (again.code, key.read_bytes()) == (5, before)
    as_json = run("keys", "show", key, "--json")
    assert as_json.json == {"recipients": [recipient[1]]}


def test_without_a_name_it_goes_into_this_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("keys", "new", "--json").json
    assert made["file"] == "unit-key.txt"
    assert made["recipient"] in (tmp_path / "unit-key.txt").read_text()


def test_what_is_no_key_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("# nothing\n")
    assert run("keys", "show", path).code == 2
    path.write_text("AGE-SECRET-KEY-1NOT\n")
    assert run("keys", "show", path).code == 3
    assert run("keys", "show", tmp_path / "absent").code == 5


@needs_age
def test_age_knows_the_key_and_opens_what_a_family_sealed_for_it(
    run: Run, case: Path, password_file: Path, phone: Path, tmp_path: Path
) -> None:
    key, police = tmp_path / "unit-key.txt", tmp_path / "police"
    police.mkdir()
    recipient = run("keys", "new", "-o", key, "--json").json["recipient"]
    stock = subprocess.run(["age-keygen", "-y", key], capture_output=True, text=True, check=True)
    assert stock.stdout.strip() == recipient
    unlock = ("--password-file", password_file)
    assert run("add", case, phone, *unlock).code == 0
    sealed = run("seal", case, "-o", police, "--to", recipient, *unlock, "--json").json
    assert PASSWORD not in str(sealed)
    assert sealed["words_file"] is None
    tools = (
        ["7z", "x", "-oopened", sealed["file"]],
        ["age", "-d", "-i", str(key), "-o", "opened/evidence.zip", "opened/evidence.zip.age"],
        ["7z", "x", "-oopened", "opened/evidence.zip"],
    )
    for tool in tools:
        subprocess.run(tool, cwd=tmp_path, check=True, capture_output=True)
    bag = tmp_path / "opened" / Path(sealed["file"]).stem
    subprocess.run(
        ["sha256sum", "-c", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"],
        cwd=bag, check=True, capture_output=True,
    )  # fmt: skip
    code = sealed["seal_code_short"]
    for path in (sealed["file"], bag):
        checked = run("verify", path, "--key-file", key, "--seal-code", code, "--json").json
        assert (checked["bytes"], checked["seal"]) == ("matches", "same")
    other = tmp_path / "other-key.txt"
    run("keys", "new", "-o", other)
    assert run("verify", sealed["file"], "--key-file", other).code == 3
