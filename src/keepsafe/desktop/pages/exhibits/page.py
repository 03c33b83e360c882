"""The kept files: see one, say what it shows, keep it out, or take out what should not be here."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from keepsafe.case.entries import Happening
from keepsafe.case.record import Exhibit
from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.choosing import pick_folder
from keepsafe.desktop.just_kept import just_kept
from keepsafe.desktop.pages.exhibits.done import Done
from keepsafe.desktop.pages.exhibits.model import ExhibitModel, account_field, categories, line
from keepsafe.desktop.pages.exhibits.removing import came_to_remove, forget_it
from keepsafe.desktop.pages.exhibits.table import KeptTable
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    CoveredPicture,
    Covers,
    DateField,
    ExpandingDetails,
    Flow,
    LineField,
    Note,
    Page,
    PickField,
    Question,
    Words,
)
from keepsafe.desktop.widgets.told import shown
from keepsafe.errors import UsageError
from keepsafe.i18n import _, ngettext

if TYPE_CHECKING:
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

_SHARE = 0.55
"""How much of the page's height the list takes; what is chosen stands below it."""
_CHOSEN = "exhibits-chosen"  # apart from the draft, which ends when it is kept
_WHY = "exhibits-why"  # likewise: to say what files show must not end it
_MOST_NAMED = 5
_SAID = ("category", "account", "seen", "time", "shows")


