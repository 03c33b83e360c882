"""Step 6: where a private picture is. Keepsafe never takes it; it writes down where it is."""

from __future__ import annotations

from keepsafe.desktop.pages.telling.forms import ItemPage
from keepsafe.desktop.widgets import ExpandingDetails, LineField, Note, SourceLine, prose
from keepsafe.i18n import _


class Pictures(ItemPage):
    """There is no way to add a picture on this page, on purpose."""

    key = "pictures"
    kind = "pointer"
    named_by = ("what", "app", "folder", "when")

    def build(self) -> None:
        """Show the rule, and fields for where it is."""
        text = self.session.text("step-6-pictures")
        body = prose(self.session.filled(text)) if text is not None else []
        if text is not None:
            self.title(text.title)
        self.say_kept()
        self.add(
            Note(
                _(
                    "Leave it where it is: that is the saved copy. Don't delete it. Don't send it "
                    "to anyone. Tell the police it exists."
                ),
                icon="hand",
            )
        )
        if self.items:
            self.list_items()
        if self.writing:
            if self.items and self.editing is None:
                self.say(_("Is there another one? Write down where it is."))
            self.form("what", what=_("What it is, in a few words"))
            self.add(LineField("app", _("Which app and chat?")))
            self.add(LineField("folder", _("Which phone or computer, and where on it?")))
            self.form("when", "sent_to")
        self.add(ExpandingDetails(_("How to handle it"), body))
        self._add_why()
        self._add_officer()
        if self.writing:
            self.end_form(lambda: self.keep_item(self.typed()), _("No private picture"))
        else:
            self.end_listing()

    def _add_why(self) -> None:
        imagery = self.session.country.imagery
        inside = prose(imagery.rule.in_language(self.session.language))
        inside.append(SourceLine(imagery))
        text = self.session.text("private-pictures")
        if text is not None:
            inside += prose(self.session.filled(text))
        self.add(ExpandingDetails(_("Why Keepsafe does not take it"), inside))

    def _add_officer(self) -> None:
        vault = self.session.vault
        if vault is None or not self.session.country.imagery.officer_request:
            return
        field = LineField(
            "imagery_request",
            _("Who asked for it?"),
            hint=_("The officer's name, agency and file number."),
        )
        details = self.add(ExpandingDetails(_("A police officer asked for a copy"), [field]))
        details.column.addWidget(
            Note(_("Ask the officer how to do it. Keepsafe writes down who asked."), icon="info")
        )
        self.draft(field)
        if not field.value:
            field.fill(vault.record.case.imagery_request)
        from keepsafe.desktop.widgets import Button  # noqa: PLC0415

        details.column.addWidget(Button(_("Keep who asked"), self._keep_request, icon="lock"))

    def _keep_request(self) -> None:
        from keepsafe.desktop.pages.telling.facts import keep_facts  # noqa: PLC0415

        keep_facts(self, {"imagery_request": self.value("imagery_request").strip()})
