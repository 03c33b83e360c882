"""Bringing screenshots: dropped, pasted, picked; what is taken, what is left, and what is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import shiboken6
from pressing import button, field, key, press, said, type_into
from PySide6.QtCore import (
    QByteArray,
    QDate,
    QMimeData,
    QPointF,
    QSettings,
    QStandardPaths,
    Qt,
    QUrl,
)
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QTableView
from pytestqt.qtbot import QtBot

from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots
from keepsafe.desktop import capture
from keepsafe.desktop.bringing import png
from keepsafe.desktop.pages.exhibits.model import ExhibitModel
from keepsafe.desktop.pages.exhibits.table import KeptTable
from keepsafe.desktop.pages.screenshots import page as page_of_screenshots
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, CoveredPicture, Note
from keepsafe.vault.vault import Vault
from sample import sample_record

PASSWORD = "night-lamp-river"


@pytest.fixture
def opened(opened: Shell) -> Shell:
    opened.go("screenshots")
    return opened


def vault_of(shell: Shell) -> Vault:
    assert shell.session.vault is not None
    return shell.session.vault


def bring(shell: Shell, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert shell.page is not None
    shell.page.dropEvent(event)
    assert event.dropAction() == Qt.DropAction.CopyAction


def kept(qtbot: QtBot, shell: Shell, count: int) -> None:
    qtbot.waitUntil(lambda: len(vault_of(shell).record.exhibits) == count, timeout=60_000)
    qtbot.waitUntil(lambda: not shell.session.jobs.busy, timeout=20_000)


def folder_of_a_phone(folder: Path) -> Path:
    for name, content in draw_chat_screenshots(4):
        (folder / name).write_bytes(content)
    name, content = draw_camera_photo(1)
    (folder / name).write_bytes(content)
    (folder / "clip.mov").write_bytes(b"\x00\x00\x00\x14ftypqt  " + bytes(64))
    return folder


def test_of_a_folder_only_the_screenshots_are_taken(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "phone").mkdir()
    folder = folder_of_a_phone(tmp_path / "phone")
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    bring(opened, folder)
    kept(qtbot, opened, 4)
    qtbot.waitUntil(lambda: "4 pictures and files kept" in said(opened), timeout=20_000)
    assert "2 other pictures and files left alone" in said(opened)
    assert "You don't need to look at them again." in said(opened)
    photo = next(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".heic"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(photo), ""))
    press(qtbot, opened.page, "Is one of them a photo of a screen?")
    press(qtbot, opened.page, "Pick it here")
    qtbot.waitUntil(lambda: "Is this a photo of a screen?" in said(opened), timeout=20_000)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.words == "No, leave it"
    press(qtbot, opened.page, "Yes, it shows a screen")
    kept(qtbot, opened, 5)
    qtbot.waitUntil(lambda: "5 files are kept in all." in said(opened), timeout=20_000)
    assert "1 picture or file kept" in said(opened)
    assert "1 other picture or file left alone" in said(opened)  # the recording still is
    press(qtbot, opened.page, "Say what they show")
    assert "This is about all 5" in said(opened)
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_a_folder_with_odd_files_gives_its_screenshots_and_says_the_rest(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    drawn = [content for _name, content in draw_chat_screenshots(4)]
    names = [
        "\u00e9" * 125 + ".png",
        "\u05e9" * 125 + ".png",
        "\u5b57" * 83 + ".png",
        "a" * 251 + ".png",
    ]
    for name, content in zip(names, drawn, strict=True):
        assert len(name.encode()) > 250
        (folder / name).write_bytes(content)
    (folder / "gone\u202egnp.png").symlink_to(tmp_path / "nowhere")
    (folder / "zero.png").write_bytes(b"")
    with (folder / "huge.png").open("wb") as huge:
        huge.truncate(10 << 30)  # ten gigabytes of nothing
    bring(opened, folder)
    kept(qtbot, opened, 4)
    qtbot.waitUntil(lambda: "4 pictures and files kept" in said(opened), timeout=20_000)
    assert {e.file.name for e in vault_of(opened).record.exhibits} == set(names)
    assert "2 other pictures and files left alone" in said(opened)
    assert "gone[U+202E]gnp.png: It is a link to another place. Choose the file itself." in said(
        opened
    )
    assert len(list(folder.iterdir())) == 7
    bring(opened, folder / "zero.png")
    kept(qtbot, opened, 5)
    qtbot.waitUntil(lambda: "zero.png is empty" in said(opened), timeout=20_000)
    assert opened.page is not None
    assert opened.page.verticalScrollBar().value() == 0


def test_a_pasted_picture_is_kept_as_it_was_copied(qtbot: QtBot, opened: Shell) -> None:
    _name, content = next(iter(draw_chat_screenshots(1)))
    data = QMimeData()
    data.setData("image/png", QByteArray(content))
    QGuiApplication.clipboard().setMimeData(data)
    opened.activateWindow()
    button(opened.page, "Paste").setFocus()
    qtbot.keyClick(button(opened.page, "Paste"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    kept(qtbot, opened, 1)
    exhibit = vault_of(opened).record.exhibits[0]
    assert exhibit.fields.via == "paste"
    with vault_of(opened).exhibits.open(exhibit) as stored:
        assert stored.read() == content


def test_pasted_pixels_lose_none(qtbot: QtBot, opened: Shell) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#3a6ea5"))
    image.setPixelColor(17, 5, QColor("#ffcc00"))
    QGuiApplication.clipboard().setImage(image)
    press(qtbot, opened.page, "Paste")
    kept(qtbot, opened, 1)
    exhibit = vault_of(opened).record.exhibits[0]
    with vault_of(opened).exhibits.open(exhibit) as stored:
        again = QImage.fromData(stored.read())
    assert again.convertToFormat(QImage.Format.Format_RGB32) == image


def test_nothing_to_paste_gets_a_sentence(qtbot: QtBot, opened: Shell) -> None:
    data = QMimeData()
    data.setData("application/x-drawn", QByteArray(b"nothing to see"))
    QGuiApplication.clipboard().setMimeData(data)
    press(qtbot, opened.page, "Paste")
    qtbot.waitUntil(lambda: "There is no picture in it" in said(opened))
    assert vault_of(opened).record.exhibits == ()


def test_one_page_says_what_the_batch_is(qtbot: QtBot, opened: Shell, tmp_path: Path) -> None:
    vault_of(opened).add_item("account", {"platform": "Chatter", "username": "drawn"}, "parent")
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    qtbot.waitUntil(lambda: "kept" in said(opened), timeout=20_000)
    press(qtbot, opened.page, "Say what they show")
    for name in ("threat", "demand"):
        box = opened.page.findChild(QCheckBox, name)
        assert isinstance(box, QCheckBox)
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() * 0.2)
        if not box.isChecked():
            box.click()
    type_into(qtbot, opened, "amount", "200 CAD")
    yes = opened.page.findChild(object, "private-yes")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    type_into(qtbot, opened, "where", "the phone, Chatter")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: key(opened) == "money", timeout=20_000)
    record = vault_of(opened).record
    assert {e.fields.account for e in record.exhibits} == {"A1"}
    together = "One of 4 pictures. In them: threats, what they want."
    assert {e.fields.shows for e in record.exhibits} == {together}
    assert [p.fields.amount for p in record.payments] == ["200 CAD"]
    assert [p.fields.folder for p in record.pointers] == ["the phone, Chatter"]


def test_what_a_batch_shows_is_there_and_is_no_story(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    vault_of(opened).add_item("account", {"platform": "Chatter", "username": "drawn"}, "parent")
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    opened.go("look-over")
    asked = said(opened)
    assert "A screenshot of the profile" in asked
    opened.go("batch")
    for name in ("profile", "threat"):
        box = opened.page.findChild(QCheckBox, name)
        assert isinstance(box, QCheckBox)
        box.click()
    field(opened, "first").fill("2026-11-20")
    field(opened, "last").fill("2026-11-24")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: key(opened) == "money", timeout=20_000)
    record = vault_of(opened).record
    assert record.notes == ()
    told = "One of 4 pictures. In them: the profile, threats. "
    told += "Messages from November 20, 2026 to November 24, 2026."
    assert {e.fields.shows for e in record.exhibits} == {told}
    entries = len(record.entries)
    opened.go("batch")
    assert f"Kept.\n{told}" in said(opened)
    ticked = {b.objectName() for b in opened.page.findChildren(QCheckBox) if b.isChecked()}
    assert {"profile", "threat"} <= ticked
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "money", timeout=20_000)
    assert len(vault_of(opened).record.entries) == entries
    opened.go("story")
    assert field(opened, "words").value == ""  # it is still asked for
    opened.go("look-over")
    assert "The profile, threats: 4 files" in said(opened)
    now = said(opened).partition("What would help most")[2]
    assert now.count("It is there.") == 2
    for wish in ("Which phone or computer", "Where private pictures"):
        assert wish not in now  # the list did not grow


def test_to_add_the_phone_begins_at_the_phone(qtbot: QtBot, opened: Shell) -> None:
    vault = vault_of(opened)
    vault.add_item("payment", {"status": "asked", "amount": "200 CAD"}, "parent")
    vault.add_item("account", {"platform": "Chatter", "username": "drawn"}, "parent")
    opened.go("look-over")
    phone = [
        b
        for b in opened.page.findChildren(Button)
        if b.accessibleName() == "Add this: Which phone or computer has the originals"
    ]
    phone[0].setFocus()
    qtbot.keyClick(phone[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: key(opened) == "facts")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "device-what"
    qtbot.keyClicks(focused, "a grey phone")
    type_into(qtbot, opened, "deadline", "Friday, 18:00")
    type_into(qtbot, opened, "safe_contact", "call the parent")
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "look-over", timeout=20_000)
    for text in ("a grey phone", "Friday, 18:00", "call the parent"):
        assert text in said(opened)


def test_the_list_covers_withholds_and_removes(qtbot: QtBot, opened: Shell, tmp_path: Path) -> None:
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    opened.go("exhibits")

    def choose(row: int) -> None:
        listed = opened.page.findChild(QTableView, "kept-files")
        assert isinstance(listed, QTableView)
        listed.selectRow(row)

    assert opened.page.findChildren(CoveredPicture) == []
    choose(0)
    picture = opened.page.findChildren(CoveredPicture)[-1]
    assert not picture.uncovered
    show = picture.findChildren(Button)[0]
    qtbot.waitUntil(show.isVisible)
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: picture.uncovered, timeout=60_000)
    press(qtbot, opened.page, "Keep it out of the file for police")
    type_into(qtbot, opened, "why", "about a friend")
    press(qtbot, opened.page, "Keep it out")
    qtbot.waitUntil(lambda: vault_of(opened).record.exhibits[0].withheld == "about a friend")
    qtbot.waitUntil(lambda: "stays out of the file" in said(opened))
    choose(1)
    stored = vault_of(opened).root / "exhibits" / vault_of(opened).record.exhibits[1].file.stored
    press(qtbot, opened.page, "This should not be here")
    name = vault_of(opened).record.exhibits[1].file.name
    press(qtbot, opened.page, "Remove our copy")
    assert f"Remove our copy of 1 file? {name}" in said(opened)
    assert "It cannot be undone." in said(opened)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.words == "Cancel"
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert "Remove our copy of 1 file?" not in said(opened)
    press(qtbot, opened.page, "Remove our copy")
    choose(2)  # the question was about another one: it is gone
    assert "Remove our copy of 1 file?" not in said(opened)
    assert stored.exists()
    choose(1)
    press(qtbot, opened.page, "Remove our copy")
    press(qtbot, opened.page, "Yes, remove our copy")
    qtbot.waitUntil(lambda: vault_of(opened).record.exhibits[1].removed is not None)
    assert not stored.exists()
    qtbot.waitUntil(
        lambda: "Our copy of 1 file was removed. The original was not touched." in said(opened)
    )

    def listed() -> int:
        found = opened.page.findChild(QTableView, "kept-files")
        return found.model().rowCount() if isinstance(found, QTableView) else 0

    qtbot.waitUntil(lambda: listed() == 3)


def test_five_thousand_are_listed_at_once(qtbot: QtBot) -> None:
    one = sample_record().exhibits[0]
    model = ExhibitModel([one] * 5000, lambda moment: moment)
    view = KeptTable(model)
    qtbot.addWidget(view)
    view.resize(900, 600)
    started = time.process_time()
    view.show()
    view.scrollToBottom()
    view.selectAll()
    qtbot.wait(1)
    assert time.process_time() - started < 2
    assert model.rowCount() == len(view.chosen()) == 5000
    heard = model.data(model.index(4999, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(f"{one.id}, ")


def test_the_list_has_heads_and_says_what_stays_out(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    vault = vault_of(opened)
    said_of = {"seen": "2026-03-07 21:14", "category": "threat"}
    vault.describe("E1", said_of, "parent")
    vault.log([Happening("withheld", {"id": "E1", "why": "about a friend"}, "parent")])
    opened.go("exhibits")
    listed = opened.page.findChild(QTableView, "kept-files")
    assert isinstance(listed, QTableView)
    model = listed.model()
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert heads == ["No.", "File", "When", "What it shows", "For police"]
    row = [model.index(0, c).data() for c in range(model.columnCount())]
    assert row == ["E1", vault.record.exhibits[0].file.name, "March 7, 2026, 21:14", "Threats",
                   "stays out"]  # fmt: skip
    assert model.index(1, 4).data() == "goes in"
    for size in (100, 200):  # and no cell but the longest is cut
        opened.session.look(text_size=size)
        opened.retell()
        listed = opened.page.findChild(QTableView, "kept-files")
        assert isinstance(listed, QTableView)
        qtbot.waitUntil(listed.isVisible)
        for column in (0, 2, 4):
            if not listed.isColumnHidden(column):
                needed = listed.fontMetrics().horizontalAdvance(row[column])
                assert listed.columnWidth(column) > needed, (size, column)
        assert not listed.isColumnHidden(3)


def test_a_day_and_a_time_are_said_of_a_file(qtbot: QtBot, opened: Shell, tmp_path: Path) -> None:
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    opened.go("exhibits")
    listed = opened.page.findChild(QTableView, "kept-files")
    assert isinstance(listed, QTableView)
    listed.selectRow(2)
    press(qtbot, opened.page, "Say what it shows")
    type_into(qtbot, opened, "time", "9:05")
    press(qtbot, opened.page, "Keep this")
    assert "A time needs its day. Nothing was lost" in said(opened)
    press(qtbot, opened.page, "Today")
    press(qtbot, opened.page, "Keep this")
    today = QDate.currentDate().toString("yyyy-MM-dd")
    qtbot.waitUntil(
        lambda: vault_of(opened).record.exhibits[2].fields.seen == f"{today} 09:05", timeout=20_000
    )


def test_a_screen_that_gives_nothing_is_no_evidence() -> None:
    black = QImage(100, 100, QImage.Format.Format_RGB32)
    black.fill(QColor("black"))
    assert capture.is_empty(black)
    black.setPixelColor(50, 50, QColor("white"))
    image = QImage.fromData(png(black))
    assert image.pixelColor(50, 50) == QColor("white")
    drawn = QImage.fromData(next(iter(draw_chat_screenshots(1)))[1])
    assert not capture.is_empty(drawn)


def test_the_app_says_so_where_no_picture_of_the_screen_can_be_taken(opened: Shell) -> None:
    assert capture.how() == "none"  # offscreen
    words = [b.words for b in opened.page.findChildren(type(button(opened.page, "Paste")))]
    assert "Picture of this screen" not in words


def test_the_page_of_a_batch_leads_to_the_list_where_nothing_came_in(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("batch")
    assert "Nothing was added just now" in said(opened)
    assert "about all 0" not in said(opened)
    press(qtbot, opened.page, "See the list of what is kept")
    assert key(opened) == "exhibits"


def test_a_batch_is_still_one_after_locking_and_unlocking(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    root = vault_of(opened).root
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    opened.session.lock()
    opened.session.unlock(root, PASSWORD)
    qtbot.waitUntil(lambda: opened.session.vault is not None, timeout=20_000)
    opened.go("screenshots")
    press(qtbot, opened.page, "Say what they show")
    assert "This is about all 4 that came in last." in said(opened)
    for box in opened.page.findChildren(QCheckBox, "threat"):
        box.click()
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: key(opened) == "money", timeout=20_000)
    assert "Kept.\nWhat the pictures show" in said(opened)
    assert {e.fields.category for e in vault_of(opened).record.exhibits} == {"threat"}
    opened.go("screenshots")  # told already: nothing asks for it again
    assert "Say what they show" not in [b.words for b in opened.page.findChildren(Button)]


def test_words_can_be_typed_where_there_is_no_screenshot(qtbot: QtBot, opened: Shell) -> None:
    QGuiApplication.clipboard().setText("pay or else")
    press(qtbot, opened.page, "Paste")
    qtbot.waitUntil(lambda: "That is text, not a picture." in said(opened))
    press(qtbot, opened.page, "No screenshot? Type the words")
    editor = field(opened, "typed").editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, opened.page, "Keep the words")
    qtbot.waitUntil(lambda: "Kept.\nThey wrote: “pay or else”" in said(opened), timeout=20_000)
    assert [n.fields.words for n in vault_of(opened).record.notes] == ["They wrote: “pay or else”"]
    opened.go("story")  # what they wrote is not what happened: that is still asked
    assert field(opened, "words").value == ""


def test_what_became_of_a_batch_is_at_the_top_and_read_out(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(page_of_screenshots, "read_out", lambda _thing, words: heard.append(words))
    assert opened.page is not None
    opened.page.verticalScrollBar().setValue(10_000)
    (tmp_path / "phone").mkdir()
    bring(opened, folder_of_a_phone(tmp_path / "phone"))
    kept(qtbot, opened, 4)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert heard[0].startswith("4 pictures and files kept.")
    assert "2 other pictures and files left alone" in heard[0]
    note = opened.page.findChild(Note, "kept")
    assert isinstance(note, Note)
    assert note.visibleRegion().boundingRect().height() == note.height() > 0


def test_dialogs_begin_with_the_pictures_and_leave_no_trace(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for which in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(which, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    QSettings(QSettings.Scope.UserScope, "QtProject").setValue(
        "FileDialog/lastVisited", "file:///x"
    )
    secret = tmp_path / "a friend's name"
    secret.mkdir()
    asked: list[tuple[str, str]] = []

    def choose(_parent: object, _title: str, start: str, kinds: str) -> tuple[list[str], str]:
        asked.append((start, kinds))
        dialog = QFileDialog(None, "", str(secret))  # Qt's own, which writes down where it was
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        dialog.close()
        shiboken6.delete(dialog)
        settings = QSettings(QSettings.Scope.UserScope, "QtProject")
        assert "friend" in str(settings.value("FileDialog/lastVisited"))
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    press(qtbot, opened.page, "Pick files")
    start, kinds = asked[0]
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    assert start in (pictures, str(Path.home()))
    assert "*.PNG" in kinds
    assert "All files (*)" in kinds
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert settings.value("FileDialog/lastVisited") == "file:///x"
    assert "friend" not in "".join(p.read_text() for p in (tmp_path / "settings").rglob("*.*"))


def test_an_account_is_chosen_by_all_its_letters(qtbot: QtBot, opened: Shell) -> None:
    vault_of(opened).add_item(
        "account", {"platform": "Chatter", "username": "mia\u202ennaig\u200b"}, "parent"
    )
    opened.go("money")
    assert "Chatter, mia[U+202E]nnaig[U+200B]" in [
        opened.findChild(QComboBox, "account").itemText(at) for at in range(2)
    ]


def test_going_on_keeps_what_was_said_of_the_chosen_files(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    opened.go("exhibits")

    def listed() -> QTableView:
        found = opened.page.findChild(QTableView, "kept-files")
        assert isinstance(found, QTableView)
        return found

    listed().selectAll()
    press(qtbot, opened.page, "Say what it shows")
    pick = opened.page.findChild(QComboBox, "category")
    assert isinstance(pick, QComboBox)
    pick.setCurrentIndex(pick.findData("threat"))
    pick.activated.emit(pick.currentIndex())
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "look-over", timeout=20_000)
    assert {e.fields.category for e in vault_of(opened).record.exhibits} == {"threat"}
    opened.go("exhibits")
    listed().selectRow(0)
    press(qtbot, opened.page, "Say what it shows")
    type_into(qtbot, opened, "shows", "the second message")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept." in said(opened), timeout=20_000)
    assert listed().model().index(0, 3).data() == "Threats: the second message"


def test_what_should_not_be_here_is_reached_with_what_to_do(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    for page in ("look-over", "make-file"):
        opened.go("exhibits")
        assert "Choose the file in the list" not in said(opened)
        opened.go(page)
        press(qtbot, opened.page, "This should not be here")
        qtbot.waitUntil(lambda: key(opened) == "exhibits")
        assert "Choose the file in the list. Then open" in said(opened)
        listed = opened.page.findChild(QTableView, "kept-files")
        assert isinstance(listed, QTableView)
        listed.selectRow(0)
        assert button(opened.page, "Remove our copy").isVisible()
        press(qtbot, opened.page, "Continue")


def test_bringing_a_file_does_not_end_words_that_are_being_typed(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    press(qtbot, opened.page, "No screenshot? Type the words")
    type_into(qtbot, opened, "typed", "pay or else")
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    qtbot.waitUntil(lambda: "4 pictures and files kept" in said(opened), timeout=20_000)
    assert field(opened, "typed").value == "pay or else"
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: len(vault_of(opened).record.notes) == 1, timeout=20_000)
    assert vault_of(opened).record.notes[0].fields.words == "They wrote: “pay or else”"


def test_a_single_photo_is_asked_about_and_stays_where_it_is(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, content = draw_camera_photo(1)
    photo = tmp_path / name
    photo.write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(photo)], ""))
    press(qtbot, opened.page, "Pick files")
    qtbot.waitUntil(lambda: "Is this a photo of a screen?" in said(opened), timeout=20_000)
    assert "A private picture stays where it is." in said(opened)
    assert vault_of(opened).record.exhibits == ()
    press(qtbot, opened.page, "No, leave it")
    qtbot.waitUntil(lambda: "Is this a photo of a screen?" not in said(opened))
    assert "1 other picture or file left alone" in said(opened)
    press(qtbot, opened.page, "Is one of them a photo of a screen?")
    press(qtbot, opened.page, name)  # its name leads to it
    press(qtbot, opened.page, "Yes, it shows a screen")
    kept(qtbot, opened, 1)
    assert vault_of(opened).record.exhibits[0].file.name == name


def test_what_the_case_holds_is_said_after_unlocking_and_after_removing(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    root = vault_of(opened).root
    bring(opened, folder_of_a_phone(tmp_path))
    kept(qtbot, opened, 4)
    vault_of(opened).remove("E1", "by mistake", "parent")
    opened.go("screenshots")
    assert "3 pictures and files kept" in said(opened)
    opened.session.lock()
    opened.session.unlock(root, PASSWORD)
    qtbot.waitUntil(lambda: opened.session.vault is not None, timeout=20_000)
    opened.go("screenshots")
    assert "3 files are kept." in said(opened)
    assert "Drop them here, or paste them." not in said(opened)
