"""A sealed file saved to a chosen place, and a case let go: only what was read back counts."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from forging import Case, make_case

from disks import EVERY_CALL, FaultyDisk, FullDisk
from keepsafe.bundle import delivering, retiring, sealing, sources
from keepsafe.bundle.apart import refuse_beside
from keepsafe.case.entries import Happening
from keepsafe.errors import (
    Cancelled,
    DamagedError,
    KeepsafeError,
    SystemRefusedError,
    UsageError,
)
from keepsafe.progress import Watch
from keepsafe.vault import places
from keepsafe.vault.rereading import Reread, reread


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Case]:
    """A case of one test's own, which it may change."""
    (tmp_path / "own").mkdir()
    with make_case(tmp_path / "own") as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_delivered_file_is_the_same_and_says_how_it_was_read_back(
    case: Case, stick: Path
) -> None:
    digest = hashlib.sha256(case.path.read_bytes()).hexdigest()
    delivered = delivering.deliver(case.path, stick, file_sha256=digest)
    assert delivered.path.read_bytes() == case.path.read_bytes()
    assert delivered.reread.sha256 == digest
    assert "the same bytes" in delivered.sentences[0]
    assert "eject" in delivered.sentences[1]
    with pytest.raises(SystemRefusedError, match="it was left as it is"):
        delivering.deliver(case.path, stick)


def test_another_file_than_the_one_noted_is_not_copied(case: Case, stick: Path) -> None:
    with pytest.raises(DamagedError, match="not the file that was made"):
        delivering.deliver(case.path, stick, file_sha256="0" * 64)
    assert list(stick.iterdir()) == []


def test_a_stick_that_gives_back_other_bytes_is_found_out(
    case: Case, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rotten(path: Path, *rest: object) -> Reread:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return reread(path)

    monkeypatch.setattr(delivering, "reread", rotten)
    with pytest.raises(DamagedError, match="not what was written"):
        delivering.deliver(case.path, stick)
    assert list(stick.iterdir()) == []


def test_a_disk_that_spoils_a_sealed_file_is_found_out_while_sealing(
    own: Case, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = sealing.forget

    def spoil(path: Path) -> object:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return really(path)

    monkeypatch.setattr(sealing, "forget", spoil)
    with pytest.raises(DamagedError, match="does not give back"):
        sealing.seal(own.vault, stick, sealing.SealChoice(), "parent")
    assert list(stick.iterdir()) == []
    assert own.vault.record.seals[-1].abandoned


def test_room_and_the_limit_of_fat_are_looked_at_before(
    case: Case, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemRefusedError, match="not enough room"):
        delivering.check_room(stick, 1 << 60)
    monkeypatch.setattr(delivering, "file_system", lambda _folder: "vfat")
    delivering.check_room(stick, 0xFFFFFFFF)
    with pytest.raises(SystemRefusedError, match="FAT32"):
        delivering.check_room(stick, 0xFFFFFFFF + 1)
    monkeypatch.setattr(delivering, "file_system", lambda _folder: "ext4")
    delivering.check_room(stick, 0xFFFFFFFF + 1)


def test_whatever_the_disk_refuses_leaves_no_half_file(case: Case, stick: Path) -> None:
    at, disk = 0, FaultyDisk()
    while True:
        at += 1
        disk.arm(at, calls=EVERY_CALL)
        try:
            delivering.deliver(case.path, stick, disk=disk)
        except KeepsafeError:
            left = [path for path in stick.iterdir() if path.suffix != ".partial"]
            assert left == []
            continue
        break
    assert at > 4
    shutil.rmtree(stick)
    stick.mkdir()
    with pytest.raises(SystemRefusedError, match="full"):
        delivering.deliver(case.path, stick, disk=FullDisk(1000))
    with pytest.raises(Cancelled):
        delivering.deliver(case.path, stick, Watch(cancelled=lambda: True))
    assert list(stick.iterdir()) == []


def test_outer_form_sees_every_changed_byte_of_the_locked_part(case: Case, tmp_path: Path) -> None:
    digest, size, wrong = sources.outer_form(case.path)
    assert (digest, size, wrong) == (
        hashlib.sha256(case.path.read_bytes()).hexdigest(),
        case.path.stat().st_size,
        [],
    )
    for at in (0, size // 3, size - 1):
        data = bytearray(case.path.read_bytes())
        data[at] ^= 1
        (tmp_path / "changed.zip").write_bytes(data)
        assert sources.outer_form(tmp_path / "changed.zip")[2]


def test_words_are_refused_beside_the_file(case: Case, stick: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="same folder"):
        refuse_beside(stick / "words.txt", stick)
    refuse_beside(stick / "words.txt", None)
    shutil.copy(case.path, stick)
    with pytest.raises(UsageError, match="same folder"):
        refuse_beside(stick / "words.txt", None)
    refuse_beside(tmp_path / "words.txt", stick)


def test_what_stands_against_letting_a_case_go(own: Case, stick: Path, tmp_path: Path) -> None:
    vault = own.vault
    sealed = sealing.seal(vault, stick, sealing.SealChoice(), "parent")
    standing = retiring.standing(vault, [])
    assert standing.seals == (sealed.seal,)
    assert len(standing.missing) == 2  # not handed over, not shown
    vault.log([Happening("handed-over", {"seal": sealed.seal, "officer": "Roy"}, "parent")])
    assert len(retiring.standing(vault, []).missing) == 1
    assert retiring.standing(vault, [own.path]).found == ()  # an older one
    right = retiring.standing(vault, [tmp_path / "nowhere", sealed.path])
    assert (right.found, right.missing) == ((sealed.path,), ())
    changed = tmp_path / sealed.path.name
    data = bytearray(sealed.path.read_bytes())
    data[-1] ^= 1
    changed.write_bytes(data)
    assert retiring.standing(vault, [changed]).found == ()
    vault.add_item("note", {"words": "they wrote again"}, "parent")
    assert "after the newest file" in retiring.standing(vault, [sealed.path]).missing[0]
    with pytest.raises(UsageError, match="Nothing was deleted"):
        retiring.delete_case(vault, "KS-0000-0000")
    assert (vault.root / "identity.age").exists()


def test_what_is_said_of_pulling_out_fits_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mounts are a stand-in: those of a Linux desktop with a stick and a second disk."""
    mounts = {"/run/media/a/STICK": "vfat", "/media/a/BIG": "ext4", "/data": "ext4", "/": "ext4"}
    monkeypatch.setattr(places.os.path, "ismount", lambda path: str(path) in mounts)
    monkeypatch.setattr(places, "file_system", lambda folder: mounts[str(places._mount_of(folder))])
    said = {
        place: delivering.safe_to_pull(Path(place))
        for place in ("/run/media/a/STICK/x", "/media/a/BIG", "/data/police", str(Path.home()))
    }
    assert list(said.values()) == [
        "You can pull the stick out now. Use “eject” first.",
        "You can pull the stick out now. Use “eject” first.",
        "If this is a stick, you can take it out now. Use “eject” first.",
        "",
    ]


@pytest.mark.parametrize(
    ("place", "by"),
    [
        ("OneDrive - School/police", "OneDrive"),
        ("Library/Mobile Documents/x", "iCloud"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Documents", ""),
    ],
)
def test_a_folder_that_is_copied_to_the_internet_is_named(place: str, by: str) -> None:
    warning = delivering.warning_about(Path("/home/a") / place)
    assert (f"copied to the internet by {by}" in warning) if by else not warning
