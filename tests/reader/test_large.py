"""A large file is read piece by piece: the browser never holds it, and it can be stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from browsers import Browser
from memory import Peak
from reading import VERDICT, read

from keepsafe.bundle.sealing import SealChoice, Sealed, seal
from keepsafe.intake.adding import Choice, add
from keepsafe.vault.vault import Vault

BUILT = Path(__file__).parents[2] / "resources" / "bundle" / "OPEN-ME.html"
MB = 1_000_000
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux")


def large(folder: Path, size: int) -> Sealed:
    """Seal one exhibit of this many bytes."""
    profile = {"role": "parent", "country": "CA", "age": "under-18"}
    vault, _recovery = Vault.create(folder / "case", "a password", profile)
    given = folder / "recording.bin"
    block = os.urandom(MB)
    with given.open("wb") as file:
        for number in range(size // MB):
            file.write(number.to_bytes(8, "big") + block[8:])
    (folder / "out").mkdir()
    with vault:
        add(vault, [given], Choice(), "parent")
        given.unlink()
        return seal(vault, folder / "out", SealChoice(), "parent")


@pytest.mark.parametrize(
    "size", [100 * MB, pytest.param(1000 * MB, marks=pytest.mark.slow)], ids=["100 MB", "1 GB"]
)
def test_it_is_not_held_in_memory(browser: Browser, tmp_path: Path, size: int) -> None:
    sealed = large(tmp_path, size)
    assert sealed.words is not None
    with browser.open(BUILT) as page, Peak(browser.process()) as peak:
        assert read(page, sealed.path, sealed.words, sealed.seal_code).seal == "same"
    print(f"{browser.kind}: {peak.before / MB:.0f} MB, at most {peak.most / MB:.0f} MB")
    # The same for a gigabyte as for a tenth of it: room for what is under way, no more.
    assert peak.grew < 90 * MB, (peak.before, peak.most)


def test_it_tells_how_far_it_is_and_can_be_stopped(chromium: Browser, tmp_path: Path) -> None:
    sealed = large(tmp_path, 100 * MB)
    assert sealed.words is not None
    with chromium.open(BUILT) as page:
        page.act(
            ("upload", "input[type=file]", str(sealed.path)),
            ("type", "#passphrase", sealed.words),
            ("click", "button[type=submit]"),
            ("until", "parseInt(document.querySelector('#progress').innerText.match(/\\d+ %/)) > 1"),
            ("click", "#cancel"),
            ("gone", "#progress"),
        )
        assert page.ask(f"document.querySelector('{VERDICT}') === null")
        page.act(("click", "button[type=submit]"), ("wait", "[role=status][data-bytes=matches]"))
