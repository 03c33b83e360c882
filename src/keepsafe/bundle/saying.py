"""What a verdict says to people, in the language of now: one source for the window and verify."""

from __future__ import annotations

from keepsafe.bundle import checking, texts
from keepsafe.bundle.comparing import (
    Comparison,
    SealHalf,
    about_match,
    about_seal,
    about_typing,
)
from keepsafe.bundle.outcomes import Checked
from keepsafe.i18n import _, ngettext

_MOST_NAMED = 3
_MOST_RANGES = 10


def place(findings: checking.Findings) -> int:
    """Return which of several files this is, from 1; 0 when it is the only one."""
    told = findings.facts.get("Keepsafe-Part", "").partition("/")[0]
    return int(told) if findings.parts and told else 0


def _about_parts(findings: checking.Findings) -> tuple[str, ...]:
    if not findings.parts:
        return ()
    here = place(findings)
    others = tuple(name for n, name in enumerate(findings.parts, 1) if n != here)
    sentence = _("This is part {part} of {parts}. The rest is in: {names}. Check those too.")
    return (sentence.format(part=here, parts=len(findings.parts), names=few(others)),)


def sentences(
    problems: tuple[str, ...],
    comparison: Comparison,
    findings: checking.Findings,
    times: tuple[str, ...],
) -> tuple[str, ...]:
    """Return what a checked file's verdict says, most important first."""
    half, code = comparison.half, findings.seal_code
    if problems:
        first = _(
            "CHANGED. This is not what was sealed. A damaged copy looks the same as one changed on "
            "purpose: ask for another copy."
        )
        if not findings.wrong:
            first = _(
                "CHANGED. What was sealed inside still matches. Only what is around it differs: "
                "ask for another copy."
            )
        told = _which_exhibits(findings, half) if findings.wrong else ()
        seal = about_seal(half, code, matches=False, inside_holds=not findings.wrong)
        typing = about_typing(comparison)
        return (first, *told, *_named(problems), seal, *typing, *times)
    sealed_at = findings.facts.get("Keepsafe-Sealed-At", "")
    held = _held(findings)
    aside = _("Not part of the seal, and not checked: {names}.").format(names=few(findings.aside))
    return (
        *about_match(comparison, code),
        _("The clock of the computer that sealed it said {time}.").format(
            time=texts.told_minute(sealed_at)
        ),
        *times,
        " ".join((held, *findings.lost)),
        *_about_parts(findings),
        _(
            "This does not show that a picture tells the truth, when it was taken, or who wrote "
            "what is in it."
        ),
        *((aside,) if findings.aside else ()),
    )


def told_check(question: str, done: Checked) -> str:
    """Return what a check came to, after the words for what it is about."""
    match done.outcome:
        case "passed":
            return _("{check}: yes").format(check=question)
        case "failed" if done.names:
            return _("{check}: no ({names})").format(check=question, names=few(done.names))
        case "failed":
            return _("{check}: no").format(check=question)
        case "not-checked":
            return _("{check}: could not be checked").format(check=question)
        case _:
            return _("{check}: there is none").format(check=question)


def _which_exhibits(findings: checking.Findings, half: SealHalf) -> tuple[str, ...]:
    """Return which saved files are not as sealed, as far as that can be told."""
    if numbers := findings.changed_exhibits:
        return (_("Not as sealed: {exhibits}.").format(exhibits=ranges(numbers)),)
    if findings.exhibits_hold and findings.exhibits and half != "different":
        return (_("Every saved file is as the signed list says."),)
    return ()


def ranges(exhibits: tuple[str, ...]) -> str:
    """Return numbers in rising order as "E3, E5-E8, E12", the first few of very many."""
    runs: list[list[int]] = []
    for number in (int(item[1:]) for item in exhibits):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"E{r[0]}" if len(r) == 1 else f"E{r[0]}-E{r[-1]}" for r in runs[:_MOST_RANGES]]
    named = ", ".join(told)
    return _("{names} and others").format(names=named) if len(runs) > len(told) else named


def _named(problems: tuple[str, ...]) -> tuple[str, ...]:
    if len(problems) <= _MOST_NAMED:
        return problems
    first = problems[: _MOST_NAMED - 1]
    more = _("And {count} more.").format(count=len(problems) - len(first))
    return (*first, more)


def few(names: tuple[str, ...]) -> str:
    """Return the first few of many names, and how many more there are."""
    more, named = len(names) - _MOST_NAMED, ", ".join(names[:_MOST_NAMED])
    return _("{names} and {count} more").format(names=named, count=more) if more > 0 else named


def _held(findings: checking.Findings) -> str:
    exhibits, entries = findings.exhibits, findings.entries
    if findings.copies:
        sentence = _(
            "These are plain copies of {count} of the {total} saved files in {file}, and not "
            "locked. The log and the rest are in that file."
        )
        named = f"{findings.facts.get('External-Identifier', '')}.zip"
        return sentence.format(count=exhibits, total=exhibits + findings.not_here, file=named)
    files = ngettext("{count} saved file", "{count} saved files", exhibits).format(count=exhibits)
    log = ngettext("{count} entry", "{count} entries", entries).format(count=entries)
    if findings.unbroken:
        sentence = _("It holds {files}; its log has {entries}, without a break.")
    else:
        sentence = _("It holds {files}; its log has {entries}.")
    return sentence.format(files=files, entries=log)
