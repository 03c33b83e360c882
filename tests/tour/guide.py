"""Goes from page to page, takes the pictures, and writes the sheet."""

from __future__ import annotations

import argparse
import html
import os
import time
from dataclasses import dataclass
from pathlib import Path

from measuring import Findings, measure
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from keepsafe.bundle.layout import shown_seal_code
from keepsafe.bundle.sources import Secrets
from keepsafe.case.entries import Happening
from keepsafe.demo.example import Example, make_example
from keepsafe.desktop.pages.steps import STEPS, Step, step, steps_for
from keepsafe.desktop.pages.telling.forms import ItemPage
from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.style import ARGUMENTS, Theme
from keepsafe.desktop.widgets import ExpandingDetails, Page
from keepsafe.desktop.widgets.buttons import AnswerButton
from keepsafe.desktop.widgets.rows import YesNoRow

_MOST_SCREENS = 16
_LOCKED = ("doors", "keep", "unlock")


@dataclass(frozen=True)
class Look:
    """How one round through the pages looks."""

    language: str
    theme: str
    size: int

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.size}"


@dataclass(frozen=True)
class Seen:
    """One page as it was seen: its pictures, and what was measured."""

    name: str
    pictures: tuple[Path, ...]
    findings: Findings


class Guide:
    """Walks through the pages of one window."""

    def __init__(self, app: QApplication, session: Session, shell: Shell, out: Path) -> None:
        self.app = app
        self.session = session
        self.shell = shell
        self.out = out
        self.seen: list[Seen] = []

    def settle(self) -> None:
        """Let the window draw what it has to, and no longer."""
        for _ in range(3):
            self.app.processEvents()
            time.sleep(0.02)
        while self.session.jobs.busy:
            self.app.processEvents()
            time.sleep(0.01)
        self.app.processEvents()

    def wear(self, look: Look) -> None:
        """Change language, colours and text size, as the person would."""
        if self.session.language != look.language:
            self.session.speak(look.language)
        self.session.look(theme=look.theme, text_size=look.size)
        self.shell.theme.wear(look.theme, look.size)

    def visit(self, role: str, step: Step, look: Look, state: str = "") -> None:
        """Look at one page, from top to bottom; `state` names what it is in the middle of."""
        self.shell.idle_touch()  # a tour takes longer than the window waits before it locks
        self.shell.go(step.key)
        self.settle()
        page = self.shell.page
        assert page is not None
        self._look_at(page, f"{role or 'first'}-{step.key}{state}-{look}")

    def visit_opened(self, role: str, step: Step, look: Look) -> None:
        """Look again at the page that is shown, with its form there and all that is folded open."""
        page = self.shell.page
        assert page is not None
        if isinstance(page, ItemPage) and page.items:
            page.add_another()
            self.settle()
            page = self.shell.page
            assert page is not None
        rows = [row.name for row in page.findChildren(YesNoRow)]
        for name in rows:
            self._say_yes(name)
        page = self.shell.page
        assert page is not None
        folded = [part for part in page.findChildren(ExpandingDetails) if part.isVisible()]
        for part in folded:
            part.open()
        if rows or folded or isinstance(page, ItemPage):
            self.settle()
            self._look_at(page, f"{role or 'first'}-{step.key}-opened-{look}")
        self.session.drafts.clear(step.key)

    def _say_yes(self, name: str) -> None:
        """Press yes beside a question, as a person does: the page may go on from there."""
        button = self.shell.findChild(AnswerButton, f"{name}-yes")
        if button is not None and not button.isChecked():
            button.click()
            self.settle()

    def _look_at(self, page: Page, name: str) -> None:
        bar, pictures = page.verticalScrollBar(), []
        findings = Findings()
        for number in range(_MOST_SCREENS):
            bar.setValue(number * max(page.in_view().height() - 40, 1))
            self.settle()
            image = self.grab()
            findings = findings.joined(measure(self.shell, image))
            picture = self.out / f"{name}{f'-{number + 1}' if number else ''}.png"
            image.save(str(picture))
            pictures.append(picture)
            if bar.value() >= bar.maximum():
                break
        self.seen.append(Seen(name, tuple(pictures), findings))

    def grab(self) -> QImage:
        """Return what the screen shows of the window."""
        screen = self.shell.screen()
        at: QRect = self.shell.geometry()
        if os.environ.get("DISPLAY") and self.app.platformName() == "xcb":
            pixmap = screen.grabWindow(0, at.x(), at.y(), at.width(), at.height())
            return pixmap.toImage()
        return self.shell.grab().toImage()


