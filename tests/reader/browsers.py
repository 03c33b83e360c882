"""Real browsers for the tests: each in its own process, with a new profile, told what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
READER = HERE.parents[1] / "resources" / "reader"
NAMES = {"chromium": ("chromium", "chromium-browser"), "firefox": ("firefox-esr", "firefox")}
Log = dict[str, Any]


class BrowserError(Exception):
    """The browser could not do what it was told."""


def needed(*names: str) -> str:
    """Return the first of these programs that this system has; without any, nothing is checked.

    In CI that fails: a test without its tool proves nothing.
    """
    for name in names:
        if (found := shutil.which(name)) is not None:
            return found
    if os.environ.get("CI"):
        pytest.fail(f"not installed: {names[0]}")
    pytest.skip(f"not checked, without {names[0]}")


class Browser:
    """One browser that stays open; `downloads` is where it saves."""

    def __init__(self, kind: str, folder: Path, proxy_port: int | None = None) -> None:
        node, program = needed("node"), needed(*NAMES[kind])
        if not (READER / "node_modules" / "puppeteer-core").is_dir():
            pytest.fail("Run first: python3 packaging/dev.py reader -- --check")
        self.kind = kind
        self.downloads = folder / "downloads"
        command = [node, str(HERE / "drive.mjs"), kind, program, str(folder)]
        self._process = subprocess.Popen(
            [*command, *([str(proxy_port)] if proxy_port else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version: str = self._answer()

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_why: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()  # at the end of its orders it closes the browser
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def order(self, order: str, **rest: Any) -> Any:
        """Give one order and return its answer.

        Raises:
            BrowserError: saying what could not be done.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order, **rest}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BrowserError("The browser ended.")
        told = json.loads(line)
        if "error" in told:
            raise BrowserError(told["error"])
        return told["answer"]

    def open(self, address: Path | str, **how: Any) -> Page:
        """Open a file or an address in a new page."""
        url = address.absolute().as_uri() if isinstance(address, Path) else address
        return Page(self, self.order("open", url=url, **how))

    def process(self) -> int:
        """Return the process id of the browser itself."""
        return int(self.order("process"))


class Page:
    """One page; closed at the end of a `with`."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser = browser
        self._number = number

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_why: object) -> None:
        self.browser.order("close", page=self._number)

    def act(self, *steps: tuple[Any, ...]) -> Any:
        """Do these steps and return what the last one gave."""
        return self.browser.order("act", page=self._number, steps=steps)

    def ask(self, script: str) -> Any:
        """Return what a piece of JavaScript gives in the page."""
        return self.act(("eval", script))

    def watched(self) -> Log:
        """Return what the page did: requests, console, errors, dialogs, popups."""
        log: Log = self.browser.order("watched", page=self._number)
        return log
