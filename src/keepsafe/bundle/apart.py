"""Keep the words and the hand-over sheet apart from the file: never where the file lies."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from keepsafe.errors import SystemRefusedError, UsageError
from keepsafe.i18n import _


def refuse_beside(
    secret: Path, folder: Path | None, what: Literal["words", "sheet"] = "words"
) -> None:
    """Refuse to put a secret in `folder` or below it, where it would travel with what it opens.

    Without a `folder`: where any file for police lies already. A sheet opens nothing, but whoever
    exchanges the file could exchange it too.

    Raises:
        UsageError: when it would; SystemRefusedError: when the secret's file exists already.
    """
    if secret.exists():
        raise SystemRefusedError(
            _("There is already a {name}, and it was left as it is.").format(name=secret.name)
        )
    if not secret.absolute().parent.is_dir():
        raise UsageError(
            _("There is no folder for {name}. Make it first; nothing was made.").format(
                name=secret.name
            )
        )
    inside = folder is not None and secret.resolve().is_relative_to(folder.resolve())
    if inside or (folder is None and holds_sealed_file(secret.absolute().parent)):
        if what == "sheet":
            raise UsageError(
                _(
                    "The sheet must not lie in the same folder as the file it is about. Nothing "
                    "was saved. Choose another place for it, best on another device or on paper."
                )
            )
        raise UsageError(
            _(
                "The words must not lie in the same folder as the file they open. Choose another "
                "place for them, best on another device or on paper."
            )
        )


def holds_sealed_file(folder: Path) -> bool:
    """Return whether a file for police lies in a folder."""
    return any(folder.glob("KS-*.zip"))
