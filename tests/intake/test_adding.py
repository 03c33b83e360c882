"""Adding files: byte-exact, each one's fate told, and nothing that can be pointed at breaks it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "vault")]

from vault_help import cheap_keys, in_memory, make, partials, read  # noqa: E402, F401

from keepsafe.case.record import Exhibit  # noqa: E402
from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots  # noqa: E402
from keepsafe.errors import Cancelled, UsageError  # noqa: E402
from keepsafe.intake import adding, reading  # noqa: E402
from keepsafe.intake.adding import Choice, add  # noqa: E402
from keepsafe.progress import Watch  # noqa: E402
from keepsafe.vault.vault import Vault  # noqa: E402

pytestmark = pytest.mark.usefixtures("cheap_keys")

BLOCK = 1024 * 1024


@pytest.fixture
def base() -> Iterator[Path]:
    with in_memory() as folder:
        (folder / "in").mkdir()
        yield folder


@pytest.fixture
def vault(base: Path) -> Iterator[Vault]:
    with make(base / "case") as vault:
        yield vault
        assert partials(base) == []
        assert vault.orphans() == []
        assert vault.check() == []
        record = vault.record
    with Vault.unlock(base / "case", "pw") as later:
        assert later.problems == []
        assert later.record == record


def _write(base: Path, contents: dict[str, bytes]) -> list[Path]:
    for name, content in contents.items():
        (base / "in" / name).write_bytes(content)
    return [base / "in" / name for name in contents]


def _exhibit(vault: Vault, item_id: str) -> Exhibit:
    item = vault.record.find(item_id)
    assert isinstance(item, Exhibit)
    return item


SIZES = (0, 1, 255, 65_535, 65_536, 65_537, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17)


@pytest.mark.parametrize("size", SIZES)
def test_every_byte_is_kept_and_hashed(size: int, vault: Vault, base: Path) -> None:
    content = os.urandom(size)
    (path,) = _write(base, {"a.bin": content})
    os.utime(path, (1_700_000_000, 1_700_000_000))
    batch = add(vault, [path], Choice(), "parent")
    assert [(k.id, k.name, k.again) for k in batch.kept] == [("E1", "a.bin", False)]
    assert read(vault, "E1") == content
    file = _exhibit(vault, "E1").file
    assert (file.size, file.name) == (size, "a.bin")
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.sha1 == hashlib.sha1(content).hexdigest()
    assert file.md5 == hashlib.md5(content).hexdigest()
    assert file.modified == "2023-11-14T22:13:20Z"
    assert path.read_bytes() == content


def test_what_is_said_of_a_batch_is_said_of_each(vault: Vault, base: Path) -> None:
    account = vault.add_item("account", {"username": "x"}, "parent")
    paths = _write(base, {"a.txt": b"1", "b.txt": b"2"})
    add(vault, paths, Choice({"account": account, "category": "threat"}), "parent")
    for exhibit in vault.record.exhibits:
        assert (exhibit.fields.account, exhibit.fields.category) == ("A1", "threat")


@pytest.mark.parametrize(
    "values", [{"account": "A7"}, {"device": "D1"}, {"category": "nonsense"}, {"seen": "x"}]
)
def test_a_description_that_cannot_be_adds_nothing(
    values: dict[str, str], vault: Vault, base: Path
) -> None:
    with pytest.raises(UsageError):
        add(vault, _write(base, {"a.txt": b"1"}), Choice(values), "parent")
    assert vault.record.exhibits == ()


def test_the_same_bytes_are_kept_once_under_both_names(vault: Vault, base: Path) -> None:
    first = _write(base, {"a.png": b"same", "b.png": b"same", "c.png": b"other"})
    batch = add(vault, first, Choice({"via": "cable"}), "parent")
    assert [(k.id, k.again) for k in batch.kept] == [("E1", False), ("E1", True), ("E2", False)]
    (later,) = _write(base, {"d.png": b"same"})
    assert add(vault, [later], Choice({"via": "email"}), "parent").kept[0].again
    assert [(a.name, a.via) for a in _exhibit(vault, "E1").also] == [
        ("b.png", "cable"),
        ("d.png", "email"),
    ]
    assert len(list((base / "case" / "exhibits").iterdir())) == 2


def test_the_same_name_with_other_bytes_is_another_exhibit(vault: Vault, base: Path) -> None:
    for number, content in enumerate((b"one", b"two"), start=1):
        add(vault, _write(base, {"a.png": content}), Choice(), "parent")
        assert read(vault, f"E{number}") == content
    assert [e.file.name for e in vault.record.exhibits] == ["a.png", "a.png"]


def test_a_removed_file_that_is_added_again_is_stored_again(vault: Vault, base: Path) -> None:
    paths = _write(base, {"a.png": b"bytes"})
    add(vault, paths, Choice(), "parent")
    vault.remove("E1", "added by mistake", "parent")
    assert add(vault, paths, Choice(), "parent").kept[0].id == "E2"
    assert read(vault, "E2") == b"bytes"


NAMES = (
    *("スクリーンショット.png", "скриншот.png", "لقطة شاشة.png", "צילום מסך.png", "截屏.png"),
    *(
        "फोटो.png",
        "e\u0301 combining.png",
        "\u202egnp.exe",
        "👩‍👩‍👧.png",
        "a b\tc\nd.png",
        "=1+1.csv",
    ),
    *("-rf", "--help", "~", "con.png", "trailing dot.", " leading.png", "%s%n.png", "'\"`$(x).png"),
    *("a" * 251 + ".png", "\x1b[31mred.png", "\x7f.png", "...", "<b>.html"),
)


@pytest.mark.skipif(os.name == "nt", reason="Windows allows fewer names")
def test_names_in_any_script_are_kept_as_they_are(vault: Vault, base: Path) -> None:
    contents = {name: f"content of {name}".encode() for name in NAMES}
    batch = add(vault, _write(base, contents), Choice(), "parent")
    assert batch.refused == ()
    for kept in batch.kept:
        assert read(vault, kept.id) == contents[kept.name]
        assert _exhibit(vault, kept.id).neutral_name.isascii()
    assert {kept.name for kept in batch.kept} == set(contents)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there names are any bytes")
def test_names_that_are_no_text_are_shown_by_their_bytes(vault: Vault, base: Path) -> None:
    path = os.fsencode(base / "in") + b"/caf\xe9\xff.png"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"bytes")
    batch = add(vault, [base / "in"], Choice(everything=True), "parent")
    assert [kept.name for kept in batch.kept] == [r"caf\xe9\xff.png"]
    assert read(vault, "E1") == b"bytes"


def test_a_folder_with_23_screenshots_and_389_photos_stores_23(vault: Vault, base: Path) -> None:
    screenshots = dict(draw_chat_screenshots(23))
    photo = draw_camera_photo(0, size=(64, 48))[1]
    photos = {f"IMG_{i:04d}.JPG": photo + str(i).encode() for i in range(389)}
    _write(base, {**screenshots, **photos})
    batch = add(vault, [base / "in"], Choice(), "parent")
    assert len(batch.kept) == 23
    assert {kept.name for kept in batch.kept} == set(screenshots)
    assert len(batch.left_alone) == 389
    assert {left.kind for left in batch.left_alone} == {"camera-photo"}
    assert batch.refused == ()
    for kept in batch.kept:
        assert read(vault, kept.id) == screenshots[kept.name]
    # One of them, picked by hand, is taken.
    picked = add(vault, [base / "in" / "IMG_0007.JPG"], Choice(), "parent")
    assert [kept.id for kept in picked.kept] == ["E24"]
    held = add(vault, [base / "in" / "IMG_0008.JPG"], Choice(screenshots_only=True), "parent")
    assert (held.kept, len(held.left_alone)) == ((), 1)


def test_what_is_left_alone_is_not_written_anywhere(vault: Vault, base: Path) -> None:
    name, photo = draw_camera_photo(1, size=(64, 48))
    _write(base, {name: photo})
    before = sorted((base / "case").rglob("*"))
    add(vault, [base / "in"], Choice(), "parent")
    assert sorted((base / "case").rglob("*")) == before


# What is no file.


def _link(path: Path) -> None:
    path.with_name("target").write_bytes(b"secret")
    path.symlink_to(path.with_name("target"))


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def _nothing(_path: Path) -> None:
    pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (_link, "link"),
        (_dangling, "link"),
        (_pipe, "pipe"),
        (_socket, "connection"),
        (_nothing, "no longer there"),
    ],
)
def test_what_is_no_file_is_named_and_passed_over(
    kind: Callable[[Path], None], why: str, vault: Vault, base: Path
) -> None:
    (good,) = _write(base, {"good.txt": b"good"})
    odd = base / "in" / "odd"
    kind(odd)
    batch = add(vault, [odd, good], Choice(), "parent")
    assert [kept.name for kept in batch.kept] == ["good.txt"]
    assert [(r.name, why in r.reason) for r in batch.refused] == [("odd", True)]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such devices here")
def test_devices_without_end_are_refused(vault: Vault) -> None:
    batch = add(vault, [Path("/dev/zero"), Path("/dev/null")], Choice(), "parent")
    assert [(r.name, r.reason) for r in batch.refused] == [
        ("zero", "It is a device, not a file."),
        ("null", "It is a device, not a file."),
    ]


def test_a_folder_given_as_a_file_gives_its_screenshots(vault: Vault, base: Path) -> None:
    ((name, content),) = draw_chat_screenshots(1)
    (base / "in" / "deep" / "er").mkdir(parents=True)
    (base / "in" / "deep" / "er" / name).write_bytes(content)
    (base / "in" / "empty").mkdir()
    batch = add(vault, [base / "in"], Choice(), "parent")
    assert [kept.name for kept in batch.kept] == [name]


# A file that does not hold still.


class _Restless(io.FileIO):
    """An open file to which something happens after the first block."""

    def __init__(self, path: Path, event: Callable[[Path], None]) -> None:
        super().__init__(path, "rb")
        self._path, self._event, self._reads = path, event, 0

    def readinto(self, buffer: object, /) -> int:
        self._reads += 1
        if self._reads == 2:
            self._event(self._path)
        return super().readinto(buffer)  # type: ignore[arg-type]


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def _shrink(path: Path) -> None:
    os.truncate(path, 10)


def _rewrite(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(b"y" * size)
    os.utime(path, ns=(1, 1))


def _vanish(path: Path) -> None:
    path.unlink()


def _fail(_path: Path) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _pulled_out(_path: Path) -> None:
    raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (_grow, "It changed while it was being read"),
        (_shrink, "It changed while it was being read"),
        (_rewrite, "It changed while it was being read"),
        (_fail, "The disk has a fault, or was pulled out"),
        (_pulled_out, "Nothing is lost"),
    ],
)
def test_a_file_that_changes_or_fails_while_it_is_read(
    event: Callable[[Path], None],
    why: str,
    vault: Vault,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = _write(base, {"a.txt": b"before", "moving.bin": bytes(3 * BLOCK), "z.txt": b"after it"})
    _restless(monkeypatch, event)
    batch = add(vault, paths, Choice(), "parent")
    assert [kept.name for kept in batch.kept] == ["a.txt", "z.txt"]
    assert [r.name for r in batch.refused] == ["moving.bin"]
    assert why in batch.refused[0].reason


def _restless(monkeypatch: pytest.MonkeyPatch, event: Callable[[Path], None]) -> None:
    open_regular = adding.open_regular

    def opened(path: Path) -> io.FileIO:
        if path.name == "moving.bin":
            return _Restless(path, event)
        return open_regular(path)

    monkeypatch.setattr(adding, "open_regular", opened)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files")
def test_a_file_that_is_deleted_while_it_is_read_was_still_read_whole(
    vault: Vault, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = os.urandom(2 * BLOCK + 5)
    _restless(monkeypatch, _vanish)
    batch = add(vault, _write(base, {"moving.bin": content}), Choice(), "parent")
    assert len(batch.kept) == 1
    assert read(vault, "E1") == content


def test_a_file_that_vanishes_before_it_is_read(
    vault: Vault, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _write(base, {"a.txt": b"a", "gone.txt": b"b", "z.txt": b"z"})
    take = adding._Batch.take

    def taken(batch: adding._Batch, file: adding.Found, *rest: object) -> None:
        if file.name == "gone.txt":
            file.path.unlink()
        take(batch, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(adding._Batch, "take", taken)
    batch = add(vault, paths, Choice(), "parent")
    assert [kept.name for kept in batch.kept] == ["a.txt", "z.txt"]
    assert [(r.name, r.reason) for r in batch.refused] == [("gone.txt", "It is no longer there.")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read(vault: Vault, base: Path) -> None:
    paths = _write(base, {"a.txt": b"a", "b.txt": b"b"})
    paths[0].chmod(0)
    batch = add(vault, paths, Choice(), "parent")
    assert [kept.name for kept in batch.kept] == ["b.txt"]
    assert batch.refused[0].reason == "This computer does not allow reading it."


# Stopping.


def test_stopping_in_the_middle_keeps_whole_files_and_no_half_one(vault: Vault, base: Path) -> None:
    paths = _write(base, {f"{i}.bin": os.urandom(2 * BLOCK) for i in range(4)})
    for limit in range(9):
        seen = 0

        def cancelled(limit: int = limit) -> bool:
            nonlocal seen
            seen += 1
            return seen > limit

        with pytest.raises(Cancelled, match="Nothing half-made"):
            add(vault, paths, Choice(), "parent", Watch(cancelled=cancelled))
        assert partials(base) == []
        assert vault.orphans() == []
        for exhibit in vault.record.exhibits:
            assert read(vault, exhibit.id) == (base / "in" / exhibit.file.name).read_bytes()
    assert {kept.name for kept in add(vault, paths, Choice(), "parent").kept} == {
        path.name for path in paths
    }
    assert len(vault.record.exhibits) == 4


def test_ctrl_c_in_the_middle_keeps_whole_files(
    vault: Vault, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _write(base, {"a.txt": b"a", "b.txt": b"b"})
    store = reading.OnePass.store

    def interrupted(
        one_pass: reading.OnePass, file: io.FileIO, name: str, **rest: object
    ) -> object:
        if name == "b.txt":
            raise KeyboardInterrupt
        return store(one_pass, file, name, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading.OnePass, "store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(vault, paths, Choice(), "parent")
    assert [e.file.name for e in vault.record.exhibits] == ["a.txt"]


def test_progress_ends_at_the_total_and_never_goes_back(vault: Vault, base: Path) -> None:
    paths = _write(base, {f"{i}.bin": bytes([i]) * (i * 700_000) for i in range(4)})
    seen: list[tuple[int, int]] = []
    add(vault, paths, Choice(), "parent", Watch(lambda done, total: seen.append((done, total))))
    total = sum(path.stat().st_size for path in paths)
    assert {t for _done, t in seen} == {total}
    assert seen[-1][0] == total
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)


def test_many_files_go_into_few_commits(vault: Vault, base: Path) -> None:
    paths = _write(base, {f"{i}.txt": str(i).encode() for i in range(120)})
    before = len(list((base / "case" / "ledger").iterdir()))
    batch = add(vault, paths, Choice(), "parent")
    assert [kept.id for kept in batch.kept] == [f"E{i}" for i in range(1, 121)]
    assert len(list((base / "case" / "ledger").iterdir())) == before + 3


# Found without its record.


def test_an_orphan_is_offered_and_taken_with_its_bytes(base: Path) -> None:
    with make(base / "case") as vault:
        add(vault, _write(base, {"kept.txt": b"kept already"}), Choice(), "parent")
        for content in (b"left by a crash", b"kept already"):
            with vault.exhibits.new() as writer:
                writer.add(content)
                writer.finish()
        vault.exhibits.sync()
    with Vault.unlock(base / "case", "pw") as vault:
        assert len(vault.orphans()) == 2
        batch = adding.adopt(vault, "parent")
        assert sorted(kept.id for kept in batch.kept) == ["E1", "E2"]
        assert read(vault, "E2") == b"left by a crash"
        assert vault.orphans() == []
        assert len(list((base / "case" / "exhibits").iterdir())) == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_files_come_back(cheap_keys: None, contents: list[bytes]) -> None:  # noqa: F811
    with in_memory() as base:
        (base / "in").mkdir()
        paths = _write(base, {f"{i}": content for i, content in enumerate(contents)})
        with make(base / "case") as vault:
            batch = add(vault, paths, Choice(), "parent")
        with Vault.unlock(base / "case", "pw") as vault:
            assert [read(vault, kept.id) for kept in batch.kept] == contents
            assert len(vault.record.exhibits) == len(set(contents))
