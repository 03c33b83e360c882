"""The finished file: where it is, and what comes now."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from keepsafe.desktop.making import places
from keepsafe.desktop.widgets import Bullet, Button, ExpandingDetails, Flow, Page, prose
from keepsafe.errors import DamagedError
from keepsafe.i18n import _, ngettext


class FileMade(Page):
    """Says what was written and read back, and leads to the words."""

    key = "file-made"

    def build(self) -> None:
        """Show the newest finished file."""
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        if vault is None or not finished:
            self.title(_("The file for police"))
            self.say(_("No file was made yet."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        seals = vault.record.set_of(finished[-1])
        self.title(_("The file is ready"))
        count = len(seals)
        if count > 1:
            self.lead(
                ngettext(
                    "It is in {count} part. It is needed.",
                    "It is in {count} parts. All of them are needed.",
                    count,
                ).format(count=count)
            )
        where = {path.name: path for path in places(self.session)}
        for seal in seals:
            self.say(str(where.get(seal.bundle, seal.bundle)), "strong")
        drafts = self.session.drafts
        told = drafts.get(self.key, "told").splitlines()
        for sentence in told:
            self.say(sentence)
        if where:
            from keepsafe.bundle.delivering import safe_to_pull  # noqa: PLC0415  # late

            self.say(safe_to_pull())
        has_words = self._has_words(seals[0].number)
        self.heading(_("What comes now"))
        if has_words:
            self.add(Bullet(_("Copy the eight words on paper. Only they open the file."), "1."))
        self.add(Bullet(_("Take the hand-over sheet. It shows that the file is the same."), "2."))
        self.add(Bullet(_("Give the file, and tell who gets it."), "3."))
        if has_words:
            self.note(_("Don't keep the words and the file together."), "key-round")
        else:
            self.note(_("This file is locked for a key. It has no words."), "key-round")
        self._add_folds()
        if count == 1 and has_words and where and drafts.get("make-file", "way") == "link":
            self.link(_("The link takes only pictures"), lambda: self.go("plain-copies"), "images")
        if has_words:
            self.primary(_("Show the words"), lambda: self.go("file-words"), "key-round")
            self.quiet(_("The hand-over sheet"), lambda: self.go("file-sheet"), "file-text")
        else:
            self.primary(_("The hand-over sheet"), lambda: self.go("file-sheet"), "file-text")
        self.quiet(_("Afterwards"), lambda: self.go("afterwards"), "coffee")

    def _has_words(self, number: int) -> bool:

        vault = self.session.vault
        try:
            return vault is not None and vault.words.show(number) is not None
        except DamagedError as error:
            self.tell(error)
            return False

    def _add_folds(self) -> None:
        text = self.session.text("hand-over")
        if text is not None:
            self.add(ExpandingDetails(text.title, prose(self.session.filled(text))))
        forms = self.session.drafts.get(self.key, "forms").splitlines()
        if forms:
            told = _(
                "Beside the file lies a form: who saved this, a receipt for the officer to sign, "
                "and more. Fill it in on the screen or on paper. Nothing in it is needed."
            )
            first = QUrl.fromLocalFile(forms[0])
            row = Flow()
            row.addWidget(
                Button(
                    _("Open the forms"),
                    lambda: QDesktopServices.openUrl(first),
                    icon="external-link",
                )
            )
            details = ExpandingDetails(_("Forms to fill in"), prose(told))
            details.column.addLayout(row)
            self.add(details)
