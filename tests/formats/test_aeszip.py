"""What Keepsafe's ZIP writer makes: byte-exact in other people's tools, and within its limits."""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import DATA, needs, run

from keepsafe.formats import aeszip
from keepsafe.formats.aeszip import ZipError, ZipReader, ZipWriter
from keepsafe.formats.zip_layout import Member

MIB = 1024 * 1024
PASSWORD = "abandon-ability-able-about-above-absent-absorb-abstract"
SIZES = [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 4095, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 99]
CONTENTS = {f"KS-1/data/{size:08}.bin": DATA[:size] for size in SIZES}
FORMS = pytest.mark.parametrize("password", [None, PASSWORD], ids=["plain", "aes"])


def archive(contents: dict[str, bytes], password: str | None) -> bytes:
    target = io.BytesIO()
    writer = ZipWriter(target, password)
    for name, data in contents.items():
        writer.add(name, data)
    writer.close()
    return target.getvalue()


def read(data: bytes, password: str | None) -> dict[str, bytes]:
    reader = ZipReader(io.BytesIO(data))
    return {
        member.name: b"".join(bytes(block) for block in reader.blocks(member, password))
        for member in reader.members
    }


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(params=[None, PASSWORD], ids=["plain", "aes"])
def password(request: pytest.FixtureRequest) -> str | None:
    return request.param


@pytest.fixture
def made(tmp_path: Path, password: str | None) -> Path:
    path = tmp_path / "made.zip"
    path.write_bytes(archive(CONTENTS, password))
    return path


def test_our_reader_gives_back_what_was_written(made: Path, password: str | None) -> None:
    assert read(made.read_bytes(), password) == CONTENTS


@FORMS
def test_a_source_that_gives_only_a_part_at_a_time_is_enough(password: str | None) -> None:
    class Reluctant(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(7, len(self.getbuffer()) if size in (None, -1) else size))

        def readinto(self, buffer: object, /) -> int:
            return super().readinto(memoryview(buffer)[:5000])  # type: ignore[arg-type]

    reader = ZipReader(Reluctant(archive(CONTENTS, password)))
    for member in reader.members:
        assert password is None or reader.fits(member, password)
        content = b"".join(bytes(block) for block in reader.blocks(member, password))
        assert content == CONTENTS[member.name]


@needs("7z")
def test_7z_extracts_it(made: Path, tmp_path: Path, password: str | None) -> None:
    run("7z", "x", "-y", f"-p{password or ''}", f"-o{tmp_path / 'out'}", made)
    assert on_disk(tmp_path / "out") == CONTENTS
    listing = run("7z", "l", "-slt", f"-p{password or ''}", made).decode()
    assert listing.count("Method = AES-256 Store" if password else "Method = Store") == len(SIZES)
    assert "Warning" not in listing


@needs("bsdtar")
def test_bsdtar_extracts_it(made: Path, tmp_path: Path, password: str | None) -> None:
    (tmp_path / "out").mkdir()
    given = ["--passphrase", password] if password else []
    run("bsdtar", *given, "-x", "-f", made, "-C", tmp_path / "out")
    assert on_disk(tmp_path / "out") == CONTENTS


def test_pyzipper_and_zipfile_extract_it(made: Path, password: str | None) -> None:
    kind = pyzipper.AESZipFile if password else zipfile.ZipFile
    with kind(made) as file:
        file.setpassword(password.encode() if password else None)
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == CONTENTS
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.comment == b""


@needs("unzip")
def test_unzip_checks_and_extracts_the_plain_form(tmp_path: Path) -> None:
    path = tmp_path / "plain.zip"
    path.write_bytes(archive(CONTENTS, None))
    run("unzip", "-tq", path)
    run("unzip", "-q", path, "-d", tmp_path / "out")
    assert on_disk(tmp_path / "out") == CONTENTS


