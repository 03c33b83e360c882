"""The entry point: reads the arguments, runs one command, and ends with its exit code.

Exit: 0 done or matches; 1 changed; 2 usage; 3 wrong password, words or key; 4 cannot tell; 5 the
system refused; 70 our fault; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from typing import Any, NoReturn

from keepsafe import __version__
from keepsafe.cli import (
    guiding,
    handing,
    keeping,
    leaving,
    looking,
    papers,
    receiving,
    sampling,
    timing,
    unit_keys,
)
from keepsafe.cli.console import Console
from keepsafe.cli.mistakes import explain
from keepsafe.errors import UsageError
from keepsafe.i18n import LANGUAGES, N_, _, system_language, translated, use

_DESCRIPTION = N_(
    "Save what a person doing this sent, locked, and make one file that police can open and check."
)
_WEST = re.compile(r"-\d\d:\d\d")


class _NotUnderstood(Exception):
    """The arguments make no command; how that is said depends on whether a program reads it."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self.parser = parser


class _Help(argparse.HelpFormatter):
    """Help whose own few words are translated too."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Keep a list, a line each, as it is written."""
        return text if "\n" in text else super()._fill_text(text, width, indent)


class Parser(argparse.ArgumentParser):
    """A parser, and those of its commands, whose help is in the person's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options}, add_help=False)
        self._positionals.title = _("positional arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help message and exit"))

    def error(self, message: str) -> NoReturn:
        """Leave it to `main` to say what was not understood."""
        raise _NotUnderstood(self, message)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = Parser(prog="keepsafe", description=translated(_DESCRIPTION), allow_abbrev=False)
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        help=_("speak this language; otherwise that of your system"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Keepsafe {__version__}",
        help=_("show the version and exit"),
    )
    _add_json_option(parser, default=False)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    for room in (
        keeping,
        looking,
        handing,
        receiving,
        papers,
        timing,
        leaving,
        guiding,
        unit_keys,
        sampling,
    ):
        room.add_commands(commands)
    _add_json(commands)
    return parser


def _add_json(commands: Any) -> None:
    for command in commands.choices.values():
        within = [a for a in command._actions if isinstance(a, argparse._SubParsersAction)]
        if within:
            _add_json(within[0])
            continue
        # Without a default, or it would undo what stands before the command.
        _add_json_option(command, default=argparse.SUPPRESS)


def _add_json_option(parser: argparse.ArgumentParser, *, default: Any) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        default=default,
        help=_("print one JSON object and nothing else"),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    # In a context of its own: whoever calls this keeps their language.
    return copy_context().run(_main, given)


def _main(arguments: list[str]) -> int:
    use(_wanted_language(arguments) or system_language())
    parser = build_parser()
    try:
        args = parser.parse_args([_not_an_option(argument) for argument in arguments])
    except _NotUnderstood as problem:
        if not {"--json", "--json-lines"} & set(arguments):
            argparse.ArgumentParser.error(problem.parser, str(problem))
        console = Console(json_mode=True, one_line="--json-lines" in arguments)
        console.give({"error": str(problem), "exit_code": UsageError.exit_code})
        return UsageError.exit_code
    if args.command is None:
        parser.print_help()
        return 0
    lines = getattr(args, "json_lines", False)
    console = Console(json_mode=args.json or lines, one_line=lines)
    try:
        return int(args.run(args, console))
    except BrokenPipeError:  # the reader of our output has seen enough
        return 0
    except (Exception, KeyboardInterrupt) as error:  # never a traceback: it could hold a secret
        sentence, exit_code = explain(error)
    console.give({"error": sentence, "exit_code": exit_code})
    if not console.json_mode:
        console.note(sentence)
    return exit_code


def _wanted_language(arguments: list[str]) -> str:
    """Return what `--language` says before the command, "" without it: the help needs it first."""
    for option, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if option == "--language":
            return following
        if option.startswith("--language="):
            return option.partition("=")[2]
        if not option.startswith("-"):
            break
    return ""


def _not_an_option(argument: str) -> str:
    """Write the minus of a time zone as a real minus sign, or it would look like an option."""
    return f"\N{MINUS SIGN}{argument[1:]}" if _WEST.fullmatch(argument) else argument


def entry_point() -> NoReturn:
    """Run as the program `keepsafe`."""
    sys.exit(main())
