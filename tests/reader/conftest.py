"""Sealed files made with the command line, unpacked as an officer does, and browsers for them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from browsers import Browser
from canary import Canary
from handed_over import ACCOUNTS, Handed, Made, keepsafe

from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.formats import age


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A case made with the command line: three accounts, two payments, five saved files."""
    root = tmp_path_factory.mktemp("case")
    password = root / "password"
    password.write_text("night-lamp-river-stone\n")
    case = (root / "case", "--password-file", password)
    keepsafe("new", *case, *("--role", "parent", "--country", "CA", "--age", "under-18"))
    for username in ACCOUNTS:
        keepsafe(
            *("account", *case, "--platform", "Instagram", f"--username={username}"),
            *("--seen", "2026-11-02 21:14", "--zone", "-07:00"),
        )
    given = root / "given"
    given.mkdir()
    files = dict(draw_chat_screenshots(3))
    files["what they wrote.txt"] = "Send 200 or I tell everyone.\r\nÀ bientôt\r\n".encode()
    files["export.bin"] = bytes(range(256)) * 1000
    for name, content in files.items():
        (given / name).write_bytes(content)
    paths = [given / name for name in files]
    added = keepsafe("add", *case, *paths, *("--account", "A1", "--category", "threat"))
    kept = {each["exhibit"]: each for each in added["kept"]}
    keepsafe("payment", *case, "--status", "paid", "--amount", "200", "--method", "gift card")
    keepsafe("payment", *case, "--status", "asked", "--amount", "500", "--deadline", "tonight")
    keepsafe("note", *case, "They wrote first, on Friday.", "--when", "2026-10-30")
    exhibits = {exhibit: files[each["name"]] for exhibit, each in kept.items()}
    assert len(exhibits) == 5
    return Made(root, password, exhibits, ACCOUNTS)


@pytest.fixture(scope="session")
def handed(made: Made) -> Handed:
    """The sealed file of that case."""
    return made.seal("with-words")


@pytest.fixture(scope="session")
def for_a_key(made: Made) -> Handed:
    """The same case, sealed for a unit's key."""
    identity = age.X25519Identity.generate()
    sealed = made.seal("for-a-key", "--to", str(identity.recipient()))
    return Handed(**{**vars(sealed), "key": identity.encode()})


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    """What hears everything that the browsers of these tests ask the network for."""
    with Canary() as listening:
        yield listening


def _browser(
    kind: str, tmp_path_factory: pytest.TempPathFactory, canary: Canary
) -> Iterator[Browser]:
    with Browser(kind, tmp_path_factory.mktemp(kind), canary.port) as browser:
        yield browser


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Iterator[Browser]:
    """Chromium, for most tests."""
    yield from _browser("chromium", tmp_path_factory, canary)


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Iterator[Browser]:
    """Firefox, for what must not hang on one browser."""
    yield from _browser("firefox", tmp_path_factory, canary)


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """Each of the two; nothing is left in its downloads from before."""
    each: Browser = request.getfixturevalue(request.param)
    shutil.rmtree(each.downloads, ignore_errors=True)
    each.downloads.mkdir()
    return each
