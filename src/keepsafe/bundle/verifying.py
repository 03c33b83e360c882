"""The verdict on a sealed file, always in two halves: the bytes, and the seal code.

Bytes *match*, are *changed*, or it *cannot tell*. The seal code is the *same*, *different*, or *not
compared*. Neither half says more than was checked, and nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from keepsafe.bundle import checking, layout
from keepsafe.bundle.sources import Opened, Secrets, opened
from keepsafe.errors import (
    CannotTellError,
    FormatError,
    SystemRefusedError,
    UsageError,
    WrongSecretError,
)
from keepsafe.progress import UNWATCHED, Watch

__all__ = ["Secrets", "Verdict", "verify", "worst"]

Bytes = Literal["matches", "changed", "cannot-tell"]
SealHalf = Literal["same", "different", "not-compared"]
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one file. `sentences` say it to people, most important first."""

    file: str
    bytes: Bytes
    seal: SealHalf
    sentences: tuple[str, ...]
    exit_code: int
    problems: tuple[str, ...] = ()
    changed_files: tuple[str, ...] = ()
    checks: Mapping[str, bool] = field(default_factory=dict)
    bundle: str = ""
    seal_code: str = ""
    file_sha256: str = ""
    signing_key: str = ""
    sealed_at: str = ""
    previous_seal_code: str = ""
    exhibits: int = 0
    entries: int = 0

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
            "checks": dict(self.checks),
            "bundle": self.bundle,
            "seal_code": self.seal_code,
            "seal_code_short": layout.shown_seal_code(self.seal_code) if self.seal_code else "",
            "file_sha256": self.file_sha256,
            "signing_key_sha256": self.signing_key,
            "sealed_at": self.sealed_at,
            "previous_seal_code": self.previous_seal_code,
            "exhibits": self.exhibits,
            "log_entries": self.entries,
        }


def worst(codes: list[int]) -> int:
    """Return the exit code of a batch: the worst of changed, cannot tell, wrong secret, done."""
    order = (1, 4, 5, 3)
    return next((code for code in order if code in codes), 0)


def verify(
    path: Path, secrets: Secrets, seal_code: str | None = None, watch: Watch = UNWATCHED
) -> Verdict:
    """Return the verdict on `path`: a sealed file, the locked part of one, or an unpacked folder.

    `seal_code` is what the hand-over sheet says, 32 or 64 hex digits. Nothing that a file can hold
    makes this raise.

    Raises:
        Cancelled: when the person stopped it.
    """
    try:
        with opened(path, secrets) as source:
            findings = checking.check(source.bag, watch)
            digest, outer = _whole_file(source)
    except (WrongSecretError, CannotTellError, UsageError, SystemRefusedError) as error:
        return _nothing_said(path, str(error), error.exit_code)
    except FormatError as error:
        return _changed_outside(path, str(error))
    except OSError:
        return _nothing_said(path, "This could not be read from the disk.", 5)
    return _verdict(path, source.bag.name, findings, outer, digest, seal_code)


def _whole_file(source: Opened) -> tuple[str, list[str]]:
    if source.digest is None:
        return "", source.wrong
    digest, wrong = source.digest.result()
    return digest, [*source.wrong, *wrong]


def _verdict(
    path: Path,
    name: str,
    findings: checking.Findings,
    outer: list[str],
    digest: str,
    expected: str | None,
) -> Verdict:
    problems = tuple(dict.fromkeys([*outer, *findings.wrong]))
    matches = not problems
    half: SealHalf = "not-compared"
    if expected is not None:
        half = "same" if findings.seal_code.startswith(expected) else "different"
    facts = findings.facts
    return Verdict(
        file=path.name,
        bytes="matches" if matches else "changed",
        seal=half,
        sentences=_sentences(problems, half, findings, facts),
        exit_code=0 if matches and half != "different" else 1,
        problems=problems,
        changed_files=findings.changed_files,
        checks={"outer": not outer, **findings.checks},
        bundle=name or facts.get("External-Identifier", ""),
        seal_code=findings.seal_code,
        file_sha256=digest,
        signing_key=facts.get("Keepsafe-Signing-Key-SHA256", ""),
        sealed_at=facts.get("Keepsafe-Sealed-At", ""),
        previous_seal_code=facts.get("Keepsafe-Previous-Seal-Code", ""),
        exhibits=findings.exhibits,
        entries=findings.entries,
    )


def _sentences(
    problems: tuple[str, ...],
    half: SealHalf,
    findings: checking.Findings,
    facts: Mapping[str, str],
) -> tuple[str, ...]:
    if problems:
        named = list(problems[:_MOST_NAMED])
        if len(problems) > _MOST_NAMED:
            named.append(f"And {len(problems) - _MOST_NAMED} more.")
        first = "CHANGED. This is not what was sealed:"
        return (first, *named, *_about_seal(half, findings, matches=False))
    return (
        "MATCHES. The same bytes as when this was sealed.",
        f"The clock of the computer that sealed it said {facts.get('Keepsafe-Sealed-At', '?')}.",
        *_about_seal(half, findings, matches=True),
        f"It holds {findings.exhibits} saved files; its log has {findings.entries} entries, "
        "without a break.",
        "This does not show that a picture tells the truth, or when it was taken.",
    )


def _about_seal(half: SealHalf, findings: checking.Findings, *, matches: bool) -> tuple[str, ...]:
    code = layout.shown_seal_code(findings.seal_code)
    match half:
        case "same" if matches:
            return ("SEAL CODE: SAME. It is the one on the hand-over sheet.",)
        case "same":
            return ("SEAL CODE: SAME, so the list of files is the sealed one and a file is not.",)
        case "different":
            return (
                "SEAL CODE: DIFFERENT. This is not the file that the hand-over sheet was made "
                f"for. Its own code is {code}.",
            )
        case _:
            contradicts = "Nothing inside contradicts the seal. " if matches else ""
            return (
                f"SEAL CODE: NOT COMPARED. {contradicts}Compare this code with the sheet: {code}. "
                "Anyone who has the words could have made a new file.",
            )


def _nothing_said(path: Path, sentence: str, exit_code: int) -> Verdict:
    code = 4 if exit_code == 2 else exit_code
    return Verdict(path.name, "cannot-tell", "not-compared", (f"CANNOT TELL. {sentence}",), code)


def _changed_outside(path: Path, sentence: str) -> Verdict:
    return Verdict(
        file=path.name,
        bytes="changed",
        seal="not-compared",
        sentences=("CHANGED. This is not what was sealed:", sentence),
        exit_code=1,
        problems=(sentence,),
        checks={"outer": False},
    )
