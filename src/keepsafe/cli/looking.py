"""Commands that look at a case or change how it is locked: show, log, check, get, password."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keepsafe.bundle import layout
from keepsafe.case.checklist import checklist, report_now
from keepsafe.case.fields import Kind, filled, label
from keepsafe.case.record import PLURALS, Exhibit, Item, Record
from keepsafe.cli.console import Console, numbered, write_secret_file
from keepsafe.cli.vaults import actor, add_case_options, unlock
from keepsafe.errors import UsageError
from keepsafe.formats.words import LANGUAGES
from keepsafe.guidance.loading import load
from keepsafe.i18n import N_, _, language, translated
from keepsafe.vault.taking_out import take_out
from keepsafe.vault.vault import Vault

_HEADINGS: Mapping[Kind, str] = {
    "exhibit": N_("Exhibits"),
    "account": N_("Accounts"),
    "payment": N_("Payments"),
    "device": N_("Devices"),
    "report": N_("Reports"),
    "consent": N_("Consents"),
    "note": N_("Notes"),
    "pointer": N_("Pointers"),
}


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    for name, text, run in (
        ("show", _("list what the case holds"), _show),
        ("checklist", _("what is there, and what would help most next"), _checklist),
        ("log", _("list every entry of the custody log"), _log),
        ("check", _("read every byte and name what is not as it was saved"), _check),
    ):
        parser = commands.add_parser(name, help=text)
        add_case_options(parser)
        parser.set_defaults(run=run)

    get = commands.add_parser("get", help=_("write saved files, byte for byte, into a folder"))
    add_case_options(get)
    get.add_argument("items", metavar="EXHIBIT", nargs="+", help=_("such as E3"))
    get.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    get.set_defaults(run=_get)

    password = commands.add_parser("password", help=_("change the password"))
    add_case_options(password)
    password.add_argument("--new-password-file", metavar="FILE")
    password.set_defaults(run=_password)

    let_in = commands.add_parser("let-in", help=_("let another person open the case"))
    add_case_options(let_in)
    let_in.add_argument("--new-password-file", metavar="FILE")
    let_in.set_defaults(run=_let_in)

    recovery = commands.add_parser("recovery", help=_("make a new recovery code"))
    add_case_options(recovery)
    recovery.add_argument("--recovery-out", metavar="FILE", type=Path)
    recovery.add_argument("--lang", choices=LANGUAGES, default=language())
    recovery.set_defaults(run=_recovery)


def _show(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console, read_only=True) as vault:
        record = vault.record
    console.say(_("Case {code}").format(code=record.code))
    for name, value in filled(record.case).items():
        console.say(f"  {label('case', name)}: {value}")
    for kind in PLURALS:
        items = record.items(kind)
        if items:
            console.say("", translated(_HEADINGS[kind]))
            console.say(*(_line(kind, item) for item in items))
    for seal in record.seals:
        state = (
            _("finished") if seal.code else _("abandoned") if seal.abandoned else _("not finished")
        )
        console.say(
            "",
            _("Seal {number}: {bundle}, {state}").format(
                number=seal.number, bundle=seal.bundle, state=state
            ),
        )
        if seal.code:
            code = layout.shown_seal_code(seal.code)
            console.say(_("  Seal code: {code}").format(code=code))
    console.give(_as_json(record))
    return 0


def _line(kind: Kind, item: Item[Any]) -> str:
    parts = [f"  {item.id}"]
    if isinstance(item, Exhibit):
        parts.append(_("{name} ({size} bytes)").format(name=item.file.name, size=item.file.size))
        if item.removed is not None:
            return "  ".join((parts[0], _("removed: {why}").format(why=item.removed)))
    parts += [f"{label(kind, name)}: {value}" for name, value in filled(item.fields).items()]
    if item.withheld is not None:
        parts.append(_("withheld: {why}").format(why=item.withheld))
    return "  ".join(parts)


def _as_json(record: Record) -> dict[str, Any]:
    whole = dataclasses.asdict(record)
    whole["undisclosed"] = sorted(record.undisclosed)
    return whole


def _checklist(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console, read_only=True) as vault:
        steps = checklist(vault.record, load(), language())
    now = report_now(language())
    console.say(now)
    there = [step for step in steps if step.done]
    if there:
        console.say("", _("You have"), *(f"  {step.name}" for step in there))
    console.say(
        "",
        _("What would help next"),
        *(f"  {step.name}. {step.why}" for step in steps if not step.done),
    )
    console.give({"report_now": now, "steps": [dataclasses.asdict(s) for s in steps]})
    return 0


def _log(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console, read_only=True) as vault:
        lines = vault.lines
    for line in lines:
        entry = line.entry
        item = line.data.get("id", line.data.get("seal", ""))
        text = f"{entry.seq:6}  {entry.at}  {entry.actor:13} {entry.what} {item}"
        console.say(text.rstrip())
    entries = [{**line.entry.as_json(), "data": line.data} for line in lines]
    console.give({"entries": entries})
    return 0


def _check(args: argparse.Namespace, console: Console) -> int:
    with (
        unlock(args, console, read_only=True) as vault,
        console.watch(_("Reading every byte")) as watch,
    ):
        problems = {p.subject: p.sentence for p in [*vault.problems, *vault.check(watch)]}
        orphans = vault.orphans()
        kept = sum(e.removed is None for e in vault.record.exhibits)
    if not problems:
        console.say(
            _("Everything is as it was saved: {files} files, {entries} log entries.").format(
                files=kept, entries=len(vault.lines)
            )
        )
    console.say(*problems.values())
    console.give(
        {
            "problems": [{"subject": s, "sentence": text} for s, text in problems.items()],
            "found_without_record": orphans,
            "files": kept,
        }
    )
    return 1 if problems else 0


def _get(args: argparse.Namespace, console: Console) -> int:
    if not args.output.is_dir():
        raise UsageError(
            _("There is no folder {name}. Make it first.").format(name=args.output.name)
        )
    with unlock(args, console, read_only=True) as vault:
        exhibits = [_kept_file(vault, item_id) for item_id in args.items]
        with console.watch(_("Saving copies")) as watch:
            written = [str(path) for path in take_out(vault, exhibits, args.output, watch)]
    console.say(*(_("Written: {file}").format(file=path) for path in written))
    console.give({"written": written})
    return 0


def _kept_file(vault: Vault, item_id: str) -> Exhibit:
    exhibit = vault.record.find(item_id)
    if not isinstance(exhibit, Exhibit) or exhibit.removed is not None:
        raise UsageError(_("There is no saved file {item} in this case.").format(item=item_id))
    return exhibit


def _password(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        fresh = console.secret(args.new_password_file, _("The new password"), confirm=True)
        vault.change_password(fresh, actor(vault))
    console.say(
        _("The password is changed. It does not lock out someone who already copied this folder.")
    )
    console.give({"password": "changed"})
    return 0


def _let_in(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        fresh = console.secret(args.new_password_file, _("Their password"), confirm=True)
        vault.let_in(fresh, actor(vault))
    console.say(_("They can open the case now, with --as-person and their own password."))
    console.give({"person": "let in"})
    return 0


def _recovery(args: argparse.Namespace, console: Console) -> int:
    if args.recovery_out is None and not console.shows_secrets:
        raise UsageError(_("There is no terminal to show the code on. Give --recovery-out FILE."))
    if args.recovery_out is not None and args.recovery_out.exists():
        raise UsageError(
            _("There is already a {name}; nothing was changed.").format(name=args.recovery_out.name)
        )
    with unlock(args, console) as vault:
        code = vault.new_recovery_code(args.lang, actor(vault))
    if args.recovery_out is not None:
        write_secret_file(args.recovery_out, code + "\n")
        console.say(
            _("The new recovery code is in {file}. The old one is gone.").format(
                file=args.recovery_out
            )
        )
    else:
        console.say(_("The new recovery code. The old one is gone."), *numbered(code.split("-")))
    console.give({"recovery_file": str(args.recovery_out) if args.recovery_out else None})
    return 0
