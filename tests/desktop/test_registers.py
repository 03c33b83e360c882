"""A young person is told tu and tú, everyone else vous and usted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import registers
from keepsafe import i18n
from keepsafe.desktop.pages.steps import EVERYONE, STEPS
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell

# What is to be said to somebody else stands in these, and addresses them.
QUOTED = re.compile(r"«[^»]*»|<[^>]*>|Comment voulez-vous|Quel est votre nom|Cómo se llama usted")
FOR_POLICE = "report-sheet"
"""The page whose sheet speaks to an officer."""


def words_of(widget: QWidget) -> Iterator[str]:
    """Give every text of a widget, seen or told to a screen reader."""
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))


def sentences(shell: Shell) -> set[str]:
    """Return all that the window says now, what is folded away too."""
    said = {w for widget in shell.findChildren(QWidget) for w in words_of(widget)}
    plain = {ord("\N{NO-BREAK SPACE}"): " ", ord("\N{NON-BREAKING HYPHEN}"): "-"}
    return {QUOTED.sub(" ", words.translate(plain)) for words in said if words.strip()}


@pytest.mark.parametrize("tongue", i18n.LANGUAGES[1:])
@pytest.mark.parametrize("role", ["young-person", "parent"])
def test_no_page_mixes_the_two_forms(
    tongue: str, role: str, qtbot: QtBot, case: Path, make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:  # fmt: skip
    session = make_session()
    shell = make_shell(session)
    session.speak(tongue)
    session.unlock(case, "night-lamp-river")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    session.recovery_code = "abandon-ability-able-about-above-absent-absorb-abstract"
    session.play(role)
    other = registers.polite if role == "young-person" else registers.familiar
    mixed = []
    for step in STEPS:
        if role not in (step.listed_for or EVERYONE) or step.key == FOR_POLICE:
            continue
        shell.go(step.key)
        QApplication.processEvents()
        mixed += [
            f"{step.key}: {other(tongue, sentence)} {sentence}"
            for sentence in sorted(sentences(shell))
            if other(tongue, sentence)
        ]
    assert not mixed, "\n".join(mixed)


@pytest.mark.parametrize("tongue", i18n.LANGUAGES[1:])
@pytest.mark.usefixtures("case")
def test_while_the_case_is_locked_nobody_is_addressed(
    tongue: str, make_session: Callable[[], Session],
    make_shell: Callable[[Session], Shell],
) -> None:  # fmt: skip
    session = make_session()
    shell = make_shell(session)
    session.speak(tongue)
    found = set()
    for country in session.guidance.countries:
        session.move(country)
        for key in ("unlock", "report-now", "block-now"):
            shell.go(key)
            QApplication.processEvents()
            found |= {(key, sentence) for sentence in sentences(shell)}
    addressed = [
        f"{key}: {sentence}"
        for key, sentence in sorted(found)
        if registers.polite(tongue, sentence) or registers.familiar(tongue, sentence)
    ]
    assert len(found) > 60
    assert not addressed, "\n".join(addressed)


def test_the_role_decides_whether_the_familiar_form_is_spoken(session: Session) -> None:
    session.play("young-person")
    assert i18n._familiar.get()
    session.speak("fr")
    assert i18n._familiar.get()
    for role in ("parent", "adult", "counsellor", "officer", ""):
        session.play(role)
        assert not i18n._familiar.get(), role


def test_a_case_of_a_young_person_speaks_so_until_it_is_locked(
    qtbot: QtBot, case: Path, make_session: Callable[[], Session]
) -> None:
    session = make_session()
    session.unlock(case, "night-lamp-river")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    assert not i18n._familiar.get()  # the case is a parent's
    session.lock()
    session.play("young-person")
    session.create("night-lamp-river-boat")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    assert session.vault is not None
    root = session.vault.root
    session.lock()
    assert not i18n._familiar.get()
    session.unlock(root, "night-lamp-river-boat")
    qtbot.waitUntil(lambda: session.vault is not None, timeout=10_000)
    assert session.role == "young-person"
    assert i18n._familiar.get()
