"""The officer's door: a file is chosen, opened, judged, read and saved from, with real events."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pressing import button, field, key, press, said, type_into
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from bundle.forging import Case, Parts, make_case, plain_zip
from keepsafe import __version__
from keepsafe.bundle.layout import shown_seal_code
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.verifying import verify
from keepsafe.desktop import leaving
from keepsafe.desktop.pages.received.canvas import Canvas
from keepsafe.desktop.pages.received.files_list import FilesList
from keepsafe.desktop.pages.received.large_view import LargeView
from keepsafe.desktop.pages.received.viewer import Viewer
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button
from keepsafe.desktop.widgets.copy_button import CopyButton
from keepsafe.desktop.widgets.told_table import ToldTable
from keepsafe.formats import age


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


def files(shell: Shell) -> FilesList:
    assert shell.page is not None
    found = shell.page.findChild(FilesList)
    assert isinstance(found, FilesList)
    return found


def viewer(shell: Shell) -> Viewer:
    assert shell.page is not None
    found: list[Viewer] = [v for v in shell.page.findChildren(Viewer) if v.isVisibleTo(shell)]
    assert len(found) == 1
    return found[0]


def row_of(listed: FilesList, name: str) -> int:
    return next(row for row in range(listed.count()) if name in listed.item(row).text())


def choose(qtbot: QtBot, listed: FilesList, row: int) -> None:
    listed.scrollToItem(listed.item(row))
    at = listed.visualItemRect(listed.item(row)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()  # what is beside it is shown with the next event


def tick(qtbot: QtBot, listed: FilesList, row: int) -> None:
    choose(qtbot, listed, row)
    qtbot.keyClick(listed, Qt.Key.Key_Space)


def saving_into(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))


def test_a_file_is_opened_with_four_letters_and_read(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    short = " ".join(word[:4].upper() for word in case.words.split("-"))
    open_it(qtbot, officer, case.path, short, shown_seal_code(case.sealed.seal_code))
    assert verdict(qtbot, officer) == ("matches", "same")
    assert officer.page is not None
    values = {line.text() for line in officer.page.findChildren(QLineEdit)}
    assert "lily_example.01" in values
    assert files(officer).count() == len(case.exhibits)


def test_no_row_of_the_list_is_cut_and_each_has_its_hash(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    listed = files(officer)
    rows = [listed.visualItemRect(listed.item(row)) for row in range(listed.count())]
    assert sum(row.bottom() < listed.viewport().height() for row in rows) >= 3
    assert not [r for r in rows if r.top() < listed.viewport().height() <= r.bottom()]
    hashes = {hashlib.sha256(content).hexdigest() for content in case.exhibits.values()}
    assert {listed.item(row).toolTip() for row in range(listed.count())} == hashes
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() in hashes


def test_all_are_saved_byte_for_byte_and_nothing_is_written_over(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    folder = tmp_path / "saved"
    folder.mkdir()
    saving_into(monkeypatch, folder)
    press(qtbot, officer.page, "Save all")
    qtbot.waitUntil(lambda: "files were saved." in said(officer), timeout=60_000)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == dict(case.exhibits)
    assert f"Saved in: {folder}" in said(officer)
    press(qtbot, officer.page, "Save all")
    again = folder / case.path.stem
    qtbot.waitUntil(lambda: f"Saved in: {again}" in said(officer), timeout=60_000)
    assert {p.name: p.read_bytes() for p in again.iterdir()} == dict(case.exhibits)


def test_one_and_the_chosen_ones_are_saved(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    one, chosen = tmp_path / "one", tmp_path / "chosen"
    one.mkdir()
    chosen.mkdir()
    listed = files(officer)
    assert not button(officer.page, "Save the chosen ones").isEnabled()
    for row in (1, 3):
        tick(qtbot, listed, row)
    assert "2 of" in said(officer)
    saving_into(monkeypatch, chosen)
    press(qtbot, officer.page, "Save the chosen ones")
    qtbot.waitUntil(lambda: "2 files were saved." in said(officer), timeout=60_000)
    wanted = sorted(case.exhibits)[1], sorted(case.exhibits)[3]
    assert sorted(p.name for p in chosen.iterdir()) == list(wanted)
    assert listed.chosen == {"E2", "E4"}  # saving draws nothing anew
    choose(qtbot, listed, 0)
    saving_into(monkeypatch, one)
    press(qtbot, officer.page, "Save this one")
    qtbot.waitUntil(lambda: "1 file was saved." in said(officer), timeout=60_000)
    assert [p.name for p in one.iterdir()] == [sorted(case.exhibits)[0]]


VERIFY_BLOCK = re.compile(r"^    ((?:if \[|find |sha256sum |openssl |k=|p=).*)$", re.M)


def test_everything_can_be_saved_as_it_was_sealed_and_verify_txt_runs_there(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    assert "What is saved is no longer locked" in said(officer)
    folder = tmp_path / "for court"
    folder.mkdir()
    saving_into(monkeypatch, folder)
    for made in (f"{case.bag}-unpacked", f"{case.bag}-unpacked (2)"):
        press(qtbot, officer.page, "Save everything as it was sealed")
        bag = folder / made / case.bag
        qtbot.waitUntil(lambda bag=bag: f"Saved in: {bag}" in said(officer), timeout=60_000)
        assert (bag / "data" / "custody-log.jsonl").is_file()
        assert (bag / "seal").is_dir()
    shell = shutil.which("bash")
    if shell is None or shutil.which("openssl") is None:
        pytest.skip("no tools to check with")
    commands = VERIFY_BLOCK.findall((bag / "VERIFY.txt").read_text("utf-8"))
    outputs = [
        subprocess.run([shell, "-c", c], cwd=bag, capture_output=True, text=True, check=False)
        for c in commands
    ]
    told = "\n".join(done.stdout + done.stderr for done in outputs)
    for sentence in (
        "All listed files match.",
        "No other files.",
        "Verified OK",
        "The key is the one that bag-info.txt names.",
        "entries, unbroken.",
    ):
        assert sentence in told, told
    assert shown_seal_code(case.sealed.seal_code) in told
    assert "CHANGED" not in told


def test_before_saving_beside_the_sealed_file_another_place_is_asked_for(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, other = tmp_path / "stick", tmp_path / "other"
    stick.mkdir()
    other.mkdir()
    path = stick / case.path.name
    path.write_bytes(case.path.read_bytes())
    open_it(qtbot, officer, path, case.words)
    verdict(qtbot, officer)
    saving_into(monkeypatch, stick)
    press(qtbot, officer.page, "Save this one")
    qtbot.waitUntil(lambda: "Keep it as it was given to you" in said(officer))
    assert list(stick.iterdir()) == [path]
    saving_into(monkeypatch, other)
    press(qtbot, officer.page, "Choose another place")
    qtbot.waitUntil(lambda: "1 file was saved." in said(officer), timeout=60_000)
    assert "Keep it as it was given to you" not in said(officer)
    assert list(stick.iterdir()) == [path]
    assert f"Saved as: {next(other.iterdir()).name}" in said(officer)
    saving_into(monkeypatch, stick)
    press(qtbot, officer.page, "Save this one")
    press(qtbot, officer.page, "Save here all the same")
    qtbot.waitUntil(lambda: len(list(stick.iterdir())) == 2, timeout=60_000)


def test_the_result_is_saved_with_the_words_of_verify(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shown_seal_code(case.sealed.seal_code)
    open_it(qtbot, officer, case.path, case.words, code)
    assert verdict(qtbot, officer) == ("matches", "same")
    folder = tmp_path / "records"
    folder.mkdir()
    path = folder / "check.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    press(qtbot, officer.page, "Save the result")
    qtbot.waitUntil(path.is_file, timeout=20_000)
    told = path.read_text("utf-8")
    for sentence in verify(case.path, case.secrets, code).sentences:
        assert sentence in told
    content = case.path.read_bytes()
    for fact in (
        f"Keepsafe {__version__}",
        case.path.name,
        f"{len(content)} bytes",
        hashlib.sha256(content).hexdigest(),
        case.sealed.seal_code,
        f"Seal code typed\n  {code}",
        "The log is one chain without a break: yes",
    ):
        assert fact in told
    beside = case.path.parent / "check.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(beside), ""))
    press(qtbot, officer.page, "Save the result")
    assert not beside.exists()


def test_the_log_is_a_table_with_every_row_whole(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    assert officer.page is not None
    press(qtbot, officer.page, "Custody log")
    table = officer.page.findChild(ToldTable)
    assert isinstance(table, ToldTable)
    last = table.item(table.rowCount() - 1, 3)
    assert 6 < table.rowCount() <= len(case.vault.record.entries)

    def whole() -> bool:
        bottom: int = table.visualItemRect(last).bottom()
        return 0 < bottom < table.viewport().height()

    qtbot.waitUntil(whole)
    assert table.item(0, 0).text() == "1"


def test_help_says_which_version_this_is(qtbot: QtBot, officer: Shell) -> None:
    about = next(a for a in officer.findChildren(QAction) if a.text() == "&About Keepsafe")
    about.trigger()
    qtbot.waitUntil(lambda: f"Keepsafe {__version__}." in said(officer))


def test_the_dialog_asks_for_one_in_the_singular(
    qtbot: QtBot, officer: Shell, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    asked: list[object] = []

    def ask(*given: object) -> str:
        asked.append(given[1])
        return ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    press(qtbot, officer.page, "Save this one")
    press(qtbot, officer.page, "Save all")
    assert asked == ["Where to save it", "Where to save them"]


def test_a_folder_that_is_gone_gets_a_sentence(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    saving_into(monkeypatch, tmp_path / "pulled out")
    press(qtbot, officer.page, "Save all")
    qtbot.waitUntil(lambda: "There is no folder pulled out" in said(officer), timeout=60_000)
    assert f"Nothing was saved in: {tmp_path / 'pulled out'}" in said(officer)


def test_a_picture_stays_covered_until_asked_for_and_can_be_looked_into(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    listed = files(officer)
    choose(qtbot, listed, row_of(listed, "IMG_"))
    assert not viewer(officer).uncovered
    press(qtbot, officer.page, f"Show {listed.currentItem().text().split()[0]}")
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
    canvas = viewer(officer).findChild(Canvas)
    assert isinstance(canvas, Canvas)
    fitted = canvas.percent
    assert 0 < fitted <= 100
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.percent > fitted
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.percent == pytest.approx(fitted, abs=1)
    press(qtbot, officer.page, "100 %")
    assert canvas.percent == 100
    turn(canvas, 120)
    assert canvas.percent == 125
    press(qtbot, officer.page, "Fit")
    assert canvas.percent == fitted
    press(qtbot, officer.page, "Next")
    QApplication.processEvents()
    assert not viewer(officer).uncovered
    press(qtbot, officer.page, "Previous")
    QApplication.processEvents()
    assert not viewer(officer).uncovered
    assert "This is a picture (image/png). It is covered." in said(officer)


def turn(canvas: Canvas, by: int) -> None:
    at = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        at,
        QPointF(canvas.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def onscreen(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


def test_going_to_the_next_one_moves_neither_the_page_nor_the_keyboard(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    assert officer.page is not None
    onward = button(officer.page, "Next")
    officer.page.ensureWidgetVisible(onward)
    qtbot.wait(30)
    scroll, at = officer.page.verticalScrollBar().value(), onscreen(onward)
    assert scroll > 0
    picture = row_of(files(officer), "IMG_")
    for step in range(files(officer).count() - 1):
        press(qtbot, officer.page, "Next")
        qtbot.wait(20)
        assert (officer.page.verticalScrollBar().value(), onscreen(onward)) == (scroll, at)
        assert officer.focusWidget() is onward
        if step + 1 == picture:
            press(qtbot, officer.page, f"Show {files(officer).currentItem().text().split()[0]}")
            qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
            assert (officer.page.verticalScrollBar().value(), onscreen(onward)) == (scroll, at)
    press(qtbot, officer.page, "Previous")
    qtbot.wait(20)
    assert (officer.page.verticalScrollBar().value(), onscreen(onward)) == (scroll, at)
    listed = files(officer)
    listed.setFocus()
    officer.page.ensureWidgetVisible(listed)
    qtbot.wait(20)
    scroll = officer.page.verticalScrollBar().value()
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    qtbot.wait(20)
    assert officer.focusWidget() is listed
    assert officer.page.verticalScrollBar().value() == scroll


def test_only_the_chosen_row_looks_chosen(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    listed = files(officer)
    assert officer.page is not None
    officer.page.ensureWidgetVisible(listed)
    choose(qtbot, listed, 0)

    def ground(row: int) -> str:
        box = listed.visualItemRect(listed.item(row))
        seen = listed.viewport().grab(box).toImage()
        return str(seen.pixelColor(seen.width() - 12, 4).name())

    plain = ground(2)
    QTest.mouseMove(listed.viewport(), listed.visualItemRect(listed.item(2)).center())
    qtbot.wait(20)
    assert ground(0) != plain
    listed.verticalScrollBar().setValue(1)
    qtbot.wait(20)
    assert {ground(row) for row in (1, 2, 3)} == {plain}


def test_a_row_says_what_is_shown_and_whose_account(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    item = files(officer).item(0)
    assert "A1 lily_example.01" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_large_view_fills_the_page_and_esc_goes_back(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    choose(qtbot, files(officer), row_of(files(officer), "IMG_"))
    qtbot.keyClick(files(officer), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
    assert officer.page is not None
    small = viewer(officer).percent
    press(qtbot, officer.page, "Large view")
    large = officer.page.findChild(LargeView)
    assert isinstance(large, LargeView)
    assert large.size() == officer.page.size()
    assert large.canvas.percent >= small
    for _press in range(8):
        qtbot.keyClick(officer.focusWidget(), Qt.Key.Key_Tab)
        assert large.isAncestorOf(officer.focusWidget())
    qtbot.keyClick(large.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: officer.page.findChild(LargeView) is None)
    assert viewer(officer).uncovered
    press(qtbot, officer.page, "Large view")
    viewer(officer)._timer.timeout.emit()  # two minutes without a touch
    qtbot.waitUntil(lambda: officer.page.findChild(LargeView) is None)
    assert not viewer(officer).uncovered


def test_a_picture_is_covered_by_esc(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    choose(qtbot, files(officer), row_of(files(officer), "IMG_"))
    qtbot.keyClick(files(officer), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
    qtbot.keyClick(viewer(officer).findChild(Canvas), Qt.Key.Key_Escape)
    assert not viewer(officer).uncovered


def test_other_files_say_what_they_are(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    listed = files(officer)
    choose(qtbot, listed, row_of(listed, "one byte.bin"))
    assert "It is not shown here. Save it to open it elsewhere." in said(officer)
    assert not [b for b in viewer(officer).findChildren(Button) if b.isVisibleTo(officer)]
    choose(qtbot, listed, row_of(listed, "page.html"))
    assert "It is covered, and shown as plain letters." in said(officer)
    press(qtbot, officer.page, f"Show {listed.currentItem().text().split()[0]}")
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
    box = viewer(officer).findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == "<script>alert(1)</script>"
    assert box.isReadOnly()


def test_the_steps_for_court_can_be_read(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    press(qtbot, officer.page, "Show VERIFY.txt")

    def texts() -> list[str]:
        assert officer.page is not None
        return [t.toPlainText() for t in officer.page.findChildren(QPlainTextEdit)]

    qtbot.waitUntil(lambda: any("sha256sum" in text for text in texts()), timeout=60_000)
    boxes = officer.page.findChildren(QPlainTextEdit)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in boxes))
    box = next(b for b in boxes if b.isVisible())
    qtbot.wait(50)
    at = box.mapTo(officer.page.viewport(), QPoint()).y()
    assert 0 <= at < officer.page.viewport().height() // 3


def test_opening_and_looking_write_nothing(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / case.path.name
    path.write_bytes(case.path.read_bytes())
    before, at_home = path.stat(), sorted(home.rglob("*"))
    open_it(qtbot, officer, path, case.words)
    verdict(qtbot, officer)
    choose(qtbot, files(officer), row_of(files(officer), "IMG_"))
    qtbot.keyClick(files(officer), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)
    assert [p.name for p in folder.iterdir()] == [path.name]
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert sorted(home.rglob("*")) == at_home


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
    assert "Les octets et le code du scellé correspondent" in said(officer)


def test_a_mistyped_code_is_no_verdict_until_the_typing_is_said_to_be_right(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    code = shown_seal_code(case.sealed.seal_code)
    slip = f"{code[:-1]}{'0' if code[-1] != '0' else '1'}"
    open_it(qtbot, officer, case.path, case.words, slip)
    assert verdict(qtbot, officer) == ("matches", "unsure")
    assert "Check your typing" in said(officer)
    assert "The groups that differ: 8." in said(officer)
    for word in ("MATCHES", "DIFFERENT", "not the file", "Do not rely on it", code):
        assert word not in said(officer)
    assert card_of(officer).property("kind") == "note"
    press(qtbot, officer.page, "My typing is right")
    assert verdict(qtbot, officer) == ("matches", "different")
    qtbot.waitUntil(lambda: "This is not the file that the hand-over sheet" in said(officer))
    assert "Do not rely on it" in said(officer)
    assert card_of(officer).property("kind") == "warning"
    field(officer, "compare").editor.end(False)
    qtbot.keyClick(field(officer, "compare").editor, Qt.Key.Key_Backspace)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    assert "DIFFERENT" not in said(officer)
    assert "Do not rely on it" not in said(officer)
    field(officer, "compare").editor.clear()
    type_into(qtbot, officer, "compare", code)
    press(qtbot, officer.page, "Compare")
    assert verdict(qtbot, officer) == ("matches", "same")
    assert "The groups that differ" not in said(officer)
    assert card_of(officer).property("kind") == "banner"


def test_before_the_code_is_compared_it_looks_unfinished_and_gives_no_code_to_copy(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    assert verdict(qtbot, officer) == ("matches", "not-compared")
    assert "The bytes match. Now compare the seal code." in said(officer)
    assert card_of(officer).property("kind") == "note"
    code = shown_seal_code(case.sealed.seal_code)
    assert code not in said(officer)
    assert code not in card_of(officer).accessibleName()
    assert officer.focusWidget() is field(officer, "compare").editor
    type_into(qtbot, officer, "compare", code[:-1])
    press(qtbot, officer.page, "Compare")
    assert "eight groups of four" in said(officer)
    assert code not in said(officer)


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("O", "capital O. It may be the digit 0"),
        ("l", "small L. It may be the digit 1"),
        ("I", "capital I. It may be the digit 1"),
        ("x", "x. It has the digits 0 to 9"),
    ],
)
def test_a_letter_typed_for_a_digit_is_named(
    qtbot: QtBot, officer: Shell, case: Case, sign: str, told: str
) -> None:
    code = shown_seal_code(case.sealed.seal_code)
    drop(officer, case.path)
    qtbot.waitUntil(lambda: "The eight words" in said(officer), timeout=20_000)
    type_into(qtbot, officer, "code", f"{code[:10]}{sign}{code[11:]}")
    type_into(qtbot, officer, "words", case.words)
    press(qtbot, officer.page, "Open and check")
    assert f"Group 3 has a {'letter' if sign != 'x' else 'sign'}" in said(officer)
    assert told in said(officer)


def test_a_renamed_file_has_its_sealed_name_beside_it(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "evidence Mrs Lopez (1).zip"
    path.write_bytes(case.path.read_bytes())
    open_it(qtbot, officer, path, case.words)
    verdict(qtbot, officer)
    assert f"evidence Mrs Lopez (1).zip, which was sealed as {case.bag}" in said(officer)


def test_a_copy_button_says_that_it_copied(qtbot: QtBot, officer: Shell, case: Case) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    assert officer.page is not None
    copy = next(b for b in officer.page.findChildren(CopyButton) if b.isVisible())
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert copy.words == "Copied"
    copy._timer.timeout.emit()
    assert copy.words == "Copy"
    assert copy.accessibleName().startswith("Copy ")


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
    qtbot.waitUntil(lambda: officer.focusWidget() is button(officer.page, "Try the words again"))
    press(qtbot, officer.page, "Try the words again")
    assert field(officer, "words").value == "zoo " * 7 + "zebra"
    field(officer, "words").editor.clear()
    type_into(qtbot, officer, "words", case.words)
    press(qtbot, officer.page, "Open and check")
    qtbot.waitUntil(lambda: verdict(qtbot, officer)[0] == "matches", timeout=60_000)


def changed(case: Case, tmp_path: Path, name: str) -> Path:
    parts = Parts.of(case)
    parts.files[next(n for n in parts.files if n.startswith(name))] += b"x"
    path = tmp_path / case.path.name
    path.write_bytes(parts.whole())
    return path


def test_where_one_saved_file_changed_the_rest_is_shown_and_it_is_marked(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(qtbot, officer, changed(case, tmp_path, "data/exhibits/0003"), case.words)
    assert verdict(qtbot, officer)[0] == "changed"
    assert "This differs from what was sealed" in said(officer)
    assert (
        "The saved files marked below differ from what was sealed. Do not rely on those."
        in said(officer)
    )
    assert officer.page is not None
    values = {line.text() for line in officer.page.findChildren(QLineEdit)}
    assert "lily_example.01" in values
    listed = files(officer)
    row = row_of(listed, "E3 ")
    assert "not as sealed" in listed.item(row).text()
    assert sum("not as sealed" in listed.item(r).text() for r in range(listed.count())) == 1
    choose(qtbot, listed, row)
    assert "E3 is not as it was sealed, so it is neither shown nor saved." in said(officer)
    assert not button(officer.page, "Save this one").isEnabled()
    assert not [b for b in viewer(officer).findChildren(Button) if b.isVisibleTo(officer)]
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    press(qtbot, officer.page, "Choose all")
    assert "E3" not in listed.chosen
    assert len(listed.chosen) == listed.count() - 1
    folder = tmp_path / "saved"
    folder.mkdir()
    saving_into(monkeypatch, folder)
    press(qtbot, officer.page, "Save all")
    qtbot.waitUntil(lambda: "files were saved." in said(officer), timeout=60_000)
    saved = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert saved == {n: c for n, c in case.exhibits.items() if not n.startswith("0003")}
    choose(qtbot, listed, row_of(listed, "IMG_"))
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer(officer).uncovered, timeout=60_000)


@pytest.mark.parametrize("name", ["REPORT.pdf", "data/custody-log", "bag-info"])
def test_where_anything_else_changed_nothing_of_it_is_shown(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path, name: str
) -> None:
    open_it(qtbot, officer, changed(case, tmp_path, name), case.words)
    assert verdict(qtbot, officer)[0] == "changed"
    assert officer.page is not None
    assert officer.page.findChild(FilesList) is None


def test_what_is_no_sealed_file_gets_a_sentence(
    qtbot: QtBot, officer: Shell, tmp_path: Path
) -> None:
    other = tmp_path / "holiday\u202egpj.zip"
    other.write_bytes(b"PK nothing")
    drop(officer, other)
    qtbot.waitUntil(lambda: "no sealed file" in said(officer), timeout=20_000)
    assert "\u202e" not in said(officer)
    assert button(officer.page, "Choose another file")


@pytest.mark.parametrize("between", ["\n", ",  ", "\r\n\r\n", " - "])
def test_words_pasted_from_a_photo_or_a_mail_open_it(
    qtbot: QtBot, officer: Shell, case: Case, between: str
) -> None:
    words = case.words.split("-")
    typed = between.join(f"{n}. {w.upper()}" for n, w in enumerate(words, 1))
    drop(officer, case.path)
    qtbot.waitUntil(lambda: "The eight words" in said(officer), timeout=20_000)
    QApplication.clipboard().setText(f" {typed}\n")
    editor = field(officer, "words").editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert verdict(qtbot, officer)[0] == "matches"
    QApplication.clipboard().clear()


def test_the_locked_part_alone_and_an_unpacked_folder_open_too(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path
) -> None:
    with zipfile.ZipFile(case.path) as outer:
        outer.extract("evidence.zip", tmp_path)
    open_it(qtbot, officer, tmp_path / "evidence.zip", case.words)
    assert verdict(qtbot, officer)[0] == "matches"
    folder = unpack(case.path, case.secrets, tmp_path / "unpacked")
    drop(officer, folder)
    qtbot.waitUntil(lambda: "Open and check it" in said(officer), timeout=20_000)
    press(qtbot, officer.page, "Open and check")
    assert verdict(qtbot, officer)[0] == "matches"


def test_a_key_is_found_in_its_file_whatever_stands_around_it(
    qtbot: QtBot, officer: Shell, case: Case, tmp_path: Path
) -> None:
    identity = age.X25519Identity.generate()
    parts = Parts.of(case)
    plain = plain_zip({f"{parts.bag}/{n}": c for n, c in parts.files.items()})
    path = tmp_path / "evidence.zip.age"
    path.write_bytes(age.encrypt_bytes(plain, [identity.recipient()]))
    drop(officer, path)
    qtbot.waitUntil(lambda: "Your unit's key" in said(officer), timeout=20_000)
    key = tmp_path / "unit-key.txt"
    key.write_text(f"# created: today\n# public key: age1x\n{identity.encode()}\n")
    drop(officer, key)
    press(qtbot, officer.page, "Open and check")
    assert verdict(qtbot, officer)[0] == "matches"


def test_a_drop_on_anything_in_the_page_is_a_drop_on_the_page(
    qtbot: QtBot, officer: Shell, case: Case
) -> None:
    def takes() -> list[QWidget]:
        assert officer.page is not None
        assert officer.page.acceptDrops()
        inside = officer.page.widget()
        return [w for w in (inside, *inside.findChildren(QWidget)) if w.acceptDrops()]

    assert takes() == []
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    choose(qtbot, files(officer), row_of(files(officer), "IMG_"))
    assert takes() == []


def test_the_dialog_begins_at_home_and_shows_sealed_files(
    qtbot: QtBot, officer: Shell, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask(*given: object) -> tuple[str, str]:
        asked.extend(given[2:])
        return str(case.path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    press(qtbot, officer.page, "Choose the file")
    qtbot.waitUntil(lambda: "The eight words" in said(officer), timeout=20_000)
    assert asked[0] == str(Path.home())
    assert "*.zip" in str(asked[1])


def away(shell: Shell, how: str) -> None:
    if how == "back":
        shell.back()
    elif how == "anew":
        shell.go("doors")
    elif how == "lock":
        shell.session.lock()
    else:
        at = [leaving.clock()]
        shell.idle._now = lambda: at[0]
        shell.idle.touch()
        at[0] += 14 * 60 + 1
        shell.idle.look()
        assert shell._banner.isVisible()
        at[0] += 60
        shell.idle.look()


@pytest.mark.parametrize("how", ["back", "anew", "lock", "idle"])
def test_leaving_the_door_closes_the_file_and_forgets_it(
    qtbot: QtBot, officer: Shell, session: Session, case: Case, how: str
) -> None:
    open_it(qtbot, officer, case.path, case.words, shown_seal_code(case.sealed.seal_code))
    verdict(qtbot, officer)
    away(officer, how)
    assert key(officer) == "doors"
    assert session.received is None
    assert session.drafts.pages.get("received") is None
    officer.go("received")
    assert "Drop the file here, or choose it." in said(officer)
    assert "lily_example.01" not in said(officer)


def test_the_file_stays_open_while_help_is_looked_at_and_can_be_closed(
    qtbot: QtBot, officer: Shell, session: Session, case: Case
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    officer.go("settings")
    officer.back()
    assert verdict(qtbot, officer)[0] == "matches"
    press(qtbot, officer.page, "Close this file")
    assert "Drop the file here, or choose it." in said(officer)
    assert not session.has_received


def test_the_words_are_nowhere_after_leaving(
    qtbot: QtBot, officer: Shell, session: Session, case: Case, home: Path
) -> None:
    open_it(qtbot, officer, case.path, case.words)
    verdict(qtbot, officer)
    officer.leave()
    assert session.received is None
    assert session.drafts.pages == {}
    assert case.words not in QApplication.clipboard().text()
    for path in home.rglob("*"):
        if path.is_file():
            assert case.words.encode() not in path.read_bytes()
