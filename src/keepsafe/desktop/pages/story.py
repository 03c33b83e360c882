"""Step 7: what happened, in the person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.widgets import Page, TextField
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault


class Story(Page):
    """A large field; what is typed is on the desk within two seconds."""

    key = "story"

    def build(self) -> None:
        """Show the card and the field."""
        self.card("step-7-what-happened")
        self.add(TextField("words", _("In your own words"), lines=8))
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Skip this for now"), self.go_on)

    def _keep(self) -> None:
        words = self.value("words")
        if not words.strip():
            self.trouble(_("Nothing is written yet. You can skip this."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            return vault.add_item("note", {"words": words}, actor)

        self.keep(work, then="look-over")
