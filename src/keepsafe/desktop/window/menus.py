"""The menus, with the places and shortcuts that each desktop expects."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from keepsafe import __version__
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.desktop.shell import Shell

_STANDARD = QKeySequence.StandardKey


def name_menus(shell: Shell) -> list[QMenu]:
    """Put up the bar of menus anew, in the language of now, with nothing in them yet."""
    bar = shell.menuBar()
    bar.clear()
    return [bar.addMenu(words) for words in (_("&File"), _("&Edit"), _("&View"), _("&Help"))]


def fill_menus(shell: Shell) -> None:
    """Put up the menus anew, with all that is in them."""
    session = shell.session
    case, edit, view, help_menu = name_menus(shell)
    _add(case, _("&Start anew"), lambda: session.go("doors"), "Ctrl+N", _STANDARD.New)
    _add(case, _("&Open a saved case"), shell.open_case, "Ctrl+O", _STANDARD.Open)
    case.addSeparator()
    lock = _add(case, _("&Lock"), session.lock, "Ctrl+L")
    lock.setEnabled(session.vault is not None or session.has_received)
    _add(case, _("Leave &quickly"), shell.leave, "Ctrl+Shift+L")
    case.addSeparator()
    settings = _add(
        case, _("S&ettings"), lambda: session.go("settings"), "Ctrl+,", _STANDARD.Preferences
    )
    settings.setMenuRole(QAction.MenuRole.PreferencesRole)
    leave = _add(case, _("&Quit"), shell.close, "Ctrl+Q", _STANDARD.Quit)
    leave.setMenuRole(QAction.MenuRole.QuitRole)
    _edit(edit, shell)
    _view(view, shell)
    _add(
        help_menu, _("&Report now"), lambda: session.go("report-now"), "F1", _STANDARD.HelpContents
    )
    _add(help_menu, _("&Block now"), lambda: session.go("block-now"))
    about = _add(help_menu, _("&About Keepsafe"), partial(_about, shell))
    about.setMenuRole(QAction.MenuRole.AboutRole)


def _about(shell: Shell) -> None:
    """Say on the page which version this is, which a record of a check names too."""
    told = _("Keepsafe {version}. Everything stays on this computer.").format(version=__version__)
    if shell.page is not None:
        shell.page.trouble(told)


def _edit(menu: QMenu, shell: Shell) -> None:
    for words, method, key, standard in (
        (_("&Undo"), "undo", "Ctrl+Z", _STANDARD.Undo),
        (_("&Redo"), "redo", "Ctrl+Shift+Z", _STANDARD.Redo),
        ("", "", "", None),
        (_("Cu&t"), "cut", "Ctrl+X", _STANDARD.Cut),
        (_("&Copy"), "copy", "Ctrl+C", _STANDARD.Copy),
        (_("&Paste"), "paste", "Ctrl+V", _STANDARD.Paste),
        (_("Select &all"), "selectAll", "Ctrl+A", _STANDARD.SelectAll),
    ):
        if not words:
            menu.addSeparator()
            continue
        _add(menu, words, partial(_to_focus, shell, method), key, standard)


def _to_focus(shell: Shell, method: str) -> None:
    """Do it to what has the keyboard, if that can, or else to the page."""
    for target in (QApplication.focusWidget(), shell.page):
        do = getattr(target, method, None)
        if callable(do):
            do()
            return


def _view(menu: QMenu, shell: Shell) -> None:
    _add(menu, _("&Back"), shell.back, "Alt+Left", _STANDARD.Back)
    _add(menu, _("Next &part of the window"), shell.next_part, "F6")
    menu.addSeparator()
    _add(menu, _("Text &bigger"), lambda: shell.resize_text(1), "Ctrl++", _STANDARD.ZoomIn)
    _add(menu, _("Text s&maller"), lambda: shell.resize_text(-1), "Ctrl+-", _STANDARD.ZoomOut)
    _add(menu, _("&Normal text"), lambda: shell.resize_text(0), "Ctrl+0")
    menu.addSeparator()
    colours = menu.addMenu(_("&Colours"))
    group = QActionGroup(colours)
    for value, words in (
        ("system", _("As the &computer has it")),
        ("light", _("&Light")),
        ("dark", _("&Dark")),
        ("contrast", _("&High contrast")),
    ):
        action = _add(colours, words, partial(shell.wear, value))
        action.setCheckable(True)
        action.setChecked(shell.session.preferences.theme == value)
        group.addAction(action)


def _add(
    menu: QMenu,
    words: str,
    do: Callable[[], object],
    key: str = "",
    standard: QKeySequence.StandardKey | None = None,
) -> QAction:
    action = QAction(words, menu)
    action.setMenuRole(QAction.MenuRole.NoRole)
    keys = QKeySequence.keyBindings(standard) if standard is not None else []
    if key and QKeySequence(key) not in keys:
        keys = [*keys, QKeySequence(key)]
    action.setShortcuts(keys)
    action.triggered.connect(lambda _on=False: do())
    menu.addAction(action)
    return action
