"""Forgeries in the real browser: the page says of them what `verify` says.

Every forgery of tests/bundle goes through the page's checking half there; these show that the page
tells what that half found.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsers import Browser

sys.path.insert(0, str(Path(__file__).parents[1] / "bundle"))

from forging import SMALL_WORDS, Parts, flip, small_parts
from reading import Said, read, said

from keepsafe.bundle import layout, texts
from keepsafe.bundle.verifying import Secrets, verify

BUILT = Path(__file__).parents[2] / "resources" / "bundle" / "OPEN-ME.html"
PICTURE = f"{layout.EXHIBITS}/0002.png"


def untouched(parts: Parts) -> bytes:
    return parts.whole()


def with_its_reader(parts: Parts) -> bytes:
    parts.reader = texts.reader()
    return parts.whole()


def reader_replaced(parts: Parts) -> bytes:
    parts.reader = texts.reader().replace(b"<title>", b"<title> ", 1)
    return parts.whole()


def exhibit_edited(parts: Parts) -> bytes:
    parts.files[PICTURE] = b"another picture"
    return parts.whole()


def rebuilt_with_a_new_key(parts: Parts) -> bytes:
    parts.files[PICTURE] = b"another picture"
    return parts.new_key().whole()


def report_in_the_clear_beside(parts: Parts) -> bytes:
    parts.clear["REPORT.htm"] = b"<p>Pay at example.com"
    return parts.whole()


def file_outside(parts: Parts) -> bytes:
    parts.outer["READ-ME-FIRST.txt"] = b"call example.com"
    return parts.whole()


def byte_flipped(parts: Parts) -> bytes:
    whole = parts.whole()
    return flip(whole, len(whole) // 2)


def cut_short(parts: Parts) -> bytes:
    return parts.whole()[:-40]


def names_that_leave(parts: Parts) -> bytes:
    return parts.whole().replace(b"START-HERE.txt", b"../../RE.txt/x")


FORGERIES: tuple[Callable[[Parts], bytes], ...] = (
    untouched,
    with_its_reader,
    reader_replaced,
    exhibit_edited,
    rebuilt_with_a_new_key,
    report_in_the_clear_beside,
    file_outside,
    byte_flipped,
    cut_short,
    names_that_leave,
)


@pytest.mark.parametrize("forge", FORGERIES, ids=[forge.__name__ for forge in FORGERIES])
def test_the_page_says_what_verify_says(
    chromium: Browser, tmp_path: Path, forge: Callable[[Parts], bytes]
) -> None:
    parts = small_parts()
    code = parts.seal_code
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(forge(parts))
    ours = verify(path, Secrets((SMALL_WORDS,)))
    with chromium.open(BUILT) as page:
        theirs = read(page, path, SMALL_WORDS)
        assert (theirs.bytes, theirs.seal) == (ours.bytes, ours.seal), (theirs, ours)
        if ours.problems and ours.bytes != "cannot-tell":
            assert ours.problems[0] in squeezed(theirs)
        # The code from the sheet, typed once the verdict is there.
        page.act(("type", "#seal-code", code))
        half = verify(path, Secrets((SMALL_WORDS,)), code).seal
        page.act(("wait", f"[role=status][data-seal={half}]"))
        assert said(page).bytes == ours.bytes
        assert page.watched()["errors"] == []


@pytest.mark.parametrize(
    "typed",
    [
        *("the code", "one group mistyped", "six groups mistyped", "another code"),
        *("the file", "another file"),
    ],
)
def test_what_was_typed_as_the_seal_code_is_taken_as_verify_takes_it(
    chromium: Browser, tmp_path: Path, typed: str
) -> None:
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(parts.whole())
    code, whole = parts.seal_code, hashlib.sha256(path.read_bytes()).hexdigest()
    given = {
        "the code": code[:32],
        "one group mistyped": f"{code[:28]}{int(code[28:32], 16) ^ 1:04x}",
        "six groups mistyped": code[:8] + f"{int(code[8:32], 16) ^ int('0001' * 6, 16):024x}",
        "another code": bytes(255 - byte for byte in bytes.fromhex(code[:32])).hex(),
        "the file": whole,
        "another file": whole[::-1],
    }[typed]
    ours = verify(path, Secrets((SMALL_WORDS,)), given)
    with chromium.open(BUILT) as page:
        read(page, path, SMALL_WORDS)
        page.act(("type", "#seal-code", given), ("press", "Tab"))
        page.act(("wait", f"[role=status][data-seal={ours.seal}]"))
        told = page.ask("document.body.innerText")
        told_of_typing = [s for s in ours.sentences if "The seal code is the short one" in s]
        assert told_of_typing == [s for s in told_of_typing if s in told]
        groups = re.search(
            r"Check your typing[.] The groups that differ: ([0-9, ]+)[.]", " ".join(told.split())
        )
        ours_said = [s for s in ours.sentences if "The groups that differ" in s]
        assert (groups is not None) == bool(ours_said)
        if groups is not None:
            assert groups[0] in ours_said[0]
            assert groups[1] == ", ".join(map(str, ours.differing_groups))


def squeezed(verdict: Said) -> str:
    """Return the words of the verdict without the line breaks of its layout."""
    return " ".join(verdict.text.split())


def test_what_is_changed_is_neither_shown_nor_saved(chromium: Browser, tmp_path: Path) -> None:
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(exhibit_edited(parts))
    with chromium.open(BUILT) as page:
        assert read(page, path, SMALL_WORDS).bytes == "changed"
        assert page.ask("document.querySelector('#item-E1 [data-save]') !== null")
        assert page.ask("document.querySelector('#item-E2 [data-save]') === null")
        assert "not the one that was sealed" in page.ask(
            "document.querySelector('#item-E2').innerText"
        )


def test_what_changes_on_the_disk_after_the_check_is_not_called_whole(
    chromium: Browser, tmp_path: Path
) -> None:
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(untouched(parts))
    with chromium.open(BUILT) as page:
        assert read(page, path, SMALL_WORDS).bytes == "matches"
        path.write_bytes(bytes(path.stat().st_size))
        page.act(
            ("click", "#panel-E1 button"),
            ("until", "document.querySelector('#panel-E1').innerText.includes('Open it again')"),
        )
        assert "whole" not in page.ask("document.querySelector('#panel-E1').innerText")


def test_a_film_that_cannot_be_played_is_told(chromium: Browser, tmp_path: Path) -> None:
    def claim(lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if line.get("data", {}).get("kind") == "exhibit":
                line["data"]["file"]["media_type"] = "video/mp4"

    parts = small_parts().log(claim).list_again().sign()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(untouched(parts))
    with chromium.open(BUILT) as page:
        assert read(page, path, SMALL_WORDS).bytes == "matches"
        page.act(
            ("click", "#panel-E1 button"),
            ("until", "/could not be shown/.test(document.querySelector('#panel-E1').innerText)"),
        )
