"""Check a bag: every hash, the signature, the custody log, and that they tell one story.

The findings are collected, not just the first, and each names what it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from keepsafe.bundle import custody, layout, parts, signing, texts, timestamp
from keepsafe.bundle.bags import Bag
from keepsafe.bundle.outcomes import Checked, judged
from keepsafe.errors import CannotTellError, FormatError
from keepsafe.formats import tsp
from keepsafe.i18n import _
from keepsafe.progress import Watch
from keepsafe.relay import read_ahead

_LARGEST_DATA = 128 * 1024 * 1024
_LARGEST_LOG = 64 * 1024 * 1024
_LARGEST_TEXT = 16 * 1024 * 1024


class Sink(Protocol):
    """Where a file goes while it is checked."""

    def write(self, data: bytes, /) -> int:
        """Take a piece."""

    def close(self) -> None:
        """End the file, whatever its hash turns out to be."""


@dataclass(frozen=True, slots=True)
class TokenInside:
    """A time token in a bag, unchecked but for what it is about, with what lies beside it."""

    name: str
    response: bytes
    query: bytes | None
    chain: bytes | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a bag's check gave. `wrong` are sentences; empty means that everything fits.

    `lost` are what the log itself says was lost before the sealing, `aside` the files that were
    left out of account, `parts` the names of all files when this is one of several, `not_here`
    how many exhibits of the lists are not among plain copies.
    `changed_exhibits` are the numbers of those that are changed, missing or
    more; `exhibits_hold` is whether every one is as the signed list says, whatever else is wrong.
    """

    wrong: tuple[str, ...]
    changed_files: tuple[str, ...]
    checks: tuple[Checked, ...]
    seal_code: str
    facts: Mapping[str, str]
    exhibits: int
    entries: int
    unbroken: bool = True
    lost: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    changed_exhibits: tuple[str, ...] = ()
    tag_manifest: bytes = b""
    times: tuple[TokenInside, ...] = ()
    exhibits_hold: bool = False
    parts: tuple[str, ...] = ()
    copies: bool = False
    not_here: int = 0


def check(
    bag: Bag,
    watch: Watch,
    sink: Callable[[str], Sink | None] | None = None,
    *,
    copies: bool = False,
) -> Findings:
    """Check `bag` whole; `sink(name)` gets each file's content on the way, when given.

    With `copies`, it is only some of what was sealed, and the log is not among them: each file is
    held against the signed lists, and what is not here is counted.

    Raises:
        CannotTellError: when it was made by a later version.
        SystemRefusedError: when the disk does not give a file.
        Cancelled: when the person stopped it.
    """
    return _Check(bag, watch, sink, copies).run()


