"""The one list of pages: their order, what they are called, and which module each is in.

A module is imported when its page is first shown. To add a page, add a line.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keepsafe.i18n import N_, translated

if TYPE_CHECKING:
    from keepsafe.desktop.widgets import Page

_FAMILY = ("young-person", "parent", "adult")
EVERYONE = (*_FAMILY, "counsellor", "officer", "")


@dataclass(frozen=True, slots=True)
class Step:
    """A page: `listed_for` are the roles in whose list of steps it stands, in this order."""

    key: str
    where: str
    """module:Class, below `keepsafe.desktop.pages`."""
    called: str
    icon: str = "file-text"
    listed_for: tuple[str, ...] = ()
    needs_case: bool = False
    """Whether there must be an open case; without one, the page is not in the list."""

    @property
    def name(self) -> str:
        """What the page is called, in the person's language."""
        return translated(self.called)

    def load(self) -> type[Page]:
        """Return the class of the page."""
        module, _colon, name = self.where.partition(":")
        found: type[Page] = getattr(
            importlib.import_module(f"keepsafe.desktop.pages.{module}"), name
        )
        return found


STEPS: tuple[Step, ...] = (
    Step("doors", "doors:Doors", N_("Who needs help?"), "house"),
    # The family's ten steps.
    Step("safe", "safe_tonight:SafeTonight", N_("Safe tonight?"), "heart-handshake", _FAMILY),
    Step("first", "first_things:FirstThings", N_("First things"), "hand", _FAMILY),
    Step("who", "telling.who:Who", N_("Who is doing this"), "user-round", _FAMILY),
    Step(
        "screenshots",
        "screenshots.page:Screenshots",
        N_("Bring the screenshots"),
        "images",
        _FAMILY,
    ),
    Step("money", "telling.money:Money", N_("Money"), "banknote", _FAMILY),
    Step("pictures", "telling.pictures:Pictures", N_("Private pictures"), "image-off", _FAMILY),
    Step("story", "telling.story:Story", N_("What happened"), "pen-line", _FAMILY),
    Step("look-over", "look_over:LookOver", N_("Look it over"), "list", _FAMILY),
    Step(
        "make-file", "make_file.page:MakeFile", N_("Make the file for police"), "file-lock", _FAMILY
    ),
    Step("afterwards", "afterwards.page:Afterwards", N_("Afterwards"), "coffee", _FAMILY),
    # The counsellor's and the officer's doors.
    Step("student", "student:Student", N_("A student"), "graduation-cap", ("counsellor",)),
    Step("received", "received.page:Received", N_("I received a file"), "file-check", ("officer",)),
    # Beside the steps.
    Step("home", "home:Home", N_("You can stop here"), "house", _FAMILY, needs_case=True),
    Step("batch", "screenshots.batch:BatchPage", N_("What they show"), "images"),
    Step("exhibits", "exhibits.page:Exhibits", N_("What is kept"), "list", needs_case=True),
    Step("facts", "telling.facts:Facts", N_("What police need to know"), "phone"),
    Step("file-made", "make_file.made:FileMade", N_("The file for police"), "file-lock"),
    Step("file-words", "make_file.words:FileWords", N_("The words for police"), "shield"),
    Step("file-sheet", "make_file.sheet:HandOverSheet", N_("The hand-over sheet"), "file-text"),
    Step("report-sheet", "make_file.web_form:WebForm", N_("The report sheet"), "globe"),
    Step("plain-copies", "make_file.plain_copies:PlainCopies", N_("Plain copies"), "images"),
    Step(
        "handed-over", "afterwards.handed_over:HandedOver", N_("Note who took the file"), "pen-line"
    ),
    Step("what-next", "afterwards.cards:WhatNext", N_("What happens next"), "clock"),
    Step("take-down", "afterwards.cards:TakeDown", N_("Getting pictures taken down"), "qr-code"),
    Step("phone-care", "afterwards.cards:PhoneCare", N_("Look after the phone"), "smartphone"),
    Step(
        "copies-left",
        "afterwards.copies_left:CopiesLeft",
        N_("Copies left on this computer"),
        "search",
    ),
    Step("case-care", "afterwards.case_care:CaseCare", N_("Look after what is kept"), "lock"),
    Step("let-go", "afterwards.let_go:LetGo", N_("Let the case go"), "trash-2"),
    Step("keep", "keep:Keep", N_("Your password"), "lock"),
    Step("recovery", "recovery:Recovery", N_("Your recovery code"), "key-round"),
    Step("new-password", "new_password:NewPassword", N_("Change the password"), "lock"),
    Step("unlock", "unlock:Unlock", N_("Unlock"), "lock"),
    Step("report-now", "report_now:ReportNow", N_("Report now"), "flag"),
    Step("block-now", "block_now:BlockNow", N_("Block now"), "shield-ban"),
    Step("settings", "settings:Settings", N_("Settings"), "settings"),
    Step("trouble", "trouble:Trouble", N_("Something went wrong"), "life-buoy"),
)

_PARTS = {
    "screenshots": ("batch",),
    "make-file": ("file-made", "file-words", "file-sheet", "report-sheet", "plain-copies"),
    "afterwards": (
        "handed-over", "what-next", "take-down", "phone-care", "copies-left", "case-care", "let-go",
    ),
}  # fmt: skip
"""The pages beside the steps that belong to one of them."""

_PASSED_THROUGH = {
    "keep", "recovery", "new-password", "unlock", "settings", "report-now", "block-now", "trouble",
    "copies-left", "case-care", "let-go",
}  # fmt: skip
"""Nobody who opens the case again is brought back to one of these."""

_BY_KEY = {step.key: step for step in STEPS}
_STEP_OF = {part: key for key, parts in _PARTS.items() for part in parts}


def step(key: str) -> Step:
    """Return a step; the first window where there is no such one."""
    return _BY_KEY.get(key, STEPS[0])


def is_place(key: str) -> bool:
    """Return whether a page is one to come back to when the case is opened again."""
    return key in _BY_KEY and key not in _PASSED_THROUGH


def step_of(key: str) -> str:
    """Return the key of the step that a page belongs to: its own, where it is one itself."""
    return _STEP_OF.get(key, key)


def steps_for(role: str, *, has_case: bool) -> list[Step]:
    """Return the list of steps for a role, in order."""
    return [s for s in STEPS if role in s.listed_for and (has_case or not s.needs_case)]


def after(key: str, role: str) -> str:
    """Return the key of the step that follows in someone's list; the same where there is none."""
    keys = [s.key for s in steps_for(role, has_case=False)]
    if key not in keys:
        return keys[0] if keys else key
    return keys[min(keys.index(key) + 1, len(keys) - 1)]
