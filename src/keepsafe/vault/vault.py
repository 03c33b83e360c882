"""One case on the disk: make it, unlock it, log what happens, and read what it holds.

Everything in the folder is an age file (see FORMAT.md, "The vault"). One writer at a time: whoever
comes second gets the case to read only, and is told so.
"""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from cryptography.hazmat.primitives.asymmetric import ec
from filelock import FileLock

from keepsafe import __version__
from keepsafe.case.code import case_code, is_case_code
from keepsafe.case.entries import Entry, Happening, Line, clock_reading, next_line
from keepsafe.case.fields import FIELDS, LETTERS, Kind, checked
from keepsafe.case.record import Exhibit, Fold, Record
from keepsafe.errors import (
    DamagedError,
    SystemRefusedError,
    UsageError,
)
from keepsafe.formats import age, words
from keepsafe.i18n import _, translated
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault import keys
from keepsafe.vault.desk import Desk
from keepsafe.vault.doors import (
    CLOSED,
    ONLY_TO_READ,
    Door,
    check_password,
    insist_usable,
    open_door,
    take_lock,
)
from keepsafe.vault.durable import PARTIAL, Disk, refusals
from keepsafe.vault.exhibits import ExhibitFolder
from keepsafe.vault.folder import FOLDERS, MARKER, MARKER_CONTENT
from keepsafe.vault.ledger import Ledger, Problem
from keepsafe.vault.seals import SealWords

APP = f"Keepsafe {__version__}"
_CODE_LABEL = b"keepsafe v1 case code"
_CACHE_AFTER = 100
"""Commits that may be read one by one before a cache of them is worth writing."""

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """Return this computer's time with its offset."""
    return datetime.now().astimezone()