class _Check:
    def __init__(
        self,
        bag: Bag,
        watch: Watch,
        sink: Callable[[str], Sink | None] | None,
        copies: bool,
    ) -> None:
        self._bag = bag
        self._watch = watch
        self._sink = sink
        self._copies = copies
        self._not_here: set[str] = set()
        self._wrong: list[str] = list(bag.strays)
        self._first = len(self._wrong)
        self._changed: list[str] = []
        self._noted: list[str] = []
        self._absent: set[str] = set()
        self._total = sum(bag.size(name) for name in bag.names)
        self._done = 0
        self._digests: dict[str, str] = {}
        self._kept: dict[str, bytes] = {}
        self._key = ""
        self._listed: set[str] = set()
        self._parts: tuple[parts.Part, ...] = ()
        self._mine: frozenset[str] | None = None
        self._checks: list[Checked] = []

    def run(self) -> Findings:
        self._checks.append(judged("members", (), failed=bool(self._wrong)))
        for name in self._bag.names:
            self._read(name)
        self._checks.append(judged("readable", self._changed, able=not self._bag.strays))
        self._require()
        # What is missing, could not be read or does not belong has no hash on the lists.
        self._judge(
            "manifests",
            self._check_manifests,
            able=self._has(*_LISTS),
            differing=[n for n in self._changed if n not in _LISTS],
            failed=bool(self._bag.strays),
        )
        self._judge("signature", self._check_signature, able=self._has(*_SIGNED))
        facts = self._facts()
        if int(facts.get("Keepsafe-Format", "1")) > 1:
            raise CannotTellError(
                _(
                    "This file was made by a later Keepsafe than this one. Use a newer Keepsafe, "
                    "or the steps in its VERIFY.txt."
                )
            )
        times = self._times()
        self._judge_times(times)
        self._judge(
            "bag-info",
            lambda: self._check_facts(facts),
            able=self._has(layout.BAG_INFO) and bool(self._key),
        )
        if self._copies:
            return self._copied(facts, times)
        # Data says nothing against a log that is not here.
        log = custody.read(
            self._kept.get(layout.CUSTODY_LOG, b""),
            self._kept.get(layout.CUSTODY_DATA, b"") if self._has(layout.CUSTODY_LOG) else b"",
        )
        self._wrong += log.problems
        read = self._has(*_LOG)
        self._checks.append(judged("custody-log", (), failed=bool(log.problems), able=read))
        self._judge(
            "exhibits",
            lambda: self._check_story(log, facts),
            able=read and bool(facts),
            differing=[n for n in self._changed if layout.exhibit_id(n)],
        )
        gaps = _gaps(log)
        exhibits = self._changed_exhibits()
        return Findings(
            wrong=tuple(dict.fromkeys(self._wrong)),
            changed_files=tuple(dict.fromkeys(self._changed)),
            checks=tuple(self._checks),
            seal_code=self._seal_code(),
            facts=facts,
            exhibits=sum(name.startswith(f"{layout.EXHIBITS}/") for name in self._digests),
            entries=len(log.entries),
            unbroken=not gaps,
            lost=(*_left_out(log, self._digests), *gaps),
            aside=(*self._bag.aside, *self._not_judged(times)),
            tag_manifest=self._kept.get(layout.TAG_MANIFEST, b""),
            times=times,
            changed_exhibits=exhibits,
            parts=tuple(part.bundle for part in self._parts),
            exhibits_hold=self._held("signature", "exhibits") and self._list_holds(exhibits),
        )

    def _copied(
        self,
        facts: Mapping[str, str],
        times: tuple[TokenInside, ...],
    ) -> Findings:
        """Return what can be said without the log."""
        exhibits = self._changed_exhibits()
        return Findings(
            wrong=tuple(dict.fromkeys(self._wrong)),
            changed_files=tuple(dict.fromkeys(self._changed)),
            checks=tuple(self._checks),
            seal_code=self._seal_code(),
            facts=facts,
            exhibits=sum(bool(layout.exhibit_id(name)) for name in self._digests),
            entries=0,
            aside=(*self._bag.aside, *self._not_judged(times)),
            tag_manifest=self._kept.get(layout.TAG_MANIFEST, b""),
            times=times,
            changed_exhibits=exhibits,
            exhibits_hold=self._held("signature") and self._list_holds(exhibits),
            copies=True,
            not_here=sum(bool(layout.exhibit_id(name)) for name in self._not_here),
        )

    def _seal_code(self) -> str:
        tag_manifest = self._kept.get(layout.TAG_MANIFEST)
        return "" if tag_manifest is None else layout.seal_code(tag_manifest)

    def _changed_exhibits(self) -> tuple[str, ...]:
        numbers = {*map(layout.exhibit_id, self._changed), *self._absent} - {""}
        return tuple(sorted(numbers, key=lambda number: int(number[1:])))

    def _list_holds(self, exhibits: Sequence[str]) -> bool:
        return not exhibits and not {*_LISTS} & set(self._changed)

    def _judge(
        self,
        check: str,
        step: Callable[[], None],
        *,
        able: bool = True,
        differing: Sequence[str] = (),
        failed: bool = False,
    ) -> None:
        """Do a check; it failed when it finds something, or `differing` was found before."""
        problems, noted = len(self._wrong), len(self._noted)
        cut = False
        try:
            step()
        except _CannotCheckError as error:
            self._wrong.append(str(error))
            cut = True
        except FormatError as error:
            self._wrong.append(str(error))
        names = [*differing, *self._noted[noted:]]
        failed = failed or (len(self._wrong) > problems and not cut)
        self._checks.append(judged(check, names, failed=failed, able=able))

    def _has(self, *names: str) -> bool:
        """Return whether these texts are there and could be read."""
        return all(name in self._kept for name in names)

    def _held(self, *checks: str) -> bool:
        return all(done.held for done in self._checks if done.check in checks)

    def _read(self, name: str) -> None:
        """Hash a file, keep it if it is one of the texts to be read, and pass it on."""
        self._watch.step(self._done, self._total)
        keep = bytearray() if name in _TEXTS else None
        if keep is not None and self._bag.size(name) > _TEXTS[name]:
            self._note(name, _("{name} is far too long.").format(name=name))
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
            sentence = str(error)
            self._note(
                name,
                sentence
                if name in sentence
                else _("{name} was changed. {reason}").format(name=name, reason=sentence),
            )
            return
        finally:
            if sink is not None:
                sink.close()
        self._digests[name] = digest.hexdigest()
        if keep is not None:
            self._kept[name] = bytes(keep)

    def _note(self, name: str, sentence: str) -> None:
        self._changed.append(name)
        self._noted.append(name)
        if item := layout.exhibit_id(name):
            sentence = _("Exhibit {item}: {sentence}").format(item=item, sentence=sentence)
        if name.startswith(f"{layout.EXHIBITS}/") and name in self._bag.names:
            # A saved file that changed matters most to whoever reads only the first lines.
            self._wrong.insert(self._first, sentence)
            self._first += 1
        else:
            self._wrong.append(sentence)

    def _require(self) -> None:
        for name in layout.LISTS if self._copies else layout.REQUIRED:
            if name not in self._bag.names:
                self._note(name, _("{name} is missing.").format(name=name))

    def _check_manifests(self) -> None:
        for manifest, in_data in ((layout.TAG_MANIFEST, False), (layout.MANIFEST, True)):
            content = self._kept.get(manifest)
            if content is None:  # said already; what it would list was not put there for that
                continue
            try:
                listed = layout.parse_manifest(content, manifest)
            except FormatError as error:
                self._note(manifest, str(error))
                continue
            self._check_listed(manifest, listed, in_data=in_data)

    def _check_listed(self, manifest: str, listed: Mapping[str, str], *, in_data: bool) -> None:
        self._listed |= set(listed)
        for name, digest in listed.items():
            outside = layout.is_outside_manifests(name) or not layout.is_known(name)
            if name.startswith("data/") != in_data or outside:
                shown = texts.shown(name)
                self._wrong.append(
                    _("{list} lists {name}, which does not belong there.").format(
                        list=manifest, name=shown
                    )
                )
            if name not in self._bag.names and self._copies:
                self._not_here.add(name)
            elif name not in self._bag.names:
                if name not in layout.REQUIRED:
                    self._note(
                        texts.shown(name), _("{name} is missing.").format(name=texts.shown(name))
                    )
            elif self._digests.get(name, digest) != digest:
                self._note(name, _("{name} is not the file that was sealed.").format(name=name))
        for name in self._bag.names:
            belongs = name.startswith("data/") == in_data and not layout.is_outside_manifests(name)
            if belongs and name not in listed:
                self._note(name, _("{name} is on no list, so it was put there.").format(name=name))

    def _check_signature(self) -> None:
        parts = [self._kept.get(name) for name in _SIGNED]
        if None in parts:
            raise _CannotCheckError(_("The signature cannot be checked: a part of it is missing."))
        pem, signature, tag_manifest = (part or b"" for part in parts)
        try:
            self._key = signing.check(pem, signature, tag_manifest)
        except signing.NotItsSignatureError as error:
            self._key = error.fingerprint
            raise

    def _times(self) -> tuple[TokenInside, ...]:
        found = []
        for number in range(1, layout.MOST_TIMES + 1):
            token, query, chain = layout.time_files(number)
            if token in self._kept:
                beside = self._kept.get(query), self._kept.get(chain)
                found.append(TokenInside(token, self._kept[token], *beside))
        return tuple(found)

    def _judge_times(self, times: Sequence[TokenInside]) -> None:
        """Refuse a token about other bytes. One that proves nothing is no change: it is judged."""
        tag_manifest = self._kept.get(layout.TAG_MANIFEST)
        there = [name for name in layout.tokens() if name in self._bag.names]
        told, other = 0, []
        for token in times:
            try:
                about = timestamp.read(token.response).imprint
            except timestamp.TokenRefused:
                continue
            told += tag_manifest is not None
            if tag_manifest is not None and not about.is_of(tag_manifest):
                sentence = _(
                    "{name} gives the time of other bytes than these, so it was put there."
                )
                self._note(token.name, sentence.format(name=token.name))
                other.append(token.name)
        self._checks.append(
            judged("times", other, able=told == len(there)) if there else Checked("times", "none")
        )

    def _not_judged(self, times: Sequence[TokenInside]) -> list[str]:
        """Return the names of time files that belong to no token that is looked at."""
        judged = {name for token in times for name in layout.time_files_of(token.name[:-4])}
        return sorted(n for n in self._bag.names if layout.is_time_file(n) and n not in judged)

    def _facts(self) -> dict[str, str]:
        try:
            return texts.parse_bag_info(self._kept.get(layout.BAG_INFO, b""))
        except FormatError as error:
            self._wrong.append(str(error))
            return {}

    def _check_facts(self, facts: Mapping[str, str]) -> None:
        if self._kept.get(layout.BAGIT, layout.BAGIT_CONTENT) != layout.BAGIT_CONTENT:
            self._note(layout.BAGIT, _("bagit.txt is not as Keepsafe writes it."))
        if layout.BAG_INFO not in self._kept:
            return
        payload = [name for name in self._bag.names if name.startswith("data/")]
        size = sum(self._bag.size(name) for name in payload)
        expected = {"Keepsafe-Format": "1"}
        if not self._copies:
            expected["Payload-Oxum"] = f"{size}.{len(payload)}"
        named = facts.get("External-Identifier", "")
        if parsed := layout.parse_bag_name(named):
            expected |= {"Keepsafe-Case": parsed[0], "Keepsafe-Seal-Number": str(parsed[1])}
            # An officer may call an unpacked folder something else, but not by another seal's name.
            if layout.parse_bag_name(self._bag.name) and self._bag.name != named:
                self._wrong.append(
                    _("The folder is called {name}, and it holds {named}.").format(
                        name=self._bag.name, named=named
                    )
                )
        else:
            self._wrong.append(_("bag-info.txt does not say which sealed file this is."))
        if self._key:
            expected["Keepsafe-Signing-Key-SHA256"] = self._key
        for label, value in expected.items():
            if facts.get(label) != value:
                self._wrong.append(
                    _("bag-info.txt gives another {label} than the file itself.").format(
                        label=label
                    )
                )
        for label in ("Keepsafe-Sealed-At", "Keepsafe-Previous-Seal-Code"):
            if label not in facts:
                self._wrong.append(_("bag-info.txt does not give the {label}.").format(label=label))

    def _check_story(self, log: custody.Custody, facts: Mapping[str, str]) -> None:
        """Hold what the log says of case, key, seal and exhibits against what is there."""
        if not self._has(*_LOG):
            return  # said already
        first_lost = any(first <= 1 for first, _last in log.declared_missing())
        if facts and not first_lost:
            opened = next(iter(log.every("opened")), {})
            self._agree(facts, "Keepsafe-Case", opened.get("case"))
            self._agree(facts, "Keepsafe-Signing-Key-SHA256", opened.get("signing_key"))
        last = log.entries[-1] if log.entries else None
        begun = log.data.get(last.seq) if last and last.what == "seal-begun" else None
        if begun is None:
            self._wrong.append(_("The log does not end with the sealing of this file."))
        elif facts:
            self._agree(facts, "Keepsafe-Seal-Number", str(begun.get("seal")))
            bundle = f"{facts.get('External-Identifier')}.zip"
            if begun.get("bundle") != bundle:
                self._wrong.append(_("The log ends with the sealing of another file than this."))
            previous = begun.get("previous_seal_code")
            self._agree(
                facts, "Keepsafe-Previous-Seal-Code", "none" if previous == "" else previous
            )
        if begun is not None:
            self._check_parts(log, begun, facts)
        self._compare_exhibits(log)

    def _check_parts(
        self, log: custody.Custody, begun: Mapping[str, Any], facts: Mapping[str, str]
    ) -> None:
        """Check what the log says of the other parts, and learn which exhibits belong in this."""
        told: tuple[parts.Part, ...] | None = begun.get("parts")
        place = parts.place(told or (), str(begun.get("bundle")))
        if facts:
            self._agree(facts, "Keepsafe-Part", f"{place}/{len(told)}" if told else None)
        if told is None:
            return
        exhibits = {str(d.get("id")) for d in log.every("added") if d.get("kind") == "exhibit"}
        if not place or not parts.cover(told, exhibits, log.declared_damaged()):
            self._wrong.append(_("The list of parts in the log is not one that Keepsafe writes."))
            return
        self._parts, self._mine = told, frozenset(told[place - 1].exhibits)

    def _agree(self, facts: Mapping[str, str], label: str, logged: object) -> None:
        if facts.get(label) != logged:
            self._wrong.append(
                _("The log and bag-info.txt give another {label}.").format(label=label)
            )

    def _compare_exhibits(self, log: custody.Custody) -> None:
        damaged = log.declared_damaged()
        found = {n: d for n, d in self._digests.items() if n.startswith(f"{layout.EXHIBITS}/")}
        changed = frozenset(self._changed)
        told = set()
        for data in log.every("added"):
            item_id, digest = data.get("id"), data.get("sha256")
            if data.get("kind") != "exhibit":
                continue
            plain = _exhibit_name(item_id, data.get("extension"))
            # A browser's kind of file is named as the text it is.
            forms = (plain, f"{plain}.txt")
            name = next((form for form in forms if form in found or form in changed), plain)
            told.add(name)
            if self._mine is not None and item_id not in self._mine:
                if name in found:
                    self._note(name, _("{name} belongs in another part.").format(name=name))
                continue
            if name in found and found[name] != digest:
                self._note(
                    name, _("{name} is not the file that the log tells of.").format(name=name)
                )
            elif name not in found and name not in changed and item_id not in damaged:
                shown = texts.shown(str(item_id))
                self._absent.add(layout.exhibit_id(plain))
                self._noted.append(plain)
                self._wrong.append(
                    _("Exhibit {item} is in the log and not in this file.").format(item=shown)
                )
        for name in found:
            if name in told:
                continue
            if name in self._listed:
                # The log may be what was changed, so the file itself is not accused.
                sentence = _("{name} is not in the log, though it is on the list of sealed files.")
                self._wrong.append(sentence.format(name=name))
            else:
                sentence = _("{name} is not in the log, so it was put there.")
                self._note(name, sentence.format(name=name))


