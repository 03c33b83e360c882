"""ASCII armor for age files: strict PEM as C2SP age.md, "ASCII armor", asks for.

Lines of exactly 64 base64 characters but for the last, canonical padding, either line end; white
space is allowed before the first and after the last line and nowhere else.
"""

from __future__ import annotations

import base64
import binascii
import io

from keepsafe.formats.age_errors import ArmorError
from keepsafe.formats.age_stream import Readable, Writable, write_all
from keepsafe.i18n import _

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
_LINE_BYTES = 48
_COLUMNS = 64
_WHITE_SPACE = b" \t\r\n"
_MOST_WHITE_SPACE = 64 * 1024


class ArmorWriter:
    """Writes bytes as armor; `close` writes the last line and leaves the target open."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self._pending = bytearray()
        write_all(target, BEGIN + b"\n")

    def write(self, data: bytes | memoryview, /) -> int:
        """Armor all of `data`."""
        self._pending += data
        whole = len(self._pending) // _LINE_BYTES * _LINE_BYTES
        if whole:
            encoded = base64.b64encode(self._pending[:whole])
            lines = (encoded[i : i + _COLUMNS] for i in range(0, len(encoded), _COLUMNS))
            write_all(self._target, b"".join(line + b"\n" for line in lines))
            del self._pending[:whole]
        return len(data)

    def close(self) -> None:
        """Write what is left and the end line."""
        if self._pending:
            write_all(self._target, base64.b64encode(self._pending) + b"\n")
        write_all(self._target, END + b"\n")


class ArmorReader:
    """Reads the bytes inside armor, line by line.

    Raises `ArmorError` at the first line that is not exactly as it should be.
    """

    def __init__(self, source: Readable) -> None:
        self._lines = io.BufferedReader(_Raw(source))
        self._decoded = bytearray()
        self._at_end = False
        self._short_line = False
        first = self._lines.readline(_MOST_WHITE_SPACE)
        while first and not first.strip(_WHITE_SPACE):
            first = self._lines.readline(_MOST_WHITE_SPACE)
        if first.lstrip(_WHITE_SPACE) not in (BEGIN + b"\n", BEGIN + b"\r\n"):
            raise ArmorError(_("The first line of this armored file is not what it should be."))

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""
        while len(self._decoded) < size and not self._at_end:
            self._read_line()
        taken = bytes(self._decoded[:size])
        del self._decoded[:size]
        return taken

    def _read_line(self) -> None:
        line = self._lines.readline(_COLUMNS + 64)
        # The end line is the only one that may go without a line end of its own.
        text = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
        if text.rstrip(_WHITE_SPACE) == END:
            self._check_tail()
            self._at_end = True
            return
        if not line.endswith(b"\n") or self._short_line or not 0 < len(text) <= _COLUMNS:
            raise ArmorError(
                _("A line of this armored file has the wrong length, or the end is cut.")
            )
        self._decoded += _decode_line(text)
        self._short_line = len(text) < _COLUMNS or text.endswith(b"=")

    def _check_tail(self) -> None:
        tail = self._lines.read(_MOST_WHITE_SPACE)
        if tail.strip(_WHITE_SPACE) or len(tail) == _MOST_WHITE_SPACE:
            raise ArmorError(_("There is something after the end of this armored file."))


class _Raw(io.RawIOBase):
    """Gives a plain `read` source the shape that line reading needs."""

    def __init__(self, source: Readable) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # io leaves it untyped
        data = self._source.read(len(view))
        view[: len(data)] = data
        return len(data)


def _decode_line(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ArmorError(_("A line of this armored file is not valid base64.")) from error
    if base64.b64encode(data) != text:
        raise ArmorError(_("A line of this armored file is not canonical base64."))
    return data
