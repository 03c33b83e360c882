"""Turns links of a typeset page into form fields: an AcroForm (ISO 32000-1, 12.7) made by pypdf.

Every field has a name for people who cannot see it (TU), an appearance, and its place in the
structure tree as a Form element, so that the order of the Tab key is the order of reading.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

SCHEME = "field:"
"""What the address of a link starts with that stands for a field; its name follows."""

_MULTILINE, _PRINT = 1 << 12, 1 << 2
# Ten points, in the ink of the report.
_LOOK = "/Helv 10 Tf 0.086 0.125 0.169 rg"
_ON = "/Yes"


@dataclass(frozen=True, slots=True)
class Writable:
    """How a field is called for people, and what goes into it."""

    label: str
    kind: Literal["text", "box"]
    multiline: bool = False


def with_fields(pdf: bytes, fields: Mapping[str, Writable]) -> bytes:
    """Return `pdf` with a form field in the place of each link to `field:NAME`.

    Links of one name become one field that shows in several places.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    widgets: dict[str, list[IndirectObject]] = {}
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            annotation = reference.get_object()
            address = annotation.get("/A", {}).get("/URI", "")
            if str(address).startswith(SCHEME):
                widgets.setdefault(str(address).removeprefix(SCHEME), []).append(reference)
    for name, places in widgets.items():
        for place in places:
            _make_widget(writer, _dictionary(place), fields[name])
    _name_in_structure(writer, {place.idnum for places in widgets.values() for place in places})
    roots = [_field(writer, name, places, fields[name]) for name, places in widgets.items()]
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(_form(writer, roots))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _make_widget(writer: PdfWriter, widget: DictionaryObject, field: Writable) -> None:
    left, bottom, right, top = (float(edge) for edge in cast("ArrayObject", widget["/Rect"]))
    for key in ("/A", "/Border"):
        widget.pop(key, None)
    widget[NameObject("/Subtype")] = NameObject("/Widget")
    widget[NameObject("/F")] = NumberObject(_PRINT)
    widget[NameObject("/Contents")] = TextStringObject(field.label)
    width, height = right - left, top - bottom
    if field.kind == "text":
        looks: Any = _drawn(writer, width, height, b"/Tx BMC EMC")
    else:
        tick = f"1.4 w 0.086 0.125 0.169 RG {_tick(width, height)} S".encode()
        looks = DictionaryObject({
            NameObject(_ON): _drawn(writer, width, height, tick),
            NameObject("/Off"): _drawn(writer, width, height, b""),
        })  # fmt: skip
        widget[NameObject("/AS")] = NameObject("/Off")
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})


def _tick(width: float, height: float) -> str:
    points = ((0.2, 0.5), (0.42, 0.24), (0.82, 0.8))
    return " ".join(
        f"{x * width:.2f} {y * height:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)
    )


def _drawn(writer: PdfWriter, width: float, height: float, content: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    stream.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, width, height))),
        NameObject("/Resources"): DictionaryObject(),
    })  # fmt: skip
    return writer._add_object(stream)


def _field(
    writer: PdfWriter, name: str, places: list[IndirectObject], field: Writable
) -> IndirectObject:
    """Return the field itself: its one widget, or what its several widgets share."""
    facts: dict[NameObject, PdfObject] = {
        NameObject("/T"): TextStringObject(name),
        NameObject("/TU"): TextStringObject(field.label),
    }
    if field.kind == "text":
        facts[NameObject("/FT")] = NameObject("/Tx")
        facts[NameObject("/DA")] = TextStringObject(_LOOK)
        facts[NameObject("/Ff")] = NumberObject(_MULTILINE if field.multiline else 0)
    else:
        facts[NameObject("/FT")] = NameObject("/Btn")
        facts[NameObject("/Ff")] = NumberObject(0)
        facts[NameObject("/V")] = NameObject("/Off")
    if len(places) == 1:
        _dictionary(places[0]).update(facts)
        return places[0]
    root = writer._add_object(DictionaryObject({**facts, NameObject("/Kids"): ArrayObject(places)}))
    for place in places:
        _dictionary(place)[NameObject("/Parent")] = root
    return root


def _form(writer: PdfWriter, roots: list[IndirectObject]) -> DictionaryObject:
    # One of the fonts that every reader brings: it is used for what someone types, nothing else.
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
        NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/Helv"): writer._add_object(font)})
    return DictionaryObject({
        NameObject("/Fields"): ArrayObject(roots),
        NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
        NameObject("/DA"): TextStringObject(_LOOK),
    })  # fmt: skip


def _name_in_structure(writer: PdfWriter, widgets: set[int]) -> None:
    """Call the elements that held the links Form instead."""
    tree = writer.root_object.get("/StructTreeRoot")
    for element in _elements(tree) if tree is not None else ():
        kids = element.get("/K")
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            held = kid.get_object() if kid is not None else None
            if isinstance(held, DictionaryObject) and held.get("/Type") == "/OBJR":
                place = held.raw_get("/Obj")
                if isinstance(place, IndirectObject) and place.idnum in widgets:
                    element[NameObject("/S")] = NameObject("/Form")


def _elements(node: Any) -> Iterator[DictionaryObject]:
    pending = [node]
    while pending:
        found = pending.pop().get_object()
        if isinstance(found, ArrayObject):
            pending.extend(found)
        elif isinstance(found, DictionaryObject):
            if "/S" in found:
                yield found
            if "/K" in found:
                pending.append(found["/K"])


def _dictionary(reference: IndirectObject) -> DictionaryObject:
    return cast("DictionaryObject", reference.get_object())
