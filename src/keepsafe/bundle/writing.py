"""Write one sealed file: the outer zip, the encrypted zip inside it, and in that the bag.

Everything streams: an exhibit is decrypted, hashed, encrypted again and written a block at a time,
and its hash must be the one in the log. Nothing is held but the texts and one volume of pictures.
"""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.asymmetric import ec

from keepsafe.bundle import custody, layout, parts, signing, tables, texts
from keepsafe.bundle.case_uco import BundleFacts, case_jsonld_chunks
from keepsafe.bundle.parts import Part
from keepsafe.case.entries import Line
from keepsafe.case.record import Exhibit, Record
from keepsafe.errors import DamagedError, FormatError
from keepsafe.formats import age
from keepsafe.formats.aeszip import SeekableTarget, ZipWriter
from keepsafe.hashing import blocks
from keepsafe.i18n import _
from keepsafe.progress import Watch
from keepsafe.relay import WriteBehind
from keepsafe.report import logbook, pages, previews
from keepsafe.report.logbook import KeptOut
from keepsafe.report.pictures import Decoders
from keepsafe.report.source import Language, Source
from keepsafe.vault.exhibits import ExhibitFolder
from keepsafe.vault.keys import public_pem
from keepsafe.vault.vault import APP

_BLOCK = 1024 * 1024
# Above what the exhibits take: the reports, generously, so that the size class is known beforehand.
_ROOM_FOR_TEXTS = 64 * 1024 * 1024
_ROOM_FOR_PAGES = 600 * 1024
_ZIP64_FROM = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into one sealed file, decided before the first byte is written.

    `record` is `handed_over()` and without the damaged exhibits; `lines` are the log's, up to and
    with `seal-begun`. `password` opens evidence.zip; `recipients` instead make evidence.zip.age.
    `reader` is the OPEN-ME.html to put in, None for none. With `parts`, this is the one of them
    that is named `bundle`: it holds only its own exhibits, and its report tells of all.
    """

    bundle: str
    seal: int
    previous_seal_code: str
    sealed_at: datetime
    record: Record
    lines: Sequence[Line]
    undisclosed: frozenset[int]
    damaged: tuple[str, ...]
    password: str | None
    recipients: tuple[age.Recipient, ...]
    language: Language
    reader: bytes | None
    parts: tuple[Part, ...] = ()

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """The name of the file that each exhibit of another part is in, by the exhibit's number."""
        return parts.elsewhere(self.parts, parts.place(self.parts, f"{self.bundle}.zip"))

    @property
    def own(self) -> Record:
        """The record with the exhibits that this very file holds."""
        elsewhere = self.elsewhere
        exhibits = tuple(e for e in self.record.exhibits if e.id not in elsewhere)
        return dataclasses.replace(self.record, exhibits=exhibits)

    @property
    def estimated_size(self) -> int:
        """The bytes it will take, at the most."""
        exhibits = self.own.exhibits
        sizes = sum(exhibit.file.size for exhibit in exhibits)
        room = len(exhibits) * _ROOM_FOR_PAGES + _ROOM_FOR_TEXTS
        return sizes + room + len(self.reader or b"")


Times = Callable[[bytes], Mapping[str, bytes]]
"""Given the tag manifest, returns the files that vouch for its time, by their names in the bag."""


def without_time(_tag_manifest: bytes) -> Mapping[str, bytes]:
    """Add nothing."""
    return {}


def write(
    plan: Plan,
    target: SeekableTarget,
    folder: ExhibitFolder,
    key: ec.EllipticCurvePrivateKey,
    watch: Watch,
    times: Times = without_time,
) -> str:
    """Write the whole sealed file to `target` and return its seal code, 64 hex digits.

    Raises:
        DamagedError: naming the exhibit that is no longer what was saved.
        Cancelled: when the person stopped it.
    """
    outer = ZipWriter(target)
    outer.add(layout.START_HERE, texts.start_here())
    if plan.reader is not None:
        outer.add(layout.READER, plan.reader)
    name = layout.EVIDENCE_ZIP if plan.password is not None else layout.EVIDENCE_AGE
    evidence = outer.open_ended(target, name, zip64=plan.estimated_size >= _ZIP64_FROM)
    with WriteBehind(evidence.write) as behind:
        if plan.password is not None:
            # The ciphers stay in this thread, the authentication and the writing go behind.
            inner = ZipWriter(evidence, plan.password, behind.run)
            code = _Bag(plan, inner, folder, key, watch, times).write()
        else:
            with age.encrypt(behind, plan.recipients) as encrypted:
                code = _Bag(plan, ZipWriter(encrypted), folder, key, watch, times).write()
        behind.flush()
    evidence.finish()
    outer.close()
    return code


