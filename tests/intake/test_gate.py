"""The policy at the door: what a role and a country let in, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots
from keepsafe.formats import age
from keepsafe.intake.adding import Batch, Choice, add
from keepsafe.vault import keys
from keepsafe.vault.vault import Vault

POLICY = {"school_policy": "Safe Schools 4.2", "school_authorised_by": "The principal"}
NewCase = Callable[[str, str], Vault]


@pytest.fixture
def new_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewCase]:
    """Make a case for a role in a country, with a password that costs little to check."""

    def lock(identity: age.X25519Identity, secret: str) -> bytes:
        return age.encrypt_bytes(identity.encode().encode(), [age.ScryptRecipient(secret, 1)])

    monkeypatch.setattr(keys, "lock_identity", lock)
    made: list[Vault] = []

    def make(role: str, country: str) -> Vault:
        values = {"role": role, "country": country, "age": "under-18"}
        vault, _recovery = Vault.create(tmp_path / "case", "x", values)
        made.append(vault)
        return vault

    yield make
    for vault in made:
        vault.close()


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    for name, data in draw_chat_screenshots(2):
        (folder / name).write_bytes(data)
    name, data = draw_camera_photo(1)
    (folder / name).write_bytes(data)
    (folder / "chat.txt").write_text("They wrote first.")
    return folder


def brought(vault: Vault, paths: list[Path], **choice: bool) -> Batch:
    return add(vault, paths, Choice(**choice), "counsellor")


def permit(vault: Vault) -> None:
    vault.log([Happening("set", {"values": {k: v}}, "counsellor") for k, v in POLICY.items()])


@pytest.mark.parametrize("role", ["young-person", "parent", "adult"])
def test_a_family_keeps_screenshots_and_what_it_names(
    new_case: NewCase, phone: Path, role: str
) -> None:
    vault = new_case(role, "AU")
    assert len(brought(vault, [phone]).kept) == 2
    photo = next(path for path in phone.iterdir() if path.suffix == ".JPG")
    assert len(brought(vault, [photo, phone / "chat.txt"]).kept) == 2


@pytest.mark.parametrize(
    ("country", "policy", "stated", "kept"),
    [
        ("CA", False, False, 0),
        ("CA", True, False, 0),
        ("CA", False, True, 0),
        ("CA", True, True, 2),
        ("US", True, True, 2),
        ("UK", True, True, 0),
        ("other", True, True, 0),
    ],
)
def test_school_staff_need_both_confirmations_where_the_country_allows_it_at_all(
    new_case: NewCase, phone: Path, country: str, policy: bool, stated: bool, kept: int
) -> None:
    vault = new_case("counsellor", country)
    if policy:
        permit(vault)
    batch = brought(vault, [phone], none_intimate=stated)
    assert len(batch.kept) == kept
    assert {path.name for path in (vault.root / "exhibits").iterdir()} == {
        exhibit.file.stored for exhibit in vault.record.exhibits
    }
    if not kept:
        left = [file for file in batch.left_alone if file.by_policy]
        assert len(left) == 2
        assert all(file.reason.endswith(".") for file in left)


def test_school_staff_never_bring_a_photo_even_by_name(new_case: NewCase, phone: Path) -> None:
    vault = new_case("counsellor", "CA")
    permit(vault)
    batch = brought(vault, sorted(phone.iterdir()), none_intimate=True, everything=True)
    assert sorted(Path(kept.name).suffix for kept in batch.kept) == [".PNG", ".PNG"]


def test_what_school_staff_stated_is_logged_before_the_files(
    new_case: NewCase, phone: Path
) -> None:
    vault = new_case("counsellor", "CA")
    permit(vault)
    brought(vault, [phone], none_intimate=True)
    whats = [line.entry.what for line in vault.lines]
    assert whats.index("confirmed") < whats.index("added")
    stated = next(line.data for line in vault.lines if line.entry.what == "confirmed")
    assert stated["authorised_by"] == "The principal"
