"""Commands of whoever gets the file: check it, open it, take a reader of one's own."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.table import Table

from keepsafe import __version__
from keepsafe.bundle import comparing, layout, saying, sources, texts, verifying
from keepsafe.bundle.unpacking import unpack
from keepsafe.cli import timing
from keepsafe.cli.console import (
    Console,
    read_secret_file,
    visible,
)
from keepsafe.cli.mistakes import explain
from keepsafe.cli.unit_keys import read_identities
from keepsafe.cli.vaults import as_text
from keepsafe.errors import Cancelled, KeepsafeError, UsageError
from keepsafe.formats import age, words
from keepsafe.i18n import N_, _, translated
from keepsafe.vault.durable import Disk

_SHOWN: Mapping[str, str] = {
    "matches": N_("matches"),
    "changed": N_("changed"),
    "cannot-tell": N_("cannot-tell"),
    "same": N_("same"),
    "different": N_("different"),
    "not-compared": N_("not compared"),
}


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    checking = commands.add_parser("verify", help=_("check sealed files; writes nothing"))
    checking.add_argument("files", metavar="FILE", nargs="*", type=Path)
    checking.add_argument(
        "--seal-code", metavar="CODE", action="append", help=_("the code on the hand-over sheet")
    )
    checking.add_argument(
        "--token",
        metavar="FILE.tsr",
        action="append",
        type=Path,
        default=[],
        help=_("a time token apart from the sealed file; with --seal-code it needs no FILE"),
    )
    timing.add_roots_option(checking)
    _add_secret_options(checking)
    checking.add_argument(
        "--json-lines",
        action="store_true",
        help=_("print one JSON object a line for each file, as soon as it is checked"),
    )
    checking.set_defaults(run=_verify)

    opening = commands.add_parser("open", help=_("check a sealed file and unpack it"))
    opening.add_argument("file", metavar="FILE", type=Path)
    opening.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    opening.add_argument("--seal-code", metavar="CODE", help=_("the code on the hand-over sheet"))
    _add_secret_options(opening)
    opening.set_defaults(run=_open)

    reader = commands.add_parser("reader", help=_("write your unit's own copy of the reader"))
    reader.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    reader.set_defaults(run=_reader)


def _add_secret_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--words-file",
        metavar="FILE",
        help=_("read the eight words from FILE; - is standard input"),
    )
    parser.add_argument(
        "--key-file", metavar="FILE", help=_("an age identity file, for files locked for a key")
    )


def _verify(args: argparse.Namespace, console: Console) -> int:
    if not args.files:
        return _verify_tokens(args, console)
    codes = _codes(args)
    if args.token and len(args.files) > 1:
        raise UsageError(_("A time token is about one file: check one file at a time with it."))
    times = timing.brought(args)
    secrets = _secrets(args, args.files, console)
    verdicts = []
    for path, code in zip(args.files, codes, strict=True):
        verdict = _verdict(path, secrets, code, times, console)
        verdicts.append(verdict)
        console.say(as_text(verdict.file), *(f"  {s}" for s in verdict.sentences), "")
        if args.json_lines:
            console.give(verdict.as_json())
    if len(verdicts) > 1:
        _table(verdicts, console)
    unfitting = verifying.unfitting_parts(verdicts)
    absent = verifying.missing_parts(verdicts)
    console.say(*unfitting, *absent)
    codes_given = [verdict.exit_code for verdict in verdicts]
    exit_code = verifying.worst([*codes_given, 1] if unfitting else codes_given)
    if args.json_lines:
        return exit_code
    console.give(
        {
            "bytes": _worst([v.bytes for v in verdicts], ("changed", "cannot-tell")),
            "seal": _worst([v.seal for v in verdicts], ("different", "not-compared")),
            "exit_code": exit_code,
            "missing_parts": list(absent),
            "unfitting_parts": list(unfitting),
            "results": [verdict.as_json() for verdict in verdicts],
        }
    )
    return exit_code


def _verify_tokens(args: argparse.Namespace, console: Console) -> int:
    codes = args.seal_code or []
    if not args.token or len(codes) != 1:
        raise UsageError(
            _("Name a file to check, or a time token with --token and the code with --seal-code.")
        )
    return timing.verify_tokens(args, layout.read_seal_code(codes[0]), console)


def _verdict(
    path: Path,
    secrets: sources.Secrets,
    code: str | None,
    times: verifying.TimeSources,
    console: Console,
) -> verifying.Verdict:
    """Return the verdict on one file of many; even a mistake of ours spoils it for no other."""
    try:
        with console.watch(_("Checking {name}").format(name=as_text(path.name))) as watch:
            return verifying.verify(path, secrets, code, watch, times)
    except Cancelled:
        raise
    except Exception as error:
        return verifying.failed(path, explain(error)[0])


def _codes(args: argparse.Namespace) -> list[str | None]:
    """Return the seal code for each file: one for all, or one each, in order."""
    codes: list[str | None] = [layout.read_seal_code(code) for code in args.seal_code or ()]
    if len(codes) < 2:
        return (codes or [None]) * len(args.files)
    if len(codes) != len(args.files):
        raise UsageError(_("Give one seal code for all files, or one for each, in the same order."))
    return codes


def _worst(halves: Sequence[str], order: Sequence[str]) -> str:
    return next((half for half in order if half in halves), halves[0])


def _table(verdicts: list[verifying.Verdict], console: Console) -> None:
    if console.json_mode:
        return
    table = Table(_("File"), _("Bytes"), _("Seal code"), _("Not as sealed"))
    for verdict in verdicts:
        table.add_row(
            visible(as_text(verdict.file)),
            translated(_SHOWN[verdict.bytes]),
            translated(_SHOWN[verdict.seal]),
            saying.ranges(verdict.changed_exhibits),
        )
    RichConsole(markup=False, highlight=False).print(table)


def _open(args: argparse.Namespace, console: Console) -> int:
    secrets = _secrets(args, [args.file], console)
    expected = layout.read_seal_code(args.seal_code) if args.seal_code is not None else None
    with console.watch(_("Checking and unpacking")) as watch:
        folder = unpack(args.file, secrets, args.output, watch)
    seal_code = layout.seal_code((folder / layout.TAG_MANIFEST).read_bytes())
    digest = ""
    if expected is not None and args.file.is_file():
        with args.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    comparison = comparing.compare(seal_code, expected, digest)
    half = comparison.half
    console.say(
        _("Unpacked, every byte checked: {folder}").format(folder=folder),
        *comparing.about_match(comparison, seal_code),
    )
    console.give({"folder": str(folder), "bytes": "matches", "seal": half, "seal_code": seal_code})
    return 1 if half == "different" else 0


def _reader(args: argparse.Namespace, console: Console) -> int:
    content = texts.reader()
    digest = hashlib.sha256(content).hexdigest()
    Disk().write_new(args.output, content)
    console.say(
        _("The reader is in {file}. Open it in a browser; it opens any Keepsafe file.").format(
            file=args.output
        ),
        _("Its SHA-256, to compare later: {digest}").format(digest=digest),
    )
    console.give({"file": str(args.output), "sha256": digest, "version": __version__})
    return 0


def _secrets(args: argparse.Namespace, files: list[Path], console: Console) -> sources.Secrets:
    """Return what opens `files`: from the options, or asked for when a file needs it."""
    passwords: tuple[str, ...] = ()
    identities: tuple[age.Identity, ...] = ()
    if args.key_file is not None:
        identities = read_identities(read_secret_file(args.key_file))
    if args.words_file is not None:
        passwords = _typed_words(read_secret_file(args.words_file))
    elif not console.json_mode and any(_needs_words(path) for path in files):
        passwords = _typed_words(console.secret(None, _("The eight words")))
    return sources.Secrets(passwords, identities)


def _typed_words(text: str) -> tuple[str, ...]:
    """Return the passwords in a text: one set of eight words, or one set a line."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return words.read(text)
    except UsageError:
        if len(lines) < 2:
            raise
    # Several files, each with its own words on a line.
    return tuple(password for line in lines for password in words.read(line))


def _needs_words(path: Path) -> bool:
    try:
        return sources.what_is_needed(path) == "words"
    except (KeepsafeError, OSError):  # the verdict will say what is wrong with it
        return False
