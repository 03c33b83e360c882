"""Somebody comes to the list of kept files to take out what should not be here."""

from __future__ import annotations

from keepsafe.desktop.session import Session

_PLACE, _NAME = "exhibits-for", "removing"


def go_to_remove(session: Session) -> None:
    """Go to the list of kept files, which then says how to take one out."""
    session.draft(_PLACE, _NAME, "yes")
    session.go("exhibits")


def came_to_remove(session: Session) -> bool:
    """Return whether that is what the list was opened for."""
    return bool(session.drafts.get(_PLACE, _NAME))


def forget_it(session: Session) -> None:
    """Say no more of it: it is done, or somebody goes on."""
    session.draft(_PLACE, _NAME, "")
