"""ZIP files that somebody else made or changed: refused in a sentence, whatever is in them."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pyzipper
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tools import DATA, needs

from keepsafe.formats.aeszip import ZipError, ZipReader, ZipWriter

PASSWORD = "abandon-ability-able-about-above-absent-absorb-abstract"
CONTENTS = {"KS-1/bagit.txt": b"BagIt", "KS-1/data/0001.png": b"", "KS-1/x": b"0123456789abcdefgh"}


def archive(password: str | None, contents: dict[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    writer = ZipWriter(target, password)
    for name, data in (CONTENTS if contents is None else contents).items():
        writer.add(name, data)
    writer.close()
    return target.getvalue()


def read(data: bytes, password: str | None = None) -> dict[str, bytes]:
    reader = ZipReader(io.BytesIO(data))
    return {
        member.name: b"".join(bytes(block) for block in reader.blocks(member, password))
        for member in reader.members
    }


PLAIN, AES = archive(None), archive(PASSWORD)

# A second writer, that writes whatever it is told to.

SIZES = ("crc", "stored", "size", "name_size", "extra_size")
LOCAL = ("signature", "version", "flags", "method", "time", "date", *SIZES)
PLACE = ("comment_size", "disk", "internal", "external", "offset")
CENTRAL = ("signature", "made", *LOCAL[1:], *PLACE)
DIRECTORY = ("here", "count", "directory_size", "directory_offset")
END = ("signature", "disk", "directory_disk", *DIRECTORY, "comment_size")


@dataclass
class Entry:
    """A member as it should be, and what to write instead, in one header or in both."""

    name: bytes = b"a"
    data: bytes = b"hello"
    both: dict[str, int] = field(default_factory=dict)
    local: dict[str, int] = field(default_factory=dict)
    central: dict[str, int] = field(default_factory=dict)
    local_name: bytes | None = None
    extra: bytes = b""
    local_extra: bytes | None = None
    comment: bytes = b""
    before: bytes = b""
    after: bytes = b""


def zipped(
    *entries: Entry,
    end: dict[str, int] | None = None,
    prefix: bytes = b"",
    hidden: bytes = b"",
    comment: bytes = b"",
    suffix: bytes = b"",
) -> bytes:
    out, directory = bytearray(prefix), bytearray()
    for entry in entries:
        out += entry.before
        offset = len(out)
        local_name = entry.name if entry.local_name is None else entry.local_name
        local_extra = entry.extra if entry.local_extra is None else entry.local_extra
        fields = {
            "version": 20,
            "flags": 0,
            "method": 0,
            "time": 0,
            "date": 33,
            "crc": zlib.crc32(entry.data),
            "stored": len(entry.data),
            "size": len(entry.data),
        }
        local = {
            **fields,
            "signature": 0x04034B50,
            "name_size": len(local_name),
            "extra_size": len(local_extra),
            **entry.both,
            **entry.local,
        }
        out += struct.pack("<I5H3I2H", *(local[k] for k in LOCAL)) + local_name + local_extra
        out += entry.data + entry.after
        central = {
            **fields,
            "signature": 0x02014B50,
            "made": local["version"],
            "name_size": len(entry.name),
            "extra_size": len(entry.extra),
            "comment_size": len(entry.comment),
            "disk": 0,
            "internal": 0,
            "external": 0,
            "offset": offset,
            **entry.both,
            **entry.central,
        }
        directory += struct.pack("<I6H3I5H2I", *(central[k] for k in CENTRAL))
        directory += entry.name + entry.extra + entry.comment
    out += hidden
    count = len(entries)
    last = {
        "signature": 0x06054B50,
        "disk": 0,
        "directory_disk": 0,
        "here": count,
        "count": count,
        "directory_size": len(directory),
        "directory_offset": len(out),
        "comment_size": len(comment),
        **(end or {}),
    }
    return bytes(
        out + directory + struct.pack("<I4H2IH", *(last[k] for k in END)) + comment + suffix
    )


A, B = Entry(b"a", b"hello"), Entry(b"b", b"other")


def test_the_second_writer_writes_the_same_when_it_is_told_nothing() -> None:
    assert zipped(A, B) == archive(None, {"a": b"hello", "b": b"other"})


def refused(data: bytes, password: str | None = None) -> str:
    with pytest.raises(ZipError) as caught:
        read(data, password)
    assert str(caught.value).endswith(".")
    return str(caught.value)


@pytest.mark.parametrize("where", ["both", "local", "central"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("signature", 0x02014B51),
        ("version", 10),
        ("version", 45),
        ("version", 0x314),
        ("flags", 1),  # the old encryption
        ("flags", 1 << 1),
        ("flags", 1 << 3),  # a data descriptor follows
        ("flags", 1 << 5),
        ("flags", 1 << 6),
        ("flags", 1 << 11),
        ("flags", 1 << 13),
        ("method", 8),
        ("method", 12),
        ("method", 14),
        ("method", 99),
        ("method", 0xFFFF),
        ("time", 1),
        ("date", 0),
        ("date", 34),
        ("crc", 0),
        ("crc", 1),
        ("stored", 4),
        ("stored", 6),
        ("stored", 0),
        ("stored", 0xFFFFFFFF),
        ("size", 4),
        ("size", 6),
        ("size", 0),
        ("size", 0xFFFFFFF0),
        ("size", 0xFFFFFFFF),
        ("name_size", 0),
        ("name_size", 2),
        ("name_size", 0xFFFF),
        ("extra_size", 1),
        ("extra_size", 0xFFFF),
    ],
)
def test_a_changed_field_is_refused(where: str, name: str, value: int) -> None:
    changed = replace(A, **{where: {name: value}})
    for entries in ((changed, B), (B, changed), (changed,)):
        refused(zipped(*entries))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("made", 0x314),
        ("comment_size", 1),
        ("comment_size", 0xFFFF),
        ("disk", 1),
        ("internal", 1),
        ("external", 0o120777 << 16),
        ("external", 0x10),
        ("offset", 0),
        ("offset", 1),
        ("offset", 0xFFFFFFFE),
        ("offset", 0xFFFFFFFF),
    ],
)
def test_a_changed_field_of_the_list_is_refused(name: str, value: int) -> None:
    refused(zipped(A, replace(B, central={name: value})))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("signature", 0x06054B51),
        ("disk", 1),
        ("directory_disk", 1),
        ("here", 1),
        ("count", 1),
        ("count", 3),
        ("count", 0),
        ("count", 0xFFFF),
        ("directory_size", 0),
        ("directory_size", 93),
        ("directory_size", 0xFFFFFFFF),
        ("directory_offset", 0),
        ("directory_offset", 0xFFFFFFFF),
        ("comment_size", 1),
    ],
)
def test_a_changed_field_of_the_end_is_refused(name: str, value: int) -> None:
    refused(zipped(A, B, end={name: value}))
    refused(zipped(A, B, end={"here": 3, "count": 3}))


DEFLATED = zlib.compress(b"x" * 100, wbits=-15)
UNICODE_PATH = struct.pack("<HHBI", 0x7075, 6, 1, zlib.crc32(b"a")) + b"b"
SIZES64 = struct.pack("<HHQQ", 1, 16, 5, 5)


@pytest.mark.parametrize(
    "data",
    [
        zipped(A, A),
        zipped(A, replace(B, name=b"A")),
        zipped(replace(A, name=b"x/y.png"), replace(B, name=b"X/Y.PNG")),
        zipped(A, replace(B, name=b"a/b")),
        zipped(replace(A, name=b"A/b/c"), replace(B, name=b"a/B")),
        zipped(replace(A, local_name=b"b")),
        zipped(replace(A, local_name=b"aa")),
        zipped(replace(A, name=b"aa", local_name=b"a")),
        zipped(replace(A, extra=UNICODE_PATH)),
        zipped(replace(A, local_extra=UNICODE_PATH)),
        zipped(replace(A, extra=b"\x00\x00\x00\x00")),
        zipped(replace(A, extra=SIZES64)),
        zipped(replace(A, extra=b"x")),
        zipped(replace(A, comment=b"x")),
        zipped(replace(A, before=b"hidden"), B),
        zipped(A, replace(B, before=b"hidden")),
        zipped(replace(A, after=b"hidden"), B),
        zipped(A, B, hidden=b"hidden"),
        zipped(A, B, prefix=b"#!/bin/sh\n"),
        zipped(A, B, comment=b"hidden"),
        zipped(A, B, suffix=b"\n"),
        zipped(A, B, suffix=bytes(65536)),
        zipped(A, B) + zipped(A, B),
        b"\0" + zipped(A, B),
        # Two members over the same bytes, and one within the other.
        zipped(A, replace(B, central={"offset": 0})),
        zipped(replace(A, data=zipped(B)), replace(B, central={"offset": 31})),
        # A data descriptor, as streaming writers leave one.
        zipped(
            replace(
                A,
                both={"flags": 8},
                local={"crc": 0, "stored": 0, "size": 0},
                after=struct.pack("<IIII", 0x08074B50, zlib.crc32(b"hello"), 5, 5),
            )
        ),
        zipped(
            replace(A, data=zlib.compress(b"x" * 100, wbits=-15), both={"method": 8, "size": 100})
        ),
        b"",
        b"PK",
        b"PK\x05\x06",
        b"PK\x05\x06" + bytes(17),
        b"PK\x05\x06" + bytes(19),
        bytes(1000),
        DATA[:5000],
    ],
)
def test_what_hides_or_doubles_something_is_refused(data: bytes) -> None:
    refused(data)


@pytest.mark.parametrize(
    "name",
    [
        b"",
        b"/etc/passwd",
        b"../up",
        b"a/../../up",
        b"a/..",
        b"..",
        b".",
        b"./a",
        b"a/./b",
        b"a//b",
        b"folder/",
        b"back\\slash",
        b"..\\up",
        b"\\\\server\\share",
        b"C:\\a",
        b"C:a",
        b"a:stream",
        b"nul\0byte",
        b"a\nb",
        b"\x1b[31m",
        b"caf\xc3\xa9",
        b"caf\x82",
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b" a",
        b"a ",
        b"a.",
        b"-rf",
        b"~root",
        b"%2e%2e",
        b"$HOME",
        b".htaccess",
        b"CON",
        b"x/nul.png",
        b"a" * 201,
        b"a" * 60000,
    ],
)
def test_a_name_that_could_mean_anything_else_is_refused(name: bytes) -> None:
    said = refused(zipped(replace(A, name=name)))
    assert len(said) < 500
    assert said.isprintable()
    refused(zipped(B, replace(A, name=name)))


def with_end64(data: bytes, count: int, size: int, offset: int, **other: int) -> bytes:
    """Return a ZIP's bytes with 64-bit end records that say something else."""
    values = {"record": 44, "made": 45, "needed": 45, "disk": 0, "disk2": 0, "here": count}
    values |= {"end64": len(data) - 22, "disks": 1, "where": 0} | other
    end64 = struct.pack(
        "<IQ2H2I4Q",
        0x06064B50,
        *(values[k] for k in ("record", "made", "needed", "disk", "disk2", "here")),
        *(count, size, offset),
    )
    locator = struct.pack("<IIQI", 0x07064B50, *(values[k] for k in ("where", "end64", "disks")))
    end = struct.pack("<I4H2IH", 0x06054B50, 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    return data[:-22] + end64 + locator + end


BIG = [0, 1, 2**31, 2**32 - 1, 2**32, 2**60, 2**63, 2**64 - 1]


@pytest.mark.parametrize("size", BIG)
@pytest.mark.parametrize("offset", BIG)
def test_64_bit_ends_that_claim_the_impossible_are_refused(size: int, offset: int) -> None:
    for count in (0, 2, 2**16, 2**64 - 1):
        refused(with_end64(zipped(A, B), count, size, offset))


def test_64_bit_ends_where_none_are_needed_are_refused() -> None:
    data = zipped(A, B)
    size = len(data) - 22 - 2 * 36
    refused(with_end64(data, 2, size, 2 * 36))
    many = archive(None, {f"{i:x}": b"" for i in range(65_535)})
    count, size, offset = 65_535, *struct.unpack("<QQ", many[-22 - 20 - 16 : -22 - 20])
    short = many[: -22 - 20 - 56] + bytes(22)
    assert with_end64(short, count, size, offset) == many
    for other in ("record", "made", "needed", "disk", "disk2", "here", "end64", "disks", "where"):
        for value in (0, 3, 46):
            spoiled = with_end64(short, count, size, offset, **{other: value})
            if spoiled != many:
                with pytest.raises(ZipError):
                    ZipReader(io.BytesIO(spoiled))


@pytest.mark.parametrize("aes", [False, True])
@pytest.mark.parametrize("size", [0xFFFFFFE3, 0xFFFFFFE4, 0xFFFFFFF0, 0xFFFFFFFE])
def test_a_size_that_fits_no_header_is_refused(size: int, aes: bool) -> None:
    data = AES if aes else PLAIN
    start = data.index(b"PK\x01\x02")
    changed = data[: start + 24] + struct.pack("<I", size) + data[start + 28 :]
    refused(changed, PASSWORD if aes else None)


@pytest.mark.parametrize("size", BIG)
@pytest.mark.parametrize("stored", [5, 2**60, 2**64 - 1])
@pytest.mark.parametrize("method", [0, 99])
def test_a_64_bit_size_that_cannot_be_is_refused(size: int, stored: int, method: int) -> None:
    for wide in (struct.pack("<HHQQ", 1, 16, size, stored), struct.pack("<HHQ", 1, 8, size), b""):
        both = {"size": 0xFFFFFFFF, "stored": 0xFFFFFFFF, "version": 45, "method": method}
        refused(zipped(replace(A, extra=wide, both=both)))
        refused(zipped(replace(A, extra=wide, both=both, central={"offset": 0xFFFFFFFF})))


AES_EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 0)


