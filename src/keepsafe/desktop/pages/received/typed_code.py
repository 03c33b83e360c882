"""What was typed as a seal code: which sign in it cannot be one, and what it may be instead."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keepsafe.i18n import N_, _, translated

_PARTING = re.compile(r"[\s:._\u2013\u2014-]")
_GROUP = 4
_NAMES: Mapping[str, str] = {
    "O": N_("capital O"), "o": N_("small O"), "l": N_("small L"),
    "I": N_("capital I"), "i": N_("small I"), "|": N_("upright bar"),
}  # fmt: skip
_MEANT: Mapping[str, str] = {"o": "0", "l": "1", "i": "1", "|": "1"}


def misread(typed: str) -> str:
    """Return a sentence about the first sign that no seal code has, "" where there is none."""
    for place, sign in enumerate(_PARTING.sub("", typed)):
        if sign.lower() in "0123456789abcdef":
            continue
        group = place // _GROUP + 1
        if meant := _MEANT.get(sign.lower()):
            said = _(
                "Group {group} has a letter that no seal code has: {sign}. It may be the digit "
                "{digit}."
            )
            named = translated(_NAMES[sign]) if sign in _NAMES else sign
            return said.format(group=group, sign=named, digit=meant)
        said = _(
            "Group {group} has a sign that no seal code has: {sign}. It has the digits 0 to 9 and "
            "the letters a to f."
        )
        return said.format(group=group, sign=sign)
    return ""
