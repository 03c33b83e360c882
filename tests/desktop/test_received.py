"""The officer's door: a file is chosen, opened, judged, read and saved from, with real events."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pressing import button, field, key, press, said, type_into
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from bundle.forging import Case, Parts, make_case
from keepsafe.bundle.layout import shown_seal_code
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, CoveredPicture


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with make_case(tmp_path_factory.mktemp("sealed")) as made:
        yield made


@pytest.fixture
def officer(shell: Shell, session: Session, qtbot: QtBot) -> Shell:
    press(qtbot, shell, "I received a file")
    assert key(shell) == "received"
    return shell


def drop(shell: Shell, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert shell.page is not None
    shell.page.dropEvent(event)


def open_it(qtbot: QtBot, shell: Shell, path: Path, words: str, code: str = "") -> None:
    drop(shell, path)
    qtbot.waitUntil(lambda: "The eight words" in said(shell), timeout=20_000)
    type_into(qtbot, shell, "words", words)
    if code:
        type_into(qtbot, shell, "code", code)
    qtbot.keyClick(field(shell, "words").editor, Qt.Key.Key_Return)


def verdict(qtbot: QtBot, shell: Shell) -> tuple[str, str]:
    def card() -> list[QFrame]:
        assert shell.page is not None
        return [w for w in shell.page.findChildren(QFrame) if w.property("bytes")]

    qtbot.waitUntil(lambda: bool(card()), timeout=60_000)
    return card()[0].property("bytes"), card()[0].property("seal")


def card_of(shell: Shell) -> QFrame:
    assert shell.page is not None
    return next(w for w in shell.page.findChildren(QFrame) if w.property("bytes"))


def test_a_file_is_opened_with_four_letters_and_read(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = " ".join(word[:4].upper() for word in case.words.split("-"))
    open_it(qtbot, officer, case.path, short, shown_seal_code(case.sealed.seal_code))
    assert verdict(qtbot, officer) == ("matches", "same")
    values = {line.text() for line in officer.page.findChildren(QLineEdit)}
    assert "lily_example.01" in values
    listed = officer.page.findChild(QListWidget, "exhibits")
    assert isinstance(listed, QListWidget)
    assert listed.count() == len(case.exhibits)
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(qtbot, officer.page, "Save all")
    qtbot.waitUntil(lambda: "byte for byte" in said(officer), timeout=60_000)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == dict(case.exhibits)


def test_a_picture_stays_covered_until_asked_for(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    assert officer.page.findChildren(CoveredPicture) == []
    listed = officer.page.findChild(QListWidget, "exhibits")
    assert isinstance(listed, QListWidget)
    pictures = [i for i in range(listed.count()) if "IMG_" in listed.item(i).text()]
    listed.setCurrentRow(pictures[-1])
    found: list[CoveredPicture] = officer.page.findChildren(CoveredPicture)
    picture = found[-1]
    qtbot.waitUntil(picture.isVisible)
    assert not picture.uncovered
    shown = picture.findChildren(Button)[0]
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: picture.uncovered, timeout=60_000)
    listed.setCurrentRow(0 if listed.currentRow() else 1)
    assert [
        p for p in officer.page.findChildren(CoveredPicture) if p.isVisible() and p.uncovered
    ] == []


def test_the_code_of_the_sheet_is_compared_afterwards_in_any_language(
    qtbot: QtBot, officer: Shell, session: Session, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    wrong = "0123 4567 89ab cdef 0123 4567 89ab cdef"
    type_into(qtbot, officer, "compare", wrong)
    press(qtbot, officer.page, "Compare")
    assert verdict(qtbot, officer) == ("matches", "different")
    assert "This is another file than the sheet's" in said(officer)
    qtbot.waitUntil(lambda: "DIFFERENT" in said(officer))
    spoken = said(officer)
    assert spoken.index("DIFFERENT") < spoken.index("MATCHES")
    session.speak("fr")
    assert verdict(qtbot, officer) == ("matches", "different")
    field(officer, "compare").editor.clear()
    type_into(qtbot, officer, "compare", case.sealed.seal_code)
    qtbot.keyClick(field(officer, "compare").editor, Qt.Key.Key_Return)
    assert verdict(qtbot, officer) == ("matches", "same")
    assert "Les octets correspondent" in said(officer)


def test_a_mistyped_code_is_told_before_anything_and_looks_unlike_a_match(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    code = shown_seal_code(case.sealed.seal_code)
    slip = f"{code[:-1]}{'0' if code[-1] != '0' else '1'}"
    open_it(qtbot, officer, case.path, case.words, slip)
    assert verdict(qtbot, officer) == ("matches", "different")
    spoken = said(officer)
    assert "The bytes match" not in spoken
    assert spoken.index("The groups that differ: 8.") < spoken.index("SEAL CODE: DIFFERENT")
    assert card_of(officer).property("kind") == "warning"
    field(officer, "compare").editor.clear()
    type_into(qtbot, officer, "compare", code)
    press(qtbot, officer.page, "Compare")
    assert verdict(qtbot, officer) == ("matches", "same")
    assert "The groups that differ" not in said(officer)
    assert card_of(officer).property("kind") == "banner"


def test_the_files_own_hash_is_not_called_a_different_code(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    whole = hashlib.sha256(case.path.read_bytes()).hexdigest()
    open_it(qtbot, officer, case.path, case.words, whole)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    assert "That is the SHA-256 of the whole file, and it is the same." in said(officer)


def test_wrong_words_and_a_mistyped_one_can_be_tried_again(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, "zoo " * 7 + "zebbra")
    assert "zebbra" in said(officer)
    field(officer, "words").editor.clear()
    type_into(qtbot, officer, "words", "zoo " * 7 + "zebra")
    press(qtbot, officer.page, "Open and check")
    assert verdict(qtbot, officer) == ("cannot-tell", "not-compared")
    press(qtbot, officer.page, "Try the words again")
    assert field(officer, "words").value == "zoo " * 7 + "zebra"
    field(officer, "words").editor.clear()
    type_into(qtbot, officer, "words", case.words)
    press(qtbot, officer.page, "Open and check")
    qtbot.waitUntil(lambda: verdict(qtbot, officer)[0] == "matches", timeout=60_000)


def test_a_changed_file_is_told_and_not_shown(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path
) -> None:
    parts = Parts.of(case)
    name = next(n for n in parts.files if n.startswith("data/exhibits/0003"))
    parts.files[name] += b"x"
    path = tmp_path / case.path.name
    path.write_bytes(parts.whole())
    open_it(qtbot, officer, path, case.words)
    assert verdict(qtbot, officer)[0] == "changed"
    assert "E3" in said(officer)
    assert officer.page.findChild(QListWidget, "exhibits") is None


def test_what_is_no_sealed_file_gets_a_sentence(
    qtbot: QtBot, officer: Shell, tmp_path: Path
) -> None:
    other = tmp_path / "holiday\u202egpj.zip"
    other.write_bytes(b"PK nothing")
    drop(officer, other)
    qtbot.waitUntil(lambda: "no sealed file" in said(officer), timeout=20_000)
    assert "\u202e" not in said(officer)
    assert button(officer.page, "Choose another file")


def test_the_words_are_nowhere_after_leaving(
    qtbot: QtBot, officer: Shell, session: Session, case: Case, home: Path
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    officer.leave()
    with contextlib.suppress(KeyError):
        assert session.held["received"] is None
    assert session.drafts.pages == {}
    assert case.words not in QApplication.clipboard().text()
    for path in home.rglob("*"):
        if path.is_file():
            assert case.words.encode() not in path.read_bytes()
