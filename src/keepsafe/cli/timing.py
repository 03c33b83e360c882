"""Trusted time on the command line: whom to ask for it, whom to trust, and the command stamp."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509

from keepsafe.bundle import texts, time_asking, time_authorities, time_chains, time_judging
from keepsafe.bundle.sealing import Sealed
from keepsafe.bundle.stamping import TimeChoice, stamp
from keepsafe.bundle.time_asking import Kept
from keepsafe.bundle.time_judging import TimeFinding, TimeSources
from keepsafe.cli.console import Console
from keepsafe.cli.vaults import actor, add_case_options, as_text, finished_seal, unlock
from keepsafe.errors import FormatError, UsageError
from keepsafe.i18n import _
from keepsafe.intake.walking import open_regular

_LARGEST_PEM = 4 * 1024 * 1024


def add_commands(commands: Any) -> None:
    """Add the parser of stamp."""
    stamping = commands.add_parser(
        "stamp", help=_("ask a time authority to vouch for when a seal existed")
    )
    add_case_options(stamping)
    stamping.add_argument("--seal", type=int, metavar="N", help=_("the last one if left out"))
    stamping.add_argument(
        "--authority",
        metavar="NAME|URL",
        default="",
        help=_("whom to ask: {names}, or a web address; {name} if left out").format(
            names=", ".join(known.id for known in time_authorities.known()),
            name=time_authorities.known()[0].id,
        ),
    )
    add_roots_option(stamping)
    stamping.add_argument(
        "-o", "--output", metavar="DIR", type=Path, default=Path(),
        help=_("where the time token goes, beside the sealed file; this folder if left out"),
    )  # fmt: skip
    stamping.set_defaults(run=_stamp)


def add_roots_option(parser: argparse.ArgumentParser) -> None:
    """Add --tsa-ca."""
    parser.add_argument(
        "--tsa-ca",
        metavar="PEM",
        action="append",
        type=Path,
        default=[],
        help=_("the root certificate of a time authority that you trust yourself"),
    )


def own_roots(args: argparse.Namespace) -> tuple[x509.Certificate, ...]:
    """Return the certificates that --tsa-ca names.

    Raises:
        UsageError: when there is none in a file.
    """
    return tuple(root for path in args.tsa_ca for root in _roots(path))


def _roots(path: Path) -> Sequence[x509.Certificate]:
    with open_regular(path) as file:
        data = file.read(_LARGEST_PEM)
    try:
        return time_chains.certificates(data)
    except FormatError as error:
        name = texts.shown(as_text(path.name))
        raise UsageError(f"{name}: {error}") from error


def chosen(asked: str | None, args: argparse.Namespace, console: Console) -> TimeChoice | None:
    """Return whom to ask for the time, having said what will be sent; None to ask nobody."""
    return None if asked is None else _choice(asked, args, console)


def _choice(asked: str, args: argparse.Namespace, console: Console) -> TimeChoice:
    roots = own_roots(args)
    authority = time_authorities.find(as_text(asked), roots)
    console.note(time_asking.what_is_sent(authority))
    return TimeChoice(authority, roots)


def brought(args: argparse.Namespace) -> TimeSources:
    """Return what the person who checks a file brings: their own roots and tokens."""
    return TimeSources(own_roots(args), tuple(args.token))


def tell(sealed: Sealed, console: Console) -> None:
    """Say what time a new file was given, or why none, if it was asked for."""
    if sealed.time is not None:
        console.say(told(sealed.time))
    if sealed.time_problem:
        console.note(
            _(
                "The file was made without a time from an authority. {problem} Try again later "
                "with: keepsafe stamp CASE"
            ).format(problem=sealed.time_problem)
        )


def told(kept: Kept) -> str:
    """Return the sentence about a time that was just given."""
    return _("{authority} says that this seal existed by {time}.").format(
        authority=time_authorities.vouching(kept.stamp), time=texts.told_second(kept.stamp.time)
    )


def as_json(kept: Kept | None) -> dict[str, Any] | None:
    """Return a time that was just given as plain data."""
    if kept is None:
        return None
    authority = {"authority": kept.authority.name, "address": kept.authority.address}
    return authority | time_judging.facts_of(kept.stamp)


def verify_tokens(args: argparse.Namespace, code: str, console: Console) -> int:
    """Check time tokens against the seal code on a sheet alone, when there is no file."""
    sources = brought(args)
    roots = (*sources.roots, *time_authorities.trusted_roots())
    found: tuple[TimeFinding, ...] = time_judging.judge_beside(Path(), "", code, sources, roots)
    console.say(*(finding.sentence for finding in found))
    worst = max((finding.exit_code for finding in found), key=(0, 4, 1).index)
    console.give({"exit_code": worst, "seal_code": code, "times": [one.as_json() for one in found]})
    return worst


def _stamp(args: argparse.Namespace, console: Console) -> int:
    with unlock(args, console) as vault:
        seal = finished_seal(vault, args.seal)
        choice = _choice(args.authority, args, console)
        with console.watch(_("Asking for the time")) as watch:
            made = stamp(vault, seal, args.output, choice, actor(vault), watch)
    console.say(
        told(made.kept),
        _("The time token is in {file}. Give it along with the sealed file.").format(
            file=made.token
        ),
    )
    console.give(
        {
            "seal": seal.number,
            "token": str(made.token),
            "query": str(made.query),
            "chain": str(made.chain),
            **(as_json(made.kept) or {}),
        }
    )
    return 0
