"""Draw smooth shapes and wrapped text on a picture, quickly."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from keepsafe.resources import resource

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

WHITE: Final[Colour] = (255, 255, 255)


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> Font:
    """Give the house font at `size` pixels, or Pillow's own where the fonts are not installed."""
    weight = "Bold" if bold else "Regular"
    path = resource("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf")
    if path.is_file():
        return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


class Canvas:
    """An RGB picture in the making; every length is in pixels, from the top left."""

    def __init__(self, width: int, height: int, top: Colour, bottom: Colour) -> None:
        self.width, self.height = width, height
        self.image = gradient(width, height, top, bottom)
        self._draw = ImageDraw.Draw(self.image)

    def box(
        self, left: float, top: float, width: float, height: float, fill: Colour, radius: int = 0
    ) -> None:
        """Fill a rectangle with round corners of `radius`."""
        size = (max(round(width), 1), max(round(height), 1))
        radius = min(radius, size[0] // 2, size[1] // 2)
        self.image.paste(fill, (round(left), round(top)), _rounded_mask(size, radius))

    def disc(self, x: float, y: float, radius: int, fill: Colour) -> None:
        """Fill a circle around (x, y)."""
        self.box(x - radius, y - radius, 2 * radius, 2 * radius, fill, radius)

    def line(self, points: list[tuple[float, float]], fill: Colour, width: int) -> None:
        """Draw a line with round ends and joints."""
        self._draw.line(points, fill=fill, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width // 2, fill)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        fill: Colour,
        *,
        bold: bool = False,
        anchor: str = "la",
    ) -> float:
        """Write one line and give its width; `anchor` is Pillow's ("mm" is the middle)."""
        face = font(size, bold=bold)
        self._draw.text((x, y), words, fill=fill, font=face, anchor=anchor)
        return face.getlength(words)

    def avatar(self, x: float, y: float, radius: int, name: str, tint: Colour) -> None:
        """Draw a round portrait made of a person's initials."""
        self.disc(x, y, radius, tint)
        self.disc(x, y + radius * 0.02, round(radius * 0.86), shade(tint, 1.12))
        initials = "".join(part[0] for part in name.split()[:2]).upper()
        self.text(x, y, initials, round(radius * 0.8), WHITE, bold=True, anchor="mm")


def wrap(words: str, size: int, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `width` pixels, between words."""
    face = font(size, bold=bold)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shade(colour: Colour, factor: float) -> Colour:
    """Make a colour darker (below 1) or lighter."""
    red, green, blue = (min(255, round(part * factor)) for part in colour)
    return red, green, blue


def gradient(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    """Make a picture that goes evenly from one colour to the other, top to bottom."""
    steps = np.linspace(0.0, 1.0, height)[:, None]
    column = np.asarray(top) * (1 - steps) + np.asarray(bottom) * steps
    stripe = Image.fromarray(column.round().astype(np.uint8)[:, None, :])
    return stripe.resize((width, height), Image.Resampling.NEAREST)


@lru_cache(maxsize=32)
def _corner(radius: int) -> Image.Image:
    """Draw a quarter disc four times too large and shrink it: that makes its edge smooth."""
    big = Image.new("L", (radius * 4, radius * 4), 0)
    ImageDraw.Draw(big).ellipse((0, 0, radius * 8 - 1, radius * 8 - 1), fill=255)
    return big.resize((radius, radius), Image.Resampling.BOX)


def _rounded_mask(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", size, 255)
    if radius:
        corner = _corner(radius)
        flipped = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        right, bottom = size[0] - radius, size[1] - radius
        mask.paste(corner, (0, 0))
        mask.paste(flipped, (right, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, bottom))
        mask.paste(corner.transpose(Image.Transpose.ROTATE_180), (right, bottom))
    return mask
