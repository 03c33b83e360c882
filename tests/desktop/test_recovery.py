"""The recovery sheet on paper, and another place for what is saved."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import key, press, said
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from keepsafe.desktop import printing
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell

CODE = "abandon-ability-able-about-above-absent-absorb-abstract"


def test_the_printed_sheet_opens_the_folder_with_age_alone(
    qtbot: QtBot,
    case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = make_session()
    shell = make_shell(session)
    session.unlock(case, "night-lamp-river")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    session.recovery_code = CODE
    shell.go("recovery")
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    press(qtbot, shell.page, "Print it")
    assert "There is no printer here" in said(shell)

    def to_file(_parent: object, _title: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
        return printer

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "_ask", to_file)
    press(qtbot, shell.page, "Print it")
    qtbot.waitUntil(lambda: "Sent to the printer" in said(shell))
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert CODE in text
    assert case.name in text
    identity = next(part for part in text.split() if part.startswith("AGE-SECRET-KEY-1"))
    (tmp_path / "identity.txt").write_text(identity + "\n")
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "identity.txt", case / "ledger" / "00000001.age"],
        check=True,
        capture_output=True,
    )
    assert b'"role":"parent"' in opened.stdout


def test_another_place_can_be_chosen_for_what_is_saved(
    qtbot: QtBot, shell: Shell, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "my own place"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(place))
    session.play("parent")
    shell.go("keep")
    press(qtbot, shell.page, "Where it is saved")
    press(qtbot, shell.page, "Another place")
    assert str(place) in said(shell)
    press(qtbot, shell.page, "Use these")
    qtbot.waitUntil(lambda: key(shell) == "recovery", timeout=10_000)
    assert session.vault is not None
    assert session.vault.root.parent == place
    assert session.preferences.case_to_unlock == session.vault.root


def test_without_a_password_leaving_is_said_to_drop_what_was_typed(
    shell: Shell, session: Session
) -> None:
    session.play("parent")
    shell.go("first")
    assert "As long as there is no password, what was typed is not kept." in said(shell)
