"""What an officer sees right under the verdict: what happened, to whom, where money was to go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pressing import said
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from test_received import open_it, press, verdict

from keepsafe.bundle.sealing import SealChoice, Sealed, seal
from keepsafe.desktop.pages.received.core import Core
from keepsafe.desktop.pages.received.passed import has_passed
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Words
from keepsafe.desktop.widgets.told import spelled_out
from keepsafe.vault.vault import Vault

WRITTEN = datetime(2026, 11, 24, 13, 48, tzinfo=UTC)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    folder = tmp_path_factory.mktemp("core")
    known = {"role": "parent", "country": "CA", "age": "under-18", "deadline": "2 May 2021, 20:00"}
    vault, _recovery = Vault.create(folder / "case", "a password of the tests", known)
    with vault:
        account = {"platform": "Chatter", "username": "mia.l4rsen_0O1", "id": "90165456762"}
        vault.add_item("account", account, "parent")
        asked = {"status": "asked", "amount": "200", "to": "DEMO-WALLET-00l1", "account": "A1"}
        vault.add_item("payment", asked, "parent")
        target = folder / "out"
        target.mkdir()
        yield seal(vault, target, SealChoice(), "parent")


@pytest.fixture
def opened(qtbot: QtBot, shell: Shell, sealed: Sealed) -> Shell:
    press(qtbot, shell, "I received a file")
    assert sealed.words is not None
    open_it(qtbot, shell, sealed.path, sealed.words)
    assert verdict(qtbot, shell)[0] == "matches"
    return shell


def texts(within: QWidget) -> list[str]:
    return [w.text() for w in within.findChildren(Words)]


def test_the_core_stands_under_the_verdict(opened: Shell) -> None:
    assert opened.page is not None
    core = opened.page.findChild(Core)
    assert isinstance(core, Core)
    told = "\n".join(texts(core))
    assert "A demand for money was recorded." in told
    assert "The person this happened to is under 18." in told
    assert "The name of the person this happened to is not in this file." in told
    assert "Where money was to go (P1, 200)" in told
    assert "Deadline they gave: 2 May 2021, 20:00. This time has passed." in told
    assert [line.text() for line in core.findChildren(QLineEdit)] == ["DEMO-WALLET-00l1"]
    spelled = "capital O, digit zero, digit zero, small L, digit one"
    assert f"Easy to mix up, in order: {spelled}" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_permanent_id_is_called_so_and_the_accounts_are_said_to_be_theirs(
    opened: Shell,
) -> None:
    assert opened.page is not None
    assert "These are accounts used by the person doing this." in said(opened)
    labels = {line.text(): line.accessibleName() for line in opened.page.findChildren(QLineEdit)}
    assert labels["90165456762"] == "Permanent ID"
    assert labels["mia.l4rsen_0O1"] == "Username"
    name = next(w for w in opened.page.findChildren(QLineEdit) if w.text() == "mia.l4rsen_0O1")
    assert QFontDatabase.isFixedPitch(name.font().family())
    assert name.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize(
    ("told", "passed"),
    [
        ("2026-11-22", True),
        ("2026-11-24", False),  # in some zone it is still that day
        ("2026-11-22 21:00", True),
        ("2 November, 21:00", True),
        ("2 nov. 2026", True),
        ("le 2 novembre à 21h00", True),
        ("2 de noviembre de 2026, 21:00", True),
        ("2 December", False),
        ("31 December 2026", False),
        ("tonight", False),
        ("in 24 hours", False),
        ("5 friends", False),
        ("2 November or 5 November", False),
        ("99 November", False),
        ("", False),
        ("x" * 20_000, False),
    ],
)
def test_only_a_day_that_is_plainly_over_is_said_to_be_past(told: str, passed: bool) -> None:
    assert has_passed(told, WRITTEN, WRITTEN) is passed


def test_letters_are_spelled_only_where_they_are_mixed() -> None:
    named = ["capital I", "small L", "small L", "digit zero"]
    assert spelled_out("jake_wiIls.l0").split(", ") == [
        name.replace(" ", "\N{NO-BREAK SPACE}") for name in named
    ]
    assert spelled_out("lily.example") == ""
    assert spelled_out("a1" * 40).endswith(", ...")
