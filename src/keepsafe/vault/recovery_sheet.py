"""The recovery sheet: the paper that opens a case when its password is lost, or Keepsafe is."""

from __future__ import annotations

from keepsafe.i18n import _
from keepsafe.vault.vault import Vault


def recovery_sheet(vault: Vault, code: str) -> str:
    """Return the sheet as plain text, to be printed and never saved.

    Besides the recovery code it carries the case's age identity, with which a laboratory opens the
    folder by `age` alone. Whoever has the sheet and the folder can read everything in it.
    """
    numbered = [f"  {n}. {word}" for n, word in enumerate(code.split("-"), 1)]
    return "\n".join(
        [
            _("Your recovery code: recovery sheet of the case {code}").format(
                code=vault.record.code
            ),
            "",
            _("It is for you. The file for police has words of its own."),
            _("This paper opens everything that was saved. Keep it somewhere safe, and"),
            _("not beside the computer."),
            "",
            _("The recovery code. Keepsafe asks for it when the password is lost:"),
            "",
            *numbered,
            "",
            f"  {code}",
            "",
            _("For a laboratory, without Keepsafe. What is saved are age files"),
            _("(age-encryption.org/v1). This identity opens each of them:"),
            "",
            f"  {vault.identity_for_a_laboratory}",
            "",
            f"  {_COMMAND}",
            "",
        ]
    )


_COMMAND = "age -d -i identity.txt exhibits/0123abcd.age"
