"""The command for what is filled in by hand: forms."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from keepsafe.bundle.forms import write_forms
from keepsafe.cli.console import Console
from keepsafe.cli.vaults import add_case_options, seal_number, unlock
from keepsafe.formats import words
from keepsafe.i18n import _


def add_commands(commands: Any) -> None:
    """Add the parser of this command."""
    forms = commands.add_parser("forms", help=_("make the forms to fill in for a seal again"))
    add_case_options(forms)
    forms.add_argument("--seal", type=int, metavar="N", help=_("the last one if left out"))
    forms.add_argument("--lang", choices=words.LANGUAGES, default="en")
    forms.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    forms.set_defaults(run=_forms)


def _forms(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console, read_only=True) as vault:
        number = seal_number(vault, args.seal)
        write_forms(vault.record, number, args.lang, args.output)
    console.say(
        _("The forms are in {file}. They are no part of the sealed file.").format(file=args.output)
    )
    console.give({"seal": number, "forms": str(args.output)})
    return 0
