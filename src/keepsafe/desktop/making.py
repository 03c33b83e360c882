"""The making of a file for police while it runs, and what came of it; it outlives its page.

The order is the command line's: first what a crash left is finished or given up, then the seal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from keepsafe.desktop.jobs import Job
from keepsafe.desktop.session import Keeping, Session
from keepsafe.errors import DamagedError
from keepsafe.i18n import _
from keepsafe.progress import Watch

if TYPE_CHECKING:
    from keepsafe.bundle.sealing import SealChoice, Sealed
    from keepsafe.vault.vault import Vault

MADE = "file-made"
"""The page about the finished file; its drafts say where that is."""
_HELD = "making"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: where, how, and whether in parts that an upload link takes."""

    folder: Path
    choice: SealChoice
    in_parts: bool = False


class Making(QObject):
    """One file for police, from the order to the finished file or to what stood in the way."""

    changed = Signal()
    """What the page should show is different now."""
    made = Signal()
    """The file is finished; the drafts of the page `MADE` say where it is."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.job: Job | None = None
        self.mishap: Exception | None = None
        """Why the last try came to nothing."""
        self.damaged: tuple[str, ...] = ()
        """The files that are no longer what was saved, found after a try that met one."""
        self.given_up = False
        """Whether a file that was not finished was just given up."""
        self.steps_lost = False
        """Whether steps of the log are lost, so that something kept out may be in the file."""

    @classmethod
    def of(cls, session: Session) -> Making:
        """Return the one of this session."""
        if _HELD not in session.held:
            session.held[_HELD] = cls(session)
        return cast("Making", session.held[_HELD])

    def start(self, order: Order) -> None:
        """Make the file."""
        self.mishap, self.damaged, self.steps_lost, self.given_up = None, (), False, False

        def work(vault: Vault, actor: str, watch: Watch) -> tuple[Sealed, ...]:
            from keepsafe.bundle.sealing import finish_or_abandon, seal  # noqa: PLC0415  # late
            from keepsafe.bundle.sealing_parts import seal_in_parts  # noqa: PLC0415

            finish_or_abandon(vault, order.folder, actor, watch)
            if order.in_parts:
                return seal_in_parts(vault, order.folder, order.choice, actor, watch)
            return (seal(vault, order.folder, order.choice, actor, watch),)

        self._start(work, _("Making the file"), self._has_made)

    def end_interrupted(self, folder: Path) -> None:
        """Finish a file that a crash interrupted, if it lies whole in `folder`; else give it up."""
        self.mishap = None

        def work(vault: Vault, actor: str, watch: Watch) -> str:
            from keepsafe.bundle.sealing import finish_or_abandon  # noqa: PLC0415  # late

            return finish_or_abandon(vault, folder, actor, watch)

        self._start(
            work,
            _("Looking at the file of the last time"),
            lambda ended: self._has_ended(ended, folder),
        )

    def _start(self, work: Keeping, saying: str, then: Callable[[Any], object]) -> None:
        job = self._session.keep(work, MADE, saying=saying)
        if job is not None:
            self.job = job
            job.succeeded.connect(then)
            job.failed.connect(self._failed)
            job.finished.connect(self._over)
            self.changed.emit()

    def _has_made(self, made: tuple[Sealed, ...]) -> None:
        from keepsafe.cli.timing import told as told_time  # noqa: PLC0415  # late, for the start

        told: list[str] = []
        if made[0].damaged:
            names = ", ".join(made[0].damaged)
            told.append(
                _("Left out because they are damaged, and listed: {names}").format(names=names)
            )
        told += [part.time_problem for part in made if part.time_problem]
        told += [told_time(part.time) for part in made if part.time is not None]
        if any(part.forms is None for part in made):
            told.append(
                _(
                    "The forms to fill in could not be made, or there were some already. The file "
                    "for police is whole."
                )
            )
        forms = [part.forms for part in made if part.forms]
        self._tell([part.path for part in made], forms, told, made[-1].reread.sentence)
        self.made.emit()

    def _has_ended(self, ended: str, folder: Path) -> None:
        vault = self._session.vault
        if ended == "finished" and vault is not None:
            seal = next(s for s in reversed(vault.record.seals) if s.code)
            told = _("The file of the last time was whole, and is now noted as finished.")
            self._tell([folder / seal.bundle], [], [told])
            self.made.emit()
        else:
            self.given_up = True

    def _tell(
        self, paths: list[Path], forms: list[Path], told: list[str], checked: str = ""
    ) -> None:
        self._session.draft(MADE, "paths", "\n".join(map(str, paths)))
        self._session.draft(MADE, "forms", "\n".join(map(str, forms)))
        self._session.draft(MADE, "told", "\n".join(told))
        self._session.draft(MADE, "checked", checked)

    def _failed(self, error: Exception) -> None:
        self.mishap = error
        vault = self._session.vault
        if not isinstance(error, DamagedError) or vault is None:
            return
        self.steps_lost = bool(vault.gaps())

        def look(watch: Watch) -> tuple[str, ...]:
            from keepsafe.bundle.sealing import find_damaged  # noqa: PLC0415  # late

            return find_damaged(vault, watch)

        job = Job(look, saying=_("Looking for what is damaged"))
        job.succeeded.connect(self._found_damaged)
        self._session.jobs.start(job, "read")

    def _found_damaged(self, damaged: tuple[str, ...]) -> None:
        self.damaged = damaged
        self.changed.emit()

    def _over(self) -> None:
        self.job = None
        self.changed.emit()


def places(session: Session) -> list[Path]:
    """Return where the newest file for police was saved, as far as that is remembered."""
    return [Path(line) for line in session.drafts.get(MADE, "paths").splitlines()]
