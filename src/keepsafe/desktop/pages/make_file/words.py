"""The eight words of a file: shown, printed or copied by hand, and two of them asked back."""

from __future__ import annotations

from keepsafe.desktop import printing
from keepsafe.desktop.making import MADE, places
from keepsafe.desktop.widgets import (
    WORDS_FOR_POLICE,
    AskedBack,
    ExpandingDetails,
    Page,
    PickField,
    WhichSecret,
    WordsGrid,
)
from keepsafe.desktop.widgets.told import WholeValue
from keepsafe.errors import DamagedError
from keepsafe.i18n import _


class FileWords(Page):
    """They are never written to the disk here; a printer gets them only when asked to."""

    key = "file-words"

    def build(self) -> None:
        """Show the words of the newest file, or of another one."""
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        if vault is None or not finished:
            self.title(WORDS_FOR_POLICE.name)
            self.say(_("No file was made yet, so there are no words."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        self.title(WORDS_FOR_POLICE.name)
        self.lead(
            _("Eight words that open the file for police, and only that file. Copy them on paper.")
        )
        chosen = self.session.drafts.get(self.key, "seal")
        self._seal = next((s for s in finished if str(s.number) == chosen), finished[-1])
        if len(finished) > 1:
            pick = PickField(
                "seal", _("Which file"), [(str(s.number), s.bundle) for s in reversed(finished)]
            )
            self.add(pick)
            pick.changed.connect(lambda _seal: self.session.retold.emit())
        try:
            password = vault.words.show(self._seal.number)
        except DamagedError as error:
            self.tell(error)
            password = None
        if password is None:
            self.say(_("This file has no words. It is locked for a key."))
            self.primary(_("Continue"), lambda: self.go("file-sheet"), "arrow-right")
            return
        self._password = password
        self.add(WordsGrid(password.split("-"), WORDS_FOR_POLICE))
        self.add(WhichSecret(WORDS_FOR_POLICE))
        self._asked = self.add(AskedBack(password))
        self._asked.entered.connect(self._check)
        for field in self._asked.fields:
            self.draft(field)
        typed = WholeValue(password, _("As typed into 7-Zip"), self.session.copy)
        self.add(ExpandingDetails(_("As typed into 7-Zip"), [typed]))
        self.primary(_("Done"), self._check, "check")
        self.quiet(_("Print the words"), self._print, "printer")
        self.quiet(_("Later"), lambda: self.go("file-sheet"))

    def _print(self) -> None:
        if not printing.has_printer():
            self.trouble(_("There is no printer here. Copy the words by hand; nothing is lost."))
            return
        told = _(
            "For the officer. These eight words open the file {name}, and nothing else. Keep this "
            "paper apart from that file."
        ).format(name=self._seal.bundle)
        if printing.print_words(self, WORDS_FOR_POLICE.name, told, self._password):
            self.trouble(_("Sent to the printer. Look that the page is readable."))

    def _check(self) -> None:
        if self._asked.check():
            self.session.drafts.clear(self.key)
            self.go("file-sheet" if places(self.session) else MADE)
