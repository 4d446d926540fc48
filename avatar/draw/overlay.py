"""Widgets over the picture, drawn: each a raster of its own, so that a touch redraws one key and no more."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import skia

from avatar.draw import fonts
from avatar.draw.pictures import Raster
from avatar.draw.surfaces import canvas_on
from avatar.draw.text import font
from avatar.scene.widgets import Widget

Colour = tuple[int, int, int, int]


class WidgetColours(NamedTuple):
    """Colours of a widget: red, green, blue, opacity."""

    ground: Colour
    ink: Colour
    edge: Colour = (255, 255, 255, 0)


class TextBox(NamedTuple):
    """Room for lines, in pixels."""

    margin: float
    wide: float
    high: float


NIGHT: Colour = (23, 21, 32, 255)
PAPER: Colour = (255, 250, 240, 255)
AMBER: Colour = (255, 190, 92, 255)
CLEAR: Colour = (0, 0, 0, 0)
_EDGE: Colour = (10, 8, 18, 225)

LOOKS: Mapping[str, Mapping[str, WidgetColours]] = {
    "text": {
        "plain": WidgetColours(CLEAR, PAPER),
        "quiet": WidgetColours((23, 21, 32, 205), (240, 232, 220, 255)),
        "faint": WidgetColours(CLEAR, (196, 188, 206, 255)),
        "primary": WidgetColours(AMBER, (40, 26, 6, 255)),
        "title": WidgetColours(CLEAR, PAPER),
        "caption": WidgetColours((16, 14, 22, 225), (255, 252, 244, 255)),
        "warning": WidgetColours((122, 44, 34, 240), (255, 240, 230, 255)),
    },
    "button": {
        "plain": WidgetColours((58, 52, 76, 245), PAPER, (255, 255, 255, 40)),
        "primary": WidgetColours(AMBER, (40, 26, 6, 255), (255, 240, 210, 120)),
        "quiet": WidgetColours((23, 21, 32, 215), (232, 224, 214, 255), (255, 255, 255, 46)),
        "pressed": WidgetColours((255, 250, 240, 255), NIGHT),
        "warning": WidgetColours((150, 52, 40, 250), (255, 244, 236, 255), (255, 200, 180, 70)),
    },
    "key": {
        "plain": WidgetColours((70, 64, 90, 255), PAPER, (255, 255, 255, 30)),
        "primary": WidgetColours(AMBER, (40, 26, 6, 255)),
        "quiet": WidgetColours((44, 40, 58, 255), (240, 232, 220, 255), (255, 255, 255, 30)),
        "pressed": WidgetColours((255, 250, 240, 255), NIGHT),
    },
    "field": {
        "plain": WidgetColours((255, 252, 246, 250), (32, 27, 44, 255), (255, 190, 92, 255)),
        "quiet": WidgetColours((255, 252, 246, 225), (96, 88, 112, 255), (23, 21, 32, 90)),
        "pressed": WidgetColours((255, 240, 214, 255), (32, 27, 44, 255), (255, 190, 92, 255)),
    },
    "panel": {"plain": WidgetColours((30, 27, 42, 250), PAPER, (255, 255, 255, 26))},
    "bar": {"plain": WidgetColours((23, 21, 32, 215), AMBER)},
    "lamp": {"plain": WidgetColours((216, 44, 38, 255), PAPER, (23, 21, 32, 190))},
    "point": {
        "plain": WidgetColours(CLEAR, PAPER),
        "primary": WidgetColours(CLEAR, (255, 168, 46, 255)),
        "quiet": WidgetColours(CLEAR, (102, 200, 255, 255)),
        "pressed": WidgetColours(CLEAR, (255, 84, 112, 255)),
    },
    "frame": {"plain": WidgetColours(CLEAR, PAPER), "pressed": WidgetColours(CLEAR, (255, 84, 112, 255))},
}
"""Kind and style to colours; every pair of ink and ground has at least 4.5 times the contrast (WCAG 2.2, 1.4.3) that
text needs, over any picture."""

ROUND = {"button": 0.28, "key": 0.2, "field": 0.28, "panel": 0.0, "text": 0.3, "bar": 0.5}
"""Radius of the corners, in shorter sides of the widget."""

BOLD = ("title", "primary")

SMALLEST = 0.55
"""How far letters may shrink, in parts of their size, before the text is cut."""

SMALLEST_LAMP = 4.0
"""Pixels of a lamp's radius from which it is round."""

MOST_LETTERS = 500
"""Letters of one widget that are drawn: more than fit anywhere."""

LINE = 1.22
"""Distance of lines in ems."""