@needs("7z")
def test_7z_refuses_the_wrong_words(tmp_path: Path) -> None:
    path = tmp_path / "aes.zip"
    path.write_bytes(archive(CONTENTS, PASSWORD))
    done = subprocess.run(
        ["7z", "t", "-pwrong", path], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2


@FORMS
def test_2000_small_members(tmp_path: Path, password: str | None) -> None:
    contents = {f"KS-1/data/exhibits/{i:04}.png": DATA[i : i + i % 50] for i in range(2000)}
    path = tmp_path / "many.zip"
    path.write_bytes(archive(contents, password))
    assert read(path.read_bytes(), password) == contents
    if shutil.which("7z"):
        run("7z", "x", "-y", f"-p{password or ''}", f"-o{tmp_path / 'out'}", path)
        assert on_disk(tmp_path / "out") == contents


def test_an_empty_zip() -> None:
    data = archive({}, PASSWORD)
    assert ZipReader(io.BytesIO(data)).members == ()
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == []


@settings(deadline=None, max_examples=40)
@given(
    st.one_of(st.integers(0, 100), st.sampled_from([MIB - 1, MIB, MIB + 1, 2 * MIB + 17])),
    st.lists(st.one_of(st.integers(0, 40), st.sampled_from([MIB - 1, MIB, MIB + 1])), max_size=8),
    st.sampled_from([None, PASSWORD]),
)
def test_any_way_to_write_it_gives_the_same(
    size: int, pieces: list[int], password: str | None
) -> None:
    plain, target = DATA[:size], io.BytesIO()
    writer = ZipWriter(target, password)
    with writer.member("a", size, zlib.crc32(plain)) as member:
        position = 0
        for piece in pieces:
            member.write(memoryview(plain)[position : position + piece])
            position += piece
        member.write(plain[position:])
    writer.add("b", b"after")
    writer.close()
    assert read(target.getvalue(), password) == {"a": plain, "b": b"after"}


def test_the_same_content_never_encrypts_to_the_same_bytes() -> None:
    data = archive({"a": DATA[:1000], "b": DATA[:1000]}, PASSWORD)
    first, second = ZipReader(io.BytesIO(data)).members
    assert data[first.data_offset : first.end] != data[second.data_offset : second.end]
    assert DATA[:16] not in data


@FORMS
def test_a_member_that_grew_or_shrank_is_an_error(password: str | None) -> None:
    for announced, written in ((5, 6), (5, 4), (0, 1), (1, 0), (MIB, MIB + 1), (MIB + 1, MIB)):
        writer = ZipWriter(io.BytesIO(), password)
        with (
            pytest.raises(ZipError, match=r"a\.png (grew|got shorter)"),
            writer.member("a.png", announced, zlib.crc32(DATA[:written])) as member,
        ):
            member.write(DATA[:written])


def test_a_plain_member_whose_content_changed_meanwhile_is_an_error() -> None:
    writer = ZipWriter(io.BytesIO())
    with (
        pytest.raises(ZipError, match="changed"),
        writer.member("a", 5, zlib.crc32(b"hello")) as member,
    ):
        member.write(b"hallo")


def test_a_plain_member_needs_its_checksum() -> None:
    with pytest.raises(ValueError, match="checksum"):
        ZipWriter(io.BytesIO()).member("a", 5)


def test_an_encrypted_member_tells_no_checksum() -> None:
    target = io.BytesIO()
    writer = ZipWriter(target, PASSWORD)
    with writer.member("a", 5, zlib.crc32(b"hello")) as member:
        member.write(b"hello")
    writer.close()
    assert struct.pack("<I", zlib.crc32(b"hello")) not in target.getvalue()
    assert read(target.getvalue(), PASSWORD) == {"a": b"hello"}


def test_no_member_of_an_encrypted_zip_is_in_the_clear() -> None:
    target = io.BytesIO()
    with pytest.raises(ValueError, match="beforehand"):
        ZipWriter(target, PASSWORD).open_ended(target, "a", zip64=False)
    assert target.getvalue() == b""


@FORMS
def test_leaving_a_member_by_an_exception_passes_it_on(password: str | None) -> None:
    writer = ZipWriter(io.BytesIO(), password)
    with pytest.raises(KeyError), writer.member("a", 5, 0) as member:
        member.write({}["missing"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/..",
        "..",
        ".",
        ".a",
        "a/.b",
        "a\\b",
        "C:a",
        "C:/a",
        "a\0",
        "a\n",
        "a b",
        "é",
        "a\u202eb",
        "a*",
        "-a",
        "~a",
        "a..b",
        "x" * 201,
        "a.",
        "a./b",
        "nul",
        "NUL.txt",
        "a/Con.png",
        "aux/b",
        "com1",
        "LPT9.tar.gz",
        "prn.",
    ],
)
def test_a_name_that_could_mean_anything_else_is_not_written(name: str) -> None:
    target = io.BytesIO()
    with pytest.raises(ZipError):
        ZipWriter(target).add(name, b"")
    with pytest.raises(ZipError):
        ZipWriter(target).open_ended(target, name, zip64=False)
    assert target.getvalue() == b""


@pytest.mark.parametrize("name", ["a", "a.b-c_d/0", "console.png", "a/null", "com10", "x" * 200])
def test_an_ordinary_name_is_written(name: str) -> None:
    assert read(archive({name: b"1"}, PASSWORD), PASSWORD) == {name: b"1"}


def test_no_name_is_written_twice() -> None:
    for again in ("a/b", "A/B", "a/B"):
        writer = ZipWriter(io.BytesIO())
        writer.add("a/b", b"1")
        with pytest.raises(ZipError, match="two files"):
            writer.add(again, b"2")


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("size", [0, 1, MIB + 1])
def test_a_member_of_unknown_size(tmp_path: Path, size: int, zip64: bool) -> None:
    path = tmp_path / "open.zip"
    with path.open("wb") as file:
        writer = ZipWriter(file)
        writer.add("first", b"1")
        member = writer.open_ended(file, "evidence.zip", zip64=zip64)
        for start in range(0, size, 100_000):
            assert member.write(DATA[start : min(start + 100_000, size)]) > 0
        assert member.finish().size == size
        writer.add("last", b"2")
        writer.close()
    expected = {"first": b"1", "evidence.zip": DATA[:size], "last": b"2"}
    assert read(path.read_bytes(), None) == expected
    with zipfile.ZipFile(path) as theirs:
        assert {name: theirs.read(name) for name in theirs.namelist()} == expected
    if shutil.which("7z"):
        run("7z", "t", path)


def test_a_member_that_outgrows_what_was_allowed_for_is_an_error() -> None:
    writer = ZipWriter(io.BytesIO())
    member = writer.open_ended(io.BytesIO(), "a", zip64=False)
    member._size = 1 << 32
    with pytest.raises(ZipError, match="four gigabytes"):
        member.finish()


@FORMS
def test_64_bit_sizes_on_small_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str | None
) -> None:
    monkeypatch.setattr(aeszip, "needs_zip64", lambda _size: True)
    path = tmp_path / "sixty-four.zip"
    path.write_bytes(archive(CONTENTS, password))
    monkeypatch.undo()
    assert read(path.read_bytes(), password) == CONTENTS
    with (pyzipper.AESZipFile if password else zipfile.ZipFile)(path) as theirs:
        theirs.setpassword(password.encode() if password else None)
        assert theirs.testzip() is None
    if shutil.which("7z"):
        run("7z", "x", "-y", f"-p{password or ''}", f"-o{tmp_path / 'out'}", path)
        assert on_disk(tmp_path / "out") == CONTENTS
    if shutil.which("bsdtar"):
        run("bsdtar", "--passphrase", password or "none", "-t", "-f", path)


