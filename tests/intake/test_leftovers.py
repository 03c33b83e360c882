"""Copies left on this computer: only what the case keeps, whole, and never on a phone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from keepsafe.errors import Cancelled
from keepsafe.intake import leftovers
from keepsafe.intake.adding import Choice, add
from keepsafe.progress import Watch
from keepsafe.vault import places
from keepsafe.vault.vault import Vault

sys.path.insert(0, str(Path(__file__).parents[1] / "vault"))

from vault_help import cheap_keys, make, stored_path  # noqa: F401

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "Downloads"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a.png").write_bytes(b"first screenshot")
    (folder / "deep" / "er" / "again.png").write_bytes(b"first screenshot")
    (folder / "b.png").write_bytes(b"other screenshot")
    (folder / "same size.png").write_bytes(b"firsT screenshot")
    (folder / "homework.txt").write_bytes(b"nothing to do with it")
    return folder


@pytest.fixture
def vault(tmp_path: Path, downloads: Path) -> Vault:
    vault = make(tmp_path / "case")
    add(vault, [downloads / "a.png", downloads / "b.png"], Choice(), "parent")
    return vault


def names(search: leftovers.Search) -> list[str]:
    return sorted(copy.path.name for copy in search.found)


def test_only_files_with_the_bytes_of_an_exhibit_are_found_and_removed(
    vault: Vault, downloads: Path
) -> None:
    search = leftovers.find(vault, [downloads])
    assert names(search) == ["a.png", "again.png", "b.png"]
    assert [copy.exhibit for copy in search.found if copy.path.name != "b.png"] == ["E1", "E1"]
    chosen = [copy for copy in search.found if copy.exhibit == "E1"]
    removal = leftovers.remove(vault, chosen, "parent")
    assert len(removal.removed) == 2
    assert removal.kept == ()
    left = sorted(path.name for path in downloads.rglob("*") if path.is_file())
    assert left == ["b.png", "homework.txt", "same size.png"]
    assert vault.check() == []
    last = vault.lines[-1]
    assert last.entry.what == "copies-removed"
    assert last.data == {"exhibits": ["E1"], "files": 2}


def test_a_file_that_changed_since_it_was_found_stays(vault: Vault, downloads: Path) -> None:
    search = leftovers.find(vault, [downloads])
    (downloads / "a.png").write_bytes(b"my own new file!")
    (downloads / "b.png").unlink()
    removal = leftovers.remove(vault, search.found, "parent")
    assert [copy.path.name for copy in removal.removed] == ["again.png"]
    assert {copy.path.name for copy, _why in removal.kept} == {"a.png", "b.png"}
    assert (downloads / "a.png").read_bytes() == b"my own new file!"


def test_nothing_goes_while_our_own_copy_is_damaged(vault: Vault, downloads: Path) -> None:
    search = leftovers.find(vault, [downloads])
    stored = bytearray(stored_path(vault, "E1").read_bytes())
    stored[-1] ^= 1
    stored_path(vault, "E1").write_bytes(stored)
    removal = leftovers.remove(vault, search.found, "parent")
    assert [copy.exhibit for copy in removal.removed] == ["E2"]
    assert (downloads / "a.png").exists()
    assert "cannot be read whole" in removal.kept[0][1]


def test_a_removed_exhibit_has_no_copies_to_offer(vault: Vault, downloads: Path) -> None:
    vault.remove("E1", "added by mistake", "parent")
    assert names(leftovers.find(vault, [downloads])) == ["b.png"]


def test_links_and_the_case_itself_are_left_alone(
    vault: Vault, downloads: Path, tmp_path: Path
) -> None:
    (vault.root / "mine.png").write_bytes(b"first screenshot")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.png").write_bytes(b"first screenshot")
    looked = tmp_path / "Pictures"
    looked.mkdir()
    (looked / "link.png").symlink_to(elsewhere / "kept.png")
    (looked / "folder").symlink_to(elsewhere)
    assert leftovers.find(vault, [looked, vault.root]).found == ()
    # A link that the person names is what they mean: Downloads on another disk, for example.
    assert names(leftovers.find(vault, [looked / "folder"])) == ["kept.png"]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("run/gvfs/mtp:host=Phone/Internal", "on a phone"),
        ("kio-fuse-abc/mtp/Phone", "on a phone"),
        ("OneDrive - Home/Pictures", "OneDrive"),
        ("Dropbox/Camera Uploads", "Dropbox"),
    ],
)
def test_on_a_phone_or_in_a_synced_folder_nothing_is_removed(
    vault: Vault, tmp_path: Path, place: str, why: str
) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"first screenshot")
    (copy,) = leftovers.find(vault, [folder]).found
    assert why in copy.stays
    removal = leftovers.remove(vault, [copy], "parent")
    assert removal.removed == ()
    assert (folder / "a.png").exists()
    assert vault.lines[-1].entry.what != "copies-removed"


def test_a_memory_card_out_of_a_phone_counts_as_the_phone(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    (card / "DCIM" / "100").mkdir(parents=True)
    (card / "DCIM" / "100" / "a.png").write_bytes(b"first screenshot")
    really = os.path.ismount
    assert leftovers.find(vault, [card]).found[0].stays == ""
    monkeypatch.setattr(places.os.path, "ismount", lambda p: Path(p) == card or really(p))
    assert "memory card" in leftovers.find(vault, [card]).found[0].stays


def test_a_person_called_megan_is_not_a_cloud(tmp_path: Path) -> None:
    assert places.synced_by(Path("/home/megan/Pictures")) is None
    assert places.synced_by(Path("/home/x/MEGA/Pictures")) == "MEGA"
    assert places.synced_by(Path("/home/x/Dropbox (Personal)")) == "Dropbox"


def test_stopping_stops(vault: Vault, downloads: Path) -> None:
    search = leftovers.find(vault, [downloads])
    stop = Watch(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        leftovers.find(vault, [downloads], stop)
    with pytest.raises(Cancelled):
        leftovers.remove(vault, search.found, "parent", stop)
    assert (downloads / "a.png").exists()
    # What went before the stop is in the log.
    steps = iter([False, True, True])
    with pytest.raises(Cancelled):
        leftovers.remove(vault, search.found, "parent", Watch(cancelled=lambda: next(steps)))
    assert vault.lines[-1].entry.what == "copies-removed"
    assert vault.lines[-1].data["files"] == 1


def test_folders_that_are_looked_in_by_themselves_have_their_local_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Téléchargements", "Images", ".config"):
        (tmp_path / name).mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(
        'XDG_DOWNLOAD_DIR="$HOME/Téléchargements"\nXDG_PICTURES_DIR="$HOME/Images"\n'
        'XDG_DESKTOP_DIR="$HOME/"\n'  # which means that there is none
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    found = places.everyday_folders()
    assert found == [tmp_path / "Téléchargements", tmp_path / "Images"]
