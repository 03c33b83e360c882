"""Check a bag: every hash, the signature, the custody log, and that they tell one story.

The findings are collected, not just the first, and each names what it is about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from keepsafe.bundle import custody, layout, signing, texts
from keepsafe.bundle.bags import Bag
from keepsafe.errors import FormatError
from keepsafe.progress import Watch
from keepsafe.relay import read_ahead

_LARGEST_TEXT = 128 * 1024 * 1024
_SMALL_TEXT = 16 * 1024 * 1024


class Sink(Protocol):
    """Where a file goes while it is checked."""

    def write(self, data: bytes, /) -> int:
        """Take a piece."""

    def close(self) -> None:
        """End the file, whatever its hash turns out to be."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a bag's check gave. `wrong` are sentences; empty means that everything fits."""

    wrong: tuple[str, ...]
    changed_files: tuple[str, ...]
    checks: Mapping[str, bool]
    seal_code: str
    facts: Mapping[str, str]
    exhibits: int
    entries: int


def check(bag: Bag, watch: Watch, sink: Callable[[str], Sink] | None = None) -> Findings:
    """Check `bag` whole; `sink(name)` gets each file's content on the way, when given.

    Raises:
        Cancelled: when the person stopped it.
    """
    return _Check(bag, watch, sink).run()


class _Check:
    def __init__(self, bag: Bag, watch: Watch, sink: Callable[[str], Sink] | None) -> None:
        self._bag = bag
        self._watch = watch
        self._sink = sink
        self._wrong: list[str] = list(bag.strays)
        self._changed: list[str] = []
        self._total = sum(bag.size(name) for name in bag.names)
        self._done = 0
        self._digests: dict[str, str] = {}
        self._kept: dict[str, bytes] = {}
        self._key = ""

    def run(self) -> Findings:
        checks = {"members": not self._wrong}
        for name in self._bag.names:
            self._read(name)
        checks["readable"] = not self._changed
        self._require()
        checks["manifests"] = self._passes(self._check_manifests)
        checks["signature"] = self._passes(self._check_signature)
        facts = self._facts()
        checks["bag-info"] = self._passes(lambda: self._check_facts(facts))
        log = custody.read(
            self._kept.get(layout.CUSTODY_LOG, b""), self._kept.get(layout.CUSTODY_DATA, b"")
        )
        self._wrong += log.problems
        checks["custody-log"] = not log.problems
        checks["exhibits"] = self._passes(lambda: self._check_story(log, facts))
        return Findings(
            wrong=tuple(dict.fromkeys(self._wrong)),
            changed_files=tuple(dict.fromkeys(self._changed)),
            checks=checks,
            seal_code=layout.seal_code(self._kept.get(layout.TAG_MANIFEST, b"")),
            facts=facts,
            exhibits=sum(name.startswith(f"{layout.EXHIBITS}/") for name in self._digests),
            entries=len(log.entries),
        )

    def _passes(self, step: Callable[[], None]) -> bool:
        before = len(self._wrong)
        try:
            step()
        except FormatError as error:
            self._wrong.append(str(error))
        return len(self._wrong) == before

    def _read(self, name: str) -> None:
        """Hash a file, keep it if it is one of the texts to be read, and pass it on."""
        keep = bytearray() if name in _TEXTS else None
        limit = _LARGEST_TEXT if name.startswith("data/") else _SMALL_TEXT
        if keep is not None and self._bag.size(name) > limit:
            self._note(name, f"{name} is far too long.")
            return
        digest = hashlib.sha256()
        sink = self._sink(name) if self._sink is not None else None
        try:
            with _in_turn(self._bag, name) as blocks:
                for block in blocks:
                    digest.update(block)
                    if keep is not None:
                        keep += block
                    if sink is not None:
                        sink.write(bytes(block))
                    self._done += len(block)
                    self._watch.step(self._done, self._total)
        except FormatError as error:
            self._note(name, f"{name} was changed: {error}")
            return
        finally:
            if sink is not None:
                sink.close()
        self._digests[name] = digest.hexdigest()
        if keep is not None:
            self._kept[name] = bytes(keep)

    def _note(self, name: str, sentence: str) -> None:
        self._changed.append(name)
        self._wrong.append(sentence)

    def _require(self) -> None:
        for name in layout.REQUIRED:
            if name not in self._bag.names:
                self._note(name, f"{name} is missing.")

    def _check_manifests(self) -> None:
        listed: dict[str, str] = {}
        for manifest, payload in ((layout.TAG_MANIFEST, False), (layout.MANIFEST, True)):
            content = self._kept.get(manifest)
            if content is None:
                continue
            for name, digest in layout.parse_manifest(content, manifest).items():
                in_payload = name.startswith("data/")
                outside = layout.is_outside_manifests(name) or not layout.is_known(name)
                if in_payload != payload or outside:
                    self._wrong.append(f"{manifest} lists {name}, which does not belong there.")
                listed[name] = digest
        for name, digest in listed.items():
            if name not in self._bag.names:
                if name not in layout.REQUIRED:
                    self._note(name, f"{name} is missing.")
            elif self._digests.get(name, digest) != digest:
                self._note(name, f"{name} is not the file that was sealed.")
        for name in self._bag.names:
            if name not in listed and not layout.is_outside_manifests(name):
                self._note(name, f"{name} is on no list, so it was put there.")

    def _check_signature(self) -> None:
        parts = [
            self._kept.get(name)
            for name in (layout.SIGNING_KEY, layout.SIGNATURE, layout.TAG_MANIFEST)
        ]
        if None in parts:
            raise FormatError("The signature cannot be checked: a part of it is missing.")
        pem, signature, tag_manifest = (part or b"" for part in parts)
        self._key = signing.check(pem, signature, tag_manifest)

    def _facts(self) -> dict[str, str]:
        try:
            return texts.parse_bag_info(self._kept.get(layout.BAG_INFO, b""))
        except FormatError as error:
            self._wrong.append(str(error))
            return {}

    def _check_facts(self, facts: Mapping[str, str]) -> None:
        if self._kept.get(layout.BAGIT, layout.BAGIT_CONTENT) != layout.BAGIT_CONTENT:
            self._note(layout.BAGIT, "bagit.txt is not as Keepsafe writes it.")
        if layout.BAG_INFO not in self._kept:
            return
        expected: dict[str, str] = {"Keepsafe-Format": "1"}
        if parsed := layout.parse_bag_name(self._bag.name):
            expected |= {
                "External-Identifier": self._bag.name,
                "Keepsafe-Case": parsed[0],
                "Keepsafe-Seal-Number": str(parsed[1]),
            }
        if self._key:
            expected["Keepsafe-Signing-Key-SHA256"] = self._key
        for label, value in expected.items():
            if facts.get(label) != value:
                self._wrong.append(f"bag-info.txt gives another {label} than the file itself.")

    def _check_story(self, log: custody.Custody, facts: Mapping[str, str]) -> None:
        """Hold what the log says of case, key and exhibits against what is there."""
        opened = log.first("opened") or {}
        pairs = (
            ("Keepsafe-Case", opened.get("case")),
            ("Keepsafe-Signing-Key-SHA256", opened.get("signing_key")),
        )
        for label, value in pairs:
            if facts and facts.get(label) != value:
                self._wrong.append(f"The log and bag-info.txt give another {label}.")
        begun = log.entries[-1].what == "seal-begun" if log.entries else False
        if not begun:
            self._wrong.append("The log does not end with the sealing of this file.")
        self._compare_exhibits(log)

    def _compare_exhibits(self, log: custody.Custody) -> None:
        damaged = log.declared_damaged()
        expected = dict(_logged_exhibits(log))
        found = {
            name: digest
            for name, digest in self._digests.items()
            if name.startswith(f"{layout.EXHIBITS}/")
        }
        numbers = {_number(name): name for name in found}
        for number, digest in expected.items():
            name = numbers.pop(number, None)
            if name is None and f"E{number}" not in damaged:
                if not any(_number(n) == number for n in self._changed if "exhibits/" in n):
                    self._wrong.append(f"Exhibit E{number} is in the log and not in this file.")
            elif name is not None and found[name] != digest:
                self._note(name, f"{name} is not the file that the log tells of.")
        for name in numbers.values():
            self._note(name, f"{name} is not in the log, so it was put there.")


