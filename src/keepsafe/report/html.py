"""REPORT.html: the same report as one static page, with no script and nothing fetched from afar."""

from __future__ import annotations

import re
from html import escape

from keepsafe.report.model import (
    Ask,
    Block,
    Document,
    Fact,
    Facts,
    Listing,
    Points,
    Section,
    Table,
    Value,
    Words,
)
from keepsafe.report.sanitize import pieces
from keepsafe.resources import resource

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
# A line may not break inside an offset such as (UTC-07:00).
_OFFSET = re.compile(r"\(?UTC[+-]\d\d:\d\d[),]?")


def page(document: Document) -> bytes:
    """Return the report as UTF-8 HTML. Texts of the case are escaped, isolated and never links."""
    style = resource("report", "report.css").read_text("utf-8")
    first = document.first
    body = [
        "<header>",
        f"<h1>{_text(first.title)}</h1>",
        f'<p class="small">{_text(first.subtitle)}</p>',
        f'<div class="identity">{_block(first.identity)}</div>',
        "</header>",
        '<main><div class="triage">',
        *(_section(section, 0) for section in first.sections),
        "</div>",
        *(_section(section, number) for number, section in enumerate(document.sections, 1)),
        "</main>",
        f"<footer><p>{_text(document.footer)}</p></footer>",
    ]
    head = (
        "<!doctype html>\n"
        f'<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
    # A lone surrogate cannot reach this place: it is shown as a code.
    return (head + "\n".join(body) + "\n</body>\n</html>\n").encode()


def _section(section: Section, number: int) -> str:
    title = f"{number}  {section.title}" if number else section.title
    key = f"{section.key}" if number else f"first-{section.key}"
    blocks = "\n".join(_block(block) for block in section.blocks)
    return f'<section id="{key}"><h2>{_text(title)}</h2>\n{blocks}\n</section>'


def _block(block: Block) -> str:
    match block:
        case Words(text, small):
            return f"<p{' class=small' if small else ''}>{_text(text)}</p>"
        case Facts(facts, heading):
            title = f"<h3>{_text(heading)}</h3>\n" if heading else ""
            rows = "\n".join(_fact(fact) for fact in facts)
            lists = f"<dl>\n{rows}\n</dl>".replace("<dl>\n</dl>\n", "")
            return f'<div class="card">{title}{lists}</div>'
        case Table(head, _, rows):
            return _table(head, rows)
        case Listing(lines):
            items = "\n".join(f"<li><bdi>{_text(line)}</bdi></li>" for line in lines)
            return f'<ul class="listing">\n{items}\n</ul>'
        case Points(heading, points):
            items = "\n".join(f"<li>{_text(point)}</li>" for point in points)
            return f'<div class="card"><h3>{_text(heading)}</h3>\n<ul>\n{items}\n</ul></div>'
        case Ask(question, answer):
            return f'<div class="card"><h3>{_text(question)}</h3>\n<p>{_text(answer)}</p></div>'


def _fact(fact: Fact) -> str:
    if not fact.values:
        return f'</dl>\n<p class="group">{_text(fact.label)}</p>\n<dl>'
    values = "".join(f"<dd>{_value(value)}</dd>" for value in fact.values)
    return f"<div><dt>{_text(fact.label)}</dt>{values}</div>"


def _table(head: tuple[str, ...], rows: tuple[tuple[tuple[Value, ...], ...], ...]) -> str:
    top = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    lines = []
    for row in rows:
        cells = "".join(f"<td>{'<br>'.join(_value(v) for v in cell)}</td>" for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    body = "\n".join(lines)
    table = f"<table><thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _value(value: Value) -> str:
    exact = value.look != "text"
    if value.look == "hash":
        groups = [value.text[at : at + 4] for at in range(0, len(value.text), 4)]
        shown = "<wbr>".join(f"<span>{_text(group, exact=True)}</span>" for group in groups)
    else:
        shown = f"<bdi>{_text(value.text, exact=exact)}</bdi>"
    kind = f' class="{value.look}"' if exact else ""
    if value.link:
        return f'<a{kind} href="{escape(value.link)}">{shown}</a>'
    return f"<span{kind}>{shown}</span>" if exact else shown


def _text(text: str, *, exact: bool = False) -> str:
    """Return a text with what cannot be seen as codes, escaped, its lines kept by the style."""
    return "".join(
        f'<span class="code">{escape(piece.text)}</span>'
        if piece.code
        else _OFFSET.sub(r'<span class="whole">\g<0></span>', escape(piece.text))
        for piece in pieces(text, exact=exact)
    )
