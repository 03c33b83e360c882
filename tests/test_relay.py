"""Two threads on one stream of blocks: nothing out of order, nothing lost, nobody left waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsafe.relay import WriteBehind, read_ahead


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    assert not left


class Broken(RuntimeError):
    pass


def counted(count: int, fail_at: int | None = None) -> Iterator[bytes]:
    for number in range(count):
        if number == fail_at:
            raise Broken(number)
        yield b"%d" % number


def within(seconds: float, work: Callable[[], object]) -> None:
    """Do the work in a thread, so that one that never ends is a failure and no hang."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), "it waits for ever"
    if raised:
        raise raised[0]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=5), max_size=30), st.integers(1, 6))
def test_blocks_come_in_order_and_all(blocks: list[bytes], depth: int) -> None:
    with read_ahead(blocks, depth) as ahead:
        assert list(ahead) == blocks
        assert list(ahead) == []


def test_a_block_is_a_copy_of_a_buffer_that_is_used_again() -> None:
    def reused() -> Iterator[memoryview]:
        buffer = bytearray(1)
        for number in range(50):
            buffer[0] = number
            yield memoryview(buffer)

    with read_ahead(reused()) as ahead:
        assert [block[0] for block in ahead] == list(range(50))


@pytest.mark.parametrize("fail_at", [0, 1, 4, 20])
def test_an_error_comes_in_its_place(fail_at: int) -> None:
    got = []

    def take() -> None:
        with read_ahead(counted(30, fail_at)) as ahead:
            got.extend(ahead)

    with pytest.raises(Broken):
        take()
    assert got == [b"%d" % number for number in range(fail_at)]


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_leaving_early_stops_the_other_side_and_closes_its_files(taken: int) -> None:
    state = {"made": 0, "closed": False}

    def endless() -> Iterator[bytes]:
        try:
            while True:
                state["made"] += 1
                yield b"x"
        finally:
            state["closed"] = True

    blocks = endless()  # held on to here, so that only closing it ends it

    def take() -> None:
        with read_ahead(blocks) as ahead:
            for _ in range(taken):
                next(ahead)

    within(5, take)
    assert state["closed"]
    assert state["made"] <= taken + 7
    assert next(blocks, None) is None


def test_an_error_of_the_taking_side_stops_the_other_side() -> None:
    def take() -> None:
        with read_ahead(counted(10**9)) as ahead:
            next(ahead)
            raise Broken

    with pytest.raises(Broken):
        within(5, take)


def test_the_other_side_waits_when_it_is_too_far_ahead() -> None:
    made = []

    def noted() -> Iterator[bytes]:
        for number in range(100):
            made.append(number)
            yield b"x"

    with read_ahead(noted(), 3) as ahead:
        next(ahead)
        time.sleep(0.2)
        assert len(made) <= 6
        assert sum(1 for _ in ahead) == 99


def test_both_sides_run_at_once() -> None:
    second_made = threading.Event()

    def blocks() -> Iterator[bytes]:
        yield b"1"
        second_made.set()
        yield b"2"

    with read_ahead(blocks()) as ahead:
        assert next(ahead) == b"1"
        assert second_made.wait(10)  # though nobody has asked for it yet
        assert next(ahead) == b"2"


def test_a_write_does_not_wait_for_the_one_before() -> None:
    both_sent = threading.Event()

    def write(_data: bytes) -> None:
        assert both_sent.wait(10)

    with WriteBehind(write) as behind:
        behind.write(b"1")
        behind.write(b"2")
        both_sent.set()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=5), max_size=30), st.integers(1, 6))
def test_writes_arrive_in_order_and_all(blocks: list[bytes], depth: int) -> None:
    written: list[bytes] = []
    with WriteBehind(written.append, depth) as behind:
        for block in blocks:
            assert behind.write(block) == len(block)
    assert written == blocks


def test_a_write_is_a_copy_of_a_buffer_that_is_used_again() -> None:
    written: list[bytes] = []
    buffer = bytearray(1)
    with WriteBehind(written.append) as behind:
        for number in range(50):
            buffer[0] = number
            behind.write(memoryview(buffer))
    assert [block[0] for block in written] == list(range(50))


def test_flush_waits_until_all_is_written() -> None:
    written: list[bytes] = []

    def slowly(data: bytes) -> None:
        time.sleep(0.02)
        written.append(data)

    with WriteBehind(slowly) as behind:
        behind.flush()
        for number in range(4):
            behind.write(b"%d" % number)
        behind.flush()
        assert written == [b"0", b"1", b"2", b"3"]


def refusing_after(count: int, written: list[bytes]) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        if len(written) >= count:
            raise OSError(28, "No space left on device")
        written.append(data)

    return write


@pytest.mark.parametrize("count", [0, 1, 5])
def test_an_error_is_raised_by_a_later_write_and_nothing_more_is_written(count: int) -> None:
    written: list[bytes] = []
    accepted = 0

    def send() -> None:
        nonlocal accepted
        with WriteBehind(refusing_after(count, written)) as behind:
            for number in range(1000):
                behind.write(b"%d" % number)
                accepted += 1

    with pytest.raises(OSError, match="No space"):
        within(5, send)
    assert written == [b"%d" % number for number in range(count)]
    assert accepted < count + 10


def test_an_error_of_the_very_last_write_is_raised_by_leaving() -> None:
    def send() -> None:
        with WriteBehind(refusing_after(0, [])) as behind:
            behind.write(b"x")

    with pytest.raises(OSError, match="No space"):
        within(5, send)


def test_an_error_is_raised_by_flush() -> None:
    behind = WriteBehind(refusing_after(0, []))
    behind.write(b"x")
    with pytest.raises(OSError, match="No space"):
        within(5, behind.flush)
    with pytest.raises(OSError, match="No space"), behind:
        pass


def test_every_write_after_an_error_raises_and_none_waits_for_ever() -> None:
    behind = WriteBehind(refusing_after(0, []), 2)
    behind.write(b"x")
    for _ in range(20):
        with pytest.raises(OSError, match="No space"):  # noqa: PT012
            within(5, lambda: behind.write(b"x"))
            within(5, behind.flush)
    with pytest.raises(OSError, match="No space"):
        within(5, lambda: behind.__exit__(None))


def test_an_error_of_the_writing_side_hides_no_error_of_ours() -> None:
    def send() -> None:
        with WriteBehind(refusing_after(0, [])) as behind:
            behind.write(b"x")
            raise Broken

    with pytest.raises(Broken):
        within(5, send)
