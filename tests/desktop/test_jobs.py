"""Work off the window's thread: what it tells, in which thread and language, and how it stops."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from keepsafe import i18n
from keepsafe.desktop.jobs import Job, Jobs
from keepsafe.errors import Cancelled
from keepsafe.progress import Watch


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_everything_is_told_on_the_windows_thread(qtbot: QtBot, jobs: Jobs) -> None:
    here, there = QThread.currentThread(), []
    told: list[object] = []

    def work(watch: Watch) -> str:
        there.append(threading.current_thread())
        watch.step(1, 2**40)
        watch.step(2**40, 2**40)
        return "done"

    job = Job(work)
    job.progressed.connect(lambda d, t: told.append((d, t, QThread.currentThread() is here)))
    job.succeeded.connect(lambda result: told.append((result, QThread.currentThread() is here)))
    with qtbot.waitSignal(job.finished):
        jobs.start(job)
        assert jobs.busy == [job]
    assert told == [(1, 2**40, True), (2**40, 2**40, True), ("done", True)]
    assert there[0] is not threading.main_thread()
    assert jobs.busy == []


def test_an_error_is_told_and_nothing_else(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_watch: Watch) -> None:
        raise ValueError("drawn")

    job = Job(work)
    succeeded: list[object] = []
    job.succeeded.connect(succeeded.append)
    with qtbot.waitSignal(job.failed) as failed:
        jobs.start(job, "write")
    assert isinstance(failed.args[0], ValueError)
    assert succeeded == []


def test_stop_stops_where_the_work_next_looks(qtbot: QtBot, jobs: Jobs) -> None:
    def work(watch: Watch) -> None:
        for step in range(10_000):
            watch.step(step, 10_000)
            time.sleep(0.002)

    job = Job(work)
    with qtbot.waitSignal(job.failed, timeout=3000) as failed:
        jobs.start(job)
        job.cancel()
    assert isinstance(failed.args[0], Cancelled)


def test_writing_is_one_at_a_time_and_the_desk_does_not_wait(qtbot: QtBot, jobs: Jobs) -> None:
    may_end, order = threading.Event(), []

    def slow(_watch: Watch) -> None:
        order.append("slow begins")
        may_end.wait(5)
        order.append("slow ends")

    first, second = Job(slow), Job(lambda _watch: order.append("second"))
    desk = Job(lambda _watch: order.append("desk"))
    with qtbot.waitSignal(desk.finished):
        jobs.start(first, "write")
        jobs.start(second, "write")
        jobs.start(desk, "desk")
    with qtbot.waitSignal(second.finished):
        may_end.set()
    assert order.index("slow ends") < order.index("second")
    assert order.index("desk") < order.index("slow ends")


def test_work_speaks_the_language_of_who_started_it(qtbot: QtBot, jobs: Jobs) -> None:
    i18n.use("fr")
    try:
        job = Job(lambda _watch: i18n.language())
        with qtbot.waitSignal(job.succeeded) as told:
            jobs.start(job)
    finally:
        i18n.use("en")
    assert told.args == ["fr"]


def test_closing_waits_for_work_and_asks_it_to_stop(jobs: Jobs) -> None:
    begun, ended = threading.Event(), []

    def work(watch: Watch) -> None:
        begun.set()
        try:
            while True:
                watch.step(0, 1)
                time.sleep(0.002)
        finally:
            ended.append(True)

    jobs.start(Job(work), "write")
    begun.wait(5)
    jobs.close()
    assert ended == [True]


def test_no_reference_is_lost_with_each_signal(qapp: QApplication) -> None:
    """PySide6 6.12.0 drops one of `True` each time, on Python 3.11, and then aborts."""

    class Source(QObject):
        told = Signal(bool)

    source = Source()
    source.told.connect(lambda _value: None)
    before = sys.getrefcount(True)
    for _ in range(1000):
        source.told.emit(True)
    assert abs(sys.getrefcount(True) - before) < 100
