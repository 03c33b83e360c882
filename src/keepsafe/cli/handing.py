"""Commands around the file for police: seal, words, handover, verify, open, reader, the demo."""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.table import Table

from keepsafe import __version__
from keepsafe.bundle import layout, sources, texts, verifying
from keepsafe.bundle.apart import refuse_beside
from keepsafe.bundle.delivering import safe_to_pull
from keepsafe.bundle.sealing import SealChoice, Sealed, finish_or_abandon, seal
from keepsafe.bundle.sealing_parts import seal_in_parts
from keepsafe.bundle.sheet import hand_over_sheet
from keepsafe.bundle.unpacking import unpack
from keepsafe.case.entries import Happening
from keepsafe.cli import timing
from keepsafe.cli.console import (
    Console,
    numbered,
    read_secret_file,
    visible,
    write_secret_file,
)
from keepsafe.cli.mistakes import explain
from keepsafe.cli.unit_keys import read_identities
from keepsafe.cli.vaults import actor, add_case_options, as_text, seal_number, unlock
from keepsafe.demo.example import make_example
from keepsafe.errors import Cancelled, FormatError, KeepsafeError, UsageError
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
_HANDOVER_FIELDS = ("officer", "agency", "file_number", "method")


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    sealing = commands.add_parser("seal", help=_("make the file for police"))
    add_case_options(sealing)
    sealing.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    sealing.add_argument(
        "--to",
        metavar="AGE_RECIPIENT",
        action="append",
        default=[],
        help=_("lock the file for a unit's age key instead of eight words"),
    )
    sealing.add_argument(
        "--no-reader", action="store_true", help=_("leave the offline reader out of the file")
    )
    sealing.add_argument(
        "--no-forms", action="store_true", help=_("make no forms to fill in beside the file")
    )
    sealing.add_argument("--lang", choices=words.LANGUAGES, default="en")
    sealing.add_argument(
        "--without-damaged",
        action="store_true",
        help=_("leave out, and list, damaged files; go on although steps of the log are lost"),
    )
    sealing.add_argument(
        "--words-out", metavar="FILE", type=Path, help=_("write the words to FILE")
    )
    sealing.add_argument(
        "--part-size",
        metavar="SIZE",
        type=_size,
        help=_("make parts, each at most about this large, such as 2G or 700M"),
    )
    sealing.add_argument(
        "--time",
        metavar="NAME|URL",
        nargs="?",
        const="",
        help=_("ask a time authority, over the network, to vouch for when this was sealed"),
    )
    timing.add_roots_option(sealing)
    sealing.set_defaults(run=_seal)

    showing = commands.add_parser("words", help=_("show the words of a seal again"))
    add_case_options(showing)
    showing.add_argument("--seal", type=int, metavar="N", help=_("the last one if left out"))
    showing.add_argument("--words-out", metavar="FILE", type=Path)
    showing.set_defaults(run=_words)

    sheet = commands.add_parser("sheet", help=_("print the hand-over sheet of a seal"))
    add_case_options(sheet)
    sheet.add_argument("--seal", type=int, metavar="N", help=_("the last one if left out"))
    sheet.add_argument("--lang", choices=words.LANGUAGES, default="en")
    sheet.add_argument("-o", "--output", metavar="FILE", type=Path, help=_("write it to FILE"))
    sheet.set_defaults(run=_sheet)

    handing = commands.add_parser("handover", help=_("record that the file was given to someone"))
    add_case_options(handing)
    for name in _HANDOVER_FIELDS:
        handing.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", default="")
    handing.add_argument("--seal", type=int, metavar="N", help=_("the last one if left out"))
    handing.set_defaults(run=_handover)

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

    demo = commands.add_parser("demo", help=_("make a sample case, seal it and check it"))
    demo.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=None)
    demo.set_defaults(run=_demo)


