"""Plain copies for an upload link: stock tools and verify check them by the sealed file's lists."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forging import Case, flip, make_case

from disks import EVERY_CALL, FaultyDisk
from keepsafe.bundle import layout
from keepsafe.bundle.copies import Copies, make_copies
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.verifying import Secrets, Verdict, verify
from keepsafe.errors import (
    CannotTellError,
    DamagedError,
    KeepsafeError,
    UsageError,
    WrongSecretError,
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with make_case(tmp_path_factory.mktemp("copies")) as made:
        yield made


@pytest.fixture
def chosen(own: Case) -> list[str]:
    pictures = [e.id for e in own.vault.record.handed_over().exhibits if e.file.pixels]
    return pictures[:2]


@pytest.fixture
def made(own: Case, chosen: list[str], tmp_path: Path) -> Copies:
    return make_copies(own.vault, own.path, tmp_path / "link", chosen, "parent")


def check(folder: Path, code: str | None = None) -> Verdict:
    return verify(folder, Secrets(), code)


def test_the_copies_are_the_sealed_bytes_and_nothing_more(
    own: Case, made: Copies, chosen: list[str]
) -> None:
    names = {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*") if p.is_file()}
    exhibits = {e.id: e for e in own.vault.record.exhibits}
    wanted = {f"data/exhibits/{exhibits[item].neutral_name}" for item in chosen}
    assert names == {*wanted, *layout.COPIED}
    for item in chosen:
        file = made.folder / "data" / "exhibits" / exhibits[item].neutral_name
        assert hashlib.sha256(file.read_bytes()).hexdigest() == exhibits[item].file.sha256
    last = own.vault.lines[-1]
    assert last.entry.what == "copies-made"
    assert last.data == {"seal": 1, "exhibits": chosen}


def test_stock_tools_check_them(made: Copies) -> None:
    for manifest in (layout.MANIFEST, layout.TAG_MANIFEST):
        sums = ["sha256sum", "-c", "--quiet", "--strict", "--ignore-missing", manifest]
        subprocess.run(sums, cwd=made.folder, check=True, capture_output=True)
    signed = ["openssl", "dgst", "-sha256", "-verify", "seal/signing-key.pem", "-signature"]
    signed += ["seal/tagmanifest-sha256.sig", "tagmanifest-sha256.txt"]
    subprocess.run(signed, cwd=made.folder, check=True, capture_output=True)


def test_verify_says_what_they_are_and_compares_the_seal_code(
    own: Case, made: Copies, chosen: list[str]
) -> None:
    for folder in (made.folder, made.folder.parent):
        verdict = check(folder, own.sealed.seal_code)
        assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "same", 0)
        assert verdict.copies
        assert verdict.exhibits == len(chosen)
        assert verdict.exhibits + verdict.not_here == len(own.vault.record.handed_over().exhibits)
        assert any("plain copies of 2 of the" in s for s in verdict.sentences)
    assert check(made.folder, "0" * 64).seal == "different"


def _flip_picture(folder: Path) -> None:
    picture = next((folder / "data" / "exhibits").iterdir())
    picture.write_bytes(flip(picture.read_bytes(), 100))


def _put_one_more(folder: Path) -> None:
    (folder / "data" / "exhibits" / "0099.png").write_bytes(b"put there")


def _put_a_stray(folder: Path) -> None:
    (folder / "look at this.exe").write_bytes(b"put there")


def _swap_two(folder: Path) -> None:
    first, second = sorted((folder / "data" / "exhibits").iterdir())
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def _change_list(folder: Path) -> None:
    manifest = folder / layout.MANIFEST
    manifest.write_bytes(
        manifest.read_bytes().replace(b"data/exhibits/0001", b"data/exhibits/0091")
    )


def _no_signature(folder: Path) -> None:
    (folder / layout.SIGNATURE).unlink()


def _no_list(folder: Path) -> None:
    (folder / layout.MANIFEST).unlink()


def _other_report(folder: Path) -> None:
    (folder / layout.REPORT_PDF).write_bytes(b"%PDF-1.7 another")


def _other_facts(folder: Path) -> None:
    info = folder / layout.BAG_INFO
    info.write_bytes(
        info.read_bytes().replace(b"Keepsafe-Seal-Number: 1", b"Keepsafe-Seal-Number: 2")
    )


@pytest.mark.parametrize(
    "forge",
    [
        *(_flip_picture, _put_one_more, _put_a_stray, _swap_two, _change_list),
        *(_no_signature, _no_list, _other_report, _other_facts),
    ],
)
def test_anything_else_is_changed(made: Copies, forge: Callable[[Path], None]) -> None:
    forge(made.folder)
    verdict = check(made.folder)
    assert (verdict.bytes, verdict.exit_code) == ("changed", 1), verdict.sentences


def test_copies_without_the_ending_are_no_whole_file(made: Copies) -> None:
    """Nobody can pass off some of the files as all of them."""
    whole = made.folder.with_name(made.folder.name.removesuffix(layout.COPIES_ENDING))
    made.folder.rename(whole)
    verdict = check(whole)
    assert verdict.bytes == "changed"
    assert any("is missing" in problem for problem in verdict.problems)


def test_what_cannot_be_copied_is_said_and_nothing_is_left(
    own: Case, chosen: list[str], tmp_path: Path
) -> None:
    before = len(own.vault.lines)
    target = tmp_path / "link"
    removed = next(e.id for e in own.vault.record.exhibits if e.removed is not None)
    with pytest.raises(UsageError, match=removed):
        make_copies(own.vault, own.path, target, [*chosen, removed], "parent")
    with pytest.raises(WrongSecretError, match="not made from this case"):
        make_copies(own.vault, tmp_path / "KS-0000-0000-1.zip", target, chosen, "parent")
    changed = tmp_path / own.path.name
    changed.write_bytes(flip(own.path.read_bytes(), own.path.stat().st_size - 3000))
    with pytest.raises((DamagedError, KeepsafeError)):
        make_copies(own.vault, changed, target, chosen, "parent")
    disk = FaultyDisk()
    for at in (1, 3, 7, 12):
        disk.arm(at, calls=EVERY_CALL)
        with pytest.raises(KeepsafeError):
            make_copies(own.vault, own.path, target, chosen, "parent", disk=disk)
    assert [p.name for p in tmp_path.iterdir()] == [changed.name]
    assert len(own.vault.lines) == before


def test_there_is_nothing_to_unpack_in_copies(made: Copies, tmp_path: Path) -> None:
    with pytest.raises(CannotTellError, match="nothing in them is locked"):
        unpack(made.folder, Secrets(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
