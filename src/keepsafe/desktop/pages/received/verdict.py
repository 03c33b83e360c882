"""The verdict, both halves always together, and the code from the sheet to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.pages.received.plain_text import PlainText
from keepsafe.desktop.pages.received.typed_code import misread
from keepsafe.desktop.theme.tokens import UNIT
from keepsafe.desktop.widgets import (
    Bullet,
    Button,
    ExpandingDetails,
    Flow,
    Icon,
    LineField,
    Words,
)
from keepsafe.desktop.widgets.beside import Beside
from keepsafe.desktop.widgets.copy_button import CopyButton
from keepsafe.desktop.widgets.fields import exact_font
from keepsafe.desktop.widgets.told import WholeValue, shown
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import _, translated

if TYPE_CHECKING:
    from keepsafe.bundle.verifying import Examined, Verdict

_MARKS: Mapping[str, str] = {
    "passed": "\N{CHECK MARK}",
    "failed": "\N{MULTIPLICATION SIGN}",
    "not-checked": "?",
    "none": "\N{EN DASH}",
}
_WRONG_SECRET = 3
_GROUPS = 8
State = Literal["match", "against", "unsure", "open"]
_SIGNS: Mapping[State, str] = {
    "match": "circle-check", "against": "x", "unsure": "info", "open": "info",
}  # fmt: skip
_KINDS: Mapping[State, str] = {
    "match": "banner", "against": "warning", "unsure": "note", "open": "note",
}  # fmt: skip


class VerdictCard(QFrame):
    """Says what was found out, and asks for the code of the sheet before it calls it finished.

    The file's own code is shown nowhere beside the box: it could be copied into it. `coded` tells
    the code that was compared, "" when it is edited, and whether the person is sure of the typing.
    """

    coded = Signal(str, bool)
    opened = Signal(QWidget)
    """Something was opened that should be seen."""

    def __init__(
        self, examined: Examined, code: str, copy: Callable[[str], object], *, sure: bool = False
    ) -> None:
        super().__init__()
        self._examined = examined
        self._copy = copy
        self._code = ""
        self._steps: ExpandingDetails | None = None
        self.field: LineField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        column.setSpacing(UNIT + UNIT // 2)
        columns = Beside((3, 2))
        column.addWidget(columns)
        self._sentences = columns.first
        verdict = examined.verdict(None)
        if verdict.seal_code:
            self.field = field = LineField("compare", _("The seal code, from the hand-over sheet"))
            field.editor.setFont(_smaller(exact_font(field.editor.font())))
            field.fill(code)
            field.editor.setCursorPosition(0)  # its first letters are compared first
            field.changed.connect(self._edited)
            field.editor.returnPressed.connect(self._compare)
            columns.second.addWidget(field)
            row = Flow()
            row.addWidget(Button(_("Compare"), self._compare))
            columns.second.addLayout(row)
        if verdict.bytes != "cannot-tell":
            told = _("For court, use VERIFY.txt: it needs only tools that are not ours.")
            columns.second.addWidget(Words(told, "soft"))
        self._court = Flow()
        columns.second.addLayout(self._court)
        self._facts_box = self._facts(verdict, copy)
        column.addWidget(self._facts_box)
        self._column = column
        self.headline = ""
        self.wants_other_words = False
        self._tell(code, sure=sure)

    def offer_steps(self, read: Callable[[], object], save: Callable[[], object] | None) -> None:
        """Offer to show VERIFY.txt, brought to `show_steps`, and to save what it is about."""
        self._court.addWidget(Button(_("Show VERIFY.txt"), read, icon="file-text"))
        if save is not None:
            words = _("Save everything as it was sealed")
            self._court.addWidget(Button(words, save, icon="download"))

    def offer_record(self, save: Callable[[], object], print_it: Callable[[], object]) -> None:
        """Offer to keep what was found out, as a text."""
        row = Flow()
        row.addWidget(Button(_("Save the result"), save, icon="download"))
        row.addWidget(Button(_("Print the result"), print_it, icon="printer"))
        self._column.insertLayout(self._column.indexOf(self._facts_box), row)

    def show_steps(self, name: str, content: object) -> None:
        """Show the text of VERIFY.txt below everything else."""
        if name != "VERIFY.txt":
            return
        if self._steps is not None:
            self._steps.hide()
            self._steps.deleteLater()
        if isinstance(content, tuple):
            text = "\n".join(shown(line) for line in content[0].split("\n"))
            inside: QWidget = PlainText(text, name)
            row = Flow()
            row.addWidget(CopyButton(text, name, self._copy))
        else:
            inside, row = Words(str(content or "")), Flow()
        self._steps = ExpandingDetails(name, [inside], opened=True)
        self._steps.column.addLayout(row)
        self._column.addWidget(self._steps)
        inside.setFocus()
        self.opened.emit(self._steps)

    def _tell(self, code: str, *, sure: bool = False) -> None:
        from keepsafe.bundle.layout import read_seal_code  # noqa: PLC0415  # late, for the start

        expected = read_seal_code(code) if code else None
        verdict = self._examined.verdict(expected)
        state = state_of(verdict, sure=sure)
        self._code = code
        self.headline = _headline(verdict, state)
        self.wants_other_words = verdict.exit_code == _WRONG_SECRET
        self.setProperty("bytes", verdict.bytes)
        self.setProperty("inside", verdict.inside_holds)
        self.setProperty("seal", "unsure" if state == "unsure" else verdict.seal)
        sentences = _shown(verdict, state)
        self.setAccessibleName(" ".join(sentences))
        while (item := self._sentences.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setProperty("kind", _KINDS[state])
        self.style().unpolish(self)
        self.style().polish(self)
        for place, sentence in enumerate(sentences):
            self._sentences.addWidget(
                _Marked(sentence, _SIGNS[state]) if place == 0 else Words(sentence, _kind(sentence))
            )
        if state == "unsure":
            sure_button = Button(_("My typing is right"), self._insist)
            self._sentences.addWidget(sure_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _compare(self) -> None:
        assert self.field is not None  # noqa: S101  # only its own editor and button call this
        code = self.field.value.strip()
        self.field.trouble(misread(code))
        if misread(code):
            return
        self._judge(code, sure=False)

    def _insist(self) -> None:
        """Take the code as it was typed: it is the one on the sheet."""
        self._judge(self._code, sure=True)
        if self.field is not None:
            self.field.setFocus()

    def _judge(self, code: str, *, sure: bool) -> None:
        try:
            self._tell(code, sure=sure)
        except KeepsafeError as error:
            if self.field is not None:
                self.field.trouble(str(error))
            return
        self.coded.emit(code, sure)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _edited(self, typed: str) -> None:
        """Take back what was said about another code."""
        if self.field is not None:
            self.field.trouble("")
        if self._code and typed.strip() != self._code:
            self._tell("")
            self.coded.emit("", False)

    def _facts(self, verdict: Verdict, copy: Callable[[str], object]) -> ExpandingDetails:
        from keepsafe.bundle.check_record import CHECKS  # noqa: PLC0415  # late, for the start
        from keepsafe.bundle.saying import told_check  # noqa: PLC0415

        details = ExpandingDetails(_("What was checked"))
        for done in verdict.outcomes:
            said = translated(CHECKS[done.check])
            told = told_check(said, done)
            row = Bullet(said if done.outcome == "passed" else told, _MARKS[done.outcome])
            row.setAccessibleName(told)
            details.column.addWidget(row)
        for problem in verdict.problems:
            details.column.addWidget(Words(problem))
        for label, value in (
            (_("Seal code, whole"), verdict.seal_code),
            (_("SHA-256 of the file"), verdict.file_sha256),
            (_("Fingerprint of the case's key"), verdict.signing_key),
        ):
            if value:
                details.column.addWidget(Words(label, "small"))
                details.column.addWidget(WholeValue(value, label, copy, groups=8))
        return details


class _Marked(QWidget):
    """The first sentence, with a sign before it."""

    def __init__(self, sentence: str, sign: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT + UNIT // 2)
        row.addWidget(Icon(sign), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(sentence, "lead-strong"), 1)


def _smaller(font: QFont) -> QFont:
    font.setPointSizeF(font.pointSizeF() / 1.4)  # eight groups are to be seen at once
    return font


def _kind(sentence: str) -> str:
    """Return how a sentence is set: the verdict's two halves begin in capitals."""
    first = sentence.split(maxsplit=1)[0].rstrip(".:")
    return "strong" if first.isalpha() and first.isupper() else "body"