class Vault:
    """An unlocked case. Use it in a `with` block: leaving locks it again."""

    def __init__(
        self,
        root: Path,
        identity: age.X25519Identity,
        lock: FileLock | None,
        disk: Disk,
        clock: Clock,
        why_read_only: str = "",
    ) -> None:
        """Use `create` or `unlock` instead; `lock` is None when the case is only to be read."""
        self.root = root
        self.problems: list[Problem] = []
        self.exhibits = ExhibitFolder(root, identity, disk)
        self.words = SealWords(root, identity, disk)
        self.desk = Desk(root, identity, disk)
        self._identity = identity
        self._lock = lock
        self._disk = disk
        self._clock = clock
        self._why_read_only = why_read_only
        self._ledger = Ledger(root, identity, disk)
        self._fold = Fold()
        self._record: Record | None = None
        self._session_logged = False
        self._one_at_a_time = threading.RLock()

    @classmethod
    def create(
        cls,
        root: Path,
        password: str,
        values: Mapping[str, str],
        *,
        language: words.Language = "en",
        disk: Disk | None = None,
        clock: Clock = local_now,
    ) -> tuple[Vault, str]:
        """Make a new case in the folder `root`, which must not exist, and unlock it.

        Returns the vault and its recovery code (eight words). The folder gets its name only when
        everything in it is durable. Costs two derivations.

        Raises:
            UsageError: for values that cannot be, or an empty password.
            SystemRefusedError: when the folder exists or cannot be made.
        """
        disk = disk or Disk()
        values = checked("case", values)
        check_password(password)
        identity = age.X25519Identity.generate()
        recovery = words.written(words.generate(language))
        if root.absolute().name in ("", "..") or root.name == "":
            raise UsageError(_("A new case needs a folder name of its own."))
        folder = root.with_name(f"{root.name}.{secrets.token_hex(4)}{PARTIAL}")
        with refusals(root):
            if root.exists():
                raise SystemRefusedError(
                    _("There is already something with that name; nothing was changed.")
                )
        try:
            disk.make_folder(folder)
            for name in FOLDERS:
                disk.make_folder(folder / name)
            disk.write_new(folder / MARKER, MARKER_CONTENT)
            disk.write_new(folder / "identity.age", keys.lock_identity(identity, password))
            disk.write_new(folder / "recovery.age", keys.lock_identity(identity, recovery))
            vault = cls(folder, identity, None, disk, clock)
            vault._append(_first_happenings(_code(root, identity), vault.signing_key, values))
            disk.publish_folder(folder, root)
        except BaseException:
            disk.discard_folder(folder)
            raise
        lock, why = take_lock(root)
        vault = cls(root, identity, lock, disk, clock, why)
        vault._load()
        vault._session_logged = True
        return vault, recovery

    @classmethod
    def unlock(
        cls,
        root: Path,
        secret: str,
        *,
        door: Door = "password",
        disk: Disk | None = None,
        clock: Clock = local_now,
        read_only: bool = False,
    ) -> Vault:
        """Unlock the case in the folder `root`. Costs one derivation, one a person for "person".

        What is damaged is named in `problems`; everything else can be used.

        Raises:
            WrongSecretError: when the secret opens nothing.
            UsageError: when the folder holds no case.
            DamagedError: when the key's file is damaged, or was exchanged for another case's.
        """
        disk = disk or Disk()
        with refusals(root):
            insist_usable(root)
            if not (root / MARKER).is_file() and not (root / "identity.age").is_file():
                raise UsageError(
                    _("There is no Keepsafe case in {name}. Nothing was changed.").format(
                        name=root.name
                    )
                )
            identity = open_door(root, secret, door)
        lock, why = (None, ONLY_TO_READ) if read_only else take_lock(root)
        vault = cls(root, identity, lock, disk, clock, why)
        try:
            vault._load()
        except BaseException:
            vault.close()
            raise
        return vault

    @property
    def record(self) -> Record:
        """What the case holds now."""
        if self._record is None:
            self._record = self._fold.record()
        return self._record

    @property
    def lines(self) -> Sequence[Line]:
        """Every line of the log, in order."""
        return tuple(self._ledger.lines)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be added here, mostly because another program has the case open."""
        return self._lock is None

    def insist_writable(self) -> None:
        """Do nothing, or say why nothing can be changed here.

        Raises:
            SystemRefusedError: when the case is open elsewhere, or can only be read.
        """
        if self._lock is None:
            raise SystemRefusedError(translated(self._why_read_only))

    @property
    def signing_key(self) -> ec.EllipticCurvePrivateKey:
        """The key that signs this case's seals."""
        return keys.signing_key(self._identity)

    @property
    def identity_for_a_laboratory(self) -> str:
        """The case's age identity, "AGE-SECRET-KEY-1...": it opens everything; only for paper."""
        return self._identity.encode()

    @property
    def now(self) -> datetime:
        """This computer's time, as the log will give it."""
        return self._clock()

    def log(self, happenings: Sequence[Happening]) -> list[Entry]:
        """Make happenings durable as entries of the log, in one commit; return the entries.

        Raises:
            SystemRefusedError: when the case is open elsewhere, or the disk refuses; then nothing
                was logged.
        """
        self.insist_writable()
        with self._one_at_a_time:
            before = [] if self._session_logged else [Happening("unlocked", {"app": APP})]
            entries = self._append([*before, *self._clock_jump(), *happenings])
            self._session_logged = True
        return entries[-len(happenings) :]

    def add_item(self, kind: Kind, values: Mapping[str, str], actor: str) -> str:
        """Record an account, payment, note ... and return its number, such as "A1"."""
        fields = self.checked(kind, values)
        if not fields:
            raise UsageError(_("There is nothing filled in yet, so nothing was recorded."))
        with self._one_at_a_time:
            item_id = self._fold.next_id(kind, LETTERS[kind])
            data = {"kind": kind, "id": item_id, "fields": fields}
            self.log([Happening("added", data, actor)])
        return item_id

    def describe(self, item_id: str, values: Mapping[str, str], actor: str) -> None:
        """Add to what is said about an item, or correct it; an empty value takes a field back.

        Raises:
            UsageError: when there is no such item, or a value cannot be.
        """
        happening = self.description(item_id, values, actor)
        if happening is not None:
            self.log([happening])

    def description(self, item_id: str, values: Mapping[str, str], actor: str) -> Happening | None:
        """Return the happening that describes an item, or None when nothing would change."""
        item = self.record.find(item_id)
        if item is None:
            raise UsageError(
                _("There is no {item} in this case. Nothing was changed.").format(item=item_id)
            )
        kind: Kind = next(k for k, letter in LETTERS.items() if item_id.startswith(letter))
        before = dataclasses.asdict(item.fields)
        after = self.checked(kind, {**before, **values})
        filled = {name: value for name, value in before.items() if value}
        if after == filled:
            return None
        corrects = any(after.get(name) != value for name, value in filled.items())
        data = {"kind": kind, "id": item_id, "fields": after}
        return Happening("corrected" if corrects else "described", data, actor)

    def checked(self, kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
        """Return `values` as they will be kept; see `case.fields.checked`.

        Raises:
            UsageError: also when they name an item that this case does not have.
        """
        kept = checked(kind, values)
        for name, value in kept.items():
            letter = FIELDS[kind].__dataclass_fields__[name].metadata.get("letter")
            if letter and self.record.find(value) is None:
                raise UsageError(
                    _("There is no {item} in this case yet. Nothing was changed.").format(
                        item=value
                    )
                )
        return kept

    def next_exhibit_id(self, ahead: int) -> str:
        """Return the number of the exhibit that comes `ahead` places after the newest."""
        return self._fold.next_id("exhibit", LETTERS["exhibit"], ahead)

    def exhibit_with(self, sha256: str) -> str | None:
        """Return the exhibit that already holds these bytes, every one of them, or None.

        A saved copy that was damaged since does not count: people are told to add it again.
        """
        item_id = self._fold.exhibit_with(sha256)
        if item_id is None or not self.exhibits.is_whole(self._present(item_id)):
            return None
        return item_id

    def remove(self, item_id: str, why: str, actor: str) -> None:
        """Destroy our copy of a file that should not be here; the log keeps that it was removed.

        The entry comes first: after a crash the next unlocking finishes the removal.

        Raises:
            SystemRefusedError: when it could not be logged, or when the copy is still there.
        """
        exhibit = self._present(item_id)
        self.log([Happening("removed", {"id": item_id, "why": why}, actor)])
        try:
            self.exhibits.destroy(exhibit.file.stored)
        except SystemRefusedError as error:
            raise SystemRefusedError(
                _(
                    "{item} is recorded as removed, but the disk did not let go of our copy yet. "
                    "It is destroyed when this case is unlocked the next time. {error}"
                ).format(item=item_id, error=error)
            ) from error

    def change_password(self, password: str, actor: str) -> None:
        """Lock the case with another password. A copy of the folder keeps the old one.

        Raises:
            SystemRefusedError: when the disk refuses; then the password is still the old one.
        """
        self._lock_with("identity.age", password, Happening("password-changed", {}, actor))

    def new_recovery_code(self, language: words.Language, actor: str) -> str:
        """Replace the recovery code by a new one and return it."""
        recovery = words.written(words.generate(language))
        self._lock_with("recovery.age", recovery, Happening("recovery-code-changed", {}, actor))
        return recovery

    def let_in(self, password: str, actor: str) -> None:
        """Let another person, such as a safeguarding lead, open the case with a password."""
        name = f"people/{secrets.token_hex(8)}.age"
        self._lock_with(name, password, Happening("person-let-in", {}, actor))

    def orphans(self) -> list[str]:
        """Return the stored files that no entry speaks of: found without their record."""
        known = frozenset(exhibit.file.stored for exhibit in self.record.exhibits)
        return self.exhibits.orphans(known)

    def gaps(self) -> list[tuple[int, int]]:
        """Return the runs of log entries that are missing."""
        return self._ledger.gaps()

    def check(self, watch: Watch = UNWATCHED) -> list[Problem]:
        """Read every byte of the case and return everything that is not as it was saved."""
        ledger = Ledger(self.root, self._identity, self._disk)
        ledger.load(use_cache=False)
        seals = [seal.number for seal in self.record.seals]
        problems = ledger.problems + self.words.check(seals)
        return problems + self.exhibits.check(self._present_exhibits(), watch)

    def beside(self, root: Path) -> Vault:
        """Return the copy of this case in the folder `root`, unlocked, to be read only.

        Raises:
            DamagedError: when the copy is one of another case.
        """
        copy = Vault(root, self._identity, None, self._disk, self._clock, ONLY_TO_READ)
        copy._load()
        return copy

    def close(self) -> None:
        """Lock the case again."""
        if self._lock is not None:
            if self._ledger.uncached() >= _CACHE_AFTER:
                with contextlib.suppress(SystemRefusedError):  # it is only there for speed
                    self._ledger.write_cache()
            self._lock.release()
            self._lock, self._why_read_only = None, CLOSED

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _present(self, item_id: str) -> Exhibit:
        item = self.record.find(item_id)
        if not isinstance(item, Exhibit) or item.removed is not None:
            raise UsageError(
                _("There is no saved file {item} in this case. Nothing was changed.").format(
                    item=item_id
                )
            )
        return item

    def _present_exhibits(self) -> list[Exhibit]:
        return [exhibit for exhibit in self.record.exhibits if exhibit.removed is None]

    def _append(self, happenings: Sequence[Happening]) -> list[Entry]:
        now, tip = self._clock(), self._ledger.tip
        lines, seq, prev = [], tip.seq, tip.hash
        for happening in happenings:
            seq += 1
            line = next_line(happening, seq, prev, now)
            prev = line.entry.digest()
            lines.append(line)
        self._ledger.append(lines)
        self._fold.apply_all(lines)
        self._record = None
        return [line.entry for line in lines]

    def _lock_with(self, name: str, secret: str, happening: Happening) -> None:
        """Write a key file: logged when it is on the disk whole, and in force only after that."""
        check_password(secret)
        self.insist_writable()
        locked = keys.lock_identity(self._identity, secret)
        with self._disk.stage(self.root / name, replace=True) as staged:
            staged.write(locked)
            staged.flush()
            self.log([happening])
            staged.commit()

    def _clock_jump(self) -> list[Happening]:
        if not self._ledger.lines:
            return []
        last, (now, _offset) = self._ledger.lines[-1].entry.at, clock_reading(self._clock())
        return [Happening("clock-jumped", {"last": last, "now": now})] if now < last else []

    def _load(self) -> None:
        self._ledger.load()
        key = keys.fingerprint(self.signing_key.public_key())
        self._check_key(key)
        # What entry 1 says of the case is known without it too, should it be missing.
        self._fold = Fold(_code(self.root, self._identity), key)
        self.problems = list(self._ledger.problems)
        for line in self._ledger.lines:
            self._take_in(line)
        self._record = None
        self.problems += self.exhibits.glance(self._present_exhibits())
        if self._lock is not None:
            self._finish_what_a_crash_left()

    def _take_in(self, line: Line) -> None:
        try:
            self._fold.apply(line)
        except (LookupError, TypeError, ValueError, AttributeError):
            # It decrypts, so it was written with this key, but not by this version as an entry.
            subject = f"entry {line.entry.seq}"
            sentence = _("Step {number} of the log cannot be understood. All others can.").format(
                number=line.entry.seq
            )
            self.problems.append(Problem(subject, sentence))

    def _check_key(self, key: str) -> None:
        """Refuse a case whose first entry names another key: its parts come from two cases."""
        lines = self._ledger.lines
        opened = bool(lines) and lines[0].entry.what == "opened"
        if opened and lines[0].data.get("signing_key") != key:
            raise DamagedError(
                _(
                    "The key and the log in this folder belong to different cases, so it was "
                    "changed by someone. Nothing was written; look for another copy."
                )
            )

    def _finish_what_a_crash_left(self) -> None:
        """Tidy up, as far as the disk lets it: a full one must not keep anyone from reading."""
        try:
            for name in FOLDERS:  # copying programs leave out empty folders
                if not (self.root / name).exists():
                    self._disk.make_folder(self.root / name)
            for exhibit in self.record.exhibits:
                if exhibit.removed is not None:
                    self.exhibits.destroy(exhibit.file.stored)
            for folder in (self.root, *(self.root / name for name in FOLDERS)):
                for path in folder.glob(f"*{PARTIAL}"):
                    self._disk.destroy(path)
            if self._ledger.head_is_behind():
                self._ledger.write_head()
            if self._ledger.uncached() >= 5 * _CACHE_AFTER:
                self._ledger.write_cache()
        except SystemRefusedError as error:
            self.problems.append(Problem(self.root.name, str(error)))


def _code(root: Path, identity: age.X25519Identity) -> str:
    """Return the code of a case: its folder's name where that is one, else one from its key."""
    return root.name if is_case_code(root.name) else case_code(identity.derive(_CODE_LABEL, 16))


def _first_happenings(
    code: str, key: ec.EllipticCurvePrivateKey, values: Mapping[str, str]
) -> list[Happening]:
    shown = {name: value for name, value in values.items() if name != "title"}
    fingerprint = keys.fingerprint(key.public_key())
    opened = {"app": APP, "case": code, "signing_key": fingerprint, "values": shown}
    actor = values.get("role", "keepsafe")
    happenings = [Happening("opened", opened, actor)]
    if "title" in values:
        happenings.append(Happening("set", {"values": {"title": values["title"]}}, actor))
    return happenings
