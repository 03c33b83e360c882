"""Unpacking: every byte or nothing, in a new folder only, whatever the file holds."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forging import SMALL_WORDS, Case, ForgingWriter, Parts, flip, plain_zip, small_parts

from keepsafe.bundle import layout
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.errors import (
    Cancelled,
    CannotTellError,
    DamagedError,
    FormatError,
    KeepsafeError,
    SystemRefusedError,
    WrongSecretError,
)
from keepsafe.formats import aeszip, age, zip_layout
from keepsafe.formats.aeszip import ZipReader
from keepsafe.progress import Watch
from keepsafe.vault.durable import Disk

SMALL = Secrets((SMALL_WORDS,))


@pytest.fixture
def small() -> Parts:
    return small_parts()


@pytest.fixture
def sealed(tmp_path: Path, small: Parts) -> Path:
    path = tmp_path / f"{small.bag}.zip"
    path.write_bytes(small.whole())
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def assert_nothing_but(folder: Path, *names: str) -> None:
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)


# What it gives.


def test_every_byte_of_a_real_file_comes_back_in_a_new_folder(case: Case, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    watch = Watch(progress=lambda done, total: seen.append((done, total)))
    folder = unpack(case.path, case.secrets, tmp_path / "new", watch)
    assert folder == tmp_path / "new" / case.bag
    assert tree(folder) == Parts.of(case).files
    assert tree(folder / "data/exhibits") == case.exhibits
    assert_nothing_but(tmp_path, "new")
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0
    assert verify(folder, Secrets(), case.sealed.seal_code).exit_code == 0
    assert verify(folder.parent, Secrets(), case.sealed.seal_code).exit_code == 0


def test_every_form_of_the_file_can_be_unpacked(tmp_path: Path, small: Parts) -> None:
    identity = age.X25519Identity.generate()
    inner = plain_zip({f"{small.bag}/{n}": c for n, c in small.files.items()})
    locked = age.encrypt_bytes(inner, [identity.recipient()])
    forms = {
        "evidence.zip": small.inner(),
        "plain.zip": inner,
        "evidence.zip.age": locked,
        "outer.zip": plain_zip({layout.START_HERE: small.start, layout.EVIDENCE_AGE: locked}),
    }
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)
        folder = unpack(tmp_path / name, Secrets(SMALL.words, (identity,)), tmp_path / f"x-{name}")
        assert tree(folder) == small.files
    again = unpack(folder, Secrets(), tmp_path / "again")
    assert tree(again) == small.files
    extracted = tmp_path / "extracted"
    extracted.mkdir()
    (extracted / layout.EVIDENCE_ZIP).write_bytes(small.inner())
    assert tree(unpack(extracted, SMALL, tmp_path / "from-folder")) == small.files


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_only_its_owner_can_read_it(sealed: Path, tmp_path: Path) -> None:
    folder = unpack(sealed, SMALL, tmp_path / "new")
    assert {p.stat().st_mode & 0o077 for p in [tmp_path / "new", *folder.rglob("*")]} == {0}


# What it refuses.


def test_what_exists_is_left_as_it_is(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")
    for name in ("folder", "file", "nowhere"):
        with pytest.raises(SystemRefusedError, match="left as it is"):
            unpack(sealed, SMALL, tmp_path / name)
    with pytest.raises(SystemRefusedError, match="not there"):
        unpack(sealed, SMALL, tmp_path / "absent" / "new")
    assert_nothing_but(tmp_path, sealed.name, "folder", "file", "nowhere")
    assert not list((tmp_path / "folder").iterdir())


def test_what_cannot_be_opened_leaves_nothing(sealed: Path, tmp_path: Path) -> None:
    stranger = age.X25519Identity.generate()
    for secrets, error in (
        (Secrets(("wrong-words",)), WrongSecretError),
        (Secrets(), CannotTellError),
        (Secrets((), (stranger,)), CannotTellError),
    ):
        with pytest.raises(error):
            unpack(sealed, secrets, tmp_path / "new")
    (tmp_path / "stranger").write_bytes(b"not ours")
    with pytest.raises(CannotTellError):
        unpack(tmp_path / "stranger", SMALL, tmp_path / "new")
    assert_nothing_but(tmp_path, sealed.name, "stranger")


def test_one_changed_byte_leaves_nothing(tmp_path: Path, small: Parts, sealed: Path) -> None:
    inner = small.inner()
    members = ZipReader(io.BytesIO(inner)).members
    for member in members:
        sealed.write_bytes(small.whole(flip(inner, member.end - 12)))
        with pytest.raises((DamagedError, FormatError), match=r"nothing was unpacked|changed"):
            unpack(sealed, SMALL, tmp_path / "new")
        assert_nothing_but(tmp_path, sealed.name)


ESCAPES = (
    "../escaped.txt", "../../escaped.txt", "/tmp/escaped.txt", "data/../../escaped.txt", "..",
    "data/..", "C:/escaped.txt", "C:\\escaped.txt", "..\\escaped.txt", "\\\\server\\escaped.txt",
    "data//escaped.txt", "./escaped.txt", "data/exhibits/0001.png\x00.txt", "data/exhibits/CON",
    "data/exhibits/0001.png:stream", "REPORT.pdf ", "REPORT.pdf.", "é.txt", "\u202egpj.exe", "",
)  # fmt: skip


@pytest.mark.parametrize("name", ESCAPES, ids=map(ascii, ESCAPES))
@pytest.mark.parametrize("place", ["below the folder", "at the top", "outside"])
def test_no_name_escapes(
    tmp_path: Path, small: Parts, name: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(zip_layout, "check_name", lambda name: None)
        patch.setattr(zip_layout.Member, "local_header", utf8(zip_layout.Member.local_header))
        patch.setattr(zip_layout.Member, "central_header", utf8(zip_layout.Member.central_header))
        writer = ForgingWriter(out, SMALL_WORDS)
        for known, content in small.files.items():
            writer.add(f"{small.bag}/{known}", content)
        if place == "below the folder":
            writer.add(f"{small.bag}/{name}", b"escaped")
        elif place == "at the top":
            writer.add(name, b"escaped")
        writer.close()
        if place == "outside":
            members = {layout.START_HERE: small.start, name: b"escaped"}
            whole = plain_zip({**members, layout.EVIDENCE_ZIP: out.getvalue()})
        else:
            whole = small.whole(out.getvalue())
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = tmp_path / f"{small.bag}.zip"
    path.write_bytes(whole)
    with pytest.raises(KeepsafeError) as raised:
        unpack(path, SMALL, folder / "new")
    assert str(raised.value).isprintable()
    assert_nothing_but(folder)
    assert_nothing_but(tmp_path, "a", path.name)
    assert not Path("/tmp/escaped.txt").exists()
    assert verify(path, SMALL).bytes == "changed"


def utf8(method: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """Let a header hold a name that is not ASCII, as another tool's can."""

    class Name(str):
        __slots__ = ()

        def encode(self, *_how: str) -> bytes:
            return super().encode("utf-8")

    def header(member: Any) -> bytes:
        object.__setattr__(member, "name", Name(member.name))
        return method(member)

    return header


