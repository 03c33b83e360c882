"""Step 6: where a private picture is. Keepsafe never takes it; it writes down where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.telling.facts import keep_all
from keepsafe.desktop.pages.telling.forms import ItemPage, enough_said, kept_note, short_line
from keepsafe.desktop.widgets import Button, ExpandingDetails, LineField, Note, SourceLine, prose
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.case.fields import Kind
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_REQUEST = "imagery-request"
"""Where who asked for a copy lies on the desk: a private picture alone can be kept without it."""


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
                    "Leave the picture where it is: that is the saved copy. Don't delete it. "
                    "Don't send it to anyone. Tell the police it exists."
                ),
                icon="hand",
            )
        )
        if self.items:
            self.list_items()
        if self.writing:
            if self.items and self.editing is None:
                self.say(_("Is there another one? Write down where it is."))
            words, hint = _("What it is, in a few words"), enough_said(self.session.role)
            self.add(LineField("what", words, hint=hint))
            self.add(LineField("app", _("Which app and chat?")))
            self.add(LineField("folder", _("Which phone or computer, and where on it?")))
            self.form("when", "sent_to")
        self.add(ExpandingDetails(_("How to handle it"), body))
        self._add_why()
        self._add_officer()
        if self.writing:
            self.end_form(self._keep, _("No private picture: go on"))
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
        self.draft(field, _REQUEST)
        if field.value:
            details.open()
        else:
            field.fill(vault.record.case.imagery_request)
        details.column.addWidget(Button(_("Keep who asked"), self._keep, icon="lock"))

    def say_kept(self) -> None:
        """Say who asked for a copy, too, where that was kept just now."""
        just, vault = just_kept(self.session), self.session.vault
        if vault is None or just.page != self.key or not just.several:
            super().say_kept()
            return
        told = [self.line(item) for item in self.items if item.id in just.several]
        if "imagery_request" in just.several:
            told.append(short_line(vault.record.case.imagery_request or _("Taken back")))
        self._said = kept_note(self, *told)

    def _request(self) -> dict[str, str]:
        """Return who asked for a copy, where that is different from what is kept."""
        vault, field = self.session.vault, self.fields.get("imagery_request")
        asked = field.value.strip() if field is not None else ""
        if vault is None or field is None or asked == vault.record.case.imagery_request:
            return {}
        return {"imagery_request": asked}

    def worth_keeping(self) -> bool:
        """Who asked for a copy is kept with the rest."""
        return bool(self._request())

    def leave(self) -> None:
        """Go on; who asked for a copy is kept first."""
        if self._request():
            self.going_on = True
            self._keep()
            return
        super().leave()

    def _keep(self) -> None:
        request, item = self._request(), self.editing
        values = self.typed()
        if not request:
            self.keep_item(values)
            return
        given = {name: text for name, text in values.items() if text}

        def work(vault: Vault, actor: str, _watch: Watch) -> tuple[str, ...]:
            new: list[tuple[Kind, dict[str, str]]] = []
            if given and item is None:
                new.append(("pointer", given))
            if item is not None:
                vault.describe(item.id, values, actor)
            kept = keep_all(vault, actor, request, new)
            return kept if item is None else (*kept, item.id)

        self.keep(work)

    def kept(self, result: object) -> None:
        """Forget what was typed of who asked, once it is kept."""
        if isinstance(result, tuple):
            self.session.drafts.clear(_REQUEST)
        super().kept(result)
