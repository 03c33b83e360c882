"""The saved files: the list beside what is known of one, each covered, and saving."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.bundle.looking import SealedFile
from keepsafe.case.record import Exhibit
from keepsafe.desktop.pages.received import kinds
from keepsafe.desktop.pages.received.core import identifiers
from keepsafe.desktop.pages.received.files_list import FilesList
from keepsafe.desktop.pages.received.saving import Saving
from keepsafe.desktop.pages.received.viewer import Viewer
from keepsafe.desktop.received import Received as OpenFile
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow, Words
from keepsafe.desktop.widgets.beside import Beside
from keepsafe.desktop.widgets.told import ToldPart, WholeValue, shown
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import _, ngettext
from keepsafe.report import previews
from keepsafe.report.model import Fact, Facts, Section
from keepsafe.report.source import Language

_REPORT = "REPORT.pdf"
_AROUND = 42 * UNIT
"""Pixels of the window that are not the list: the bars, the heading, the buttons."""


class SavedFilesPart(QWidget):
    """List left, details right."""

    def __init__(
        self,
        file: OpenFile,
        sealed: SealedFile,
        told: Section,
        language: Language,
        copy: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._file, self._sealed, self._copy = file, sealed, copy
        self._facts = {b.heading: b for b in told.blocks if isinstance(b, Facts) and b.heading}
        self._names = identifiers(sealed)
        self._viewer: Viewer | None = None
        self._below: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        column.addWidget(
            Words(
                _("Each stays covered until you ask for it, and only one is shown at a time."),
                "soft",
            )
        )
        self._columns = Beside((1, 1), gap=3 * UNIT)
        column.addWidget(self._columns)
        self._list = FilesList(sealed.exhibits, sealed.shows(language), copy, sealed.differing)
        self._list.choose(set(file.ticked))
        self._list.ticked.connect(self._ticked)
        self._columns.first.addWidget(self._list)
        self._add_buttons()
        self._add_one()
        self._list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self._list.itemActivated.connect(lambda _item: self._ask())
        file.shown.connect(self._shown)
        rows = [e.id for e in sealed.exhibits]
        if rows:
            self._list.setCurrentRow(rows.index(file.at) if file.at in rows else 0)
        self._ticked()

    def _add_buttons(self) -> None:
        self._count = Words("", "soft")
        self._columns.first.addWidget(self._count)
        row = Flow()
        row.addWidget(Button(_("Choose all"), self._choose_all, icon="check"))
        row.addWidget(Button(_("Choose none"), self._choose_none))
        self._columns.first.addLayout(row)
        row = Flow()
        self._chosen_button = Button(_("Save the chosen ones"), self._save_chosen, icon="download")
        row.addWidget(self._chosen_button)
        row.addWidget(Button(_("Save all"), self._save_all, icon="download"))
        row.addWidget(Button(_("Save the report"), self._save_report, icon="file-text"))
        self._columns.first.addLayout(row)
        self.saving = Saving(self._file)
        self._columns.first.addWidget(self.saving)

    def fit(self, height: int) -> None:
        """Be as high as a window of that height lets it."""
        self._list.fit(height - _AROUND)

    # --- One of them -----------------------------------------------------------------------------

    def _add_one(self) -> None:
        """Add what stays where it is while one after the other is looked at."""
        column = self._columns.second
        row = Flow()
        self._onward = Button(_("Next"), lambda: self._step(1), icon="arrow-right")
        row.addWidget(Button(_("Previous"), lambda: self._step(-1), icon="arrow-left"))
        row.addWidget(self._onward)
        self._save_one = Button(_("Save this one"), self._save_this, icon="download")
        row.addWidget(self._save_one)
        column.addLayout(row)
        self._heading = Words("", "heading")  # below the buttons, which it must not move
        column.addWidget(self._heading)
        self._one = QVBoxLayout()
        self._one.setSpacing(UNIT + UNIT // 2)
        column.addLayout(self._one)

    def _chosen(self) -> None:
        exhibit = self._current()
        if exhibit is None:
            return
        self._file.at = exhibit.id
        self._heading.say(f"{exhibit.id}   {shown(exhibit.file.name)}")
        kind = exhibit.file.media_type
        copied = self._sealed.shown_name_of(exhibit) != self._sealed.name_of(exhibit)
        picture = copied or previews.can_be_shown(kind)
        differs = exhibit.id in self._sealed.differing
        about = kinds.about(kind, picture=picture)
        if differs:
            about = _("{exhibit} is not as it was sealed, so it is neither shown nor saved.")
            about = about.format(exhibit=exhibit.id)
        shows = not differs and (picture or kinds.is_text(kind))
        viewer = Viewer(exhibit, about, shows=shows, viewing_copy=copied)
        self._save_one.setEnabled(not differs)
        viewer.asked.connect(self._ask)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        column.addWidget(Words("SHA-256", "small"))
        column.addWidget(WholeValue(exhibit.file.sha256, "SHA-256", self._copy, groups=8))
        if exhibit.id in self._facts:
            facts = tuple(f for f in self._facts[exhibit.id].facts if not _is_hash(f))
            column.addWidget(ToldPart(Section("", "", (Facts(facts),)), self._copy, self._names))
        self._put(viewer, below)

    def _put(self, viewer: Viewer, below: QWidget) -> None:
        """Put one in the place of another; what had the keyboard must not lose it to the page."""
        focus: QWidget | None = self.window().focusWidget()
        for old in (self._viewer, self._below):
            if old is not None:
                if focus is not None and old.isAncestorOf(focus):
                    self._onward.setFocus()
                self._one.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._viewer, self._below = viewer, below
        self._one.addWidget(viewer)
        self._one.addWidget(below)

    def _save_this(self) -> None:
        if (exhibit := self._current()) is not None:
            self._save([exhibit])

    def _current(self) -> Exhibit | None:
        row = self._list.currentRow()
        return self._sealed.exhibits[row] if row >= 0 else None

    def _step(self, by: int) -> None:
        """Go to the one before or after; it is covered."""
        row = self._list.currentRow() + by
        if 0 <= row < self._list.count():
            self._list.setCurrentRow(row)

    def _ask(self) -> None:
        exhibit = self._current()
        if exhibit is not None and exhibit.id not in self._sealed.differing:
            kind = exhibit.file.media_type
            copied = self._sealed.shown_name_of(exhibit) != self._sealed.name_of(exhibit)
            picture = copied or previews.can_be_shown(kind)
            if picture or kinds.is_text(kind):
                self._file.show(exhibit.id, text=not picture)

    def _shown(self, exhibit_id: str, content: object) -> None:
        exhibit, viewer = self._current(), self._viewer
        if viewer is None or exhibit is None or exhibit.id != exhibit_id:
            return
        image = QImage()
        if isinstance(content, bytes):
            image.loadFromData(content, "JPG")
        if isinstance(content, KeepsafeError):
            viewer.say(str(content))
        elif isinstance(content, tuple):
            text, cut = content
            lines = (shown(line.replace("\t", "    ")) for line in text.split("\n"))
            viewer.reveal_text("\n".join(lines), cut=cut)
        elif image.isNull():
            viewer.say(_("This file cannot be shown here. Save it to open it elsewhere."))
        else:
            viewer.reveal(image)

    # --- Saving ----------------------------------------------------------------------------------

    def _ticked(self) -> None:
        chosen = self._list.chosen
        self._file.ticked = frozenset(chosen)
        told = ngettext("{count} of {all} is chosen.", "{count} of {all} are chosen.", len(chosen))
        self._count.say(told.format(count=len(chosen), all=self._list.count()))
        self._chosen_button.setEnabled(bool(chosen))

    def _choose_all(self) -> None:
        self._list.choose({e.id for e in self._sealed.exhibits} - self._sealed.differing)

    def _choose_none(self) -> None:
        self._list.choose(set())

    def _save_chosen(self) -> None:
        chosen = self._list.chosen
        self._save([e for e in self._sealed.exhibits if e.id in chosen])

    def _save_all(self) -> None:
        self._save([e for e in self._sealed.exhibits if e.id not in self._sealed.differing])

    def _save(self, exhibits: list[Exhibit]) -> None:
        self.saving.save_names([self._sealed.name_of(exhibit) for exhibit in exhibits])

    def _save_report(self) -> None:
        self.saving.save_names([_REPORT])


def _is_hash(fact: Fact) -> bool:
    """Whether it is the hash, which stands whole above the others."""
    return any(value.look == "hash" for value in fact.values)
