"""EXHIBITS-n.pdf: each saved picture at reading size on its own page, at most 250 a volume."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keepsafe.case.record import Exhibit
from keepsafe.errors import KeepsafeError
from keepsafe.progress import Watch
from keepsafe.report.chapters import exhibit_facts
from keepsafe.report.content import paper
from keepsafe.report.pictures import MAX_BYTES, Decoders, Shown
from keepsafe.report.previews import can_be_shown
from keepsafe.report.source import Source
from keepsafe.report.telling import Teller, shortened
from keepsafe.report.typeset import TextRefusedError, Typesetting
from keepsafe.report.typst_data import Encoder

PER_VOLUME = 250
_MAX_PARTS = 400  # pages of tall pictures in one volume; beyond, the rest are named only
_CAPTION = 240
# An SVG around the picture, because Typst takes no binary file from memory.
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<image width="{w}" height="{h}" href="data:image/jpeg;base64,{data}"/></svg>'
)


def volumes(source: Source, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """Yield ("EXHIBITS-1.pdf", its bytes) and so on; nothing when there are no exhibits."""
    exhibits = source.record.exhibits
    tell = Teller.of(source)
    count = -(-len(exhibits) // PER_VOLUME)
    with Decoders() as decoders:
        for number in range(1, count + 1):
            done = (number - 1) * PER_VOLUME
            chosen = exhibits[done : done + PER_VOLUME]
            title = tell.say("doc.exhibits_title", volume=number, volumes=count)
            pdf = _volume(tell, decoders, chosen, title, _Steps(watch, done, len(exhibits)))
            yield f"EXHIBITS-{number}.pdf", pdf


@dataclass(slots=True)
class _Steps:
    watch: Watch
    done: int
    total: int

    def next(self) -> None:
        self.done += 1
        self.watch.step(self.done, self.total)


def _volume(
    tell: Teller, decoders: Decoders, exhibits: tuple[Exhibit, ...], title: str, steps: _Steps
) -> bytes:
    try:
        return _set(tell, decoders, exhibits, title, steps, strict=False)
    except TextRefusedError:
        steps.done -= len(exhibits)
        return _set(tell, decoders, exhibits, title, steps, strict=True)


def _set(
    tell: Teller,
    decoders: Decoders,
    exhibits: tuple[Exhibit, ...],
    title: str,
    steps: _Steps,
    *,
    strict: bool,
) -> bytes:
    encoder = Encoder(strict)
    entries = []
    pages = 0
    with Typesetting(tell.source.sealed_at) as job:
        for exhibit, shown in decoders.each(exhibits, lambda e: _bytes_of(tell.source, e)):
            steps.next()
            kept = shown if shown and pages + len(shown.jpegs) <= _MAX_PARTS else None
            pictures = list(_pictures(job, exhibit, kept))
            pages += len(pictures)
            entries.append(_entry(tell, encoder, exhibit, kept, pictures))
        say = tell.say
        data = {
            **encoder.frame(
                tell.source.language,
                f"{title}, {tell.source.bundle}",
                tell.source.bundle,
                (say("doc.page"), say("doc.of")),
            ),
            "paper": paper(tell.source),
            "heading": encoder.text(title),
            "subtitle": encoder.text(say("doc.exhibits_subtitle")),
            "exhibits": entries,
        }
        return job.finish("exhibits.typ", data)


def _bytes_of(source: Source, exhibit: Exhibit) -> bytes | None:
    """Return the bytes of an exhibit that may be shown, or None."""
    file = exhibit.file
    if exhibit.id in source.damaged or not can_be_shown(file.media_type) or file.size > MAX_BYTES:
        return None
    try:
        with source.open_exhibit(exhibit) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (KeepsafeError, OSError):
        return None  # sealing reads it again, and says what is wrong with it
    return data if len(data) <= MAX_BYTES else None


def _pictures(job: Typesetting, exhibit: Exhibit, shown: Shown | None) -> Iterator[dict[str, Any]]:
    if shown is None:
        return
    for part, (jpeg, (width, height)) in enumerate(zip(shown.jpegs, shown.sizes, strict=True), 1):
        name = f"{exhibit.id}-{part}.svg"
        encoded = base64.b64encode(jpeg).decode()
        job.add(name, _SVG.format(w=width, h=height, data=encoded).encode())
        yield {"file": name, "width": width, "aspect": width / height}


def _entry(
    tell: Teller,
    encoder: Encoder,
    exhibit: Exhibit,
    shown: Shown | None,
    pictures: list[dict[str, Any]],
) -> dict[str, Any]:
    say = tell.say
    shows = shortened(exhibit.fields.shows, _CAPTION)[0]
    alt = (
        say("exhibits.alt_shows", id=exhibit.id, shows=shows)
        if shows
        else say("exhibits.alt", id=exhibit.id)
    )
    entry: dict[str, Any] = {
        "id": exhibit.id,
        "path": encoder.text(tell.path(exhibit), "exact"),
        "sha256": encoder.text(exhibit.file.sha256, "hash"),
        "alt": encoder.plain(alt),
        "pictures": pictures,
        "parts": [
            say("exhibits.part", part=part, parts=len(pictures))
            for part in range(1, len(pictures) + 1)
        ],
        "caption": _caption(tell, encoder, exhibit),
        "remark": encoder.text(_remark(tell, exhibit, shown)),
    }
    if not pictures:
        entry["facts"] = [encoder.fact(fact) for fact in exhibit_facts(tell, exhibit)]
    return entry


def _caption(tell: Teller, encoder: Encoder, exhibit: Exhibit) -> list[Any]:
    """Return what it shows, whose account, and when, each as one line."""
    fields = exhibit.fields
    lines = [
        shortened(fields.shows, _CAPTION)[0],
        tell.name_of(fields.account) if fields.account else "",
        tell.moment(fields.seen, fields) if fields.seen else "",
    ]
    return [encoder.text(shortened(line, _CAPTION)[0]) for line in lines if line]


def _remark(tell: Teller, exhibit: Exhibit, shown: Shown | None) -> str:
    say = tell.say
    if shown is None:
        if exhibit.id in tell.source.damaged:
            return say("exhibits.damaged_words")
        known = can_be_shown(exhibit.file.media_type)
        return say("exhibits.no_preview_unreadable" if known else "exhibits.no_preview_type")
    if shown.cut:
        return say("exhibits.only_first", parts=len(shown.jpegs))
    return say("exhibits.first_frame") if shown.more_frames else ""
