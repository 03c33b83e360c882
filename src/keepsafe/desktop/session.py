"""What the app knows while it runs, without a window: who, where, the open case, the drafts.

Pages read it, and change it through its methods only; every change is told by a signal, and the
window then draws itself anew. What is typed lies in `drafts` at once and on the desk, inside the
case, within two seconds. Before there is a case, drafts live in memory only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from keepsafe import i18n
from keepsafe.desktop import preferences
from keepsafe.desktop.clipboard import OwnClipboard
from keepsafe.desktop.drafts import Drafts
from keepsafe.desktop.jobs import Job, Jobs
from keepsafe.i18n import _
from keepsafe.progress import Watch
from keepsafe.vault.folder import cases_in
from keepsafe.vault.places import default_folder

if TYPE_CHECKING:
    from keepsafe.desktop.received import Received
    from keepsafe.guidance.contacts import Contacts
    from keepsafe.guidance.model import Country, Guidance, Text
    from keepsafe.vault.doors import Door
    from keepsafe.vault.vault import Vault

Typing = Literal["me", "child", "together"]
Keeping = Callable[["Vault", str, Watch], object]
"""Work that puts something into a case: gets it, the actor for the log, and a watch."""

_OTHER = "other"
"""`guidance.model.OTHER`, without its weight in the first window."""
_DESK_WITHIN = 1500  # milliseconds after the first letter that is not on the desk yet
_AGES = {"young-person": "under-18", "parent": "under-18", "adult": "18-plus"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something worth keeping that waits until there is a case: who asked, and what comes after."""

    work: Keeping
    page: str
    then: str