@pytest.mark.parametrize(
    "extra",
    [
        struct.pack("<HHH2sBH", 0x9901, 7, 1, b"AE", 3, 0),  # AE-1
        struct.pack("<HHH2sBH", 0x9901, 7, 3, b"AE", 3, 0),
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 1, 0),  # AES-128
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 2, 0),  # AES-192
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8),  # compressed
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"XX", 3, 0),
        struct.pack("<HHH2sBH", 0x9902, 7, 2, b"AE", 3, 0),
        struct.pack("<HHH2sBH", 0x9901, 6, 2, b"AE", 3, 0),
    ],
)
def test_any_other_encryption_is_refused(extra: bytes) -> None:
    assert AES.count(AES_EXTRA) == 2 * len(CONTENTS)
    refused(AES.replace(AES_EXTRA, extra), PASSWORD)
    start = AES.rindex(AES_EXTRA)
    refused(AES[:start] + extra + AES[start + len(extra) :], PASSWORD)


def test_a_checksum_of_an_encrypted_member_is_refused() -> None:
    """AE-2 has none: it would tell what is inside."""
    for start in range(len(AES)):
        if AES[start : start + 4] == b"PK\x01\x02":
            refused(AES[: start + 16] + b"\1\2\3\4" + AES[start + 20 :], PASSWORD)


