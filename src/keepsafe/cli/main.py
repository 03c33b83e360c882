"""The entry point: reads the arguments, runs one command, and ends with its exit code.

Exit: 0 done or matches; 1 changed; 2 usage; 3 wrong password, words or key; 4 cannot tell; 5 the
system refused; 70 our fault; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from keepsafe import __version__
from keepsafe.cli import guiding, handing, keeping, looking
from keepsafe.cli.console import Console
from keepsafe.errors import Cancelled, KeepsafeError
from keepsafe.vault.durable import refusal

_DESCRIPTION = (
    "Save what a person doing this sent, locked, and make one file that police can open and check."
)
_OUR_FAULT = 70
_STOPPED = 130
_WEST = re.compile(r"-\d\d:\d\d")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = argparse.ArgumentParser(prog="keepsafe", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"Keepsafe {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    for room in (keeping, looking, handing, guiding):
        room.add_commands(commands)
    _add_json(commands)
    return parser


def _add_json(commands: Any) -> None:
    for command in commands.choices.values():
        within = [a for a in command._actions if isinstance(a, argparse._SubParsersAction)]
        if within:
            _add_json(within[0])
            continue
        command.add_argument(
            "--json", action="store_true", help="print one JSON object and nothing else"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = build_parser()
    args = parser.parse_args(
        [_not_an_option(a) for a in (sys.argv[1:] if arguments is None else arguments)]
    )
    if args.command is None:
        parser.print_help()
        return 0
    console = Console(json_mode=args.json)
    try:
        return int(args.run(args, console))
    except BrokenPipeError:  # the reader of our output has seen enough
        return 0
    except (Exception, KeyboardInterrupt) as error:  # never a traceback: it could hold a secret
        sentence, exit_code = _explain(error)
    console.give({"error": sentence, "exit_code": exit_code})
    if not console.json_mode:
        console.note(sentence)
    return exit_code


def _not_an_option(argument: str) -> str:
    """Write the minus of a time zone as a real minus sign, or it would look like an option."""
    return f"\N{MINUS SIGN}{argument[1:]}" if _WEST.fullmatch(argument) else argument


def _explain(error: Exception | KeyboardInterrupt) -> tuple[str, int]:
    """Return the sentence for whatever ended a command, and the exit code."""
    match error:
        case Cancelled():
            return str(error), _STOPPED
        case KeyboardInterrupt():
            return "Stopped. What was saved before is safe.", _STOPPED
        case KeepsafeError():
            return str(error), error.exit_code
        case OSError():
            return str(refusal(error)), 5
    kind, place = type(error).__name__, _where(error)
    sentence = (
        f"Keepsafe made a mistake ({kind} in {place}). What was saved is safe. "
        "Please tell us these words."
    )
    return sentence, _OUR_FAULT


def _where(error: BaseException) -> str:
    """Return the place in our code, without any of the data."""
    trace, place = error.__traceback__, "an unknown place"
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if str(module).startswith("keepsafe."):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def entry_point() -> NoReturn:
    """Run as the program `keepsafe`."""
    sys.exit(main())
