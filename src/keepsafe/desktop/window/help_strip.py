"""The help that is always in view: whom to call, Report now, Block now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.session import Session
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Icon, Words
from keepsafe.desktop.window.fitting import FittingBar
from keepsafe.i18n import _

_BLANK = "\N{NO-BREAK SPACE}"


class HelpStrip(FittingBar):
    """At the bottom of every page, also when everything else is locked; always one row."""

    def __init__(self, session: Session) -> None:
        super().__init__("helpStrip")
        self.setAccessibleName(_("Help"))
        self.row.setSpacing(2 * UNIT)
        self._numbers = _Numbers(session, self.fit)
        self.row.addWidget(self._numbers)
        self.row.addStretch(1)
        self._report: Button | None = None
        self._block: Button | None = None
        if session.role == "officer":  # whose strip has the numbers only
            return
        self._report = Button(_("Report now"), lambda: session.go("report-now"), icon="flag")
        self.row.addWidget(self._report)
        if session.role == "counsellor":  # who must do nothing on the phone of a student
            return
        self._words = _("Too much? Block now. That is OK. Just don't delete.")
        self._block = Button(
            self._words, lambda: session.go("block-now"), kind="link", icon="shield-ban"
        )
        self.row.addWidget(self._block)

    def ways(self) -> Sequence[Callable[[], object]]:
        """Give up the long sentence first, then the names of the numbers; never a number."""
        ways = self._all, self._briefer, self._brief, self._only_shield, self._least
        return *ways, self._only_flag

    def _all(self) -> None:
        self._numbers.brief(0)
        if self._report is not None:
            self._report.brief(False)
        if self._block is not None:
            self._block.brief(False)
            self._block.say(self._words)

    def _briefer(self) -> None:
        if self._block is not None:
            self._block.say(_("Block now"))
            self._block.setAccessibleName(self._words)

    def _brief(self) -> None:
        self._numbers.brief(1)

    def _least(self) -> None:
        self._numbers.brief(2)

    def _only_flag(self) -> None:
        if self._report is not None:
            self._report.brief(True)

    def _only_shield(self) -> None:
        if self._block is not None:
            self._block.say(self._words)
            self._block.brief(True)


class _Numbers(QWidget):
    """The country's emergency number, and one line for young people."""

    def __init__(self, session: Session, told: Callable[[], object]) -> None:
        """Make it; `told` is called when the numbers are known."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(Icon("phone"))
        self._column = column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self._session = session
        self._told = told
        self._brief = 0
        self._emergency = Words(_BLANK, "strong")
        self._crisis = Words(_BLANK)
        self._crisis.setWordWrap(False)
        self._lines = ["", "", "", ""]
        column.addWidget(self._emergency)
        column.addWidget(self._crisis)
        self._show()
        session.when_known(self._tell)

    def brief(self, brief: int) -> None:
        """Show all (0), the line to talk to by what it is for (1), or only numbers (2)."""
        if brief != self._brief:
            self._brief = brief
            self._show()

    def _tell(self) -> None:
        tongue, contacts = self._session.language, self._session.contacts
        number = contacts.emergency.in_language(tongue)
        country = self._session.country.name.in_language(tongue)
        whole = _("{country}: emergency {number}").format(country=country, number=number)
        if not contacts.emergency.number:  # it has only words for it
            whole = _("In danger now? Call {number}").format(number=number)
        reach = number = ""
        if contacts.crisis:
            line = contacts.crisis[0]
            number = line.phone or (line.text.in_language(tongue) if line.text else "")
            reach = number and f"{line.name_beside_number(tongue)} {number}"
        self._lines = [whole, reach, contacts.emergency.number or whole, number]
        self._show()
        self._told()

    def _show(self) -> None:
        whole, reach, short, number = self._lines
        talk = number and _("To talk: {number}").format(number=number)
        self._emergency.say((short if self._brief > 1 else whole) or _BLANK)
        self._emergency.setAccessibleName(whole)
        self._emergency.setWordWrap(self._brief > 1 and short == whole)
        self._crisis.say((reach, talk, number)[self._brief] or _BLANK)
        self._crisis.setAccessibleName(reach)
        self._crisis.setVisible(bool(reach) or not whole)
        self.setToolTip(reach if self._brief > 0 else "")
        self.setAccessibleName(f"{whole}. {reach}".strip(". "))
        for layout in (self._column, self.layout()):
            if layout is not None:
                layout.invalidate()
        self.updateGeometry()
