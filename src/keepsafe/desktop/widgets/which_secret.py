"""The three secrets of a case, told apart: each has its own name, icon, colour, and place to keep.

The password and the recovery code are the family's; the words for police are the officer's.
"""

from __future__ import annotations

from dataclasses import dataclass

from keepsafe.desktop.widgets.notes import Note
from keepsafe.i18n import N_, translated


@dataclass(frozen=True, slots=True)
class Secret:
    """One kind of secret; `key` is also the name of its colour in the theme."""

    key: str
    called: str
    icon: str
    whose: str
    """For whom it is, and where it is kept."""

    @property
    def name(self) -> str:
        """What it is called, in the person's language."""
        return translated(self.called)


PASSWORD = Secret(
    "password",
    N_("Your password"),
    "lock",
    N_("It is for you. Police don't need it: the file for them gets words of its own."),
)
RECOVERY_CODE = Secret(
    "recovery",
    N_("Your recovery code"),
    "key-round",
    N_("It is for you, not for police. Keep the paper in a safe place, not beside this computer."),
)
WORDS_FOR_POLICE = Secret(
    "police",
    N_("The words for police"),
    "shield",
    N_("They are for the officer. Don't keep the words and the file together."),
)


class WhichSecret(Note):
    """Says which of the three is on this page, for whom it is, and where to keep it."""

    def __init__(self, secret: Secret) -> None:
        super().__init__(translated(secret.whose), icon=secret.icon)
        self.setProperty("secret", secret.key)
