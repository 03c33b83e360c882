"""Many files at once: each has its verdict, and no file keeps it from the next."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forging import SMALL_WORDS, small_parts

from keepsafe.bundle import layout, verifying
from keepsafe.cli import receiving
from keepsafe.cli.main import main
from keepsafe.errors import Cancelled

SRC = Path(__file__).parents[2] / "src"


@pytest.fixture
def batch(tmp_path: Path) -> list[Path]:
    """A good file between whatever can lie on an officer's desk; the last is good too."""
    folder = tmp_path / "batch"
    folder.mkdir()
    parts = small_parts()
    good, forged = folder / f"{parts.bag}.zip", folder / "forged.zip"
    good.write_bytes(parts.whole())
    changed = parts.copy()
    changed.files[f"{layout.EXHIBITS}/0002.png"] = b"another picture"
    forged.write_bytes(changed.whole())
    garbage, empty, pipe = folder / "garbage.zip", folder / "empty.zip", folder / "pipe.zip"
    garbage.write_bytes(b"PK\x03\x04" + os.urandom(5000))
    empty.write_bytes(b"")
    os.mkfifo(pipe)
    sparse, unreadable = folder / "sparse.zip", folder / "unreadable.zip"
    with sparse.open("wb") as file:
        file.write(parts.whole())
        file.truncate(1 << 43)
    unreadable.write_bytes(parts.whole())
    unreadable.chmod(0)
    link, vanished, bag = folder / "link.zip", folder / "vanished.zip", folder / "folder.zip"
    link.symlink_to(good)
    bag.mkdir()
    odd = folder / os.fsdecode(b"odd \xff\x1b[31m.zip")
    odd.write_bytes(b"odd")
    again = folder / "again.zip"
    again.write_bytes(parts.whole())
    device = Path("/dev/zero")
    return [
        *(good, garbage, forged, empty, pipe, sparse, unreadable, link, vanished, bag, odd),
        *(device, again),
    ]


def check(batch: list[Path], words: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the real program, for no longer than it may take."""
    return subprocess.run(
        [sys.executable, "-m", "keepsafe", "verify", *batch, "--words-file", words, *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(f"{SMALL_WORDS}\n")
    return path


def expected(path: Path) -> str:
    match path.name:
        case "again.zip" | "KS-7F3K-9Q2M-1.zip":
            return "matches"
        case "forged.zip":
            return "changed"
        case "unreadable.zip" if os.access(path, os.R_OK):  # nothing is refused to root
            return "matches"
        case "sparse.zip":
            return "cannot-tell or changed"
    return "cannot-tell"


def test_every_file_has_a_line_of_its_own(batch: list[Path], words: Path) -> None:
    ran = check(batch, words, "--json-lines")
    verdicts = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 1
    assert ran.stderr == ""
    assert len(verdicts) == len(batch)
    for path, verdict in zip(batch, verdicts, strict=True):
        assert verdict["bytes"] in expected(path), verdict
        assert 3 <= len(verdict["sentences"]) <= 6
        assert verdict["exit_code"] != 70
    assert len({tuple(verdict) for verdict in verdicts}) == 1
    forged = next(v for v in verdicts if v["file"] == "forged.zip")
    assert forged["changed_exhibits"] == ["E2"]


def test_the_one_object_holds_the_same_and_the_table_names_the_exhibit(
    batch: list[Path], words: Path
) -> None:
    lines = check(batch, words, "--json-lines").stdout.splitlines()
    whole = check(batch, words, "--json")
    assert json.loads(whole.stdout)["results"] == [json.loads(line) for line in lines]
    shown = check(batch, words)
    assert (shown.returncode, shown.stderr) == (1, "")
    table = shown.stdout[shown.stdout.rindex("Bytes") :]
    row = next(line for line in table.splitlines() if "forged.zip" in line)
    assert "E2" in row
    assert "\x1b" not in shown.stdout


def test_lines_come_while_the_next_file_is_still_waited_for(batch: list[Path], words: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "keepsafe", "verify", *batch, "--words-file", words, "--json-lines"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    ) as process:
        assert process.stdout
        first = json.loads(process.stdout.readline())
        process.stdout.close()  # whoever watches has seen enough, and that is no error
    assert first["bytes"] == "matches"
    assert process.returncode in (0, 1)


def failing_on(name: str, error: Exception) -> Callable[..., verifying.Verdict]:
    honest = verifying.verify

    def verify(path: Path, *rest: Any) -> verifying.Verdict:
        if path.name == name:
            raise error
        return honest(path, *rest)

    return verify


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), MemoryError(), RecursionError()])
def test_a_mistake_of_ours_spoils_no_other_file(
    batch: list[Path],
    words: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    monkeypatch.setattr(receiving.verifying, "verify", failing_on("garbage.zip", error))
    files = [str(path) for path in (batch[0], batch[1], batch[-1])]
    code = main(["verify", *files, "--words-file", str(words), "--json-lines"])
    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 70
    assert [v["bytes"] for v in verdicts] == ["matches", "cannot-tell", "matches"]
    assert "Keepsafe made a mistake" in " ".join(verdicts[1]["sentences"])
    assert "secret" not in json.dumps(verdicts)


def test_stopping_stops_the_whole_batch(
    batch: list[Path], words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving.verifying, "verify", failing_on(batch[0].name, Cancelled()))
    assert main(["verify", *map(str, batch), "--words-file", str(words), "--json-lines"]) == 130


def test_nothing_is_written_or_touched(batch: list[Path], words: Path) -> None:
    folder = batch[0].parent
    before = {p.name: (p.lstat().st_mtime_ns, p.lstat().st_mode) for p in folder.iterdir()}
    check(batch, words, "--json-lines")
    after = {p.name: (p.lstat().st_mtime_ns, p.lstat().st_mode) for p in folder.iterdir()}
    assert after == before
    assert stat.S_ISFIFO((folder / "pipe.zip").lstat().st_mode)