# What interrupts it.


class FailingDisk(Disk):
    """Refuses the system call number `at`, counted from 0, and counts them."""

    CALLS = (
        "_open_new", "_write", "_sync", "_close", "_rename", "_rename_without_overwriting",
        "_make_folder", "_sync_folder",
    )  # fmt: skip

    def __init__(self, at: int, code: int = errno.ENOSPC) -> None:
        self.calls = 0
        for name in self.CALLS:
            setattr(self, name, self._counted(getattr(super(), name), at, code))

    def _counted(self, call: Callable[..., Any], at: int, code: int) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            self.calls += 1
            if self.calls - 1 == at:
                raise OSError(code, os.strerror(code))
            return call(*args)

        return run


def test_a_full_disk_at_any_moment_leaves_nothing(sealed: Path, tmp_path: Path) -> None:
    counting = FailingDisk(-1)
    unpack(sealed, SMALL, tmp_path / "whole", disk=counting)
    assert counting.calls > 100
    open_before = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
    last = counting.calls - 1  # the folder has its name by then; only its durability is unsure
    for at in [*range(0, last, 3), last - 1]:
        with pytest.raises(SystemRefusedError, match="disk is full"):
            unpack(sealed, SMALL, tmp_path / "new", disk=FailingDisk(at))
        assert_nothing_but(tmp_path, sealed.name, "whole")
    if sys.platform == "linux":
        assert len(list(Path("/proc/self/fd").iterdir())) <= open_before + 1


