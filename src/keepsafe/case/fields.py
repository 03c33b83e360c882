"""What can be recorded about each thing in a case, and what counts as a sensible value.

Every field holds text as the person gave it; an empty field is one nobody filled in. The command
line's options, the tables and the report are all made from these classes, so that a field added
here appears everywhere.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from keepsafe.errors import UsageError
from keepsafe.i18n import N_, _, translated

Kind = Literal[
    "exhibit", "account", "payment", "device", "report", "consent", "note", "pointer", "case"
]

ROLES = ("young-person", "parent", "adult", "counsellor")
COUNTRIES = ("CA", "US", "UK", "AU", "NZ", "other")
AGES = ("under-18", "18-plus")
CATEGORIES = ("threat", "demand", "profile", "payment", "chat", "contact-list", "other")
TRANSFERS = (
    "cable", "airdrop", "email", "messaging", "cloud", "usb", "screen", "paste", "unknown",
)  # fmt: skip
CAPTURES = ("screenshot", "screen-recording", "photo-of-screen", "data-download", "other")

LONGEST = 20_000
"""Characters one field may hold; a book does not fit, a long story does."""


def text(label: str) -> Any:
    """Declare a field of free text."""
    return dataclasses.field(default="", metadata={"label": label})


def choice(label: str, values: tuple[str, ...]) -> Any:
    """Declare a field that holds one of `values`."""
    return dataclasses.field(default="", metadata={"label": label, "choices": values})


def moment(label: str) -> Any:
    """Declare a field that holds a day or a day and time, as the person knows it."""
    return dataclasses.field(default="", metadata={"label": label, "moment": True})


def zone(label: str = N_("Time zone of the times given")) -> Any:
    """Declare a field that holds an offset from UTC, such as -07:00."""
    return dataclasses.field(default="", metadata={"label": label, "zone": True})


def reference(label: str, letter: str) -> Any:
    """Declare a field that names another item of the case, such as A1."""
    return dataclasses.field(default="", metadata={"label": label, "letter": letter})


@dataclass(frozen=True, slots=True)
class ExhibitFields:
    """What a person says about a saved file."""

    account: str = reference("Whose account it shows", "A")
    shows: str = text("What it shows, in short")
    category: str = choice("Kind", CATEGORIES)
    seen: str = moment("When it was seen or captured")
    time_shown: str = text("The time shown in the picture, exactly as shown")
    zone: str = zone()
    via: str = choice("How it came to this computer", TRANSFERS)
    device: str = reference("Device it came from", "D")
    capture: str = choice("How it was captured", CAPTURES)
    continues: str = reference("Continues another exhibit", "E")
    content_url: str = text("Link of what is shown")


@dataclass(frozen=True, slots=True)
class AccountFields:
    """An account used by the person doing this."""

    platform: str = text("App or site")
    username: str = text("Username, exactly as shown")
    display_name: str = text("Display name")
    id: str = text("Account number or permanent ID")
    url: str = text("Profile link")
    phone: str = text("Phone number")
    email: str = text("E-mail address")
    seen: str = moment("When this name was seen")
    zone: str = zone()
    first_contact: str = moment("First contact")
    last_contact: str = moment("Last contact")
    former_names: str = text("Earlier names of the same account")
    own_account: str = text("The account they wrote to")
    link: str = text("Link as pasted")
    note: str = text("Anything else")


@dataclass(frozen=True, slots=True)
class PaymentFields:
    """Money that was asked for or sent."""

    status: str = choice("Asked for or paid", ("asked", "paid"))
    amount: str = text("Amount")
    currency: str = text("Currency")
    method: str = text("How (gift card, transfer, crypto ...)")
    to: str = text("Paid to (name, handle, address)")
    transaction: str = text("Reference or transaction number")
    when: str = moment("When")
    zone: str = zone()
    deadline: str = text("Deadline they gave")
    account: str = reference("Which account asked", "A")
    receipt: str = reference("Exhibit that shows it", "E")
    note: str = text("Anything else")


@dataclass(frozen=True, slots=True)
class DeviceFields:
    """A phone or computer that holds originals."""

    what: str = text("What it is (make and model)")
    owner: str = text("Whose it is")
    holder: str = text("Who has it now")
    holds: str = text("What is on it")
    note: str = text("Anything else")


@dataclass(frozen=True, slots=True)
class ReportFields:
    """A report that was made to someone."""

    to: str = text("Reported to")
    when: str = moment("When")
    zone: str = zone()
    number: str = text("Report or reference number")
    by: str = text("Who reported")
    officer: str = text("Name of the officer or person spoken to")
    note: str = text("What they said to do next")


@dataclass(frozen=True, slots=True)
class ConsentFields:
    """Who agreed to what."""

    who: str = text("Who agreed")
    to: str = choice("Agreed to", ("collect", "share", "collect-and-share"))
    when: str = moment("When")
    zone: str = zone()
    scope: str = text("What it covers")
    withdrawn: str = moment("Withdrawn on")


@dataclass(frozen=True, slots=True)
class NoteFields:
    """Something in the person's own words, or one dated line of what happened."""

    words: str = text("In your own words")
    when: str = moment("When it happened")
    zone: str = zone()


