"""Fill in an account from what a person pasted or typed, and point out what is worth a look."""

from __future__ import annotations

from collections.abc import Mapping

from keepsafe.guidance.identifiers import read
from keepsafe.guidance.model import Guidance

_READ = ("link", "username", "id", "phone")


def filled_in(
    given: Mapping[str, str], guidance: Guidance, country: str, language: str
) -> tuple[dict[str, str], list[str]]:
    """Return an account's fields with what a pasted link tells, and hints in `language`.

    What was typed stays as it is; only what was not given is filled in.
    """
    fields = dict(given)
    hints: dict[str, None] = {}
    for name in _READ:
        if not given.get(name):
            continue
        platform = given.get("platform")
        found = read(given[name], guidance, platform=platform, region=country or None)
        hints |= dict.fromkeys(hint.in_language(language) for hint in found.hints)
        if name == "link":
            told = found.account_fields()
            if found.platform:
                told["platform"] = guidance.platform(found.platform).name.in_language("en")
            for field, value in told.items():
                fields.setdefault(field, value)
    return fields, list(hints)
