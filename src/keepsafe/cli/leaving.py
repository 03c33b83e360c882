"""Commands for afterwards: the copies that are left on this computer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keepsafe.cli.console import Console
from keepsafe.cli.vaults import actor, add_case_options, as_text, unlock
from keepsafe.errors import UsageError
from keepsafe.i18n import N_, _, ngettext, translated
from keepsafe.intake import leftovers
from keepsafe.intake.leftovers import Leftover
from keepsafe.vault import places

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