def looks(wanted: str, *, quick: bool) -> list[Look]:
    """Return the rounds to go."""
    if wanted:
        parts = (look.split("-") for look in wanted.split(","))
        return [Look(language, theme, int(size)) for language, theme, size in parts]
    if quick:
        return [Look("en", "light", 100)]
    rounds = [
        Look(language, theme, size)
        for size in (100, 200)
        for theme in ("light", "dark")
        for language in ("en", "fr")
    ]
    return [*rounds, Look("es", "light", 100), Look("en", "contrast", 150)]


def take(arguments: argparse.Namespace) -> int:
    """Take the tour; the exit code is 0 when all pages could be shown."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    for old in arguments.out.glob("*.png"):
        old.unlink()
    app = QApplication(["keepsafe", *ARGUMENTS])
    home = Path(os.environ["XDG_DATA_HOME"]) / "keepsafe"
    example = make_example(Path(os.environ["HOME"]) / "example")
    session = Session(home)
    shell = Shell(session, Theme(app))
    width, _x, height = arguments.size.partition("x")
    shell.setGeometry(20, 20, int(width), int(height))
    shell.show()
    guide = Guide(app, session, shell, arguments.out)
    wanted = set(filter(None, arguments.pages.split(",")))
    roles = list(filter(None, arguments.roles.split(","))) or [
        "parent", "young-person", "adult", "counsellor", "officer",
    ]  # fmt: skip
    rounds = looks(arguments.looks, quick=arguments.quick)
    session.move("CA")
    walk(guide, "", [s for s in STEPS if s.key in _LOCKED], wanted, rounds)
    password = example.password_file.read_text().strip()
    for role in roles:
        if role in ("parent", "young-person", "adult"):
            session.unlock(example.case, password)
            while session.vault is None:
                app.processEvents()
            guide.settle()
        if role == "adult" and session.vault is not None:  # the drawn case is a child's
            grown = Happening("set", {"values": {"age": "18-plus"}}, role)
            session.vault.log([grown])
        session.role = role
        pages = steps_for(role, has_case=session.vault is not None)
        if role == roles[0]:
            pages += [s for s in STEPS if not s.listed_for and s.key not in _LOCKED]
            session.recovery_code = "abandon-ability-able-about-above-absent-absorb-abstract"
            session.mishap = "Keepsafe made a mistake (ValueError in keepsafe.example:1)."
        walk(guide, role, pages, wanted, rounds)
        if role == "officer" and (not wanted or "received" in wanted):
            receive(guide, example, rounds)
        session.recovery_code = ""
        session.lock()
    shell.close()
    write_sheet(guide.seen, arguments.out)
    return 0


def receive(guide: Guide, example: Example, rounds: list[Look]) -> None:
    """Look at the officer's door with a file before it, and with that file open."""
    received = step("received")
    guide.shell.go(received.key)
    file = guide.session.received
    assert file is not None
    file.choose(example.sealed.path)
    guide.settle()
    for look in rounds:
        guide.wear(look)
        guide.visit("officer", received, look, "-locked")
    file.seal_code = shown_seal_code(example.sealed.seal_code)
    file.open(Secrets(words=(example.sealed.words or "",)), "")
    guide.settle()
    for look in rounds:
        guide.wear(look)
        guide.visit("officer", received, look, "-open")
    guide.wear(rounds[0])


def walk(guide: Guide, role: str, pages: list[Step], wanted: set[str], rounds: list[Look]) -> None:
    """Visit pages in each look."""
    for look in rounds:
        guide.wear(look)
        for place in pages:
            if not wanted or place.key in wanted:
                guide.visit(role, place, look)
                guide.visit_opened(role, place, look)
    guide.wear(rounds[0])


def write_sheet(seen: list[Seen], out: Path) -> None:
    """Write the pictures and what was found, one row a page."""
    rows, total = [], 0
    for page in seen:
        found = page.findings.told()
        total += len(found)
        images = "".join(
            f'<a href="{p.name}"><img src="{p.name}" loading="lazy"></a>' for p in page.pictures
        )
        told = "".join(f"<li>{html.escape(line)}</li>" for line in found) or "<li>nothing</li>"
        facts = html.escape(page.findings.facts())
        rows.append(f"<h2>{html.escape(page.name)}</h2><p>{facts}</p><ul>{told}</ul>{images}")
        if found:
            print(page.name, *found, sep="\n    ")
    style = "img{width:520px;border:1px solid #999;margin:4px} body{font-family:sans-serif}"
    text = f"<!doctype html><meta charset=utf-8><title>Tour</title><style>{style}</style>"
    (out / "sheet.html").write_text(text + "\n".join(rows), "utf-8")
    pictures = sum(len(page.pictures) for page in seen)
    print(f"{len(seen)} pages, {pictures} pictures, {total} findings: {out / 'sheet.html'}")