def flips(data: bytes, *, every: int) -> list[bytes]:
    """Return the bytes with one bit changed: each, or one of `every` in turn."""
    spots = range(0, len(data) * 8, every)
    return [
        data[: spot // 8] + bytes([data[spot // 8] ^ 1 << spot % 8]) + data[spot // 8 + 1 :]
        for spot in spots
    ]


def test_any_flipped_bit_of_a_plain_zip_is_refused() -> None:
    for changed in flips(PLAIN, every=1):
        refused(changed)


def test_any_flipped_byte_of_an_encrypted_zip_is_refused() -> None:
    for changed in flips(AES, every=7):
        refused(changed, PASSWORD)


def test_cut_anywhere_is_refused() -> None:
    for end in range(len(PLAIN)):
        refused(PLAIN[:end])


splices = st.tuples(
    st.integers(0, len(AES)),
    st.integers(0, 60),
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from(
            [b"\xff" * 4, b"\xff" * 8, bytes(8), b"PK\x05\x06", b"PK\x01\x02", AES[-22:]]
        ),
    ),
)


@settings(deadline=None, max_examples=400)
@given(st.sampled_from([PLAIN, AES]), st.lists(splices, min_size=1, max_size=3))
def test_any_change_is_refused_in_a_sentence(
    data: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    changed = data
    for start, cut, put in changes:
        changed = changed[:start] + put + changed[start + cut :]
    assume(changed != data)
    refused(changed, PASSWORD if data is AES else None)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.builds(
            Entry,
            st.one_of(st.binary(max_size=12), st.sampled_from([b"a", b"A", b"a/b"])),
            st.binary(max_size=40),
            st.dictionaries(st.sampled_from(LOCAL), st.integers(0, 0xFFFF), max_size=1),
            extra=st.one_of(st.just(b""), st.binary(max_size=24), st.just(AES_EXTRA)),
        ),
        max_size=3,
    ),
    st.dictionaries(st.sampled_from(END), st.integers(0, 0xFFFF), max_size=1),
)
def test_any_structure_is_read_as_it_is_or_refused(
    entries: list[Entry], end: dict[str, int]
) -> None:
    data = zipped(*entries, end=end)
    try:
        found = read(data, PASSWORD)
    except ZipError:
        return
    assert found == {entry.name.decode(): entry.data for entry in entries}
    assert archive(None, found) == data


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    assume(data != archive(None, {}))
    refused(data)
    refused(data + PLAIN[-22:])


