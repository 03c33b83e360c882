"""A whole sample case, from drawn screenshots to a sealed and verified file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from keepsafe.bundle.sealing import SealChoice, Sealed, seal
from keepsafe.bundle.sheet import hand_over_sheet
from keepsafe.bundle.verifying import Secrets, Verdict, verify
from keepsafe.case.entries import Happening
from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots
from keepsafe.errors import SystemRefusedError
from keepsafe.formats import words
from keepsafe.i18n import _
from keepsafe.intake.adding import Choice, add
from keepsafe.progress import UNWATCHED, Watch
from keepsafe.vault.durable import Disk
from keepsafe.vault.vault import Vault

_SCREENSHOTS = 12
_PHOTOS = 3
_ACTOR = "parent"
# What `drawing` draws: six screens with each account, in this order.
_ACCOUNTS = (
    ("Mia Larsen", "mia.l4rsen_0O1", "90165456762", "2026-11-02 19:14", "2026-11-02 19:49"),
    ("Jake Wills", "jake_wlIls.l0", "90248258919", "2026-11-02 19:56", "2026-11-02 20:31"),
)
_SHOWN = (
    ("profile", "Their profile, with the username"),
    ("threat", "Threats in the chat"),
    ("threat", "Threats in the chat"),
    ("demand", "They ask for money"),
    ("contact-list", "The list of friends they sent"),
    ("threat", "Threats in the chat"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """Where the sample case and its parts are."""

    case: Path
    sealed: Sealed
    password_file: Path
    words_file: Path
    verdict: Verdict


def make_example(folder: Path, watch: Watch = UNWATCHED) -> Example:
    """Make the sample case in `folder`, which must not exist.

    Raises:
        SystemRefusedError: when it exists, or the disk refuses.
    """
    if folder.exists():
        raise SystemRefusedError(
            _(
                "There is already something called {name}, and it was left as it is. "
                "Name another folder: keepsafe demo FOLDER"
            ).format(name=folder.name)
        )
    disk = Disk()
    phone, police, paper = folder / "from-the-phone", folder / "for-police", folder / "on-paper"
    for path in (folder, phone, police, paper):
        disk.make_folder(path)
    for name, data in draw_chat_screenshots(_SCREENSHOTS):
        disk.write_new(phone / name, data)
    for number in range(_PHOTOS):
        name, data = draw_camera_photo(number)
        disk.write_new(phone / name, data)
    password = words.written(words.generate("en", 4))
    values = {"role": "parent", "country": "CA", "age": "under-18", "title": "Sample case"}
    vault, _recovery = Vault.create(folder / "case", password, values)
    with vault:
        _record(vault, phone, watch)
        sealed = seal(vault, police, SealChoice(), _ACTOR, watch)
    password_file, words_file = paper / "password.txt", paper / "eight-words.txt"
    disk.write_new(password_file, f"{password}\n".encode())
    disk.write_new(words_file, f"{sealed.words}\n".encode())
    sheet = hand_over_sheet(vault.record.seals[-1], "en")
    disk.write_new(paper / "hand-over-sheet.txt", sheet.encode())
    verdict = verify(sealed.path, Secrets(words=(sealed.words or "",)), sealed.seal_code, watch)
    return Example(folder / "case", sealed, password_file, words_file, verdict)


def _record(vault: Vault, phone: Path, watch: Watch) -> None:
    for name, username, user_id, seen, last in _ACCOUNTS:
        fields = {
            "platform": "Chatter (a drawn app)",
            "username": username,
            "display_name": name,
            "id": user_id,
            "first_contact": "2026-10-30",
            "last_contact": last,
            "seen": seen,
            "zone": "-07:00",
        }
        vault.add_item("account", fields, _ACTOR)
    said = {"via": "cable", "zone": "-07:00", "capture": "screenshot", "device": "D1"}
    device = {
        "what": "Phone",
        "owner": "The young person",
        "holder": "The parent",
        "holds": "The chat",
    }
    vault.add_item("device", device, _ACTOR)
    add(vault, [phone], Choice(said), _ACTOR, watch)
    for number in range(_SCREENSHOTS):
        account = f"A{1 + number // len(_SHOWN)}"
        category, shows = _SHOWN[number % len(_SHOWN)]
        hour, minute = divmod(19 * 60 + 14 + 7 * number, 60)  # the clock in the picture
        seen = f"2026-11-02 {hour}:{minute:02d}"
        values = {"account": account, "category": category, "shows": shows, "seen": seen}
        vault.describe(f"E{1 + number}", values, _ACTOR)
    vault.add_item(
        "payment",
        {
            "status": "asked",
            "amount": "200",
            "currency": "CAD",
            "method": "gift card",
            "to": "DEMO-WALLET-00l1-IO0O",
            "deadline": "2 November, 21:00",
            "account": "A1",
            "receipt": "E4",
            "when": "2026-11-02 19:26",
            "zone": "-07:00",
        },
        _ACTOR,
    )
    vault.add_item(
        "pointer",
        {
            "what": "One picture that was sent",
            "app": "Chatter",
            "chat": "The chat with mia.l4rsen_0O1",
            "device": "D1",
            "when": "2026-11-01",
        },
        _ACTOR,
    )
    vault.add_item(
        "note",
        {
            "words": "They wrote first, on Friday. On Monday they asked for money.",
            "when": "2026-11-02",
        },
        _ACTOR,
    )
    vault.add_item(
        "report",
        {"to": "Example reporting page", "when": "2026-11-03", "number": "EX-0000001"},
        _ACTOR,
    )
    agreed = {"who": "The young person and the parent", "to": "collect-and-share"}
    vault.add_item("consent", {**agreed, "when": "2026-11-03", "scope": "All of it"}, _ACTOR)
    facts = {
        "safe_contact": "Call the parent, not the home line",
        "safe_times": "Weekdays after 17:00",
        "unsafe_times": "Not at the young person's school, and leave no message",
        "not_saved": "The first day of the chat: it had disappeared already",
        "disappearing": "The chat is only on the phone; the app deletes after 30 days",
        "time_zone": "-07:00",
    }
    vault.log([Happening("set", {"values": {k: v}}, _ACTOR) for k, v in facts.items()])
