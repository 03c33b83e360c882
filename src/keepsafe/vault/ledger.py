"""The ledger on the disk: one age file a commit, never rewritten, and a head that says the last.

Loading never gives up: every file that can be read is, and what is missing, cut or swapped is
named. `cache.age` holds the lines of many commits in one file, so that a long ledger opens in a
moment; it is disposable, and used only when every commit it covers is there with its size.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsafe.case.entries import FIRST_PREV, Entry, Line, chain_breaks
from keepsafe.errors import FormatError
from keepsafe.formats import age
from keepsafe.formats.canonical import canonical, parse
from keepsafe.vault.durable import Disk

_COMMIT_FILE = re.compile(r"(\d{8})\.age")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or not as it was saved; `subject` is the file or the exhibit."""

    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry, as the head file remembers it."""

    seq: int
    hash: str


class Ledger:
    """Reads and appends the lines of one case."""

    def __init__(self, root: Path, identity: age.X25519Identity, disk: Disk) -> None:
        self._folder = root / "ledger"
        self._head_file = root / "head.age"
        self._cache_file = root / "cache.age"
        self._identity = identity
        self._recipient = identity.recipient()
        self._disk = disk
        self.problems: list[Problem] = []
        self.lines: list[Line] = []
        self._commits = 0
        self._cached_commits = 0
        self._head = Head(0, FIRST_PREV)

    @property
    def tip(self) -> Head:
        """The entry that the next one follows: the newest known, or the head when it is ahead."""
        if self.lines and self.lines[-1].entry.seq >= self._head.seq:
            last = self.lines[-1].entry
            return Head(last.seq, last.digest())
        return self._head

    def load(self, *, use_cache: bool = True) -> None:
        """Read everything, naming in `problems` what is wrong."""
        self.problems, self.lines = [], []
        sizes = self._commit_sizes()
        self._cached_commits = self._load_cache(sizes) if use_cache else 0
        self._commits = max(sizes, default=0)
        self._name_missing(sizes)
        for number in sorted(n for n in sizes if n > self._cached_commits):
            self._load_commit(number)
        self._check_chain()
        self._load_head()

    def gaps(self) -> list[tuple[int, int]]:
        """Return the first and last numbers of each run of entries that is missing."""
        breaks = chain_breaks(line.entry for line in self.lines)
        return [(gap.first, gap.last) for gap in breaks]

    def append(self, lines: Sequence[Line]) -> None:
        """Make lines durable as one commit, then the head."""
        self._commits += 1
        content = b"".join(line.to_bytes() + b"\n" for line in lines)
        path = self._folder / f"{self._commits:08d}.age"
        self._disk.write_new(path, age.encrypt_bytes(content, [self._recipient]))
        self.lines.extend(lines)
        self.write_head()

    def write_head(self) -> None:
        """Write the head for the newest entry."""
        last = self.lines[-1].entry
        self._head = Head(last.seq, last.digest())
        content = canonical({"seq": self._head.seq, "hash": self._head.hash})
        self._disk.replace(self._head_file, age.encrypt_bytes(content, [self._recipient]))

    def head_is_behind(self) -> bool:
        """Return whether a crash kept the head from being written after the last commit."""
        return bool(self.lines) and self.lines[-1].entry.seq > self._head.seq

    def uncached(self) -> int:
        """Return how many commits the cache does not hold."""
        return self._commits - self._cached_commits

    def write_cache(self) -> None:
        """Write the cache, unless something is wrong that reading it would hide."""
        if self.problems or not self.lines:
            return
        sizes = self._commit_sizes()
        about = {"hash": self.tip.hash, "sizes": [sizes[n] for n in sorted(sizes)]}
        target = io.BytesIO()
        with age.encrypt(target, [self._recipient]) as writer:
            writer.write(canonical(about) + b"\n")
            writer.write(b"\n".join(line.to_bytes() for line in self.lines))
        self._disk.replace(self._cache_file, target.getvalue())
        self._cached_commits = self._commits

    def _commit_sizes(self) -> dict[int, int]:
        sizes = {}
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if match := _COMMIT_FILE.fullmatch(path.name):
                sizes[int(match[1])] = path.stat().st_size
        return sizes

    def _load_cache(self, sizes: dict[int, int]) -> int:
        try:
            first, *lines = self._decrypt(self._cache_file).split(b"\n")
            about = parse(first)
        except (OSError, FormatError):
            return 0
        if any(sizes.get(n) != size for n, size in enumerate(about["sizes"], start=1)):
            return 0
        self.lines = [_trusted(json.loads(line)) for line in lines]
        if self.lines[-1].entry.digest() != about["hash"]:
            self.lines = []
            return 0
        return len(about["sizes"])

    def _name_missing(self, sizes: dict[int, int]) -> None:
        before = 0
        for number in sorted(sizes):
            if number > before + 1:
                last = "" if number == before + 2 else f" to {number - 1:08d}.age"
                self._problem(f"ledger/{before + 1:08d}.age{last}", "is missing")
            before = number

    def _load_commit(self, number: int) -> None:
        name = f"{number:08d}.age"
        try:
            content = self._decrypt(self._folder / name)
            lines = [Line.from_bytes(line) for line in content.removesuffix(b"\n").split(b"\n")]
        except (OSError, FormatError):
            self._problem(f"ledger/{name}", "cannot be read")
            return
        if self.lines and lines[0].entry.seq < self.lines[-1].entry.seq:
            self._problem(f"ledger/{name}", "is not in its place")
        self.lines.extend(lines)

    def _problem(self, subject: str, what: str) -> None:
        sentence = f"A part of the log, {subject}, {what}. Everything else can still be used."
        self.problems.append(Problem(subject, sentence))

    def _check_chain(self) -> None:
        # Files that changed places lose nothing: the entries are numbered.
        self.lines.sort(key=lambda line: line.entry.seq)
        breaks = chain_breaks(line.entry for line in self.lines)
        for gap in breaks:
            sentence = f"{gap.reason} All other steps of the log can still be used."
            self.problems.append(Problem(f"entry {gap.first}", sentence))
        if breaks:
            numbered = {line.entry.seq: line for line in reversed(self.lines)}
            self.lines = [numbered[seq] for seq in sorted(numbered)]

    def _load_head(self) -> None:
        try:
            content = parse(self._decrypt(self._head_file))
            self._head = Head(content["seq"], content["hash"])
        except (OSError, FormatError, KeyError):
            self._head = Head(0, FIRST_PREV)
            if self.lines:
                sentence = "The file head.age cannot be read. The log itself can still be used."
                self.problems.append(Problem("head.age", sentence))
            return
        last = self.lines[-1].entry.seq if self.lines else 0
        if self._head.seq > last:
            sentence = "The last saved step is missing. Everything before it can still be used."
            self.problems.append(Problem("head.age", sentence))
            return
        at_head = next(
            (x.entry for x in reversed(self.lines) if x.entry.seq == self._head.seq), None
        )
        if at_head is not None and at_head.digest() != self._head.hash:
            sentence = f"Step {at_head.seq} of the log is not the one that was saved last."
            self.problems.append(Problem("head.age", sentence))

    def _decrypt(self, path: Path) -> bytes:
        return age.decrypt_bytes(path.read_bytes(), [self._identity])


def _trusted(value: dict[str, Any]) -> Line:
    return Line(Entry(**value["entry"]), value["salt"], value["data"])