def test_the_wrong_words_open_nothing() -> None:
    reader = ZipReader(io.BytesIO(AES))
    for member in reader.members:
        assert reader.fits(member, PASSWORD)
        for wrong in ("", PASSWORD.upper(), PASSWORD[:-1], "zoo-" * 7 + "zoo"):
            assert not reader.fits(member, wrong)
            with pytest.raises(ZipError):
                next(reader.blocks(member, wrong))
        with pytest.raises(ZipError, match="encrypted"):
            next(reader.blocks(member))


def test_words_that_fit_the_check_by_chance_give_no_whole_content() -> None:
    """Two check bytes let one wrong password in 65,536 pass; the end tells."""
    data = archive(PASSWORD, {"a": b"secret"})
    start = ZipReader(io.BytesIO(data)).members[0].data_offset
    salt = data[start : start + 16]
    keys = hashlib.pbkdf2_hmac("sha1", b"wrong", salt, 1000, 66)
    data = data[: start + 16] + keys[64:] + data[start + 18 :]
    reader = ZipReader(io.BytesIO(data))
    assert reader.fits(reader.members[0], "wrong")
    with pytest.raises(ZipError, match="changed"):
        list(reader.blocks(reader.members[0], "wrong"))


def test_a_changed_member_is_named_and_the_others_still_read() -> None:
    for data, password in ((PLAIN, None), (AES, PASSWORD)):
        reader = ZipReader(io.BytesIO(data))
        bad = reader.members[2]
        spoiled = bytearray(data)
        spoiled[bad.end - 11] ^= 1
        reader = ZipReader(io.BytesIO(bytes(spoiled)))
        with pytest.raises(ZipError, match=bad.name):
            list(reader.blocks(bad, password))
        good = reader.find("KS-1/bagit.txt")
        assert good is not None
        assert b"".join(map(bytes, reader.blocks(good, password))) == b"BagIt"
        assert reader.find("KS-1/other") is None


