"""The officer's one page: choose a file, type what opens it, read the verdict, then the rest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from keepsafe.desktop.choosing import name_new_file, pick_key, pick_place, pick_received
from keepsafe.desktop.pages.received.contents import Contents
from keepsafe.desktop.pages.received.key_files import key_in, keys_in
from keepsafe.desktop.pages.received.saving import is_beside
from keepsafe.desktop.pages.received.typed_code import misread
from keepsafe.desktop.pages.received.verdict import VerdictCard
from keepsafe.desktop.received import Received as OpenFile
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    Flow,
    LineField,
    Page,
    SecretField,
    Words,
)
from keepsafe.desktop.widgets.told import shown, shown_path
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import _

_VERIFY = "VERIFY.txt"
_COLUMNS = 3.0
"""How much wider than text the page is when a file is open."""


class Received(Page):
    """Nothing is asked of the officer but the file and its words; the code from the sheet helps."""

    key = "received"
    wide = True

    def build(self) -> None:
        """Show as much as there is: the door, the lock, or the verdict and the content."""
        self.setAcceptDrops(True)
        self._words: SecretField | None = None
        self._card: VerdictCard | None = None
        if self.session.received is None:
            self.session.received = OpenFile(self.session.jobs)
        self._file = self.session.received
        self._file.changed.connect(self._draw_again)
        if self._file.path is None:
            self._build_door()
        elif self._file.looked is not None:
            self._build_content(self._file)
        elif self._file.need is not None or self._file.job is not None:
            self._build_lock(self._file.path)
        else:
            self._build_not_ours(self._file.path)
        for widget in self._paper.findChildren(QWidget):
            widget.setAcceptDrops(False)  # what is dropped on a field is for the page, too
        if self._file.job is not None and self._file.job.saying and self._file.looked is None:
            self.watch(self._file.job)
        elif self._file.mishap is not None:
            self.tell(self._file.mishap)

    # --- The door ------------------------------------------------------------------------------

    def _build_door(self) -> None:
        self.title(_("I received a file"))
        self.lead(
            _(
                "Keepsafe checks it here, byte by byte, and shows what is in it. It changes "
                "nothing and sends nothing."
            )
        )
        box = QFrame()
        box.setProperty("kind", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(4 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        column.setSpacing(2 * UNIT)
        drop = Words(_("Drop the file here, or choose it."), "lead-strong")
        drop.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(drop)
        told = Words(
            _("It is called KS-XXXX-XXXX-1.zip. What was unpacked from it works too."), "soft"
        )
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(told)
        self.add(box)
        self.primary(_("Choose the file"), self._choose_file, "file-check")
        self.quiet(_("Choose an unpacked folder"), self._choose_folder, "folder-open")

    def _build_not_ours(self, path: Path) -> None:
        self.title(_("This could not be opened"))
        self._name(path)
        self.primary(_("Choose another file"), self._choose_file, "file-check")
        self.quiet(_("Choose an unpacked folder"), self._choose_folder, "folder-open")

    def _choose_file(self) -> None:
        if chosen := pick_received(self, _("The file you received")):
            self._take(chosen)

    def _choose_folder(self) -> None:
        if chosen := pick_place(self, _("The folder that was unpacked")):
            self._take(chosen)

    def _take(self, path: Path) -> None:
        self.session.drafts.clear(self.key)
        self._file.choose(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # Qt's name
        """Take one file or folder."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # Qt's name
        """Open what was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1:
            event.acceptProposedAction()
            path = Path(paths[0])
            waiting = self._file.need == "key" and self._file.looked is None
            keys = key_in(path) if waiting else ""
            if keys and self._words is not None:
                self._words.fill(keys)
            else:
                self._take(path)
        else:
            self.trouble(_("Drop one file at a time."))

    # --- The lock ------------------------------------------------------------------------------

    def _build_lock(self, path: Path) -> None:
        self.title(_("Open and check it"))
        self._name(path)
        if self._file.need == "words":
            self._words = self.add(
                SecretField(
                    "words",
                    _("The eight words"),
                    shown=True,
                    hint=_(
                        "Four letters of each are enough. Spaces, dashes and case don't matter."
                    ),
                )
            )
            self._words.entered.connect(self._open)
        elif self._file.need == "key":
            self._words = self.add(
                SecretField(
                    "key",
                    _("Your unit's key"),
                    hint=_("It starts with AGE-SECRET-KEY-1. Paste it, or take it from its file."),
                )
            )
            self._words.entered.connect(self._open)
            row = Flow()
            row.addWidget(Button(_("Take it from a file"), self._key_file, icon="key-round"))
            self.column.addLayout(row)
        if self._words is not None and not self._words.value:
            QTimer.singleShot(0, self._words.editor.setFocus)
        self._code = self.add(
            LineField(
                "code",
                _("The seal code, from the hand-over sheet"),
                hint=_("Eight groups of four. You can also compare it afterwards."),
            )
        )
        self._code.editor.returnPressed.connect(self._open)
        if self._words is not None and self._file.typed:
            self._words.fill(self._file.typed)
            self._words.editor.selectAll()
        self.primary(_("Open and check"), self._open, "lock-open")
        self.quiet(_("Another file"), self._choose_file)
        self.quiet(_("Close this file"), self._forget)

    def _key_file(self) -> None:
        chosen = pick_key(self, _("The file with the key"))
        if chosen is None or self._words is None:
            return
        if keys := key_in(chosen):
            self._words.fill(keys)
            self._words.trouble("")
        else:
            told = _("There is no key in {name}. It starts with AGE-SECRET-KEY-1.")
            self._words.trouble(told.format(name=shown(chosen.name)))

    def _open(self) -> None:
        from keepsafe.bundle.sources import Secrets  # noqa: PLC0415  # late, for the start
        from keepsafe.formats import words  # noqa: PLC0415

        secrets = Secrets()
        typed = self._words.value if self._words is not None else ""
        try:
            if self._words is not None and not typed.strip():
                self._words.trouble(_("Type what opens the file first."))
                return
            if self._file.need == "key":
                from keepsafe.cli.unit_keys import read_identities  # noqa: PLC0415

                keys = keys_in(typed) or typed.split()
                secrets = Secrets(identities=read_identities("\n".join(keys)))
            elif self._file.need == "words":
                secrets = Secrets(words.read(typed))
            if code := self._code.value.strip():
                self._code.trouble(misread(code))
                if misread(code):
                    return
                from keepsafe.bundle.layout import read_seal_code  # noqa: PLC0415

                read_seal_code(code)
        except KeepsafeError as error:
            self.tell(error)
            return
        self._file.seal_code, self._file.sure = self._code.value.strip(), False
        self._file.typed = typed
        self._file.open(secrets, _("Checking every byte"))

    # --- What it is and holds ------------------------------------------------------------------

    def _build_content(self, file: OpenFile) -> None:
        looked = file.looked
        assert looked is not None  # noqa: S101  # the caller looked
        self.widen(_COLUMNS)
        card = VerdictCard(looked.examined, file.seal_code, self.session.copy, sure=file.sure)
        card.coded.connect(self._coded)
        card.opened.connect(self._scroll_to)
        self._title = self.title(card.headline)
        if file.path is not None:
            self._name(file.path, looked.examined.verdict(None).bundle)
        self.add(card)
        if card.field is not None:
            self.draft(card.field)
        card.offer_record(self._save_record, self._print_record)
        self._card = card
        if looked.file is not None:
            self._warning = self.note("", "info")
            self._warn()
            language: Any = self.session.language
            self._contents = Contents(file, looked.file, language, self.session.copy)
            self._contents.files.saving.told.connect(self._show_told)
            self.add(self._contents)
            if looked.file.has(_VERIFY):
                saving = self._contents.files.saving
                whole = not looked.file.differing
                card.offer_steps(lambda: file.read(_VERIFY), saving.save_sealed if whole else None)
                file.shown.connect(card.show_steps)
        else:
            self.say(
                _(
                    "What is in it is not shown, so that nobody takes it for what was sealed. "
                    "Keep this copy as it is."
                ),
                "soft",
            )
        if card.wants_other_words:
            self.again = self.primary(_("Try the words again"), self._again, "lock-open")
        self.quiet(_("Another file"), self._choose_file, "file-check")
        self.quiet(_("Close this file"), self._forget, "x")
        QTimer.singleShot(0, self, self._begin)

    def _warn(self) -> None:
        """Say above page 1 when what follows should not be relied on."""
        assert self._card is not None  # noqa: S101  # it is above what follows
        if self._card.property("seal") == "different":
            self._warning.say(
                _("What follows is what was found in this other file. Do not rely on it.")
            )
        elif self._card.property("bytes") == "changed" and not self._card.property("inside"):
            self._warning.say(
                _("The saved files marked below differ from what was sealed. Do not rely on those.")
            )
        elif self._card.property("bytes") == "changed":
            self._warning.say(
                _("What follows comes from inside the lock, and is as it was sealed.")
            )
        else:
            self._warning.hide()
            return
        self._warning.show()

    def _record(self) -> str:
        from keepsafe.bundle.check_record import check_record  # noqa: PLC0415  # late
        from keepsafe.bundle.layout import read_seal_code  # noqa: PLC0415

        file = self._file
        assert file.looked is not None  # noqa: S101  # its buttons are on no other page
        code = read_seal_code(file.seal_code) if file.seal_code else None
        size = file.path.stat().st_size if file.path is not None and file.path.is_file() else None
        now = datetime.now().astimezone()
        return check_record(file.looked.examined.verdict(code), size, file.seal_code, now)

    def _save_record(self) -> None:
        from keepsafe.vault.durable import Disk  # noqa: PLC0415  # late, for the start

        path = self._file.path
        if path is None:
            return
        chosen = name_new_file(self, _("Save the result"), f"{path.stem}-check.txt")
        if chosen is None:
            return
        if is_beside(path, chosen.parent):
            self.trouble(
                _("The sealed file is there too: keep nothing beside it. Choose another place.")
            )
            return
        try:
            Disk().write_new(chosen, self._record().encode())
        except (KeepsafeError, OSError) as error:
            self.tell(error)
            return
        self.trouble(_("The result is saved: {file}").format(file=shown_path(chosen)))

    def _print_record(self) -> None:
        from keepsafe.desktop import printing  # noqa: PLC0415  # only when asked for

        if not printing.has_printer():
            self.trouble(_("There is no printer here. The result can be saved, and printed later."))
        elif printing.print_sheet(self, _("RECORD OF A CHECK"), self._record()):
            self.trouble(_("Sent to the printer. Look that the page is readable."))

    def _show_told(self, box: QWidget) -> None:
        QTimer.singleShot(0, box, lambda: self.ensureWidgetVisible(box, 0, 12 * UNIT))

    def _scroll_to(self, box: QWidget) -> None:
        """Scroll to the beginning of something, when it has its place."""

        def scroll() -> None:
            self.verticalScrollBar().setValue(box.mapTo(self._paper, QPoint()).y() - UNIT)

        QTimer.singleShot(0, box, scroll)

    def _coded(self, code: str, sure: bool) -> None:  # what the signal tells
        self._file.seal_code, self._file.sure = code, sure
        if self._card is not None:
            self._title.say(self._card.headline)
            self.setAccessibleName(self._card.headline)
        if self._file.looked is not None and self._file.looked.file is not None:
            self._warn()

    def _again(self) -> None:
        self._file.looked = None
        self._draw_again()

    def _forget(self) -> None:
        self._file.forget()
        self.session.drafts.clear(self.key)
        self._draw_again()

    def _name(self, path: Path, sealed: str = "") -> None:
        name = shown(path.name or str(path))  # a hostile name too
        if sealed and sealed not in (path.stem, path.name):
            told = _("{name}, which was sealed as {sealed}")
            name = told.format(name=name, sealed=shown(sealed))
        self.say(name, "soft")

    def _begin(self) -> None:
        """Take the keyboard where nothing has it: the button that was pressed is gone."""
        if self.window().focusWidget() in (None, self.window()):
            self.focus_first()

    def focus_first(self) -> None:
        """Begin at what is to be done next."""
        if self._card is not None and self._card.wants_other_words:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def _draw_again(self) -> None:
        self.session.retold.emit()
