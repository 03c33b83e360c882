"""Everyone can use the page: checked with axe, by keyboard alone, at 200 %, in three languages."""

from __future__ import annotations

import pytest
from browsers import Browser, Page
from handed_over import Handed
from reading import VERDICT, opened, read, said

STATES = ("start", "wrong words", "matches", "different", "changed", "uncovered")


def bring(page: Page, state: str, handed: Handed) -> None:
    """Bring the page into one of the states that people see."""
    if state == "start":
        return
    words = "abandon " * 8 if state == "wrong words" else handed.words
    changed = handed.folder.parent / "KS-0000-0000-1.zip"
    if state == "changed":  # under another name it is not what it says
        changed.write_bytes(handed.file.read_bytes())
    file = changed if state == "changed" else handed.file
    if state == "wrong words":
        page.act(
            ("upload", "input[type=file]", str(file)),
            ("type", "#passphrase", words),
            ("click", "button[type=submit]"),
            ("until", "/do not open this file/.test(document.body.innerText)"),
        )
        return
    verdict = read(page, file, words, "0" * 32 if state == "different" else "")
    assert verdict.bytes == ("changed" if state == "changed" else "matches")
    if state == "uncovered":
        page.act(("click", "#panel-E1 > button"), ("wait", "#panel-E1.open canvas"))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [(1024, 768, 1), (512, 384, 2)], ids=["1024x768", "at 200 %"])
def test_axe_finds_nothing(
    chromium: Browser, handed: Handed, state: str, size: tuple[int, int, int]
) -> None:
    with chromium.open(handed.page) as page:
        page.act(("size", *size))
        bring(page, state, handed)
        assert page.act(("axe",)) == []
        # Nothing has to be scrolled to the side to be read (WCAG 2.2, 1.4.10).
        wide, seen = page.ask("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= seen


def test_axe_would_find_something(chromium: Browser, handed: Handed) -> None:
    with chromium.open(handed.page) as page:
        page.ask("document.querySelector('label[for=passphrase]').remove()")
        assert "label" in [found["id"] for found in page.act(("axe",))]


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        if page.ask(f"document.activeElement?.matches('{selector}') ?? false"):
            return
        page.act(("press", "Tab"))
    pytest.fail(f"Tab never reaches {selector}")


def test_everything_by_keyboard(browser: Browser, handed: Handed) -> None:
    with browser.open(handed.page) as page:
        tab_to(page, "input[type=file]")
        # The system's own dialog opens from here; a driver fills in what it would give.
        page.act(("upload", "input[type=file]", str(handed.file)))
        tab_to(page, "#passphrase")
        page.act(("keys", handed.words))
        tab_to(page, "button[type=submit]")
        page.act(("press", "Enter"), ("wait", VERDICT))
        assert said(page).bytes == "matches"
        # The verdict is where one is now, so that it is read out and the next Tab goes on from it.
        assert page.ask(f"document.querySelector('{VERDICT}').contains(document.activeElement)")
        tab_to(page, "#seal-code")
        page.act(("keys", handed.seal_code), ("wait", "[role=status][data-seal=same]"))
        tab_to(page, "#panel-E1 > button", 300)
        page.act(("press", "Enter"), ("wait", "#panel-E1.open canvas"))
        page.act(("press", "Escape"), ("gone", "#panel-E1.open"))
        assert page.ask("document.querySelector('#panel-E1').contains(document.activeElement)")


def test_where_the_focus_is_can_be_seen(chromium: Browser, handed: Handed) -> None:
    with chromium.open(handed.page) as page:
        for selector in ("#passphrase", "button[type=submit]"):
            tab_to(page, selector)
            style = page.ask(
                "(() => { const s = getComputedStyle(document.activeElement);"
                "return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
            )
            assert style[0] != "none"
            assert style[1] >= 2


@pytest.mark.parametrize(("language", "word"), [("fr", "CORRESPOND"), ("es", "COINCIDE")])
def test_it_speaks_the_language_of_who_reads(
    chromium: Browser, handed: Handed, language: str, word: str
) -> None:
    with opened(chromium, handed) as page:
        page.act(("click", f"button[lang={language}]"))
        assert page.ask("document.documentElement.lang") == language
        assert word in said(page).text.upper()
        assert page.act(("axe",)) == []


def test_no_picture_is_shown_until_it_is_asked_for_and_only_one(
    chromium: Browser, handed: Handed
) -> None:
    with opened(chromium, handed) as page:
        assert page.ask("document.querySelectorAll('img, canvas').length") == 0
        page.act(("click", "#panel-E1 > button"), ("wait", "#panel-E1.open canvas"))
        page.act(("click", "#panel-E2 > button"), ("wait", "#panel-E2.open canvas"))
        assert page.ask("document.querySelectorAll('img, canvas').length") == 1