def test_members_swapped_between_two_zips_of_the_same_words_keep_their_names_apart() -> None:
    """Encryption does not bind a member to its name: that is what the manifests are for."""
    data = archive(PASSWORD, {"a": b"11111", "b": b"22222"})
    first, second = ZipReader(io.BytesIO(data)).members
    one, two = data[first.data_offset : first.end], data[second.data_offset : second.end]
    swapped = data.replace(one, b"?" * len(one)).replace(two, one).replace(b"?" * len(one), two)
    assert read(swapped, PASSWORD) == {"a": b"22222", "b": b"11111"}


def zipfile_stored() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("a", b"hello")
    return target.getvalue()


def zipfile_deflated() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("a"), b"hello" * 100)
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr(zipfile.ZipInfo("a"), bytes(20_000_000))
    return target.getvalue()


def pyzipper_aes() -> bytes:
    target = io.BytesIO()
    with pyzipper.AESZipFile(
        target, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES
    ) as file:
        file.setpassword(PASSWORD.encode())
        file.writestr("a", b"hello")
    return target.getvalue()


@pytest.mark.parametrize("make", [zipfile_stored, zipfile_deflated, bomb, pyzipper_aes])
def test_a_zip_of_another_library_is_refused(make: Callable[[], bytes]) -> None:
    refused(make(), PASSWORD)


@needs("7z")
@pytest.mark.parametrize(
    "options",
    [["-mx0"], ["-mx5"], ["-mx0", f"-p{PASSWORD}"], ["-mx0", f"-p{PASSWORD}", "-mem=AES256"]],
    ids=["stored", "deflated", "old encryption", "AES"],
)
def test_a_zip_of_7z_is_refused(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "a").write_bytes(b"hello" * 100)
    made = tmp_path / "made.zip"
    subprocess.run(["7z", "a", "-tzip", *options, made, tmp_path / "a"], check=True, stdout=-3)
    refused(made.read_bytes(), PASSWORD)
