"""Things in hands: telephones, cups, letters, signs. Flat, with one second tone, quieter than the one who holds them.

Units are those of the look: its width is about a fist; the grip is at (0, 0).
"""

from __future__ import annotations

from collections.abc import Callable

import skia

from avatar.character.holding import HeldLook
from avatar.character.looks import Look
from avatar.draw.brush import Point, curve, fill, stroke
from avatar.draw.text import font

Draw = Callable[[skia.Canvas, str], None]

_INK = "#4a4250"
_TYPE = 40.0
"""Size in which words are set before they are scaled to their board."""


def draw_held(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """The thing of a look of the style "held"."""
    assert isinstance(look, HeldLook)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    DRAWN[look.thing](canvas, look.words)
    canvas.restore()


def _box(
    canvas: skia.Canvas, left: float, top: float, right: float, bottom: float, ink: str, round_: float = 0.0
) -> None:
    canvas.drawRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), round_, round_, fill(ink))


def _disc(canvas: skia.Canvas, x: float, y: float, radius: float, ink: str) -> None:
    canvas.drawCircle(x, y, radius, fill(ink))


def _shape(canvas: skia.Canvas, *points: Point, ink: str) -> None:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    canvas.drawPath(path, fill(ink))


def _line(canvas: skia.Canvas, *points: Point, ink: str, width: float) -> None:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], False)
    canvas.drawPath(path, stroke(ink, width))


def _write(
    canvas: skia.Canvas, words: str, left: float, top: float, right: float, bottom: float, ink: str = _INK
) -> None:
    """Words in a box, as large as they fit, in lines of their own choice."""
    wide, high = right - left, bottom - top
    face = font(_TYPE, bold=True)
    best: tuple[float, list[str]] = (0.0, [])
    for share in (1.0, 0.75, 0.55, 0.42, 0.33, 0.25):
        lines = _split(words, face, face.measureText(words) * share * 1.05)
        widest = max(face.measureText(line) for line in lines)
        size = min(wide / widest, high / (1.15 * _TYPE * len(lines)))
        best = max(best, (size, lines), key=lambda each: each[0])
    size, lines = best
    size = min(size, 0.6 * high / _TYPE)
    row = 1.15 * _TYPE * size
    canvas.save()
    canvas.translate(left + wide / 2, top + (high - row * len(lines)) / 2)
    canvas.scale(size, size)
    for number, line in enumerate(lines):
        y = (number * 1.15 + 0.90) * _TYPE
        canvas.drawString(line, -face.measureText(line) / 2, y, face, fill(ink))
    canvas.restore()


