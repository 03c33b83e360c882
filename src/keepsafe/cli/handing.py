"""Commands around the file for police: seal it, its words and sheet, who it was handed to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keepsafe.bundle import layout
from keepsafe.bundle.apart import refuse_beside
from keepsafe.bundle.delivering import safe_to_pull, warning_about
from keepsafe.bundle.sealing import SealChoice, Sealed, finish_or_abandon, seal
from keepsafe.bundle.sealing_parts import seal_in_parts
from keepsafe.bundle.sheet import hand_over_sheet
from keepsafe.case.entries import Happening
from keepsafe.cli import timing
from keepsafe.cli.console import (
    Console,
    numbered,
    write_secret_file,
)
from keepsafe.cli.vaults import actor, add_case_options, as_text, seal_number, unlock
from keepsafe.errors import FormatError, UsageError
from keepsafe.formats import age, words
from keepsafe.i18n import _
from keepsafe.vault.durable import Disk

_HANDOVER_FIELDS = ("officer", "agency", "file_number", "method", "day")


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
    if warning := warning_about(args.output):
        console.note(warning)
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
