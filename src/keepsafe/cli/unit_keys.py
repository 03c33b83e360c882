"""Commands for a unit that receives files: make an age key, and show its public side."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from keepsafe.cli.console import Console, read_secret_file, write_secret_file
from keepsafe.errors import FormatError, UsageError, WrongSecretError
from keepsafe.formats import age
from keepsafe.i18n import _

_FILE = "unit-key.txt"


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    parser = commands.add_parser("keys", help=_("for a police unit: a key to lock files for"))
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    making = kinds.add_parser("new", help=_("make a key, and print what families lock files with"))
    making.add_argument(
        "-o", "--output", metavar="FILE", type=Path, default=Path(_FILE),
        help=_("where the secret key goes; {name} if left out").format(name=_FILE),
    )  # fmt: skip
    making.set_defaults(run=_new)
    showing = kinds.add_parser("show", help=_("print the public side of a key again"))
    showing.add_argument("file", metavar="FILE", help=_("a key file; - is standard input"))
    showing.set_defaults(run=_show)


def read_identities(text: str) -> tuple[age.X25519Identity, ...]:
    """Return the keys in the text of an age identity file.

    Raises:
        UsageError: when there is none; WrongSecretError: when one is not spelled right.
    """
    lines = (line.strip() for line in text.splitlines())
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise UsageError(_("There is no age key in that file; it starts with AGE-SECRET-KEY-1."))
    try:
        return tuple(age.X25519Identity.parse(key) for key in keys)
    except FormatError as error:
        raise WrongSecretError(str(error)) from error


def _new(args: argparse.Namespace, console: Console) -> int:
    identity = age.X25519Identity.generate()
    recipient = str(identity.recipient())
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # As age-keygen writes it.
    text = f"# created: {made}\n# public key: {recipient}\n{identity.encode()}\n"
    write_secret_file(args.output, text)
    console.say(
        _(
            "The secret key is in {file}. Only your unit may have it: keep a second copy safe."
        ).format(file=args.output),
        _("Whoever loses it can open no file that was locked for it, and nobody else can help."),
        _("Give families this line, which is no secret. They lock the file with: seal --to"),
        f"  {recipient}",
        _(
            "A file that was locked for it opens with: age -d -i {file} -o evidence.zip "
            "evidence.zip.age"
        ).format(file=args.output),
    )
    console.give({"file": str(args.output), "recipient": recipient})
    return 0


def _show(args: argparse.Namespace, console: Console) -> int:
    recipients = [str(key.recipient()) for key in read_identities(read_secret_file(args.file))]
    console.say(*recipients)
    console.give({"recipients": recipients})
    return 0
