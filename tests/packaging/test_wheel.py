"""What is shipped: the reader that was built, every other resource, and nothing that builds it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of this checkout."""
    folder = tmp_path_factory.mktemp("built")
    for target in ("wheel", "sdist"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_holds_every_resource_but_the_source_of_the_reader(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.split("/")[2] for name in archive.namelist() if "/resources/" in name}
        assert len([n for n in archive.namelist() if n.endswith("/OPEN-ME.html")]) == 1
    here = {entry.name for entry in (ROOT / "resources").iterdir()}
    assert shipped == here - {"reader"}


def test_an_installed_keepsafe_writes_its_reader_and_knows_it(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from keepsafe.cli.main import main;"
        "from keepsafe.bundle import texts; print(*texts.known_readers()); sys.exit(main())"
    )
    own = tmp_path / "own.html"
    command = [sys.executable, "-c", code, str(tmp_path / "installed"), "reader", "-o", str(own)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert own.read_bytes() == (ROOT / "resources" / "bundle" / "OPEN-ME.html").read_bytes()
    assert hashlib.sha256(own.read_bytes()).hexdigest() in done.stdout.splitlines()[0]


def test_the_source_archive_can_build_the_reader_and_holds_no_one_else_s_code(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert {"resources/reader/package-lock.json", "resources/reader/build.mjs"} <= names
    assert "resources/bundle/OPEN-ME.html" in names
    assert not [name for name in names if "node_modules" in name]