def _split(words: str, face: skia.Font, width: float) -> list[str]:
    """Lines of whole words, no wider than `width` where their words allow it."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.measureText(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [words]


def _rows(canvas: skia.Canvas, left: float, top: float, right: float, count: int, ink: str, step: float = 0.2) -> None:
    """Lines of writing too small to read; the last one is short."""
    for number in range(count):
        end = right if number < count - 1 else left + 0.55 * (right - left)
        _line(canvas, (left, top + number * step), (end, top + number * step), ink=ink, width=0.05)


def _phone(canvas: skia.Canvas, words: str) -> None:
    """The receiver of a telephone; its cord hangs down in coils."""
    canvas.translate(-0.46, 0.0)
    cord = skia.Path()
    cord.moveTo(-0.30, 1.25)
    for number in range(6):
        side = -0.5 if number % 2 else 0.06
        cord.quadTo(side, 1.33 + 0.17 * number, -0.22, 1.42 + 0.17 * number)
    canvas.drawPath(cord, stroke("#2b5759", 0.07))
    back = curve((-0.30, -1.62), ((0.55, -1.70), (0.62, 1.30), (-0.26, 1.30)), ((-0.55, 1.30), (-0.62, 0.85),
                 (-0.36, 0.78)),
                 ((0.05, 0.66), (0.05, -0.95), (-0.36, -1.06)), ((-0.66, -1.14), (-0.62, -1.60), (-0.30, -1.62)),
                 close=True)  # fmt: skip
    canvas.drawPath(back, fill("#3b7476"))
    canvas.drawPath(curve((-0.16, -1.52), ((0.42, -1.40), (0.44, 0.9), (0.02, 1.12))), stroke("#67a09d", 0.07))
    for y in (-1.36, 1.04):
        canvas.drawOval(skia.Rect.MakeLTRB(-0.66, y - 0.25, -0.36, y + 0.25), fill("#2b5759"))


def _mobile(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(-0.36, 0.0)
    _box(canvas, -0.42, -1.55, 0.42, 0.62, "#3f4350", 0.14)
    _box(canvas, -0.36, -1.45, 0.36, 0.52, "#565c6b", 0.09)
    _box(canvas, -0.30, -1.38, 0.02, -1.06, "#3f4350", 0.08)
    _disc(canvas, -0.21, -1.29, 0.055, "#8fa3ab")
    _disc(canvas, -0.07, -1.16, 0.055, "#8fa3ab")


def _glass(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.22, 0.0)
    _shape(canvas, (-0.56, -1.2), (0.56, -1.2), (0.44, 0.52), (-0.44, 0.52), ink="#e8f1f1b0")
    _shape(canvas, (-0.52, -0.72), (0.52, -0.72), (0.44, 0.46), (-0.44, 0.46), ink="#9cc4d0cc")
    canvas.drawOval(skia.Rect.MakeLTRB(-0.52, -0.80, 0.52, -0.64), fill("#b9d8df"))
    _line(canvas, (-0.40, -1.05), (-0.33, 0.1), ink="#ffffff", width=0.07)
    canvas.drawOval(skia.Rect.MakeLTRB(-0.56, -1.28, 0.56, -1.12), stroke("#cfe0e1", 0.05))


def _cup(canvas: skia.Canvas, words: str) -> None:
    """A mug beside the fist, which has it by the handle; steam."""
    for x, lean in ((-1.10, 0.10), (-0.78, -0.08)):
        canvas.drawPath(curve((x, -0.86), ((x + lean, -1.02), (x - lean, -1.16),
                        (x + lean, -1.38))), stroke("#ffffffa0", 0.09))  # fmt: skip
    canvas.drawPath(curve((-0.48, -0.42), ((0.16, -0.52), (0.16, 0.36), (-0.46, 0.24))), stroke("#b5564c", 0.17))
    _box(canvas, -1.46, -0.74, -0.42, 0.56, "#c4675a", 0.14)
    _box(canvas, -0.66, -0.74, -0.42, 0.56, "#ab5449", 0.10)
    canvas.drawOval(skia.Rect.MakeLTRB(-1.46, -0.86, -0.42, -0.60), fill("#d98476"))
    canvas.drawOval(skia.Rect.MakeLTRB(-1.36, -0.81, -0.52, -0.64), fill("#5a3a30"))


def _bottle(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.18, 0.0)
    _box(canvas, -0.18, -2.0, 0.18, -0.9, "#5f7f68", 0.08)
    _box(canvas, -0.22, -2.05, 0.22, -1.82, "#c9a55c", 0.06)
    path = curve((-0.18, -1.15), ((-0.2, -0.85), (-0.5, -0.8), (-0.5, -0.45)), ((-0.5, 0.2), (-0.5, 0.8), (-0.5, 1.1)),
                 ((-0.4, 1.2), (0.4, 1.2), (0.5, 1.1)), ((0.5, 0.8), (0.5, 0.2), (0.5, -0.45)),
                 ((0.5, -0.8), (0.2, -0.85), (0.18, -1.15)), close=True)  # fmt: skip
    canvas.drawPath(path, fill("#6b8d75"))
    _box(canvas, -0.5, -0.35, 0.5, 0.75, "#ece4d2")
    _line(canvas, (-0.36, -0.6), (-0.36, 0.95), ink="#8fae97", width=0.08)


def _letter(canvas: skia.Canvas, words: str) -> None:
    """A sheet of paper, folded once."""
    _shape(canvas, (-0.92, -1.95), (0.86, -2.02), (0.96, 0.28), (-0.86, 0.32), ink="#f5efe0")
    _shape(canvas, (-0.90, -0.86), (0.91, -0.90), (0.96, 0.28), (-0.86, 0.32), ink="#e9e1cd")
    if words:
        _write(canvas, words, -0.76, -1.86, 0.74, -0.35)
    else:
        _rows(canvas, -0.68, -1.66, 0.62, 6, "#b7ab98", 0.22)


def _book(canvas: skia.Canvas, words: str) -> None:
    """The cover faces us: whoever holds it reads."""
    _box(canvas, -1.04, -1.76, 1.02, 0.44, "#7d4a46", 0.06)
    _box(canvas, -1.10, -1.70, 0.98, 0.38, "#efe6d2", 0.03)
    _box(canvas, -1.10, -1.80, 0.04, 0.40, "#99584f", 0.06)
    _box(canvas, 0.0, -1.80, 1.10, 0.40, "#a5605a", 0.06)
    _box(canvas, -0.07, -1.82, 0.07, 0.42, "#7d4a46", 0.04)
    if words:
        _write(canvas, words, 0.14, -1.60, 1.0, -0.5, "#f0dcb4")
    else:
        _box(canvas, 0.24, -1.45, 0.90, -1.36, "#d9b56c", 0.03)
        _box(canvas, 0.34, -1.24, 0.80, -1.18, "#d9b56c", 0.03)
        _disc(canvas, 0.57, -0.72, 0.17, "#d9b56c")


def _newspaper(canvas: skia.Canvas, words: str) -> None:
    _shape(canvas, (-1.55, -2.12), (0.0, -2.24), (0.0, 0.40), (-1.50, 0.50), ink="#ebe5d6")
    _shape(canvas, (0.0, -2.24), (1.55, -2.12), (1.50, 0.50), (0.0, 0.40), ink="#f5f0e3")
    _write(canvas, words or "THE DAILY NEWS", 0.10, -2.12, 1.45, -1.60 if not words else -1.20)
    low = -1.48 if not words else -1.08
    _box(canvas, 0.12, low, 0.72, low + 0.66, "#b9b3a6")
    for left, right, top, count in ((0.82, 1.42, low + 0.06, 4), (0.12, 0.70, low + 0.86, 3),
                                    (0.82, 1.42, low + 0.86, 3),
                                    (-1.40, -0.82, -1.76, 9), (-0.70, -0.14, -1.76, 9)):  # fmt: skip
        _rows(canvas, left, top, right, count, "#b9b3a6", 0.18)


def _sign(canvas: skia.Canvas, words: str) -> None:
    """A board on a stick, with the words that the script gives it."""
    _box(canvas, -0.10, -1.3, 0.10, 2.1, "#a98963", 0.05)
    _box(canvas, -0.10, -1.3, -0.02, 2.1, "#bd9d76", 0.04)
    _box(canvas, -1.8, -2.75, 1.8, -1.0, "#8d7052", 0.08)
    _box(canvas, -1.71, -2.67, 1.71, -1.08, "#f3ecdb", 0.05)
    if words:
        _write(canvas, words, -1.56, -2.56, 1.56, -1.18)
    else:
        _rows(canvas, -1.2, -2.2, 1.2, 3, "#8f8578", 0.32)


def _microphone(canvas: skia.Canvas, words: str) -> None:
    _shape(canvas, (-0.22, -1.0), (0.22, -1.0), (0.15, 1.3), (-0.15, 1.3), ink="#3f3b47")
    _disc(canvas, 0.0, -1.36, 0.48, "#8e8a99")
    _box(canvas, -0.32, -1.08, 0.32, -0.92, "#565061", 0.05)
    for at in (-0.22, 0.0, 0.22):
        _line(canvas, (-0.30, -1.36 + at), (0.30, -1.36 + at * 0.8), ink="#767283", width=0.04)
        _line(canvas, (at, -1.68), (at * 0.8, -1.06), ink="#767283", width=0.04)
    _disc(canvas, -0.16, -1.54, 0.10, "#c9c6d2")


def _umbrella(canvas: skia.Canvas, words: str) -> None:
    _line(canvas, (0.0, -4.9), (0.0, 0.9), ink="#6b5a52", width=0.12)
    ribs = (-2.9, -1.55, 0.0, 1.55, 2.9)
    for number in range(4):
        left, right = ribs[number], ribs[number + 1]
        ink = ("#a5605a", "#b8736b")[number % 2]
        piece = curve((0.0, -4.75), ((left * 0.7, -4.7), (left, -3.9), (left, -3.0)),
                      ((left + 0.3, -3.35), (right - 0.3, -3.35), (right, -3.0)),
                      ((right, -3.9), (right * 0.7, -4.7), (0.0, -4.75)), close=True)  # fmt: skip
        canvas.drawPath(piece, fill(ink))
    canvas.drawPath(curve((0.0, 0.9), ((0.0, 1.45), (0.5, 1.45), (0.5, 1.0))), stroke("#8d6b4f", 0.16))


def _flower(canvas: skia.Canvas, words: str) -> None:
    canvas.drawPath(curve((0.0, 1.4), ((0.06, 0.4), (-0.05, -0.9), (0.02, -1.7))), stroke("#6f9070", 0.12))
    canvas.drawPath(curve((0.02, 0.9), ((0.5, 0.8), (0.7, 0.5), (0.74, 0.2)), ((0.4, 0.3), (0.1, 0.5),
                    (0.02, 0.9)), close=True),
                    fill("#83a581"))  # fmt: skip
    for x, y in ((0.0, -0.42), (0.40, -0.13), (0.25, 0.34), (-0.25, 0.34), (-0.40, -0.13)):
        _disc(canvas, 0.02 + x, -1.85 + y, 0.34, "#d98a8f")
    for x, y in ((0.0, -0.40), (-0.38, -0.12)):
        _disc(canvas, 0.0 + x, -1.88 + y, 0.20, "#e4a3a6")
    _disc(canvas, 0.02, -1.85, 0.26, "#e9c46a")


def _fork(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.3, 0.0)
    _box(canvas, -0.10, -0.9, 0.10, 0.85, "#b9c0c4", 0.08)
    _box(canvas, -0.30, -1.30, 0.30, -0.82, "#c9d0d3", 0.16)
    for x in (-0.24, 0.0, 0.24):
        _box(canvas, x - 0.055, -1.80, x + 0.055, -1.05, "#c9d0d3", 0.05)


def _spoon(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.3, 0.0)
    _box(canvas, -0.09, -0.9, 0.09, 0.85, "#b9c0c4", 0.08)
    canvas.drawOval(skia.Rect.MakeLTRB(-0.34, -1.85, 0.34, -0.80), fill("#c9d0d3"))
    canvas.drawOval(skia.Rect.MakeLTRB(-0.22, -1.72, 0.20, -1.02), fill("#aeb7bc"))


def _knife(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.3, 0.0)
    canvas.drawPath(curve((-0.14, -0.7), ((-0.16, -1.4), (-0.14, -1.8), (0.0, -2.05)), ((0.16, -1.8),
                    (0.18, -1.2), (0.14, -0.7)),
                          close=True), fill("#c9d0d3"))  # fmt: skip
    _box(canvas, -0.12, -0.75, 0.12, 0.85, "#6b5a52", 0.08)


def _pen(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.28, 0.0)
    _box(canvas, -0.11, -1.2, 0.11, 0.85, "#3f5f8a", 0.08)
    _shape(canvas, (-0.11, -1.15), (0.11, -1.15), (0.0, -1.5), ink="#d9b56c")
    _box(canvas, -0.11, -0.95, 0.11, -0.86, "#d9b56c")


def _key(canvas: skia.Canvas, words: str) -> None:
    canvas.translate(0.32, 0.0)
    canvas.drawCircle(0.0, -0.30, 0.36, stroke("#c9a55c", 0.16))
    _box(canvas, -0.08, -1.65, 0.08, -0.55, "#c9a55c", 0.04)
    for y in (-1.60, -1.30):
        _box(canvas, 0.0, y, 0.34, y + 0.16, "#c9a55c", 0.03)


def _hammer(canvas: skia.Canvas, words: str) -> None:
    _box(canvas, -0.13, -1.9, 0.13, 1.6, "#a98963", 0.08)
    _box(canvas, -0.95, -2.25, 0.75, -1.65, "#6f767c", 0.12)
    _box(canvas, -0.95, -2.25, 0.75, -2.05, "#8b9298", 0.10)
    _box(canvas, -1.08, -2.30, -0.74, -1.60, "#5c6369", 0.08)


def _gift(canvas: skia.Canvas, words: str) -> None:
    """A parcel that stands on the palm."""
    _box(canvas, -0.90, -1.30, 0.90, 0.22, "#7f9fa6", 0.06)
    _box(canvas, 0.30, -1.30, 0.90, 0.22, "#6f8f97", 0.06)
    _box(canvas, -1.0, -1.52, 1.0, -1.14, "#8db0b6", 0.06)
    _box(canvas, -0.16, -1.52, 0.16, 0.22, "#c9655c")
    for side in (-1.0, 1.0):
        loop = curve((0.0, -1.50), ((side * 0.2, -2.15), (side * 0.85, -2.10), (side * 0.62, -1.62)),
                     ((side * 0.4, -1.5), (side * 0.2, -1.5), (0.0, -1.50)), close=True)  # fmt: skip
        canvas.drawPath(loop, fill("#c9655c" if side < 0 else "#b5564c"))
    if words:
        _box(canvas, -0.86, -0.92, -0.20, -0.28, "#f5efe0", 0.04)
        _write(canvas, words, -0.82, -0.88, -0.24, -0.32)


def _cake(canvas: skia.Canvas, words: str) -> None:
    _box(canvas, -1.25, 0.02, 1.25, 0.18, "#dfe3dd", 0.08)
    _box(canvas, -1.0, -0.85, 1.0, 0.06, "#d9b896", 0.10)
    _box(canvas, -1.0, -0.42, 1.0, -0.28, "#c4675a")
    _box(canvas, -1.04, -1.02, 1.04, -0.62, "#f3e4e0", 0.16)
    for x in (-0.7, -0.25, 0.2, 0.65):
        _box(canvas, x - 0.14, -0.75, x + 0.14, -0.42, "#f3e4e0", 0.14)
    for x, ink in ((-0.55, "#7f9fa6"), (0.0, "#c4675a"), (0.55, "#d9b56c")):
        _box(canvas, x - 0.06, -1.55, x + 0.06, -0.98, ink, 0.03)
        _disc(canvas, x, -1.68, 0.10, "#f0c95c")


def _money(canvas: skia.Canvas, words: str) -> None:
    for turn, ink in ((-16.0, "#86a083"), (0.0, "#93ad8f"), (16.0, "#9fb89a")):
        canvas.save()
        canvas.rotate(turn, 0.0, 0.4)
        _box(canvas, -0.42, -1.45, 0.42, 0.4, ink, 0.05)
        canvas.drawOval(skia.Rect.MakeLTRB(-0.22, -0.98, 0.22, -0.48), fill("#b9cdb4"))
        canvas.restore()


DRAWN: dict[str, Draw] = {
    "phone": _phone, "mobile": _mobile, "glass": _glass, "cup": _cup, "bottle": _bottle, "letter": _letter,
    "book": _book, "newspaper": _newspaper, "sign": _sign, "microphone": _microphone, "umbrella": _umbrella,
    "flower": _flower, "fork": _fork, "spoon": _spoon, "knife": _knife, "pen": _pen, "key": _key, "hammer": _hammer,
    "gift": _gift, "cake": _cake, "money": _money,
}  # fmt: skip
"""A draw function for each of `character.holding.THINGS`."""
