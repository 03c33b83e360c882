"""The content of age files: every boundary, every way to read, and every way to spoil it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import DATA, Pipe

from keepsafe.errors import UsageError
from keepsafe.formats import age

CHUNK = 64 * 1024
SEALED = CHUNK + 16
RUN = 16 * CHUNK
IDENTITY = age.X25519Identity(bytes(range(32)))
RECIPIENT = IDENTITY.recipient()
OVERHEAD = len(age.encrypt_bytes(b"", [RECIPIENT])) - 16
"""Where the first chunk starts in a file for one recipient."""

BOUNDARIES = sorted(
    {
        size
        for middle in (0, 1, CHUNK, 2 * CHUNK, 3 * CHUNK, RUN - CHUNK, RUN, RUN + CHUNK, 2 * RUN)
        for size in (middle - 1, middle, middle + 1)
        if size >= 0
    }
)
sizes = st.one_of(st.sampled_from(BOUNDARIES), st.integers(0, 3 * CHUNK))
pieces = st.one_of(
    st.sampled_from([1, 16, CHUNK - 1, CHUNK, CHUNK + 1, RUN - 1, RUN, RUN + 1, 3 * RUN]),
    st.integers(1, 5 * CHUNK),
)


def sealed(plain: bytes) -> bytes:
    return age.encrypt_bytes(plain, [RECIPIENT])


def opened(data: bytes) -> age.DecryptingReader:
    return age.decrypt(io.BytesIO(data), [IDENTITY])


def read_until_error(data: bytes, size: int = 1000) -> bytes:
    """Return what could be read before the error there must be."""
    got = bytearray()
    with pytest.raises(age.AgeError):  # noqa: PT012  # what came before the error is looked at
        reader = opened(data)
        while block := reader.read1(size):
            got += block
    return bytes(got)


@pytest.mark.parametrize("size", BOUNDARIES)
def test_any_size_comes_back(size: int) -> None:
    data = sealed(DATA[:size])
    assert len(data) == age.encrypted_size(size, recipients=1)
    assert opened(data).read() == DATA[:size]
    assert age.decrypt_bytes(data, [IDENTITY]) == DATA[:size]


@settings(deadline=None, max_examples=80)
@given(sizes, st.lists(pieces, max_size=6), st.lists(pieces, min_size=1, max_size=6), st.data())
def test_any_writes_and_any_reads_give_the_same(
    size: int, writes: list[int], reads: list[int], data: st.DataObject
) -> None:
    target = io.BytesIO()
    plain = DATA[:size]
    with age.encrypt(target, [RECIPIENT]) as writer:
        position = 0
        for piece in writes:
            assert writer.write(memoryview(plain)[position : position + piece]) == len(
                plain[position : position + piece]
            )
            position = min(position + piece, size)
        writer.write(bytearray(plain[position:]))
    assert len(target.getvalue()) == age.encrypted_size(size, recipients=1)

    reader = opened(target.getvalue())
    got = bytearray()
    turn = 0
    while len(got) < size:
        piece = max(reads[turn % len(reads)], size // 40)
        turn += 1
        way = data.draw(st.sampled_from(["read", "read1", "readinto", "readinto1"]))
        if way.startswith("readinto"):
            buffer = bytearray(piece)
            block = bytes(buffer[: getattr(reader, way)(buffer)])
        else:
            block = getattr(reader, way)(piece)
        assert 0 < len(block) <= piece
        if way in ("read", "readinto"):
            assert len(block) == min(piece, size - len(got))
        got += block
        assert reader.tell() == len(got)
    assert got == plain
    assert reader.read() == reader.read(10) == reader.read1() == b""
    assert reader.readinto(bytearray(3 * RUN)) == 0


steps = st.one_of(
    st.tuples(st.just("set"), st.integers(-1, 2 * RUN + 10)),
    st.tuples(st.just("set"), st.sampled_from(BOUNDARIES)),
    st.tuples(st.just("cur"), st.integers(-3 * CHUNK, 3 * CHUNK)),
    st.tuples(st.just("end"), st.integers(-3 * CHUNK, 100)),
    st.tuples(st.just("read"), st.integers(0, 3 * CHUNK)),
    st.tuples(st.just("read1"), st.integers(1, CHUNK)),
    st.tuples(st.just("readinto"), st.sampled_from([1, CHUNK, RUN, RUN + 5])),
    st.tuples(st.just("all"), st.just(0)),
)
WHENCE = {"set": io.SEEK_SET, "cur": io.SEEK_CUR, "end": io.SEEK_END}
FILES = {size: sealed(DATA[:size]) for size in (0, 1, CHUNK, 2 * CHUNK + 7, RUN, RUN + 3, 2 * RUN)}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(FILES)), st.lists(steps, max_size=12))
def test_seeking_is_as_in_any_file(size: int, walk: list[tuple[str, int]]) -> None:
    reader, model = opened(FILES[size]), io.BytesIO(DATA[:size])
    assert reader.seekable()
    for step, number in walk:
        if step in WHENCE:
            base = {"set": 0, "cur": model.tell(), "end": size}[step]
            if base + number < 0:
                with pytest.raises(ValueError, match="before the start"):
                    reader.seek(number, WHENCE[step])
            else:
                assert reader.seek(number, WHENCE[step]) == base + number
                model.seek(base + number)
        elif step == "read1":
            block = reader.read1(number)
            assert block or model.tell() >= size
            assert block == model.read(len(block))
        elif step == "readinto":
            ours, theirs = bytearray(number), bytearray(number)
            assert reader.readinto(ours) == model.readinto(theirs)
            assert ours == theirs
        else:
            assert reader.read(number if step == "read" else -1) == model.read(
                number if step == "read" else -1
            )
        assert reader.tell() == model.tell()


def test_a_seek_that_is_refused_changes_nothing() -> None:
    reader = opened(FILES[2 * CHUNK + 7])
    start = reader.read(10)
    for offset, whence in ((-1, io.SEEK_SET), (-11, io.SEEK_CUR), (-RUN, io.SEEK_END), (0, 3)):
        with pytest.raises(ValueError, match="position"):
            reader.seek(offset, whence)
    assert start + reader.read() == DATA[: 2 * CHUNK + 7]


def test_small_seeks_within_what_was_decrypted_read_nothing_again() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def readinto(self, buffer: object, /) -> int:
            got = super().readinto(buffer)  # type: ignore[arg-type]
            self.taken += got
            return got

    source = Counting(sealed(DATA[:RUN]))
    reader = age.decrypt(source, [IDENTITY])
    for position in range(0, RUN, 1000):
        reader.seek(position)
        assert reader.read(10) == DATA[position : position + 10][: RUN - position]
    assert source.taken < 2 * RUN


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_small_file_cut_anywhere_is_refused(size: int) -> None:
    data = sealed(DATA[:size])
    for end in range(len(data)):
        assert read_until_error(data[:end]) == b""


def cuts(chunks: int, last: int) -> list[int]:
    """Return how much to leave of a payload, around each boundary and within each chunk."""
    ends = {0, chunks * SEALED + last + 16}
    for chunk in range(chunks + 1):
        start = chunk * SEALED
        for near in (-17, -16, -15, -1, 0, 1, 15, 16, 17, 1000, SEALED // 2):
            ends.add(start + near)
    return sorted(end for end in ends if 0 <= end < chunks * SEALED + last + 16)


@pytest.mark.parametrize("read_size", [4096, CHUNK + 3, -1])
@pytest.mark.parametrize("chunks", [3, 17])
def test_a_long_file_cut_anywhere_gives_no_more_than_its_start(chunks: int, read_size: int) -> None:
    plain = DATA[: chunks * CHUNK + 100]
    data = sealed(plain)
    for end in cuts(chunks, 100)[:: 1 if chunks == 3 else 5]:
        got = read_until_error(data[: OVERHEAD + end], read_size)
        assert plain.startswith(got)
        assert len(got) <= end
        # Whole chunks that were left are authentic, and can still be saved.
        assert len(got) >= min(end // SEALED, chunks) * CHUNK
        if end >= SEALED:
            reader = opened(data[: OVERHEAD + end])
            with pytest.raises(age.PayloadError):
                reader.seek(0)


def test_a_file_of_whole_chunks_cut_between_them_is_refused() -> None:
    data = sealed(DATA[: 3 * CHUNK])
    for chunk in (1, 2):
        assert read_until_error(data[: OVERHEAD + chunk * SEALED]) == DATA[: chunk * CHUNK]


def test_one_flipped_bit_anywhere_in_a_small_file_is_an_error() -> None:
    data = sealed(b"hush " * 5)
    for position in range(len(data)):
        for bit in range(8):
            spoiled = bytearray(data)
            spoiled[position] ^= 1 << bit
            assert read_until_error(bytes(spoiled)) == b""


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3 * SEALED + 115), st.integers(0, 7), st.sampled_from([7, CHUNK, RUN]))
def test_one_flipped_bit_in_a_long_file_spoils_its_chunk_and_the_rest(
    position: int, bit: int, read_size: int
) -> None:
    plain = DATA[: 3 * CHUNK + 100]
    spoiled = bytearray(sealed(plain))
    spoiled[OVERHEAD + position] ^= 1 << bit
    got = read_until_error(bytes(spoiled), max(read_size, 500))
    assert got == plain[: position // SEALED * CHUNK]


def chunks_of(data: bytes) -> tuple[bytes, list[bytes]]:
    payload = data[OVERHEAD:]
    return data[:OVERHEAD], [payload[i : i + SEALED] for i in range(0, len(payload), SEALED)]


def test_chunks_that_were_moved_dropped_repeated_or_added_are_refused() -> None:
    plain = DATA[: 3 * CHUNK + 100]
    head, (a, b, c, d) = chunks_of(sealed(plain))
    other = chunks_of(sealed(plain))[1][1]
    for order in (
        (b, a, c, d),
        (a, c, b, d),
        (a, b, d),
        (a, b, d, c),
        (a, b, b, c, d),
        (a, other, c, d),
        (d,),
        (b, c, d),
        (a, b, c, d, d),
    ):
        got = read_until_error(head + b"".join(order))
        assert plain.startswith(got)
        assert len(got) < len(plain)


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 5, RUN, RUN + 1])
@pytest.mark.parametrize("tail", [b"\0", b"\n", bytes(16), bytes(SEALED)])
def test_anything_after_the_end_is_an_error(size: int, tail: bytes) -> None:
    plain = DATA[:size]
    got = read_until_error(sealed(plain) + tail)
    assert plain.startswith(got)
    got = read_until_error(sealed(plain) + sealed(plain))
    assert plain.startswith(got)


@pytest.mark.parametrize("chunk", [0, 2, 15, 16, 17])
def test_no_unauthenticated_byte_is_left_in_a_buffer(chunk: int) -> None:
    plain = DATA[: 17 * CHUNK + 1000]
    spoiled = bytearray(sealed(plain))
    end = min(OVERHEAD + (chunk + 1) * SEALED, len(spoiled))
    spoiled[end - 1] ^= 1  # the tag: the text itself is as it was
    buffer = bytearray(b"\xaa" * (3 * RUN))
    reader = opened(bytes(spoiled))
    with pytest.raises(age.PayloadError):
        reader.readinto(buffer)
    assert buffer[: chunk * CHUNK] == plain[: chunk * CHUNK]
    assert set(buffer[chunk * CHUNK :]) <= {0, 0xAA}


def test_an_error_stays_an_error() -> None:
    spoiled = bytearray(sealed(DATA[: 2 * CHUNK]))
    spoiled[OVERHEAD + SEALED] ^= 1
    reader = opened(bytes(spoiled))
    assert reader.read(CHUNK) == DATA[:CHUNK]
    for _ in range(3):
        with pytest.raises(age.PayloadError):
            reader.read(1)
        with pytest.raises(age.PayloadError):
            reader.readinto(bytearray(10))
        with pytest.raises(age.PayloadError):
            reader.seek(0)


class Full(io.BytesIO):
    """A disk with room for so many bytes; what does not fit arrives in part."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: object, /) -> int:
        taken = bytes(memoryview(data))[: self.room]  # type: ignore[arg-type]
        if not taken:
            raise OSError(28, "No space left on device")
        self.room -= len(taken)
        return super().write(taken)


