"""Runs in a child process: decodes pictures that anyone may have made, and sends back safe JPEGs.

Each message is a picture's bytes; its name says what for: "pages" or "view". The answer is one
message named with what was found, as JSON, holding the JPEGs one after the other, or named "none".
A picture that takes this process down takes only itself along: the parent starts another.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from collections.abc import Iterator

import pi_heif  # type: ignore[import-untyped]  # has no type hints
from PIL import Image, ImageOps

from keepsafe.report import children

MAX_PIXELS = 80_000_000
"""Beyond this a picture is not decoded; no phone's screen or camera comes near it."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
_MEMORY = 1536 << 20

# Reading size: an A4 page holds about 175 x 225 mm of picture, so this is some 200 dots an inch.
_PAGE_WIDTH, _PAGE_HEIGHT = 1400, 2600
_TALL = 2.6  # higher than this, times its width, a picture is cut into parts
_PART = 2.0  # the height of a part, times its width
_OVERLAP = 0.04  # of a part, shown again at the top of the next, so that no line is lost
MAX_PARTS = 24
_VIEW = 4096


def decoded(data: bytes) -> tuple[Image.Image, bool]:
    """Return the first frame, upright, on white, as RGB or grey; and whether there are more.

    Raises:
        ValueError: when it has more than `MAX_PIXELS` pixels, or none.
        Exception: whatever Pillow raises for what is no picture.
    """
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size
        if not 0 < width * height <= MAX_PIXELS:
            raise ValueError("too many pixels")
        more = getattr(picture, "n_frames", 1) > 1
        # JPEG can be decoded at a half, a quarter, an eighth: still above what is wanted here.
        picture.draft("RGB", (_VIEW, _VIEW))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    return _plain(upright), more


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        # 16 bits and more: scaled by what is there, so that something can be seen.
        low, high = (float(edge) for edge in picture.getextrema())  # type: ignore[arg-type]
        scale = 255.0 / (high - low) if high > low else 1.0
        return picture.convert("F").point(lambda level: (level - low) * scale).convert("L")
    if picture.mode in ("RGB", "L"):
        return picture
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    return picture.convert("RGB")


def parts(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture at reading size: whole, or in overlapping parts when it is very tall."""
    width, height = picture.size
    if height <= _TALL * width:
        scale = min(1.0, _PAGE_WIDTH / width, _PAGE_HEIGHT / height)
        yield _scaled(picture, scale)
        return
    part = max(1, round(width * _PART))
    step = max(1, round(part * (1 - _OVERLAP)))
    for number, top in enumerate(range(0, max(1, height - part + step), step)):
        if number == MAX_PARTS:
            return
        piece = picture.crop((0, top, width, min(top + part, height)))
        yield _scaled(piece, min(1.0, _PAGE_WIDTH / width))


def parts_needed(width: int, height: int) -> int:
    """Return how many parts a picture would need if all of it were shown."""
    if height <= _TALL * width:
        return 1
    part = max(1, round(width * _PART))
    step = max(1, round(part * (1 - _OVERLAP)))
    return len(range(0, max(1, height - part + step), step))


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    if scale >= 0.999:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """Return a picture as a JPEG that carries nothing but the picture."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality)
    return out.getvalue()


def answer(what: str, data: bytes) -> tuple[str, bytes]:
    """Return the answer to one message: facts as JSON, and the JPEGs."""
    picture, more = decoded(data)
    if what == "view":
        picture.thumbnail((_VIEW, _VIEW), Image.Resampling.BICUBIC, reducing_gap=2.0)
        made = [(picture.size, jpeg(picture, 88))]
    else:
        made = [(part.size, jpeg(part, 80)) for part in parts(picture)]
    facts = {
        "more_frames": more,
        "cut": what == "pages" and parts_needed(*picture.size) > MAX_PARTS,
        "sizes": [size for size, _ in made],
        "lengths": [len(data) for _, data in made],
    }
    return json.dumps(facts), b"".join(data for _, data in made)


def main() -> int:
    """Answer messages until there are no more."""
    children.limit_this_process(_MEMORY)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pi_heif.register_heif_opener()
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    while (message := children.receive(pipe_in)) is not None:
        try:
            reply = answer(*message)
        # A decoder may raise anything at all over hostile bytes; all of it means "no preview".
        except Exception:
            reply = ("none", b"")
        children.send(pipe_out, *reply)
    return 0


if __name__ == "__main__":
    sys.exit(main())
