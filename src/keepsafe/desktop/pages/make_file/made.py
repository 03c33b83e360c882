"""The finished file: what lies where, and what comes now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from keepsafe.desktop.making import places
from keepsafe.desktop.widgets import (
    WORDS_FOR_POLICE,
    Bullet,
    Button,
    ExpandingDetails,
    Flow,
    LyingFiles,
    Page,
    Words,
    prose,
)
from keepsafe.desktop.widgets.told import shown_path
from keepsafe.errors import DamagedError
from keepsafe.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keepsafe.case.record import Seal


class FileMade(Page):
    """Says which files there are now and where, and leads to the words."""

    key = "file-made"

    def build(self) -> None:
        """Show the newest finished file."""
        vault = self.session.vault
        finished = [s for s in vault.record.seals if s.code] if vault is not None else []
        if vault is None or not finished:
            self.title(_("The file for police"))
            self.say(_("No file was made yet."))
            self.primary(_("Make the file for police"), lambda: self.go("make-file"), "file-lock")
            return
        seals = vault.record.set_of(finished[-1])
        self.title(_("The file is ready"))
        if len(seals) > 1:
            self.lead(
                ngettext(
                    "It is in {count} part. It is needed.",
                    "It is in {count} parts. All of them are needed.",
                    len(seals),
                ).format(count=len(seals))
            )
        self._show_files(seals)
        for sentence in self.session.drafts.get(self.key, "told").splitlines():
            self.say(sentence)
        has_words = self._has_words(seals[0].number)
        self.heading(_("What comes now"))
        steps = [
            _("Take the hand-over sheet. Its code shows that nobody changed the file."),
            _("Give the file, and note who got it."),
        ]
        if has_words:
            steps.insert(0, _("Copy the words for police on paper. Only they open the file."))
        for number, sentence in enumerate(steps, 1):
            self.add(Bullet(sentence, f"{number}."))
        if not has_words:
            self.note(_("This file is locked for a key. It has no words."), "key-round")
        self._add_folds()
        way = self.session.drafts.get("make-file", "way")
        if len(seals) == 1 and has_words and self._folder is not None and way == "link":
            self.link(_("The link takes only pictures"), lambda: self.go("plain-copies"), "images")
        if has_words:
            self.primary(
                _("Show the words for police"),
                lambda: self.go("file-words"),
                WORDS_FOR_POLICE.icon,
            )
            self.quiet(_("The hand-over sheet"), lambda: self.go("file-sheet"), "file-text")
        else:
            self.primary(_("The hand-over sheet"), lambda: self.go("file-sheet"), "file-text")
        self.quiet(_("Afterwards"), lambda: self.go("afterwards"), "coffee")

    def _show_files(self, seals: Sequence[Seal]) -> None:
        where = {path.name: path for path in places(self.session)}
        paths = [where[seal.bundle] for seal in seals if seal.bundle in where]
        self._folder: Path | None = paths[0].parent if paths else None
        self._forms = [
            Path(f) for f in self.session.drafts.get(self.key, "forms").splitlines() if paths
        ]
        files = [
            ("file-lock", seal.bundle, _("The file for police. It is locked.")) for seal in seals
        ]
        files += [
            ("pen-line", form.name, _("Forms to fill in, if you like. It is not locked."))
            for form in self._forms
        ]
        folder = shown_path(self._folder) if self._folder is not None else ""
        lying = self.add(LyingFiles(files, folder))
        if self._folder is None:
            return
        row = Flow()
        row.addWidget(Button(_("Show the folder"), self._open_folder, icon="folder-open"))
        if self._forms:
            row.addWidget(Button(_("Open the forms"), self._open_forms, icon="external-link"))
        lying.column.addLayout(row)
        from keepsafe.bundle.delivering import safe_to_pull  # noqa: PLC0415  # late, for the start

        if self._folder.is_dir() and (pull := safe_to_pull(self._folder)):
            self.say(pull, "strong")

    def _open_folder(self) -> None:
        if self._folder is not None:
            self._open(self._folder)

    def _open_forms(self) -> None:
        self._open(self._forms[0])

    def _open(self, path: Path) -> None:
        if path.exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        else:
            self.trouble(
                _("It is not there now. If it was on a stick, put the stick in, and try again.")
            )

    def _has_words(self, number: int) -> bool:
        vault = self.session.vault
        try:
            return vault is not None and vault.words.show(number) is not None
        except DamagedError as error:
            self.tell(error)
            return False

    def _add_folds(self) -> None:
        text = self.session.text("hand-over")
        if text is not None:
            self.add(ExpandingDetails(text.title, prose(self.session.filled(text))))
        checked = self.session.drafts.get(self.key, "checked")
        if checked:
            self.add(ExpandingDetails(_("How the file was checked"), [Words(checked)]))