def _add_secret_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--words-file",
        metavar="FILE",
        help=_("read the eight words from FILE; - is standard input"),
    )
    parser.add_argument(
        "--key-file", metavar="FILE", help=_("an age identity file, for files locked for a key")
    )


def _seal(args: argparse.Namespace, console: Console) -> int:
    recipients = tuple(_recipient(text) for text in args.to)
    if recipients and args.words_out is not None:
        raise UsageError(_("A file that is locked for a key has no words to write."))
    if args.words_out is not None:
        refuse_beside(args.words_out, args.output)
    choice = SealChoice(
        recipients,
        args.lang,
        args.without_damaged,
        with_reader=not args.no_reader,
        with_forms=not args.no_forms,
        time=timing.chosen(args.time, args, console),
    )
    with unlock(args, console) as vault, console.watch(_("Making the file")) as watch:
        match finish_or_abandon(vault, args.output, actor(vault), watch):
            case "finished":
                console.note(
                    _("The file of the last time was whole, and is now noted as finished.")
                )
            case "abandoned":
                console.note(_("A file that was not finished the last time was given up."))
        if args.part_size is None:
            made: Sequence[Sealed] = [seal(vault, args.output, choice, actor(vault), watch)]
        else:
            made = seal_in_parts(
                vault, args.output, choice, actor(vault), watch, part_size=args.part_size
            )
    password = made[0].words
    if args.words_out is not None and password is not None:
        write_secret_file(args.words_out, password + "\n")
    _tell_sealed(made, args.words_out, console)
    if choice.with_forms and any(part.forms is None for part in made):
        console.note(
            _(
                "The forms could not be made, or there are some of that name already. The file for "
                "police is whole. Make them with: keepsafe forms CASE -o FILE"
            )
        )
    return 0


