"""The page: a title, a column of at most 65 characters, and below it one main button.

A page is built anew whenever what it says may have changed; what is typed lives in the session's
drafts and comes back by itself. See `keepsafe.desktop` for how to write one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.days import in_words, locale_of
from keepsafe.desktop.jobs import Job, Work
from keepsafe.desktop.session import Keeping, Session
from keepsafe.desktop.theme.tokens import LINE_OF_TEXT, UNIT
from keepsafe.desktop.widgets.buttons import Button, Fold
from keepsafe.desktop.widgets.ending import BELOW, SIDE, Ending
from keepsafe.desktop.widgets.fields import LineField, SecretField, TextField
from keepsafe.desktop.widgets.notes import ExpandingDetails, Note
from keepsafe.desktop.widgets.text import Bullet, Words, prose
from keepsafe.i18n import _

_LINE = "Stay near your child tonight. Listen more than you ask."
"""An ordinary line: how wide a character is, spaces and all."""

_WIDE = 1.8
"""How much wider than text a wide page is."""

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


@runtime_checkable
class Drafted(Protocol):
    """What the page keeps a draft of: every field of the kit."""

    name: str
    changed: SignalInstance

    @property
    def value(self) -> str:
        """What is filled in."""
        ...

    def fill(self, value: str) -> None:
        """Fill it in."""
        ...


class _Paper(QWidget):
    """What is scrolled: as high as its text is at this width, and no higher."""

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """Return the least width only: Qt's least height is that of much narrower text."""
        return QSize(super().minimumSizeHint().width(), 0)


