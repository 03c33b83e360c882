"""Copies of saved files that still lie on this computer: found, and removed only when asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from keepsafe.desktop.choosing import pick_folder
from keepsafe.desktop.widgets import Bullet, Button, Flow, Note, Page, TickField, Words
from keepsafe.desktop.widgets.told import shown
from keepsafe.i18n import _, ngettext, with_colon

if TYPE_CHECKING:
    from keepsafe.desktop.session import Session
    from keepsafe.intake.leftovers import Leftover, Removal, Search
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_MOST_SHOWN = 200
_HELD = "copies-left"


class Last(QObject):
    """The last search and what is ticked of it: a page is built anew with another text size."""

    def __init__(self) -> None:
        super().__init__()
        self.search: Search | None = None
        self.ticked: set[Path] = set()

    @classmethod
    def of(cls, session: Session) -> Last:
        """Return the one of this session; locking forgets it."""
        if _HELD not in session.held:
            session.held[_HELD] = cls()
        return cast("Last", session.held[_HELD])

    def tick(self, path: Path, value: str) -> None:
        """Remember whether a file is ticked: "yes" or ""."""
        (self.ticked.add if value else self.ticked.discard)(path)


def _how_many(count: int) -> str:
    return ngettext(
        "{count} copy of a saved file was found. The case keeps its own.",
        "{count} copies of saved files were found. The case keeps its own.",
        count,
    ).format(count=count)


class CopiesLeft(Page):
    """What is on a phone, or would go from one, is never offered."""

    key = "copies-left"

    def build(self) -> None:
        """Say what is looked for."""
        self.title(_("Copies left on this computer"))
        self.lead(
            _(
                "Files you brought here may still lie in Downloads or on the Desktop. You can "
                "leave them or remove them. The phone is never touched."
            )
        )
        self._ticks: list[tuple[TickField, Leftover]] = []
        self._asking: Note | None = None
        self._heading: Words | None = None
        self._results: list[QWidget] = []
        """What the last search put on the page."""
        if self.session.vault is None:
            self.say(_("Nothing is kept yet."))
            return
        self._look_button = self.primary(_("Look for copies"), self._look, "search")
        self.quiet(_("Look in another folder"), self._pick, "folder-open")
        self.quiet(_("Back to Afterwards"), lambda: self.go("afterwards"), "arrow-left")
        self._last = Last.of(self.session)
        if self._last.search is not None:
            self._show(self._last.search)

    def _pick(self) -> None:
        chosen = pick_folder(self, _("The folder to look in"))
        if chosen:
            self._look([chosen])

    def _look(self, folders: list[Path] | None = None) -> None:
        vault = self.session.vault
        assert vault is not None  # noqa: S101  # there is no button without

        def work(watch: Watch) -> Search:
            from keepsafe.intake import leftovers  # noqa: PLC0415  # late, for the start
            from keepsafe.vault.places import everyday_folders  # noqa: PLC0415

            return leftovers.find(vault, folders or everyday_folders(), watch)

        self.run(work, self._found, _("Looking for copies"))

    def _found(self, result: object) -> None:
        self._last.search, self._last.ticked = cast("Search", result), set()
        self._show(self._last.search)

    def _show(self, search: Search) -> None:
        self._look_button.hide()
        self._clear_results()
        count = len(search.found)
        if not count:
            none = self.say(_("No copy of a saved file was found there."), "strong")
            self._results.append(none)
            return
        self._heading = self.heading(_how_many(count))
        self._results.append(self._heading)
        for number, copy in enumerate(search.found[:_MOST_SHOWN]):
            where = with_colon(copy.exhibit, shown(str(copy.path)))
            if copy.stays:
                self._results.append(self.add(Bullet(f"{where}. {copy.stays}")))
                continue
            tick = TickField(f"copy-{number}", where)
            tick.fill("yes" if copy.path in self._last.ticked else "")
            tick.changed.connect(partial(self._last.tick, copy.path))
            self.column.addWidget(tick)
            self._ticks.append((tick, copy))
            self._results.append(tick)
        if not search.whole or count > _MOST_SHOWN:
            more = _("There is more. Look again after this, or in a smaller folder.")
            self._results.append(self.say(more, "soft"))
        if search.left_alone:
            told = ngettext(
                "{count} other photo or video is in the same folder. It was not looked at, and is "
                "not touched.",
                "{count} other photos and videos are in the same folders. They were not looked at, "
                "and are not touched.",
                search.left_alone,
            )
            self._results.append(self.say(told.format(count=search.left_alone), "soft"))
        if self._ticks:
            self._results += [
                self.quiet(_("Tick all"), self._tick_all, "check"),
                self.quiet(_("Remove the ticked ones"), self._ask, "trash-2"),
            ]

    def _clear_results(self) -> None:
        if self._asking is not None:
            self._asking.hide()
        for widget in self._results:
            widget.hide()
        self._results, self._ticks = [], []

    def _tick_all(self) -> None:
        for tick, copy in self._ticks:
            tick.fill("yes")
            self._last.tick(copy.path, "yes")

    def _chosen(self) -> list[Leftover]:
        return [copy for tick, copy in self._ticks if tick.value]

    def _ask(self) -> None:
        chosen = self._chosen()
        if self._asking is not None:
            self._asking.hide()
        if not chosen:
            self.trouble(_("Nothing is ticked, so nothing was removed."))
            return
        question = ngettext(
            "Remove this {count} file from this computer? The case keeps its own copy, and the "
            "phone is not touched.",
            "Remove these {count} files from this computer? The case keeps its own copies, and the "
            "phone is not touched.",
            len(chosen),
        ).format(count=len(chosen))
        self._asking = self.add(Note(question, icon="trash-2"))
        row = Flow()
        row.addWidget(Button(_("Yes, remove"), lambda: self._remove(chosen)))
        row.addWidget(Button(_("No, leave them"), self._asking.hide))
        self._asking.inside.addLayout(row)
        note = self._asking
        QTimer.singleShot(0, note, lambda: self.ensureWidgetVisible(note))  # once it has its place

    def _remove(self, chosen: list[Leftover]) -> None:
        def work(vault: Vault, actor: str, watch: Watch) -> Removal:
            from keepsafe.intake import leftovers  # noqa: PLC0415  # late, for the start

            return leftovers.remove(vault, chosen, actor, watch)

        self.keep(work, saying=_("Removing"))

    def kept(self, result: object) -> None:
        """Say what is gone, and what stays and why."""
        removal = cast("Removal", result)
        if self._asking is not None:
            self._asking.hide()
        gone = {copy.path for copy in removal.removed}
        for tick, copy in self._ticks:
            if copy.path in gone:
                tick.hide()
                tick.fill("")
        self._ticks = [(tick, copy) for tick, copy in self._ticks if copy.path not in gone]
        search = self._last.search
        if search is not None:
            left = tuple(copy for copy in search.found if copy.path not in gone)
            self._last.search = replace(search, found=left) if self._ticks else None
            if self._heading is not None:
                self._heading.say(_how_many(len(left)))
        if not self._ticks:  # nothing that was found is left to be decided
            self._clear_results()
        count = len(removal.removed)
        told = ngettext(
            "{count} file was removed from this computer.",
            "{count} files were removed from this computer.",
            count,
        ).format(count=count)
        self.add(Words(told, "strong"))
        self.say(
            _(
                "What was removed can stay readable for a while with special programs, most of "
                "all on a modern disk (SSD). Keepsafe cannot change that."
            ),
            "soft",
        )
        for copy, why in removal.kept:
            self.add(
                Bullet(
                    _("Not removed: {name}. {reason}").format(
                        name=shown(copy.path.name), reason=why
                    )
                )
            )
