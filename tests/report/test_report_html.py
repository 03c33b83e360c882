"""REPORT.html: static, escaped, isolated, and nothing in it that runs or is fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from drawn_case import Drawn, typical_case
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsafe.report import content, pages

NASTY = "</title><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & \u202ejavascript:"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen(html: bytes) -> Seen:
    parser = Seen()
    parser.feed(html.decode())
    parser.close()
    assert parser.open == []
    return parser


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section",
    "h1", "h2", "h3", "p", "div", "span", "bdi", "dl", "dt", "dd", "ul", "li", "a", "br", "wbr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def check(html: bytes) -> Seen:
    page = seen(html)
    for tag, attributes in page.tags:
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        if tag == "a":
            assert re.fullmatch(r"data/(exhibits|viewing)/\d{4}\.\w+", attributes["href"] or "")
    return page


def test_what_they_wrote_is_text_and_nothing_else() -> None:
    drawn = Drawn({"danger": NASTY, "police_file_number": NASTY})
    drawn.add("account", platform=NASTY, username=NASTY, url=NASTY, display_name=NASTY)
    drawn.add("note", words=NASTY)
    drawn.add_file(b"x", "text/plain", name=NASTY, shows=NASTY, content_url=NASTY)
    html = pages.report_html(drawn.source())
    page = check(html)
    assert "".join(page.text).count("<script>alert(1)</script>") >= 6
    assert b"<script" not in html
    assert "\u202e" not in html.decode()
    assert "[U+202E]" in html.decode()


def test_the_policy_forbids_everything_but_its_own_style() -> None:
    html = pages.report_html(typical_case().source(language="fr")).decode()
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'" in html
    assert '<html lang="fr">' in html
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "<img" not in html


def test_it_says_what_the_pdf_says_in_the_same_order() -> None:
    source = typical_case().source()
    text = "".join(check(pages.report_html(source)).text)
    titles = [section.title for section in content.report(source).sections]
    places = [text.index(title, text.index("1  The case")) for title in titles]
    assert places == sorted(places)
    assert "THIS WAS TAKEN BACK" not in text


def test_exhibits_are_linked_unless_damaged() -> None:
    source = typical_case(2).source(damaged=("E1",), viewing={"E2": "0002.jpg"})
    links = [a["href"] for tag, a in check(pages.report_html(source)).tags if tag == "a"]
    assert links == ["data/exhibits/0002.png", "data/viewing/0002.jpg", "data/exhibits/0003.txt"]


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_any_text_makes_a_page(text: str) -> None:
    drawn = Drawn({})
    drawn.add("note", words=text.encode("utf-8", "replace").decode())
    drawn.add("account", platform="x", username=text.encode("utf-8", "replace").decode())
    check(pages.report_html(drawn.source()))