class _CannotCheckError(FormatError):
    """A check that could not be made, for a part of what it needs is not here."""


_LOG = (layout.CUSTODY_LOG, layout.CUSTODY_DATA)
_LISTS = (layout.TAG_MANIFEST, layout.MANIFEST)
_SIGNED = (layout.SIGNING_KEY, layout.SIGNATURE, layout.TAG_MANIFEST)

_TEXTS = {
    **dict.fromkeys((layout.BAGIT, layout.BAG_INFO, layout.MANIFEST), _LARGEST_TEXT),
    **dict.fromkeys((layout.TAG_MANIFEST, layout.SIGNATURE, layout.SIGNING_KEY), _LARGEST_TEXT),
    **{
        name: tsp.LARGEST
        for number in range(1, layout.MOST_TIMES + 1)
        for name in layout.time_files(number)
    },
    layout.CUSTODY_LOG: _LARGEST_LOG,
    layout.CUSTODY_DATA: _LARGEST_DATA,
}
"""The files that are read and not only hashed, and how many bytes they may have."""


def _exhibit_name(item_id: object, extension: object) -> str:
    """Return the name that an exhibit of the log has in a sealed file."""
    number = str(item_id)[1:]
    if not (number.isascii() and number.isdecimal()):
        return ""
    return f"{layout.EXHIBITS}/{number.zfill(4)}.{extension}"


def _left_out(log: custody.Custody, found: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence about the exhibits that the log says were damaged, if any is not here."""
    present = set(map(layout.exhibit_id, found))
    damaged = sorted(log.declared_damaged() - present, key=lambda item: int(item[1:]))
    return (
        (
            _("Found damaged before the sealing, and not in it: {names}.").format(
                names=_few(damaged)
            ),
        )
        if damaged
        else ()
    )


def _gaps(log: custody.Custody) -> tuple[str, ...]:
    """Return a sentence about the entries that were lost before the sealing, if any were."""
    present = {entry.seq for entry in log.entries}
    runs = sorted(run for run in log.declared_missing() if run[0] not in present)
    told = [
        str(first) if first == last else _("{first} to {last}").format(first=first, last=last)
        for first, last in runs
    ]
    return (
        (
            _("Entries of the log that were lost before the sealing: {numbers}.").format(
                numbers=_few(told)
            ),
        )
        if told
        else ()
    )


def _few(names: Sequence[str]) -> str:
    named = ", ".join(names[:_FEW])
    return _("{names} and others").format(names=named) if len(names) > _FEW else named


_FEW = 10


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