def test_a_place_that_can_only_be_read_is_said_and_left(sealed: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemRefusedError, match="only be read"):
        unpack(sealed, SMALL, tmp_path / "new", disk=FailingDisk(0, errno.EROFS))
    assert_nothing_but(tmp_path, sealed.name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_of_someone_else_is_refused(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o500)
    with pytest.raises(SystemRefusedError, match="did not allow"):
        unpack(sealed, SMALL, tmp_path / "theirs" / "new")


def test_stopping_leaves_nothing(sealed: Path, tmp_path: Path) -> None:
    for after in (0, 1, 5, 20):
        calls = iter(range(1_000_000))
        watch = Watch(cancelled=lambda: next(calls) >= after)  # noqa: B023  # used at once
        with pytest.raises(Cancelled):
            unpack(sealed, SMALL, tmp_path / "new", watch)
        assert_nothing_but(tmp_path, sealed.name)


KILLED = """
import sys, time
from pathlib import Path
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.sources import Secrets
from keepsafe.vault.durable import Disk

class Slow(Disk):
    def _sync(self, descriptor):
        super()._sync(descriptor)
        print("a file", flush=True)
        time.sleep(0.02)

unpack(Path(sys.argv[1]), Secrets((sys.argv[2],)), Path(sys.argv[3]), disk=Slow())
print("done", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
@pytest.mark.parametrize(
    "files", [1, 9, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 20, 3))]
)
def test_a_kill_in_the_middle_leaves_no_finished_name(
    sealed: Path, tmp_path: Path, small: Parts, files: int
) -> None:
    source = str(Path(aeszip.__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, sealed, SMALL_WORDS, tmp_path / "new"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert child.stdout
    for _ in range(files):
        assert child.stdout.readline() == b"a file\n"
    child.kill()
    child.wait(30)
    child.stdout.close()
    left = [p.name for p in tmp_path.iterdir() if p != sealed]
    assert len(left) == 1
    assert left[0].startswith("new.")
    assert left[0].endswith(".partial")
    assert verify(tmp_path / left[0], Secrets()).bytes != "matches"
    assert tree(unpack(sealed, SMALL, tmp_path / "new")) == small.files


def test_two_at_once_cannot_mix(sealed: Path, tmp_path: Path, small: Parts) -> None:
    """Whoever comes second finds the name taken when it would give it, and leaves nothing."""

    class Late(Disk):
        def publish_folder(self, source: Path, target: Path) -> None:
            unpack(sealed, SMALL, target)
            super().publish_folder(source, target)

    with pytest.raises(SystemRefusedError, match="already something"):
        unpack(sealed, SMALL, tmp_path / "new", disk=Late())
    assert_nothing_but(tmp_path, sealed.name, "new")
    assert tree(tmp_path / "new" / small.bag) == small.files


def test_it_is_quick(case: Case, tmp_path: Path) -> None:
    started = time.process_time()
    unpack(case.path, case.secrets, tmp_path / "new")
    assert time.process_time() - started < 5
