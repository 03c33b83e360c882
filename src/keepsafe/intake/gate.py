"""Which files of a batch are taken: first by file facts, then by the policy of the country's pack.

Both answers come before anything is written, and again when the whole file has been seen: what only
its end tells can still speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keepsafe.case.fields import CaseFields
from keepsafe.guidance.model import Country
from keepsafe.guidance.policy import Confirmations, FileKind, may_import
from keepsafe.i18n import language
from keepsafe.intake.embedded import Embedded
from keepsafe.intake.file_type import FileType
from keepsafe.intake.sorting import FileFacts, Kind, sort_file

_KINDS: Mapping[Kind, FileKind] = {
    "screenshot": "screenshot",
    "camera-photo": "photo",
    "video": "video",
    "archive": "archive",
    "document": "other",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file that was not taken: its name, what it is, and why, in one or two sentences.

    `by_policy` when it is not the file but a rule for the person's role that speaks against it;
    `is_picture` when it could be a photo of a screen; `path` where it still is, if that is known.
    """

    name: str
    kind: str
    reason: str
    by_policy: bool = False
    is_picture: bool = False
    path: Path | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a batch is added: what is said of all its files, and which are taken.

    Files that were named one by one are all taken, and from folders only the screenshots;
    `screenshots_only` holds named files to that too, `everything` takes whole folders. A private
    picture is never named: it is pointed to. `none_intimate` is what school staff state of each
    batch: they were told, and as far as they know, that none shows a nude or sexual picture.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    screenshots_only: bool = False
    everything: bool = False
    none_intimate: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides about each file of a batch; `strict` takes nothing but screenshots."""

    case: CaseFields
    country: Country
    choice: Choice

    def why_not(
        self, name: str, file_type: FileType, embedded: Embedded, *, strict: bool
    ) -> LeftAlone | None:
        """Return why a file is left alone, or None when it is taken."""
        sort = sort_file(FileFacts(name, file_type, embedded))
        if strict and not sort.taken:
            is_picture = file_type.family == "image"
            return LeftAlone(name, sort.kind, sort.reason, is_picture=is_picture)
        kind: FileKind = "text" if file_type.family == "text" else _KINDS[sort.kind]
        decision = may_import(
            self.country,
            # A role is always recorded; only a log whose beginning was lost has none. Then the
            # family goes on by the rules for the one it happened to.
            self.case.role or "young-person",
            "nothing-intimate",
            "unknown",
            kind,
            confirmations=Confirmations(
                school_policy=self.case.school_policy,
                authorised_by=self.case.school_authorised_by,
                none_intimate=self.choice.none_intimate,
                picked_one_by_one=True,
            ),
        )
        if decision.outcome == "allowed":
            return None
        return LeftAlone(name, sort.kind, decision.reason.in_language(language()), by_policy=True)
