"""Asks which country someone is in, where that is not known: numbers and rules depend on it."""

from __future__ import annotations

from keepsafe.desktop.session import Session
from keepsafe.desktop.widgets.fields import PickField
from keepsafe.desktop.widgets.text import typeset
from keepsafe.i18n import _

_OTHER = "other"
"""`guidance.model.OTHER`, without its weight in the first window."""
_NAME = "country"


class CountryField(PickField):
    """A list of the countries there is guidance for; the answer holds at once."""

    def __init__(self, session: Session, name: str = _NAME) -> None:
        """Make it; the countries are filled in when the guidance was read."""
        label = _("Which country are you in?")
        hint = _("Then the numbers to call fit.")
        super().__init__(name, label, [("", _("Choose a country"))], hint=hint)
        self._session = session
        session.when_known(self._fill_in)
        self.changed.connect(self._move)

    def _fill_in(self) -> None:
        for code, words in self._session.countries():
            self.editor.addItem(typeset(words), code)
        self.fill(_OTHER if self._session.another_country else "")

    def _move(self, code: str) -> None:
        self._session.move(code or _OTHER)


def is_unknown(session: Session) -> bool:
    """Return whether nobody and nothing told the country, or it is one without guidance."""
    return session.country_code == _OTHER
