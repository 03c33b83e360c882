"""The bar above: back, where you are, who is typing, language, country, Leave quickly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from keepsafe.desktop.pages.doors import NAMES
from keepsafe.desktop.session import Session
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Words
from keepsafe.desktop.window.fitting import FittingBar
from keepsafe.i18n import LANGUAGES, _

_LEAST_OF_PLACE = 8
"""Characters of a page's name that are of use; it goes where there is room for fewer."""


class TopBar(FittingBar):
    """Built anew with every page."""

    def __init__(
        self,
        session: Session,
        where: str,
        *,
        back: Callable[[], object] | None,
        steps: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("topBar")
        self._session = session
        row = self.row
        row.setSpacing(UNIT)
        self._choices: list[Button] = []
        self._ways: list[Button] = []
        if back is not None:
            self._ways.append(Button(_("Back"), back, kind="link", icon="arrow-left"))
        self.steps = Button(_("Steps"), steps, kind="link", icon="list")
        """For where there is no room for the list of steps beside the page."""
        self.steps.hide()
        self._ways.append(self.steps)
        self._where = where
        self._place = Words(where, "strong")
        self._place.setWordWrap(False)
        for widget in (*self._ways, self._place):
            row.addWidget(widget)
        row.addStretch(1)
        if session.role in ("parent", "young-person", "adult"):
            self._typing()
        self._languages()
        self._countries()
        for button in self._choices:
            row.addWidget(button)
        self.leave = Button(_("Leave quickly"), leave, icon="log-out")
        self.leave.setObjectName("leave")
        self.leave.setAccessibleDescription(
            _("Hides and locks Keepsafe at once. Pressing Shift three times does the same.")
        )
        self.leave.setToolTip(_("Or press Shift three times"))
        self._dots = Words("", "strong")
        self._dots.setWordWrap(False)
        self._dots.hide()
        row.addWidget(self._dots)
        row.addWidget(self.leave)  # always in the corner

    def ways(self) -> Sequence[Callable[[], object]]:
        """Give up the words of the choices first, then some of the place, the ways', leaving's."""
        less = self._less_of_the_place
        ways = self._all, self._fewer_choices, less, self._fewer_ways, less
        return *ways, self._no_place, self._least

    def _all(self) -> None:
        for button in (*self._choices, *self._ways, self.leave):
            button.brief(False)
        self._place.say(self._where)
        self._place.show()

    def _fewer_choices(self) -> None:
        for button in self._choices:
            button.brief(True)

    def _fewer_ways(self) -> None:
        self._place.say(self._where)
        for button in self._ways:
            button.brief(True)

    def _less_of_the_place(self) -> None:
        """Cut the name of the page to the room that the others leave it, if that is of any use."""
        others = self.row.sizeHint().width() - self._place.sizeHint().width()
        room = self.width() - others
        metrics = self._place.fontMetrics()
        if room < _LEAST_OF_PLACE * metrics.averageCharWidth():
            return
        self._place.say(metrics.elidedText(self._where, Qt.TextElideMode.ElideRight, room))
        self._place.setAccessibleName(self._where)

    def _no_place(self) -> None:
        self._place.hide()

    def _least(self) -> None:
        self.leave.brief(True)

    def count(self, shifts: int) -> None:
        """Show how often Shift was pressed, of three times."""
        dots = "\N{BLACK CIRCLE}" * shifts + "\N{WHITE CIRCLE}" * (3 - shifts)
        self._dots.say(_("Shift {dots}").format(dots=dots))
        words = _("Shift, {count} of 3: three times hides and locks Keepsafe")
        self._dots.setAccessibleName(words.format(count=shifts))
        self._dots.setToolTip(words.format(count=shifts))
        self._dots.setVisible(shifts > 0)
        self.fit()

    def _choice(self, words: str, icon: str, what: str) -> Button:
        button = Button(words, kind="link", icon=icon)
        button.setAccessibleDescription(what)
        self._choices.append(button)
        return button

    def _typing(self) -> None:
        mine = {"me": _("I am writing"), "together": _("We are writing together")}
        if self._session.role == "parent":
            mine = {
                "me": _("I am writing"),
                "child": _("My child is writing"),
                "together": _("We are writing together"),
            }
        now = mine.get(self._session.typing, mine["me"])
        button = self._choice(now, "pen-line", _("Who is writing now"))

        def choose(value: str) -> None:
            self._session.type_as(value)  # type: ignore[arg-type]  # one of the keys above
            self._session.retold.emit()

        _with_menu(button, lambda: list(mine.items()), self._session.typing, choose)

    def _languages(self) -> None:
        def pairs() -> list[tuple[str, str]]:
            return [(code, NAMES[code]) for code in LANGUAGES]

        button = self._choice(NAMES[self._session.language], "globe", _("Language"))
        _with_menu(button, pairs, self._session.language, self._session.speak)

    def _countries(self) -> None:
        session = self._session
        self._country = self._choice(_("Country"), "map-pin", _("Country"))
        session.when_known(self._name_country)
        _with_menu(self._country, session.countries, session.country_code, session.move)

    def _name_country(self) -> None:
        self._country.say(self._session.country.name.in_language(self._session.language))
        self.fit()


def _with_menu(
    button: Button,
    pairs: Callable[[], list[tuple[str, str]]],
    chosen: str,
    choose: Callable[[str], object],
) -> None:
    """Let a button open a menu of choices."""

    def open_menu() -> None:
        menu = QMenu(button)
        menu.aboutToHide.connect(menu.deleteLater)
        group = QActionGroup(menu)
        for value, words in pairs():
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _on=False, value=value: choose(value))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    button.clicked.connect(open_menu)
