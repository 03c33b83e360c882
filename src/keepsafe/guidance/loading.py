"""Reads the guidance packs of a folder into typed, checked, immutable data.

TOML reads slowly in Python (about 4 MB a second) and a person needs one country and one or two
apps. So `load` only finds the files, in a millisecond or two; each is read and checked whole when
it is first asked for, in about another, and refused then if anything is wrong with it. Reading all
of them takes some 50 ms; `checking.check` does that.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from keepsafe.guidance.model import ROLES, Guidance, Text
from keepsafe.guidance.packs import make_certificate, make_country, make_payment, make_platform
from keepsafe.guidance.pages import GuidanceError, Page, Problem, wrong_in
from keepsafe.guidance.reading import Table
from keepsafe.resources import resource

PLACEHOLDERS = (
    "username", "platform", "seen", "amount", "paid", "deadline", "case_code", "report_number",
    "country", "emergency", "crisis_name", "crisis_phone",
)  # fmt: skip
"""What a text may have filled in from the case."""

_TEXT_FILE = re.compile(rf"([a-z0-9-]+)(?:\.({'|'.join(ROLES)}))?\.md")
_BRACES = re.compile(r"\{\{(.*?)\}\}|\{\{|\}\}")
_AT_LINE = re.compile(r"line (\d+)")

Key = TypeVar("Key")
Pack = TypeVar("Pack")
Maker = Callable[[Table, str], Pack]


def load(root: Path | None = None) -> Guidance:
    """Return the guidance below `root`, by default Keepsafe's own.

    Raises:
        GuidanceError: here or when a pack is first asked for, for the first thing wrong with it.
    """
    return _load(root) if root else _own()


@functools.cache
def _own() -> Guidance:
    return _load(resource("guidance"))


def _load(root: Path) -> Guidance:
    if not root.is_dir():
        raise GuidanceError(Problem(str(root), 1, "the folder is not there"))
    return Guidance(
        countries=_Packs(_files(root, "countries"), lambda file: read(root, file, make_country)),
        platforms=_Packs(_files(root, "platforms"), lambda file: read(root, file, make_platform)),
        payments=_Packs(_files(root, "payments"), lambda file: read(root, file, make_payment)),
        certificates=_Packs(
            _files(root, "certificates"), lambda file: read(root, file, make_certificate)
        ),
        texts=_Packs(_text_files(root), lambda file: read_text(root, file)),
    )


class _Packs(Mapping[Key, Pack], Generic[Key, Pack]):
    """Packs that are each read when first asked for, and kept."""

    def __init__(self, files: Mapping[Key, Path], reader: Callable[[Path], Pack]) -> None:
        self._files = files
        self._read = functools.cache(reader)

    def __getitem__(self, key: Key) -> Pack:
        return self._read(self._files[key])

    def __contains__(self, key: object) -> bool:
        return key in self._files

    def __iter__(self) -> Iterator[Key]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _files(root: Path, folder: str) -> dict[str, Path]:
    return {file.stem: file for file in sorted((root / folder).glob("*.toml"))}


def _text_files(root: Path) -> dict[tuple[str, str, str], Path]:
    files = {}
    for file in sorted((root / "texts").glob("*/*.md")):
        named = _TEXT_FILE.fullmatch(file.name)
        if not named:
            what = "a text is named card.md or card.role.md, in small letters"
            raise GuidanceError(Problem(_label(root, file), 1, what))
        files[file.parent.name, named[1], named[2] or ""] = file
    return files


def _label(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()


def _words_of(root: Path, file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        raise GuidanceError(Problem(_label(root, file), 1, what)) from error
    try:
        return raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise GuidanceError(Problem(_label(root, file), line, "it is not UTF-8")) from error


def problems_of(root: Path, file: Path) -> list[Problem]:
    """Return everything wrong within one file."""
    maker: dict[str, Maker[object]] = {
        "countries": make_country,
        "platforms": make_platform,
        "payments": make_payment,
        "certificates": make_certificate,
    }
    try:
        if file.suffix == ".md":
            read_text(root, file)
            return []
        _pack, page = _made(root, file, maker[file.parent.name])
    except GuidanceError as error:
        return [error.problem]
    return page.problems


def read(root: Path, file: Path, make: Maker[Pack]) -> Pack:
    """Return the pack in a file.

    Raises:
        GuidanceError: for the first thing wrong with it.
    """
    pack, page = _made(root, file, make)
    if page.problems:
        raise GuidanceError(min(page.problems, key=lambda problem: problem.line))
    return pack


def _made(root: Path, file: Path, make: Maker[Pack]) -> tuple[Pack, Page]:
    words = _words_of(root, file)
    page = Page(_label(root, file), words, numbers=file.parent.name == "countries")
    try:
        data = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else words.count("\n") + 1
        raise GuidanceError(Problem(page.file, line, f"it is not TOML ({error})")) from error
    except RecursionError as error:
        raise GuidanceError(Problem(page.file, 1, "it is nested too deeply")) from error
    table = Table(page, data, ("", 0))
    return make(table, file.stem), page


def placeholders_in(words: str) -> set[str]:
    """Return the names that a text has filled in."""
    return {braces[1] for braces in _BRACES.finditer(words) if braces[1]}


def read_text(root: Path, file: Path) -> Text:
    """Return the card in a file.

    Raises:
        GuidanceError: for the first thing wrong with it.
    """
    lines = _words_of(root, file).split("\n")
    title = lines[0].removeprefix("# ").strip()
    if not lines[0].startswith("# ") or not title:
        what = 'the first line should be "# " and the title'
        raise GuidanceError(Problem(_label(root, file), 1, what))
    if what := _wrong_in_text("\n".join(lines)):
        found = ((at, _wrong_in_text(line)) for at, line in enumerate(lines, start=1))
        at, what = next(((at, wrong) for at, wrong in found if wrong), (1, what))
        raise GuidanceError(Problem(_label(root, file), at, what))
    named = _TEXT_FILE.fullmatch(file.name)
    name, role = (named[1], named[2] or "") if named else (file.stem, "")
    return Text(name, role, file.parent.name, title, "\n".join(lines[1:]).strip())


def _wrong_in_text(words: str) -> str:
    if what := wrong_in(words):
        return what
    for braces in _BRACES.finditer(words):
        if braces[1] not in PLACEHOLDERS:
            return f"{braces[0]} is not one of the names that can be filled in"
    return ""
