"""Saving out of a sealed file: where to, what is said beside it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.jobs import Job
from keepsafe.desktop.received import Received as OpenFile
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import Button, Flow, Note, ProgressPanel, Words
from keepsafe.desktop.widgets.told import shown, shown_path
from keepsafe.i18n import _
from keepsafe.vault.places import same_stick

if TYPE_CHECKING:
    from keepsafe.bundle.saving import SavedFiles


class Saving(QWidget):
    """Asks for a folder, says what saving means, and tells; `told` has what should be seen."""

    told = Signal(QWidget)

    def __init__(self, file: OpenFile) -> None:
        super().__init__()
        self._file = file
        self._into: Path | None = None
        self._again: Callable[[], object] | None = None
        self._anyway: Callable[[], object] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT + UNIT // 2)
        unlocked = _("What is saved is no longer locked: whoever has that folder can open it.")
        column.addWidget(Words(unlocked, "soft"))
        self._beside = Note("", icon="info")
        row = Flow()
        row.addWidget(Button(_("Choose another place"), self._ask_again, icon="folder-open"))
        row.addWidget(Button(_("Save here all the same"), self._do_anyway, kind="link"))
        buttons = QWidget()
        buttons.setLayout(row)
        self._beside.inside.addWidget(buttons)
        self._beside.hide()
        column.addWidget(self._beside)
        self._progress = ProgressPanel()
        column.addWidget(self._progress)
        self._outcome = Note("", icon="info")
        self._outcome.hide()
        column.addWidget(self._outcome)
        file.was_saved.connect(self.tell)
        if file.job is not None:
            self._watch(file.job)
        elif file.saved is not None:
            self.tell(file.saved)

    def save_names(self, names: list[str]) -> None:
        """Ask for a folder, and save files of the bag into it."""
        if names:
            title = _("Where to save it") if len(names) == 1 else _("Where to save them")
            self._ask(title, lambda folder: self._file.save(names, folder, _("Saving")))

    def save_sealed(self) -> None:
        """Ask for a folder, and save everything into it as it was sealed."""
        title = _("Where to save everything as it was sealed")
        self._ask(title, lambda folder: self._file.unpack(folder, _("Saving")))

    def _ask(self, title: str, save: Callable[[Path], Job | None]) -> None:
        self._beside.hide()
        folder = pick_place(self, title)
        if folder is None:
            return

        def start() -> None:
            self._into = folder
            if (job := save(folder)) is not None:
                self._watch(job)

        if self._file.path is not None and is_beside(self._file.path, folder):
            self._again, self._anyway = (lambda: self._ask(title, save)), start
            told = _(
                "The sealed file is there too. Keep it as it was given to you: nothing beside it. "
                "It is better to choose another place."
            )
            self._outcome.hide()
            self._beside.say(told)
            self._beside.show()
            read_out(self._beside, told)
            self.told.emit(self._beside)
        else:
            start()

    def _ask_again(self) -> None:
        if self._again is not None:
            self._again()

    def _do_anyway(self) -> None:
        self._beside.hide()
        if self._anyway is not None:
            self._anyway()

    def _watch(self, job: Job) -> None:
        """Show how far saving is."""
        self._outcome.hide()
        self._progress.watch(job)
        self.told.emit(self._progress)

    def tell(self, outcome: object) -> None:
        """Say what was saved and where, or why nothing was, and where it should have been."""
        if isinstance(outcome, Exception):
            from keepsafe.cli.mistakes import explain  # noqa: PLC0415  # when something is wrong

            told = explain(outcome)[0]
            if self._into is not None:
                nothing = _("Nothing was saved in: {folder}").format(folder=shown_path(self._into))
                told = f"{nothing}\n{told}"
        elif isinstance(outcome, Path):
            told = "\n".join(
                (
                    _("Everything was saved as it was sealed. VERIFY.txt is in that folder, too."),
                    _("Saved in: {folder}").format(folder=shown_path(outcome)),
                )
            )
        else:
            told = _about(cast("SavedFiles", outcome))
        self._outcome.say(told)
        self._outcome.show()
        read_out(self._outcome, told)
        self.told.emit(self._outcome)


def _about(saved: SavedFiles) -> str:
    from keepsafe.bundle.saying import few  # noqa: PLC0415  # late, for the start

    where = _("Saved in: {folder}").format(folder=shown_path(saved.folder))
    names = few(tuple(shown(path.name) for path in saved.paths))
    called = _("Saved as: {names}").format(names=names)
    return "\n".join((saved.sentences[0], where, called, *saved.sentences[1:]))


def is_beside(path: Path, folder: Path) -> bool:
    """Return whether a folder holds a sealed file, is in it where it is one, or on its stick."""
    path, folder = path.absolute(), folder.absolute()
    home = path if path.is_dir() else path.parent
    inside = path.is_dir() and folder.is_relative_to(path)
    return folder in (home, path.parent) or inside or same_stick(path, folder)
