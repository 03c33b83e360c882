"""What goes into a file for police, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.counted import counted, those_there
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
    pointers = counts["pointer"]
    told = counted(counts["exhibit"], counts["account"], counts["payment"], counts["note"])
    left = ngettext(
        "Where {count} private picture is. The picture stays where it is.",
        "Where {count} private pictures are. The pictures stay where they are.",
        pointers,
    )
    told += those_there([(pointers, left)])
    told.append(_("The log: when each thing was saved here."))
    kept_out = sum(i.withheld is not None for kind in _KINDS for i in record.items(kind))
    words = ngettext("{count} thing stays out.", "{count} things stay out.", kept_out)
    return [*told, *those_there([(kept_out, words)])]