def overlay(widget: Widget, width: int, height: int) -> Raster:
    """One widget for a picture of that many pixels: premultiplied RGBA, placed in the picture's pixels."""
    left, top = round(widget.rect.x * width), round(widget.rect.y * height)
    if widget.kind == "dim":
        pixels = np.zeros((1, 1, 4), np.uint8)
        pixels[0, 0, 3] = round(255 * min(1.0, max(0.0, widget.value)))
        return Raster(pixels, left, top, 1 / max(width * widget.rect.width, height * widget.rect.height))
    wide, high = max(1, round(widget.rect.width * width)), max(1, round(widget.rect.height * height))
    pixels = np.zeros((high, wide, 4), np.uint8)
    canvas = canvas_on(pixels)
    # Half of a surrogate pair is nothing that can be drawn.
    widget = replace(widget, text=widget.text[:MOST_LETTERS].encode("utf-8", "replace").decode())
    look = look_of(widget)
    size = widget.size * min(width, height)
    if widget.kind == "lamp":
        _lamp(canvas, look, wide, high)
    elif widget.kind == "point":
        _point(canvas, look, min(wide, high), widget.value)
    elif widget.kind == "frame":
        _frame(canvas, look, wide, high)
    elif widget.kind == "text":
        _text(canvas, widget, look, wide, high, size)
    else:
        _ground(canvas, widget, look, wide, high)
        _words(canvas, widget, look, wide, high, size)
    return Raster(pixels, left, top, 1.0)


def look_of(widget: Widget) -> WidgetColours:
    styles = LOOKS.get(widget.kind, LOOKS["text"])
    return styles.get(widget.style, styles["plain"])


def _paint(colour: Colour, stroke: float = 0.0) -> skia.Paint:
    red, green, blue, opacity = colour
    paint = skia.Paint(AntiAlias=True, Color=skia.Color(red, green, blue, opacity))
    if stroke:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(stroke)
    return paint


def _point(canvas: skia.Canvas, look: WidgetColours, side: float, full: float) -> None:
    """A ring between two dark ones, seen on any picture, around what lies under it; its middle is a dot."""
    middle, line = side / 2, max(1.5, 0.09 * side)
    radius = middle - 1.7 * line
    for colour, stroke in ((_EDGE, 3.2 * line), (look.ink, 1.4 * line)):
        canvas.drawCircle(middle, middle, radius, _paint(colour, stroke))
    if full > 0:
        red, green, blue, _ = look.ink
        canvas.drawCircle(middle, middle, radius, _paint((red, green, blue, round(255 * min(1.0, full)))))
    for colour, dot in ((_EDGE, 1.3 * line), (look.ink, 0.7 * line)):
        canvas.drawCircle(middle, middle, dot, _paint(colour))


def _frame(canvas: skia.Canvas, look: WidgetColours, wide: float, high: float) -> None:
    """The edge of a box, light within dark."""
    for colour, stroke in ((_EDGE, 4.0), (look.ink, 1.6)):
        canvas.drawRect(skia.Rect.MakeXYWH(2, 2, max(1.0, wide - 4), max(1.0, high - 4)), _paint(colour, stroke))


def _ground(canvas: skia.Canvas, widget: Widget, look: WidgetColours, wide: float, high: float) -> None:
    radius = ROUND[widget.kind] * min(wide, high)
    if widget.kind == "panel":
        radius = 0.04 * min(wide, high)
    canvas.drawRoundRect(skia.Rect.MakeWH(wide, high), radius, radius, _paint(look.ground))
    if widget.kind == "bar":
        canvas.drawRoundRect(skia.Rect.MakeWH(wide * widget.value, high), radius, radius, _paint(look.ink))
    if look.edge[3]:
        line = max(1.0, min(wide, high) * (0.004 if widget.kind == "panel" else 0.025))
        inside = skia.Rect.MakeXYWH(line / 2, line / 2, wide - line, high - line)
        canvas.drawRoundRect(inside, radius, radius, _paint(look.edge, line))


def _lamp(canvas: skia.Canvas, look: WidgetColours, wide: float, high: float) -> None:
    """A light with a dark rim, which is seen on any ground, and a glint; of few pixels each is light."""
    radius = min(wide, high) / 2
    if radius < SMALLEST_LAMP:
        canvas.clear(skia.Color(*look.ground))
        return
    canvas.translate(wide / 2, high / 2)
    canvas.drawCircle(0, 0, radius, _paint(look.edge))
    canvas.drawCircle(0, 0, radius * 0.78, _paint(look.ground))
    canvas.drawCircle(-radius * 0.24, -radius * 0.28, radius * 0.17, _paint((*look.ink[:3], 150)))