class Interrupted(RuntimeError):
    pass


def test_leaving_by_an_exception_leaves_nothing_that_opens_as_whole() -> None:
    for size in (0, 10, CHUNK, CHUNK + 1, 2 * RUN):
        target = io.BytesIO()
        with (  # noqa: PT012  # the error comes after something was written
            pytest.raises(Interrupted),
            age.encrypt(target, [RECIPIENT]) as writer,
        ):
            writer.write(DATA[:size])
            raise Interrupted
        assert writer.closed
        assert DATA[:size].startswith(read_until_error(target.getvalue()))


def test_a_dropped_writer_leaves_nothing_that_opens_as_whole() -> None:
    target = io.BytesIO()
    writer = age.encrypt(target, [RECIPIENT])
    writer.write(DATA[: CHUNK + 1])
    del writer
    assert read_until_error(target.getvalue()) in (b"", DATA[:CHUNK])


@pytest.mark.parametrize("armor", [False, True])
@pytest.mark.parametrize("room", [300, 1000, CHUNK, 3 * CHUNK, RUN])
def test_a_full_disk_leaves_nothing_that_opens_as_whole(room: int, armor: bool) -> None:
    target = Full(room)
    writer = age.encrypt(target, [RECIPIENT], armor=armor)
    with pytest.raises(OSError, match="No space"):  # noqa: PT012  # in whichever write it is
        for _ in range(20):
            writer.write(DATA[: CHUNK + 5])
        writer.close()
    target.room = 10 * RUN
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"and on")
    writer.close()
    read_until_error(target.getvalue())