class Page(QScrollArea):
    """The base of every page. A page of its own sets `key` and writes `build`."""

    key: ClassVar[str] = ""
    wide: ClassVar[bool] = False
    """Whether the column may be wider than text, for a table or a list; text never is."""
    went_on = Signal()
    """Go to the step after this one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.fields: dict[str, Drafted] = {}
        self.setLocale(locale_of(session.language, session.country_code))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is always kept, so that nothing moves sideways when there is more to scroll.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scroll = self.verticalScrollBar()
        scroll.setEnabled(False)
        scroll.rangeChanged.connect(lambda least, most: scroll.setEnabled(most > least))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paper = _Paper()
        self._paper.setObjectName("paper")
        row = QHBoxLayout(self._paper)
        row.setContentsMargins(SIDE, 4 * UNIT, SIDE, BELOW)
        row.addStretch(1)
        self._inside = inside = QWidget()
        inside.setObjectName("column")
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        advance = QFontMetrics(self.font()).horizontalAdvance(_LINE)
        self.text_width = round(advance * LINE_OF_TEXT / len(_LINE))
        """How wide text becomes, in pixels."""
        widest = round(self.text_width * (_WIDE if self.wide else 1))
        inside.setMaximumWidth(widest)
        row.addWidget(inside, 1000)
        row.addStretch(1)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(UNIT + UNIT // 2)
        self.column = QVBoxLayout()
        """What the page is made of, from top to bottom."""
        self.column.setSpacing(2 * UNIT)
        outer.addLayout(self.column)
        self._ending = Ending(self, self._paper, widest)
        self.progress = self._ending.progress
        outer.addWidget(self._ending.place)
        outer.addStretch(1)
        self._resting: Button | None = None
        """The button that was pressed and rests while what it began is under way."""
        self._meanwhile: QWidget | None = None
        self.build()
        self.setWidget(self._paper)
        self._ending.settle()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def build(self) -> None:
        """Fill the page; called once, in the language and with the case of now."""
        raise NotImplementedError

    def widen(self, times: float) -> None:
        """Let the column be so many times as wide as text, for a page that has two columns."""
        widest = round(self.text_width * times)
        self._inside.setMaximumWidth(widest)
        self._ending.widen(widest)

    def kept(self, result: object) -> None:
        """Be told that what this page gave to `keep` is in the case, when no other page came."""

    def focus_first(self) -> None:
        """Put the keyboard where this page begins: where one writes, or at the first button.

        Never in a drop-down or a day, which a key that was meant for the page could open.
        """
        for kind in (SecretField, LineField, TextField, Button):
            shown = (w for w in self.findChildren(kind) if w.isVisibleTo(self))
            found = next((w for w in shown if not isinstance(w, Fold)), None)  # folds: further on
            if found is not None:
                found.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # --- What a page is made of ----------------------------------------------------------------

    def add(self, widget: AnyWidget) -> AnyWidget:
        """Add a widget to the column. A field is filled from its draft, and kept in it."""
        if self.wide and isinstance(widget, Words | Bullet | Note):
            # In a row of its own: a column asks how high it is at a width that it will not have.
            row = QHBoxLayout()
            widget.setMaximumWidth(self.text_width)
            row.addWidget(widget, 1)
            row.addStretch(0)
            self.column.addLayout(row)
        else:
            self.column.addWidget(widget)
        self.draft(widget)
        return widget

    def draft(self, widget: QWidget, under: str = "") -> None:
        """Tie a field that lies elsewhere on the page to its draft.

        A page's drafts are forgotten together, when it keeps something. What is kept apart from
        the rest lies `under` a name of its own.
        """
        if isinstance(widget, SecretField):  # what it holds is never kept anywhere
            return
        if isinstance(widget, Drafted):
            name = widget.name
            self.fields[name] = widget
            place = under or self.key
            stored = self.session.drafts.get(place, name)
            if stored:
                widget.fill(stored)
            widget.changed.connect(lambda value: self._typed(place, name, value))

    def _typed(self, place: str, name: str, value: str) -> None:
        self.session.draft(place, name, value)
        QTimer.singleShot(0, self, self._uncover_typing)  # the field may be higher by then

    def title(self, words: str) -> Words:
        """Add the title, and name the page by it."""
        self.setAccessibleName(words)
        self.setWindowTitle(words)
        title = Words(words, "title")
        self.column.addWidget(title)  # also on a wide page it has all the width
        return title

    def lead(self, words: str) -> Words:
        """Add the first sentence, a little larger."""
        return self.add(Words(words, "lead"))

    def say(self, words: str, kind: str = "body") -> Words:
        """Add a paragraph."""
        return self.add(Words(words, kind))

    def heading(self, words: str) -> Words:
        """Add a heading, with air above it."""
        self.column.addSpacing(UNIT)
        return self.add(Words(words, "heading"))

    def prose(self, body: str) -> None:
        """Add a card's text: paragraphs, lists and headings."""
        for widget in prose(body):
            self.add(widget)

    def card(self, name: str) -> None:
        """Add a card of the guidance: its title and its text, filled in."""
        text = self.session.text(name)
        if text is not None:
            self.title(text.title)
            self.prose(self.session.filled(text))

    def short_card(self, name: str) -> None:
        """Add a card of the guidance: its title and first paragraph, and the rest folded."""
        text = self.session.text(name)
        if text is not None:
            first, _gap, rest = self.session.filled(text).strip().partition("\n\n")
            self.title(text.title)
            self.lead(first)
            if rest:
                self.add(ExpandingDetails(_("More about this"), prose(rest)))

    def note(self, words: str, icon: str = "info") -> Note:
        """Add a calm box."""
        return self.add(Note(words, icon=icon))

    def primary(self, words: str, do: Callable[[], object], icon: str = "") -> Button:
        """Add the one main button."""
        return self._button(Button(words, do, kind="primary", icon=icon), "primary")

    def quiet(self, words: str, do: Callable[[], object], icon: str = "") -> Button:
        """Add a quiet button beside it."""
        return self._button(Button(words, do, icon=icon), "")

    def link(self, words: str, do: Callable[[], object], icon: str = "") -> Button:
        """Add a button that looks like a link."""
        return self._button(Button(words, do, kind="link", icon=icon), "")

    def _button(self, button: Button, name: str) -> Button:
        button.setObjectName(name or f"button-{len(self._ending.buttons)}")
        self._ending.add(button)
        return button

    # --- What a page does ------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Go to the page `key`."""
        self.session.go(key)

    def go_on(self) -> None:
        """Go to the next step."""
        self.went_on.emit()

    def day(self, moment: str) -> str:
        """Return a moment of the case, such as 2026-11-02, as the person writes it."""
        return in_words(moment, self.locale())

    def value(self, name: str) -> str:
        """Return what is filled in in a field."""
        return self.fields[name].value

    def keep(self, work: Keeping, then: str = "", saying: str = "") -> None:
        """Put something into the case, making one first where there is none.

        `work(vault, actor, watch)` runs on another thread and must not touch the page. After it,
        the page's draft is forgotten and `then` is shown; without it, `kept(result)` is called.
        """
        job = self.session.keep(work, self.key, then, saying)
        if job is not None:
            self.watch(job)

    def run(self, work: Work, then: Callable[[object], object], saying: str = "") -> Job:
        """Work on another thread that changes nothing; `then` gets the result, on this one."""
        job = Job(work, saying=saying)
        job.succeeded.connect(then)
        job.failed.connect(self.tell)
        if saying:
            self.watch(job)
        return self.session.jobs.start(job, "read")

    def watch(self, job: Job) -> None:
        """Show a job on this page, and let its buttons rest meanwhile."""
        self.clear_trouble()
        self.progress.watch(job)
        focus = QApplication.focusWidget()
        if isinstance(focus, Button) and focus in self._ending.buttons:
            self._resting = focus
        for button in self._ending.buttons:
            button.setEnabled(False)
        if self._resting is not None:
            self._meanwhile = QApplication.focusWidget()  # Qt gives the keyboard to what is next
        job.finished.connect(self._rested)

    def _rested(self) -> None:
        for button in self._ending.buttons:
            button.setEnabled(True)
        resting, self._resting = self._resting, None
        if resting is not None and QApplication.focusWidget() in (None, self._meanwhile):
            resting.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_keyboard(self) -> str:
        """The name of what has the keyboard, or will have it again when a button has rested."""
        focus = QApplication.focusWidget()
        if self._resting is not None and focus in (None, self._meanwhile):
            focus = self._resting
        return focus.objectName() if focus is not None else ""

    def tell(self, error: Exception) -> None:
        """Say what went wrong, that nothing was lost, and what to do."""
        from keepsafe.cli.mistakes import explain  # noqa: PLC0415  # when something is wrong

        self.trouble(explain(error)[0])

    def trouble(self, sentence: str) -> None:
        """Show a sentence where the eye is, and read it out."""
        note = self._ending.trouble
        note.say(sentence)
        note.show()
        self._ending.settle()
        self.ensureWidgetVisible(note)
        read_out(note, sentence)

    def clear_trouble(self) -> None:
        """Take the sentence away."""
        self._ending.trouble.hide()

    # --- What is in view -------------------------------------------------------------------------

    def in_view(self) -> QRect:
        """Return what can be seen, in the paper's coordinates: the buttons may cover some."""
        view = QRect(QPoint(0, self.verticalScrollBar().value()), self.viewport().size())
        covered = self._ending.covered()
        if covered.isValid():
            view.setBottom(covered.top() - 1)
        return view

    def scroll_to_part(self, part: float) -> None:
        """Scroll so far down, from 0 to 1; the title is seen whole or not at all."""
        scroll = self.verticalScrollBar()
        value = round(part * scroll.maximum())
        title = next((w for w in self.findChildren(Words) if w.property("kind") == "title"), None)
        if title is not None and value < title.mapTo(self._paper, title.rect().bottomLeft()).y():
            value = 0
        scroll.setValue(value)

    def is_ending(self, widget: QWidget) -> bool:
        """Return whether a widget is one of the buttons below, or what is said beside them."""
        return self._ending is widget or self._ending.isAncestorOf(widget)

    def ensureWidgetVisible(  # Qt's name
        self, widget: QWidget, xmargin: int = 50, ymargin: int = 50
    ) -> None:
        """Scroll to a widget of this page."""
        super().ensureWidgetVisible(widget, xmargin, ymargin)
        self._uncover(widget)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to all of a widget that has just opened; to its beginning, if it is too high."""
        if self.is_ending(widget) or not self._paper.isAncestorOf(widget):
            return
        layout = self._paper.layout()
        if layout is not None:
            layout.activate()
        view, top = self.in_view(), widget.mapTo(self._paper, QPoint(0, 0)).y()
        hidden = top + widget.height() + UNIT - view.bottom()
        if hidden > 0:
            scroll = self.verticalScrollBar()
            scroll.setValue(scroll.value() + min(hidden, max(top - view.top() - UNIT, 0)))

    def _uncover(self, widget: QWidget) -> None:
        """Scroll what the buttons cover into view; if it is higher than that, where one types."""
        if self.is_ending(widget) or not self._paper.isAncestorOf(widget):
            return
        view, at = self.in_view(), widget.rect()
        if at.height() > view.height():
            line = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
            at = line.toAlignedRect() if isinstance(line, QRectF) else at
        at = QRect(widget.mapTo(self._paper, at.topLeft()), at.size())
        hidden = at.bottom() + UNIT - view.bottom()
        if 0 < hidden < at.height() + self._ending.height() + UNIT:  # and not far below
            scroll = self.verticalScrollBar()
            scroll.setValue(scroll.value() + min(hidden, max(at.top() - view.top() - UNIT, 0)))

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Under a mouse that is pressed nothing may move.
        if now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._uncover(now)

    def _uncover_typing(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None:
            self._uncover(focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Scroll to the ends too, wherever the keyboard is that does not want the key itself."""
        scroll = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            scroll.setValue(scroll.minimum())
        elif event.key() == Qt.Key.Key_End:
            scroll.setValue(scroll.maximum())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Put the buttons where they belong in the new size."""
        super().resizeEvent(event)
        self._ending.settle()

    def scrollContentsBy(self, across: int, down: int) -> None:  # Qt's name
        """Let the buttons stay while the page moves."""
        super().scrollContentsBy(across, down)
        self._ending.settle()