@dataclass(slots=True)
class _Bag:
    """The bag while it is written: the digests of what is in it so far."""

    plan: Plan
    inner: ZipWriter
    folder: ExhibitFolder
    key: ec.EllipticCurvePrivateKey
    watch: Watch
    times: Times
    payload: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    payload_size: int = 0
    done: int = 0
    own: Record = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.own = self.plan.own
        # Pages take about as long as a megabyte each; the bar should not stand at its end for them.
        exhibits = self.own.exhibits
        bytes_of_exhibits = sum(exhibit.file.size for exhibit in exhibits)
        self.total = bytes_of_exhibits + (len(exhibits) + 4) * _BLOCK

    def write(self) -> str:
        for exhibit in self.own.exhibits:
            self._add_exhibit(exhibit)
        source = self._source(self._add_viewing_copies())
        self._add_data(source.logbook.kept_out)
        self._add_reports(source)
        return self._add_seal()

    def _add_exhibit(self, exhibit: Exhibit) -> None:
        size = exhibit.file.size
        name = f"{layout.EXHIBITS}/{exhibit.neutral_name}"
        crc = None if self.plan.password is not None else self._crc(exhibit)
        digest = hashlib.sha256()

        with self.inner.member(f"{self.plan.bundle}/{name}", size, crc) as member:
            for block in self._blocks(exhibit):
                digest.update(block)
                member.write(block)
                self.done += len(block)
                self.watch.step(self.done, self.total)
            if digest.hexdigest() != exhibit.file.sha256:
                raise _rotten(exhibit)
        self.payload[name] = digest.hexdigest()
        self.payload_size += size

    def _blocks(self, exhibit: Exhibit) -> Iterator[memoryview]:
        total = 0
        try:
            with self.folder.open(exhibit) as reader:
                for block in blocks(reader):
                    total += len(block)
                    yield block
        except (FormatError, OSError) as error:
            raise _rotten(exhibit) from error
        if total != exhibit.file.size:
            raise _rotten(exhibit)

    def _crc(self, exhibit: Exhibit) -> int:
        crc = 0
        for block in self._blocks(exhibit):
            crc = zlib.crc32(block, crc)
        return crc

    def _add_viewing_copies(self) -> dict[str, str]:
        copies = {}
        with Decoders(1) as decoders:
            for exhibit in self.own.exhibits:
                media_type = exhibit.file.media_type
                if not previews.needs_viewing_copy(media_type):
                    continue
                with self.folder.open(exhibit) as reader:
                    copy = previews.viewing_copy(cast("BinaryIO", reader), media_type, decoders)
                if copy is not None:
                    copies[exhibit.id] = f"{int(exhibit.id[1:]):04d}.jpg"
                    self._payload(f"{layout.VIEWING}/{copies[exhibit.id]}", copy)
        return copies

    def _source(self, viewing: dict[str, str]) -> Source:
        plan = self.plan
        return Source(
            record=plan.record,
            bundle=plan.bundle,
            seal=plan.seal,
            sealed_at=plan.sealed_at,
            signing_key=plan.record.signing_key,
            app=APP,
            open_exhibit=lambda exhibit: cast("BinaryIO", self.folder.open(exhibit)),
            previous_seal_code=plan.previous_seal_code,
            language=plan.language,
            damaged=plan.damaged,
            viewing=viewing,
            elsewhere=plan.elsewhere,
            parts=tuple(part.bundle for part in plan.parts),
            logbook=logbook.read(plan.lines, plan.undisclosed),
        )

    def _add_data(self, kept_out: Iterable[KeptOut]) -> None:
        plan = self.plan
        facts = BundleFacts(
            name=plan.bundle,
            case_code=plan.record.code,
            seal_number=plan.seal,
            sealed_at=plan.sealed_at,
            app=APP,
            signing_key=plan.record.signing_key,
            damaged=plan.damaged,
            kept_out=tuple(kept.id for kept in kept_out),
        )
        self._payload(layout.EXHIBITS_CSV, tables.exhibits_csv(self.own))
        self._payload(layout.ACCOUNTS_CSV, tables.accounts_csv(plan.record))
        self._payload(layout.PAYMENTS_CSV, tables.payments_csv(plan.record))
        self._payload(layout.CASE_JSONLD, b"".join(case_jsonld_chunks(self.own, facts)))
        self._payload(layout.HASHES, tables.hashes_txt(self.own))
        self._payload(layout.CUSTODY_LOG, custody.write_log(plan.lines))
        self._payload(layout.CUSTODY_DATA, custody.write_data(plan.lines, plan.undisclosed))

    def _add_reports(self, source: Source) -> None:
        self._tag(layout.VERIFY, texts.verify_txt(self.plan.bundle, self.plan.language))
        self._tag(layout.REPORT_PDF, pages.report_pdf(source, self._watch_pages(0)))
        self._tag(layout.REPORT_HTML, pages.report_html(source))
        for name, pdf in pages.exhibit_volumes(source, self._watch_pages(4 * _BLOCK)):
            self._tag(name, pdf)

    def _watch_pages(self, before: int) -> Watch:
        """Let the pages fill the part of the bar that the exhibits' bytes leave."""
        start, room = self.done + before, self.total - self.done - before

        def progress(done: int, total: int) -> None:
            self.watch.progress(min(start + room * done // max(total, 1), self.total), self.total)

        return Watch(progress, self.watch.cancelled)

    def _add_seal(self) -> str:
        plan = self.plan
        self._tag(layout.BAGIT, layout.BAGIT_CONTENT)
        facts = {
            "Bag-Software-Agent": APP,
            "Bagging-Date": plan.sealed_at.date().isoformat(),
            "External-Identifier": plan.bundle,
            "Payload-Oxum": f"{self.payload_size}.{len(self.payload)}",
            "Keepsafe-Format": "1",
            "Keepsafe-Case": plan.record.code,
            "Keepsafe-Seal-Number": str(plan.seal),
            "Keepsafe-Sealed-At": texts.local_minute(plan.sealed_at),
            "Keepsafe-Signing-Key-SHA256": plan.record.signing_key,
            "Keepsafe-Previous-Seal-Code": plan.previous_seal_code or "none",
        }
        if place := parts.place(plan.parts, f"{plan.bundle}.zip"):
            facts["Keepsafe-Part"] = f"{place}/{len(plan.parts)}"
        self._tag(layout.BAG_INFO, texts.bag_info(facts))
        self._tag(layout.MANIFEST, layout.manifest(self.payload))
        tag_manifest = layout.manifest(self.tags)
        self._write(layout.TAG_MANIFEST, tag_manifest)
        self._write(layout.SIGNATURE, signing.sign(self.key, tag_manifest))
        self._write(layout.SIGNING_KEY, public_pem(self.key))
        for name, content in self.times(tag_manifest).items():
            self._write(name, content)
        self.inner.close()
        self.watch.step(self.total, self.total)
        return layout.seal_code(tag_manifest)

    def _payload(self, name: str, content: bytes) -> None:
        self.payload[name] = hashlib.sha256(content).hexdigest()
        self.payload_size += len(content)
        self._write(name, content)

    def _tag(self, name: str, content: bytes) -> None:
        self.tags[name] = hashlib.sha256(content).hexdigest()
        self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        self.inner.add(f"{self.plan.bundle}/{name}", content)


def _rotten(exhibit: Exhibit) -> DamagedError:
    return DamagedError(
        _(
            "The saved copy of {item} is no longer what was saved, so no file was made. Nothing "
            "else is lost. You can seal without it; it is then listed as damaged."
        ).format(item=exhibit.id)
    )