@pytest.mark.parametrize("armor", [False, True])
def test_a_target_that_takes_only_a_part_at_a_time_gets_it_all(armor: bool) -> None:
    class Reluctant(io.BytesIO):
        def write(self, data: object, /) -> int:
            return super().write(bytes(memoryview(data))[:1000])  # type: ignore[arg-type]

    target = Reluctant()
    with age.encrypt(target, [RECIPIENT], armor=armor) as writer:
        writer.write(DATA[: RUN + 5])
    assert opened(target.getvalue()).read() == DATA[: RUN + 5]


def test_closing_leaves_the_target_open_and_the_writer_shut() -> None:
    target = io.BytesIO()
    writer = age.encrypt(target, [RECIPIENT])
    writer.close()
    whole = target.getvalue()
    writer.close()
    assert target.getvalue() == whole
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")


def test_a_closed_reader_gives_nothing_more() -> None:
    source = io.BytesIO(sealed(DATA[:100]))
    reader = age.decrypt(source, [IDENTITY])
    assert reader.read(10) == DATA[:10]
    reader.close()
    assert not source.closed
    for attempt in (reader.read, reader.read1, lambda: reader.readinto(bytearray(5))):
        with pytest.raises(ValueError, match="closed"):
            attempt()
    with age.decrypt(io.BytesIO(sealed(b"")), [IDENTITY], close_source=True) as reader:
        source = reader._source  # type: ignore[assignment]
    assert source.closed


