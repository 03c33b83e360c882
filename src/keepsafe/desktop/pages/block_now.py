"""Block now: it is OK, and nothing is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.widgets import Bullet, ExpandingDetails, Page, PickField
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.guidance.model import Platform

_APP = "app"


class BlockNow(Page):
    """The card, where to block in the app they use, and a way to report all the same."""

    key = "block-now"

    def build(self) -> None:
        """Say that it is OK, then how in the app that was named, or ask for it."""
        text = self.session.text("block-now")
        if text is None:
            return
        first, _gap, rest = self.session.filled(text).strip().partition("\n\n")
        self.title(text.title)
        self.lead(first)
        app = self._app()
        field = PickField(_APP, _("Which app or site?"), [("", _("I don't know")), *self._apps()])
        field.fill(app)
        field.changed.connect(self._choose)
        self.column.addWidget(field)
        if app:
            self._show(self.session.guidance.platform(app))
            self.heading(_("Good to know"))
        self.prose(rest)
        self.quiet(_("Go back"), lambda: self.go("back"))

    def _name(self, platform: Platform) -> str:
        return platform.name.in_language(self.session.language)

    def _apps(self) -> list[tuple[str, str]]:
        pairs = [(key, self._name(p)) for key, p in self.session.guidance.platforms.items()]
        return sorted(pairs, key=lambda pair: (pair[0] == "other", pair[1].casefold()))

    def _app(self) -> str:
        """Return the app that was chosen here, or while saying who it is, or kept last."""
        drafts = self.session.drafts
        chosen = drafts.get(self.key, _APP) or drafts.get("who", _APP)
        if chosen or self.session.vault is None or not self.session.vault.record.accounts:
            return chosen
        written = self.session.vault.record.accounts[-1].fields.platform.casefold()
        packs = self.session.guidance.platforms
        named = (key for key, p in packs.items() if p.name.in_language("en").casefold() == written)
        return next(named, "")

    def _choose(self, app: str) -> None:
        self.session.draft(self.key, _APP, app)
        self.session.retold.emit()

    def _show(self, platform: Platform) -> None:
        name, tongue = self._name(platform), self.session.language
        self.heading(_("How to block: {app}").format(app=name))
        steps = (
            _("Open what they wrote. Tap their name."),
            _("Look for a menu, often three dots. Choose Block there."),
            _("Report is often beside it. It tells the app, not the police."),
        )
        for number, step in enumerate(steps, start=1):
            self.add(Bullet(step, f"{number}."))
        self.say(_("We could not check this on a phone. Pick what is closest."), "small")
        self.say(platform.one_thing.in_language(tongue))
        find = enumerate(platform.find.in_language(tongue), start=1)
        where = _("Where to find it in {app}").format(app=name)
        self.add(ExpandingDetails(where, [Bullet(line, f"{number}.") for number, line in find]))
