"""The benchmarks: `python tests/bench [NAME ...]`, everything in memory, ratios to stock tools.

Needs age, 7z and sha256sum; `reader` needs Chromium and Node. Runs in /dev/shm where there is one.
Prints; judges nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1] / "reader"))
sys.path.insert(2, str(Path(__file__).parents[1] / "tour"))

import starting
from browsers import Browser
from measure import peak_mb, ratio, reset_peak, run, seconds, shell
from reading import read
from screen import own_screen

from keepsafe.bundle import writing
from keepsafe.bundle.sealing import SealChoice, Sealed, seal
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.formats import age
from keepsafe.intake.adding import Choice, add
from keepsafe.report import pages
from keepsafe.resources import resource
from keepsafe.vault.keys import unlock_identity
from keepsafe.vault.vault import Vault

MB = 1_000_000
PASSWORD = "correct-horse"  # of cases that live for seconds
PROFILE = {"role": "parent", "country": "CA", "age": "under-18"}


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder, in memory where there is such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def fresh_case(folder: Path) -> Vault:
    """Make a case in `folder`."""
    vault, _recovery = Vault.create(folder, PASSWORD, PROFILE)
    return vault


def random_files(folder: Path, count: int, size: int) -> list[Path]:
    """Make files of random bytes, no two the same."""
    folder.mkdir()
    base, paths = os.urandom(size), []
    for number in range(count):
        path = folder / f"{number:05}.bin"
        path.write_bytes(number.to_bytes(8, "big") + base[8:])
        paths.append(path)
    return paths


class Nowhere:
    """Takes bytes and forgets them."""

    def write(self, data: bytes | memoryview) -> int:
        """Forget `data`."""
        return len(data)


def bench_age() -> None:
    """age.py against the age command, 1 GB, content to nowhere."""
    with scratch() as folder:
        (plain,) = random_files(folder / "plain", 1, 1000 * MB)
        identity = age.X25519Identity.generate()
        recipient = identity.recipient()
        key, locked = folder / "key", folder / "locked.age"
        key.write_text(identity.encode() + "\n")

        def encrypt() -> None:
            buffer = bytearray(1 << 20)
            with plain.open("rb", buffering=0) as source, age.encrypt(Nowhere(), [recipient]) as w:
                while size := source.readinto(buffer):
                    w.write(memoryview(buffer)[:size])

        block = os.urandom(MB)

        def encrypt_from_memory() -> None:
            with age.encrypt(Nowhere(), [recipient]) as w:
                for _ in range(1000):
                    w.write(block)

        def decrypt() -> None:
            buffer = bytearray(1 << 20)
            with locked.open("rb", buffering=0) as source:
                reader = age.decrypt(source, [identity])
                while reader.readinto(buffer):
                    pass

        theirs = ["age", "-r", str(recipient), "-o", "/dev/null", plain]
        ratio("encrypt 1 GB in memory, against age", encrypt_from_memory, lambda: run(theirs), 5)
        ratio("encrypt 1 GB read from a file, against age", encrypt, lambda: run(theirs), 5)
        run(["age", "-r", str(recipient), "-o", locked, plain])
        theirs_back = ["age", "-d", "-i", key, "-o", "/dev/null", locked]
        ratio("decrypt 1 GB, against age", decrypt, lambda: run(theirs_back), 5)


def bench_add() -> None:
    """Adding files against sha256sum and age, run for each file."""
    for count, size, name in (
        (500, 300_000, "add 500 files of 300 kB, against sha256sum + age"),
        (40, 25 * MB, "add 40 files of 25 MB, against sha256sum + age"),
        (2, 1000 * MB, "add 2 files of 1 GB, against sha256sum + age"),
    ):
        with scratch() as folder:
            paths = random_files(folder / "files", count, size)
            recipient = age.X25519Identity.generate().recipient()
            clock = _Clock()
            ours = partial(_add_to_fresh_case, folder / "case", paths, clock)
            script = (
                'rm -rf out; mkdir out; for f in files/*; do sha256sum "$f" >> out/sums; '
                f'age -r {recipient} -o "out/${{f##*/}}.age" "$f"; done'
            )
            timed_ratio(name, ours, partial(shell, script, folder), clock)


def _add_to_fresh_case(case: Path, paths: list[Path], clock: _Clock) -> None:
    with fresh_case(case) as vault:
        clock.start()
        add(vault, paths, Choice(), "parent")
        clock.stop()
    shutil.rmtree(case)


class _Clock:
    """Times the part of the work that counts, leaving the making of the case out."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._since = 0.0

    def start(self) -> None:
        """Begin the part that counts."""
        self._since = time.perf_counter()

    def stop(self) -> None:
        """End it."""
        self.seconds += time.perf_counter() - self._since


