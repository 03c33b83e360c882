"""The second half of a verdict: how a file's seal code compares with what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keepsafe.bundle import layout
from keepsafe.i18n import _

SealHalf = Literal["same", "different", "not-compared"]
_SHORT, _GROUP = 32, 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a seal code compares with what was typed from the hand-over sheet.

    `groups` are those of the eight that differ, counted from 1. `whole_file` is whether the
    SHA-256 of the file was typed instead, which the sheet has too; it is the right one then, and
    says nothing about the seal code. `long` is whether something of that length was typed.
    """

    half: SealHalf
    groups: tuple[int, ...] = ()
    whole_file: bool = False
    long: bool = False

    @property
    def mistyped(self) -> bool:
        """Whether some groups are the same, which two different codes never have by chance."""
        return 0 < len(self.groups) < _SHORT // _GROUP


def compare(seal_code: str, expected: str | None, file_sha256: str = "") -> Comparison:
    """Compare a file's own seal code ("" where it has none) with what `read_seal_code` gave."""
    if expected is None:
        return Comparison("not-compared")
    if seal_code and seal_code.startswith(expected):
        return Comparison("same")
    if expected == file_sha256:
        return Comparison("not-compared", whole_file=True)
    long = len(expected) > _SHORT
    starts = range(0, _SHORT, _GROUP)
    groups = tuple(
        number
        for number, at in enumerate(starts, 1)
        if seal_code and seal_code[at : at + _GROUP] != expected[at : at + _GROUP]
    )
    return Comparison("different", groups, long=long)


def about_match(comparison: Comparison, seal_code: str) -> tuple[str, ...]:
    """Return both halves for a file whose bytes match, what must be read first before the rest."""
    seal, typing = about_seal(comparison.half, seal_code, matches=True), about_typing(comparison)
    if comparison.half != "different":
        return _("MATCHES. The same bytes as when this was sealed."), seal, *typing
    # Nobody should read a comforting word before this one; nor fear one for a slip of the finger.
    only = _("MATCHES only itself. The same bytes as when this other file was sealed.")
    return (*typing, seal, only) if comparison.mistyped else (seal, *typing, only)


def about_typing(comparison: Comparison) -> tuple[str, ...]:
    """Return what there is to say about what was typed, before anybody decides on it."""
    if comparison.whole_file:
        return (
            _(
                "That is the SHA-256 of the whole file, and it is the same. The seal code is the "
                "short one on the sheet, eight groups of four."
            ),
        )
    if comparison.mistyped:
        named = ", ".join(map(str, comparison.groups))
        sentence = _(
            "Check your typing. The groups that differ: {groups}. Look at the sheet once more "
            "before you decide."
        )
        return (sentence.format(groups=named),)
    if comparison.half == "different" and comparison.long:
        return (
            _(
                "The seal code is the short one on the sheet, eight groups of four. The long one "
                "is the SHA-256 of the whole file."
            ),
        )
    return ()


def about_seal(half: SealHalf, seal_code: str, *, matches: bool, inside_holds: bool = False) -> str:
    """Return the sentence about the second half of a verdict; `seal_code` is the file's own.

    `inside_holds` is whether everything the code pins agrees with it, whatever is around it.
    """
    if not seal_code:
        if half == "different":
            return _("SEAL CODE: DIFFERENT. The list that the code is made from cannot be read.")
        return _("SEAL CODE: NOT COMPARED. The list that the code is made from cannot be read.")
    code = layout.shown_seal_code(seal_code)
    match half:
        case "same":
            return _about_same(matches=matches, inside_holds=inside_holds)
        case "different":
            return _(
                "SEAL CODE: DIFFERENT. This is not the file that the hand-over sheet was made for. "
                "Its own code is {code}."
            ).format(code=code)
        case _:
            if matches:
                sentence = _(
                    "SEAL CODE: NOT COMPARED. Nothing inside contradicts the seal. Compare this "
                    "code with the sheet: {code}. Anyone who has the words could have made a new "
                    "file."
                )
            else:
                sentence = _(
                    "SEAL CODE: NOT COMPARED. Compare this code with the sheet: {code}. Anyone who "
                    "has the words could have made a new file."
                )
            return sentence.format(code=code)


def _about_same(*, matches: bool, inside_holds: bool) -> str:
    if matches:
        return _("SEAL CODE: SAME. It is the one on the hand-over sheet.")
    if inside_holds:
        return _(
            "SEAL CODE: SAME. It is the one on the hand-over sheet, and what was sealed inside "
            "agrees with it."
        )
    return _(
        "SEAL CODE: SAME. The list of files is the sealed one; what is named above no longer "
        "agrees with it."
    )
