"""The main window: one page, and around it what is always in reach."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from keepsafe.desktop.accessible import read_out
from keepsafe.desktop.leaving import Idle, ShiftThreeTimes
from keepsafe.desktop.pages.steps import after, is_place, step, steps_for
from keepsafe.desktop.session import Session
from keepsafe.desktop.theme.style import Theme
from keepsafe.desktop.theme.tokens import SCALES
from keepsafe.desktop.widgets import Button, Note, Page, SecretField
from keepsafe.desktop.window.help_strip import HelpStrip
from keepsafe.desktop.window.keyboard import next_part, set_tab_order, watch_keyboard
from keepsafe.desktop.window.menus import fill_menus, name_menus
from keepsafe.desktop.window.step_list import StepList
from keepsafe.desktop.window.top_bar import TopBar
from keepsafe.errors import SystemRefusedError
from keepsafe.i18n import _

_SIZE = QSize(1080, 800)
_LEAST = QSize(480, 420)
_ROOM_FOR_STEPS = 52
"""Characters of text that must fit beside the list of steps; else it opens over the page."""

_GONE_BACK_FROM = (
    "settings", "report-now", "block-now", "trouble", "keep", "unlock", "recovery", "new-password",
)  # fmt: skip
"""Pages with a button that goes back to the page before; none of them is that page itself."""


class Shell(QMainWindow):
    """Draws what the session says, and takes the person from page to page."""

    left = Signal()
    """Everything is hidden, saved and locked: the app may end."""
    drawn = Signal()
    """The window was drawn for the first time: what could wait, waited for that."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self._history: list[str] = []
        self._key = ""
        self._steps_opened = False
        self._leaving = False
        self._ending = False
        self._was_drawn = False
        self.page: Page | None = None
        self._size_of_text = session.preferences.text_size
        self.setWindowTitle("Keepsafe")
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self._build_frame()
        self._dress()
        session.dressed.connect(self._dress)
        theme.changed.connect(self.retell)
        session.retold.connect(self.retell)
        session.went.connect(self.go)
        session.kept.connect(self._kept)
        session.troubled.connect(self._troubled)
        session.locked.connect(self._locked)
        session.unlocked.connect(self._unlocked)
        session.jobs.changed.connect(self._jobs_changed)
        self.shift = ShiftThreeTimes(self)
        self.shift.pressed.connect(self.leave)
        self.shift.counted.connect(self._count_shifts)
        self.idle = Idle(self, lambda: bool(session.jobs.busy))
        self.idle.warned.connect(self._warn)
        self.idle.woke.connect(self._unwarn)
        self.idle.over.connect(self._idle_over)
        name_menus(self)
        self.go(self._first())

    def _build_frame(self) -> None:
        centre = self._centre = QWidget()
        centre.setObjectName("paper")
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._banner = Note("", icon="clock", kind="banner")
        stay = Button(_("Stay"), self.idle_touch)
        self._banner.inside.addWidget(stay, 0, Qt.AlignmentFlag.AlignLeading)
        self._banner.hide()
        self._only_to_read = Note("", icon="eye", kind="banner")
        self._only_to_read.hide()
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._top: TopBar | None = None
        self._side: StepList | None = None
        self._strip: HelpStrip | None = None
        self._column.addWidget(self._banner)
        self._column.addWidget(self._only_to_read)
        self._column.addLayout(self._middle, 1)
        self.setCentralWidget(centre)
        self._cover = QWidget(self)
        self._cover.setAutoFillBackground(True)
        self._cover.hide()

    def _first(self) -> str:
        """Return the page that comes first: a case to unlock, or the doors."""
        return "unlock" if self.session.cases else "doors"

    # --- Pages -----------------------------------------------------------------------------------

    @Slot(str)
    def go(self, key: str) -> None:
        """Show a page; the one before can be gone back to."""
        if key == "back":
            self.back()
            return
        key = step(key).key
        if self._history[-1:] == [key]:  # to where one came from is back, not on and on
            self._history.pop()
        elif self._key and self._key != key:
            self._history.append(self._key)
        self._show(key)

    def back(self) -> None:
        """Show the page before; where nothing was before, the one that the case begins with."""
        first = "home" if self.session.vault is not None else "doors"
        self._show(self._history.pop() if self._history else first)

    def _show(self, key: str) -> None:
        before = self.page
        if key == "doors":  # nothing comes before the first page
            self._history.clear()
        if key not in _GONE_BACK_FROM:
            self.session.came_from = key if key != "home" else self.session.came_from
        self._key = key
        self.session.enter(key)
        self._put(key)
        if is_place(key):
            self.session.arrive(key)
        if self.page is not None:
            self.page.focus_first()
            if before is not None:
                read_out(self.page, self.page.accessibleName())

    @Slot()
    def retell(self) -> None:
        """Draw everything anew where we are; what was typed comes back from the drafts."""
        if not self._key or self._leaving or self._ending:
            return
        old = self.page
        secrets = {f.name: f.value for f in old.findChildren(SecretField)} if old else {}
        scrolled = old.verticalScrollBar().value() if old else 0
        part = scrolled / max(old.verticalScrollBar().maximum(), 1) if old else 0.0
        focus = QApplication.focusWidget()
        name = old.has_keyboard if old is not None else ""
        self._put(self._key)
        page = self.page
        if page is None:
            return
        for field in page.findChildren(SecretField):
            if secrets.get(field.name):
                field.fill(secrets[field.name])
        again = self.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focus is not None:  # what had the keyboard is gone: it must be somewhere
            page.focus_first()
        page.verticalScrollBar().setValue(scrolled)
        size = self.session.preferences.text_size
        if size != self._size_of_text:
            self._size_of_text = size
            QTimer.singleShot(0, page, lambda: page.scroll_to_part(part))

    def _draw_when_laid_out(self) -> None:
        """Draw nothing until bars and page have their places: else a frame of neither is seen."""
        if self._was_drawn and self._centre.updatesEnabled():
            self._centre.setUpdatesEnabled(False)
            # After what the bars and the page do when they are next idle.
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._draw))

    def _draw(self) -> None:
        self._centre.setUpdatesEnabled(True)

    def _put(self, key: str) -> None:
        page = step(key).load()(self.session)
        page.went_on.connect(self.go_on)
        self._clear()
        self.page = page
        page.setObjectName(f"page-{key}")
        self._top = self._make_top()
        self._column.insertWidget(0, self._top)
        if len(steps_for(self.session.role, has_case=False)) > 1 and not self._locked_out():
            self._side = StepList(self.session, key)
            self._middle.addWidget(self._side)
        self._middle.addWidget(page, 1)
        self._strip = HelpStrip(self.session)
        self._column.addWidget(self._strip)
        for part in (self._top, page, self._strip):
            part.show()
        self._say_if_only_to_read()
        self._fit_steps()
        if self._was_drawn:
            QTimer.singleShot(0, self, self._fill_menus)  # the page first
        set_tab_order(self._parts())

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """See when the window is there, to do then what the person need not wait for."""
        super().paintEvent(event)
        if not self._was_drawn:
            self._was_drawn = True
            QTimer.singleShot(0, self, self._finish_starting)

    def _finish_starting(self) -> None:
        app = QApplication.instance()
        if app is not None and not self._ending:
            app.installEventFilter(self.shift)
            app.installEventFilter(self.idle)
        watch_keyboard(self)
        self._fill_menus()
        self.drawn.emit()

    def _fill_menus(self) -> None:
        if not self._ending:
            fill_menus(self)

    def _say_if_only_to_read(self) -> None:
        """Say it on every page when another window has the case, or the disk is read-only."""
        vault = self.session.vault
        if vault is not None and vault.read_only:
            try:
                vault.insist_writable()
            except SystemRefusedError as error:
                self._only_to_read.say(str(error))
        self._only_to_read.setVisible(vault is not None and vault.read_only)

    def _locked_out(self) -> bool:
        return self._key == "unlock"

    def _make_top(self) -> TopBar:
        return TopBar(
            self.session,
            step(self._key).name if self._key != "doors" else "",
            back=self.back if self._history else None,
            steps=self._turn_steps,
            leave=self.leave,
        )

    def _clear(self) -> None:
        for widget in (self.page, self._top, self._side, self._strip):
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.page = self._top = self._side = self._strip = None

    def go_on(self) -> None:
        """Show the step that follows."""
        self.go(after(self._key, self.session.role))

    def _count_shifts(self, shifts: int) -> None:
        if self._top is not None:
            self._top.count(shifts)

    # --- Steps beside the page -------------------------------------------------------------------

    def _turn_steps(self) -> None:
        self._steps_opened = not self._steps_opened
        self._fit_steps()
        if self._side is not None and self._side.isVisible():
            self._side.setFocus()

    def _fit_steps(self) -> None:
        if self._side is None:
            return
        room = self.width() - self._side.width()
        wide = room >= _ROOM_FOR_STEPS * self.fontMetrics().averageCharWidth() * 1.25
        self._side.setVisible(wide or self._steps_opened)
        if self._top is not None:
            self._top.steps.setVisible(not wide)
            self._top.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Show the steps where there is room."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())
        self._fit_steps()

    def _parts(self) -> list[QWidget]:
        """Return the parts of the window in the order in which the keyboard goes through them."""
        return [w for w in (self.page, self._strip, self._top, self._side) if w is not None]

    def next_part(self) -> None:
        """Move the keyboard to the next part of the window: page, help, bar, steps."""
        next_part(self._parts())
        self._scroll_to_keyboard()

    def focusNextPrevChild(self, onward: bool) -> bool:  # Qt's name; it is the one argument
        """Go on with Tab; what is reached is scrolled to, also from outside the page."""
        moved = super().focusNextPrevChild(onward)
        self._scroll_to_keyboard()
        return moved

    def _scroll_to_keyboard(self) -> None:
        focus = QApplication.focusWidget()
        if self.page is not None and focus is not None and self.page.isAncestorOf(focus):
            self.page.ensureWidgetVisible(focus)

    # --- What the session tells ------------------------------------------------------------------

    @Slot(str, object)
    def _kept(self, page: str, result: object) -> None:
        if self.page is not None and self._key == page:
            self.page.kept(result)

    @Slot(object)
    def _troubled(self, error: Exception) -> None:
        if self.page is not None:
            self.page.tell(error)

    @Slot()
    def _locked(self) -> None:
        if not self._leaving and not self._ending:
            self._history.clear()
            self._show(self._first())

    @Slot()
    def _unlocked(self) -> None:
        if self._key == "unlock":
            self._history.clear()
            place = self.session.place
            self.restore(str(self.session.window.get("geometry", "")))
            self._show(place if place != "doors" and is_place(place) else "home")

    @Slot()
    def _jobs_changed(self) -> None:
        if self._leaving and not self._ending and not self.session.jobs.busy:
            self._finish_leaving()

    def trip(self, sentence: str) -> None:
        """Show that something went wrong which nobody foresaw."""
        self.session.mishap = sentence
        self._show("trouble")

    # --- Looks -----------------------------------------------------------------------------------

    def wear(self, theme: str) -> None:
        """Change the colours."""
        self.session.look(theme=theme)

    def resize_text(self, direction: int) -> None:
        """Make the text bigger (1), smaller (-1), or as the system has it (0)."""
        size = self.session.preferences.text_size
        if direction == 0:
            size = SCALES[0]
        else:
            at = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - size)) + direction
            size = SCALES[min(max(at, 0), len(SCALES) - 1)]
        self.session.look(text_size=size)

    @Slot()
    def _dress(self) -> None:
        preferences = self.session.preferences
        if preferences.text_size != self._size_of_text:
            self._draw_when_laid_out()
        self.theme.wear(preferences.theme, preferences.text_size)

    # --- Locking and leaving ---------------------------------------------------------------------

    def open_case(self) -> None:
        """Lock what is open, and ask which case to open."""
        self.session.lock()
        self._show("unlock")

    def idle_touch(self) -> None:
        """Stay unlocked."""
        self.idle.touch()

    def _warn(self) -> None:
        if self.session.vault is not None:
            self._banner.say(_("Nobody was here for a while. Keepsafe locks in a minute."))
        elif self.session.has_received:
            self._banner.say(_("Nobody was here for a while. This file is closed in a minute."))
        else:
            return
        self._banner.show()

    def _unwarn(self) -> None:
        self._banner.hide()

    def _idle_over(self) -> None:
        self._banner.hide()
        self.session.lock()

    @Slot()
    def leave(self) -> None:
        """Hide everything at once; then save, lock, clear the clipboard, and end."""
        if self._leaving:
            return
        self._leaving = True
        self._cover.setGeometry(self.rect())
        self._cover.raise_()
        self._cover.show()
        self._cover.repaint()
        self.hide()
        self.session.clipboard.take_back()
        if not self.session.jobs.busy:
            self._finish_leaving()

    def _finish_leaving(self) -> None:
        self._ending = True
        self.session.lock()
        self.session.forget()
        self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save and lock; work that runs is stopped at a safe place."""
        self.session.window = {"geometry": bytes(self.saveGeometry().toHex().data()).decode()}
        self._ending = True
        self.session.close()
        event.accept()

    def restore(self, geometry: str) -> None:
        """Put the window where it was."""
        self.restoreGeometry(QByteArray.fromHex(geometry.encode()))
