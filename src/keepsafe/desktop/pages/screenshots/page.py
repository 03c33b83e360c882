"""Step 4: drop, paste or pick; then what was kept, and what was left alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from keepsafe.case.quoted import quoted
from keepsafe.case.record import Item
from keepsafe.desktop import capture
from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.bringing import TYPED, Pasted, bringing, brought, type_words
from keepsafe.desktop.choosing import pick_folder, pick_picture, pick_pictures
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.telling.forms import ACCOUNT_NAMED_BY, kept_note, named
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Bullet,
    Button,
    ExpandingDetails,
    Flow,
    Icon,
    Note,
    Page,
    Question,
    TextField,
    Words,
    prose,
)
from keepsafe.desktop.widgets.told import shown
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import _, ngettext, with_colon

if TYPE_CHECKING:
    from keepsafe.intake.adding import Batch
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_MOST_NAMED = 200


class Screenshots(Page):
    """Nothing about a single picture is asked, and none is shown."""

    key = "screenshots"
    _going_on = False

    def build(self) -> None:
        """Show the place to bring them to, and what became of the last batch."""
        self.setAcceptDrops(True)
        self._bringing = bringing(self.session)
        text = self.session.text("step-4-screenshots")
        if text is not None:
            self.title(text.title)
        self._heard: list[str] = []
        self._say_what_was_typed()
        self._question: Question | None = None
        self._ask_about_one()
        self._tell_what_is_here()
        begun = self._bringing.last is not None or bool(self._bringing.here)
        self.add(self._place(first=not begun))
        if text is not None:
            body = prose(self.session.filled(text))
            if begun:
                self.add(ExpandingDetails(_("What to take"), body))
            else:
                for widget in body:
                    self.add(widget)
        self._add_ways()
        self._add_words()
        if self._bringing.ids and not self._bringing.told:
            self.primary(_("Say what they show"), lambda: self.go("batch"), "arrow-right")
            self.quiet(_("Continue"), self.leave)
        elif begun:
            self.primary(_("Continue"), self.leave, "arrow-right")
        else:
            self.quiet(_("Skip this for now"), self.leave)
        if self.session.vault is not None and self.session.vault.record.exhibits:
            self.link(_("See the list of what is kept"), lambda: self.go("exhibits"), "list")
        self._running()

    def focus_first(self) -> None:
        """Read out what became of them, and put the keyboard where it goes on."""
        main = self.findChild(Button, "primary")
        if self._question is not None:
            read_out(self, self._question.accessibleName())
            self._question.take_keyboard()
            return
        if self._heard:
            read_out(self, " ".join(self._heard))
        if not self._heard or main is None or not main.isEnabled():
            super().focus_first()
            return
        main.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go on; what was kept was said, and words that were only typed are kept first."""
        if self._typed_and_not_kept():
            self._going_on = True
            self._keep_words()
            return
        just_kept(self.session).forget()
        self.go_on()

    def _hear(self, words: str, icon: str) -> Note:
        self._heard.append(words)
        return self.note(words, icon)

    # --- The place -----------------------------------------------------------------------------

    def _place(self, *, first: bool) -> QFrame:
        box = QFrame()
        box.setProperty("kind", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        column.setSpacing(UNIT + UNIT // 2)
        column.addWidget(Icon("images", times=2.2), 0, Qt.AlignmentFlag.AlignHCenter)
        words = (
            _("Drop them here, or paste them.") if first else _("More? Drop or paste them here.")
        )
        line = Words(words, "lead-strong")
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(line)
        row = Flow(centred=True)
        kind = "primary" if first else "plain"
        row.addWidget(Button(_("Pick files"), self._pick_files, kind=kind, icon="images"))
        row.addWidget(Button(_("Pick a folder"), self._pick_folder, icon="folder-open"))
        row.addWidget(Button(_("Paste"), self.paste, icon="clipboard-paste"))
        if capture.how() != "none":
            row.addWidget(Button(_("Picture of this screen"), self._capture, icon="monitor"))
        column.addLayout(row)
        return box

    def _add_ways(self) -> None:
        for summary, name in (
            (_("From an iPhone to this computer"), "screenshots-from-iphone"),
            (_("From an Android phone to this computer"), "screenshots-from-android"),
        ):
            text = self.session.text(name)
            if text is not None:
                self.add(ExpandingDetails(summary, prose(self.session.filled(text))))
        self.add(
            ExpandingDetails(
                _("If the chat is open on this computer"),
                [
                    Words(
                        _(
                            "Take a screenshot with this computer's own keys, then paste it here. "
                            "On Windows: Windows key, Shift and S. On a Mac: Command, Control, "
                            "Shift and 4."
                        )
                    )
                ],
            )
        )

    def _add_words(self) -> None:
        """Offer to type what no screenshot can show; it is kept as a part of the story."""
        words = TextField("typed", _("The words, as they wrote them"), lines=3)
        details = self.add(ExpandingDetails(type_words(), [words]))
        self.draft(words, TYPED)
        button = Button(_("Keep the words"), self._keep_words, icon="lock")
        details.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        if words.value:
            details.open()

    def _keep_words(self) -> None:
        words = self.value("typed")
        if not words.strip():
            self.trouble(_("Nothing is written yet. You can skip this."))
            return

        theirs = quoted(words, self.session.language)

        def work(vault: Vault, actor: str, _watch: Watch) -> str:
            return vault.add_item("note", {"words": theirs}, actor)

        self.keep(work)

    def _typed_and_not_kept(self) -> bool:
        return "typed" in self.fields and bool(self.value("typed").strip())

    def _say_what_was_typed(self) -> None:
        """Say what was kept a moment ago: words typed here, or the account on the page before."""
        just, vault = just_kept(self.session), self.session.vault
        if vault is None or just.page not in (self.key, "who"):
            return
        named_by = {"A": ACCOUNT_NAMED_BY, "N": ("words",)}
        items: tuple[Item[Any], ...] = (*vault.record.accounts, *vault.record.notes)
        for item in items:
            if item.id == just.id:
                note = kept_note(self, named(item, named_by[item.id[0]], self.day))
                self._heard.append(note.accessibleName())

    # --- What became of them -------------------------------------------------------------------

    def _ask_about_one(self) -> None:
        """Ask what a picture shows that was chosen by itself, before it is taken."""
        path = self._bringing.asking
        if path is None:
            return
        words = _("Is this a photo of a screen? A private picture stays where it is.")
        self._question = self.add(Question())
        self._question.agreed.connect(lambda: self._take_one(path))
        self._question.refused.connect(self._leave_one)
        no, yes = _("No, leave it"), _("Yes, it shows a screen")
        self._question.ask(f"{shown(path.name)}\n\n{words}", no, yes)

    def _take_one(self, path: Path) -> None:
        self._bringing.files([path], one_by_one=True)
        self._running()

    def _leave_one(self) -> None:
        self._bringing.asking = None
        self._draw_anew()

    def _ask_of(self, path: Path) -> None:
        self._bringing.asking = path
        self._draw_anew()

    def _tell_what_is_here(self) -> None:
        """Say what the case holds now, what the last batch did, and what comes next."""
        vault, here = self.session.vault, self._bringing.here
        if vault is not None and any(seal.code for seal in vault.record.seals):
            self._hear(
                _("Bring the new messages. The next file for police will hold everything."), "info"
            )
        fresh = self._tell_last()
        if here and here != fresh:
            told = ngettext("{count} file is kept.", "{count} files are kept.", here)
            if fresh:
                told = ngettext(
                    "{count} file is kept in all.", "{count} files are kept in all.", here
                )
            self._hear(told.format(count=here), "circle-check")
        if self._bringing.asking is None:
            self._tell_left_alone()

    def _tell_last(self) -> int:
        """Say what became of the last batch; return how many of its new files are here."""
        batch, vault = self._bringing.last, self.session.vault
        if batch is None or vault is None:
            return 0
        present = {exhibit.id for exhibit in vault.record.exhibits if exhibit.removed is None}
        fresh = sum(not kept.again and kept.id in present for kept in batch.kept)
        again = sum(kept.again and kept.id in present for kept in batch.kept)
        if fresh:
            kept = ngettext(
                "{count} picture or file kept. It is saved on this computer.",
                "{count} pictures and files kept. They are saved on this computer.",
                fresh,
            ).format(count=fresh)
            self._hear(kept, "circle-check").setObjectName("kept")
        if again:
            self.say(
                ngettext(
                    "{count} was here already, byte for byte.",
                    "{count} were here already, byte for byte.",
                    again,
                ).format(count=again),
                "soft",
            )
        self._tell_empty(batch)
        for reason in dict.fromkeys(left.reason for left in batch.left_alone if left.by_policy):
            self._hear(reason, "info")
        if batch.refused:
            names = [
                Bullet(with_colon(shown(refused.name), refused.reason))
                for refused in batch.refused[:_MOST_NAMED]
            ]
            told = ngettext(
                "{count} could not be taken. It is still where it was.",
                "{count} could not be taken. They are still where they were.",
                len(batch.refused),
            ).format(count=len(batch.refused))
            self._heard.append(told)
            self.add(ExpandingDetails(told, names, opened=len(names) == 1))
        if not batch.kept and not batch.left_alone and not batch.refused:
            self._hear(_("There was no file in it. Nothing was added."), "info")
        return fresh

    def _tell_empty(self, batch: Batch) -> None:
        """Say which files hold nothing: they were not copied whole from the phone."""
        vault = self.session.vault
        ids = {kept.id for kept in batch.kept}
        every = vault.record.exhibits if vault is not None else ()
        for exhibit in every:
            if exhibit.id in ids and exhibit.file.size == 0:
                words = _(
                    "{name} is empty: there is no picture in it. Nothing was lost. Copy it from "
                    "the phone again, and bring it here."
                )
                self._hear(words.format(name=shown(exhibit.file.name)), "info")

    def _tell_left_alone(self) -> None:
        left = self._bringing.left_alone
        if not left:
            return
        told = ngettext(
            "{count} other picture or file left alone, because it could be a private picture.",
            "{count} other pictures and files left alone, because one of them could be a private "
            "picture.",
            len(left),
        ).format(count=len(left))
        if self.session.role == "young-person":
            told += " " + _("Your phone still has its own. You don't need to look at them again.")
        else:
            told += " " + _("The phone still has its own. You don't need to look at them again.")
        self._hear(told, "info")
        inside: list[QWidget] = []
        for file in left[:_MOST_NAMED]:
            if file.is_picture and file.path is not None:
                ask = partial(self._ask_of, file.path)
                inside.append(Button(shown(file.name), ask, kind="link", icon="image"))
            else:
                inside.append(Bullet(shown(file.name)))
        if len(left) > _MOST_NAMED:
            inside.append(Bullet(_("And {count} more.").format(count=len(left) - _MOST_NAMED)))
        details = ExpandingDetails(_("Is one of them a photo of a screen?"))
        details.column.addWidget(Button(_("Pick it here"), self._pick_one, icon="image"))
        for widget in inside:
            details.column.addWidget(widget)
        self.add(details)

    # --- Bringing ------------------------------------------------------------------------------

    def _pick_files(self) -> None:
        self._bring_if(pick_pictures(self, _("The screenshots")))

    def _pick_one(self) -> None:
        self._bring_if(pick_picture(self, _("A photo of a screen")))

    def _pick_folder(self) -> None:
        chosen = pick_folder(self, _("A folder with screenshots"))
        self._bring_if([chosen] if chosen is not None else [])

    def _bring_if(self, paths: list[Path]) -> None:
        if paths:
            self._bring(paths)

    def _bring(self, paths: list[Path]) -> None:
        self._bringing.files(paths)
        self._running()

    def paste(self) -> None:
        """Take what is on the clipboard; the Edit menu and its keys call this too."""
        self._take(QGuiApplication.clipboard().mimeData(), "paste")

    def _take(self, data: object, via: str) -> None:
        from PySide6.QtCore import QMimeData  # noqa: PLC0415

        self.clear_trouble()
        if not isinstance(data, QMimeData):
            return
        try:
            found = brought(data)
        except KeepsafeError as error:
            self.tell(error)
            return
        if found.pasted is not None:
            self._bringing.picture(found.pasted, via)
            self._running()
        else:
            self._bring(list(found.paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # Qt's name
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # Qt's name
        """Bring what was dropped; the original is copied, never moved."""
        event.setDropAction(Qt.DropAction.CopyAction)
        if event.dropAction() == Qt.DropAction.CopyAction:
            event.accept()
        else:  # whoever gives it would take it for moved, and delete it
            event.ignore()
        self._take(event.mimeData(), "unknown")

    def _capture(self) -> None:
        self._capturing = capture.Capture(self.window())
        self._capturing.taken.connect(self._captured)
        self._capturing.refused.connect(self.trouble)
        self._capturing.start()

    def _captured(self, image: QImage) -> None:
        self._bringing.picture(Pasted(image, "screen.png"), "screen")
        self._running()

    def _running(self) -> None:
        """Show the saving that runs, also after the page was drawn anew in the middle of it."""
        self._going_on = False
        for job in self.session.jobs.busy:
            if job.saying == _("Saving"):
                self.watch(job)
                QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.progress))

    def kept(self, result: object) -> None:
        """Draw the page anew, from its top: it says there what became of them."""
        self._bringing.remember(result)
        just_kept(self.session).remember(self.key, result)
        if self._going_on:
            self.go_on()
            return
        # Once this job is over: until then the buttons rest, and none could have the keyboard.
        QTimer.singleShot(0, self, self._draw_anew)

    def _draw_anew(self) -> None:
        if self.session.place == self.key:  # and nobody went on meanwhile
            self.go(self.key)
