"""A record of one check, as plain text to keep: what was checked, with what, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from keepsafe import __version__
from keepsafe.bundle import layout, texts
from keepsafe.bundle.saying import told_check
from keepsafe.bundle.verifying import Verdict
from keepsafe.i18n import N_, _, translated

CHECKS: Mapping[str, str] = {
    "outer": N_("The file around the locked part is as Keepsafe writes it"),
    "members": N_("Nothing is in it that does not belong"),
    "readable": N_("Every file in it can be read whole"),
    "manifests": N_("Every file has the hash on the lists"),
    "signature": N_("The list of lists is signed with the case's key"),
    "bag-info": N_("Its own facts agree with each other"),
    "times": N_("Every time token in it is about these bytes"),
    "custody-log": N_("The log is one chain without a break"),
    "exhibits": N_("Every saved file is the one in the log"),
}
"""What each check is about."""


def check_record(verdict: Verdict, size: int | None, typed: str, at: datetime) -> str:
    """Return the record in the language of now, with the sentences of `verify`.

    `size` is in bytes, None for a folder; `typed` is the seal code as it was typed, "" where none
    was; `at` is now, with its zone.
    """
    minute = texts.told_minute(at.isoformat(timespec="seconds"))
    facts = (
        (_("Checked on"), minute),
        (_("Checked with"), f"Keepsafe {__version__}"),
        (_("File"), texts.shown(verdict.file)),
        (_("Size"), "" if size is None else _("{count} bytes").format(count=size)),
        (_("SHA-256 of the file"), verdict.file_sha256),
        (_("Sealed as"), verdict.bundle),
        (_("Seal code worked out"), _short(verdict.seal_code)),
        (_("Seal code, whole"), verdict.seal_code),
        (_("Seal code typed"), typed or _("none")),
        (_("Fingerprint of the case's key"), verdict.signing_key),
    )
    checks = (told_check(translated(CHECKS[done.check]), done) for done in verdict.outcomes)
    parts = (
        _("RECORD OF A CHECK"),
        "\n".join(f"{label}\n  {value}" for label, value in facts if value),
        _("What was found"),
        "\n".join(f"  {sentence}" for sentence in verdict.sentences),
        _("What was checked"),
        "\n".join(f"  {told}" for told in checks),
    )
    problems = [f"  {problem}" for problem in verdict.problems]
    return "\n\n".join(filter(None, (*parts, "\n".join(problems)))) + "\n"


def _short(code: str) -> str:
    return layout.shown_seal_code(code) if code else ""
