"""Step 7: what happened, in the person's own words, whole or in dated lines."""

from __future__ import annotations

from keepsafe.case.quoted import is_quoted
from keepsafe.desktop.pages.telling.forms import ItemPage
from keepsafe.desktop.widgets import DateField, ExpandingDetails, TextField, prose
from keepsafe.i18n import _


class Story(ItemPage):
    """A large field; what is typed is on the desk within two seconds."""

    key = "story"
    kind = "note"
    named_by = ("when", "words")

    def build(self) -> None:
        """Show the card, what is written already, and the field."""
        text = self.session.text("step-7-what-happened")
        body = prose(self.session.filled(text)) if text is not None else []
        if text is not None:
            self.title(text.title)
        self.say_kept()
        if self.items:
            self.list_items()
        elif body:
            self.add(body[0])
        if not self.writing:
            self.end_listing()
            return
        if self.items and self.editing is None:
            self.say(_("You can add another line, with its own day."))
        self.add(TextField("words", _("In your own words"), lines=8))
        self.add(DateField("when", _("The day it happened"), hint=_("Only if you know it.")))
        if body[1:]:
            self.add(ExpandingDetails(_("What may help"), body[1:]))
        self.end_form(self._keep, _("Skip this for now"))

    @property
    def writing(self) -> bool:
        """Whether to ask: also where only words of others were typed, which are no story."""
        own = any(not is_quoted(item.fields.words) for item in self.items)
        return super().writing or not own

    def _keep(self) -> None:
        values = self.typed()
        if not values["words"].strip() and self.going_on:
            self.leave()
            return
        if not values["words"].strip():
            self.trouble(_("Nothing is written yet. You can skip this."))
            return
        values["words"] = self.value("words")
        self.keep_item(values)
