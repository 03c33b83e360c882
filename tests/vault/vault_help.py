"""What the tests of vaults share: keys that cost nothing, files of made-up pictures, looking."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keepsafe.case.record import Exhibit
from keepsafe.formats import age
from keepsafe.vault import keys
from keepsafe.vault.vault import Vault

VALUES = {"role": "parent", "country": "CA", "age": "under-18", "title": "Marker title"}


def lock_cheaply(identity: age.X25519Identity, secret: str) -> bytes:
    """Lock as `keys.lock_identity` does, with the smallest work factor age allows.

    Reading takes the factor from the file, so that unlocking runs the shipped code.
    """
    content = f"# The key of a Keepsafe case. Keep it secret.\n{identity.encode()}\n"
    recipient = age.ScryptRecipient(keys.normalized(secret), work_factor=1)
    return age.encrypt_bytes(content.encode(), [recipient])


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every password cost a thousandth of a second."""
    monkeypatch.setattr(keys, "lock_identity", lock_cheaply)


@contextmanager
def in_memory() -> Iterator[Path]:
    """Give an empty folder, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="keepsafe-", dir=memory if os.access(memory, os.W_OK) else None
    ) as folder:
        yield Path(folder)


def make(root: Path, password: str = "pw", **more: object) -> Vault:
    """Return a new unlocked vault."""
    return Vault.create(root, password, VALUES, **more)[0]  # type: ignore[arg-type]


def read(vault: Vault, item_id: str) -> bytes:
    """Return an exhibit's bytes, read through the vault."""
    exhibit = vault.record.find(item_id)
    assert isinstance(exhibit, Exhibit)
    with vault.exhibits.open(exhibit) as reader:
        return reader.read()


def stored_path(vault: Vault, item_id: str) -> Path:
    """Return where an exhibit lies in the vault's folder."""
    exhibit = vault.record.find(item_id)
    assert isinstance(exhibit, Exhibit)
    return vault.root / "exhibits" / exhibit.file.stored


def tree_hash(root: Path) -> str:
    """Return one hash over every name, kind and byte below `root`."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        content = b"" if path.is_dir() else path.read_bytes()
        digest.update(repr((str(path.relative_to(root)), path.is_dir(), content)).encode())
    return digest.hexdigest()


def partials(root: Path) -> list[str]:
    """Return everything below `root` that has only a name for the time being."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.partial*"))