def test_members_beyond_four_gigabytes_without_writing_them(tmp_path: Path) -> None:
    """The headers of a file of 10 GB with nothing in it: holes, on most file systems."""
    big = Member("big", 5 << 30, 0, 0, "plain", zip64=True)
    more = Member("more", 5 << 30, 0, big.end, "plain", zip64=True)
    small = Member("small", 5, zlib.crc32(b"small"), more.end, "plain", zip64=False)
    path = tmp_path / "holes.zip"
    with path.open("wb") as file:
        for member in (big, more, small):
            file.seek(member.offset)
            file.write(member.local_header())
        file.write(b"small")
        writer = ZipWriter(file)
        writer._members, writer._position = [big, more, small], small.end
        writer.close()
    with path.open("rb", buffering=0) as file:
        reader = ZipReader(file)
        assert [(m.name, m.size, m.offset) for m in reader.members] == [
            ("big", 5 << 30, 0),
            ("more", 5 << 30, big.end),
            ("small", 5, more.end),
        ]
        assert b"".join(map(bytes, reader.blocks(reader.members[2]))) == b"small"
    with zipfile.ZipFile(path) as theirs:
        assert [info.file_size for info in theirs.infolist()] == [5 << 30, 5 << 30, 5]
        assert theirs.read("small") == b"small"
    if shutil.which("7z"):
        assert run("7z", "e", "-so", path, "small") == b"small"


