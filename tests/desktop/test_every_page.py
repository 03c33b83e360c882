"""What holds for every page there is, in every role: names, order, one main button, languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import key
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from keepsafe.desktop.pages.steps import STEPS
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, Field, Page, SecretField, Words
from keepsafe.i18n import LANGUAGES

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QListView,
    QTableView,
)  # fmt: skip
ROLES = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText, QAccessible.Role.ComboBox, QAccessible.Role.SpinBox,
    QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.PushButton,
    QAccessible.Role.ButtonMenu,
}  # fmt: skip
PAGES = [(step.key, role) for step in STEPS for role in (step.listed_for or ("parent",))]


def controls(shell: Shell) -> list[QWidget]:
    """Return what can be used and is seen, but for the parts inside others."""
    return [
        w
        for w in shell.findChildren(QWidget)
        if isinstance(w, CONTROLS)
        and w.isVisible()
        and w.window() is shell
        and not isinstance(w.parentWidget(), QComboBox | QAbstractSpinBox)
        and w.objectName() != "qt_menubar_ext_button"
    ]


@pytest.fixture
def with_case(
    qtbot: QtBot, case: Path, make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> Shell:  # fmt: skip
    session = make_session()
    shell = make_shell(session)
    session.unlock(case, "night-lamp-river")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    session.recovery_code = "abandon-ability-able-about-above-absent-absorb-abstract"
    return shell


def test_every_control_of_every_page_has_a_name_and_a_role(with_case: Shell) -> None:
    for page, role in PAGES:
        with_case.session.role = role
        with_case.go(page)
        QApplication.processEvents()
        assert key(with_case) == page
        for control in controls(with_case):
            interface = QAccessible.queryAccessibleInterface(control)
            where = f"{page} as {role}: {type(control).__name__} {control.objectName()!r}"
            assert interface is not None, where
            assert interface.text(QAccessible.Text.Name).strip(), f"no name: {where}"
            assert interface.role() in ROLES, f"{interface.role()}: {where}"
            disabled = not control.isEnabled()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus or disabled, f"no Tab: {where}"


def test_names_on_a_page_are_not_all_the_same(with_case: Shell) -> None:
    """Ten buttons called "Copy" help nobody who cannot see beside what they stand."""
    for page, role in PAGES:
        with_case.session.role = role
        with_case.go(page)
        assert with_case.page is not None
        names = [b.accessibleName() for b in with_case.page.findChildren(Button) if b.isVisible()]
        assert len(names) == len(set(names)), (page, role, names)


def test_tab_reaches_every_control_of_every_page(qtbot: QtBot, with_case: Shell) -> None:
    for page, role in PAGES:
        with_case.session.role = role
        with_case.go(page)
        QApplication.processEvents()
        wanted = {w for w in controls(with_case) if w.isEnabled()}
        reached: set[QWidget] = set()
        for _ in range(3 * len(wanted) + 10):
            focus = QApplication.focusWidget()
            if focus is not None:
                reached.add(focus)
            with_case.focusNextPrevChild(True)
        missing = [f"{type(w).__name__} {w.accessibleName()!r}" for w in wanted - reached]
        assert not missing, (page, role, missing)


def test_a_page_has_at_most_one_main_button_and_a_title(with_case: Shell) -> None:
    with_case.session.mishap = "Keepsafe made a mistake (ValueError in keepsafe.example:1)."
    for page, role in PAGES:
        with_case.session.role = role
        with_case.go(page)
        shown = with_case.page
        assert isinstance(shown, Page)
        assert shown.accessibleName(), page
        primary = [b for b in shown.findChildren(Button) if b.property("kind") == "primary"]
        assert len([b for b in primary if b.isVisible()]) <= 1, page
        for button in (b for b in primary if b.isVisible()):
            beside = [b for b in button.parentWidget().findChildren(Button) if b.isVisible()]
            below = [b for b in beside if b.y() >= button.y() and b.property("kind") == "plain"]
            assert all((b.y(), b.x()) > (button.y(), button.x()) for b in below), page


def test_another_language_keeps_what_was_typed_on_every_page(with_case: Shell) -> None:
    session = with_case.session
    for page, role in PAGES:
        session.role = role
        with_case.go(page)
        typed = {}
        for field in [f for f in with_case.findChildren(Field) if f.isVisible()]:
            if isinstance(field.editor, QLineEdit | QPlainTextEdit):
                field.fill(f"typed into {field.name}")
                field.changed.emit(field.value)
                typed[field.name] = (type(field), field.value)
        title = with_case.page.accessibleName() if with_case.page else ""
        for tongue in [*LANGUAGES[1:], "en"]:
            session.speak(tongue)
            assert key(with_case) == page
            again = {f.name: f.value for f in with_case.findChildren(Field)}
            for name, (kind, value) in typed.items():
                assert again[name] == value, (page, tongue, name, kind)
            if tongue == "fr" and page != "home":
                assert with_case.page is not None
                assert with_case.page.accessibleName() != title, page


def test_no_secret_is_ever_a_draft(with_case: Shell) -> None:
    for page in ("keep", "unlock"):
        with_case.go(page)
        for field in with_case.findChildren(SecretField):
            field.fill("a-secret-of-mine")
            field.changed.emit(field.value)
    assert "a-secret-of-mine" not in str(with_case.session.drafts)


def test_the_help_and_the_way_out_are_on_every_page(with_case: Shell) -> None:
    for page, role in PAGES:
        with_case.session.role = role
        with_case.go(page)
        shown = {b.words for b in with_case.findChildren(Button) if b.isVisible()}
        assert "Leave quickly" in shown, page
        report, block = "Report now", "Too much? Block now. That is OK. Just don't delete."
        assert (report in shown) == (role != "officer"), page
        assert (block in shown) == (role not in ("officer", "counsellor")), page


@pytest.mark.parametrize("role", ["young-person", "adult"])
def test_who_is_here_for_themselves_is_never_told_of_their_child(
    with_case: Shell, role: str
) -> None:
    for step in STEPS:
        if step.listed_for and role not in step.listed_for:
            continue
        if step.key == "doors":  # there it is the door that somebody else takes
            continue
        with_case.session.role = role
        with_case.go(step.key)
        assert with_case.page is not None
        told = " ".join(words.text() for words in with_case.page.findChildren(Words))
        told += " ".join(button.words for button in with_case.page.findChildren(Button))
        assert "your child" not in told.casefold(), step.key
