"""What goes into a file for police, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.i18n import _, ngettext

if TYPE_CHECKING:
    from keepsafe.case.fields import Kind
    from keepsafe.case.record import Record

_KINDS: tuple[Kind, ...] = (
    "exhibit", "account", "payment", "device", "report", "consent", "note", "pointer",
)  # fmt: skip


def going_in(record: Record) -> list[str]:
    """Return a line for each kind of thing there is, and how many stay out."""
    handed = record.handed_over()
    counts = {kind: len(handed.items(kind)) for kind in _KINDS}
    files, accounts, payments = counts["exhibit"], counts["account"], counts["payment"]
    notes, pointers = counts["note"], counts["pointer"]
    lines = [
        (files, ngettext("{count} file", "{count} files", files)),
        (accounts, ngettext("{count} account", "{count} accounts", accounts)),
        (
            payments,
            ngettext(
                "{count} payment, made or asked for",
                "{count} payments, made or asked for",
                payments,
            ),
        ),
        (notes, ngettext("{count} note", "{count} notes", notes)),
        (
            pointers,
            ngettext(
                "Where {count} private picture is. The picture stays where it is.",
                "Where {count} private pictures are. The pictures stay where they are.",
                pointers,
            ),
        ),
    ]
    told = [words.format(count=count) for count, words in lines if count]
    told.append(_("The log: when each thing was saved here."))
    kept_out = sum(i.withheld is not None for kind in _KINDS for i in record.items(kind))
    if kept_out:
        words = ngettext("{count} thing stays out.", "{count} things stay out.", kept_out)
        told.append(words.format(count=kept_out))
    return told
