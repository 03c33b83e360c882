"""How the app looks and speaks, and where someone is."""

from __future__ import annotations

from keepsafe.desktop.pages.doors import NAMES
from keepsafe.desktop.theme.tokens import SCALES
from keepsafe.desktop.widgets import Page, PickField
from keepsafe.i18n import LANGUAGES, _


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
        sizes = [(str(size), f"{size} %") for size in SCALES]
        self._choice("text-size", _("Text size"), sizes, str(session.preferences.text_size))
        self.say(_("After 15 minutes without a key or a click, Keepsafe locks by itself."), "soft")
        if session.came_from:
            self.primary(_("Done"), lambda: self.go(session.came_from))

    def _choice(
        self, name: str, label: str, choices: list[tuple[str, str]], value: str, hint: str = ""
    ) -> None:
        field = PickField(name, label, choices, hint=hint)
        field.fill(value)
        self.column.addWidget(field)
        field.changed.connect(lambda chosen: self._change(name, chosen))

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
