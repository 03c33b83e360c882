"""What stands before a case: its lock, its doors (password, recovery code, person), its version.

None of it is in the case yet: it says who may come in, and whether they may write.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from keepsafe.errors import CannotTellError, DamagedError, UsageError, WrongSecretError
from keepsafe.formats import age, words
from keepsafe.i18n import N_, _
from keepsafe.vault import keys
from keepsafe.vault.durable import read_file
from keepsafe.vault.folder import LOCK, MARKER, is_being_deleted

ELSEWHERE = N_(
    "This case is open in another window, so nothing can be changed here. "
    "Nothing is lost; close the other window first."
)
NOT_WRITABLE = N_(
    "The folder of this case can only be read, so nothing can be changed here. "
    "Nothing is lost; copy the folder to a place that is yours."
)
ONLY_TO_READ = N_("This case was opened only to be read, so nothing was changed. Nothing is lost.")
CLOSED = N_("This case is locked again, so nothing was changed. Nothing is lost; unlock it first.")

Door = Literal["password", "recovery", "person"]


def insist_usable(root: Path) -> None:
    """Refuse what is being deleted, and what only a later version can understand.

    Raises:
        UsageError: when the case was being deleted.
        CannotTellError: when a newer Keepsafe made it.
    """
    if is_being_deleted(root):
        raise UsageError(
            _(
                "This case was being deleted, as was asked, and that was interrupted. It cannot be "
                "opened any more. Finish deleting it."
            )
        )
    try:
        marker = json.loads(read_file(root / MARKER))
    except (OSError, ValueError, RecursionError):  # it says nothing else: a case can do without it
        return
    made = marker.get("format", 1) if isinstance(marker, dict) else 1
    if isinstance(made, int) and made > 1:
        raise CannotTellError(
            _(
                "This case was made by a newer Keepsafe than this one. Nothing was changed. Open "
                "it with the newer one."
            )
        )


def check_password(password: str) -> None:
    """Refuse an empty password.

    Raises:
        UsageError: for one.
    """
    if not password:
        raise UsageError(
            _("The password is empty. Choose one, or let Keepsafe suggest four words.")
        )


def take_lock(root: Path) -> tuple[FileLock | None, str]:
    """Return the lock, or None and why there is none."""
    # Not bound to a thread: whichever closes the case must be able to release it.
    lock = FileLock(root / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None, ELSEWHERE
    except OSError:  # a place that can only be read: the case can still be looked at
        return None, NOT_WRITABLE
    return lock, ""


def open_door(root: Path, secret: str, door: Door) -> age.X25519Identity:
    """Return the identity behind a door; costs one derivation, one a person for "person".

    A password that opens nothing as it was typed, and is four words of the lists, is tried once
    more as Keepsafe writes such a password; that costs another derivation.

    Raises:
        WrongSecretError: when the secret opens nothing.
        DamagedError: when the door's own file is missing or damaged.
    """
    if door == "password":
        try:
            locked = read_file(root / "identity.age")
        except FileNotFoundError as error:
            raise DamagedError(
                _(
                    "The file that holds the key, identity.age, is missing. "
                    "The recovery code may still open this."
                )
            ) from error
        return _unlock_typed(locked, secret)
    if door == "recovery":
        tries = [(root / "recovery.age", code) for code in words.read(secret)]
    else:
        tries = [(path, secret) for path in sorted((root / "people").glob("*.age"))]
    damaged = False
    for path, code in tries:
        try:
            return _unlock_typed(read_file(path), code)
        except WrongSecretError:
            continue
        except (DamagedError, OSError):  # which must not keep other people out
            damaged = True
    if damaged and door == "recovery":
        raise DamagedError(
            _(
                "The file of the recovery code, recovery.age, is missing or damaged. "
                "The password may still open this."
            )
        )
    raise WrongSecretError(_("That does not open this case. Nothing is lost; try again."))


def _unlock_typed(locked: bytes, typed: str) -> age.X25519Identity:
    try:
        return keys.unlock_identity(locked, typed)
    except WrongSecretError:
        for password in words.read_password(typed):
            if password != typed:
                with contextlib.suppress(WrongSecretError):
                    return keys.unlock_identity(locked, password)
        raise
