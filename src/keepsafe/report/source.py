"""What a report is made from: a case as it is handed over, and facts of the sealing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Literal

from keepsafe.case.record import Exhibit, Record
from keepsafe.report.logbook import Logbook

Language = Literal["en", "fr", "es"]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything the pages of one sealed file need, and nothing that must stay out of it.

    `record` is the result of `Record.handed_over()`; `bundle` is the sealed file's name without
    an ending, such as "KS-7F3K-9Q2M-1"; `seal` is 0 for a sheet of a case without any; `sealed_at`
    is aware, by this computer's clock;
    `signing_key` is the SHA-256 of the public key in lower-case hex; `open_exhibit` opens the
    bytes of an exhibit for reading and may raise any `KeepsafeError`; `damaged` are the numbers
    of exhibits that were found damaged and left out, whether `record` still lists them or not;
    `viewing` gives, for an exhibit's number, its viewing copy's file name, such as "0007.jpg";
    `parts` are the files' names when this is one of several, and `elsewhere` gives, for the number
    of an exhibit in another of them, which; `logbook` is what `logbook.read` finds in the
    log's lines.
    """

    record: Record
    bundle: str
    seal: int
    sealed_at: datetime
    signing_key: str
    app: str
    open_exhibit: Callable[[Exhibit], BinaryIO]
    previous_seal_code: str = ""
    language: Language = "en"
    damaged: tuple[str, ...] = ()
    viewing: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    logbook: Logbook = field(default_factory=Logbook)