class Session(QObject):
    """The one state of the app."""

    retold = Signal()
    """What every page says may be different now: language, country, role, the case."""
    dressed = Signal()
    """Other colours, or another text size."""
    went = Signal(str)
    """Go to the page of this key."""
    kept = Signal(str, object)
    """(page that asked, result): something is in the case now, durably."""
    troubled = Signal(object)
    """An exception to be told to the person."""
    locked = Signal()
    unlocked = Signal()
    knows = Signal()
    """The guidance of the country was read; see `when_known`."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Start without a case; `folder` is where cases and settings are, for tests."""
        super().__init__(parent)
        self.folder = folder or default_folder()
        self.jobs = Jobs(self)
        self.drafts = Drafts()
        self.place = ""
        self.came_from = ""
        """The step that was shown before a page beside the steps, to go back to."""
        self.after_keeping = ""
        self.mishap = ""
        """The sentence for what nobody foresaw."""
        self._role = ""
        self.typing: Typing = "me"
        self.vault: Vault | None = None
        self.waiting: Waiting | None = None
        self.other_place: Path | None = None
        """The folder that the person chose for a new case, in place of the usual one."""
        self.recovery_code = ""
        """The new recovery code, until two of its words were given back."""
        self.window: dict[str, Any] = {}
        self.held: dict[str, QObject] = {}
        """What pages hold beyond their own life, such as what is being made."""
        self.received: Received | None = None
        """What an officer has open."""
        self.clipboard = OwnClipboard()
        self._knows_later = False
        self._moves: list[str] = []
        """The countries that are being recorded in the case: the last one holds from now on."""
        self._desk_timer = QTimer(self, singleShot=True, interval=_DESK_WITHIN)
        self._desk_timer.timeout.connect(self.write_desk)
        kept = preferences.load(self.folder)
        self.preferences = replace(
            kept,
            language=kept.language or i18n.system_language(),
            country=kept.country or preferences.system_country(),
        )
        i18n.use(self.preferences.language)

    # --- Who and where -------------------------------------------------------------------------

    @property
    def role(self) -> str:
        """Who needs help, "" before anybody said."""
        return self._role

    @role.setter
    def role(self, role: str) -> None:
        self._role = role
        self._use(self.language)

    def _use(self, language: str) -> None:
        """Speak a language as it is spoken to who is here: a young person is told tu, and tú."""
        i18n.use(language, familiar=self._role == "young-person")

    @property
    def language(self) -> str:
        """The language the app speaks."""
        return i18n.language()

    @property
    def country_code(self) -> str:
        """The code of the country, such as "CA"; that of the case where one is open."""
        if self._moves:
            return self._moves[-1]
        case = self.vault.record.case.country if self.vault is not None else ""
        return case or self.preferences.country

    @property
    def country(self) -> Country:
        """The guidance of the country."""
        return self.guidance.country(self.country_code)

    @property
    def another_country(self) -> bool:
        """Whether somebody said that it is a country without guidance."""
        return self.country_code == _OTHER and bool(self.drafts.get("doors", "country"))

    def countries(self) -> list[tuple[str, str]]:
        """Return the (code, name) of every country there is guidance for; reads all packs."""
        names = [
            (code, self.guidance.country(code).name.in_language(self.language))
            for code in self.guidance.countries
        ]
        return sorted(names, key=lambda pair: (pair[0] == "other", pair[1].casefold()))

    @property
    def guidance(self) -> Guidance:
        """All guidance packs; each is read when it is first asked for."""
        from keepsafe.guidance.loading import load  # noqa: PLC0415  # late, for the start

        return load()

    def know_later(self) -> None:
        """Let the window be drawn before any guidance is read; then `know` must be called."""
        self._knows_later = True

    def know(self) -> None:
        """Read the guidance of the country, and tell those who wait for it."""
        self._knows_later = False
        _read_now = self.contacts
        self.knows.emit()

    def when_known(self, tell: Callable[[], object]) -> None:
        """Call `tell` when the guidance of the country is known: at once, but for the very start.

        `tell` is a method of a widget, and is forgotten when that is gone.
        """
        if self._knows_later:
            self.knows.connect(tell, Qt.ConnectionType.SingleShotConnection)
        else:
            tell()

    @property
    def age(self) -> str:
        """The age of the person this happened to, "" where it is not known."""
        case = self.vault.record.case.age if self.vault is not None else ""
        return case or _AGES.get(self.role, "")

    @property
    def contacts(self) -> Contacts:
        """Whom this person can call, the most fitting first."""
        from keepsafe.guidance.contacts import contacts_for  # noqa: PLC0415  # late, for the start

        return contacts_for(self.guidance, self.country_code, self.age, self.role)

    @property
    def actor(self) -> str:
        """Who is at the keyboard, as the log names them."""
        if self.typing == "together":
            return "together"
        if self.typing == "child":
            return "child"
        return self.role or "person"

    def text(self, name: str) -> Text | None:
        """Return a card of the guidance for this role and language."""
        return self.guidance.text(name, self.role, self.language)

    def filled(self, text: Text) -> str:
        """Return the body of a card with what is known filled in."""
        return text.filled(self.values())

    def values(self) -> dict[str, str]:
        """Return what each placeholder of the cards stands for."""
        if self.vault is not None:
            from keepsafe.report.filling import values_from  # noqa: PLC0415  # late, for the start

            spoken: Any = self.language
            record = self.vault.record
            here = replace(record, case=replace(record.case, country=self.country_code))
            return values_from(here, self.guidance, spoken)
        contacts = self.contacts
        line = contacts.crisis[0] if contacts.crisis else None
        return {
            "country": self.country.name.in_language(self.language),
            "emergency": contacts.emergency.number,
            "crisis_name": line.name_beside_number(self.language) if line else "",
            "crisis_phone": line.phone if line else "",
        }

    def speak(self, language: str) -> None:
        """Change the language."""
        self._use(language)
        self._prefer(language=i18n.language())
        self.retold.emit()

    def move(self, country: str) -> None:
        """Change the country; where a case is open, that is recorded in it.

        It holds at once, also while the case still records something else.
        """
        self.draft("doors", "country", country if country == _OTHER else "")
        self._prefer(country=country)
        if self.vault is not None and self.country_code != country:
            self._record_country(self.vault, country)
        self.retold.emit()

    def _record_country(self, vault: Vault, country: str) -> None:
        from keepsafe.case.entries import Happening  # noqa: PLC0415  # late, for the start

        happening = Happening("set", {"values": {"country": country}}, self.actor)
        self._moves.append(country)
        # Not by `keep`: it would forget what was typed on the page that is shown.
        job = Job(lambda _watch: vault.log([happening]), saying=_("Saving"))
        job.succeeded.connect(lambda _result: self._moves.pop(0))
        job.failed.connect(self._has_not_moved)
        self.jobs.start(job, "write")

    def _has_not_moved(self, error: object) -> None:
        self._moves.pop(0)
        self.retold.emit()
        self.troubled.emit(error)

    def play(self, role: str) -> None:
        """Say who needs help; the case, once there is one, knows that itself."""
        self.role = role
        self.typing = "me"
        self.retold.emit()

    def enter(self, key: str) -> None:
        """Be ready for a page: at the first one the doors of those who help are closed behind."""
        if key == "received":
            self.role = "officer"
        elif key == "doors":
            self.put_away()
            if self.role in ("officer", "counsellor"):
                self.role = self.vault.record.case.role if self.vault is not None else ""

    def put_away(self) -> None:
        """Close what an officer has open, and forget what was typed about it."""
        received, self.received = self.received, None
        if received is not None:
            received.forget()
        self.drafts.clear("received")

    @property
    def has_received(self) -> bool:
        """Whether an officer has a file open."""
        return self.received is not None and self.received.path is not None

    def type_as(self, typing: Typing) -> None:
        """Say who is typing now."""
        self.typing = typing
        self._soil_desk()

    def look(self, *, theme: str | None = None, text_size: int | None = None) -> None:
        """Change how the app looks; `dressed` tells the window."""
        if theme is not None:
            self._prefer(theme=theme)
        if text_size is not None:
            self._prefer(text_size=text_size)
        self.dressed.emit()

    def _prefer(self, **changes: Any) -> None:
        self.preferences = replace(self.preferences, **changes)
        preferences.save(self.preferences, self.folder)

    # --- Places and drafts -----------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Go to a page."""
        self.went.emit(key)

    def arrive(self, key: str) -> None:
        """Remember the page that is shown: the next unlocking opens it."""
        if key != self.place:
            self.place = key
            self._soil_desk()

    def draft(self, page: str, name: str, value: str) -> None:
        """Keep what was typed: in memory now, on the desk within two seconds."""
        if self.drafts.put(page, name, value):
            self._soil_desk()

    def _soil_desk(self) -> None:
        # Not started anew with each letter: two seconds are meant from the first one.
        if self.vault is not None and not self._desk_timer.isActive():
            self._desk_timer.start()

    @Slot()
    def write_desk(self) -> None:
        """Write the desk, beside all other work."""
        self._desk_timer.stop()
        vault = self.vault
        if vault is None or vault.read_only:
            return
        things = {
            "place": self.place,
            "drafts": self.drafts.as_things(),
            "typing": self.typing,
            "window": self.window,
            "recovery_code": self.recovery_code,
        }
        job = Job(lambda _watch: vault.desk.write(things))
        job.failed.connect(self.troubled)
        self.jobs.start(job, "desk")

    def _read_desk(self, things: dict[str, Any]) -> None:
        self.drafts.take_in(things.get("drafts"))
        place, typing = things.get("place"), things.get("typing")
        self.place = place if isinstance(place, str) else ""
        self.typing = typing if typing in ("me", "child", "together") else "me"
        window, code = things.get("window"), things.get("recovery_code")
        self.window = window if isinstance(window, dict) else {}
        self.recovery_code = code if isinstance(code, str) else ""

    # --- The case ------------------------------------------------------------------------------

    def keep(self, work: Keeping, page: str, then: str = "", saying: str = "") -> Job | None:
        """Put something into the case; where there is none yet, ask for a password first.

        When it is durable, the draft of `page` is forgotten, `kept` tells `page` and the result,
        and the page `then` comes. Returns the job, None while there is no case.
        """
        vault = self.vault
        if vault is None:
            self.waiting = Waiting(work, page, then)
            self.after_keeping = then or page
            self.went.emit("keep")
            return None
        actor = self.actor
        job = Job(lambda watch: work(vault, actor, watch), saying=saying or _("Saving"))
        job.succeeded.connect(lambda result: self._has_kept(page, then, result))
        job.failed.connect(self.troubled)
        return self.jobs.start(job, "write")

    def _has_kept(self, page: str, then: str, result: object) -> None:
        self.drafts.clear(page)
        self._soil_desk()
        if then:
            self.went.emit(then)
        self.kept.emit(page, result)

    @property
    def cases(self) -> list[Path]:
        """Every case to unlock: the one that was opened last, then those in the usual folder."""
        last = self.preferences.case_to_unlock
        found: dict[Path, Path] = {}
        for root in (*([last] if last is not None else []), *cases_in(self.folder)):
            found.setdefault(root.resolve(), root)
        return list(found.values())

    @property
    def place_of_new_case(self) -> Path:
        """The folder in which a new case will be."""
        return self.other_place or self.folder

    def create(self, password: str) -> Job:
        """Make the case, and put into it what was waiting; `unlocked` when it is there."""
        import secrets  # noqa: PLC0415  # late, for the start

        from keepsafe.case.code import case_code  # noqa: PLC0415  # late, for the start
        from keepsafe.vault.vault import Vault  # noqa: PLC0415

        root = self.place_of_new_case / case_code(secrets.token_bytes(16))
        values = {"role": self.role or "parent", "country": self.country_code}
        if self.age:
            values["age"] = self.age
        language: Any = self.language

        def work(_watch: Watch) -> tuple[Vault, str]:
            root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Vault.create(root, password, values, language=language)

        job = Job(work, saying=_("Making a locked place for what you save"), stoppable=False)
        job.succeeded.connect(self._created)
        return self.jobs.start(job, "write")

    def _created(self, made: tuple[Vault, str]) -> None:
        vault, self.recovery_code = made
        self._opened(vault)
        waiting, self.waiting = self.waiting, None
        if waiting is not None:
            self.keep(waiting.work, waiting.page)

    def unlock(self, root: Path, secret: str, door: Door = "password") -> Job:
        """Unlock a case; `unlocked` when it is open, at the place and with the drafts it had."""
        from keepsafe.vault.vault import Vault  # noqa: PLC0415  # late, for the start

        def work(_watch: Watch) -> tuple[Vault, dict[str, Any]]:
            vault = Vault.unlock(root, secret, door=door)
            return vault, vault.desk.read()

        job = Job(work, saying=_("Unlocking"), stoppable=False)
        job.succeeded.connect(self._was_unlocked)
        return self.jobs.start(job, "write")

    def _was_unlocked(self, opened: tuple[Vault, dict[str, Any]]) -> None:
        vault, things = opened
        self._read_desk(things)
        self.drafts.clear("unlock")
        waiting, self.waiting = self.waiting, None
        if waiting is not None:  # it was to be kept when this case was found to be there already
            self.place = self.after_keeping
        self._opened(vault)
        if waiting is not None:
            self.keep(waiting.work, waiting.page)

    def _opened(self, vault: Vault) -> None:
        self.vault = vault
        self.role = vault.record.case.role or self.role
        self._prefer(last_case=str(vault.root))
        self.unlocked.emit()
        self.retold.emit()

    def lock(self) -> None:
        """Save the desk, close the case and forget what was typed; waits for running work.

        Where there is no case, what somebody received and opened is closed.
        """
        if self.vault is None:
            if self.has_received:
                self.forget()
                self.locked.emit()
            return
        self.write_desk()
        self.jobs.wait("desk")
        self.jobs.wait("write")
        self.vault.close()
        self.vault = None
        self.forget()
        self.locked.emit()

    def forget(self) -> None:
        """Forget what was typed, and take back what was copied from here."""
        self.put_away()
        self.drafts = Drafts()
        self.held.clear()
        self.waiting = None
        self.recovery_code = ""
        self.place = ""
        self.role = ""
        self.clipboard.take_back()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard; leaving and locking take it back."""
        self.clipboard.copy(text)

    def close(self) -> None:
        """End: stop what runs, and lock."""
        self._desk_timer.stop()
        if self.vault is not None:
            for job in self.jobs.busy:
                job.cancel()
            self.lock()
        self.jobs.close()
