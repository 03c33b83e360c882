"""What was answered on the first page about danger, as a sentence that police could be told."""

from __future__ import annotations

from keepsafe.desktop.session import Session
from keepsafe.i18n import _

_PAGE = "safe"


def in_danger(session: Session) -> bool:
    """Return whether one of the two questions about danger was answered with yes."""
    return "yes" in _answers(session)


def ready_sentence(session: Session) -> str:
    """Return what could be told of the answers; "" where nothing was answered, or one is open."""
    dying, told_to = _answers(session)
    said = []
    if dying == "yes":
        said.append(_("There are thoughts of dying or of self-harm."))
    if told_to == "yes":
        said.append(_("Somebody was told to hurt themselves, someone else or an animal."))
    if dying == told_to == "no":
        said.append(_("Asked about thoughts of dying, and about being told to hurt someone: no."))
    return " ".join(said)


def _answers(session: Session) -> tuple[str, str]:
    return session.drafts.get(_PAGE, "safe-1"), session.drafts.get(_PAGE, "safe-2")
