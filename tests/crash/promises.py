"""What was acknowledged, and whether a vault found after a crash keeps it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from vault_help import partials

from keepsafe.bundle import sealing
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import chain_breaks
from keepsafe.case.fields import filled
from keepsafe.case.record import Exhibit
from keepsafe.errors import WrongSecretError
from keepsafe.report import pages
from keepsafe.vault.vault import Vault


@dataclass(frozen=True)
class Promise:
    """The state of a case as it was last acknowledged."""

    password: str = "pw"
    exhibits: Mapping[str, bytes] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    seals: Mapping[int, str] = field(default_factory=dict)

    def but(self, **changes: object) -> Promise:
        """Return the promise after one more step."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


def without_pages(patch: pytest.MonkeyPatch) -> None:
    """Seal without typesetting, which takes a second and has nothing to do with crashes."""
    patch.setattr(pages, "report_pdf", lambda *_: b"%PDF-1.7 stand-in")
    patch.setattr(pages, "report_html", lambda *_: b"<!doctype html>stand-in")
    patch.setattr(pages, "exhibit_volumes", lambda *_: [])


def keeps(root: Path, now: Promise, after: Promise, contents: set[bytes]) -> None:
    """Unlock and assert that `now` holds, and of the step to `after` all, a part, or nothing."""
    try:
        vault = Vault.unlock(root, now.password)
    except WrongSecretError:
        assert after.password != now.password
        vault = Vault.unlock(root, after.password)
    with vault:
        assert not vault.read_only
        assert vault.problems == []
        assert vault.check() == []
        assert vault.gaps() == []
        assert chain_breaks(vault.record.entries) == []
        assert partials(root) == []
        _keeps_exhibits(vault, now, after)
        _keeps_items(vault, now, after)
        known = {name: s for name, s in {**after.seals, **now.seals}.items() if s}
        for seal in vault.record.seals:
            assert seal.code in {"", known.get(seal.number)}
        assert all(
            any(s.number == number and s.code == code for s in vault.record.seals)
            for number, code in now.seals.items()
        )
        for orphan in vault.orphans():
            with vault.exhibits.open_stored(orphan, "orphan") as source:
                assert source.read() in contents


def _keeps_exhibits(vault: Vault, now: Promise, after: Promise) -> None:
    found = {exhibit.id: exhibit for exhibit in vault.record.exhibits}
    assert set(now.exhibits) | now.removed <= set(found)
    for item_id, exhibit in found.items():
        if exhibit.removed is not None:
            assert item_id in now.removed | after.removed
            # What a removal leaves undone is done when the case is unlocked.
            assert not (vault.root / "exhibits" / exhibit.file.stored).exists()
            continue
        assert item_id not in now.removed
        expected = now.exhibits.get(item_id, after.exhibits.get(item_id))
        with vault.exhibits.open(exhibit) as reader:
            assert reader.read() == expected


def _keeps_items(vault: Vault, now: Promise, after: Promise) -> None:
    record = vault.record
    found = {
        item.id: filled(item.fields)
        for kind in ("account", "note", "payment")
        for item in record.items(kind)  # type: ignore[arg-type]
    }
    assert set(now.items) <= set(found)
    for item_id, fields in found.items():
        assert fields in (now.items.get(item_id), after.items.get(item_id))


def goes_on(root: Path, password: tuple[str, ...], folder: Path) -> None:
    """Assert that the case can be used as before: write, unlock again, end a seal, seal anew."""
    with _unlock(root, password) as vault:
        open_before = [s for s in vault.record.seals if s.open or s in vault.record.lacking_parts()]
        ended = sealing.finish_or_abandon(vault, folder, "parent")
        assert (ended == "nothing") == (not open_before)
        item_id = vault.add_item("note", {"words": "after the crash"}, "parent")
    with _unlock(root, password) as vault:
        assert vault.problems == []
        item = vault.record.find(item_id)
        assert item is not None
        assert not isinstance(item, Exhibit)
        assert not [s for s in vault.record.seals if s.open]
        assert vault.record.lacking_parts() == ()
        for seal in vault.record.seals:  # what is given up of a set does not lie about
            assert not (seal.parts and seal.abandoned and (folder / seal.bundle).exists())
        if ended == "finished":
            last = vault.record.seals[-1]
            words = vault.words.show(last.number)
            verdict = verify(folder / last.bundle, Secrets((words or "",)), last.code)
            assert (verdict.bytes, verdict.seal) == ("matches", "same")
        sealed = sealing.seal(vault, folder, sealing.SealChoice(), "parent")
        verdict = verify(sealed.path, Secrets((sealed.words or "",)), sealed.seal_code)
        assert (verdict.bytes, verdict.seal) == ("matches", "same"), verdict.sentences
    assert partials(folder) == []


def _unlock(root: Path, passwords: tuple[str, ...]) -> Vault:
    for password in passwords[:-1]:
        try:
            return Vault.unlock(root, password)
        except WrongSecretError:
            continue
    return Vault.unlock(root, passwords[-1])
