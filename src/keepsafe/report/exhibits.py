"""EXHIBITS-n.pdf: each saved picture at reading size on its own page, at most 250 a volume."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
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
from keepsafe.report.typeset import Typesetting
from keepsafe.report.typst_data import Encoder

PER_VOLUME = 250
# A volume ends sooner when it has grown this large, so that the child's memory stays bounded.
_MOST_PAGES, _MOST_BYTES = 320, 96 << 20
_CAPTION = 240
# An SVG around the picture, because Typst takes no binary file from memory.
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<image width="{w}" height="{h}" href="data:image/jpeg;base64,{data}"/></svg>'
)


@dataclass(slots=True)
class _Volume:
    """One volume on its way: its pictures are with the child already, its facts are kept here."""

    job: Typesetting
    shown: list[tuple[Exhibit, Shown | None]] = field(default_factory=list)
    pages: int = 0
    size: int = 0

    def add(self, exhibit: Exhibit, shown: Shown | None) -> None:
        for name, svg in _svgs(exhibit, shown):
            self.job.add(name, svg)
            self.size += len(svg)
            self.pages += 1
        # What stays behind is how large the pictures are, not the pictures.
        self.shown.append((exhibit, shown and replace(shown, jpegs=())))

    @property
    def full(self) -> bool:
        return (
            len(self.shown) >= PER_VOLUME or self.pages >= _MOST_PAGES or self.size >= _MOST_BYTES
        )


def volumes(source: Source, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """Yield ("EXHIBITS-1.pdf", its bytes) and so on; nothing when no exhibit is a picture.

    A picture that cannot be shown safely has its page too; other files are in the report's list.
    """
    exhibits = [
        e
        for e in source.record.exhibits
        if can_be_shown(e.file.media_type) and e.id not in source.elsewhere
    ]
    tell = Teller.of(source)
    with Decoders() as decoders:
        pictures = decoders.each(exhibits, lambda exhibit: _bytes_of(source, exhibit))
        done, number = 0, 0
        while done < len(exhibits):
            number += 1
            with Typesetting(source.sealed_at) as job:
                volume = _Volume(job)
                for exhibit, shown in pictures:
                    volume.add(exhibit, shown)
                    done += 1
                    watch.step(done, len(exhibits))
                    if volume.full:
                        break
                pdf = job.finish("exhibits.typ", partial(_data, tell, number, volume.shown))
            yield f"EXHIBITS-{number}.pdf", pdf


def _data(
    tell: Teller, number: int, shown: list[tuple[Exhibit, Shown | None]], strict: bool
) -> dict[str, Any]:
    say, encoder, source = tell.say, Encoder(strict), tell.source
    heading = say("doc.exhibits_title", volume=number)
    page = (say("doc.page"), say("doc.of"))
    return {
        **encoder.frame(source.language, f"{heading}, {source.bundle}", source.bundle, page),
        "paper": paper(source),
        "heading": encoder.text(heading),
        "subtitle": encoder.text(say("doc.exhibits_subtitle")),
        "exhibits": [_entry(tell, encoder, exhibit, pictures) for exhibit, pictures in shown],
    }


def _bytes_of(source: Source, exhibit: Exhibit) -> bytes | None:
    """Return the bytes of an exhibit that may be shown, or None."""
    file = exhibit.file
    if exhibit.id in source.damaged or file.size > MAX_BYTES:
        return None
    try:
        with source.open_exhibit(exhibit) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (KeepsafeError, OSError):
        return None  # sealing reads it again, and says what is wrong with it
    return data if len(data) <= MAX_BYTES else None


def _svgs(exhibit: Exhibit, shown: Shown | None) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a picture as the files that a template reads."""
    if shown is None:
        return
    for part, (jpeg, (width, height)) in enumerate(zip(shown.jpegs, shown.sizes, strict=True), 1):
        encoded = base64.b64encode(jpeg).decode()
        yield f"{exhibit.id}-{part}.svg", _SVG.format(w=width, h=height, data=encoded).encode()


def _entry(tell: Teller, encoder: Encoder, exhibit: Exhibit, shown: Shown | None) -> dict[str, Any]:
    say = tell.say
    shows = shortened(exhibit.fields.shows, _CAPTION)[0]
    alt = say("exhibits.alt", id=exhibit.id)
    if shows:
        alt = say("exhibits.alt_shows", id=exhibit.id, shows=shows)
    sizes = shown.sizes if shown else ()
    entry: dict[str, Any] = {
        "id": exhibit.id,
        "path": encoder.text(tell.path(exhibit), "exact"),
        "sha256": encoder.text(exhibit.file.sha256, "hash"),
        "alt": encoder.plain(alt),
        "pictures": [
            {
                "file": f"{exhibit.id}-{part}.svg",
                "width": width,
                "aspect": width / height,
                "part": encoder.text(say("exhibits.part", part=part, parts=len(sizes))),
            }
            for part, (width, height) in enumerate(sizes, 1)
        ],
        "caption": _caption(tell, encoder, exhibit),
        "remark": encoder.text(_remark(tell, exhibit, shown)),
    }
    if shown is None:
        # The path stands above them already.
        facts = exhibit_facts(tell, exhibit)
        entry["facts"] = [encoder.fact(f) for f in facts if f.label != tell.say("exhibits.file")]
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
        return say("exhibits.no_preview_unreadable")
    if shown.cut:
        return say("exhibits.only_first", parts=len(shown.sizes))
    return say("exhibits.first_frame") if shown.more_frames else ""
