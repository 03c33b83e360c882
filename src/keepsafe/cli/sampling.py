"""The command that makes a sample case, seals it and checks it."""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import Any

from keepsafe.bundle import layout
from keepsafe.cli.console import (
    Console,
)
from keepsafe.demo.example import make_example
from keepsafe.i18n import _


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    demo = commands.add_parser("demo", help=_("make a sample case, seal it and check it"))
    demo.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=None)
    demo.set_defaults(run=_demo)


def _free_name(name: str) -> Path:
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(path for path in map(Path, names) if not path.exists())


def _demo(args: argparse.Namespace, console: Console) -> int:
    folder = args.folder or _free_name("keepsafe-demo")
    with console.watch(_("Making a sample case")) as watch:
        example = make_example(folder, watch)
    verdict = example.verdict
    console.say(
        _("This is a sample case with drawn pictures. Nothing in it is real."),
        "",
        _("The case, locked:        {folder}").format(folder=example.case),
        _("  its password is in     {file}").format(file=example.password_file),
        _("The file for police:     {file}").format(file=example.sealed.path),
        _("  its eight words are in {file}").format(file=example.words_file),
        _("  its seal code is       {code}").format(
            code=layout.shown_seal_code(example.sealed.seal_code)
        ),
        "",
        *verdict.sentences,
        "",
        _("Check it yourself: keepsafe verify {file} --words-file {words}").format(
            file=example.sealed.path, words=example.words_file
        ),
    )
    console.give(
        {
            "case": str(example.case),
            "file": str(example.sealed.path),
            "seal_code": example.sealed.seal_code,
            "password_file": str(example.password_file),
            "words_file": str(example.words_file),
            "bytes": verdict.bytes,
            "seal": verdict.seal,
        }
    )
    return verdict.exit_code
