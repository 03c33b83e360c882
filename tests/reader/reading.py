"""What an officer does in the page, in its kept names, and what it then says."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browsers import Browser, Page
from handed_over import Handed

VERDICT = "[role=status][data-bytes]"


@dataclass(frozen=True)
class Said:
    """The two halves of the verdict, and its words."""

    bytes: str
    seal: str
    text: str


def said(page: Page) -> Said:
    """Return the verdict that stands in the page."""
    script = (
        f"(() => {{ const it = document.querySelector('{VERDICT}');"
        "return [it.dataset.bytes, it.dataset.seal, it.innerText]; })()"
    )
    return Said(*page.ask(script))


def read(page: Page, file: Path, secret: str, seal_code: str = "", patience: float = 30) -> Said:
    """Pick a file, type what opens it and perhaps the seal code; return the verdict."""
    steps: list[tuple[Any, ...]] = [("upload", "input[type=file]", str(file))]
    if secret:
        steps.append(("type", "#passphrase", secret))
    if seal_code:
        steps.append(("type", "#seal-code", seal_code))
    page.act(*steps, ("click", "button[type=submit]"), ("wait", VERDICT, patience * 1000))
    return said(page)


def opened(browser: Browser, handed: Handed, file: Path | None = None, **how: Any) -> Page:
    """Return a page that has read a file, which matches."""
    page = browser.open(handed.page, **how)
    verdict = read(page, file or handed.file, handed.secret)
    assert verdict.bytes == "matches", verdict
    return page


def downloaded(browser: Browser, count: int, patience: float = 20) -> dict[str, bytes]:
    """Return what was saved, once that many files are whole."""
    until = time.monotonic() + patience
    while True:
        paths = [path for path in browser.downloads.iterdir() if path.is_file()]
        unfinished = [p for p in paths if p.suffix in (".crdownload", ".part")]
        if len(paths) >= count and not unfinished:
            time.sleep(0.1)  # a name can be there before its content
            return {path.name: path.read_bytes() for path in browser.downloads.iterdir()}
        assert time.monotonic() < until, paths
        time.sleep(0.05)