def timed_ratio(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], clock: _Clock
) -> None:
    """Print a ratio in which only what `clock` saw counts as ours."""
    pairs = []
    for _ in range(3):
        clock.seconds = 0.0
        ours()
        pairs.append((clock.seconds, seconds(theirs)))
    ratios = sorted(theirs / ours for ours, theirs in pairs)
    mine, other = sorted(pairs)[1]
    print(
        f"{name:52} {ratios[1]:5.2f}x  ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        f"   ours {mine:6.2f} s   stock {other:6.2f} s",
        flush=True,
    )


class _Pages:
    """Times the making of the reports, so that it can be told apart from the sealing."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._originals = (pages.report_pdf, pages.report_html, pages.exhibit_volumes)

    def __enter__(self) -> _Pages:
        pdf, html, volumes = self._originals

        def timed(work: Callable[[], object]) -> object:
            start = time.perf_counter()
            try:
                return work()
            finally:
                self.seconds += time.perf_counter() - start

        def timed_volumes(*args: object) -> Iterator[object]:
            made = volumes(*args)  # type: ignore[arg-type]
            while (volume := timed(lambda: next(made, None))) is not None:
                yield volume

        writing.pages.report_pdf = lambda *a: timed(lambda: pdf(*a))  # type: ignore[assignment]
        writing.pages.report_html = lambda *a: timed(lambda: html(*a))  # type: ignore[assignment]
        writing.pages.exhibit_volumes = timed_volumes  # type: ignore[assignment]
        return self

    def __exit__(self, *_details: object) -> None:
        pages.report_pdf, pages.report_html, pages.exhibit_volumes = self._originals


def bench_seal_and_verify() -> None:
    """Sealing and verifying 2 GB in 200 files, against sha256sum and 7z."""
    with scratch() as folder:
        paths = random_files(folder / "files", 200, 10 * MB)
        with fresh_case(folder / "case") as vault:
            add(vault, paths, Choice(), "parent")
            results: list[Sealed] = []
            clock = _Clock()

            def ours() -> None:
                shutil.rmtree(folder / "out", ignore_errors=True)
                (folder / "out").mkdir()
                with _Pages() as timed:
                    clock.start()
                    results.append(seal(vault, folder / "out", SealChoice(), "parent"))
                    clock.stop()
                clock.seconds -= timed.seconds
                reports.append(timed.seconds)

            reports: list[float] = []
            script = (
                "rm -f stock.zip sums; sha256sum files/* > sums; "
                "7z a -tzip -mx0 -mem=AES256 -pabandon-ability-able stock.zip files sums"
            )
            timed_ratio(
                "seal 2 GB in 200 files, against sha256sum + 7z",
                ours,
                lambda: shell(script, folder),
                clock,
            )
            print(f"{'  the report, timed apart':52} {sorted(reports)[1]:25.2f} s")
            (folder / "stock.zip").unlink()
        _bench_verify(folder, results[-1])


def _bench_verify(folder: Path, sealed: Sealed) -> None:
    secrets = Secrets(words=(sealed.words or "",))
    bag = sealed.path.stem
    script = (
        f"rm -rf x; 7z x -ox {sealed.path} > /dev/null; cd x; 7z x -p{sealed.words} evidence.zip; "
        f"cd {bag}; sha256sum -c --quiet manifest-sha256.txt; "
        "sha256sum -c --quiet tagmanifest-sha256.txt"
    )

    def ours() -> None:
        assert verify(sealed.path, secrets).bytes == "matches"

    ratio("verify 2 GB, against 7z x twice + sha256sum -c", ours, lambda: shell(script, folder))


def bench_reader() -> None:
    """Opening 500 MB in OPEN-ME.html, one file and 50, in Chromium, against 7z x and sha256sum."""
    for count, size in ((1, 500 * MB), (50, 10 * MB)):
        with scratch() as folder, Browser("chromium", folder / "browser") as browser:
            paths = random_files(folder / "files", count, size)
            with fresh_case(folder / "case") as vault:
                add(vault, paths, Choice(), "parent")
                (folder / "out").mkdir()
                sealed = seal(vault, folder / "out", SealChoice(), "parent")
            shutil.rmtree(folder / "files")
            times: list[float] = []

            def ours(browser: Browser = browser, sealed: Sealed = sealed) -> None:
                with browser.open(resource("bundle", "OPEN-ME.html")) as page:
                    start = time.perf_counter()
                    said = read(page, sealed.path, sealed.words or "", patience=300)
                    times.append(time.perf_counter() - start)  # noqa: B023 - used at once
                assert said.bytes == "matches"

            script = (
                f"rm -rf x; 7z x -ox {sealed.path} > /dev/null; cd x; "
                f"7z x -p{sealed.words} evidence.zip > /dev/null; sha256sum {sealed.path}; "
                f"cd {sealed.path.stem}; sha256sum -c --quiet manifest-sha256.txt"
            )
            ratio(
                f"read 500 MB in {count} in Chromium, against 7z + sha256sum",
                ours,
                partial(shell, script, folder),
            )
            print(f"{'  from the click to the verdict':52} {500 / sorted(times)[1]:6.0f} MB/s")


def bench_growth() -> None:
    """Add, unlock and seal at 100, 1,000 and 10,000 small files, with the report."""
    print(f"{'files of 4 kB':>16} {'add':>9} {'unlock*':>9} {'seal':>9} {'of it report':>13}"
          f" {'verify':>9} {'peak MB':>9}   (* beyond the derivation)")  # fmt: skip
    for count in (100, 1000, 10_000):
        with scratch() as folder:
            paths = random_files(folder / "files", count, 4096)
            with fresh_case(folder / "case") as vault:
                adding = seconds(lambda v=vault, p=paths: add(v, p, Choice(), "parent"))
            unlocking = _unlock_beyond_derivation(folder / "case")
            (folder / "out").mkdir()
            with Vault.unlock(folder / "case", PASSWORD) as vault, _Pages() as timed:
                reset_peak()
                start = time.perf_counter()
                sealed = seal(vault, folder / "out", SealChoice(), "parent")
                sealing = time.perf_counter() - start
            secrets = Secrets(words=(sealed.words or "",))
            verifying = seconds(lambda s=sealed, w=secrets: verify(s.path, w))
            print(
                f"{count:16} {adding:8.2f}s {unlocking:8.2f}s {sealing:8.2f}s "
                f"{timed.seconds:12.2f}s {verifying:8.2f}s {peak_mb():9.0f}",
                flush=True,
            )


def _unlock_beyond_derivation(case: Path) -> float:
    derivation = seconds(lambda: unlock_identity((case / "identity.age").read_bytes(), PASSWORD))
    return seconds(lambda: Vault.unlock(case, PASSWORD).close()) - derivation


def bench_unlock() -> None:
    """Unlocking after 20,000 commits of one entry, with and without the cache."""
    with scratch() as folder:
        with fresh_case(folder / "case") as vault:
            for number in range(20_000):
                data = {"kind": "note", "id": f"N{number + 1}", "fields": {"words": "x"}}
                vault.log([Happening("added", data, "parent")])
        with_cache = _unlock_beyond_derivation(folder / "case")
        (folder / "case" / "cache.age").unlink()
        without = _unlock_beyond_derivation(folder / "case")
        print(f"unlock after 20,000 commits, beyond the derivation: {with_cache:.2f} s "
              f"with the cache, {without:.2f} s without")  # fmt: skip


def bench_memory() -> None:
    """Peak memory of adding, sealing and verifying one file of 1 GB (run by itself)."""
    with scratch() as folder:
        paths = random_files(folder / "files", 1, 1000 * MB)
        peaks = {}
        with fresh_case(folder / "case") as vault:
            reset_peak()
            add(vault, paths, Choice(), "parent")
            peaks["add"] = peak_mb()
            (folder / "out").mkdir()
            reset_peak()
            sealed = seal(vault, folder / "out", SealChoice(), "parent")
            peaks["seal"] = peak_mb()
            reset_peak()
            verify(sealed.path, Secrets(words=(sealed.words or "",)))
            peaks["verify"] = peak_mb()
        shown = ", ".join(f"{name} {peak:.0f} MB" for name, peak in peaks.items())
        print(f"peak memory with 1 GB, after the derivation: {shown}")


def bench_typical() -> None:
    """Where the time goes for a family's case: 100 screenshots, sealed with the report."""
    with scratch() as folder:
        phone = folder / "phone"
        phone.mkdir()
        for name, data in draw_chat_screenshots(100):
            (phone / name).write_bytes(data)
        times: dict[str, float] = {}
        start = time.perf_counter()
        vault = fresh_case(folder / "case")
        times["make the case (two derivations)"] = time.perf_counter() - start
        with vault:
            times["add 100 screenshots"] = seconds(lambda: add(vault, [phone], Choice(), "parent"))
            (folder / "out").mkdir()
            with _Pages() as timed:
                start = time.perf_counter()
                sealed = seal(vault, folder / "out", SealChoice(), "parent")
                whole = time.perf_counter() - start
            times["seal: reports and pictures"] = timed.seconds
            times["seal: everything else"] = whole - timed.seconds
        secrets = Secrets(words=(sealed.words or "",))
        times["verify"] = seconds(lambda: verify(sealed.path, secrets))
        for name, taken in times.items():
            print(f"  {name:40} {taken:6.2f} s")
        print(f"  {'size of the file for police':40} {sealed.file_size / MB:6.1f} MB")


def bench_start() -> None:
    """Starting the window, against an empty window of the same toolkit, in a real window."""
    with own_screen():
        starting.compare()


def bench_stall() -> None:
    """The window's longest silence while 1,000 screenshots and 1 GB come in and are sealed."""
    import stalling  # starts Qt

    with scratch() as folder:
        phone = folder / "phone"
        phone.mkdir()
        for name, data in draw_chat_screenshots(1000):
            (phone / name).write_bytes(data)
        large = random_files(folder / "large", 10, 100 * MB)
        stalling.measure(folder, sorted(phone.iterdir()), large)


BENCHES: dict[str, Callable[[], None]] = {
    "typical": bench_typical,
    "memory": bench_memory,
    "age": bench_age,
    "add": bench_add,
    "seal": bench_seal_and_verify,
    "reader": bench_reader,
    "unlock": bench_unlock,
    "growth": bench_growth,
    "start": bench_start,
    "stall": bench_stall,
}


def main() -> None:
    """Run the benches named on the command line, or all."""
    for name in sys.argv[1:] or BENCHES:
        bench = BENCHES[name]
        print(f"\n{bench.__doc__}", flush=True)
        bench()


if __name__ == "__main__":
    main()
