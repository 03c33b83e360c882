"""Commands that put things into a case: new, add, account, payment, note, set, withhold, remove."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from keepsafe.case.entries import Happening
from keepsafe.case.fields import AGES, COUNTRIES, ROLES, CaseFields, Kind, checked, label
from keepsafe.cli.console import Console, numbered, write_secret_file
from keepsafe.cli.vaults import (
    actor,
    add_case_options,
    add_field_options,
    as_text,
    given_fields,
    unlock,
)
from keepsafe.errors import UsageError
from keepsafe.formats.words import LANGUAGES
from keepsafe.guidance.accounts import filled_in
from keepsafe.guidance.loading import load
from keepsafe.i18n import N_, _, language, ngettext, translated
from keepsafe.intake.adding import Batch, Choice, add, adopt
from keepsafe.vault import places
from keepsafe.vault.vault import Vault

_ITEMS: tuple[tuple[str, Kind, str], ...] = (
    ("account", "account", N_("record an account of the person doing this")),
    ("payment", "payment", N_("record money that was asked for or sent")),
    ("device", "device", N_("record a phone or computer that holds originals")),
    ("report", "report", N_("record a report that was made")),
    ("consent", "consent", N_("record who agreed to what")),
    ("point", "pointer", N_("record where a private picture is left, without copying it")),
)


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    _add_new_and_add(commands)
    _add_items(commands)
    _add_second_thoughts(commands)


def _add_new_and_add(commands: Any) -> None:
    new = commands.add_parser("new", help=_("make a new case"))
    new.add_argument("case", metavar="CASE", type=Path, help=_("the folder to make"))
    new.add_argument("--password-file", metavar="FILE", help=_("read the new password from FILE"))
    new.add_argument("--role", choices=ROLES, required=True)
    new.add_argument("--country", choices=COUNTRIES, required=True)
    new.add_argument("--age", choices=AGES, required=True)
    new.add_argument(
        "--title", default="", help=_("a title for you only; no file for police has it")
    )
    new.add_argument(
        "--lang", choices=LANGUAGES, default=language(), help=_("of the recovery code")
    )
    new.add_argument("--recovery-out", metavar="FILE", type=Path, help=_("write the recovery code"))
    new.set_defaults(run=_new)

    adding = commands.add_parser("add", help=_("add screenshots and other files"))
    add_case_options(adding)
    adding.add_argument("files", metavar="FILE", nargs="+", type=Path)
    adding.add_argument(
        "--screenshots-only",
        action="store_true",
        help=_("take only screenshots of the named files"),
    )
    adding.add_argument("--all", action="store_true", help=_("take everything in folders too"))
    adding.add_argument(
        "--none-intimate",
        action="store_true",
        help=_(
            "school staff: I was told, and as far as I know, none shows a nude or sexual picture"
        ),
    )
    add_field_options(adding, "exhibit")
    adding.set_defaults(run=_add)

    describing = commands.add_parser("describe", help=_("say more about a saved file"))
    add_case_options(describing)
    describing.add_argument("item", metavar="EXHIBIT", help=_("such as E3"))
    add_field_options(describing, "exhibit")
    describing.set_defaults(run=_describe)


def _add_items(commands: Any) -> None:
    for name, kind, text in _ITEMS:
        parser = commands.add_parser(name, help=translated(text))
        add_case_options(parser)
        parser.add_argument(
            "--item", metavar="ID", help=_("correct or add to this one, such as A1")
        )
        add_field_options(parser, kind)
        parser.set_defaults(run=_item, kind=kind)

    note = commands.add_parser("note", help=_("record what happened, in your own words"))
    add_case_options(note)
    note.add_argument("--item", metavar="ID", help=_("correct this note, such as N1"))
    note.add_argument("field_words", metavar="TEXT")
    add_field_options(note, "note", leave_out=("words",))
    note.set_defaults(run=_item, kind="note")

    setting = commands.add_parser(
        "set", help=_("set a fact about the case, such as safe_contact"), epilog=_keys()
    )
    add_case_options(setting)
    setting.add_argument("key", metavar="KEY", help=_("one of those below"))
    setting.add_argument("value", metavar="VALUE", help=_("what to write; '' takes it back"))
    setting.set_defaults(run=_set)


def _keys() -> str:
    """Return every fact that can be set, a line each, with what may be written."""
    lines = [_("KEY is one of:")]
    for field in dataclasses.fields(CaseFields):
        allowed = ", ".join(field.metadata.get("choices", ()))
        told = label("case", field.name) + (f" ({allowed})" if allowed else "")
        lines.append(f"  {field.name:<22}{told}".replace("%", "%%"))
    return "\n".join(lines)


def _add_second_thoughts(commands: Any) -> None:
    for name, text in (
        ("withhold", _("keep something out of every file for police; the log shows that")),
        ("remove", _("destroy our copy of a file that should not be here")),
    ):
        parser = commands.add_parser(name, help=text)
        add_case_options(parser)
        parser.add_argument(
            "item", metavar="EXHIBIT", help=_("such as E3; withhold takes any item")
        )
        parser.add_argument("--why", required=True, metavar="TEXT")
        parser.set_defaults(run=_withhold if name == "withhold" else _remove)
    include = commands.add_parser("include", help=_("take back a withhold"))
    add_case_options(include)
    include.add_argument("item", metavar="ID", help=_("such as E3"))
    include.set_defaults(run=_include)

    adopting = commands.add_parser(
        "adopt", help=_("add saved files that a crash left without record")
    )
    add_case_options(adopting)
    adopting.set_defaults(run=_adopt)


def _new(args: argparse.Namespace, console: Console) -> int:
    for sentence in places.warnings_about(args.case):
        console.note(sentence)
    if args.recovery_out is not None and args.recovery_out.exists():
        raise UsageError(
            _("There is already a {name}; nothing was made.").format(name=args.recovery_out.name)
        )
    password = console.secret(args.password_file, _("A new password"), confirm=True)
    values = {"role": args.role, "country": args.country, "age": args.age}
    if args.title:
        values["title"] = as_text(args.title)
    vault, recovery = Vault.create(args.case, password, values, language=args.lang)
    with vault:
        code = vault.record.code
    if args.recovery_out is not None:
        write_secret_file(args.recovery_out, recovery + "\n")
    console.say(
        _("Saved on this computer. Nothing was sent. The case is called {code}.").format(code=code)
    )
    if args.recovery_out is not None:
        console.say(
            _("The recovery code is in {file}. Keep it somewhere else.").format(
                file=args.recovery_out
            )
        )
    elif console.shows_secrets:
        console.say(
            _("This is the recovery code. It opens the case if the password is lost."),
            _("Copy it on paper, and keep it away from this computer:"),
            *numbered(recovery.split("-")),
        )
    else:
        console.say(_("No recovery code was shown. Make one with: keepsafe recovery CASE"))
    recovery_file = str(args.recovery_out) if args.recovery_out is not None else None
    console.give({"case": code, "folder": str(args.case), "recovery_file": recovery_file})
    return 0


def _add(args: argparse.Namespace, console: Console) -> int:
    choice = Choice(given_fields(args), args.screenshots_only, args.all, args.none_intimate)
    with unlock(args, console) as vault, console.watch(_("Saving")) as watch:
        batch = add(vault, args.files, choice, actor(vault), watch)
    return _tell_batch(batch, console)


def _adopt(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        return _tell_batch(adopt(vault, actor(vault)), console)


def _tell_batch(batch: Batch, console: Console) -> int:
    again = sum(kept.again for kept in batch.kept)
    fresh = len(batch.kept) - again
    console.say(
        ngettext(
            "{count} file kept. They are saved now.",
            "{count} files kept. They are saved now.",
            fresh,
        ).format(count=fresh)
    )
    if again:
        console.say(
            _("{count} had the same bytes as one already kept; the names were noted.").format(
                count=again
            )
        )
    left = [file for file in batch.left_alone if not file.by_policy]
    if left:
        console.say(
            _(
                "{count} photos, videos and other files left alone, because one of them could be a "
                "private picture. To add one of them, name it by itself."
            ).format(count=len(left))
        )
    for reason in dict.fromkeys(file.reason for file in batch.left_alone if file.by_policy):
        console.say(reason)
    for refused in batch.refused:
        console.note(
            _("Not added: {name}. {reason}").format(name=refused.name, reason=refused.reason)
        )
    console.give(
        {
            "kept": [
                {"exhibit": k.id, "name": k.name, "sha256": k.sha256, "again": k.again}
                for k in batch.kept
            ],
            "left_alone": [
                {"name": x.name, "kind": x.kind, "reason": x.reason} for x in batch.left_alone
            ],
            "refused": [{"name": r.name, "reason": r.reason} for r in batch.refused],
        }
    )
    return 5 if batch.refused else 0


def _describe(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        vault.describe(args.item, given_fields(args), actor(vault))
    console.say(_("Saved: {item}.").format(item=args.item))
    console.give({"item": args.item})
    return 0


def _item(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        fields, hints = given_fields(args), list[str]()
        if args.kind == "account":
            country = vault.record.case.country
            fields, hints = filled_in(fields, load(), country, language())
        if args.item is None:
            item_id = vault.add_item(args.kind, fields, actor(vault))
        else:
            item_id = args.item
            vault.describe(item_id, fields, actor(vault))
    console.say(_("Saved as {item}.").format(item=item_id), *hints)
    if args.kind == "pointer":
        console.say(
            _(
                "Leave the picture where it is: that is the saved copy. Don't delete it. "
                "Don't send it to anyone. Tell the police it exists."
            )
        )
    console.give({"item": item_id, "hints": hints})
    return 0


def _set(args: argparse.Namespace, console: Console) -> int:
    values = checked("case", {args.key: as_text(args.value)})
    with unlock(args, console) as vault:
        happening = Happening("set", {"values": values or {args.key: ""}}, actor(vault))
        vault.log([happening])
    console.say(_("Saved: {name}.").format(name=args.key))
    console.give({"set": args.key})
    return 0


def _withhold(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        _must_exist(vault, args.item)
        data = {"id": args.item, "why": as_text(args.why)}
        vault.log([Happening("withheld", data, actor(vault))])
    console.say(
        _(
            "{item} stays out of every file for police from now on. The log shows that something "
            "was withheld, and why."
        ).format(item=args.item)
    )
    console.give({"withheld": args.item})
    return 0


def _include(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        _must_exist(vault, args.item)
        vault.log([Happening("included", {"id": args.item}, actor(vault))])
    console.say(_("{item} goes into the next file for police again.").format(item=args.item))
    console.give({"included": args.item})
    return 0


def _remove(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        vault.remove(args.item, as_text(args.why), actor(vault))
    console.say(
        _(
            "Our copy of {item} was destroyed, and the log notes that. The picture on the phone "
            "is still there: leave it where it is."
        ).format(item=args.item),
        _("On some disks traces of what was erased can stay for a while. They are locked."),
    )
    console.give({"removed": args.item})
    return 0


def _must_exist(vault: Vault, item_id: str) -> None:
    if vault.record.find(item_id) is None:
        raise UsageError(
            _("There is no {item} in this case. Nothing was changed.").format(item=item_id)
        )
