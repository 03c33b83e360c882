"""What comes in from the clipboard, a drop or the file picker, and what became of it.

It outlives the page, since the first batch of all waits for a password on other pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject
from PySide6.QtGui import QImage, QImageWriter

from keepsafe.desktop.session import Session
from keepsafe.errors import UsageError
from keepsafe.i18n import _

if TYPE_CHECKING:
    from keepsafe.intake.adding import Batch
    from keepsafe.intake.gate import LeftAlone
    from keepsafe.progress import Watch
    from keepsafe.vault.vault import Vault

PAGE = "screenshots"
LAST = "last-batch"
"""Where the numbers of the last batch lie on the desk, apart from what was typed."""
TYPED = "typed-words"
"""Where words that were typed lie on the desk: bringing a file must not end them."""
LARGEST_PASTED = 256 << 20
"""Bytes of a picture on the clipboard that are taken; a screen of any size has far fewer."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture that never was a file, as bytes or as pixels, and what it will be called."""

    content: bytes | QImage
    name: str

    def as_bytes(self) -> bytes:
        """Return it as a file holds it; slow for pixels, so not on the window's thread.

        Raises:
            UsageError: when it is far too large.
        """
        return self.content if isinstance(self.content, bytes) else png(self.content)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one drop, paste or choice holds: files and folders, or one picture."""

    paths: tuple[Path, ...] = ()
    pasted: Pasted | None = None


def brought(data: QMimeData) -> Brought:
    """Return what is in a drop or on the clipboard: files first, then PNG as it is, then pixels.

    Raises:
        UsageError: when there is nothing in it that can be kept, or far too much.
    """
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Brought(paths)
    raw = data.data("image/png") if data.hasFormat("image/png") else QByteArray()
    if raw.size() > LARGEST_PASTED:
        raise _too_large()
    if not raw.isEmpty():
        return Brought(pasted=Pasted(bytes(raw.data()), "pasted.png"))
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Brought(pasted=Pasted(image, "pasted.png"))
    if data.hasText() and data.text().strip():
        raise UsageError(
            _(
                "That is text, not a picture. Nothing was lost. To keep words, open “{where}” on "
                "this page and paste them there."
            ).format(where=type_words())
        )
    raise UsageError(
        _("There is no picture in it. Copy the screenshot again, then paste it, or pick its file.")
    )


def type_words() -> str:
    """Return what the place is called where words are typed that no screenshot shows."""
    return _("No screenshot? Type the words")


def png(image: QImage) -> bytes:
    """Return a picture as PNG, every pixel as it was.

    Raises:
        UsageError: when it is far too large.
    """
    if image.sizeInBytes() > 4 * LARGEST_PASTED:
        raise _too_large()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def _too_large() -> UsageError:
    return UsageError(
        _("That picture is far larger than a screen. Nothing was lost. Pick it as a file.")
    )


class Bringing(QObject):
    """Adds what was brought, through the session, and remembers what became of the last batch."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.last: Batch | None = None
        self.left_alone: tuple[LeftAlone, ...] = ()
        """What was left alone by the batches so far, and was not brought after all."""
        self.asking: Path | None = None
        """A picture that was chosen by itself, of which must be asked what it shows."""
        session.kept.connect(self._kept)

    def files(self, paths: Sequence[Path], *, one_by_one: bool = False) -> None:
        """Add files and folders; of pictures only the screenshots, unless `one_by_one`.

        A picture that is chosen by itself, and is none, is asked about before it is taken.
        """
        from keepsafe.intake.adding import Choice, add  # noqa: PLC0415  # late, for the start

        strict = Choice(screenshots_only=True)
        self.asking = None

        def work(vault: Vault, actor: str, watch: Watch) -> Batch:
            if one_by_one:
                return add(vault, paths, Choice(), actor, watch)
            batch = add(vault, paths, strict, actor, watch)
            alone = len(paths) == 1 and paths[0].is_file()
            if alone and any(not left.is_picture for left in batch.left_alone):
                return add(vault, paths, Choice(), actor, watch)  # one document, one recording
            return batch

        self._session.keep(work, PAGE, saying=_("Saving"))

    def picture(self, pasted: Pasted, via: str) -> None:
        """Add a pasted picture, or one of this screen."""
        from keepsafe.intake.adding import Choice, add_pasted  # noqa: PLC0415

        choice = Choice({"via": via, "capture": "screenshot"})

        def work(vault: Vault, actor: str, watch: Watch) -> Batch:
            return add_pasted(vault, pasted.as_bytes(), pasted.name, choice, actor, watch)

        self._session.keep(work, PAGE, saying=_("Saving"))

    def _kept(self, page: str, result: object) -> None:
        if page == PAGE:
            if isinstance(result, str):  # the number of the words
                self._session.drafts.clear(TYPED)
            self.remember(result)

    def remember(self, result: object) -> None:
        """Remember what became of a batch."""
        from keepsafe.intake.adding import Batch  # noqa: PLC0415

        if not isinstance(result, Batch) or result is self.last:
            return
        told, before = self.told, self.ids
        self.last = result
        if ids := dict.fromkeys(kept.id for kept in result.kept):
            # What nothing was said of yet is told of together.
            together = ids if told else dict.fromkeys([*before, *ids])
            self._session.draft(LAST, "ids", " ".join(together))
        taken = {kept.name for kept in result.kept}
        known = {left.name for left in result.left_alone}
        earlier = (left for left in self.left_alone if left.name not in taken | known)
        self.left_alone = (*earlier, *(left for left in result.left_alone if not left.by_policy))
        alone = result.left_alone[0] if len(result.left_alone) == 1 else None
        if alone is not None and alone.is_picture and not (result.kept or result.refused):
            self.asking = alone.path

    @property
    def here(self) -> int:
        """How many files the case holds now."""
        vault = self._session.vault
        every = vault.record.exhibits if vault is not None else ()
        return sum(exhibit.removed is None for exhibit in every)

    @property
    def ids(self) -> list[str]:
        """The numbers of what came in last and is here still, also after unlocking again."""
        vault = self._session.vault
        wanted = set(self._session.drafts.get(LAST, "ids").split())
        if vault is None or not wanted:
            return []
        return [e.id for e in vault.record.exhibits if e.id in wanted and e.removed is None]

    @property
    def told(self) -> bool:
        """Whether something was said already about the last batch."""
        vault, wanted = self._session.vault, set(self.ids)
        return vault is not None and any(
            e.fields.category or e.fields.shows or e.fields.account
            for e in vault.record.exhibits
            if e.id in wanted
        )


def bringing(session: Session) -> Bringing:
    """Return the one that this session has."""
    held = session.held.get("bringing")
    if not isinstance(held, Bringing):
        held = session.held["bringing"] = Bringing(session)
    return held
