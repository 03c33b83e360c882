"""From the list of what is kept to a sealed file on a stick, its words and its sheet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import button, field, key, press, said, type_into
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from keepsafe.bundle import delivering
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.desktop import printing
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, LyingFiles, Note
from keepsafe.desktop.widgets.told import shown_path
from keepsafe.desktop.window.step_list import StepList
from keepsafe.formats import age, words
from keepsafe.intake.adding import Choice, add
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"


@pytest.fixture(scope="module")
def filled_case(made_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with an account and three screenshots."""
    folder = tmp_path_factory.mktemp("filled")
    root = folder / made_case.name
    shutil.copytree(made_case, root)
    phone = folder / "phone"
    phone.mkdir()
    for name, data in draw_chat_screenshots(3):
        (phone / name).write_bytes(data)
    with Vault.unlock(root, PASSWORD) as vault:
        vault.add_item("account", {"platform": "Snapchat", "username": "drawn.example"}, "parent")
        add(vault, [phone], Choice({"via": "cable"}), "parent")
        vault.describe("E1", {"category": "threat", "seen": "2026-11-02"}, "parent")
        vault.describe("E2", {"category": "threat", "seen": "2026-11-04"}, "parent")
    return root


@pytest.fixture
def opened(
    qtbot: QtBot,
    case: Path,
    filled_case: Path,
    make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> Shell:
    shutil.rmtree(case)
    shutil.copytree(filled_case, case)
    session = make_session()
    shell = make_shell(session)
    session.unlock(case, PASSWORD)
    qtbot.waitUntil(lambda: session.vault is not None and key(shell) == "home", timeout=10_000)
    return shell


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the person chooses wherever a folder is asked for."""
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(folder))
    return folder


def vault_of(shell: Shell) -> Vault:
    assert shell.session.vault is not None
    return shell.session.vault


def step_shown(shell: Shell) -> str:
    """Return the step that the list beside the page marks."""
    item = shell.findChild(StepList).currentItem()
    return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""


def make(qtbot: QtBot, shell: Shell) -> None:
    shell.go("make-file")
    press(qtbot, shell.page, "Choose where to save it")
    qtbot.waitUntil(lambda: key(shell) == "file-made", timeout=60_000)


def test_the_list_is_in_words_and_says_what_would_help(qtbot: QtBot, opened: Shell) -> None:
    opened.go("look-over")
    told = said(opened)
    assert "Snapchat, drawn.example" in told
    assert "Threat: 2 files, November 2, 2026 to November 4, 2026" in told
    assert "Not sorted yet: 1 file" in told
    assert "You have enough to report. You can report now." in told
    assert "%" not in told
    assert "incomplete" not in told.lower()
    vault_of(opened).log([Happening("withheld", {"id": "E3", "why": "My cousin"}, "parent")])
    vault_of(opened).remove("E2", "by mistake", "parent")
    opened.go("look-over")
    told = said(opened)
    assert "E3 stays out of the file: My cousin" in told
    assert "E2 was removed: our copy is destroyed." in told
    assert "Threat: 1 file, November 2, 2026" in told
    press(qtbot, opened.page, "Make the file for police")
    assert key(opened) == "make-file"
    assert "1 thing stays out." in said(opened)


def test_with_nothing_saved_reporting_is_offered(shell: Shell) -> None:
    shell.session.play("parent")
    for page in ("look-over", "make-file", "report-sheet"):
        shell.go(page)
        assert button(shell.page, "Report now").property("kind") == "primary"


def test_a_file_on_a_stick_its_words_and_its_sheet(
    qtbot: QtBot, opened: Shell, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "disk_of", lambda _folder: "stick")
    opened.go("make-file")
    press(qtbot, opened.page, "At the desk")
    assert "Don't e-mail the file" in said(opened)
    make(qtbot, opened)
    told = said(opened)
    sealed = stick / "KS-7F3K-9Q2M-1.zip"
    assert sealed.name in told
    assert "KS-7F3K-9Q2M-1-FORMS.pdf" in told
    assert f"In the folder: {stick}" in told
    assert "You can pull the stick out now." in told
    assert "the same bytes" not in told  # how it was checked is for whoever asks
    press(qtbot, opened.page, "How the file was checked")
    assert "the same bytes" in said(opened)
    assert step_shown(opened) == "make-file"
    opened_places = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened_places.append(url.toLocalFile())
    )
    press(qtbot, opened.page, "Show the folder")
    press(qtbot, opened.page, "Open the forms")
    assert opened_places == [str(stick), str(stick / "KS-7F3K-9Q2M-1-FORMS.pdf")]
    assert (stick / "KS-7F3K-9Q2M-1-FORMS.pdf").is_file()
    press(qtbot, opened.page, "Show the words for police")
    words = vault_of(opened).words.show(1)
    assert words is not None
    told = said(opened)
    assert all(word in told for word in words.split("-"))
    assert step_shown(opened) == "make-file"
    press(qtbot, opened.page, "As typed into 7-Zip")
    assert words in said(opened).split("\n")  # whole
    verdict = verify(sealed, Secrets(words=(words,)))
    assert (verdict.bytes, verdict.seal) == ("matches", "not-compared")
    # Two words are asked back, whole; a wrong one is said beside its field, and stays typed.
    fields = [f"word-{n}" for n in range(8) if opened.findChild(object, f"word-{n}")]
    assert len(fields) == 2
    right = [words.split("-")[int(name[5:])] for name in fields]
    type_into(qtbot, opened, fields[0], right[0] + "s")  # such as seats for seat
    press(qtbot, opened.page, "Done")
    assert key(opened) == "file-words"
    numbers = [int(name[5:]) + 1 for name in fields]
    assert f"That is not word {numbers[0]}. Look at your paper again." in said(opened)
    assert f"Word {numbers[1]} is still empty." in said(opened)
    assert field(opened, fields[0]).value == right[0] + "s"
    assert opened.focusWidget() is field(opened, fields[0]).editor
    for name, word in zip(fields, right, strict=True):
        field(opened, name).editor.clear()
        type_into(qtbot, opened, name, f" {word.upper()} ")
    qtbot.keyClick(field(opened, fields[1]).editor, Qt.Key.Key_Return)
    assert key(opened) == "file-sheet"
    assert right[0] + "s" not in str(opened.session.drafts)
    # The sheet is refused beside the file, and saved elsewhere; no word of the eight is on it.
    places = [stick / "sheet.txt", tmp_path / "sheet.txt"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(places[0]), ""))
    press(qtbot, opened.page, "Save it")
    assert "must not lie in the same folder" in said(opened)
    assert not places[0].exists()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(places[1]), ""))
    press(qtbot, opened.page, "Save it")
    sheet = places[1].read_text()
    assert verdict.seal_code is not None
    assert verdict.seal_code[:4] in sheet
    assert words not in sheet
    assert words not in "".join(p.read_text("latin-1") for p in stick.iterdir())


def test_the_words_are_printed_on_a_page_of_their_own(
    qtbot: QtBot, opened: Shell, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(qtbot, opened)
    opened.go("file-words")
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    press(qtbot, opened.page, "Print the words")
    assert "There is no printer here" in said(opened)

    def to_file(_parent: object, _title: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "words.pdf"))
        return printer

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "_ask", to_file)
    press(qtbot, opened.page, "Print the words")
    qtbot.waitUntil(lambda: "Sent to the printer" in said(opened))
    pages = PdfReader(tmp_path / "words.pdf").pages
    text = " ".join(pages[0].extract_text().split())
    words = vault_of(opened).words.show(1)
    assert words is not None
    assert len(pages) == 1
    assert words in text
    assert all(f"{n}. {word}" in text for n, word in enumerate(words.split("-"), 1))
    assert stick.name not in text


def test_a_place_that_cannot_take_it_is_said_and_nothing_is_lost(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    opened.go("make-file")
    stick.rmdir()  # the stick was pulled
    press(qtbot, opened.page, "Choose where to save it")
    qtbot.waitUntil(lambda: "There is no folder stick" in said(opened), timeout=10_000)
    assert key(opened) == "make-file"
    assert button(opened.page, "Another place").isEnabled()
    stick.mkdir()
    press(qtbot, opened.page, "Make the file")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)


def test_a_folder_that_is_copied_to_the_internet_is_said_before_anything_is_written(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = tmp_path / "OneDrive - Home"
    synced.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(synced))
    opened.go("make-file")
    press(qtbot, opened.page, "Choose where to save it")
    assert "seems to be copied to the internet by OneDrive" in said(opened)
    note = next(n for n in opened.page.findChildren(Note) if "OneDrive" in n.accessibleName())
    qtbot.waitUntil(lambda: not note.visibleRegion().isEmpty())  # not below what is in view
    assert not opened.session.jobs.busy
    assert not list(synced.iterdir())
    assert button(opened.page, "Another place").isEnabled()
    press(qtbot, opened.page, "Make the file")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)
    assert "pull the stick out" not in said(opened)


def test_a_long_windows_path_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    where = "C:" + "\\Documents" * 12
    files = LyingFiles([("file-lock", "KS-7F3K-9Q2M-1.zip", "Locked.")], shown_path(where))
    qtbot.addWidget(files)
    plain = LyingFiles([("file-lock", "KS-7F3K-9Q2M-1.zip", "Locked.")], where)
    qtbot.addWidget(plain)
    assert files.minimumSizeHint().width() < plain.minimumSizeHint().width() / 2


def test_a_damaged_file_is_named_and_can_be_left_out(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    vault = vault_of(opened)
    stored = vault.root / "exhibits" / vault.record.exhibits[1].file.stored
    data = bytearray(stored.read_bytes())
    data[-20] ^= 1
    stored.write_bytes(data)
    opened.go("make-file")
    press(qtbot, opened.page, "Choose where to save it")
    qtbot.waitUntil(lambda: "E2" in said(opened), timeout=60_000)
    assert not list(stick.glob("*.zip"))
    qtbot.waitUntil(
        lambda: any(
            b.words == "Make it without E2"
            for b in opened.findChildren(type(button(opened.page, "Look it over")))
        ),
        timeout=10_000,
    )
    press(qtbot, opened.page, "Make it without E2")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)
    assert "Left out because they are damaged, and listed: E2" in said(opened)


def test_lost_steps_of_the_log_are_asked_about_first(
    qtbot: QtBot,
    case: Path,
    opened: Shell,
    stick: Path,
) -> None:
    opened.session.lock()
    commits = sorted((case / "ledger").glob("*.age"))
    commits[-2].unlink()
    type_into(qtbot, opened, "password", PASSWORD)
    press(qtbot, opened.page, "Unlock")
    qtbot.waitUntil(lambda: opened.session.vault is not None, timeout=10_000)
    opened.go("make-file")
    press(qtbot, opened.page, "Choose where to save it")
    qtbot.waitUntil(lambda: "something that you kept out may be among them" in said(opened))
    assert not list(stick.iterdir())
    words = "Make it all the same, and say so in it"
    qtbot.waitUntil(lambda: any(b.words == words for b in opened.findChildren(Button)))
    press(qtbot, opened.page, words)
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)


def test_a_kill_in_the_middle_of_sealing_is_met_at_the_next_start(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    vault = vault_of(opened)
    opened.session.draft("make-file", "folder", str(stick))
    begun = {"seal": 1, "bundle": "KS-7F3K-9Q2M-1.zip", "previous_seal_code": ""}
    vault.words.keep(1, "abandon-ability-able-about-above-absent-absorb-abstract")
    vault.log([Happening("seal-begun", begun, "parent")])
    (stick / "KS-7F3K-9Q2M-1.zip.partial").write_bytes(b"half")
    opened.go("home")
    assert "begun and not finished" in said(opened)
    press(qtbot, opened.page, "Look at it now")
    assert key(opened) == "make-file"
    assert "begun and not finished" in said(opened)
    press(qtbot, opened.page, "Look at it now")
    qtbot.waitUntil(lambda: "was given up. Nothing is lost." in said(opened), timeout=10_000)
    press(qtbot, opened.page, "Make the file")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)
    assert (stick / "KS-7F3K-9Q2M-2.zip").is_file()


def test_a_key_from_the_police_gives_a_file_without_words(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    unit = age.X25519Identity.generate()
    opened.go("make-file")
    press(qtbot, opened.page, "Language, or a key from the police")
    type_into(qtbot, opened, "key", "age1nonsense")
    press(qtbot, opened.page, "Choose where to save it")
    assert "That is not a whole key" in said(opened)
    assert not list(stick.iterdir())
    field(opened, "key").editor.clear()
    type_into(qtbot, opened, "key", str(unit.recipient()))
    press(qtbot, opened.page, "Choose where to save it")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)
    assert "It has no words" in said(opened)
    verdict = verify(stick / "KS-7F3K-9Q2M-1.zip", Secrets(identities=(unit,)))
    assert verdict.bytes == "matches"


def test_the_web_form_is_copied_box_by_box_and_saved(
    qtbot: QtBot, opened: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.go("make-file")
    press(qtbot, opened.page, "A web form")
    press(qtbot, opened.page, "Show the report sheet")
    assert key(opened) == "report-sheet"
    values = [line.text() for line in opened.page.findChildren(QLineEdit)]
    assert "drawn.example" in values
    shown = " ".join(label.text() for label in opened.page.findChildren(QLabel))
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    press(qtbot, opened.page, "Save it as a PDF")
    qtbot.waitUntil(lambda: "not locked" in said(opened), timeout=60_000)
    text = "".join(page.extract_text() for page in PdfReader(target).pages)
    assert "drawn.example" in text
    assert "Seal 0" not in text
    # What only tells an officer to ask is on the sheet, and not among what is copied.
    for told in ("Please ask", "No telephone number to call back"):
        assert told in " ".join(text.split())
        assert told not in shown


def test_the_work_can_be_stopped_and_nothing_is_left(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    opened.go("make-file")
    press(qtbot, opened.page, "Choose where to save it")
    qtbot.mouseClick(button(opened.page, "Stop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Nothing half-made was left behind" in said(opened), timeout=60_000)
    assert not list(stick.iterdir())
    assert all(seal.abandoned for seal in vault_of(opened).record.seals)


def test_where_police_do_not_work_in_ones_language_the_file_is_in_theirs_and_says_why(
    qtbot: QtBot,
    opened: Shell,
    stick: Path,
) -> None:
    session = opened.session
    opened.go("make-file")
    assert not field(opened, "language").isVisible()  # English in Canada: nothing to say
    session.speak("fr")
    assert field(opened, "language").value == "fr"
    session.move("US")
    session.speak("es")
    opened.go("make-file")
    language = field(opened, "language")
    assert language.value == "en"
    assert language.isVisible()
    assert "Lo que usted escribió queda tal cual." in said(opened)
    press(qtbot, opened.page, "Elegir dónde guardarlo")
    qtbot.waitUntil(lambda: key(opened) == "file-made", timeout=60_000)
    password = vault_of(opened).words.show(1)
    assert password is not None
    assert set(password.split("-")) <= set(words.kind_words("en"))
    opened.go("file-sheet")
    assert field(opened, "language").value == "en"
    # The next file is one of its own, and says so.
    session.speak("en")
    opened.go("make-file")
    assert "It holds everything so far. The file made before stays as it is." in said(opened)


def test_what_was_typed_and_not_kept_is_said_before_the_file_is_made(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("who")  # to look at a page is not to type on it
    opened.go("make-file")
    assert "not kept yet" not in said(opened)
    opened.go("story")
    type_into(qtbot, opened, "words", "It began in October.")
    opened.go("make-file")
    assert "You typed something under “What happened” that is not kept yet." in said(opened)
    press(qtbot, opened.page, "Go to it: What happened")
    assert key(opened) == "story"
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept" in said(opened), timeout=10_000)
    opened.go("make-file")
    assert "not kept yet" not in said(opened)


def test_tab_comes_to_every_button_of_the_finished_file(
    qtbot: QtBot, opened: Shell, stick: Path
) -> None:
    make(qtbot, opened)
    opened.page.focus_first()
    reached = []
    for _stop in range(60):
        focus = opened.focusWidget()
        reached.append(getattr(focus, "words", ""))
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {"Show the folder", "Open the forms"} <= set(reached), reached


def test_home_names_private_pictures_that_are_only_pointed_to(opened: Shell) -> None:
    vault = vault_of(opened)
    for number in (1, 2):
        vault.add_item("pointer", {"what": f"drawn {number}"}, "parent")
    opened.go("home")
    assert "2 private pictures, left where they are" in said(opened)
