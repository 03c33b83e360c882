"""The bar above: back, where you are, who is typing, language, country, Leave quickly."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from keepsafe.desktop.pages.doors import NAMES
from keepsafe.desktop.session import Session
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow, Words
from keepsafe.i18n import LANGUAGES, _

_LARGE = 150
"""From this text size on, choices here are icons with a name, to leave the page room."""


class TopBar(QWidget):
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
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._brief = session.preferences.text_size >= _LARGE
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        row.setSpacing(UNIT)
        flow = Flow()
        row.addLayout(flow, 1)
        if back is not None:
            flow.addWidget(Button(_("Back"), back, kind="link", icon="arrow-left"))
        self.steps = Button(_("Steps"), steps, kind="link", icon="list")
        """For where there is no room for the list of steps beside the page."""
        self.steps.hide()
        flow.addWidget(self.steps)
        place = Words(where, "strong")
        place.setWordWrap(False)
        flow.addWidget(place)
        flow.add_gap()
        if session.role in ("parent", "young-person", "adult"):
            flow.addWidget(self._typing())
        flow.addWidget(self._languages())
        flow.addWidget(self._countries())
        self.leave = Button(_("Leave quickly"), leave, icon="log-out")
        self.leave.setObjectName("leave")
        self.leave.setAccessibleDescription(
            _("Hides and locks Keepsafe at once. Pressing Shift three times does the same.")
        )
        self.leave.setToolTip(_("Or press Shift three times"))
        self._dots = Words("", "strong")
        self._dots.setWordWrap(False)
        self._dots.hide()
        row.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)  # always in the corner

    def count(self, shifts: int) -> None:
        """Show how often Shift was pressed, of three times."""
        self._dots.say("\N{BLACK CIRCLE}" * shifts + "\N{WHITE CIRCLE}" * (3 - shifts))
        self._dots.setVisible(shifts > 0)

    def _choice(self, words: str, icon: str) -> Button:
        return Button(words, kind="link", icon=icon, icon_only=self._brief)

    def _typing(self) -> Button:
        mine = {"me": _("Me"), "together": _("Together")}
        if self._session.role == "parent":
            mine = {"me": _("Me"), "child": _("My child"), "together": _("Together")}
        now = mine.get(self._session.typing, mine["me"])
        button = self._choice(_("Typing now: {who}").format(who=now), "pen-line")

        def choose(value: str) -> None:
            self._session.type_as(value)  # type: ignore[arg-type]  # one of the keys above
            self._session.retold.emit()

        return _with_menu(button, lambda: list(mine.items()), self._session.typing, choose)

    def _languages(self) -> Button:
        def pairs() -> list[tuple[str, str]]:
            return [(code, NAMES[code]) for code in LANGUAGES]

        button = self._choice(NAMES[self._session.language], "globe")
        button.setAccessibleDescription(_("Language"))
        return _with_menu(button, pairs, self._session.language, self._session.speak)

    def _countries(self) -> Button:
        self._country = button = self._choice(_("Country"), "map-pin")
        button.setAccessibleDescription(_("Country"))
        session = self._session
        session.when_known(self._name_country)
        return _with_menu(button, session.countries, session.country_code, session.move)

    def _name_country(self) -> None:
        self._country.say(self._session.country.name.in_language(self._session.language))


def _with_menu(
    button: Button,
    pairs: Callable[[], list[tuple[str, str]]],
    chosen: str,
    choose: Callable[[str], object],
) -> Button:
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
    return button
