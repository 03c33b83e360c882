"""The report sheet: what a web form asks for, copied box by box, or saved to be printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from keepsafe.desktop.choosing import name_new_file
from keepsafe.desktop.widgets import ExpandingDetails, Page
from keepsafe.desktop.widgets.told import ToldPart
from keepsafe.i18n import _
from keepsafe.progress import Watch

if TYPE_CHECKING:
    from keepsafe.report.model import Section


class WebForm(Page):
    """The sheet's own parts, each value with a way to copy it."""

    key = "report-sheet"

    def build(self) -> None:
        """Show the sheet as the case is now."""
        vault = self.session.vault
        self.title(_("The report sheet"))
        if vault is None:
            self.say(_("Nothing is kept yet. You can report now, even so."))
            self.primary(_("Report now"), lambda: self.go("report-now"), "flag")
            return
        from keepsafe.bundle.report_sheet import told  # noqa: PLC0415  # late, for the start

        self.lead(_("Copy it box by box into the web form. It has no pictures."))
        language: Any = self.session.language
        document = told(vault, language)
        first = True
        # The accounts and payments of page 1 come again, field by field, in the parts after it.
        # What page 1 says to the officer alone ("please ask") is nothing to copy.
        urgent = [
            s if s.key == "pictures" else _facts_alone(s)
            for s in document.first.sections
            if s.key not in ("preserve", "payments")
        ]
        for section in (*document.sections, *urgent):
            if section.blocks:
                part = ToldPart(section, self.session.copy)
                self.add(ExpandingDetails(section.title, [part], opened=first))
                first = False
        self.primary(_("Save it as a PDF"), self._save, "download")
        self.quiet(_("Back to the file"), lambda: self.go("make-file"), "arrow-left")

    def _save(self) -> None:
        vault = self.session.vault
        if vault is None:
            return
        name = f"{vault.record.code}-report-sheet.pdf"
        chosen = name_new_file(self, _("Save the report sheet"), name)
        if chosen:
            self._save_as(chosen)

    def _save_as(self, path: Path) -> None:
        vault = self.session.vault
        assert vault is not None  # noqa: S101  # `build` looked
        language: Any = self.session.language

        def work(_watch: Watch) -> Path:
            from keepsafe.bundle.report_sheet import sheet_pdf  # noqa: PLC0415  # late
            from keepsafe.vault.durable import Disk  # noqa: PLC0415

            Disk().write_new(path, sheet_pdf(vault, language))
            return path

        self.run(work, self._saved, _("Making the report sheet"))

    def _saved(self, path: object) -> None:
        self.trouble(_("The report sheet is saved. It is not locked: anyone can read it."))
        self.quiet(
            _("Open it to print it"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            "external-link",
        )


def _facts_alone(section: Section) -> Section:
    from keepsafe.report.model import Words  # noqa: PLC0415  # late, for the start

    blocks = tuple(block for block in section.blocks if not isinstance(block, Words))
    return replace(section, blocks=blocks)