class Exhibits(Page):
    """One list, one covered picture, and quiet ways to change what is said."""

    key = "exhibits"
    wide = True
    _list: KeptTable | None = None
    _done: Note | None = None
    _then = ""
    """Where the person was about to go on to, once it is kept."""

    def build(self) -> None:
        """List what is kept; what was chosen before is chosen again."""
        self.title(_("What is kept"))
        vault = self.session.vault
        every = vault.record.exhibits if vault is not None else ()
        here = [exhibit for exhibit in every if exhibit.removed is None]
        if vault is None or not here:
            self.lead(_("Nothing is kept yet."))
            self.primary(_("Bring the screenshots"), lambda: self.go("screenshots"), "images")
            return
        self._say_what_was_done()
        self.lead(_("You don't need to open the files. They stay covered unless you ask for one."))
        self._tell_trouble(vault)
        self._list = self.add(KeptTable(ExhibitModel(here, self.day)))
        self._chosen_words = self.say("", "soft")
        self._place = QVBoxLayout()
        self.column.addLayout(self._place)
        self._covers = Covers()
        self._picture: CoveredPicture | None = None
        self._add_saying()
        self._add_keeping_out()
        self._add_removing()
        self._list.choose(set(self.session.drafts.get(_CHOSEN, "ids").split()))
        self._list.selectionModel().selectionChanged.connect(lambda _now, _before: self._chose())
        self._chose()
        self.primary(_("Continue"), lambda: self._leave("look-over"), "arrow-right")
        self.quiet(_("Add more"), lambda: self._leave("screenshots"), "images")

    def _tell_trouble(self, vault: Vault) -> None:
        for problem in vault.problems:
            self.note(problem.sentence)
        orphans = len(vault.orphans())
        if orphans and not vault.read_only:
            note = self.note(
                ngettext(
                    "{count} file was found without its record. Add it?",
                    "{count} files were found without their record. Add them?",
                    orphans,
                ).format(count=orphans)
            )
            note.inside.addWidget(Button(_("Add"), self._adopt), 0, Qt.AlignmentFlag.AlignLeading)

    def _adopt(self) -> None:
        from keepsafe.intake.adding import adopt  # noqa: PLC0415  # late, for the start

        def work(vault: Vault, actor: str, _watch: Watch) -> None:
            adopt(vault, actor)

        self.keep(work, saying=_("Saving"))

    # --- What is chosen ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Give the list more than half of the page's height."""
        super().resizeEvent(event)
        if self._list is not None:
            self._list.fit(round(self.viewport().height() * _SHARE))

    def _chosen(self) -> list[Exhibit]:
        return self._list.chosen() if self._list is not None else []

    def _chose(self) -> None:
        chosen = self._chosen()
        self.session.draft(_CHOSEN, "ids", " ".join(e.id for e in chosen[:1000]))
        if self._picture is not None:
            self._picture.hide()
            self._picture.deleteLater()
            self._picture = None
        for part in (self._saying, self._keeping_out, self._removing):
            part.setVisible(bool(chosen))
        self._question.hide()  # it was about others
        self._remove_button.show()
        if not chosen:
            self._chosen_words.say(_("Choose one or several to say something about them."))
            return
        if len(chosen) == 1:
            self._chosen_words.say(line(chosen[0], self.day))
            self._picture = CoveredPicture(chosen[0].id, self._covers)
            self._picture.asked.connect(self._ask)
            self._place.addWidget(self._picture)
        else:
            told = ngettext("{count} is chosen.", "{count} are chosen.", len(chosen))
            self._chosen_words.say(told.format(count=len(chosen)))
        out = all(exhibit.withheld is not None for exhibit in chosen)
        self._out_form.setVisible(not out)
        self._back.setVisible(out)

    def _ask(self) -> None:
        vault, chosen, picture = self.session.vault, self._chosen(), self._picture
        if vault is None or len(chosen) != 1 or picture is None:
            return
        exhibit = chosen[0]

        def work(_watch: Watch) -> bytes | None:
            from keepsafe.report.previews import viewing_copy  # noqa: PLC0415

            with vault.exhibits.open(exhibit) as stream:
                return viewing_copy(cast("BinaryIO", stream), exhibit.file.media_type)

        self.run(work, lambda jpeg: self._see(picture, jpeg))

    def _see(self, picture: CoveredPicture, jpeg: object) -> None:
        if picture is not self._picture:  # another was chosen meanwhile
            return
        image = QImage()
        if isinstance(jpeg, bytes):
            image.loadFromData(jpeg, "JPG")
        if image.isNull():
            picture.say(_("There is no preview of this file. It is kept, byte for byte."))
        else:
            picture.reveal(image)

    # --- What can be done ----------------------------------------------------------------------

    def _add_saying(self) -> None:
        self._saying = self.add(ExpandingDetails(_("Say what it shows")))
        fields = [
            PickField("category", _("What is it?"), [("", _("I don't know")), *categories()]),
            account_field("account", _("Whose account is it?"), self.session.vault),
            DateField("seen", _("When was it?")),
            LineField("time", _("At what time?"), hint=_("Like 21:14. A day alone is enough.")),
            LineField("shows", _("In a few words")),
        ]
        for field in fields:
            self._saying.column.addWidget(field)
            self.draft(field)
        row = Flow()
        row.addWidget(Button(_("Keep this"), lambda: self._describe(""), icon="lock"))
        row.addWidget(Button(_("Save a copy elsewhere"), self._get, icon="download"))
        self._saying.column.addLayout(row)

    def _said(self) -> dict[str, str]:
        """Return what is filled in of the chosen files.

        Raises:
            UsageError: for a time without its day.
        """
        said = {name: text for name in _SAID if (text := self.value(name).strip())}
        clock = said.pop("time", "").replace("h", ":")
        if clock and "seen" not in said:
            raise UsageError(_("A time needs its day. Nothing was lost: choose the day too."))
        if clock:
            said["seen"] += f" {clock.zfill(5)}"
        return said

    def _describe(self, then: str) -> None:
        chosen = [exhibit.id for exhibit in self._chosen()]
        try:
            said = self._said()
        except UsageError as error:
            self.tell(error)
            return
        if not said:
            self.trouble(_("Nothing is filled in yet. You can leave it so."))
            return
        if not chosen:
            self.trouble(_("Choose the files that this is about. Nothing was lost."))
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> Done | None:
            happenings = [vault.description(item, said, actor) for item in chosen]
            if found := [happening for happening in happenings if happening is not None]:
                vault.log(found)
            return None if then else Done("said", len(chosen))  # who goes on is told nothing here

        self._then = then
        self.keep(work)

    def _leave(self, then: str) -> None:
        """Go on; what is filled in of the chosen files is kept first."""
        forget_it(self.session)
        just_kept(self.session).forget()
        if any(self.value(name).strip() for name in _SAID):
            self._describe(then)
        else:
            self.go(then)

    def _get(self) -> None:
        chosen, vault = self._chosen(), self.session.vault
        folder = pick_folder(self, _("Where to save a copy"))
        if folder is None or vault is None:
            return

        def work(watch: Watch) -> int:
            from keepsafe.vault.taking_out import take_out  # noqa: PLC0415

            return len(take_out(vault, chosen, folder, watch))

        self.run(work, self._has_copied, _("Saving copies"))

    def _has_copied(self, count: object) -> None:
        told = _("{count} copies were saved. They are not locked: anyone here can open them.")
        self.trouble(told.format(count=count))

    def _add_keeping_out(self) -> None:
        self._keeping_out = self.add(ExpandingDetails(_("Keep it out of the file for police")))
        self._out_form = QFrame()
        column = QVBoxLayout(self._out_form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(
            Words(
                _(
                    "It stays saved here. The police see that something was kept out, and why, "
                    "but not what it is."
                )
            )
        )
        why = LineField("why", _("Why?"), hint=_("A few words, such as: it is about someone else."))
        column.addWidget(why)
        self.draft(why, _WHY)
        column.addWidget(Button(_("Keep it out"), self._withhold), 0, Qt.AlignmentFlag.AlignLeading)
        self._back = Button(_("Put it back in"), self._include)
        self._keeping_out.column.addWidget(self._out_form)
        self._keeping_out.column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)

    def _withhold(self) -> None:
        self._log_each("withheld", self.value("why").strip() or _("No reason was given."))

    def _include(self) -> None:
        self._log_each("included", None)

    def _log_each(self, what: str, why: str | None) -> None:
        chosen = [e.id for e in self._chosen() if (e.withheld is None) == (what == "withheld")]
        try:
            said = self._said()  # what is filled in above is kept with it
        except UsageError as error:
            self.tell(error)
            return

        def work(vault: Vault, actor: str, _watch: Watch) -> Done:
            given = {} if why is None else {"why": why}
            told = [vault.description(item, said, actor) for item in chosen] if said else []
            logged = [Happening(what, {"id": item, **given}, actor) for item in chosen]
            if chosen:
                vault.log([*(happening for happening in told if happening is not None), *logged])
            return Done(what, len(chosen))

        self.keep(work)

    def _add_removing(self) -> None:
        summary = _("This should not be here")
        self._removing = self.add(ExpandingDetails(summary, opened=came_to_remove(self.session)))
        for words in (
            _(
                "For a private picture, or one added by mistake. Keepsafe destroys its own copy "
                "without showing it. The one on the phone stays: leave it where it is."
            ),
            _(
                "This cannot be undone. The log keeps that a file was removed. On some disks "
                "traces of what was erased can stay for a while; they are locked."
            ),
        ):
            self._removing.column.addWidget(Words(words))
        self._remove_button = Button(_("Remove our copy"), self._ask_to_remove, icon="trash-2")
        self._removing.column.addWidget(self._remove_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._question = Question()
        self._removing.column.addWidget(self._question)
        self._question.refused.connect(self._do_not_remove)
        self._question.agreed.connect(self._remove)
        self._removing.column.addWidget(
            Button(
                _("Write down where a private picture is"), lambda: self.go("pictures"), kind="link"
            ),
            0,
            Qt.AlignmentFlag.AlignLeading,
        )

    def _ask_to_remove(self) -> None:
        chosen = self._chosen()
        names = ", ".join(shown(exhibit.file.name) for exhibit in chosen[:_MOST_NAMED])
        asked = ngettext(
            "Remove our copy of {count} file? {names}",
            "Remove our copies of {count} files? {names}",
            len(chosen),
        ).format(count=len(chosen), names=names)
        if len(chosen) > _MOST_NAMED:
            asked += " ..."
        rest = _(
            "Only Keepsafe's copy is destroyed, not the original. It cannot be undone. The log "
            "keeps that it was removed."
        )
        self._remove_button.hide()
        self._question.ask(f"{asked}\n\n{rest}", _("Cancel"), _("Yes, remove our copy"))

    def _do_not_remove(self) -> None:
        self._remove_button.show()
        self._remove_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        chosen = [exhibit.id for exhibit in self._chosen()]
        why = _("It should not have been added.")

        def work(vault: Vault, actor: str, _watch: Watch) -> Done:
            for item in chosen:
                vault.remove(item, why, actor)
            return Done("removed", len(chosen))

        self.keep(work)

    # --- What was done -------------------------------------------------------------------------

    def kept(self, result: object) -> None:
        """Draw the list anew, from its top, where it says what was done."""
        if isinstance(result, Done) and result.what == "withheld":
            self.session.drafts.clear(_WHY)
        if isinstance(result, Done) and result.what == "removed":
            forget_it(self.session)
        if self._then:
            self.go(self._then)
            return
        just_kept(self.session).remember(self.key, result)
        self.go(self.key)

    def focus_first(self) -> None:
        """Read out what was done, and put the keyboard where it goes on."""
        main = self.findChild(Button, "primary")
        if self._done is None or main is None:
            super().focus_first()
            return
        read_out(self._done, self._done.accessibleName())
        main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_what_was_done(self) -> None:
        just = just_kept(self.session)
        if just.page == self.key and isinstance(just.result, Done):
            self._done = self.note(just.result.words(), "circle-check")
        elif came_to_remove(self.session):
            self.note(
                _("Choose the file in the list. Then open “{fold}”, and “{button}”.").format(
                    fold=_("This should not be here"), button=_("Remove our copy")
                ),
                "image-off",
            )
