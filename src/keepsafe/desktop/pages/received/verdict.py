"""The verdict, both halves always together, and the code from the sheet to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from keepsafe.desktop.pages.received.plain_text import PlainText
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
from keepsafe.desktop.widgets.fields import exact_font
from keepsafe.desktop.widgets.told import WholeValue, shown
from keepsafe.errors import KeepsafeError
from keepsafe.i18n import N_, _, translated

if TYPE_CHECKING:
    from keepsafe.bundle.verifying import Examined, Verdict

_CHECKS: Mapping[str, str] = {
    "outer": N_("The file around the locked part is as Keepsafe writes it"),
    "members": N_("Nothing is in it that does not belong"),
    "readable": N_("Every file in it can be read whole"),
    "manifests": N_("Every file has the hash on the lists"),
    "signature": N_("The list of lists is signed with the case's key"),
    "bag-info": N_("Its own facts agree with each other"),
    "custody-log": N_("The log is one chain without a break"),
    "exhibits": N_("Every saved file is the one in the log"),
}
_WRONG_SECRET = 3
_GROUPS = 8
_LOOKS: Mapping[str, str] = {"circle-check": "banner", "x": "warning", "info": "card"}


class VerdictCard(QFrame):
    """Says what was found out; `coded` tells the code that was typed to compare."""

    coded = Signal(str)

    def __init__(self, examined: Examined, code: str, copy: Callable[[str], object]) -> None:
        super().__init__()
        self._examined = examined
        self._copy = copy
        self._steps: ExpandingDetails | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        column.setSpacing(UNIT + UNIT // 2)
        columns = Beside((3, 2))
        column.addWidget(columns)
        self._sentences = columns.first
        verdict = examined.verdict(None)
        if verdict.seal_code:
            self._field = LineField("compare", _("The seal code, from the hand-over sheet"))
            self._field.editor.setFont(_smaller(exact_font(self._field.editor.font())))
            self._field.fill(code)
            self._field.editor.returnPressed.connect(self._compare)
            columns.second.addWidget(self._field)
            row = Flow()
            row.addWidget(Button(_("Compare"), self._compare))
            columns.second.addLayout(row)
        if verdict.bytes != "cannot-tell":
            told = _("For court, use VERIFY.txt: it needs only tools that are not ours.")
            columns.second.addWidget(Words(told, "soft"))
        self._court = Flow()
        columns.second.addLayout(self._court)
        column.addWidget(self._facts(verdict, copy))
        self._column = column
        self.headline = ""
        self.wants_other_words = False
        self._tell(code)

    def offer_steps(self, read: Callable[[], object]) -> None:
        """Offer to show VERIFY.txt; `read` has it brought to `show_steps`."""
        self._court.addWidget(Button(_("Show VERIFY.txt"), read, icon="file-text"))

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
            row.addWidget(Button(_("Copy"), lambda: self._copy(text), kind="link", icon="copy"))
        else:
            inside, row = Words(str(content or "")), Flow()
        self._steps = ExpandingDetails(name, [inside], opened=True)
        self._steps.column.addLayout(row)
        self._column.addWidget(self._steps)
        inside.setFocus()

    def _tell(self, code: str) -> None:
        from keepsafe.bundle.layout import read_seal_code  # noqa: PLC0415  # late, for the start

        expected = read_seal_code(code) if code else None
        verdict = self._examined.verdict(expected)
        self.headline = _headline(verdict)
        self.wants_other_words = verdict.exit_code == _WRONG_SECRET
        self.setProperty("bytes", verdict.bytes)
        self.setProperty("seal", verdict.seal)
        self.setAccessibleName(" ".join(verdict.sentences))
        while (item := self._sentences.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        tone = _tone(verdict)
        self.setProperty("kind", _LOOKS[tone])
        self.style().unpolish(self)
        self.style().polish(self)
        for place, sentence in enumerate(verdict.sentences):
            self._sentences.addWidget(
                _Marked(sentence, tone) if place == 0 else Words(sentence, _kind(sentence))
            )

    def _compare(self) -> None:
        code = self._field.value.strip()
        self._field.trouble("")
        try:
            self._tell(code)
        except KeepsafeError as error:
            self._field.trouble(str(error))
            return
        self.coded.emit(code)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _facts(self, verdict: Verdict, copy: Callable[[str], object]) -> ExpandingDetails:
        details = ExpandingDetails(_("What was checked"))
        for check, passed in verdict.checks.items():
            if check in _CHECKS:
                mark = "\N{CHECK MARK}" if passed else "\N{MULTIPLICATION SIGN}"
                said = translated(_CHECKS[check])
                row = Bullet(said, mark)
                state = _("yes") if passed else _("no")
                row.setAccessibleName(f"{said}: {state}")
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


def _tone(verdict: Verdict) -> str:
    """Return the sign of a verdict: nothing against it, something against it, or neither."""
    if verdict.bytes == "cannot-tell":
        return "info"
    return "circle-check" if verdict.bytes == "matches" and verdict.seal != "different" else "x"


def _headline(verdict: Verdict) -> str:
    if verdict.bytes == "matches":
        if verdict.seal != "different":
            return _("The bytes match")
        mistyped = 0 < len(verdict.differing_groups) < _GROUPS
        return (
            _("The code that was typed differs")
            if mistyped
            else _("This is another file than the sheet's")
        )
    if verdict.bytes == "changed":
        return _("This was changed")
    return _("This could not be checked")
