"""Saving files out of a sealed file: byte for byte, read back, nothing written over, none half."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle.forging import Case
from disks import FaultyDisk, FullDisk
from keepsafe.bundle import saving
from keepsafe.bundle.looking import SealedFile, look
from keepsafe.bundle.saving import save
from keepsafe.errors import Cancelled, DamagedError, SystemRefusedError, UsageError
from keepsafe.progress import Watch
from keepsafe.vault.rereading import Reread


@pytest.fixture
def sealed(case: Case) -> SealedFile:
    file = look(case.path, case.secrets).file
    assert file is not None
    return file


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def every(sealed: SealedFile) -> list[str]:
    return [sealed.name_of(exhibit) for exhibit in sealed.exhibits]


def listed(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_every_exhibit_is_saved_byte_for_byte(case: Case, sealed: SealedFile, stick: Path) -> None:
    saved = save(sealed, every(sealed), stick)
    assert {path.name: path.read_bytes() for path in saved.paths} == dict(case.exhibits)
    assert saved.folder == stick
    count = len(case.exhibits)
    assert saved.sentences[0].startswith(f"{count} files were saved. Each has the SHA-256")
    assert "ead back" in saved.sentences[1]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_finds_what_the_sealed_list_says(sealed: SealedFile, stick: Path) -> None:
    saved = save(sealed, every(sealed), stick)
    told = subprocess.run(
        ["sha256sum", *saved.paths], check=True, capture_output=True, text=True
    ).stdout
    found = {Path(line.split("  ", 1)[1]).name: line[:64] for line in told.splitlines()}
    assert found == {e.neutral_name: e.file.sha256 for e in sealed.exhibits}


def test_names_on_the_disk_are_safe_whatever_the_files_were_called(sealed: SealedFile) -> None:
    called = {e.file.name for e in sealed.exhibits}
    assert {"CON.txt", "\u202etxt.exe", "-rf --help.txt"} <= called  # else nothing is shown here
    names = [saving.saved_name(name) for name in sealed.digests]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}", name), name
        stem = name.partition(".")[0].upper()
        assert not re.fullmatch(r"CON|PRN|AUX|NUL|COM\d|LPT\d", stem)


@pytest.mark.parametrize("name", ["../outside.txt", "data/exhibits/../../x", "/etc/passwd", "x"])
def test_a_name_that_is_not_the_formats_is_never_written(
    sealed: SealedFile, stick: Path, name: str
) -> None:
    with pytest.raises(DamagedError):
        save(sealed, [name], stick)
    assert listed(stick.parent) == ["stick"]


def test_nothing_is_overwritten_and_all_go_into_a_new_folder(
    case: Case, sealed: SealedFile, stick: Path
) -> None:
    there = stick / sealed.exhibits[1].neutral_name
    there.write_bytes(b"the officer's own")
    first, second = (save(sealed, every(sealed), stick) for _ in range(2))
    assert there.read_bytes() == b"the officer's own"
    bundle = case.path.stem
    assert (first.folder.name, second.folder.name) == (bundle, f"{bundle} (2)")
    for saved in (first, second):
        assert {path.name: path.read_bytes() for path in saved.paths} == dict(case.exhibits)


def test_a_stick_without_room_is_known_before_anything_is_written(
    sealed: SealedFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(SystemRefusedError, match="not enough room"):
        save(sealed, every(sealed), stick)
    assert listed(stick) == []


def test_a_stick_that_fills_up_keeps_what_is_whole_and_says_so(
    case: Case, sealed: SealedFile, stick: Path
) -> None:
    sizes = [exhibit.file.size for exhibit in sealed.exhibits]
    saved = save(sealed, every(sealed), stick, disk=FullDisk(sum(sizes) - sizes[-1] - 1))
    assert saved.stopped is not None
    assert 0 < len(saved.paths) < saved.wanted == len(sizes)
    assert listed(stick) == sorted(path.name for path in saved.paths)
    for path in saved.paths:
        assert path.read_bytes() == case.exhibits[path.name]
    told = " ".join(saved.sentences)
    assert f"{len(saved.paths)} of {saved.wanted} files were saved. The others were not." in told
    assert "The disk is full" in told


@pytest.mark.parametrize("refusal", [errno.EROFS, errno.EACCES, errno.EIO, errno.ENOENT])
@pytest.mark.parametrize("taken", [False, True])
def test_a_place_that_refuses_leaves_nothing_of_ours(
    sealed: SealedFile, stick: Path, refusal: int, *, taken: bool
) -> None:
    if taken:
        (stick / sealed.exhibits[0].neutral_name).write_bytes(b"own")
    before = listed(stick)
    disk = FaultyDisk()
    disk.arm(1, refusal, lasting=True, calls=frozenset({"_open_new"}))
    with pytest.raises(SystemRefusedError):
        save(sealed, every(sealed), stick, disk=disk)
    assert listed(stick) == before


def test_a_folder_that_goes_away_in_between(sealed: SealedFile, stick: Path) -> None:
    gone: list[bool] = []

    def pull(done: int, total: int) -> None:
        if done > total // 3 and not gone:
            gone.append(True)
            shutil.rmtree(stick)

    saved = save(sealed, every(sealed), stick, Watch(progress=pull))
    assert saved.stopped is not None
    assert "not there" in str(saved.stopped)
    with pytest.raises(UsageError, match="no folder stick"):
        save(sealed, every(sealed), stick)


def test_stopping_keeps_what_is_whole(case: Case, sealed: SealedFile, stick: Path) -> None:
    stop: list[bool] = []
    watch = Watch(
        progress=lambda done, total: stop.append(True) if done > total // 2 else None,
        cancelled=lambda: bool(stop),
    )
    saved = save(sealed, every(sealed), stick, watch)
    assert isinstance(saved.stopped, Cancelled)
    for path in stick.iterdir():
        assert path.read_bytes() == case.exhibits[path.name]


def test_a_disk_that_gives_back_other_bytes_is_found_out(
    sealed: SealedFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "reread", lambda *_args: Reread("0" * 64, 1, "disk"))
    with pytest.raises(DamagedError, match="not what was written"):
        save(sealed, every(sealed), stick)
    assert listed(stick) == []


def test_a_real_small_disk_that_fills_up(case: Case, sealed: SealedFile, stick: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(stick)]
    if (
        not sys.platform.startswith("linux")
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("needs leave to mount a small disk")
    try:
        with pytest.raises(SystemRefusedError, match="not enough room"):
            save(sealed, every(sealed), stick)
        assert listed(stick) == []
        small = [sealed.name_of(e) for e in sealed.exhibits if e.file.size < 10_000]
        saved = save(sealed, small, stick)
        assert {p.name: p.read_bytes() for p in saved.paths}.items() <= dict(case.exhibits).items()
    finally:
        subprocess.run(["umount", str(stick)], check=True)
