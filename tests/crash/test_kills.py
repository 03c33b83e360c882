"""A program that is killed at random moments: what it had acknowledged is there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from vault_help import in_memory, make, partials, read

import keepsafe
from keepsafe.bundle import sealing
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import chain_breaks
from keepsafe.case.fields import filled
from keepsafe.vault.vault import Vault

WORKER = Path(__file__).with_name("worker.py")

pytestmark = [
    pytest.mark.usefixtures("cheap_keys"),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9"),
]


class Told:
    """Everything that was acknowledged to the person, over all the times it was killed."""

    def __init__(self) -> None:
        self.exhibits: dict[str, str] = {}
        self.removed: dict[str, str] = {}
        self.items: dict[str, dict[str, str]] = {}
        self.seals: list[dict[str, Any]] = []

    def hear(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """Take in what was said; return what was being tried at the end, if anything."""
        trying: dict[str, Any] = {}
        for line in lines:
            trying = line if "trying" in line else {}
            self.exhibits |= line.get("added", {})
            if "item" in line and not trying:
                self.items[line["item"]] = line["fields"]
            if "removed" in line:
                del self.exhibits[line["removed"]]
                self.removed[line["removed"]] = line["stored"]
            if "sealed" in line:
                self.seals.append(line)
        return trying


@pytest.mark.parametrize(
    ("case", "moments"),
    [(0, 8), *(pytest.param(case, 10, marks=pytest.mark.slow) for case in range(1, 21))],
)
def test_killed_at_random_moments(case: int, moments: int) -> None:
    choose, told = random.Random(case), Told()
    with in_memory() as base:
        (base / "out").mkdir()
        make(base / "case").close()
        for number in range(moments):
            lines = _killed(base, 100 * case + number, choose.uniform(0.0, 0.4))
            _keeps(base, told, told.hear(lines))


def _killed(base: Path, seed: int, after: float) -> list[dict[str, Any]]:
    """Run the worker, kill it so many seconds after it is ready, and return what it said."""
    said = base / "said"
    source = Path(keepsafe.__file__).parents[1]
    places = (source, WORKER.parent, WORKER.parents[1] / "vault")
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(WORKER), str(base / "case"), str(base / "out"), str(seed)],
            stdout=output,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))},
        )
        try:
            deadline = time.monotonic() + 60
            while not said.stat().st_size and time.monotonic() < deadline:
                assert process.poll() is None
                time.sleep(0.005)
            time.sleep(after)
            assert process.poll() is None, "the worker ended by itself"
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    whole = said.read_text().split("\n")[:-1]  # the last line may be cut
    return [json.loads(line) for line in whole]


def _unlocked(case: Path) -> Vault:
    """Unlock; what was killed while it started a child may have left that its lock for a moment."""
    vault = Vault.unlock(case, "pw")
    for _ in range(20):
        if not vault.read_only:
            break
        vault.close()
        time.sleep(0.1)
        vault = Vault.unlock(case, "pw")
    return vault


def _keeps(base: Path, told: Told, trying: dict[str, Any]) -> None:
    with _unlocked(base / "case") as vault:
        assert not vault.read_only
        assert vault.problems == []
        assert vault.check() == []
        assert partials(base / "case") == []
        assert chain_breaks(vault.record.entries) == []
        for exhibit in vault.record.exhibits:
            stored = vault.root / "exhibits" / exhibit.file.stored
            assert stored.exists() == (exhibit.removed is None)
            if exhibit.removed is not None and exhibit.id not in told.removed:
                assert trying.get("id") == exhibit.id
                told.removed[exhibit.id] = exhibit.file.stored
                told.exhibits.pop(exhibit.id, None)
        for item_id, sha256 in told.exhibits.items():
            assert hashlib.sha256(read(vault, item_id)).hexdigest() == sha256
        for item_id, stored_name in told.removed.items():
            item = vault.record.find(item_id)
            assert item is not None
            assert not (vault.root / "exhibits" / stored_name).exists()
        for account in vault.record.accounts:
            fields = filled(account.fields)
            if fields != told.items.get(account.id):
                assert trying.get("item", account.id) == account.id
                assert trying["trying"] in {"item", "describe"}
                told.items[account.id] = fields
        assert set(told.items) <= {account.id for account in vault.record.accounts}
        _keeps_seals(vault, base / "out", told, trying)
        for exhibit in vault.record.exhibits:  # what was wholly there is acknowledged from now on
            if exhibit.removed is None:
                told.exhibits[exhibit.id] = exhibit.file.sha256


def _keeps_seals(vault: Vault, out: Path, told: Told, trying: dict[str, Any]) -> None:
    by_number = {seal.number: seal for seal in vault.record.seals}
    for seal in told.seals:
        assert by_number[seal["sealed"]].code == seal["code"]
        assert vault.words.show(seal["sealed"]) == seal["words"]
    was_open = [seal for seal in vault.record.seals if seal.open]
    assert not was_open or trying.get("trying") == "seal"
    ended = sealing.finish_or_abandon(vault, out, "parent")
    assert (ended == "nothing") == (not was_open)
    assert partials(out) == []
    for seal in told.seals[-2:]:
        verdict = verify(out / seal["name"], Secrets((seal["words"],)), seal["code"])
        assert (verdict.bytes, verdict.seal) == ("matches", "same"), verdict.sentences
