"""A made-up case for the tests, with drawn screenshots; no person or account in it exists."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, BinaryIO

from PIL import Image, ImageDraw

from keepsafe.case.entries import FIRST_PREV, Happening, Line, next_line
from keepsafe.case.fields import LETTERS, Kind
from keepsafe.case.record import Exhibit, Fold
from keepsafe.report import logbook
from keepsafe.report.source import Source

ZONE = timezone(timedelta(hours=-7))
START = datetime(2026, 11, 23, 20, 2, 11, tzinfo=ZONE)


class Drawn:
    """Builds a case line by line, and the source of a report of it."""

    def __init__(self, case: Mapping[str, str]) -> None:
        self.fold = Fold()
        self.seq, self.prev, self.now = 0, FIRST_PREV, START
        self.lines: list[Line] = []
        self.bytes: dict[str, bytes] = {}
        values = {"role": "parent", "country": "CA", **case}
        self.log("opened", {"case": "KS-7F3K-9Q2M", "signing_key": "ab" * 32, "values": values})

    def log(self, what: str, data: Mapping[str, Any], actor: str = "parent") -> int:
        self.seq += 1
        line = next_line(Happening(what, data, actor), self.seq, self.prev, self.now)
        self.now += timedelta(seconds=47)
        self.prev = line.entry.digest()
        self.fold.apply(line)
        self.lines.append(line)
        return self.seq

    def add(self, kind: Kind, **fields: str) -> str:
        number = self.fold.next_id(kind, LETTERS[kind])
        self.log("added", {"id": number, "kind": kind, "fields": fields})
        return number

    def add_file(self, data: bytes, media_type: str = "image/png", **fields: Any) -> str:
        number = self.fold.next_id("exhibit", "E")
        names = {"image/png": "png", "image/jpeg": "jpg", "text/plain": "txt", "image/heic": "heic"}
        file = {
            "name": fields.pop("name", f"Screenshot_{number}.png"),
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            "media_type": media_type,
            "extension": names.get(media_type, "bin"),
            "modified": "2026-11-22T04:11:09Z",
            "stored": "x.age",
            "stored_size": len(data) + 200,
            "stored_head": "0" * 64,
            "pixels": fields.pop("pixels", None),
            "embedded": fields.pop("embedded", []),
        }
        self.log("added", {"id": number, "kind": "exhibit", "file": file, "fields": fields})
        self.bytes[number] = data
        return number

    def open(self, exhibit: Exhibit) -> BinaryIO:
        return io.BytesIO(self.bytes[exhibit.id])

    def source(self, **changes: Any) -> Source:
        record = self.fold.record().handed_over()
        values: dict[str, Any] = {
            "record": record,
            "logbook": logbook.read(self.lines, record.undisclosed),
            "bundle": "KS-7F3K-9Q2M-1",
            "seal": 1,
            "sealed_at": self.now,
            "signing_key": hashlib.sha256(b"key").hexdigest(),
            "app": "Keepsafe 0.1.0",
            "open_exhibit": self.open,
        }
        return Source(**{**values, **changes})


def screenshot(number: int = 1, size: tuple[int, int] = (1170, 2532), kind: str = "PNG") -> bytes:
    """Draw a chat: bubbles with strokes for letters, different for each number."""
    picture = Image.new("RGB", size, (246, 247, 250))
    draw = ImageDraw.Draw(picture)
    dice = random.Random(number)
    width = size[0]
    draw.rectangle((0, 0, width, 150), fill=(255, 255, 255))
    draw.text((60, 60), f"drawn chat {number}", fill=(20, 30, 40), font_size=48)
    for top in range(200, size[1] - 120, 130):
        mine = dice.random() < 0.4
        left = int(width * (0.35 if mine else 0.04))
        box = (left, top, left + int(width * 0.6), top + 100)
        draw.rounded_rectangle(box, 44, fill=(30, 110, 240) if mine else (224, 226, 231))
        words = " ".join("x" * dice.randint(2, 9) for _ in range(4))
        draw.text((left + 36, top + 30), words, fill="white" if mine else "black", font_size=38)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def typical_case(screenshots: int = 4, **case: str) -> Drawn:
    """A case as a parent would record it in a quarter of an hour."""
    drawn = Drawn(
        {
            "age": "under-18",
            "person": "M. T.",
            "danger": "He says he will send the picture to her class tonight at 23:00. "
            "She has said she does not want to live. A crisis line was called; she is not alone.",
            "deadline": "Tonight, 23 November, 23:00",
            "disappearing": "Snapchat: his messages vanish 24 hours after they are read. "
            "Two are not opened yet; please look at them with us.",
            "safe_contact": "Call the mother's mobile, 403-555-0142. No texts, no messages.",
            "safe_times": "Any day after 18:00. Never the school.",
            "police_file_number": "CA26-481207",
            "officer": "Cst. Amara Osei",
            "unit": "Calgary Police Service, District 4",
            "not_saved": "A voice message was heard once and is gone. "
            "The first two days of the chat were not scrolled back to: it was too much.",
            "accounts_kept": "Instagram blocked on 22 Nov, not deleted. Snapchat not blocked yet.",
            "time_zone": "-07:00",
            **case,
        }
    )
    drawn.add(
        "account", platform="Instagram", username="jake_rn0lds.Il1O", display_name="Jake ✨ R",
        url="https://www.instagram.com/jake_rn0lds.Il1O/", seen="2026-11-21 21:14", zone="-07:00",
        first_contact="2026-11-19", own_account="m.t.draws", note="Says he is 16, from Lethbridge.",
    )  # fmt: skip
    drawn.add(
        "account", platform="Snapchat", username="jаke.real", display_name="Jake 💙👍🏽",
        seen="2026-11-22 08:40", zone="-07:00", last_contact="2026-11-23 19:20",
        id="9d1f0c6a-52c4-4c55-8a0e-3f5a2b77e1d0", former_names="j.reynolds_07",
    )  # fmt: skip
    drawn.add("account", platform="WhatsApp", phone="+2348005550131", seen="2026-11-22")
    device = drawn.add(
        "device", what="iPhone 13, blue case", owner="M. T.", holder="Her mother",
        holds="The whole Instagram and Snapchat chats",
    )  # fmt: skip
    for index in range(screenshots):
        drawn.add_file(
            screenshot(index), name=f"IMG_{4410 + index}.PNG", pixels=[1170, 2532],
            account="A1" if index % 2 else "A2", shows="He asks for 300 and names her school",
            category=("threat", "demand", "profile", "chat")[index % 4],
            seen=f"2026-11-2{1 + index % 3} 2{index % 4}:1{index % 10}", zone="-07:00",
            via="cable", device=device, capture="screenshot", embedded=["EXIF", "XMP"],
        )  # fmt: skip
    drawn.add_file(
        b"[19/11/2026] hi\n", "text/plain", name="_chat.txt", shows="WhatsApp chat, text only"
    )
    drawn.add(
        "payment", status="paid", amount="150.00", currency="CAD", method="Interac e-Transfer",
        to="jreynolds.pay07@example.com", transaction="CA1xR7kQ0pLl", when="2026-11-22 22:31",
        zone="-07:00", account="A1", receipt="E1", note="Not yet accepted, the bank app says.",
    )  # fmt: skip
    drawn.add(
        "payment", status="asked", amount="300", currency="USD", method="Bitcoin",
        to="bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", deadline="23 Nov, 23:00", account="A2",
        when="2026-11-23 19:20", zone="-07:00",
    )  # fmt: skip
    drawn.add(
        "note", when="2026-11-19 20:00", zone="-07:00",
        words="He wrote on Instagram and said he knows a friend of mine.\nWe moved to Snapchat.",
    )  # fmt: skip
    hidden = drawn.add("note", words="THIS WAS TAKEN BACK")
    drawn.log("withheld", {"id": hidden, "why": "private"})
    drawn.add(
        "pointer", what="A picture of herself, sent to him", app="Snapchat", chat="Jake",
        device=device, folder="Camera roll", when="2026-11-21 23:10", zone="-07:00", sent_to="A2",
    )  # fmt: skip
    drawn.add("pointer", what="The same picture", device=device, folder="Recently deleted")
    drawn.add(
        "report", to="Cybertip.ca", when="2026-11-23 20:05", zone="-07:00", number="CT-99012345",
        by="The mother", note="Keep the phone as it is.",
    )  # fmt: skip
    drawn.add("consent", who="M. T.", to="collect-and-share", when="2026-11-23", scope="All of it")
    drawn.log("seal-begun", {"seal": 1, "bundle": "KS-7F3K-9Q2M-1"}, "keepsafe")
    return drawn


NOW = datetime(2026, 11, 24, 5, 14, tzinfo=UTC)
