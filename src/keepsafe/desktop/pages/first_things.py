"""Step 2: four things to do now."""

from __future__ import annotations

from keepsafe.desktop.widgets import ExpandingDetails, NumberedRow, Page
from keepsafe.desktop.widgets.text import blocks, prose
from keepsafe.i18n import _


class FirstThings(Page):
    """The card's list in large, the rest below it."""

    key = "first"

    def build(self) -> None:
        """Show the list with numbers, the rest as it is."""
        text = self.session.text("step-2-first-things")
        if text is None:
            return
        self.title(text.title)
        number, last = 0, list[str]()
        for kind, words in blocks(self.session.filled(text)):
            if kind == "bullet":
                number += 1
                self.add(NumberedRow(str(number), words))
            else:  # what comes first is to be read, what comes last is only good to know
                last.append(words)
        for words in last[:-1]:
            self.say(words)
        for words in last[-1:]:
            self.say(words, "small")
        self._add_what_cannot_wait()
        if self.session.vault is None:
            self.say(_("As long as there is no password, what was typed is not kept."), "soft")
        self.primary(_("Continue"), self.go_on, "arrow-right")
        self.quiet(_("Report now"), lambda: self.go("report-now"))
        self.quiet(_("Block now, I can't do this"), lambda: self.go("block-now"))

    def _add_what_cannot_wait(self) -> None:
        """Fold two things that are for this minute; the step about money comes much later."""
        deadline = self.session.text("their-deadline-is-tonight")
        if deadline is not None:
            inside = prose(self.session.filled(deadline))
            self.add(ExpandingDetails(_("They set a deadline for tonight"), inside))
        paid = self.session.text("if-you-paid")
        if paid is not None:  # its last words are about the fields beside it there
            inside = prose(self.session.filled(paid).strip().rpartition("\n\n")[0])
            self.add(ExpandingDetails(_("Money was sent, or gift cards"), inside))
