"""Step 3: who is doing this. The example page of `keepsafe.desktop`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.widgets import LineField, Page
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault


class Who(Page):
    """The app and the username, kept as an account."""

    key = "who"

    def build(self) -> None:
        """Show the card, and two fields whose drafts are kept by themselves."""
        self.card("step-3-who")
        self.add(LineField("platform", _("Which app?")))
        self.add(
            LineField(
                "username",
                _("The username, exactly as shown"),
                hint=_("Type it letter by letter, or paste the link to the profile."),
                exact=True,
            )
        )
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Skip this for now"), self.go_on)

    def _keep(self) -> None:
        values = {name: field.value.strip() for name, field in self.fields.items()}
        if not any(values.values()):
            self.trouble(_("Nothing is filled in yet. You can skip this."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            return vault.add_item("account", values, actor)

        self.keep(work, then="screenshots")