def _is_slip(verdict: Verdict) -> bool:
    return 0 < len(verdict.differing_groups) < _GROUPS


def state_of(verdict: Verdict, *, sure: bool) -> State:
    """Return how a verdict looks: only what was compared looks finished."""
    if verdict.bytes == "cannot-tell":
        return "open"
    if verdict.bytes == "matches" and _is_slip(verdict) and not sure:
        return "unsure"
    if verdict.bytes != "matches" or verdict.seal == "different":
        return "against"
    return "match" if verdict.seal == "same" else "open"


def _shown(verdict: Verdict, state: State) -> tuple[str, ...]:
    """Return what is said now; the file's own code is not, before one was compared."""
    from keepsafe.bundle.comparing import about_seal  # noqa: PLC0415  # late, for the start

    if state == "unsure":
        return verdict.sentences[:1]  # what there is to say about the typing comes first
    if verdict.bytes == "matches" and _is_slip(verdict):
        return verdict.sentences[1:]  # which the person has answered
    if verdict.seal != "not-compared" or not verdict.seal_code:
        return verdict.sentences
    seal = about_seal(verdict.seal, verdict.seal_code, matches=verdict.bytes == "matches")
    ask = _(
        "SEAL CODE: NOT COMPARED. Type the code from the hand-over sheet. Without it, anyone who "
        "has the words could have made a new file."
    )
    return tuple(ask if sentence == seal else sentence for sentence in verdict.sentences)


def _headline(verdict: Verdict, state: State) -> str:
    if state == "unsure":
        return _("Check your typing")
    if verdict.bytes != "matches":
        return _differing(verdict)
    if state == "against":
        return _("This is another file than the sheet's")
    if state == "match":
        return _("The bytes and the seal code match")
    if verdict.seal_code:
        return _("The bytes match. Now compare the seal code.")
    return _("The bytes match")


def _differing(verdict: Verdict) -> str:
    if verdict.bytes == "cannot-tell":
        return _("This could not be checked")
    if verdict.inside_holds:
        return _("Only what is around the lock differs")
    return _("This differs from what was sealed")