_TEXTS = frozenset(
    {
        *(layout.BAGIT, layout.BAG_INFO, layout.MANIFEST, layout.TAG_MANIFEST),
        *(layout.CUSTODY_LOG, layout.CUSTODY_DATA, layout.SIGNATURE, layout.SIGNING_KEY),
    }
)


_EXHIBIT_ID = re.compile(r"E([1-9][0-9]{0,7})")


def _logged_exhibits(log: custody.Custody) -> Iterator[tuple[int, str]]:
    for data in log.every("added"):
        file: Any = data.get("file")
        match = _EXHIBIT_ID.fullmatch(str(data.get("id")))
        if data.get("kind") == "exhibit" and isinstance(file, dict) and match:
            yield int(match[1]), str(file.get("sha256"))


def _number(name: str) -> int:
    return int(name.rpartition("/")[2].partition(".")[0])


def _in_turn(bag: Bag, name: str) -> Any:
    """Return a context that gives a file's blocks, read ahead by another thread when it pays."""
    if bag.size(name) > _THREAD_PAYS:
        return read_ahead(bag.blocks(name))
    return _Plainly(bag.blocks(name))


_THREAD_PAYS = 256 * 1024


class _Plainly:
    def __init__(self, blocks: Iterator[memoryview]) -> None:
        self._blocks = blocks

    def __enter__(self) -> Iterator[memoryview]:
        return self._blocks

    def __exit__(self, *_details: object) -> None:
        return
