"""What goes wrong at home: damaged and vanished places, far too much, names in any script."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from pressing import button, field, key, press, said, type_into, unlocked
from PySide6.QtCore import QByteArray, QElapsedTimer, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.desktop import bringing
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Words
from keepsafe.vault.vault import Vault

PASSWORD = "night-lamp-river"
MakeSession = Callable[[], Session]
MakeShell = Callable[[Session], Shell]


def told(shell: Shell) -> str:
    """Return every word in the window, its bars too."""
    return "\n".join(w.text() for w in shell.findChildren(Words) if w.isVisible())


def drop(shell: Shell, *paths: Path) -> None:
    shell.go("screenshots")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert shell.page is not None
    shell.page.dropEvent(event)


def settle(qtbot: QtBot, shell: Shell, timeout: int = 60_000) -> None:
    qtbot.waitUntil(lambda: not shell.session.jobs.busy, timeout=timeout)


def exhibits(shell: Shell) -> int:
    assert shell.session.vault is not None
    return len(shell.session.vault.record.exhibits)


# --- Places ------------------------------------------------------------------------------------


def test_a_damaged_key_file_is_said_and_the_recovery_code_offered(
    qtbot: QtBot, case: Path, make_session: MakeSession, make_shell: MakeShell
) -> None:
    (case / "identity.age").write_bytes(b"age-encryption.org/v1\n-> broken")
    shell = make_shell(make_session())
    type_into(qtbot, shell, "password", PASSWORD)
    press(qtbot, shell.page, "Unlock")
    qtbot.waitUntil(lambda: "damaged" in said(shell), timeout=15_000)
    assert "recovery code" in said(shell)
    assert field(shell, "password").value == PASSWORD


def test_a_damaged_step_of_the_log_is_told_and_the_rest_opens(
    qtbot: QtBot, case: Path, make_session: MakeSession, make_shell: MakeShell
) -> None:
    with Vault.unlock(case, PASSWORD) as vault:
        for words in ("First.", "Second.", "Third."):
            vault.add_item("note", {"words": words}, "parent")
    steps = sorted((case / "ledger").glob("*.age"))
    steps[-2].write_bytes(steps[-2].read_bytes()[:-7])
    session = make_session()
    shell = make_shell(session)
    vault = unlocked(qtbot, session, case)
    assert key(shell) == "home"
    assert vault.problems
    assert all(problem.sentence in said(shell) for problem in vault.problems)
    assert [note.fields.words for note in vault.record.notes] == ["First.", "Third."]


def test_a_case_on_a_disk_that_can_only_be_read_says_so_on_every_page(
    qtbot: QtBot,
    case: Path,
    make_session: MakeSession,
    make_shell: MakeShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    session = make_session()
    shell = make_shell(session)
    unlocked(qtbot, session, case)
    for page in ("home", "story", "look-over"):
        shell.go(page)
        assert "can only be read, so nothing can be changed here" in told(shell)


def test_what_is_typed_while_the_stick_is_out_is_kept_when_it_is_back(
    qtbot: QtBot, opened: Shell, case: Path
) -> None:
    opened.go("story")
    type_into(qtbot, opened, "words", "It began on Friday.")
    away = case.with_name("pulled")
    case.rename(away)
    press(qtbot, opened.page, "Keep this")
    settle(qtbot, opened)
    assert "Nothing" in said(opened)
    assert "lost" in said(opened)
    assert field(opened, "words").value == "It began on Friday."
    away.rename(case)
    press(qtbot, opened.page, "Keep this")
    settle(qtbot, opened)
    vault = opened.session.vault
    assert vault is not None
    assert [note.fields.words for note in vault.record.notes] == ["It began on Friday."]


def test_a_synced_place_for_a_case_is_told_before_anything_is_written(
    qtbot: QtBot, shell: Shell, session: Session, tmp_path: Path
) -> None:
    session.play("parent")
    session.other_place = tmp_path / "OneDrive" / "Documents"
    shell.go("keep")
    assert "OneDrive" in said(shell)
    assert not session.other_place.exists()


# --- Far too much ------------------------------------------------------------------------------


def worst_stall(qtbot: QtBot, until: Callable[[], bool], timeout: int) -> int:
    """Return the longest time, in ms, in which the window could not answer."""
    clock, worst = QElapsedTimer(), [0]
    clock.start()

    def tick() -> None:
        worst[0] = max(worst[0], clock.restart())

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    qtbot.waitUntil(until, timeout=timeout)
    return worst[0]


@pytest.mark.parametrize(
    "count", [2_000, pytest.param(20_000, marks=pytest.mark.slow)], ids=["2,000", "20,000"]
)
def test_a_drop_of_very_many_files_answers_and_names_what_was_left(
    qtbot: QtBot, opened: Shell, tmp_path: Path, count: int
) -> None:
    folder = tmp_path / "everything"
    folder.mkdir()
    names = draw_chat_screenshots(3)
    for name, content in names:
        (folder / name).write_bytes(content)
    for number in range(count):
        (folder / f"photo-{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(60))
    drop(opened, folder)
    stall = worst_stall(
        qtbot, lambda: f"{count:,}" in said(opened) or f"{count} other" in said(opened), 300_000
    )
    assert exhibits(opened) == 3
    assert stall < 2_000, stall
    assert len(list(folder.iterdir())) == count + 3


def test_a_video_larger_than_the_disk_is_refused_in_words_at_once(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    video = folder / "clip.mp4"
    with video.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypmp42" + bytes(64))
        file.truncate(10 << 30)
    (folder / "a.txt").write_text("Nothing.")
    started = time.monotonic()
    drop(opened, folder)
    settle(qtbot, opened)
    assert time.monotonic() - started < 30
    assert exhibits(opened) == 0
    qtbot.waitUntil(lambda: "left alone" in said(opened))
    assert video.stat().st_size == 10 << 30


def test_stop_ends_a_huge_file_and_leaves_nothing_of_it(
    qtbot: QtBot, opened: Shell, case: Path, tmp_path: Path
) -> None:
    huge = tmp_path / "chat.txt"
    with huge.open("wb") as file:
        file.write(b"a chat, exported\n" * 1000)
        file.truncate(2 << 30)
    before = sorted(p.name for p in case.rglob("*"))
    drop(opened, huge)
    qtbot.waitUntil(lambda: button(opened.page, "Stop").height() > 0)
    press(qtbot, opened.page, "Stop")
    assert opened.session.jobs.busy
    settle(qtbot, opened)
    assert exhibits(opened) == 0
    assert sorted(p.name for p in (case / "exhibits").rglob("*")) == []
    assert "Nothing" in said(opened)
    assert set(before) <= {p.name for p in case.rglob("*")}


def test_a_giant_clipboard_gets_a_sentence(
    qtbot: QtBot, opened: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "LARGEST_PASTED", 1 << 20)
    opened.go("screenshots")
    data = QMimeData()
    data.setData("image/png", QByteArray(b"\x89PNG\r\n\x1a\n" + bytes(2 << 20)))
    QGuiApplication.clipboard().setMimeData(data)
    press(qtbot, opened.page, "Paste")
    qtbot.waitUntil(lambda: "far larger than a screen" in said(opened))
    image = QImage(3000, 3000, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    opened.go("screenshots")
    press(qtbot, opened.page, "Paste")
    qtbot.waitUntil(lambda: "far larger than a screen" in said(opened), timeout=20_000)
    assert exhibits(opened) == 0
    QGuiApplication.clipboard().clear()


# --- Names -------------------------------------------------------------------------------------

NAMES = (
    "لقطة شاشة.png",
    "スクリーンショット 2026-11-02.png",
    "снимок экрана.png",
    "👩‍👧 chat.png",
    "e\u0301cran.png",
    "gpj.\u202egnp.exe.png",
    "<b>&amp; 100%.png",
    "a" * 251 + ".png",
    "two\nlines.png",
)


def test_names_in_any_script_are_kept_as_they_are_and_shown_harmless(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    pictures = [content for _name, content in draw_chat_screenshots(len(NAMES))]
    for name, content in zip(NAMES, pictures, strict=True):
        try:
            (folder / name).write_bytes(content)
        except OSError:
            pytest.skip("this disk cannot hold such a name")
    drop(opened, *(folder / name for name in NAMES))
    qtbot.waitUntil(lambda: exhibits(opened) == len(NAMES), timeout=60_000)
    settle(qtbot, opened)
    vault = opened.session.vault
    assert vault is not None
    assert {exhibit.file.name for exhibit in vault.record.exhibits} == set(NAMES)
    opened.go("exhibits")
    assert opened.page is not None
    listed = opened.page.findChildren(QTableView)[0].model()
    columns = range(listed.columnCount())
    rows = [
        " ".join(str(listed.index(row, column).data()) for column in columns)
        for row in range(listed.rowCount())
    ]
    shown = "\n".join(rows)
    assert len(rows) == len(NAMES)
    assert "\u202e" not in shown
    assert "two\nlines" not in shown
    for part in ("لقطة شاشة", "スクリーンショット", "<b>&amp; 100%"):
        assert part in shown


# --- Kills -------------------------------------------------------------------------------------


def test_a_case_that_vanished_is_not_asked_for(
    case: Path, make_session: MakeSession, make_shell: MakeShell
) -> None:
    shutil.rmtree(case)
    shell = make_shell(make_session())
    assert key(shell) == "doors"
