"""Look into a sealed file: its verdict, and what it tells when every byte is as it was sealed.

Where only saved files differ, the rest is told, and those that differ are named and never given.
Nothing is unpacked. What the log tells is folded into the record it was made from, and told by the
same words as the report; a file is read again, and its hash compared again, when it is asked for.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

from keepsafe.bundle import checking, custody, layout, parts, verifying
from keepsafe.bundle import texts as bundle_texts
from keepsafe.bundle.sources import Secrets, opened
from keepsafe.bundle.verifying import Examined, Verdict
from keepsafe.case.record import Exhibit, Fold, Record
from keepsafe.errors import CannotTellError, DamagedError, FormatError
from keepsafe.i18n import _
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.report import content, logbook, pictures, previews
from keepsafe.report.logbook import Logbook
from keepsafe.report.model import Document
from keepsafe.report.source import Language, Source
from keepsafe.report.telling import identifier
from keepsafe.report.words import phrases

_LISTS = (layout.MANIFEST, layout.TAG_MANIFEST)
_TEXTS = (layout.CUSTODY_LOG, layout.CUSTODY_DATA, layout.BAG_INFO, *_LISTS)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file that was found to be as it was sealed, and how to open it again.

    `exhibits` are those in it; `digests` the hash of every file that
    is on a list, by its name. `elsewhere` gives, for an exhibit in another part of several, which.
    `differing` are the numbers of the exhibits that are not as they were sealed, or missing.
    """

    path: Path
    secrets: Secrets
    verdict: Verdict
    record: Record
    logbook: Logbook
    digests: Mapping[str, str]
    damaged: tuple[str, ...]
    app: str
    elsewhere: Mapping[str, str]
    differing: frozenset[str] = frozenset()

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits that are in the file."""
        return tuple(e for e in self.record.exhibits if self.name_of(e) in self.digests)

    def name_of(self, exhibit: Exhibit) -> str:
        """Return the name of an exhibit's file in the bag."""
        return f"{layout.EXHIBITS}/{exhibit.neutral_name}"

    def has(self, name: str) -> bool:
        """Whether a file of that name is in the bag and on its lists."""
        return name in self.digests

    def shown_name_of(self, exhibit: Exhibit) -> str:
        """Return the name of the file to look at: the viewing copy where there is one."""
        viewing = f"{layout.VIEWING}/{int(exhibit.id[1:]):04d}.jpg"
        return viewing if viewing in self.digests else self.name_of(exhibit)

    def shows(self, language: Language) -> dict[str, str]:
        """Return what each exhibit shows, in a few words: its kind, the account, what was said."""
        say = phrases(language)
        accounts = {item.id: item.fields for item in self.record.accounts}
        told = {}
        for exhibit in self.exhibits:
            fields = exhibit.fields
            account = accounts.get(fields.account)
            named = f"{fields.account} {identifier(account).text}" if account else fields.account
            kind = say.choice("category", fields.category) if fields.category else ""
            told[exhibit.id] = " · ".join(filter(None, (kind, named, fields.shows)))
        return told

    def told(self, language: Language) -> Document:
        """Return what the report says, no list shortened."""
        newest = self.record.seals[-1]
        sealed_at = _moment(newest.begun.at, newest.begun.utc_offset)
        viewing = {
            e.id: self.shown_name_of(e).rpartition("/")[2]
            for e in self.exhibits
            if self.shown_name_of(e) != self.name_of(e)
        }
        previous = self.verdict.previous_seal_code
        source = Source(
            record=self.record,
            bundle=self.verdict.bundle,
            seal=newest.number,
            sealed_at=sealed_at,
            signing_key=self.verdict.signing_key,
            app=self.app,
            open_exhibit=_not_here,
            previous_seal_code="" if previous == "none" else previous,
            language=language,
            damaged=self.damaged,
            viewing=viewing,
            parts=self.verdict.parts,
            elsewhere=self.elsewhere,
            logbook=self.logbook,
        )
        return content.report(source, printed=False)

    def content(self, name: str, most: int) -> bytes | None:
        """Return a file of the bag, its hash compared again; None when it has over `most` bytes.

        Raises:
            DamagedError: when it is not what was checked before.
            KeepsafeError: when the sealed file can no longer be opened.
        """
        if layout.exhibit_id(name) in self.differing:
            raise differs(layout.exhibit_id(name))
        with opened(self.path, self.secrets) as source:
            if name not in source.bag.names:
                raise other_file(name)
            if source.bag.size(name) > most:
                return None
            data = b"".join(bytes(block) for block in source.bag.blocks(name))
        if hashlib.sha256(data).hexdigest() != self.digests.get(name):
            raise other_file(name)
        return data

    def text(self, name: str, most: int) -> tuple[str, bool] | None:
        """Return the first `most` characters of a text in the bag, and whether it goes on.

        What is not UTF-8 has a sign in its place. None when it is too large to be read whole.

        Raises:
            DamagedError: when it is not what was checked before.
            KeepsafeError: when the sealed file can no longer be opened.
        """
        data = self.content(name, pictures.MAX_BYTES)
        if data is None:
            return None
        told = data[: 4 * most].decode("utf-8", "replace").removeprefix("\ufeff")
        told = told.replace("\r\n", "\n").replace("\r", "\n")
        return told[:most], len(data) > 4 * most or len(told) > most

    def picture(self, exhibit: Exhibit, most: int) -> bytes | None:
        """Return an exhibit as a JPEG to look at, or None when there is nothing to see.

        It is decoded in a child process, bounded in pixels, memory and time; a file of more than
        `most` bytes is not.

        Raises:
            DamagedError: when it is not what was checked before.
            KeepsafeError: when the sealed file can no longer be opened.
        """
        if exhibit.id in self.differing:
            raise differs(exhibit.id)
        name = self.shown_name_of(exhibit)
        own = name == self.name_of(exhibit)
        media_type = exhibit.file.media_type if own else "image/jpeg"
        if not previews.can_be_shown(media_type):
            return None
        data = self.content(name, most)
        return previews.viewing_copy(io.BytesIO(data), media_type) if data else None


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking into a file gave: what was found out, and its content where it matches."""

    examined: Examined
    file: SealedFile | None


def look(path: Path, secrets: Secrets, watch: Watch = UNWATCHED) -> Looked:
    """Check `path`, and open it when what was sealed inside matches, whatever is around it.

    It is opened, too, when only saved files differ and everything that tells of them matches.

    Raises:
        Cancelled: when the person stopped it.
    """
    kept: dict[str, _Kept] = {}

    def sink(name: str) -> checking.Sink:
        return kept.setdefault(name, _Kept()) if name in _TEXTS else _Nowhere()

    examined = verifying.examine(path, secrets, watch, sink)
    inside = examined.findings
    if inside is None or len(kept) != len(_TEXTS):
        return Looked(examined, None)
    texts = {name: held.getvalue() for name, held in kept.items()}
    if inside.wrong and not _only_exhibits_differ(inside, texts):
        return Looked(examined, None)
    return Looked(examined, _file(path, secrets, examined, texts))


def _only_exhibits_differ(found: checking.Findings, texts: Mapping[str, bytes]) -> bool:
    """Return whether the signed lists hold for everything but saved files and their copies."""
    held = {done.check for done in found.checks if done.held}
    if found.copies or not held.issuperset(("members", "signature", "times", "custody-log")):
        return False
    if not found.changed_files or not all(map(layout.exhibit_id, found.changed_files)):
        return False
    try:
        listed = _digests(texts)
    except FormatError:
        return False
    told = (name for name in _TEXTS if name != layout.TAG_MANIFEST)
    return all(hashlib.sha256(texts[name]).hexdigest() == listed.get(name) for name in told)


def _digests(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: digest
        for listed in _LISTS
        for name, digest in layout.parse_manifest(texts[listed], listed).items()
    }


def _file(
    path: Path, secrets: Secrets, examined: Examined, texts: Mapping[str, bytes]
) -> SealedFile | None:
    verdict = examined.verdict(None)
    log, data = texts[layout.CUSTODY_LOG], texts[layout.CUSTODY_DATA]
    fold, lines, passed = Fold(), [], []
    # Whoever holds a case's keys can seal any data; what cannot be folded is not told at all.
    with contextlib.suppress(FormatError, KeyError, TypeError, ValueError, AttributeError):
        for entry, line in custody.told(log, data):
            if line is None:
                fold.pass_over(entry)
                passed.append(entry.seq)
            else:
                fold.apply(line)
                lines.append(line)
        record = fold.record()
        if not record.seals:
            return None
        shown = record.handed_over()
        read = custody.read(log, data)
        facts = bundle_texts.parse_bag_info(texts[layout.BAG_INFO])
        file = SealedFile(
            path=path,
            secrets=secrets,
            verdict=verdict,
            record=dataclasses.replace(shown, undisclosed=frozenset(passed)),
            logbook=logbook.read(lines, frozenset(passed)),
            digests=_digests(texts),
            damaged=tuple(sorted(read.declared_damaged())),
            app=facts["Bag-Software-Agent"],
            elsewhere=parts.elsewhere(parts.read(lines[-1].data.get("parts")), verdict.part),
            differing=frozenset(filter(None, map(layout.exhibit_id, verdict.changed_files))),
        )
        file.told("en")  # what cannot be told is found out here, not on the screen
        return file
    return None


def _moment(at: str, offset: str) -> datetime:
    match = _OFFSET.fullmatch(offset)
    zone = UTC
    if match is not None:
        minutes = int(match[2]) * 60 + int(match[3])
        zone = timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    return datetime.fromisoformat(at).astimezone(zone)


def _not_here(_exhibit: Exhibit) -> BinaryIO:
    raise CannotTellError(_("This page shows no pictures."))


def differs(number: str) -> DamagedError:
    """Return the error for a saved file that is not what was sealed."""
    return DamagedError(
        _("{exhibit} is not as it was sealed, so it is neither shown nor saved.").format(
            exhibit=number
        )
    )


def other_file(name: str) -> DamagedError:
    """Return the error for a file that is no longer what was checked."""
    return DamagedError(
        _(
            "{name} is no longer what was checked a moment ago, so it was not used. Check the "
            "whole file again."
        ).format(name=name)
    )


class _Kept(io.BytesIO):
    """Keeps its content after it is closed: the check closes what it fills."""

    def close(self) -> None:
        """Stay readable."""


class _Nowhere:
    def write(self, data: bytes, /) -> int:
        return len(data)

    def close(self) -> None:
        pass