def _size(text: str) -> int:
    """Return the bytes that "2G", "700M" or a plain number means; units of a thousand."""
    units = {"K": 10**3, "M": 10**6, "G": 10**9}
    number, unit = (text[:-1], text[-1:].upper()) if text[-1:].upper() in units else (text, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise argparse.ArgumentTypeError(_("a size is a number with M or G, such as 2G"))
    return int(number) * units.get(unit, 1)


def _recipient(text: str) -> age.X25519Recipient:
    try:
        return age.X25519Recipient.parse(text)
    except FormatError as error:
        raise UsageError(str(error)) from error


def _tell_sealed(made: Sequence[Sealed], words_out: Path | None, console: Console) -> None:
    sealed = made[0]
    if len(made) > 1:
        console.say(
            _("The file for police is in {count} parts. All of them are needed:").format(
                count=len(made)
            )
        )
    for part in made:
        console.say(
            _("The file for police is ready: {file}").format(file=part.path),
            _("Seal code, for the hand-over sheet: {code}").format(
                code=layout.shown_seal_code(part.seal_code)
            ),
            _("SHA-256 of the file: {digest}").format(digest=part.file_sha256),
        )
        timing.tell(part, console)
    console.say(made[-1].reread.sentence, safe_to_pull())
    for part in made:
        if part.forms is not None:
            console.say(
                _("Forms to fill in, for handing it over: {file}").format(file=part.forms),
            )
    if sealed.damaged:
        console.say(
            _("Left out because they are damaged, and listed: {names}").format(
                names=", ".join(sealed.damaged)
            )
        )
    if words_out is not None:
        console.say(
            _("The eight words are in {file}. Keep them apart from the file.").format(
                file=words_out
            )
        )
    elif sealed.words is not None and console.shows_secrets:
        _show_words(sealed.words, console)
    elif sealed.words is not None:
        console.say(_("The eight words are kept in the case. Show them with: keepsafe words CASE"))
    files = [_as_json(part, words_out) for part in made]
    console.give(files[0] if len(made) == 1 else {**files[0], "parts": files})


def _as_json(sealed: Sealed, words_out: Path | None) -> dict[str, Any]:
    return {
        "file": str(sealed.path),
        "seal": sealed.seal,
        "seal_code": sealed.seal_code,
        "seal_code_short": layout.shown_seal_code(sealed.seal_code),
        "file_sha256": sealed.file_sha256,
        "file_size": sealed.file_size,
        "words_file": str(words_out) if words_out is not None else None,
        "damaged": list(sealed.damaged),
        "forms": str(sealed.forms) if sealed.forms is not None else None,
        "time": timing.as_json(sealed.time),
        "time_problem": sealed.time_problem,
    }


def _show_words(password: str, console: Console) -> None:
    console.say(
        _("The eight words open the file. Copy them on paper. Don't keep them with the file."),
        *numbered(password.split("-")),
        _("As typed into 7-Zip:"),
        f"  {password}",
    )


def _words(args: argparse.Namespace, console: Console) -> int:
    if console.json_mode and args.words_out is None:
        raise UsageError(_("With --json the words go into a file: give --words-out FILE."))
    if args.words_out is not None:
        refuse_beside(args.words_out, None)
    with unlock(args, console, read_only=True) as vault:
        number = seal_number(vault, args.seal)
        password = vault.words.show(number)
    if password is None:
        raise UsageError(
            _(
                "The words of seal {number} are not here. A file that is locked for a key has none."
            ).format(number=number)
        )
    if args.words_out is None:
        _show_words(password, console)
    else:
        write_secret_file(args.words_out, password + "\n")
        console.say(
            _("The words of seal {number} are in {file}.").format(
                number=number, file=args.words_out
            )
        )
    console.give({"seal": number, "words_file": str(args.words_out)})
    return 0


def _sheet(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console, read_only=True) as vault:
        number = seal_number(vault, args.seal)
        seal_made = next(s for s in vault.record.seals if s.number == number)
        parts = vault.record.set_of(seal_made)
    text = "\n".join(hand_over_sheet(part, args.lang) for part in parts)
    if args.output is None:
        console.say(*text.splitlines())
    else:
        refuse_beside(args.output, None, "sheet")
        Disk().write_new(args.output, text.encode())
        console.say(
            _("The hand-over sheet is in {file}. Keep it apart from the file.").format(
                file=args.output
            )
        )
    console.give(
        {
            "seal": seal_made.number,
            "seal_code": seal_made.code,
            "file_sha256": seal_made.file_sha256,
            "sheet": str(args.output) if args.output is not None else text,
        }
    )
    return 0


def _handover(args: argparse.Namespace, console: Console) -> int:
    given = {name: as_text(getattr(args, name)) for name in _HANDOVER_FIELDS}
    if not any(given.values()):
        raise UsageError(_("Say at least who got the file, with --officer or --agency."))
    with unlock(args, console) as vault:
        number = seal_number(vault, args.seal)
        handed = vault.record.set_of(next(s for s in vault.record.seals if s.number == number))
        vault.log(
            [Happening("handed-over", {"seal": s.number, **given}, actor(vault)) for s in handed]
        )
    console.say(_("Noted: the file of seal {number} was handed over.").format(number=number))
    console.give({"seal": number, **given})
    return 0


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
            verifying.ranges(verdict.changed_exhibits),
        )
    RichConsole(markup=False, highlight=False).print(table)


def _open(args: argparse.Namespace, console: Console) -> int:
    secrets = _secrets(args, [args.file], console)
    expected = layout.read_seal_code(args.seal_code) if args.seal_code is not None else None
    with console.watch(_("Checking and unpacking")) as watch:
        folder = unpack(args.file, secrets, args.output, watch)
    seal_code = layout.seal_code((folder / layout.TAG_MANIFEST).read_bytes())
    half = verifying.compared(seal_code, expected)
    console.say(
        _("Unpacked, every byte checked: {folder}").format(folder=folder),
        _("MATCHES. The same bytes as when this was sealed."),
        verifying.about_seal(half, seal_code, matches=True),
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
