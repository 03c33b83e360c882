"""Step 10: the ways to go on after the file was handed over, or without any."""

from __future__ import annotations

from functools import partial

from keepsafe.desktop.widgets import ChoiceCard, Page
from keepsafe.i18n import _


class Afterwards(Page):
    """One large button for each thing that can come next; none of them must."""

    key = "afterwards"

    def build(self) -> None:
        """Show them, the most likely first."""
        self.short_card("step-10-afterwards")
        vault = self.session.vault
        record = vault.record if vault is not None else None
        ways = []
        if record is not None and any(seal.code for seal in record.seals):
            ways += [
                (
                    "handed-over",
                    _("Note who took the file"),
                    _("Officer, number, day."),
                    "pen-line",
                ),
                ("file-words", _("Show the words again"), _("The eight words."), "key-round"),
            ]
        ways += [
            ("what-next", _("What happens next"), _("What police often do."), "clock"),
            (
                "screenshots",
                _("They wrote again"),
                _("Don't reply. Add it here, then make the next file."),
                "message-circle",
            ),
            (
                "take-down",
                _("Block, report, take pictures down"),
                _("Codes to use on the phone."),
                "qr-code",
            ),
            ("phone-care", _("Look after the phone"), _("Keep it as it is."), "smartphone"),
        ]
        if vault is not None:
            ways += [
                (
                    "copies-left",
                    _("Copies left on this computer"),
                    _("Find them. Leave them or remove them."),
                    "search",
                ),
                (
                    "case-care",
                    _("Look after what is kept"),
                    _("Check it, copy it, let someone in."),
                    "folder-lock",
                ),
            ]
        for key, words, line, icon in ways:
            self.add(ChoiceCard(words, line, partial(self.go, key), icon=icon))
        self.primary(_("You can stop here"), lambda: self.go("home"), "house")
