"""How commands get at a case: the options every one of them has, and the unlocking."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keepsafe.case.fields import FIELDS, Kind, label
from keepsafe.case.record import Seal
from keepsafe.cli.console import Console
from keepsafe.errors import UsageError
from keepsafe.i18n import _
from keepsafe.vault.doors import Door
from keepsafe.vault.vault import Vault


def add_case_options(parser: argparse.ArgumentParser) -> None:
    """Add CASE and the ways to unlock it."""
    parser.add_argument("case", metavar="CASE", type=Path, help=_("the folder of the case"))
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help=_("read the password from FILE; - is standard input"),
    )
    door = parser.add_mutually_exclusive_group()
    door.add_argument(
        "--with-recovery-code",
        dest="door",
        action="store_const",
        const="recovery",
        help=_("unlock with the eight words of the recovery code instead of the password"),
    )
    door.add_argument(
        "--as-person",
        dest="door",
        action="store_const",
        const="person",
        help=_("unlock with the password of another person who was let in"),
    )
    parser.set_defaults(door="password")


def unlock(args: argparse.Namespace, console: Console, *, read_only: bool = False) -> Vault:
    """Unlock the case that the options name, and say what is wrong in it, if anything."""
    if not args.case.is_dir():
        raise UsageError(
            _("There is no folder {name}. Nothing was changed.").format(name=args.case.name)
        )
    question = _("The recovery code") if args.door == "recovery" else _("Your password")
    secret = console.secret(args.password_file, question)
    door: Door = args.door
    vault = Vault.unlock(args.case, secret, door=door, read_only=read_only)
    for problem in vault.problems:
        console.note(problem.sentence)
    if vault.read_only and not read_only:
        console.note(_("This case is open in another window, so here it can only be looked at."))
    if not vault.read_only and vault.orphans():
        console.note(
            _(
                "A saved file was found without its record, left by a crash. "
                "Add it with: keepsafe adopt CASE"
            )
        )
    return vault


def actor(vault: Vault) -> str:
    """Return who is at the keyboard, as the log names them."""
    return vault.record.case.role or "keepsafe"


def finished_seal(vault: Vault, asked: int | None) -> Seal:
    """Return the finished seal that was asked for, or the last one.

    Raises:
        UsageError: when there is no such one.
    """
    seals = [s for s in vault.record.seals if s.code and asked in (None, s.number)]
    if not seals:
        raise UsageError(_("There is no such finished seal in this case."))
    return seals[-1]


def seal_number(vault: Vault, asked: int | None) -> int:
    """Return the number of the finished seal that was asked for, or of the last one.

    Raises:
        UsageError: when there is no such one.
    """
    return finished_seal(vault, asked).number


def add_field_options(
    parser: argparse.ArgumentParser, kind: Kind, leave_out: Sequence[str] = ()
) -> None:
    """Add an option for each thing that can be recorded of a kind."""
    for field in dataclasses.fields(FIELDS[kind]):
        if field.name in leave_out:
            continue
        choices = field.metadata.get("choices")
        parser.add_argument(
            f"--{field.name.replace('_', '-')}",
            dest=f"field_{field.name}",
            metavar=None if choices else _metavar(field.metadata),
            choices=choices,
            help=label(kind, field.name).replace("%", "%%"),
        )


def given_fields(args: argparse.Namespace) -> dict[str, str]:
    """Return what the field options say; an option that was not given is not there."""
    given = {
        name.removeprefix("field_"): value
        for name, value in vars(args).items()
        if name.startswith("field_") and value is not None
    }
    return {name: as_text(value) for name, value in given.items()}


def as_text(argument: str) -> str:
    """Return an argument as text; bytes that are no text are shown, never lone surrogates."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _metavar(metadata: Mapping[str, Any]) -> str:
    if "moment" in metadata:
        return '"2026-11-02 21:14"'
    if "zone" in metadata:
        return "-07:00"
    if "letter" in metadata:
        return f"{metadata['letter']}1"
    return "TEXT"
