"""Note what a file carries (size in pixels, EXIF, XMP, C2PA) while it streams past, undecoded.

Only presence is noted. No place, serial number, owner or device name is read out or kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from keepsafe.intake.metadata_walks import Signs, Walk, Want, walk

_TAIL: Final = 4096
# A 500 MB PNG in libpng's usual 8 KiB pieces takes 64,000 steps of two; more is a hostile file.
_MAX_STEPS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file carries.

    `pixel_size` is (width, height) as stored, before any EXIF rotation, None for films and where
    it is not said. `camera` means that a camera's make, model or exposure stands in it.
    `screenshot_hint` says in a few words why the file itself claims to be a screenshot, or is "".
    """

    pixel_size: tuple[int, int] | None = None
    exif: bool = False
    xmp: bool = False
    c2pa: bool = False
    camera: bool = False
    screenshot_hint: str = ""


class EmbeddedScanner:
    """Looks at a file's bytes as they pass, in order; see `feed` and `finish`.

    Keeps at most 256 KiB of a part and the last 4 KiB of the file, whatever sizes are declared.
    """

    def __init__(self) -> None:
        self._signs = Signs()
        self._walk: Walk | None = walk(self._signs)
        self._want: Want = next(self._walk)
        self._held = bytearray()
        self._to_skip = 0
        self._steps = 0
        self._tail = b""

    def feed(self, chunk: bytes | memoryview) -> None:
        """Look at the next bytes of the file; costs next to nothing once nothing more is wanted."""
        if self._walk is not None:
            with memoryview(chunk) as view:
                self._advance(view)
        if self._signs.keep_tail:
            self._tail = (self._tail + bytes(chunk[-_TAIL:]))[-_TAIL:]

    def finish(self) -> Embedded:
        """Say what was found; the file ends here."""
        while self._walk is not None and self._want.keep and self._want.short:
            self._send(self._take_held())
        self._stop()
        signs = self._signs
        signs.note_tail(self._tail)
        return Embedded(
            pixel_size=signs.pixel_size,
            exif=signs.exif,
            xmp=signs.xmp,
            c2pa=signs.c2pa,
            camera=signs.camera,
            screenshot_hint=signs.screenshot_hint,
        )

    def _advance(self, view: memoryview) -> None:
        at = 0
        while self._walk is not None:
            if self._want.keep:
                missing = self._want.size - len(self._held)
                if missing > 0:
                    self._held += view[at : at + missing]
                    at += missing
                    if at > len(view):
                        return
                self._send(self._take_held())
            else:
                step = min(self._to_skip, len(view) - at)
                at += step
                self._to_skip -= step
                if self._to_skip:
                    return
                self._send(b"")

    def _take_held(self) -> bytes:
        taken = bytes(self._held[: self._want.size])
        if not self._want.peek:
            del self._held[: self._want.size]
        return taken

    def _send(self, data: bytes) -> None:
        self._steps += 1
        if self._walk is None or self._steps > _MAX_STEPS:
            self._stop()
            return
        try:
            self._want = self._walk.send(data)
        except StopIteration:
            self._stop()
            return
        self._to_skip = 0 if self._want.keep else self._want.size
        if self._to_skip:
            # What was peeked at comes first.
            dropped = min(self._to_skip, len(self._held))
            del self._held[:dropped]
            self._to_skip -= dropped

    def _stop(self) -> None:
        if self._walk is not None:
            self._walk.close()
        self._walk = None
        self._held.clear()
