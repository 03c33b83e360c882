"""What was done with kept files, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from keepsafe.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with how many files, to say so."""

    what: str
    count: int

    def words(self) -> str:
        """Return it in a sentence."""
        count = self.count
        told = {
            "said": _("Kept."),
            "withheld": ngettext(
                "Kept. {count} file stays out of the file for police.",
                "Kept. {count} files stay out of the file for police.",
                count,
            ),
            "included": ngettext(
                "Kept. {count} file goes into the file for police again.",
                "Kept. {count} files go into the file for police again.",
                count,
            ),
            "removed": ngettext(
                "Our copy of {count} file was removed. The original was not touched.",
                "Our copies of {count} files were removed. The originals were not touched.",
                count,
            ),
        }
        return told[self.what].format(count=count)
