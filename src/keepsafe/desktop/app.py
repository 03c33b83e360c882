"""Opens the window: one application, one window, and a plain page for what nobody foresaw."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from keepsafe.desktop import accessible
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.single import Single
from keepsafe.desktop.theme.style import ARGUMENTS, Theme
from keepsafe.i18n import N_, translated

_LACKING = {N_("&Look in:"), N_("Files of &type:"), N_("File &name:"), N_("Directory:")}
"""What Qt's file dialog says and its own French and Spanish do not, or say as in Spain."""


class Mishaps(QObject):
    """Takes every exception that nobody caught, on any thread, to the window."""

    happened = Signal(object)

    def install(self) -> None:
        """Take them from now on."""
        sys.excepthook = self._take
        threading.excepthook = lambda args: self.happened.emit(args.exc_value)

    def _take(
        self,
        _kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        self.happened.emit(error)


def main() -> int:
    """Open the window; return the exit code when it is closed."""
    app = QApplication([*sys.argv[:1], *ARGUMENTS])
    app.setApplicationName("Keepsafe")
    app.setApplicationDisplayName("Keepsafe")
    app.setDesktopFileName("keepsafe")
    session = Session()
    single = Single(session.folder)
    if not single.first():
        return 0
    session.know_later()
    shell = Shell(session, Theme(app))
    mishaps = Mishaps()
    mishaps.happened.connect(lambda error: tell(shell, error), Qt.ConnectionType.QueuedConnection)
    mishaps.install()
    single.called.connect(lambda: _bring_forward(shell))
    shell.left.connect(app.quit)

    def finish_starting() -> None:
        accessible.install()
        session.know()
        QtWords(app, session).follow()
        single.listen()

    shell.drawn.connect(finish_starting)
    shell.show()
    return app.exec()


def tell(shell: Shell, error: Exception) -> None:
    """Show the page for what nobody foresaw."""
    from keepsafe.cli.mistakes import explain  # noqa: PLC0415  # when something is wrong

    shell.trip(explain(error)[0])


def _bring_forward(shell: Shell) -> None:
    shell.show()
    shell.raise_()
    shell.activateWindow()


class QtWords(QObject):
    """Qt's own few words (file dialogs, undo) in the language of the app."""

    def __init__(self, app: QApplication, session: Session) -> None:
        super().__init__(app)
        self._app = app
        self._session = session
        self._translator: QTranslator | None = None
        self._lacking = _Lacking(self)
        session.retold.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Speak the session's language."""
        locale = QLocale(self._session.language)
        QLocale.setDefault(locale)
        self._app.setLayoutDirection(locale.textDirection())
        self.forget()
        self._translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{self._session.language}", folder):
            self._app.installTranslator(self._translator)
        self._app.installTranslator(self._lacking)  # the last is asked first

    def forget(self) -> None:
        """Let Qt say its own words again."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._app.removeTranslator(self._lacking)


class _Lacking(QTranslator):
    """Says what Qt's own translations lack, from our catalogue."""

    def isEmpty(self) -> bool:  # Qt's name
        return False

    def translate(  # None is "not known here"; "" would be shown
        self, context: str, source: str, _note: str | None = None, _number: int = -1
    ) -> str | None:
        return translated(source) if context == "QFileDialog" and source in _LACKING else None