@pytest.mark.parametrize("count", [65_534, 65_535])
def test_the_last_count_of_16_bits_and_the_first_of_64(count: int) -> None:
    data = archive({f"{i:x}": b"" for i in range(count)}, None)
    assert len(ZipReader(io.BytesIO(data)).members) == count
    with zipfile.ZipFile(io.BytesIO(data)) as theirs:
        assert len(theirs.infolist()) == count


@pytest.mark.slow
@needs("7z")
def test_70000_members_in_7z(tmp_path: Path) -> None:
    """In the clear: the list is the same, and each encrypted member costs a key derivation."""
    path = tmp_path / "many.zip"
    contents = {f"a/{i:05}": DATA[i : i + 3] for i in range(70_000)}
    path.write_bytes(archive(contents, None))
    assert read(path.read_bytes(), None) == contents
    said = run("7z", "t", path)
    assert b"Files: 70000" in said


@pytest.mark.slow
@needs("7z")
@FORMS
def test_a_member_of_more_than_four_gigabytes(tmp_path: Path, password: str | None) -> None:
    block, count = bytes(8 * MIB), 4 * 1024 // 8 + 1
    crc = 0
    for _ in range(count):
        crc = zlib.crc32(block, crc)
    path = tmp_path / "long.zip"
    with path.open("wb") as file:
        writer = ZipWriter(file, password)
        with writer.member("long", count * len(block), crc) as member:
            for _ in range(count):
                member.write(block)
        writer.add("after", b"the end")
        writer.close()
    with path.open("rb", buffering=0) as file:
        reader = ZipReader(file)
        long, after = reader.members
        assert sum(len(part) for part in reader.blocks(long, password)) == count * len(block)
        assert b"".join(map(bytes, reader.blocks(after, password))) == b"the end"
    said = run("7z", "t", f"-p{password or ''}", path)
    assert f"Size:       {count * len(block) + 7}".encode() in said
    path.unlink()


def test_too_long_a_list_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(dict.fromkeys(map(str, range(100)), b""), None)
    monkeypatch.setattr(aeszip, "_MOST_DIRECTORY", 1000)
    with pytest.raises(ZipError, match="far too long"):
        ZipReader(io.BytesIO(data))
    with pytest.raises(ZipError, match="too many"):
        archive(dict.fromkeys(map(str, range(100)), b""), None)


MEASURE = """
import resource, sys
from keepsafe.formats.aeszip import ZipReader, ZipWriter
path, size = sys.argv[1], int(sys.argv[2])
block = bytes(1 << 20)
def there_and_back(count):
    with open(path, "wb") as file:
        writer = ZipWriter(file, "words")
        with writer.member("a", count << 20) as member:
            for _ in range(count):
                member.write(block)
        writer.close()
    with open(path, "rb", buffering=0) as file:
        reader = ZipReader(file)
        assert sum(map(len, reader.blocks(reader.members[0], "words"))) == count << 20
there_and_back(8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
there_and_back(size)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(grown // (1024 if sys.platform == "darwin" else 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such measure there")
@pytest.mark.parametrize("megabytes", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_memory_stays_flat_however_long_the_member(tmp_path: Path, megabytes: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, tmp_path / "long.zip", str(megabytes)],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(done.stdout) < 4096
