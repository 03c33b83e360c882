"""Print a page of words. Nothing is written to the disk here, but what the print queue keeps."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from keepsafe.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget


def has_printer() -> bool:
    """Return whether the system knows any printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415  # only when asked for

    return bool(QPrinterInfo.availablePrinterNames())


def print_words(parent: QWidget, title: str, told: str, password: str) -> bool:
    """Print the words of `password` numbered, and once as they are typed, on one page.

    Returns whether it went to a printer, and not back to the page because it was called off.
    """
    numbered = "\n".join(f"{n}. {word}" for n, word in enumerate(password.split("-"), 1))
    as_typed = html.escape(_("As typed into 7-Zip:"))
    return _print(
        parent,
        title,
        f"<h1>{html.escape(title)}</h1><p>{html.escape(told)}</p><pre>{html.escape(numbered)}</pre>"
        f"<p>{as_typed}</p><pre>{html.escape(password)}</pre>",
    )


def print_sheet(parent: QWidget, title: str, sheet: str) -> bool:
    """Print a sheet of plain text as it stands, in a face where every letter is as wide."""
    return _print(parent, title, f"<pre>{html.escape(sheet)}</pre>")


def _print(parent: QWidget, title: str, markup: str) -> bool:
    from PySide6.QtGui import QFont, QPageSize, QTextDocument  # noqa: PLC0415

    from keepsafe.desktop.widgets.fields import exact_font  # noqa: PLC0415

    printer = _ask(parent, title)
    if printer is None:
        return False
    document: QTextDocument = QTextDocument()
    plain = QFont(parent.font())
    plain.setPointSizeF(12)
    document.setDefaultFont(plain)
    family = exact_font(plain).family()
    document.setDefaultStyleSheet(
        f"pre {{ font-family: '{family}'; font-size: 11pt; }} p {{ margin-bottom: 6pt; }}"
    )
    document.setHtml(markup)
    document.setPageSize(printer.pageLayout().pageSize().size(QPageSize.Unit.Point))
    document.print_(printer)
    return True


def _ask(parent: QWidget, title: str) -> QPrinter | None:
    """Show the system's print dialog; None where the person called it off."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  # only when asked

    printer = QPrinter()
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    return printer if accepted else None
