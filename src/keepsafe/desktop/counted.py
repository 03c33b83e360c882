"""What there is of a case, counted in words."""

from __future__ import annotations

from collections.abc import Iterable

from keepsafe.i18n import ngettext


def counted(files: int, accounts: int, payments: int, notes: int) -> list[str]:
    """Return a line for each kind of which there is anything."""
    return those_there(
        (
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
        )
    )


def those_there(lines: Iterable[tuple[int, str]]) -> list[str]:
    """Return the lines of which the count is not 0, with the count in them."""
    return [words.format(count=count) for count, words in lines if count]
