"""How the app looks and speaks, and where someone is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.doors import NAMES
from keepsafe.desktop.theme.tokens import SCALES
from keepsafe.desktop.widgets import Button, Page, PickField
from keepsafe.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault


class Settings(Page):
    """Every change is in force at once."""

    key = "settings"

    def build(self) -> None:
        """Put up the choices."""
        session = self.session
        self.title(_("Settings"))
        hint = _("It decides which numbers to call are shown, and which rules hold.")
        self._choice("country", _("You are in"), session.countries(), session.country_code, hint)
        languages = [(code, NAMES[code]) for code in LANGUAGES]
        self._choice("language", _("Language"), languages, session.language)
        themes = [
            ("system", _("As the computer has it")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("contrast", _("High contrast")),
        ]
        self._choice("theme", _("Colours"), themes, session.preferences.theme)
        unit = "%" if session.language == "en" else "\N{NO-BREAK SPACE}%"
        sizes = [(str(size), f"{size}{unit}") for size in SCALES]
        self._choice("text-size", _("Text size"), sizes, str(session.preferences.text_size))
        self.say(_("After 15 minutes without a key or a click, Keepsafe locks by itself."), "soft")
        if session.vault is not None and not session.vault.read_only:
            self.heading(_("Password"))
            change = Button(_("Change the password"), self._change_password, icon="lock")
            self.add(change)
            code = Button(_("Make a new recovery code"), self._new_code, icon="key-round")
            self.add(code)
        self.primary(_("Done"), lambda: self.go("back"))

    def _change_password(self) -> None:
        just_kept(self.session).forget()  # or the page would say again that it is changed
        self.go("new-password")

    def _choice(
        self, name: str, label: str, choices: list[tuple[str, str]], value: str, hint: str = ""
    ) -> None:
        field = PickField(name, label, choices, hint=hint)
        field.fill(value)
        self.column.addWidget(field)
        field.changed.connect(lambda chosen: self._change(name, chosen))

    def _new_code(self) -> None:
        language: Any = self.session.language

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            return vault.new_recovery_code(language, actor)

        self.keep(work, saying=_("Making a new recovery code"))

    def kept(self, result: object) -> None:
        """Show the new code; the old one opens nothing from now on."""
        if isinstance(result, str):
            self.session.recovery_code = result
            self.session.after_keeping = self.key
            self.go("recovery")

    def _change(self, name: str, value: str) -> None:
        match name:
            case "country":
                self.session.move(value)
            case "language":
                self.session.speak(value)
            case "theme":
                self.session.look(theme=value)
            case "text-size":
                self.session.look(text_size=int(value))