@dataclass(frozen=True, slots=True)
class PointerFields:
    """A picture that is left where it is, and only pointed to."""

    what: str = text("What it is, in words")
    app: str = text("App")
    chat: str = text("Chat or folder in the app")
    device: str = reference("Device it is on", "D")
    folder: str = text("Where on the device")
    when: str = moment("When it was taken or sent")
    zone: str = zone()
    sent_to: str = text("Sent to whom")
    note: str = text("Anything else")


@dataclass(frozen=True, slots=True)
class CaseFields:
    """What is known about the case as a whole."""

    title: str = text("Title, for you only")
    role: str = choice("Who is using Keepsafe", ROLES)
    country: str = choice("Country", COUNTRIES)
    age: str = choice("Age of the person this happened to", AGES)
    person: str = text("The person this happened to (initials are enough)")
    danger: str = text("Danger now, or something that must be known first")
    deadline: str = text("Deadline they gave")
    disappearing: str = text("Chats that disappear or exist only on a device")
    safe_contact: str = text("How to call back safely")
    safe_times: str = text("When it is safe to call")
    unsafe_times: str = text("When not to call, and what not to do")
    police_file_number: str = text("Police file number")
    officer: str = text("Officer")
    unit: str = text("Unit or station")
    not_saved: str = text("What was not saved, and why")
    accounts_kept: str = text("Own accounts: still there? Blocked or reported when?")
    imagery_request: str = text("Officer's request for a copy (name, agency, file number)")
    school_policy: str = text("School policy that allows saving screenshots (its name)")
    school_authorised_by: str = text("Who authorised it")
    time_zone: str = zone("Time zone at home")


FIELDS: Mapping[Kind, type[Any]] = {
    "exhibit": ExhibitFields,
    "account": AccountFields,
    "payment": PaymentFields,
    "device": DeviceFields,
    "report": ReportFields,
    "consent": ConsentFields,
    "note": NoteFields,
    "pointer": PointerFields,
    "case": CaseFields,
}

LETTERS: Mapping[Kind, str] = {
    "exhibit": "E",
    "account": "A",
    "payment": "P",
    "device": "D",
    "report": "R",
    "consent": "C",
    "note": "N",
    "pointer": "L",
}

Fields = TypeVar("Fields")

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


def label(kind: Kind, name: str) -> str:
    """Return the label of a field, as people see it."""
    return translated(FIELDS[kind].__dataclass_fields__[name].metadata["label"])


def filled(fields: Any) -> dict[str, str]:
    """Return the fields that hold something, in their declared order."""
    pairs = ((f.name, getattr(fields, f.name)) for f in dataclasses.fields(fields))
    return {name: value for name, value in pairs if value}


def checked(kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    """Return `values` as they will be kept, empty ones left out.

    What was typed is kept exactly, but for line ends (one line feed each).

    Raises:
        UsageError: for a field that does not exist, or a value that cannot be what it claims.
    """
    known = FIELDS[kind].__dataclass_fields__
    kept: dict[str, str] = {}
    for name, value in values.items():
        if name not in known:
            raise UsageError(
                _("There is nothing called “{name}” to fill in for this.").format(name=name)
            )
        typed = value.replace("\r\n", "\n").replace("\r", "\n")
        if "zone" in known[name].metadata:
            typed = typed.replace("\N{MINUS SIGN}", "-")
        if typed:
            _check_value(label(kind, name), known[name].metadata, typed)
            kept[name] = typed
    return kept


def _check_value(label: str, metadata: Mapping[str, Any], value: str) -> None:
    if len(value) > LONGEST:
        raise UsageError(
            _("“{label}” is longer than {count} characters; please shorten it.").format(
                label=label, count=LONGEST
            )
        )
    if any(unicodedata.category(c) == "Cs" for c in value):
        raise UsageError(
            _("“{label}” holds something that is not text; please type it again.").format(
                label=label
            )
        )
    if "choices" in metadata and value not in metadata["choices"]:
        allowed = ", ".join(metadata["choices"])
        raise UsageError(
            _("“{label}” can be one of: {allowed}.").format(label=label, allowed=allowed)
        )
    if "moment" in metadata:
        parse_moment(value, label)
    if "zone" in metadata and not _ZONE.fullmatch(value):
        raise UsageError(_("“{label}” is written like -07:00 or +10:00.").format(label=label))
    if "letter" in metadata and not re.fullmatch(rf"{metadata['letter']}[1-9]\d*", value):
        raise UsageError(
            _("“{label}” is written like {letter}1.").format(label=label, letter=metadata["letter"])
        )


def parse_moment(value: str, label: str = "") -> datetime:
    """Return a moment as a naive time; a day alone is its midnight.

    Raises:
        UsageError: when it is not a real day, or not written as 2026-11-02 or 2026-11-02 21:14.
    """
    if _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise UsageError(
        _("“{label}” is written like 2026-11-02 or 2026-11-02 21:14.").format(
            label=label or _("This time")
        )
    )
