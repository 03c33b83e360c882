"""Plain copies of chosen files, not locked, for a link that takes pictures one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.making import places
from keepsafe.desktop.widgets import Button, Flow, Note, Page, TickField
from keepsafe.desktop.widgets.told import shown, shown_path
from keepsafe.i18n import _, ngettext, with_colon

if TYPE_CHECKING:
    from keepsafe.bundle.copies import Copies
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_MOST_SHOWN = 200


class PlainCopies(Page):
    """Nothing is ticked before; one clear question stands between the ticks and the copies."""

    key = "plain-copies"

    def build(self) -> None:
        """Show the files by number and words, never as pictures."""
        self.title(_("Plain copies for an upload link"))
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        sealed = [p for p in places(self.session) if finished and p.name == finished[-1].bundle]
        if vault is None or not sealed:
            self.say(_("Make the file for police first. The copies are taken out of it."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        self._sealed = sealed[0]
        self.lead(_("Some links take only pictures. Choose the few that matter most."))
        self._ticks: dict[str, TickField] = {}
        self._asking: Note | None = None
        for exhibit in vault.record.handed_over().exhibits[:_MOST_SHOWN]:
            told = shown(" ".join(exhibit.fields.shows.split()))[:60]
            label = (
                with_colon(exhibit.id, told) if told else f"{exhibit.id}, {exhibit.neutral_name}"
            )
            self._ticks[exhibit.id] = self.add(TickField(f"copy-{exhibit.id}", label))
        self.say(_("The report goes with them, and the lists that show nothing was changed."))
        self.primary(_("Make the copies"), self._ask, "copy")
        self.quiet(_("Back to the file"), lambda: self.go("file-made"), "arrow-left")

    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.hide()
        chosen = [item for item, tick in self._ticks.items() if tick.value]
        if not chosen:
            self.trouble(_("Nothing is ticked, so nothing was copied."))
            return
        self.clear_trouble()
        question = _(
            "These copies are not locked: anyone who gets them can look at them. Give them only to "
            "police, by the link they sent. Make them?"
        )
        self._asking = self.add(Note(question, icon="lock-open"))
        row = Flow()
        row.addWidget(Button(_("Yes, make them"), lambda: self._make(chosen)))
        row.addWidget(Button(_("No"), self._asking.hide))
        self._asking.inside.addLayout(row)
        self.ensureWidgetVisible(self._asking)

    def _make(self, chosen: list[str]) -> None:
        picked = pick_place(self, _("Where the copies go"))
        if not picked:
            return
        if self._asking is not None:
            self._asking.hide()
        sealed = self._sealed
        target = picked / f"{sealed.stem}-copies"

        def work(vault: Vault, actor: str, watch: Watch) -> Copies:
            from keepsafe.bundle.copies import make_copies  # noqa: PLC0415  # late, for the start

            return make_copies(vault, sealed, target, chosen, actor, watch)

        self.keep(work, saying=_("Making the copies"))

    def kept(self, result: object) -> None:
        """Say where they are."""
        copies = cast("Copies", result)
        count = len(copies.exhibits)
        told = ngettext(
            "{count} file is in {folder}. It is not locked.",
            "{count} files are in {folder}. They are not locked.",
            count,
        )
        self.trouble(told.format(count=count, folder=shown_path(copies.folder)))
