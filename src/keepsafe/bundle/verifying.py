"""The verdict on a sealed file, always in two halves: the bytes, and the seal code.

Bytes *match*, are *changed*, or it *cannot tell*. The seal code is the *same*, *different*, or *not
compared*. Neither half says more than was checked, and nothing is written anywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from keepsafe.bundle import checking, layout, time_authorities, time_judging
from keepsafe.bundle.bags import Bag
from keepsafe.bundle.checking import Sink
from keepsafe.bundle.comparing import SealHalf, compare
from keepsafe.bundle.outcomes import Checked, judged, stopped
from keepsafe.bundle.saying import few, place, sentences
from keepsafe.bundle.sources import Opened, Secrets, opened
from keepsafe.bundle.time_judging import NOTHING_BROUGHT, TimeFinding, TimeSources
from keepsafe.errors import (
    CannotTellError,
    FormatError,
    KeepsafeError,
    SystemRefusedError,
    UsageError,
    WrongSecretError,
)
from keepsafe.i18n import N_, _, translated
from keepsafe.progress import UNWATCHED, Watch

__all__ = ["Secrets", "TimeSources", "Verdict", "verify", "worst"]

Bytes = Literal["matches", "changed", "cannot-tell"]
_NOTHING_COMPARED = N_(
    "SEAL CODE: NOT COMPARED. It could not be worked out, because this could not be read that far."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one file. `sentences` say it to people, most important first.

    They name the first few problems; `problems` has them all. `parts` are the names of all files
    when it is one of several, and `part` which it is, from 1. `inside_holds` is whether nothing
    inside the lock was found wrong, whatever is around it.
    """

    file: str
    bytes: Bytes
    seal: SealHalf
    sentences: tuple[str, ...]
    exit_code: int
    problems: tuple[str, ...] = ()
    changed_files: tuple[str, ...] = ()
    outcomes: tuple[Checked, ...] = ()
    bundle: str = ""
    seal_code: str = ""
    file_sha256: str = ""
    signing_key: str = ""
    sealed_at: str = ""
    previous_seal_code: str = ""
    exhibits: int = 0
    entries: int = 0
    lost_before: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    part: int = 0
    parts: tuple[str, ...] = ()
    copies: bool = False
    not_here: int = 0
    changed_exhibits: tuple[str, ...] = ()
    times: tuple[TimeFinding, ...] = ()
    differing_groups: tuple[int, ...] = ()
    whole_file_typed: bool = False
    inside_holds: bool = False

    @property
    def checks(self) -> dict[str, bool]:
        """What was checked, and whether it held; what could not be checked did not."""
        return {done.check: done.held for done in self.outcomes}

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "file": self.file,
            "bytes": self.bytes,
            "seal": self.seal,
            "exit_code": self.exit_code,
            "sentences": list(self.sentences),
            "problems": list(self.problems),
            "changed_files": list(self.changed_files),
            "changed_exhibits": list(self.changed_exhibits),
            "checks": self.checks,
            "check_outcomes": {done.check: done.outcome for done in self.outcomes},
            "bundle": self.bundle,
            "seal_code": self.seal_code,
            "seal_code_short": layout.shown_seal_code(self.seal_code) if self.seal_code else "",
            "file_sha256": self.file_sha256,
            "signing_key_sha256": self.signing_key,
            "sealed_at": self.sealed_at,
            "previous_seal_code": self.previous_seal_code,
            "exhibits": self.exhibits,
            "log_entries": self.entries,
            "lost_before_sealing": list(self.lost_before),
            "left_out_of_account": list(self.left_out),
            "part": self.part,
            "parts": list(self.parts),
            "plain_copies": self.copies,
            "exhibits_not_here": self.not_here,
            "times": [found.as_json() for found in self.times],
            "differing_groups": list(self.differing_groups),
            "whole_file_typed": self.whole_file_typed,
        }


def worst(codes: list[int]) -> int:
    """Return the exit code of a batch: changed, our mistake, cannot tell, refused, locked, done."""
    order = (1, 70, 4, 5, 3)
    return next((code for code in order if code in codes), 0)


