"""The hand-over sheet: printed, copied or saved apart from the file it speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from keepsafe.desktop import printing
from keepsafe.desktop.choosing import name_new_file
from keepsafe.desktop.making import places
from keepsafe.desktop.widgets import ExpandingDetails, Page, PickField, Words
from keepsafe.desktop.widgets.told import WholeValue
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import LANGUAGES, _

_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


class HandOverSheet(Page):
    """What lets an officer see that the file is the one that was sealed. It holds no words."""

    key = "file-sheet"

    def build(self) -> None:
        """Show what is on the sheet of the newest file, and the ways to take it along."""
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        self.title(_("The hand-over sheet"))
        if vault is None or not finished:
            self.say(_("No file was made yet, so there is no sheet."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        from keepsafe.bundle.layout import shown_seal_code  # noqa: PLC0415  # late

        self.lead(
            _(
                "One for the officer, one for you. "
                "The code on it shows that nobody changed the file."
            )
        )
        self._seals = vault.record.set_of(finished[-1])
        for seal in self._seals:
            self.say(seal.bundle, "strong")
            code = shown_seal_code(seal.code)
            label = _("Seal code of {name}").format(name=seal.bundle)
            self.say(_("Seal code"), "small")
            # All eight groups in view: half a code would be compared, and found different.
            self.add(WholeValue(code, label, self.session.copy))
        digests = []
        for seal in self._seals:
            label = _("SHA-256 of {name}").format(name=seal.bundle)
            digests += [
                Words(label, "small"),
                WholeValue(seal.file_sha256, label, self.session.copy, groups=8),
            ]
        self.add(ExpandingDetails(_("The SHA-256 of the whole file"), digests))
        self.say(
            _(
                "No printer? Copy the name and the seal code by hand. Officers often compare the "
                "SHA-256 first: copy it too, or save the sheet and take it along, but not on the "
                "same stick as the file."
            ),
            "soft",
        )
        language = PickField(
            "language", _("Language of the sheet"), [(code, _NAMES[code]) for code in LANGUAGES]
        )
        fitting = self.session.country.language_for_police(self.session.language)
        language.fill(self.session.drafts.get("make-file", "language") or fitting)
        self.add(language)
        self.note(_("Keep this sheet apart from the file. It does not open the file."))
        self.primary(_("Print the sheet"), self._print, "printer")
        self.quiet(_("Copy it"), self._copy, "copy")
        self.quiet(_("Save it"), self._save, "download")
        self.quiet(_("Continue"), lambda: self.go("afterwards"), "arrow-right")

    def _text(self) -> str:
        from keepsafe.bundle.sheet import hand_over_sheet  # noqa: PLC0415  # late

        language: Any = self.value("language")
        return "\n".join(hand_over_sheet(seal, language) for seal in self._seals)

    def _print(self) -> None:
        if not printing.has_printer():
            self.trouble(_("There is no printer here. Copy it by hand, or save it for later."))
        elif printing.print_sheet(self, _("The hand-over sheet"), self._text()):
            self.trouble(_("Sent to the printer. Look that the page is readable."))

    def _copy(self) -> None:
        self.session.copy(self._text())
        self.trouble(_("Copied. It is taken back from the clipboard when Keepsafe locks."))

    def _save(self) -> None:
        name = self._seals[0].bundle.removesuffix(".zip") + "-sheet.txt"
        chosen = name_new_file(self, _("Save the sheet"), name)
        if chosen:
            self._save_as(chosen)

    def _save_as(self, path: Path) -> None:
        from keepsafe.bundle.apart import refuse_beside  # noqa: PLC0415  # late
        from keepsafe.vault.durable import Disk  # noqa: PLC0415

        try:
            for file in places(self.session):
                refuse_beside(path, file.parent, "sheet")
            refuse_beside(path, None, "sheet")
            Disk().write_new(path, self._text().encode())
        except KeepsafeError as error:
            self.tell(error)
            return
        self.trouble(_("The sheet is saved. Keep it apart from the file."))
