"""Walking what a person points at: everything a file system can hold, and names in any bytes."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.errors import SystemRefusedError
from keepsafe.intake.walking import Found, Refused, natural_order, open_regular, regular_files

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such thing on Windows")


def names(*paths: Path, follow: bool = False) -> list[str]:
    return [item.name for item in regular_files(paths, follow=follow) if isinstance(item, Found)]


def refusals(*paths: Path, follow: bool = False) -> dict[str, str]:
    items = regular_files(paths, follow=follow)
    return {item.name: item.reason for item in items if isinstance(item, Refused)}


def test_folders_are_walked_in_natural_order(tmp_path: Path) -> None:
    for name in ("b/10.png", "b/9.png", "b/B2.png", "b/b10.png", "a2.png", "a10.png", "A1.png"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x")
    assert names(tmp_path) == [
        "A1.png",
        "a2.png",
        "a10.png",
        *("9.png", "10.png", "B2.png", "b10.png"),
    ]
    assert names(tmp_path / "b" / "9.png", tmp_path / "a2.png") == ["9.png", "a2.png"]


def test_droppings_are_counted_and_not_named(tmp_path: Path) -> None:
    (tmp_path / ".thumbnails").mkdir()
    (tmp_path / ".thumbnails" / "1.jpg").write_bytes(b"x")
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "._IMG_1.PNG",
        "._IMG_2.PNG",
        "IMG_1.PNG",
    ):
        (tmp_path / name).write_bytes(b"x")
    skipped: Counter[str] = Counter()
    found = list(regular_files([tmp_path], skipped=skipped))
    assert [item.name for item in found] == ["IMG_1.PNG"]
    assert skipped == {".thumbnails": 1, ".DS_Store": 1, "Thumbs.db": 1, "desktop.ini": 1, "._*": 2}


def test_what_is_gone_is_refused_by_name(tmp_path: Path) -> None:
    assert refusals(tmp_path / "gone.png") == {"gone.png": "It is no longer there."}
    with pytest.raises(SystemRefusedError, match=r"gone.png: It is no longer there."):
        open_regular(tmp_path / "gone.png")


def test_a_name_no_system_accepts(tmp_path: Path) -> None:
    assert list(refusals(tmp_path / "a\0b")) == ["a\0b"]
    assert "too long" in refusals(tmp_path / ("x" * 5000))["x" * 5000]


def test_a_file_that_vanishes_between(tmp_path: Path) -> None:
    for name in ("1", "2", "3"):
        (tmp_path / name).write_bytes(b"x")
    walked = regular_files([tmp_path])
    assert next(walked).name == "1"
    (tmp_path / "2").unlink()
    assert [(item.name, type(item)) for item in walked] == [("2", Refused), ("3", Found)]


@posix
def test_links_pipes_sockets_and_devices_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "outside" / "secret.png"
    secret.parent.mkdir()
    secret.write_bytes(b"x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.png").symlink_to(secret)
    (folder / "dangling").symlink_to(tmp_path / "nowhere")
    (folder / "linked-folder").symlink_to(secret.parent)
    (folder / "me").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(folder)  # a socket's path may have only 108 bytes
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
    (folder / "real.png").write_bytes(b"x")
    assert names(folder) == ["real.png"]
    refused = refusals(folder)
    assert set(refused) == {"link.png", "dangling", "linked-folder", "me", "pipe", "socket"}
    assert "link" in refused["link.png"]
    assert "pipe" in refused["pipe"]
    assert "connection" in refused["socket"]
    assert "device" in refusals(Path(os.devnull))["null"]
    for name in refused:
        with pytest.raises(SystemRefusedError, match=name):
            open_regular(folder / name)
    with pytest.raises(SystemRefusedError, match="device"):
        open_regular(Path(os.devnull))
    with pytest.raises(SystemRefusedError, match="folder"):
        open_regular(folder)


@posix
def test_only_a_link_that_was_named_is_followed_on_request(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "real.png").write_bytes(b"x")
    (folder / "inner").symlink_to(tmp_path)
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path / "link") == []
    assert names(tmp_path / "link", follow=True) == ["real.png"]
    assert list(refusals(tmp_path / "link", follow=True)) == ["inner"]
    assert set(refusals(tmp_path / "self", tmp_path / "dangling", follow=True)) == {
        "self",
        "dangling",
    }


@posix
def test_a_pipe_swapped_in_after_the_look_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is on what was opened, not on what stood there before."""
    honest = tmp_path / "honest"
    honest.write_bytes(b"x")
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(honest)
    state = honest.stat()
    monkeypatch.setattr(Path, "lstat", lambda _self: state)
    answers: list[str] = []

    def try_it() -> None:
        for path in (pipe, link):
            with pytest.raises(SystemRefusedError) as refused:
                open_regular(path)
            answers.append(str(refused.value))

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(5)
    assert len(answers) == 2
    assert "pipe" in answers[0]
    assert "link" in answers[1]


@posix
def test_open_regular_gives_a_raw_file_that_closes(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"hello")
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir())) if descriptors.exists() else 0
    with open_regular(file) as opened:
        assert opened.read() == b"hello"
        assert not os.get_inheritable(opened.fileno())
    with pytest.raises(SystemRefusedError):
        open_regular(tmp_path)
    if before:
        assert len(list(descriptors.iterdir())) == before


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_utf8_become_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9 \xff.png"
    with open(raw, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
        file.write(b"x")
    (found,) = regular_files([tmp_path])
    assert isinstance(found, Found)
    assert found.name == "caf\\xe9 \\xff.png"
    found.name.encode("utf-8")
    with open_regular(found.path) as opened:
        assert opened.read() == b"x"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0)
    assert "does not allow" in refusals(tmp_path)["shut"]
    shut.chmod(0o700)


def test_what_may_not_be_read_is_named_even_for_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SystemRefusedError, match="does not allow"):
        open_regular(file)


@posix
def test_a_folder_mounted_into_itself_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bind mount is no link: only the folder's identity tells that it was here before."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "z.png").write_bytes(b"x")
    real = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda self: real(tmp_path if self == inner else self))
    assert refusals(tmp_path) == {"inner": "This folder is inside itself."}


@posix
def test_very_deep_folders(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(40):  # deeper than a path may be long, made step by step
            os.mkdir("d" * 200, dir_fd=here)
            deeper = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
    finally:
        os.close(here)
    assert list(refusals(tmp_path).values()) == [
        "It lies too deep: its whole name is too long for this computer."
    ]


@given(st.lists(st.text(max_size=20), max_size=20))
def test_natural_order_is_total_and_stable(some: list[str]) -> None:
    ordered = sorted(some, key=natural_order)
    other_way = some[::-1]
    assert sorted(other_way, key=natural_order) == ordered


def test_natural_order_of_huge_numbers() -> None:
    assert natural_order("9" * 6000) > natural_order("8" * 6000)
    assert natural_order("007") < natural_order("8") < natural_order("10")
