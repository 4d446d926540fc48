"""Writing over the picture: what is said, below it, and title cards, all over it."""

from __future__ import annotations

import numpy as np
import skia

from avatar.draw.pictures import Raster
from avatar.draw.surfaces import canvas_on
from avatar.draw.writing import Ink, Written, directed
from avatar.scene.reading import Reading
from avatar.scene.zones import UNCOVERED, SafeZone

SIZE = 0.042
"""Height of the letters' em, in heights of the picture: three lines take a sixth of it, and a phone can read them."""

SMALLEST = 11.0
"""Pixels."""

BELOW = 0.035
"""Room below, in heights of the picture."""

NARROW = 0.058
"""The em in widths of the picture, where it is narrower than high: a line still holds its four words."""

TALLEST, SHRUNK = 0.36, 0.9
"""Share of the picture that a caption may take, and what its letters shrink to, again and again, where it is more."""

MUCH = 0.15
"""Share of the picture that may be covered below before captions go to the top: any higher, and they would lie over
mouths; there is hair at the top."""

CARD, CARD_REST = 0.088, 0.046
"""The em of a card's first line and of its others, in heights of the picture or, if less, 9/16 of its width."""

GROUND, INK, REST = skia.Color(22, 19, 27), skia.Color(250, 245, 234), skia.Color(196, 187, 178)
"""Colours of a card: dark enough for a dark room, warm like the sets."""

SAID, SUNG = skia.Color(255, 252, 244), skia.Color(255, 207, 84)
"""What is said, and what of a line has been sung: as far from the white of the rest as from the dark ground."""


def caption(reading: Reading, width: int, height: int, covered: SafeZone = UNCOVERED) -> Raster:
    """The lines of a caption on a dark ground, for a picture of that many pixels; premultiplied, in its pixels.

    What has been sung of them has the colour of it. It keeps out of what is `covered`.
    """
    left, right = covered.left * width, (1 - covered.right) * width
    room, middle = min(0.86 * width, 0.97 * (right - left)), (left + right) / 2
    em = round(max(SMALLEST, SIZE * height if width >= height else NARROW * width), 1)
    while True:
        written = Written(_inks(reading, em), room - em)
        if written.high <= TALLEST * height or em * SHRUNK < SMALLEST:
            break
        em *= SHRUNK
    pixels = np.zeros((round(written.high + 0.7 * em), width, 4), np.uint8)
    canvas = canvas_on(pixels)
    box = skia.Rect.MakeXYWH(middle - written.wide / 2 - 0.6 * em, 0, written.wide + 1.2 * em, len(pixels))
    canvas.drawRoundRect(box, 0.35 * em, 0.35 * em, skia.Paint(AntiAlias=True, Color=skia.Color(16, 14, 22, 205)))
    written.paint(canvas, middle, 0.35 * em)
    if covered.bottom > MUCH:
        return Raster(pixels, 0.0, height * (covered.top + 0.01), 1.0)
    return Raster(pixels, 0.0, height * (1 - max(BELOW, covered.bottom + 0.01)) - len(pixels), 1.0)


def _inks(reading: Reading, em: float) -> list[Ink]:
    """What is said, each speaker in a line of their own."""
    found = []
    for number, line in enumerate(reading):
        before, after = directed(line.text, line.language)
        end = "\n" * (number + 1 < len(reading))
        found.append(Ink(before + line.text[: line.sung], em, SUNG, language=line.language))
        found.append(Ink(line.text[line.sung :] + after + end, em, SAID, language=line.language))
    return [ink for ink in found if ink.text]


def card(text: str, width: int, height: int) -> Raster:
    """A title card that fills a picture of that many pixels: the first line large, what follows smaller below it."""
    base = min(height, width * 9 / 16)
    first, _, others = text.strip().partition("\n")
    word = Written(_card_lines(first, CARD * base, INK, bold=True), 0.84 * width).longest_word
    # A long word is made smaller before it is broken.
    less = min(1.0, max(0.4, 0.82 * width / max(1.0, word)))
    while True:
        head = Written(_card_lines(first, CARD * less * base, INK, bold=True), 0.84 * width)
        rest = Written(_card_lines(others, CARD_REST * base, REST, bold=False), 0.84 * width)
        gap = 0.6 * CARD_REST * base if others else 0.0
        high = head.high + (gap + rest.high if others else 0.0)
        if high <= 0.9 * height or base < 24:
            break
        base *= 0.85
    pixels = np.zeros((height, width, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.clear(GROUND)
    top = (height - high) / 2
    head.paint(canvas, width / 2, top)
    if others:
        rest.paint(canvas, width / 2, top + head.high + gap)
    return Raster(pixels, 0.0, 0.0, 1.0)


def _card_lines(text: str, em: float, colour: int, *, bold: bool) -> list[Ink]:
    lines = [line.strip() for line in text.splitlines()]
    return [Ink("\n".join("".join((before, line, after)) for line in lines for before, after in [directed(line)]),
                round(em, 1), colour, bold)]  # fmt: skip
