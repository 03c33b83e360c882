"""Commands for afterwards: copies left on this computer, a second copy, letting a case go."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keepsafe.bundle import layout, retiring
from keepsafe.bundle.copies import make_copies
from keepsafe.bundle.delivering import deliver, safe_to_pull
from keepsafe.cli.console import Console
from keepsafe.cli.vaults import actor, add_case_options, as_text, unlock
from keepsafe.errors import UsageError
from keepsafe.i18n import N_, _, ngettext, translated
from keepsafe.intake import leftovers
from keepsafe.intake.leftovers import Leftover
from keepsafe.vault import erasing, places
from keepsafe.vault.copying import copy_case
from keepsafe.vault.folder import is_being_deleted
from keepsafe.vault.vault import Vault

_TRACES = N_(
    "What was removed can stay readable for a while with special programs, most of all on a modern "
    "disk (SSD). Keepsafe cannot change that."
)


def add_commands(commands: Any) -> None:
    """Add the parsers of these commands."""
    left = commands.add_parser(
        "leftovers", help=_("find copies of saved files that still lie on this computer")
    )
    add_case_options(left)
    left.add_argument(
        "folders",
        metavar="DIR",
        nargs="*",
        type=Path,
        help=_("where to look; Downloads, Desktop, Pictures and Documents if left out"),
    )
    left.add_argument(
        "--remove", action="store_true", help=_("remove them, after a question; never on a phone")
    )
    left.add_argument("--yes", action="store_true", help=_("answer the question with yes"))
    left.set_defaults(run=_leftovers)

    copying = commands.add_parser(
        "copy",
        help=_("copy a case, or a file for police, to another place, and read it back"),
    )
    add_case_options(copying)
    copying.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    copying.set_defaults(run=_copy)

    plain = commands.add_parser(
        "copies", help=_("make plain copies of some saved files, not locked, for an upload link")
    )
    add_case_options(plain)
    plain.add_argument("file", metavar="FILE", type=Path, help=_("the file for police"))
    plain.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    plain.add_argument(
        "--exhibits",
        metavar="E1,E3",
        required=True,
        type=lambda text: [item.strip() for item in text.split(",")],
    )
    plain.add_argument("--yes", action="store_true", help=_("answer the question with yes"))
    plain.set_defaults(run=_copies)

    retire = commands.add_parser(
        "retire", help=_("see whether a case that is over can go; delete it only when asked")
    )
    add_case_options(retire)
    retire.add_argument(
        "--file",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=_("the file for police, to be checked first"),
    )
    retire.add_argument(
        "--delete", action="store_true", help=_("delete the case; its code has to be typed")
    )
    retire.add_argument("--code", metavar="CODE", help=_("the code of the case"))
    retire.add_argument(
        "--yes", action="store_true", help=_("delete it although something is missing")
    )
    retire.add_argument(
        "--finish", action="store_true", help=_("finish a deletion that was interrupted")
    )
    retire.set_defaults(run=_retire)


def _leftovers(args: argparse.Namespace, console: Console) -> int:
    folders = args.folders or places.everyday_folders()
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                _("There is no folder {name}. Nothing was changed.").format(
                    name=as_text(folder.name)
                )
            )
    with unlock(args, console, read_only=not args.remove) as vault:
        with console.watch(_("Looking for copies")) as watch:
            search = leftovers.find(vault, folders, watch)
        removal = leftovers.Removal((), ())
        _tell_found(search, folders, console)
        may_go = [copy for copy in search.found if not copy.stays]
        if args.remove and may_go and _agreed(may_go, args, console):
            with console.watch(_("Removing")) as watch:
                removal = leftovers.remove(vault, may_go, actor(vault), watch)
    _tell_removed(removal, console)
    if may_go and not args.remove:
        console.say(
            _("Nothing was removed. You can leave them, or remove them with --remove."),
        )
    console.give(
        {
            "looked_in": [str(folder) for folder in folders],
            "looked_at": search.looked_at,
            "whole": search.whole,
            "found": [
                {"file": str(x.path), "exhibit": x.exhibit, "sha256": x.sha256, "stays": x.stays}
                for x in search.found
            ],
            "removed": [str(copy.path) for copy in removal.removed],
            "kept": [{"file": str(copy.path), "reason": why} for copy, why in removal.kept],
        }
    )
    return 5 if removal.kept else 0


def _tell_found(search: leftovers.Search, folders: Sequence[Path], console: Console) -> None:
    named = ", ".join(as_text(str(folder)) for folder in folders)
    if not search.found:
        console.say(_("No copy of a saved file was found in: {folders}").format(folders=named))
    else:
        console.say(
            ngettext(
                "{count} copy of a saved file was found. The case keeps its own.",
                "{count} copies of saved files were found. The case keeps its own.",
                len(search.found),
            ).format(count=len(search.found))
        )
    for copy in search.found:
        line = f"  {copy.exhibit}  {as_text(str(copy.path))}"
        console.say(f"{line}  {copy.stays}" if copy.stays else line)
    if not search.whole:
        console.note(_("There is too much in there to look at everything. Name smaller folders."))


def _agreed(copies: Sequence[Leftover], args: argparse.Namespace, console: Console) -> bool:
    question = ngettext(
        "Remove this {count} file from this computer? The case keeps its own copy, and the phone "
        "is not touched.",
        "Remove these {count} files from this computer? The case keeps its own copies, and the "
        "phone is not touched.",
        len(copies),
    ).format(count=len(copies))
    return console.confirm(question, yes=args.yes)


def _tell_removed(removal: leftovers.Removal, console: Console) -> None:
    if removal.removed:
        count = len(removal.removed)
        console.say(
            ngettext(
                "{count} file was removed from this computer.",
                "{count} files were removed from this computer.",
                count,
            ).format(count=count),
            translated(_TRACES),
        )
    for copy, why in removal.kept:
        console.note(
            _("Not removed: {name}. {reason}").format(name=as_text(copy.path.name), reason=why)
        )


def _copy(args: argparse.Namespace, console: Console) -> int:
    if not args.case.is_dir():
        with console.watch(_("Copying")) as watch:
            delivered = deliver(args.case, args.output, watch)
        console.say(_("Copied to: {file}").format(file=delivered.path), *delivered.sentences)
        console.give(
            {
                "file": str(delivered.path),
                "file_sha256": delivered.reread.sha256,
                "file_size": delivered.reread.size,
                "read_back_from": delivered.reread.came,
            }
        )
        return 0
    for sentence in places.warnings_about(args.output):
        console.note(sentence)
    with unlock(args, console, read_only=True) as vault, console.watch(_("Copying")) as watch:
        copy = copy_case(vault, args.output, watch)
    console.say(
        _("Copied to: {file}").format(file=copy.path),
        copy.sentence,
        safe_to_pull(),
        _("The same password and recovery code open it, also if you change them here later."),
    )
    if copy.problems:
        console.note(_("What is damaged in the case is damaged in the copy too."))
    console.give(
        {
            "folder": str(copy.path),
            "files": copy.files,
            "size": copy.size,
            "read_back_from": copy.came,
            "problems": [{"subject": p.subject, "sentence": p.sentence} for p in copy.problems],
        }
    )
    return 1 if copy.problems else 0


def _copies(args: argparse.Namespace, console: Console) -> int:
    question = _(
        "These copies are not locked: anyone who gets them can look at them. Give them only to "
        "police, by the link they sent. Make them?"
    )
    if not console.confirm(question, yes=args.yes):
        console.say(_("Nothing was copied."))
        console.give({"folder": None})
        return 0
    with unlock(args, console) as vault, console.watch(_("Copying")) as watch:
        copies = make_copies(vault, args.file, args.output, args.exhibits, actor(vault), watch)
    console.say(
        _("The copies are in {folder}.").format(folder=copies.folder),
        _("The same seal code vouches for them: {code}").format(
            code=layout.shown_seal_code(copies.seal_code)
        ),
    )
    console.give(
        {
            "folder": str(copies.folder),
            "seal": copies.seal,
            "seal_code": copies.seal_code,
            "exhibits": list(copies.exhibits),
        }
    )
    return 0


def _retire(args: argparse.Namespace, console: Console) -> int:
    if args.finish:
        if not is_being_deleted(args.case):
            raise UsageError(
                _("No deletion of {name} was begun. Nothing was changed.").format(
                    name=as_text(args.case.name)
                )
            )
        return _tell_deleted(args.case, erasing.erase(args.case), console)
    with unlock(args, console, read_only=not args.delete) as vault:
        with console.watch(_("Checking")) as watch:
            standing = retiring.standing(vault, args.file, watch)
        _tell_standing(standing, console)
        if not args.delete:
            console.say(_("Nothing was deleted. The case stays where it is, locked."))
            console.give({"deleted": False, **_as_json(standing)})
            return 0
        console.say(*retiring.cannot_promise())
        question = _("Something is missing, as said above. Delete the case all the same?")
        if standing.missing and not console.confirm(question, yes=args.yes):
            console.say(_("Nothing was deleted."))
            console.give({"deleted": False, **_as_json(standing)})
            return 0
        left = retiring.delete_case(vault, _typed_code(vault, args, console))
    return _tell_deleted(args.case, left, console, standing)


def _typed_code(vault: Vault, args: argparse.Namespace, console: Console) -> str:
    if args.code is not None:
        return as_text(args.code)
    question = _("To delete it for good, type the code of the case, {code}: ")
    return console.ask(question.format(code=vault.record.code))


def _tell_standing(standing: retiring.Standing, console: Console) -> None:
    if standing.missing:
        console.say(_("What is missing before the case can go:"))
        console.say(*(f"  {sentence}" for sentence in standing.missing))
    else:
        console.say(_("The file for police is whole, and was handed over. The case can go."))


def _as_json(standing: retiring.Standing) -> dict[str, Any]:
    return {
        "seals": list(standing.seals),
        "found": [str(path) for path in standing.found],
        "missing": list(standing.missing),
    }


def _tell_deleted(
    folder: Path,
    left: Sequence[str],
    console: Console,
    standing: retiring.Standing | None = None,
) -> int:
    console.say(_("The case was deleted, and its key destroyed."))
    if left:
        console.say(
            _("Other things lie in the folder {folder}, and were left there: {names}").format(
                folder=folder, names=", ".join(map(as_text, left))
            )
        )
    told = _as_json(standing) if standing is not None else {}
    console.give({"deleted": True, "left": list(left), **told})
    return 0
