"""The first window: who needs help? Four doors, the country, the languages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, ChoiceCard, CountryField, Flow, Page, Words
from keepsafe.desktop.widgets.country import is_unknown
from keepsafe.i18n import LANGUAGES, _

NAMES = {"en": "English", "fr": "Français", "es": "Español"}


_DOOR = "door"
"""The draft of which door was opened, where it asks more: a change of country loses nothing."""


class Doors(Page):
    """Nothing is asked here but who, and, of "me", whether 18 or over: two rules depend on it."""

    key = "doors"
    wide = True

    def build(self) -> None:
        """Put up the doors."""
        self.title(_("Who needs help?"))
        self.lead(_("You did right to look for help. Keepsafe goes with you, one step at a time."))
        doors = (
            ChoiceCard(
                _("My child"), _("Someone threatens my child."), self._parent, icon="users-round"
            ),
            ChoiceCard(_("Me"), _("Someone threatens me."), self._me, icon="user-round"),
            ChoiceCard(
                _("A student"), _("I work at a school."), self._student, icon="graduation-cap"
            ),
            ChoiceCard(
                _("I received a file"),
                _("For police: open it and check it."),
                self._officer,
                icon="file-check",
            ),
        )
        self._doors = self.add(_grid(doors))
        self._ages = self.add(QWidget())
        column = _column(self._ages)
        column.addWidget(Words(_("How old are you?"), "heading"))
        self._under = ChoiceCard(
            _("I am under 18"), "", lambda: self._enter("young-person", "safe")
        )
        self._over = ChoiceCard(_("I am 18 or over"), "", lambda: self._enter("adult", "safe"))
        column.addWidget(_grid((self._under, self._over)))
        self._ages.setVisible(self.session.drafts.get(self.key, _DOOR) == "me")
        self._add_where()
        self._add_case()

    def focus_first(self) -> None:
        """Begin at the first door, also where the country is asked for below."""
        self._doors.findChildren(ChoiceCard)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_where(self) -> None:
        self.column.addSpacing(UNIT)
        if is_unknown(self.session) and not self.session.another_country:
            field = CountryField(self.session)
            field.setMaximumWidth(self.text_width)
            self.column.addWidget(field)
        else:
            where = Flow()
            self._country = Words("\N{NO-BREAK SPACE}", "soft")
            self._country.setWordWrap(False)
            self.session.when_known(self._name_country)
            where.addWidget(self._country)
            change = Button(_("Change the country"), lambda: self.go("settings"), kind="link")
            where.addWidget(change)
            self.column.addLayout(where)
        tongues = Flow()
        for code in LANGUAGES:
            tongues.addWidget(self._tongue(code))
        self.column.addLayout(tongues)
        self.say(_("Everything stays on this computer. Keepsafe sends nothing to anyone."), "small")

    def _name_country(self) -> None:
        country = self.session.country.name.in_language(self.session.language)
        self._country.say(_("You are in: {country}").format(country=country))

    def _tongue(self, code: str) -> Button:
        button = Button(NAMES[code], lambda: self.session.speak(code), kind="link")
        button.setObjectName(f"speak-{code}")
        button.setCheckable(True)
        button.setChecked(code == self.session.language)
        return button

    def _add_case(self) -> None:
        if self.session.vault is None and self.session.cases:
            self.link(_("Go on with what was saved before"), lambda: self.go("unlock"), "lock")

    def _parent(self) -> None:
        self._enter("parent", "safe")

    def _me(self) -> None:
        self.session.draft(self.key, _DOOR, "me")
        self._ages.show()
        self._under.setFocus()
        self.ensureWidgetVisible(self._ages)

    def _student(self) -> None:
        self._enter("counsellor", "student")

    def _officer(self) -> None:
        self._enter("officer", "received")

    def _enter(self, role: str, key: str) -> None:
        self.session.play(role)
        self.go(key)


def _grid(cards: tuple[ChoiceCard, ...]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2 * UNIT)
    for index, card in enumerate(cards):
        grid.addWidget(card, index // 2, index % 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return made


def _column(inside: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2 * UNIT)
    return column
