"""What the command line says and asks: sentences, one JSON object, progress bars, secrets.

In JSON mode standard output holds one object and nothing else. Progress goes to standard error and
only to a terminal. Secrets are prompted for or read from a file; they are in no argument.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import re
import shutil
import signal
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from keepsafe.errors import UsageError
from keepsafe.formats.words import plain
from keepsafe.i18n import _
from keepsafe.progress import Watch
from keepsafe.vault.durable import Disk, refusals

_LONGEST_SECRET = 64 * 1024
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Console:
    """Where a command's words go."""

    def __init__(self, *, json_mode: bool, one_line: bool = False) -> None:
        self.json_mode = json_mode
        self._indent = None if one_line else 1

    def say(self, *sentences: str) -> None:
        """Print sentences, one a line; nothing in JSON mode."""
        if not self.json_mode:
            for sentence in sentences:
                _write(sys.stdout, _fitted(sentence) if sys.stdout.isatty() else sentence)

    def note(self, sentence: str) -> None:
        """Print a remark to standard error."""
        _write(sys.stderr, sentence)

    def give(self, result: dict[str, Any]) -> None:
        """Print the JSON object, at once; nothing outside JSON mode."""
        if self.json_mode:
            _write(sys.stdout, json.dumps(result, indent=self._indent, default=str))

    @property
    def shows_secrets(self) -> bool:
        """Whether standard output is a terminal that a person reads."""
        return not self.json_mode and sys.stdout.isatty()

    @contextlib.contextmanager
    def watch(self, label: str) -> Iterator[Watch]:
        """Show a bar for long work; the first Ctrl-C stops the work cleanly."""
        stop = _Stop()
        if not sys.stderr.isatty():
            with stop:
                yield Watch(cancelled=stop.asked)
            return
        label = visible(label)
        told = TextColumn("{task.description}", markup=False)
        columns = (told, BarColumn(), TimeRemainingColumn())
        with stop, Progress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=None)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            yield Watch(progress, stop.asked)

    def secret(self, file: str | None, question: str, *, confirm: bool = False) -> str:
        """Return a secret from `file` ("-" is standard input), or ask for it on the terminal.

        Raises:
            UsageError: when there is no terminal to ask on, or two answers differ.
            SystemRefusedError: when the file cannot be read.
        """
        if file is not None:
            if file == "-":  # one line of standard input for each secret, in order
                return sys.stdin.readline(_LONGEST_SECRET).removesuffix("\n").removesuffix("\r")
            return read_secret_file(file).split("\n", 1)[0].removesuffix("\r")
        if not sys.stdin.isatty():
            raise UsageError(
                _("Not given: {question}. Put it in a file; see --help.").format(question=question)
            )
        typed = getpass.getpass(f"{question}: ")
        if confirm and getpass.getpass(_("The same once more: ")) != typed:
            raise UsageError(_("The two were not the same. Nothing was changed; try again."))
        return typed

    def confirm(self, question: str, *, yes: bool) -> bool:
        """Return whether the person agrees; `yes` is the option that answers beforehand.

        Raises:
            UsageError: when there is no terminal to ask on, and it was not answered beforehand.
        """
        if yes:
            return True
        if self.json_mode or not sys.stdin.isatty():
            raise UsageError(
                _("This needs your yes, and there is no terminal to ask on. Give --yes.")
            )
        self.say(question)
        answer = plain(self.ask(_("Type yes or no: ")))  # «si» is «sí», typed in a hurry
        return answer in {"yes", "y", plain(_("yes"))}

    def ask(self, question: str) -> str:
        """Return what the person types, which is no secret.

        Raises:
            UsageError: when there is no terminal to ask on.
        """
        if self.json_mode or not sys.stdin.isatty():
            raise UsageError(
                _("Not given: {question}. See --help.").format(question=question.rstrip(": "))
            )
        sys.stdout.write(question)
        sys.stdout.flush()
        return sys.stdin.readline().strip()


def read_secret_file(file: str) -> str:
    """Return the text of a file that holds a secret; "-" is standard input."""
    if file == "-":
        return sys.stdin.read(_LONGEST_SECRET)
    with refusals(Path(file)):
        data = Path(file).read_bytes()[:_LONGEST_SECRET]
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(_("{name} is not a text file.").format(name=Path(file).name)) from error


def write_secret_file(path: Path, text: str) -> None:
    """Write a secret to a new file that only its owner can read."""
    Disk().write_new(path, text.encode())


def numbered(words: Sequence[str]) -> list[str]:
    """Return words as people copy them by hand."""
    return [f"  {number}. {word}" for number, word in enumerate(words, start=1)]


def visible(text: str) -> str:
    """Return `text` without what would command a terminal, or turn a line around: as codes."""
    return _COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _fitted(sentence: str) -> str:
    """Return a sentence in lines that fit the terminal, indented as its first line is."""
    width = min(shutil.get_terminal_size().columns, 88)
    indent = " " * (len(sentence) - len(sentence.lstrip(" ")))
    lines = sentence.splitlines() or [""]
    fitted = (
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False) or line
        for line in lines
    )
    return "\n".join(fitted)


def _write(stream: Any, text: str) -> None:
    text = visible(text)
    try:
        stream.write(text + "\n")
        stream.flush()
    except UnicodeEncodeError:  # a terminal that cannot show every letter
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    except BrokenPipeError:
        # The reader has seen enough. What is left must not fail when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Stop:
    """Turns the first Ctrl-C into a request to stop, so that work ends at a clean place."""

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def asked(self) -> bool:
        return self._asked

    def __enter__(self) -> _Stop:
        with contextlib.suppress(ValueError):  # only the main thread may
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_details: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
