"""The help that is always in view: whom to call, Report now, Block now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.session import Session
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow, Icon, Words
from keepsafe.i18n import _

_BLANK = "\N{NO-BREAK SPACE}"


class HelpStrip(QWidget):
    """At the bottom of every page, also when everything else is locked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("helpStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Help"))
        self._session = session
        flow = Flow(self, spacing=2 * UNIT)
        flow.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        flow.addWidget(_Numbers(session))
        if session.role == "officer":  # whose strip has the numbers only
            return
        flow.add_gap()
        flow.addWidget(Button(_("Report now"), lambda: session.go("report-now"), icon="flag"))
        flow.addWidget(
            Button(
                _("Too much? Block now. That is OK. Just don't delete."),
                lambda: session.go("block-now"),
                kind="link",
                icon="shield-ban",
            )
        )


class _Numbers(QWidget):
    """The country's emergency number, and one line for young people."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(Icon("phone"))
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column)
        self._session = session
        self._emergency = _line(_BLANK, "strong")  # as high as it will be
        self._crisis = _line(_BLANK, "body")
        column.addWidget(self._emergency)
        column.addWidget(self._crisis)
        session.when_known(self._tell)

    def _tell(self) -> None:
        tongue, contacts = self._session.language, self._session.contacts
        country = self._session.country.name.in_language(tongue)
        number = contacts.emergency.in_language(tongue)
        self._emergency.say(
            _("{country}: emergency {number}").format(country=country, number=number)
        )
        self._crisis.setVisible(bool(contacts.crisis))
        if contacts.crisis:
            line = contacts.crisis[0]
            reach = line.phone or (line.text.in_language(tongue) if line.text else "")
            self._crisis.say(f"{line.name.in_language(tongue)} {reach}".strip())


def _line(words: str, kind: str) -> Words:
    line = Words(words, kind)
    line.setWordWrap(False)
    return line
