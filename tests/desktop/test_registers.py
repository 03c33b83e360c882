"""A young person is told tu and tú, everyone else vous and usted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from keepsafe import i18n
from keepsafe.desktop.session import Session


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
