"""Writing over the picture: what is said, below it, and title cards, all over it."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.pictures import Raster
from avatar.draw.surfaces import canvas_on
from avatar.draw.text import font
from avatar.scene.reading import Reading, ReadLine

SIZE = 0.042
"""Height of the letters' em, in heights of the picture: three lines take a sixth of it, and a phone can read them."""

SMALLEST = 11.0
"""Pixels."""

BELOW = 0.035
"""Room below, in heights of the picture."""

NARROW = 0.058
"""The em in widths of the picture, where it is narrower than high: a line still holds its four words."""

CARD, CARD_REST = 0.088, 0.046
"""The em of a card's first line and of its others, in heights of the picture or, if less, 9/16 of its width."""

GROUND, INK, REST = skia.Color(22, 19, 27), skia.Color(250, 245, 234), skia.Color(196, 187, 178)
"""Colours of a card: dark enough for a dark room, warm like the sets."""


SUNG = skia.Color(255, 207, 84)
"""What of a line has been sung: as far from the white of the rest as from the dark ground."""


def caption(reading: Reading, width: int, height: int) -> Raster:
    """The lines of a caption on a dark ground, for a picture of that many pixels; premultiplied, in its pixels.

    What has been sung of them has the colour of it.
    """
    size = SIZE * height if width >= height else NARROW * width
    face = font(round(max(SMALLEST, size), 1))
    em = face.getSize()
    lines = [line for each in reading for line in _rows(each, face, 0.86 * width - em)]
    pixels = np.zeros((round(len(lines) * 1.3 * em + 0.7 * em), width, 4), np.uint8)
    _write(pixels, lines, face)
    return Raster(pixels, 0.0, height * (1 - BELOW) - len(pixels), 1.0)


def _rows(line: ReadLine, face: skia.Font, width: float) -> list[ReadLine]:
    """A line in rows of the picture, with what has been sung of each."""
    words = line.text[: line.sung].split()
    sung = len(" ".join(words))
    found = []
    for row in (row for each in line.text.splitlines() for row in wrapped(each, face, width)):
        found.append(ReadLine(row, max(0, min(len(row), sung))))
        sung -= len(row) + 1
    return found


def card(text: str, width: int, height: int) -> Raster:
    """A title card that fills a picture of that many pixels: the first line large, what follows smaller below it."""
    base = min(height, width * 9 / 16)
    first, *others = text.strip().splitlines() or [""]
    while True:
        head, rest = font(round(CARD * base, 1), bold=True), font(round(CARD_REST * base, 1))
        rows = [(line, head, INK) for line in wrapped(first, head, 0.84 * width)]
        rows += [(line, rest, REST) for each in others for line in wrapped(each, rest, 0.84 * width)]
        heights = [1.3 * face.getSize() for _, face, _ in rows]
        gap = 0.6 * rest.getSize() if others else 0.0
        widest = max((face.measureText(line) for line, face, _ in rows), default=0.0)
        if (sum(heights) + gap <= 0.9 * height and widest <= 0.94 * width) or base < 24:
            break
        base *= 0.85
    pixels = np.zeros((height, width, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.clear(GROUND)
    y = (height - sum(heights) - gap) / 2
    for (line, face, ink), high in zip(rows, heights, strict=True):
        if ink is REST:
            y, gap = y + gap, 0.0
        paint = skia.Paint(AntiAlias=True, Color=ink)
        canvas.drawString(line, (width - face.measureText(line)) / 2, y + 0.77 * high, face, paint)
        y += high
    return Raster(pixels, 0.0, 0.0, 1.0)


def wrapped(text: str, face: skia.Font, width: float) -> list[str]:
    """Lines of whole words no wider than `width` pixels, a word that is wider by itself on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.measureText(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _write(pixels: NDArray[np.uint8], lines: list[ReadLine], face: skia.Font) -> None:
    height, width = pixels.shape[:2]
    canvas = canvas_on(pixels)
    em = face.getSize()
    widest = max((face.measureText(line.text) for line in lines), default=0.0)
    box = skia.Rect.MakeXYWH((width - widest) / 2 - 0.6 * em, 0, widest + 1.2 * em, height)
    ground = skia.Paint(AntiAlias=True, Color=skia.Color(16, 14, 22, 205))
    canvas.drawRoundRect(box, 0.35 * em, 0.35 * em, ground)
    ink = skia.Paint(AntiAlias=True, Color=skia.Color(255, 252, 244))
    gold = skia.Paint(AntiAlias=True, Color=SUNG)
    for number, (text, sung) in enumerate(lines):
        x, y = (width - face.measureText(text)) / 2, (1.3 * number + 1.2) * em
        canvas.drawString(text, x, y, face, ink)
        if sung:
            # Over the white, up to where the rest begins: letters keep their places whatever is sung.
            canvas.save()
            canvas.clipRect(skia.Rect.MakeLTRB(0, 0, x + face.measureText(text[:sung]), height))
            canvas.drawString(text, x, y, face, gold)
            canvas.restore()
