"""Sets pages: hands a template and its data to Typst in a child process, takes the PDF back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Timer
from types import TracebackType
from typing import Any, Self

from keepsafe.errors import KeepsafeError
from keepsafe.report import children
from keepsafe.resources import resource

SECONDS = 180.0
"""The longest that one document may take; a hundred exhibits take about one second."""

Encode = Callable[[bool], Mapping[str, Any]]
"""Makes the data of a template; True asks for Latin letters only, everything else as codes."""


class Typesetting:
    """One document on its way: files are added, then the PDF is asked for.

    Use it as a context manager: leaving it ends the child, finished or not.
    """

    def __init__(self, at: datetime, *, archival: bool = True) -> None:
        """Start the child; `at` is the time the document states.

        What is `archival` is PDF/A: everything in it is fixed. All documents are PDF/UA.
        """
        self._child = children.start("keepsafe.report.typeset_child")
        self._template: list[str] = []
        self.add("at", str(int(at.timestamp())).encode())
        self.add("standards", b"a-2u,ua-1" if archival else b"ua-1")
        self.add("common.typ", resource("report", "common.typ").read_bytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        children.stop(self._child)

    def add(self, name: str, data: bytes) -> None:
        """Give the document a file. It must be UTF-8: Typst takes no other in memory.

        Raises:
            KeepsafeError: when the child is gone.
        """
        assert self._child.stdin  # noqa: S101  # opened as a pipe
        try:
            children.send(self._child.stdin, name, data)
        except OSError as error:
            raise KeepsafeError(_FAILED) from error

    def finish(self, template: str, encode: Encode, seconds: float = SECONDS) -> bytes:
        """Set `resources/report/<template>` and return the PDF.

        Should Typst refuse a text, which no text is known to bring about, the child sets it all
        in plain Latin letters: a report with codes in it is better than none.

        Raises:
            KeepsafeError: when the child crashed, ran out of memory or took too long.
        """
        self.add("main", resource("report", template).read_bytes())
        self.add("data.json", _as_json(encode(False)))
        self.add("plain.json", _as_json(encode(True)))
        child = self._child
        assert child.stdin and child.stdout  # noqa: S101, PT018  # opened as pipes
        alarm = Timer(seconds, child.kill)
        alarm.start()
        try:
            child.stdin.close()
            answer = children.receive(child.stdout)
        except OSError as error:
            raise KeepsafeError(_FAILED) from error
        finally:
            alarm.cancel()
        if answer is None:
            raise KeepsafeError(_FAILED)
        return answer[1]


def typeset(template: str, encode: Encode, at: datetime, *, archival: bool = True) -> bytes:
    """Return the PDF of a template whose files are all here; `archival` as in `Typesetting`.

    Raises:
        KeepsafeError: when it cannot be made.
    """
    with Typesetting(at, archival=archival) as job:
        return job.finish(template, encode)


def _as_json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


_FAILED = (
    "The report could not be made: the part of Keepsafe that sets its pages stopped. "
    "Everything saved is safe. Please try again, with other programs closed."
)
