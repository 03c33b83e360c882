"""Uses a case without end, and says each thing before it is tried and when it is acknowledged.

    python worker.py CASE FOLDER SEED

Each line is JSON. The test that started this kills it at any moment.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from promises import without_pages
from vault_help import lock_cheaply

from keepsafe.bundle import sealing
from keepsafe.case.fields import filled
from keepsafe.intake import adding
from keepsafe.vault import keys
from keepsafe.vault.vault import Vault


def say(**what: Any) -> None:
    """Print one line at once."""
    print(json.dumps(what), flush=True)


class Worker:
    """One person, doing one thing after another."""

    def __init__(self, case: Path, folder: Path, seed: int) -> None:
        self.vault = Vault.unlock(case, "pw")
        self.folder = folder
        self.random = random.Random(seed)
        self.turn = 0

    def add(self) -> None:
        files = []
        for number in range(self.random.randint(1, 4)):
            path = self.folder / f"{self.turn}-{number}.bin"
            path.write_bytes(self.random.randbytes(self.random.choice((0, 500, 70_000, 300_000))))
            files.append(path)
        say(trying="add")
        batch = adding.add(self.vault, files, adding.Choice(), "parent")
        say(added={kept.id: kept.sha256 for kept in batch.kept})
        for path in files:
            path.unlink()

    def item(self) -> None:
        fields = {"username": f"name {self.turn}"}
        say(trying="item")
        say(item=self.vault.add_item("account", fields, "parent"), fields=fields)

    def describe(self) -> None:
        if not self.vault.record.accounts:
            return
        item = self.random.choice(self.vault.record.accounts)
        fields = {**filled(item.fields), "note": f"note {self.turn}"}
        say(trying="describe", item=item.id, fields=fields)
        self.vault.describe(item.id, {"note": fields["note"]}, "parent")
        say(item=item.id, fields=fields)

    def remove(self) -> None:
        there = [e for e in self.vault.record.exhibits if e.removed is None]
        if len(there) < 5:
            return
        chosen = self.random.choice(there)
        say(trying="remove", id=chosen.id)
        self.vault.remove(chosen.id, "added by mistake", "parent")
        say(removed=chosen.id, stored=chosen.file.stored)

    def seal(self) -> None:
        say(trying="seal")
        sealed = sealing.seal(self.vault, self.folder, sealing.SealChoice(), "parent")
        digest = hashlib.sha256(sealed.path.read_bytes()).hexdigest()
        assert digest == sealed.file_sha256
        say(sealed=sealed.seal, name=sealed.path.name, code=sealed.seal_code, words=sealed.words)

    def run(self) -> None:
        say(ready=True)
        while True:
            self.turn += 1
            steps = [self.add, self.item, self.describe, self.remove, self.seal]
            self.random.choices(steps, weights=(4, 2, 2, 2, 1))[0]()


if __name__ == "__main__":
    keys.lock_identity = lock_cheaply
    without_pages(pytest.MonkeyPatch())
    Worker(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).run()
