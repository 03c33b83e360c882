"""From the outer file to the verdict and the saved exhibits, in Chromium and in Firefox."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from browsers import Browser
from handed_over import Handed, Made, keepsafe
from reading import downloaded, opened, read

from keepsafe.bundle import layout

KINDS = ("outer file", "evidence.zip", "outer file for a key", "evidence.zip.age")


@pytest.fixture(params=KINDS)
def given(request: pytest.FixtureRequest, handed: Handed, for_a_key: Handed) -> tuple[Handed, Path]:
    """What was handed over, and the file of it that is picked."""
    which = for_a_key if "key" in request.param or "age" in request.param else handed
    inside = {"evidence.zip": layout.EVIDENCE_ZIP, "evidence.zip.age": layout.EVIDENCE_AGE}
    name = inside.get(request.param)
    return which, which.folder / name if name else which.file


def test_it_says_matches_and_shows_every_account_and_exhibit(
    browser: Browser, given: tuple[Handed, Path]
) -> None:
    handed, file = given
    with opened(browser, handed, file) as page:
        text = page.ask("document.body.innerText")
        for username in handed.usernames:
            assert username in text
        for exhibit, content in handed.exhibits.items():
            assert exhibit in text
            assert hashlib.sha256(content).hexdigest() in page.ask("document.body.textContent")
        assert not page.watched()["errors"]


def test_every_exhibit_is_saved_byte_for_byte(browser: Browser, given: tuple[Handed, Path]) -> None:
    handed, file = given
    with opened(browser, handed, file) as page:
        page.act(("click", "#choose-all"), ("click", "#save-chosen"))
        saved = downloaded(browser, len(handed.exhibits))
    originals = {int(exhibit[1:]): content for exhibit, content in handed.exhibits.items()}
    assert {int(name[:4]): content for name, content in saved.items()} == originals


def test_one_exhibit_can_be_saved_by_itself(browser: Browser, handed: Handed) -> None:
    with opened(browser, handed) as page:
        page.act(("click", '[data-save="data/exhibits/0001.png"]'))
        assert downloaded(browser, 1) == {"0001.png": handed.exhibits["E1"]}


def test_what_age_makes_of_a_unit_s_file_opens_without_anything(
    chromium: Browser, for_a_key: Handed, tmp_path: Path
) -> None:
    key, plain = tmp_path / "key", tmp_path / "evidence.zip"
    key.write_text(for_a_key.key + "\n")
    locked = for_a_key.folder / layout.EVIDENCE_AGE
    subprocess.run(["age", "-d", "-i", key, "-o", plain, locked], check=True)
    with chromium.open(for_a_key.page) as page:
        assert read(page, plain, "").bytes == "matches"


@pytest.mark.parametrize(
    ("typed", "seal"),
    [("right", "same"), ("whole", "same"), ("other", "different"), ("", "not-compared")],
)
def test_the_seal_code_is_the_other_half(
    browser: Browser, handed: Handed, typed: str, seal: str
) -> None:
    codes = {
        "right": layout.shown_seal_code(handed.seal_code).upper(),
        "whole": handed.seal_code,
        "other": "0" * 32,
        "": "",
    }
    with browser.open(handed.page) as page:
        verdict = read(page, handed.file, handed.words, codes[typed])
        assert (verdict.bytes, verdict.seal) == ("matches", seal)
        assert "MATCHES" in verdict.text
        assert f"SEAL CODE: {seal.replace('-', ' ').upper()}" in verdict.text


def test_the_seal_code_can_be_typed_after_the_verdict(chromium: Browser, handed: Handed) -> None:
    with opened(chromium, handed) as page:
        page.act(
            ("type", "#seal-code", layout.shown_seal_code(handed.seal_code)),
            ("press", "Enter"),
            ("wait", "[role=status][data-seal=same]"),
        )


def test_what_the_code_compares_to_is_said_beside_it_too(chromium: Browser, handed: Handed) -> None:
    code, ask = layout.shown_seal_code(handed.seal_code), "document.querySelector('{}').innerText"
    with opened(chromium, handed, wide=512, high=384) as page:
        page.act(("type", "#seal-code", code), ("wait", "[role=status][data-seal=same]"))
        assert "SEAL CODE: SAME" in page.ask(ask.format("#code-answer"))
        page.act(("press", "Backspace"), ("wait", "[role=status][data-seal=not-compared]"))
        assert page.ask(ask.format("#code-answer")) == ""


def test_the_other_figure_of_the_sheet_is_no_different_seal_code(
    chromium: Browser, handed: Handed
) -> None:
    whole = hashlib.sha256(handed.file.read_bytes()).hexdigest()
    said = "document.querySelector('#code-said').innerText"
    with opened(chromium, handed) as page:
        page.act(("type", "#seal-code", whole), ("press", "Tab"))
        assert "SHA-256 of the whole file, and it is the same" in page.ask(said)
        assert page.ask("document.querySelector('[role=status]').dataset.seal") == "not-compared"
        page.act(("eval", "document.querySelector('#seal-code').value = ''"))
        page.act(("type", "#seal-code", f"{'0' * 64}"), ("wait", "[data-seal=different]"))
        assert "The long one is the SHA-256" in page.ask(
            "document.querySelector('[role=status]').innerText"
        )


def test_words_are_forgiven_as_the_command_line_does(chromium: Browser, handed: Handed) -> None:
    typed = "  ".join(word[:4].upper() for word in handed.words.split("-"))
    with chromium.open(handed.page) as page:
        assert read(page, handed.file, typed).bytes == "matches"


def test_a_unit_s_own_reader_opens_a_file_that_came_without_one_in_french_too(
    chromium: Browser, made: Made, tmp_path: Path
) -> None:
    own = tmp_path / "reader.html"
    keepsafe("reader", "-o", own)
    french = made.seal("in-french", "--lang", "fr", "--no-reader")
    assert not french.page.exists()
    with chromium.open(own) as page:
        assert read(page, french.file, french.words.replace("-", " ")).bytes == "matches"


def test_wrong_words_give_no_verdict_and_can_be_typed_again(
    browser: Browser, handed: Handed
) -> None:
    words = handed.words.split("-")
    wrong = "-".join([*words[1:], words[0]])
    with browser.open(handed.page) as page:
        page.act(
            ("upload", "input[type=file]", str(handed.file)),
            ("type", "#passphrase", wrong),
            ("click", "button[type=submit]"),
            ("until", "/do not open this file/.test(document.body.innerText)"),
        )
        page.ask("void (document.querySelector('#passphrase').value = '')")
        page.act(
            ("type", "#passphrase", handed.words),
            ("click", "button[type=submit]"),
            ("wait", "[role=status][data-bytes=matches]"),
        )


def test_a_word_that_is_on_no_list_is_named(chromium: Browser, handed: Handed) -> None:
    typed = " ".join([*handed.words.split("-")[:7], "xylofoon"])
    with chromium.open(handed.page) as page:
        page.act(
            ("upload", "input[type=file]", str(handed.file)),
            ("type", "#passphrase", typed),
            ("click", "button[type=submit]"),
            ("until", "/xylofoon/.test(document.body.innerText)"),
        )


def test_what_is_no_sealed_file_cannot_be_told(
    chromium: Browser, handed: Handed, tmp_path: Path
) -> None:
    other = tmp_path / "holiday.zip"
    other.write_bytes(b"PK\x03\x04 something else")
    with chromium.open(handed.page) as page:
        verdict = read(page, other, handed.words, handed.seal_code)
        assert (verdict.bytes, verdict.seal) == ("cannot-tell", "not-compared")
        assert "CANNOT TELL" in verdict.text