def test_a_file_is_read_from_where_its_source_stands() -> None:
    source = io.BytesIO(b"before" + sealed(DATA[: CHUNK + 5]))
    source.seek(6)
    reader = age.decrypt(source, [IDENTITY])
    assert reader.read() == DATA[: CHUNK + 5]
    reader.seek(CHUNK)
    assert reader.read() == DATA[CHUNK : CHUNK + 5]


@settings(deadline=None, max_examples=25)
@given(st.sampled_from([0, 1, CHUNK, CHUNK + 1, 2 * CHUNK]), st.integers(1, 700), st.booleans())
def test_a_source_that_cannot_seek_is_read_all_the_same(size: int, most: int, armor: bool) -> None:
    target = io.BytesIO()
    with age.encrypt(target, [RECIPIENT], armor=armor) as writer:
        writer.write(DATA[:size])
    reader = age.decrypt(Pipe(target.getvalue(), most), [IDENTITY])
    assert not reader.seekable()
    with pytest.raises(io.UnsupportedOperation):
        reader.seek(0)
    assert reader.read() == DATA[:size]


@pytest.mark.parametrize("armor", [False, True])
def test_a_byte_at_a_time_is_enough(armor: bool) -> None:
    target = io.BytesIO()
    with age.encrypt(target, [RECIPIENT], armor=armor) as writer:
        writer.write(b"short")
    assert age.decrypt(Pipe(target.getvalue(), 1), [IDENTITY]).read() == b"short"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of another kind")
def test_a_real_pipe_both_ways() -> None:
    reading, writing = os.pipe()

    def send() -> None:
        with (
            open(writing, "wb", buffering=0) as file,  # noqa: PTH123  # a descriptor
            age.encrypt(file, [RECIPIENT]) as writer,
        ):
            writer.write(DATA)

    thread = threading.Thread(target=send)
    thread.start()
    with open(reading, "rb", buffering=0) as file:  # noqa: PTH123
        assert age.decrypt(file, [IDENTITY]).read() == DATA
    thread.join()


def test_who_it_is_for_must_be_said() -> None:
    with pytest.raises(UsageError):
        age.encrypt(io.BytesIO(), [])
    password = age.ScryptRecipient("p", work_factor=1)
    for recipients in ([password, RECIPIENT], [RECIPIENT, password], [password, password]):
        with pytest.raises(UsageError):
            age.encrypt(io.BytesIO(), recipients)


MEASURE = """
import resource, sys
from keepsafe.formats import age
path, size = sys.argv[1], int(sys.argv[2])
identity = age.X25519Identity.generate()
block = bytes(1 << 20)
def there(count):
    with open(path, "wb") as file, age.encrypt(file, [identity.recipient()], armor=armor) as writer:
        for _ in range(count):
            writer.write(block)
def back():
    with open(path, "rb") as file:
        reader = age.decrypt(file, [identity])
        return sum(iter(lambda: len(reader.read(1 << 20)), 0))
for armor in (False, True):
    there(8), back()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    there(size // (3 if armor else 1))
    assert back() == (size // (3 if armor else 1)) << 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(grown // (1024 if sys.platform == "darwin" else 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such measure there")
@pytest.mark.parametrize("megabytes", [60, pytest.param(300, marks=pytest.mark.slow)])
def test_memory_stays_flat_however_long_the_file(tmp_path: Path, megabytes: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, tmp_path / "long.age", str(megabytes)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    kilobytes = [int(line) for line in done.stdout.split()]
    assert len(kilobytes) == 2
    assert max(kilobytes) < 4096
