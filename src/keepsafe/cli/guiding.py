"""Commands that show and check the guidance packs."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from keepsafe.case.fields import COUNTRIES, ROLES
from keepsafe.cli.console import Console
from keepsafe.cli.vaults import add_case_options, unlock
from keepsafe.errors import UsageError
from keepsafe.formats.words import LANGUAGES
from keepsafe.guidance.checking import check
from keepsafe.guidance.identifiers import read
from keepsafe.guidance.loading import load
from keepsafe.guidance.showing import pages
from keepsafe.i18n import _, language
from keepsafe.report.filling import values_from

_SCRIPTS = ("call-police", "call-crisis-line", "call-bank", "report-online")


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    parser = commands.add_parser("guidance", help=_("show or check the advice that is built in"))
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    show = kinds.add_parser("show", help=_("print what a person would read"))
    show.add_argument("--country", choices=COUNTRIES, required=True)
    show.add_argument("--role", choices=ROLES, required=True)
    show.add_argument("--platform", metavar="APP", default="other", help=_("such as snapchat"))
    show.add_argument("--lang", choices=LANGUAGES, default=language())
    show.set_defaults(run=_show)
    checking = kinds.add_parser("check", help=_("say what is wrong in the packs, file and line"))
    checking.add_argument("--folder", metavar="DIR", type=Path, help=_("packs kept elsewhere"))
    checking.set_defaults(run=_check)
    script = commands.add_parser("script", help=_("what to say when calling, filled in"))
    add_case_options(script)
    script.add_argument("name", choices=_SCRIPTS, nargs="?", default=_SCRIPTS[0])
    script.add_argument("--lang", choices=LANGUAGES, default=language())
    script.set_defaults(run=_script)
    reading = kinds.add_parser("identify", help=_("say what a pasted name, link or number is"))
    reading.add_argument("text", metavar="TEXT")
    reading.add_argument("--platform", metavar="APP")
    reading.add_argument("--country", choices=COUNTRIES)
    reading.add_argument("--lang", choices=LANGUAGES, default=language())
    reading.set_defaults(run=_identify)


def _script(args: argparse.Namespace, console: Console) -> int:
    guidance = load()
    with unlock(args, console, read_only=True) as vault:
        record = vault.record
    text = guidance.text(f"script-{args.name}", record.case.role or "young-person", args.lang)
    if text is None:
        raise UsageError(_("There is no such script for this role."))
    body = text.filled(values_from(record, guidance, args.lang)).strip()
    console.say(text.title, "=" * len(text.title), "", body)
    console.give({"title": text.title, "body": body})
    return 0


def _show(args: argparse.Namespace, console: Console) -> int:
    guidance = load()
    shown = pages(guidance, args.country, args.role, args.platform, args.lang)
    for page in shown:
        console.say(page.title, "=" * len(page.title), "", page.body, "")
    console.give({"pages": [dataclasses.asdict(page) for page in shown]})
    return 0


def _check(args: argparse.Namespace, console: Console) -> int:
    problems = check(args.folder)
    console.say(*(str(problem) for problem in problems))
    if not problems:
        console.say(_("The guidance packs are as they should be."))
    console.give({"problems": [str(problem) for problem in problems]})
    return 1 if problems else 0


def _identify(args: argparse.Namespace, console: Console) -> int:
    found = read(args.text, load(), platform=args.platform, region=args.country)
    hints = [hint.in_language(args.lang) for hint in found.hints]
    console.say(f"{found.platform or '?'}  {found.kind}  {found.canonical}", *hints)
    console.give(
        {
            "platform": found.platform,
            "kind": found.kind,
            "canonical": found.canonical,
            "typed": found.typed,
            "link": found.link,
            "hints": hints,
        }
    )
    return 0
