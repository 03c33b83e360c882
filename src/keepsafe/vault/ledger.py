"""The ledger on the disk: one age file a commit, never rewritten, and a head that says the last.

Loading never gives up: every file that can be read is, and what is missing, cut or swapped is
named. `cache.age` holds the lines of many commits in one file, so that a long ledger opens in a
moment; it is disposable, and used only when every commit it covers is there with its size. It
carries a MAC: an exhibit is an age file for the same key, and could be put in its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsafe.case.entries import FIRST_PREV, Entry, Line, chain_breaks
from keepsafe.errors import FormatError, SystemRefusedError
from keepsafe.formats import age
from keepsafe.formats.canonical import canonical, parse
from keepsafe.i18n import N_, _, translated
from keepsafe.vault.durable import Disk, read_file

_CACHE_LABEL = b"keepsafe v1 cache"
_MAC_SIZE = 32
_MISSING = N_("A part of the log, {part}, is missing. Everything else can still be used.")
_UNREADABLE = N_("A part of the log, {part}, cannot be read. Everything else can still be used.")
_MISPLACED = N_(
    "A part of the log, {part}, is not in its place. Everything else can still be used."
)
_COMMIT_FILE = re.compile(r"(\d{8,})\.age")


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
        # The head first: what another window adds meanwhile is then ahead of it, never behind.
        head = self._read_head()
        sizes = self._commit_sizes()
        self._cached_commits = self._load_cache(sizes) if use_cache else 0
        self._commits = max(sizes, default=0)
        self._name_missing(sizes)
        for number in sorted(n for n in sizes if n > self._cached_commits):
            self._load_commit(number)
        self._check_chain(head)
        self._check_head(head)

    def gaps(self) -> list[tuple[int, int]]:
        """Return the first and last numbers of each run of entries that is missing."""
        breaks = chain_breaks(line.entry for line in self.lines)
        last = self.lines[-1].entry.seq if self.lines else 0
        dropped = [(last + 1, self._head.seq)] if self._head.seq > last else []
        return [(gap.first, gap.last) for gap in breaks] + dropped

    def append(self, lines: Sequence[Line]) -> None:
        """Make lines durable as one commit, then the head.

        Raises:
            SystemRefusedError: when the disk refuses the commit; then nothing was logged.
        """
        content = b"".join(line.to_bytes() + b"\n" for line in lines)
        path = self._folder / f"{self._commits + 1:08d}.age"
        self._disk.write_new(path, age.encrypt_bytes(content, [self._recipient]))
        self._commits += 1
        self.lines.extend(lines)
        # The lines are durable, so they are logged; a head left behind is written again later.
        with contextlib.suppress(SystemRefusedError):
            self.write_head()

    def write_head(self) -> None:
        """Write the head for the newest entry."""
        last = self.lines[-1].entry
        head = Head(last.seq, last.digest())
        content = canonical({"seq": head.seq, "hash": head.hash})
        self._disk.replace(self._head_file, age.encrypt_bytes(content, [self._recipient]))
        self._head = head

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
        about = canonical({"sizes": [sizes[n] for n in sorted(sizes)]})
        content = about + b"\n" + b"\n".join(line.to_bytes() for line in self.lines)
        target = io.BytesIO()
        with age.encrypt(target, [self._recipient]) as writer:
            writer.write(self._mac(content))
            writer.write(content)
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
            cache = self._decrypt(self._cache_file)
        except (OSError, FormatError):
            return 0
        mac, content = cache[:_MAC_SIZE], cache[_MAC_SIZE:]
        if not hmac.compare_digest(mac, self._mac(content)):
            return 0
        about, *lines = content.split(b"\n")
        covered = parse(about)["sizes"]
        if any(sizes.get(n) != size for n, size in enumerate(covered, start=1)):
            return 0
        self.lines = [_trusted(json.loads(line)) for line in lines]
        return len(covered)

    def _mac(self, content: bytes) -> bytes:
        key = self._identity.derive(_CACHE_LABEL, _MAC_SIZE)
        return hmac.digest(key, content, hashlib.sha256)

    def _name_missing(self, sizes: dict[int, int]) -> None:
        before = 0
        for number in sorted(sizes):
            if number > before + 1:
                first, last = f"ledger/{before + 1:08d}.age", f"{number - 1:08d}.age"
                if number == before + 2:
                    self._problem(first, _MISSING)
                else:
                    part = _("{first} to {last}").format(first=first, last=last)
                    self._problem(f"{first} to {last}", _MISSING, part)
            before = number

    def _load_commit(self, number: int) -> None:
        name = f"{number:08d}.age"
        try:
            content = self._decrypt(self._folder / name)
            lines = [Line.from_bytes(line) for line in content.removesuffix(b"\n").split(b"\n")]
        except (OSError, FormatError):
            self._problem(f"ledger/{name}", _UNREADABLE)
            return
        if self.lines and lines[0].entry.seq < self.lines[-1].entry.seq:
            self._problem(f"ledger/{name}", _MISPLACED)
        self.lines.extend(lines)

    def _problem(self, subject: str, what: str, part: str = "") -> None:
        sentence = translated(what).format(part=part or subject)
        self.problems.append(Problem(subject, sentence))

    def _check_chain(self, head: Head | None) -> None:
        # Files that changed places lose nothing: the entries are numbered.
        self.lines.sort(key=lambda line: line.entry.seq)
        self._drop_foreign(head)
        breaks = chain_breaks(line.entry for line in self.lines)
        for gap in breaks:
            sentence = _("{reason} All other steps of the log can still be used.").format(
                reason=gap.reason
            )
            self.problems.append(Problem(f"entry {gap.first}", sentence))
        if breaks:
            numbered = {line.entry.seq: line for line in reversed(self.lines)}
            self.lines = [numbered[seq] for seq in sorted(numbered)]

    def _drop_foreign(self, head: Head | None) -> None:
        """Leave out steps that another copy of this case logged: the saved ones follow from others.

        Judged from the newest step backwards, unless the head says that it is itself another.
        """
        kept: list[Line] = []
        later: Entry | None = None
        for line in reversed(self.lines):
            entry, expected = line.entry, None
            doubtful = head is not None and entry.seq == head.seq and entry.digest() != head.hash
            if later is not None and entry.seq == later.seq - 1:
                expected = later.prev
            if expected is not None and entry.digest() != expected:
                sentence = _("Step {seq} of the log is not the one that was saved.")
                self.problems.append(Problem(f"entry {entry.seq}", sentence.format(seq=entry.seq)))
                continue
            kept.append(line)
            if not doubtful and (later is None or entry.seq < later.seq):
                later = entry
        kept.reverse()
        self.lines = kept

    def _read_head(self) -> Head | None:
        try:
            content = parse(self._decrypt(self._head_file))
        except (OSError, FormatError):
            return None
        seq, digest = content.get("seq"), content.get("hash")
        return Head(seq, digest) if isinstance(seq, int) and isinstance(digest, str) else None

    def _check_head(self, head: Head | None) -> None:
        self._head = head or Head(0, FIRST_PREV)
        if head is None:
            sentence = _("The file head.age cannot be read. The log itself can still be used.")
            self.problems.append(Problem("head.age", sentence))
            return
        last = self.lines[-1].entry.seq if self.lines else 0
        if self._head.seq > last:
            sentence = _("The last saved step is missing. Everything before it can still be used.")
            self.problems.append(Problem("head.age", sentence))
            return
        at_head = next(
            (x.entry for x in reversed(self.lines) if x.entry.seq == self._head.seq), None
        )
        if at_head is not None and at_head.digest() != self._head.hash:
            sentence = _("Step {number} of the log is not the one that was saved last.").format(
                number=at_head.seq
            )
            self.problems.append(Problem("head.age", sentence))

    def _decrypt(self, path: Path) -> bytes:
        return age.decrypt_bytes(read_file(path), [self._identity])


def _trusted(value: dict[str, Any]) -> Line:
    return Line(Entry(**value["entry"]), value["salt"], value["data"])
