"""A made-up case for the tests: nobody and nothing in it is real."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from keepsafe.case.entries import FIRST_PREV, Happening, Line, next_line
from keepsafe.case.record import Fold, Record

CODE = "KS-7F3K-9Q2M"
SIGNING_KEY = hashlib.sha256(b"a made-up key").hexdigest()

# 555-0100 numbers and example.com are reserved for examples.
ACCOUNTS: tuple[Mapping[str, str], ...] = (
    {
        "platform": "Instagram",
        "username": "lily_example.01",
        "display_name": "Lily 🌸 “ok” ;-) \u202etxet derorrim",
        "id": "00012345678901234567",
        "url": "https://example.com/lily_example.01?x=1&y=<b>",
        "seen": "2026-11-02 21:14",
        "zone": "-07:00",
        "first_contact": "2026-10-30",
        "former_names": '=HYPERLINK("http://example.com";"x")\nlily.old',
    },
    {
        "platform": "Snapchat",
        "username": "@not-a-formula",
        "phone": "+1 604 555 0100",
        "email": "lily@example.com",
        "link": "=cmd|'/C calc'!A0",
        "note": "Ça va? ¿Qué? 你好 عربي \U0001f468\u200d\U0001f469\u200d\U0001f467\n\t'quoted'",
    },
    {"platform": "Instagram", "display_name": "-1+1"},
)
PAYMENTS: tuple[Mapping[str, str], ...] = (
    {
        "status": "asked",
        "amount": "500.00",
        "currency": "CAD",
        "method": "gift card",
        "deadline": "tonight, 11 pm",
        "account": "A1",
        "receipt": "E1",
    },
    {
        "status": "paid",
        "amount": "0050.10",
        "currency": "CAD",
        "method": "e-transfer",
        "to": "+pay@example.com",
        "transaction": "12345678901234567890",
        "when": "2026-11-02 21:40",
        "zone": "-07:00",
        "account": "A2",
        "note": "2-3 minutes after the threat",
    },
)


class Ledger:
    """Logs happenings one minute apart, as a vault does, and folds them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.fold = Fold()
        self._now = datetime(2026, 11, 23, 21, 14, 3, 123000, timezone(timedelta(hours=-7)))

    def log(self, what: str, data: Mapping[str, object], actor: str = "parent") -> None:
        """Log one happening."""
        prev = self.lines[-1].entry.digest() if self.lines else FIRST_PREV
        line = next_line(Happening(what, data, actor), len(self.lines) + 1, prev, self._now)
        self._now += timedelta(minutes=1)
        self.lines.append(line)
        self.fold.apply(line)

    def add(self, kind: str, item_id: str, fields: Mapping[str, object]) -> None:
        """Log that an item other than an exhibit was added."""
        self.log("added", {"kind": kind, "id": item_id, "fields": fields})

    def exhibit(self, number: int, fields: Mapping[str, object], name: str = "") -> None:
        """Log that exhibit `number` was added; its bytes are made up from its number."""
        file = file_facts(number, name or f"Screenshot_{number}.png")
        self.log("added", {"kind": "exhibit", "id": f"E{number}", "fields": fields, "file": file})


def content(number: int) -> bytes:
    """Return the made-up bytes of exhibit `number`."""
    return b"exhibit %d\n" % number * (number % 7 + 1)


def file_facts(number: int, name: str) -> dict[str, object]:
    """Return the facts of a made-up screenshot, as an "added" entry tells them."""
    data = content(number)
    return {
        "name": name,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "sha1": hashlib.sha1(data).hexdigest(),
        "md5": hashlib.md5(data).hexdigest(),
        "media_type": "image/png",
        "extension": "png",
        "modified": f"2026-11-02T21:{number % 60:02d}:05Z",
        "stored": f"{number:016x}.age",
        "stored_size": len(data) + 216,
        "stored_head": hashlib.sha256(b"head" + data).hexdigest(),
        "pixels": [1170, 2532],
        "embedded": ["EXIF", "XMP"] if number % 2 else [],
        "sorted_as": "screenshot",
    }


def sample_ledger(exhibits: int = 3, *, hidden: bool = False) -> Ledger:
    """Return the ledger of a case with so many exhibits to hand over.

    With `hidden` it also holds an exhibit, an account and a payment that are withheld, and an
    exhibit that was removed; the word SECRET is in each of them, and nowhere else.
    """
    ledger = Ledger()
    values = {"role": "parent", "country": "CA", "age": "under-18", "title": "Private title"}
    ledger.log("opened", {"case": CODE, "signing_key": SIGNING_KEY, "values": values})
    ledger.log("set", {"values": {"police_file_number": "2026-000123"}})
    ledger.log("set", {"values": {"person": "J. D."}})
    ledger.add("device", "D1", {"what": "Phone, black case", "owner": "J.", "holder": "Parent"})
    for index, fields in enumerate(ACCOUNTS):
        ledger.add("account", f"A{index + 1}", fields)
    for number in range(1, exhibits + 1):
        ledger.exhibit(number, _exhibit_fields(number), _exhibit_name(number))
    if exhibits:
        also = {"name": "copy of it.png", "modified": "2026-11-03T08:00:00Z", "via": "email"}
        ledger.log("added-again", {"id": "E1", "file": also})
    for index, fields in enumerate(PAYMENTS):
        ledger.add("payment", f"P{index + 1}", fields)
    ledger.add("report", "R1", {"to": "Cybertip", "when": "2026-11-03", "number": "0042"})
    if hidden:
        _add_hidden(ledger, exhibits)
    return ledger


def sample_record(exhibits: int = 3) -> Record:
    """Return the record of a case with so many exhibits, three accounts and two payments."""
    return sample_ledger(exhibits).fold.record()


def _exhibit_fields(number: int) -> dict[str, object]:
    fields: dict[str, object] = {
        "account": f"A{number % len(ACCOUNTS) + 1}",
        "shows": f"=SUM({number}) he asks for money; -really\nsecond line",
        "category": "demand",
        "seen": "2026-11-02 21:14",
        "time_shown": "21:14",
        "zone": "-07:00",
        "via": "cable",
        "device": "D1",
        "capture": "screenshot",
    }
    if number > 1:
        fields["continues"] = f"E{number - 1}"
    return fields


def _exhibit_name(number: int) -> str:
    odd = ("-スクリーン ショット.png", "=1+1.png", "2026-11-02.png", "a\nb\x00\x1b[31m;=c.png")
    return odd[number - 1] if number <= len(odd) else f"Screenshot_{number}.png"


def _add_hidden(ledger: Ledger, exhibits: int) -> None:
    withheld, removed = exhibits + 1, exhibits + 2
    ledger.exhibit(withheld, {"shows": "SECRET one"}, "SECRET-1.png")
    ledger.exhibit(removed, {"shows": "SECRET two"}, "SECRET-2.png")
    ledger.add("account", f"A{len(ACCOUNTS) + 1}", {"platform": "X", "username": "SECRET three"})
    ledger.add("payment", f"P{len(PAYMENTS) + 1}", {"amount": "SECRET four"})
    ledger.log("withheld", {"id": f"E{withheld}", "why": "private"})
    ledger.log("removed", {"id": f"E{removed}", "why": "added by mistake"})
    ledger.log("withheld", {"id": f"A{len(ACCOUNTS) + 1}", "why": "private"})
    ledger.log("withheld", {"id": f"P{len(PAYMENTS) + 1}", "why": "private"})
