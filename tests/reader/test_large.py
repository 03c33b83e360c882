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


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A sealed file of 300 MB."""
    return large(tmp_path_factory.mktemp("third"), 300 * MB)


def insist_not_held(browser: Browser, sealed: Sealed, most: int) -> None:
    """Open a file, which must not take that many bytes of memory."""
    assert sealed.words is not None
    with browser.open(BUILT) as page, Peak(browser.process()) as peak:
        verdict = read(page, sealed.path, sealed.words, sealed.seal_code, patience=300)
        assert (verdict.bytes, verdict.seal) == ("matches", "same")
    print(f"{browser.kind}: {peak.before / MB:.0f} MB before, {peak.most / MB:.0f} MB at most")
    # The workers, what is under way, and what the browser has not yet swept up.
    assert peak.grew < most, (peak.before, peak.most)


def test_a_large_file_is_not_held_in_memory(chromium: Browser, third: Sealed) -> None:
    insist_not_held(chromium, third, 300 * MB)


@pytest.mark.slow
def test_a_gigabyte_is_not_held_in_memory(browser: Browser, tmp_path: Path) -> None:
    insist_not_held(browser, large(tmp_path, 1000 * MB), 600 * MB)


def test_it_tells_how_far_it_is_and_can_be_stopped(chromium: Browser, third: Sealed) -> None:
    assert third.words is not None
    with chromium.open(BUILT) as page:
        page.act(
            ("upload", "input[type=file]", str(third.path)),
            ("type", "#passphrase", third.words),
            ("click", "button[type=submit]"),
            ("until", "/[1-9]\\d* %/.test(document.querySelector('#progress').innerText)"),
            ("click", "#cancel"),
            ("gone", "#progress"),
        )
        assert page.ask(f"document.querySelector('{VERDICT}') === null")
        assert page.ask("document.querySelector('#passphrase').value") == third.words
