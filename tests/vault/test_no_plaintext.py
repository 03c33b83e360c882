"""Promise 2: nothing of an exhibit, a note or a name is ever on the disk in the clear. And promise
5: the stock tool opens every file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from vault_help import in_memory

import keepsafe
from keepsafe.formats import age
from keepsafe.vault.vault import Vault

MARKERS = (
    *("MARKER-CONTENT", "MARKER-NAME", "MARKER-NOTE", "MARKER-TITLE", "MARKER-WHY", "MARKER-USER"),
    *("MARKER-SHOWS", "MARKER-PASSWORD", "MARKER-THEIRS"),
)
CONTENT = b"MARKER-CONTENT " * 20_000

SESSION = """
import sys
from pathlib import Path
from keepsafe.intake import adding
from keepsafe.vault.vault import Vault
base = Path(sys.argv[1])
values = {"role": "parent", "country": "CA", "title": "MARKER-TITLE"}
vault, code = Vault.create(base / "case", "MARKER-PASSWORD", values)
with vault:
    vault.add_item("note", {"words": "MARKER-NOTE"}, "parent")
    vault.add_item("account", {"username": "MARKER-USER"}, "parent")
    files = [base / "in" / "MARKER-NAME.png", base / "in" / "MARKER-NAME.txt"]
    adding.add(vault, files, adding.Choice({"shows": "MARKER-SHOWS", "account": "A1"}), "parent")
    adding.add(vault, files, adding.Choice(), "parent")
    vault.remove("E2", "MARKER-WHY", "parent")
    vault.let_in("MARKER-THEIRS", "parent")
    vault._ledger.write_cache()
    vault.words.keep(1, "word-word")
print(code)
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where a whole session was run, with places of its own for loose files."""
    base = tmp_path_factory.mktemp("session")
    for name in ("in", "tmp", "home"):
        (base / name).mkdir()
    (base / "in" / "MARKER-NAME.png").write_bytes(CONTENT)
    (base / "in" / "MARKER-NAME.txt").write_bytes(b"MARKER-CONTENT of the removed")
    env = {
        **{name: str(base / "tmp") for name in ("TMPDIR", "TEMP", "TMP")},
        "HOME": str(base / "home"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(keepsafe.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", SESSION, str(base)]
    said = subprocess.run(
        command, cwd=base / "home", env=env, check=True, capture_output=True, text=True
    )
    (base / "code").write_text(said.stdout.strip())
    return base


def test_no_marker_name_or_hash_is_on_the_disk(base: Path) -> None:
    digests = [hashlib.new(name, CONTENT) for name in ("sha256", "sha1", "md5")]
    secret = [marker.encode() for marker in MARKERS]
    secret += [digest.hexdigest().encode() for digest in digests]
    secret += [digest.digest() for digest in digests]
    secret += [(base / "code").read_bytes(), b"AGE-SECRET-KEY", b"age1", b"CA", b"parent"]
    with Vault.unlock(base / "case", "MARKER-PASSWORD", read_only=True) as vault:
        secret += [vault.record.code.encode(), vault.record.signing_key.encode()]
        secret.append(str(vault._identity.recipient()).encode())
    files = [path for path in (base / "case").rglob("*") if path.is_file()]
    assert len(files) >= 12
    for path in files:
        content = path.read_bytes()
        # Two letters turn up by chance in what is encrypted; the marker file is in the clear.
        long = [s for s in secret if len(s) > 6 or path.name == "keepsafe.json"]
        for text in long:
            assert text not in content, (path, text)
            assert text not in str(path.relative_to(base)).encode(), (path, text)
    assert list((base / "tmp").iterdir()) == []
    assert list((base / "home").rglob("*")) == []


def test_everything_but_the_marker_file_is_an_age_file(base: Path) -> None:
    for path in (base / "case").rglob("*"):
        if path.is_file() and path.name not in {"keepsafe.json", ".lock"}:
            assert path.read_bytes().startswith(b"age-encryption.org/v1\n"), path
    assert (base / "case" / "keepsafe.json").read_bytes() == b'{"format":1}\n'
    assert not (base / "case" / ".lock").exists() or (
        base / "case" / ".lock"
    ).read_bytes().strip() in {b""}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_can_look(base: Path) -> None:
    for path in (base / "case", *(base / "case").rglob("*")):
        if path.name != ".lock":
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_removed_file_is_nowhere(base: Path) -> None:
    with Vault.unlock(base / "case", "MARKER-PASSWORD", read_only=True) as vault:
        for path in (base / "case").rglob("*.age"):
            if path.parent.name == "exhibits":
                content = age.decrypt_bytes(path.read_bytes(), [vault._identity])
                assert b"of the removed" not in content
        assert vault.record.exhibits[1].removed == "MARKER-WHY"
        assert len(list((base / "case" / "exhibits").iterdir())) == 1


def test_pyrage_opens_an_exhibit_with_the_password_alone(base: Path) -> None:
    locked = (base / "case" / "identity.age").read_bytes()
    lines = pyrage.passphrase.decrypt(locked, "MARKER-PASSWORD").decode().splitlines()
    identity = pyrage.x25519.Identity.from_str(lines[-1])
    exhibit = next((base / "case" / "exhibits").iterdir())
    assert pyrage.decrypt(exhibit.read_bytes(), [identity]) == CONTENT


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not here")
def test_the_age_command_opens_every_file_with_the_recovery_code(base: Path) -> None:
    locked = (base / "case" / "recovery.age").read_bytes()
    code = (base / "code").read_text()
    with in_memory() as folder:
        (folder / "key.txt").write_bytes(pyrage.passphrase.decrypt(locked, code))
        opened = {}
        for path in (base / "case").rglob("*.age"):
            if path.name in {"identity.age", "recovery.age"} or path.parent.name == "people":
                continue
            command = ["age", "-d", "-i", str(folder / "key.txt"), str(path)]
            opened[path] = subprocess.run(command, check=True, capture_output=True).stdout
    exhibit = next((base / "case" / "exhibits").iterdir())
    assert opened[exhibit] == CONTENT
    log = b"".join(opened[path] for path in sorted((base / "case" / "ledger").iterdir()))
    assert log.count(b"\n") == len(log.splitlines())
    assert b"MARKER-NOTE" in log
    words = opened[base / "case" / "seals" / "1.age"]
    assert json.loads(words) == {"seal": 1, "words": "word-word"}
    assert b"word-word" not in log
