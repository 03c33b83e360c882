"""Step 3: who is doing this. The app, its card, and the username, letter by letter."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from keepsafe.case.record import Item
from keepsafe.desktop.pages.telling.forms import ACCOUNT_NAMED_BY, ItemPage
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Bullet,
    Button,
    DateField,
    ExpandingDetails,
    LineField,
    Note,
    PickField,
    Words,
    prose,
)
from keepsafe.guidance.model import OTHER, Platform
from keepsafe.i18n import _

_FIRST = ("instagram", "snapchat", "whatsapp", "discord", "tiktok", "facebook", "telegram", "sms")
_BY_PHONE = ("whatsapp", "telegram", "signal", "sms")
"""Apps that go by a phone number: it is asked for first."""
_COLUMNS = 3
_APP = "app"


class Who(ItemPage):
    """Nothing must be filled in but something."""

    key = "who"
    kind = "account"
    named_by = ACCOUNT_NAMED_BY

    def build(self) -> None:
        """Show the grid of apps; once one is chosen, its card and the username."""
        app = self.session.drafts.get(self.key, _APP)
        text = self.session.text("step-3-who")
        if text is not None:
            self.title(text.title)
        self.say_kept()
        if app:
            self._build_account(app)
            return
        if self.items:
            self.list_items()
        elif text is not None:
            body = prose(self.session.filled(text))
            for widget in body[:2]:
                self.add(widget)
            self.add(ExpandingDetails(_("How to find it"), body[2:]))
        if not self.writing:
            self.end_listing()
            return
        self.heading(_("Which app or site?"))
        self.add(self._grid())
        self.quiet(_("Continue") if self.items else _("Skip this for now"), self.go_on)

    # --- The app -------------------------------------------------------------------------------

    def _grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(UNIT)
        platforms = self.session.guidance.platforms
        names = [(key, self._name(platforms[key])) for key in _FIRST if key in platforms]
        for place, (key, name) in enumerate([*names, (OTHER, _("Another one"))]):
            button = Button(name, partial(self._choose, key))
            button.setObjectName(f"app-{key}")
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return made

    def _name(self, platform: Platform) -> str:
        return platform.name.in_language(self.session.language)

    def _choose(self, key: str) -> None:
        self.session.draft(self.key, _APP, key)
        self.session.retold.emit()

    def prepare(self, item: Item[Any]) -> None:
        """Find the app of an account that is corrected."""
        written = item.fields.platform.casefold()
        platforms = self.session.guidance.platforms
        found = (
            key for key, p in platforms.items() if p.name.in_language("en").casefold() == written
        )
        self.session.draft(self.key, _APP, next(found, OTHER))

    # --- The account ---------------------------------------------------------------------------

    def _build_account(self, app: str) -> None:
        platform = self.session.guidance.platform(app)
        if app == OTHER:
            self._other_app()
        else:
            self._app_card(platform)
        self._username = LineField(
            "username",
            _("The username, exactly as shown"),
            hint=_("Letter by letter. Or paste the link to the profile."),
            exact=True,
        )
        by_phone = app in _BY_PHONE
        if by_phone:
            words = _("The phone number, exactly as shown")
            self.add(LineField("phone", words, exact=True))
        has_username = "username" in platform.identifier_kinds
        if has_username or not by_phone:
            self.add(self._username)
        self._username.editor.editingFinished.connect(self._look)
        self._hint = self.add(Note("", icon="search"))
        self._hint.hide()
        self._as_phone = Button(_("Use it as the phone number"), self._use_as_phone, icon="phone")
        place = Qt.AlignmentFlag.AlignLeading
        self.column.addWidget(self._as_phone, 0, place)
        self.add(DateField("seen", _("The day you saw it"), hint=_("Names can change.")))
        if by_phone:
            more = self.add(ExpandingDetails(_("A name, an e-mail: if you know it")))
        else:
            words = _("A name, a phone number, an e-mail: if you know it")
            more = self.add(ExpandingDetails(words))
            self.form("phone", to=more.column)
        if by_phone and not has_username:
            more.column.addWidget(self._username)
            self.draft(self._username)
        self._look()
        self.form("display_name", "id", "email", "former_names", to=more.column)
        self.form("first_contact", "own_account", "note", to=more.column)
        self.say_what_keeping_does()
        self.primary(_("Keep this"), self._keep, "lock")
        self.quiet(_("Choose another app"), self._forget)
        if self.editing is None:
            self.link(_("Skip this for now"), self.go_on)

    def _other_app(self) -> None:
        platforms = self.session.guidance.platforms
        rest = [key for key in platforms if key not in _FIRST and key != OTHER]
        pairs = [(platforms[k].name.in_language("en"), self._name(platforms[k])) for k in rest]
        listed = sorted(pairs, key=lambda pair: pair[1].casefold())
        self.add(PickField("listed", _("Is it one of these?"), [("", _("None of these")), *listed]))
        self.add(LineField("platform", _("Or its name")))
        if self.editing is not None and self.value("platform") in {name for name, _shown in listed}:
            self.fields["listed"].fill(self.value("platform"))

    def _app_card(self, platform: Platform) -> None:
        tongue = self.session.language
        name = self._name(platform)
        self.heading(name)
        self.say(platform.one_thing.in_language(tongue))
        steps = platform.find.in_language(tongue)
        find = [Bullet(line, f"{number}.") for number, line in enumerate(steps, start=1)]
        if not platform.find_verified:
            find.append(
                Bullet(_("We could not check this on a phone. Pick what is closest."), "", "small")
            )
        self.add(ExpandingDetails(_("Where to find it in {app}").format(app=name), find))
        self.add(
            ExpandingDetails(
                _("Do they see that you take a screenshot?"),
                [
                    Words(platform.alert_note.in_language(tongue)),
                    Words(platform.disappears.in_language(tongue)),
                ],
            )
        )

    def _use_as_phone(self) -> None:
        """Move a phone number that was typed as a username to where it belongs."""
        self.session.draft(self.key, "phone", self._username.value.strip())
        self.session.draft(self.key, "username", "")
        self.session.retold.emit()

    def _look(self) -> None:
        """Point out letters that look like others, and what a link told; nothing is refused."""
        typed = self._username.value.strip()
        hints: list[str] = []
        if typed:
            from keepsafe.guidance.accounts import filled_in  # noqa: PLC0415  # late

            given = {"platform": self._platform(), self._where(typed): typed}
            fields, hints = filled_in(
                given, self.session.guidance, self.session.country_code, self.session.language
            )
            name = fields.get("username", "")
            if "link" in fields and name and name != typed:
                hints.insert(0, _("The link says: {name}").format(name=name))
        from keepsafe.guidance.phones import looks_like_phone  # noqa: PLC0415  # late

        by_phone = self.session.drafts.get(self.key, _APP) in _BY_PHONE
        free = by_phone and not self.value("phone").strip()
        self._as_phone.setVisible(free and looks_like_phone(typed))
        self._hint.say("\n".join(hints))
        self._hint.setVisible(bool(hints))

    @staticmethod
    def _where(typed: str) -> str:
        return "link" if "/" in typed and "." in typed else "username"

    def _platform(self) -> str:
        app = self.session.drafts.get(self.key, _APP)
        if app != OTHER:
            return self.session.guidance.platform(app).name.in_language("en")
        return self.value("platform").strip() or self.value("listed")

    def _keep(self) -> None:
        from keepsafe.guidance.accounts import filled_in  # noqa: PLC0415  # late

        values = self.typed()
        values["platform"] = self._platform()
        typed = values["username"]
        if typed and self._where(typed) == "link":
            values["link"] = values.pop("username")
        if not any(value for name, value in values.items() if name not in ("platform", "seen")):
            if "phone" in self.fields and self.session.drafts.get(self.key, _APP) in _BY_PHONE:
                self.trouble(_("Type the number or the name first, or skip this."))
            else:
                self._username.trouble(_("Type the name first, or skip this."))
            return
        given = {name: value for name, value in values.items() if value}
        filled, _hints = filled_in(
            given, self.session.guidance, self.session.country_code, self.session.language
        )
        first = not self.items and self.editing is None
        self.keep_item({**values, **filled}, then="screenshots" if first else "")

    def _forget(self) -> None:
        self.session.drafts.clear(self.key)
        self.add_another()
