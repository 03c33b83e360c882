"""Step 10: the ways to go on after the file was handed over, or without any."""

from __future__ import annotations

from functools import partial

from keepsafe.desktop.widgets import WORDS_FOR_POLICE, ChoiceCard, Columns, Page
from keepsafe.i18n import _


class Afterwards(Page):
    """One large button for each thing that can come next, in groups; none of them must."""

    key = "afterwards"
    wide = True

    def build(self) -> None:
        """Show them: what to do now, what in the next days, what is kept here."""
        self.short_card("step-10-afterwards")
        vault = self.session.vault
        if vault is not None and any(seal.code for seal in vault.record.seals):
            self._group(
                _("Now"),
                (
                    "report-now",
                    _("Call or report"),
                    _("Whom to call, where to bring it."),
                    "phone",
                ),
                (
                    "handed-over",
                    _("Note who took the file"),
                    _("Officer, number, day."),
                    "pen-line",
                ),
                (
                    "file-words",
                    _("Show the words for police"),
                    _("Eight words. They open the file."),
                    WORDS_FOR_POLICE.icon,
                ),
                (
                    "file-sheet",
                    _("The hand-over sheet"),
                    _("One for the officer, one for you."),
                    "file-text",
                ),
                (
                    "file-made",
                    _("The file and its forms"),
                    _("Where they are, and what they are for."),
                    "file-lock",
                ),
            )
        self._group(
            _("In the next days"),
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
        )
        if vault is not None:
            self._group(
                _("What is kept on this computer"),
                (
                    "case-care",
                    _("Look after what is kept"),
                    _("Check it, copy it, let someone in."),
                    "folder-lock",
                ),
                (
                    "copies-left",
                    _("Copies left on this computer"),
                    _("Find them. Leave them or remove them."),
                    "search",
                ),
            )
        self.primary(_("You can stop here"), lambda: self.go("home"), "house")

    def _group(self, heading: str, *ways: tuple[str, str, str, str]) -> None:
        self.heading(heading)
        cards = Columns()
        for key, words, line, icon in ways:
            cards.addWidget(ChoiceCard(words, line, partial(self.go, key), icon=icon))
        self.column.addLayout(cards)
