"""Step 9: how the police want it, what goes in, and where to save it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.choosing import pick_place
from keepsafe.desktop.making import MADE, Making, Order
from keepsafe.desktop.pages.exhibits.removing import go_to_remove
from keepsafe.desktop.pages.make_file.going_in import going_in
from keepsafe.desktop.pages.steps import step
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Button,
    ChoiceCard,
    ExpandingDetails,
    Flow,
    LineField,
    ListCard,
    Note,
    Page,
    PickField,
    TickField,
    Words,
)
from keepsafe.desktop.widgets.told import shown_path
from keepsafe.errors import FormatError, KeepsafeError
from keepsafe.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from keepsafe.bundle.sealing import SealChoice

_TOLD_ON = ("who", "batch", "money", "pictures", "story", "facts")
_ONLY_TURNED = ("app", "sent", "way", "adding", "editing")
"""Drafts of those pages that say what the page shows, and are nothing that anyone typed."""
_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


class MakeFile(Page):
    """Two choices, both already made, a list, and one button that asks for the place."""

    key = "make-file"

    def build(self) -> None:
        """Show the choices, or what has to be said first."""
        self.short_card("step-9-file-for-police")
        vault = self.session.vault
        if vault is None:
            self.say(_("Nothing is kept yet. You can report now, even so."))
            self.primary(_("Report now"), lambda: self.go("report-now"), "flag")
            return
        self._making = Making.of(self.session)
        self._making.changed.connect(self._draw_again)
        self._making.made.connect(self._made)
        if any(seal.open for seal in vault.record.seals) and self._making.job is None:
            self._build_interrupted()
            return
        if self._making.given_up:
            self.note(
                _("A file that was not finished the last time was given up. Nothing is lost.")
            )
        self._build_ways()
        if self._way != "form":
            self._build_order()
        if any(seal.code for seal in vault.record.seals):
            self.link(_("The last file and its words"), lambda: self.go(MADE), "file-lock")
        if self._making.job is not None:
            self.watch(self._making.job)
        elif self._making.mishap is not None:
            self._tell_mishap(self._making.mishap)

    # --- What is asked -------------------------------------------------------------------------

    def _build_ways(self) -> None:
        self._way = self.session.drafts.get(self.key, "way") or "unknown"
        self.heading(_("How do they want it?"))
        ways = [
            ("unknown", _("I don't know yet"), _("A stick works everywhere."), "hand"),
            ("desk", _("At the desk"), _("On a USB stick, in your hand."), "file-lock"),
            ("link", _("An upload link"), _("They sent you a link to a web page."), "upload"),
            ("form", _("A web form"), _("You type or paste into boxes."), "globe"),
        ]
        column = QVBoxLayout()
        column.setSpacing(UNIT)
        for way, words, line, icon in ways:
            chosen = way == self._way
            card = ChoiceCard(words, line, partial(self._pick, way), icon=icon, checkable=True)
            card.setChecked(chosen)
            card.setObjectName(f"way-{way}")
            column.addWidget(card)
        self.column.addLayout(column)
        if self._way == "link":
            self.say(
                _(
                    "Upload the locked file. If it is large, it is made in parts of about 2 GB; "
                    "upload all of them. Tell the officer the words for police by phone, not "
                    "through the link."
                )
            )
        elif self._way == "form":
            self.say(
                _(
                    "The report sheet has what such forms ask for, on two pages. Copy it box by "
                    "box, or save it and print it. It has no pictures."
                )
            )
            self.primary(_("Show the report sheet"), lambda: self.go("report-sheet"), "file-text")
        self.note(_("Don't e-mail the file. Mail filters often block it."))

    def _pick(self, way: str) -> None:
        self.session.draft(self.key, "way", way)
        self.session.retold.emit()

    def _build_order(self) -> None:
        vault = self.session.vault
        assert vault is not None  # noqa: S101  # `build` looked
        self.heading(_("What goes in"))
        if any(seal.code for seal in vault.record.seals):
            self.say(
                _(
                    "This is a file of its own, with words of its own. It holds everything so far. "
                    "The file made before stays as it is."
                )
            )
        self._tell_not_kept()
        lines = going_in(vault.record)
        self.add(ListCard(lines, most=len(lines)))
        row = Flow()
        row.addWidget(Button(_("Look it over"), lambda: self.go("look-over"), icon="list"))
        if any(e.removed is None for e in vault.record.exhibits):
            leave = Button(_("Leave something out"), lambda: self.go("exhibits"), icon="minus")
            row.addWidget(leave)
            wrong = Button(
                _("This should not be here"), lambda: go_to_remove(self.session), icon="image-off"
            )
            row.addWidget(wrong)
        self.column.addLayout(row)
        language = self._language()
        key = LineField(
            "key",
            _("The key, exactly as they gave it"),
            hint=_(
                "It begins with age1. Then the file has no words: only that police unit opens it."
            ),
            exact=True,
        )
        self.draft(key)
        if language.value == self.session.language:
            self.add(ExpandingDetails(_("Language, or a key from the police"), [language, key],
                                      opened=bool(key.value)))  # fmt: skip
        else:
            self.add(language)
            self.add(ExpandingDetails(_("A key from the police"), [key], opened=bool(key.value)))
        self._add_time()
        folder = self._folder
        if folder is None:
            self.primary(_("Choose where to save it"), self._choose, "download")
            return
        from keepsafe.bundle.delivering import warning_about  # noqa: PLC0415  # late

        self.say(_("It is saved in: {folder}").format(folder=shown_path(folder)), "soft")
        if warning := warning_about(folder):
            self._warn(self.note(warning), folder)
        self.primary(_("Make the file"), lambda: self._make(folder), "file-lock")
        self.quiet(_("Another place"), self._choose, "folder-open")

    def _tell_not_kept(self) -> None:
        """Say what was typed and is in no file, because "Keep this" was never pressed."""
        for key in _TOLD_ON:
            typed = self.session.drafts.pages.get(key, {})
            if any(name not in _ONLY_TURNED and value != "no" for name, value in typed.items()):
                name = step(key).name
                note = self.note(
                    _("You typed something under “{page}” that is not kept yet.").format(page=name),
                    "pen-line",
                )
                row = Flow()
                row.addWidget(
                    Button(_("Go to it: {page}").format(page=name), partial(self.go, key))
                )
                note.inside.addLayout(row)

    def _language(self) -> PickField:
        """Return the question for the language, answered with one that the police work in."""
        spoken = self.session.language
        fitting = self.session.country.language_for_police(spoken)
        chosen = self.session.drafts.get(self.key, "language") or fitting
        why = _("So that the officer can read it. Your own words stay as you wrote them.")
        language = PickField(
            "language",
            _("Language of the file"),
            [(code, _NAMES[code]) for code in LANGUAGES],
            hint=why if chosen != spoken and chosen == fitting else "",
        )
        language.fill(chosen)
        self.draft(language)
        return language

    def _warn(self, note: Note, folder: Path) -> None:
        """Bring the warning into view and read it out, the first time that it holds."""
        if self.session.drafts.get(self.key, "warned") == str(folder):
            return
        self.session.draft(self.key, "warned", str(folder))
        # When the page is laid out, and scrolled to where it was before.
        QTimer.singleShot(0, note, lambda: self.ensureWidgetVisible(note))
        read_out(note, note.accessibleName())

    def _add_time(self) -> None:
        from keepsafe.bundle.time_asking import what_is_sent  # noqa: PLC0415  # late, for the start
        from keepsafe.bundle.time_authorities import find  # noqa: PLC0415

        authority = find("")
        time = TickField("time", _("Ask {name} for the time").format(name=authority.name))
        self.draft(time)
        told = _(
            "Others can vouch that all this existed by now. It is not needed. If you tick this, "
            "Keepsafe asks them over the internet while it makes the file."
        )
        inside = [Words(told), time, Words(what_is_sent(authority), "soft")]
        self.add(ExpandingDetails(_("Proof of the time"), inside, opened=bool(time.value)))

    @property
    def _folder(self) -> Path | None:
        kept = self.session.drafts.get(self.key, "folder")
        return Path(kept) if kept else None

    def _choose(self) -> None:
        if self._checked_choice() is None:  # before anyone looks for a stick
            return
        chosen = pick_place(self, _("Where the file goes: a stick or folder"))
        if chosen:
            from keepsafe.bundle.delivering import warning_about  # noqa: PLC0415  # late

            self.session.draft(self.key, "folder", str(chosen))
            self.session.write_desk()  # at once: where it was to be, should the power go
            if warning_about(chosen):  # it is said on the page, and then it is their choice
                self.session.retold.emit()
            else:
                self._make(chosen)

    # --- Making it -----------------------------------------------------------------------------

    def _make(self, folder: Path, *, without_damaged: bool = False) -> None:
        choice = self._checked_choice(without_damaged=without_damaged)
        if choice is not None:
            self._making.start(Order(folder, choice, in_parts=self._way == "link"))

    def _checked_choice(self, *, without_damaged: bool = False) -> SealChoice | None:
        try:
            return self._choice(without_damaged)
        except KeepsafeError as error:
            self.tell(error)
            return None

    def _choice(self, without_damaged: bool) -> SealChoice:
        from keepsafe.bundle.sealing import SealChoice  # noqa: PLC0415  # late, for the start
        from keepsafe.bundle.stamping import TimeChoice  # noqa: PLC0415
        from keepsafe.bundle.time_authorities import find  # noqa: PLC0415
        from keepsafe.formats import age  # noqa: PLC0415

        language: Any = self.value("language")
        typed = "".join(self.value("key").split())
        try:
            recipients = (age.X25519Recipient.parse(typed),) if typed else ()
        except FormatError as error:
            raise FormatError(
                _("That is not a whole key: {why} Nothing was made. Ask for it again.").format(
                    why=error
                )
            ) from error
        time = TimeChoice(find("")) if self.value("time") else None
        return SealChoice(recipients, language, without_damaged, time=time)

    def _tell_mishap(self, mishap: Exception) -> None:
        self.tell(mishap)
        making, folder = self._making, self._folder
        if folder is None or not (making.damaged or making.steps_lost):
            return
        named = ", ".join(making.damaged)
        words = _("Make it without {names}").format(names=named) if named else ""
        self.quiet(
            words or _("Make it all the same, and say so in it"),
            lambda: self._make(folder, without_damaged=True),
            "file-lock",
        )

    def _made(self) -> None:
        self.go(MADE)

    # --- A file that was begun and not finished ------------------------------------------------

    def _build_interrupted(self) -> None:
        note = Note(
            _(
                "The last file was begun and not finished. Nothing you saved is lost. Keepsafe "
                "can look whether that file is whole. If it is not, it is given up, and you make "
                "a new one."
            ),
            icon="clock",
        )
        self.add(note)
        folder = self._folder
        if folder is not None:
            self.say(_("It was to be saved in: {folder}").format(folder=shown_path(folder)), "soft")
            self.primary(
                _("Look at it now"), lambda: self._making.end_interrupted(folder), "file-check"
            )
        self.quiet(_("It is in another place"), self._look_elsewhere, "folder-open")
        if self._making.mishap is not None:
            self.tell(self._making.mishap)

    def _look_elsewhere(self) -> None:
        chosen = pick_place(self, _("The folder or stick with the file"))
        if chosen:
            self.session.draft(self.key, "folder", str(chosen))
            self._making.end_interrupted(chosen)

    def _draw_again(self) -> None:
        self.session.retold.emit()