def _words(canvas: skia.Canvas, widget: Widget, look: WidgetColours, wide: float, high: float, size: float) -> None:
    """The text inside a button, key or field."""
    if not widget.text:
        return
    margin = min(wide, high) * (0.3 if widget.kind in ("button", "field") else 0.08)
    if widget.kind == "field":
        face = font(round(size, 1))
        line = _tail(widget.text, face, wide - 2 * margin)
        _lines(canvas, [line], face, look, TextBox(margin, wide, high), widget.align)
        return
    face, lines = fitted(widget.text, size, widget.style in BOLD, wide - 2 * margin, high * 0.9)
    _lines(canvas, lines, face, look, TextBox(margin, wide, high), widget.align)


def _text(canvas: skia.Canvas, widget: Widget, look: WidgetColours, wide: float, high: float, size: float) -> None:
    """Text that stands on the picture, on a ground no larger than itself."""
    framed = look.ground[3] > 0
    margin = 0.55 * size if framed else 0.0
    face, lines = fitted(widget.text, size, widget.style in BOLD, wide - 2 * margin, high - margin * 0.6)
    if framed and lines:
        em = face.getSize()
        widest = max(width_of(line, face) for line in lines) + 2 * margin
        tall = min(high, LINE * em * len(lines) + 0.7 * em)
        left = {"left": 0.0, "centre": (wide - widest) / 2, "right": wide - widest}[widget.align]
        top = high - tall if widget.style == "caption" else (high - tall) / 2
        radius = min(ROUND["text"] * 2 * em, tall / 2)
        canvas.drawRoundRect(skia.Rect.MakeXYWH(left, top, widest, tall), radius, radius, _paint(look.ground))
        canvas.translate(0, top)
        high = tall
    _lines(canvas, lines, face, look, TextBox(margin, wide, high), widget.align)


def _lines(
    canvas: skia.Canvas, lines: list[str], face: skia.Font, look: WidgetColours, box: TextBox, align: str
) -> None:
    margin, wide, high = box
    em = face.getSize()
    # Capitals are 0.73 em high: they, not the em, are to look centred.
    first = (high - LINE * em * (len(lines) - 1)) / 2 + 0.365 * em
    for number, line in enumerate(lines):
        free = wide - width_of(line, face)
        x = {"left": margin, "centre": free / 2, "right": free - margin}[align]
        _run(canvas, line, x, first + LINE * em * number, face, _paint(look.ink))


def fitted(text: str, size: float, bold: bool, wide: float, high: float) -> tuple[skia.Font, list[str]]:
    """The largest letters, up to `size` pixels, in which a text fits into a box; cut where even small ones don't."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.62, SMALLEST):
        face = font(round(size * share, 1), bold)
        lines = _wrapped(text, face, wide)
        fits = LINE * face.getSize() * len(lines) <= high and all(width_of(line, face) <= wide for line in lines)
        if fits:
            return face, lines
    room = max(1, int(high / (LINE * face.getSize())))
    kept = [_cut(line, face, wide) for line in lines[:room]]
    if len(lines) > room:
        kept[-1] = _cut(kept[-1] + "\u2026", face, wide)
    return face, kept


def _wrapped(text: str, face: skia.Font, wide: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, face) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [text]


def _cut(line: str, face: skia.Font, wide: float) -> str:
    if width_of(line, face) <= wide:
        return line
    kept = bisect.bisect(range(len(line)), wide, key=lambda count: width_of(line[:count] + "\u2026", face)) - 1
    return line[: max(0, kept)] + "\u2026"


def _tail(text: str, face: skia.Font, wide: float) -> str:
    """The end of what is typed, where the caret is."""
    kept = bisect.bisect(range(len(text) + 1), wide, key=lambda count: width_of(text[len(text) - count :], face)) - 1
    return text[len(text) - kept :] if kept > 0 else ""


# ------------------------------------------------------------------------------------------------------------ letters


def width_of(text: str, face: skia.Font) -> float:
    """Pixels, with letters that the font lacks taken from others."""
    return sum(float(other.measureText(part)) for part, other in _runs(text, face))


def _run(canvas: skia.Canvas, text: str, x: float, y: float, face: skia.Font, paint: skia.Paint) -> None:
    for part, other in _runs(text, face):
        canvas.drawString(part, x, y, other, paint)
        x += float(other.measureText(part))


def _runs(text: str, face: skia.Font) -> list[tuple[str, skia.Font]]:
    """The text cut where another font has to take over."""
    if text.isascii():
        return [(text, face)] if text else []
    found: list[tuple[str, skia.Font]] = []
    for letter in text:
        typeface = None if face.unicharToGlyph(ord(letter)) else _fallback(letter)
        other = skia.Font(typeface, face.getSize()) if typeface else face
        if found and found[-1][1].getTypeface() == other.getTypeface():
            found[-1] = (found[-1][0] + letter, found[-1][1])
        else:
            found.append((letter, other))
    return found


@lru_cache(maxsize=512)
def _fallback(letter: str) -> skia.Typeface | None:
    return fonts.manager().matchFamilyStyleCharacter("", skia.FontStyle.Normal(), [], ord(letter))