def missing_parts(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return sentences about parts that were not among the files checked."""
    told = []
    for parts in dict.fromkeys(v.parts for v in verdicts if v.parts):
        here = {v.part for v in verdicts if v.parts == parts}
        if absent := tuple(name for n, name in enumerate(parts, 1) if n not in here):
            sentence = _("Not among these files, and not checked: {names}.")
            told.append(sentence.format(names=few(absent)))
    return tuple(told)


def unfitting_parts(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return sentences about parts that were not made one after the other: one was exchanged."""
    told = []
    for verdict in verdicts:
        before = [v for v in verdicts if v.parts == verdict.parts and v.part == verdict.part - 1]
        codes = {v.seal_code for v in before}
        if verdict.part and before and verdict.previous_seal_code not in codes:
            sentence = _("{later} was not made after this {earlier}: they do not go together.")
            told.append(sentence.format(later=verdict.file, earlier=before[0].file))
    return tuple(told)


def verify(
    path: Path,
    secrets: Secrets,
    seal_code: str | None = None,
    watch: Watch = UNWATCHED,
    times: TimeSources = NOTHING_BROUGHT,
) -> Verdict:
    """Return the verdict on `path`: a sealed file, the locked part of one, or an unpacked folder.

    `seal_code` is what the hand-over sheet says, 32 or 64 hex digits; `times` are roots and time
    tokens that the person brings. Nothing that a file can hold makes this raise.

    Raises:
        UsageError: when `seal_code` cannot be one.
        Cancelled: when the person stopped it.
    """
    expected = layout.read_seal_code(seal_code) if seal_code is not None else None
    return examine(path, secrets, watch, times=times).verdict(expected)


@dataclass(frozen=True, slots=True)
class Examined:
    """All that was found out about a file, before it is compared with a seal code and told."""

    path: Path
    name: str = ""
    findings: checking.Findings | None = None
    outer: tuple[str, ...] = ()
    has_outer: bool = False
    digest: str = ""
    refused: KeepsafeError | None = None
    times: TimeSources = NOTHING_BROUGHT

    def verdict(self, seal_code: str | None) -> Verdict:
        """Return the verdict in the language of now; `seal_code` is as `read_seal_code` gives it.

        What is wrong is named in the language of the examination.
        """
        if self.findings is not None:
            matches = not self.outer and not self.findings.wrong
            found = _times(self.path, self.name, self.findings, self.times, matches=matches)
            return _verdict(self, self.findings, seal_code, found)
        error = self.refused
        if isinstance(error, FormatError):
            return _changed_outside(self.path, str(error))
        if error is not None:
            return _nothing_said(self.path, str(error), error.exit_code)
        return _nothing_said(self.path, _("This could not be read from the disk."), 5)


def examine(
    path: Path,
    secrets: Secrets,
    watch: Watch = UNWATCHED,
    sink: Callable[[str], Sink] | None = None,
    *,
    times: TimeSources = NOTHING_BROUGHT,
) -> Examined:
    """Check everything about `path`; `sink(name)` gets each file of the bag on the way.

    Raises:
        Cancelled: when the person stopped it.
    """
    try:
        with opened(path, secrets) as source:
            findings = checking.check(source.bag, watch, sink, copies=source.copies)
            aside = (*findings.aside, *source.aside)
            findings = dataclasses.replace(findings, aside=aside)
            digest, outer = _whole_file(source)
            for beside in source.beside:
                outer += _different(beside, findings.seal_code, watch)
    except (
        WrongSecretError,
        CannotTellError,
        UsageError,
        SystemRefusedError,
        FormatError,
    ) as error:
        return Examined(path, refused=error, times=times)
    except OSError:
        return Examined(path, times=times)
    return Examined(
        path, source.bag.name, findings, tuple(outer), source.outer, digest, times=times
    )


def _times(
    path: Path, name: str, findings: checking.Findings, sources: TimeSources, *, matches: bool
) -> tuple[TimeFinding, ...]:
    """Return what the time tokens say, those inside and those that came apart."""
    roots = (*sources.roots, *time_authorities.trusted_roots())
    inside = time_judging.judge_inside(
        findings.times, findings.tag_manifest, roots, matches=matches
    )
    if not findings.seal_code:
        return inside
    beside = time_judging.judge_beside(
        path, name, findings.seal_code, sources, roots, matches=matches
    )
    return (*inside, *beside)


def _whole_file(source: Opened) -> tuple[str, list[str]]:
    if source.digest is None:
        return "", list(source.wrong)
    digest, wrong = source.digest.result()
    return digest, [*source.wrong, *wrong]


def _different(beside: Bag, seal_code: str, watch: Watch) -> list[str]:
    """Return what is wrong with a bag that was unpacked beside the file it should come from."""
    findings = checking.check(beside, watch)
    if findings.seal_code != seal_code:
        return [
            _("The folder {name} is not what the locked part beside it holds.").format(
                name=beside.name
            )
        ]
    return [
        _("In the folder {name}: {sentence}").format(name=beside.name, sentence=sentence)
        for sentence in findings.wrong
    ]


def _verdict(
    examined: Examined,
    findings: checking.Findings,
    expected: str | None,
    times: tuple[TimeFinding, ...],
) -> Verdict:
    name, outer = examined.name, examined.outer
    problems = tuple(dict.fromkeys([*outer, *findings.wrong]))
    matches = not problems
    comparison = compare(findings.seal_code, expected, examined.digest)
    half = comparison.half
    facts = findings.facts
    return Verdict(
        file=_called(examined.path),
        bytes="matches" if matches else "changed",
        seal=half,
        sentences=sentences(problems, comparison, findings, tuple(t.sentence for t in times)),
        exit_code=worst(
            [0 if matches and half != "different" else 1, *(found.exit_code for found in times)]
        ),
        problems=problems,
        changed_files=findings.changed_files,
        outcomes=(_outer_check(examined), *findings.checks),
        inside_holds=not findings.wrong,
        bundle=name if layout.parse_bag_name(name) else facts.get("External-Identifier", ""),
        seal_code=findings.seal_code,
        file_sha256=examined.digest,
        signing_key=facts.get("Keepsafe-Signing-Key-SHA256", ""),
        sealed_at=facts.get("Keepsafe-Sealed-At", ""),
        previous_seal_code=facts.get("Keepsafe-Previous-Seal-Code", ""),
        exhibits=findings.exhibits,
        entries=findings.entries,
        lost_before=findings.lost,
        left_out=findings.aside,
        changed_exhibits=findings.changed_exhibits,
        part=place(findings),
        parts=findings.parts,
        copies=findings.copies,
        not_here=findings.not_here,
        times=times,
        differing_groups=comparison.groups,
        whole_file_typed=comparison.whole_file,
    )


def _outer_check(examined: Examined) -> Checked:
    if examined.has_outer or examined.outer:
        return judged("outer", (), failed=bool(examined.outer))
    return Checked("outer", "none")


def failed(path: Path, sentence: str) -> Verdict:
    """Return the verdict on a file that Keepsafe itself made a mistake with."""
    return _nothing_said(path, sentence, 70)


def _nothing_said(path: Path, sentence: str, exit_code: int) -> Verdict:
    return Verdict(
        file=_called(path),
        bytes="cannot-tell",
        seal="not-compared",
        sentences=(
            _("CANNOT TELL. This could not be checked."),
            sentence,
            translated(_NOTHING_COMPARED),
        ),
        exit_code=4 if exit_code == 2 else exit_code,
        problems=(sentence,),
    )


def _changed_outside(path: Path, sentence: str) -> Verdict:
    return Verdict(
        file=_called(path),
        bytes="changed",
        seal="not-compared",
        sentences=(
            _("CHANGED. This is not what was sealed."),
            sentence,
            translated(_NOTHING_COMPARED),
        ),
        exit_code=1,
        problems=(sentence,),
        outcomes=stopped(),
    )


def _called(path: Path) -> str:
    return path.name or path.resolve().name
