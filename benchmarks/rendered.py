"""Pictures made for measuring: two faces shaded as smoothly as generated ones are, a dog, a photograph as oil painting.

    python -m benchmarks.rendered [--out build/pictures]

They are ours, by the code below, but for the painting, which is a public-domain photograph of the tests through a
filter. `benchmarks.stills` measures what `avatar characters import` makes of them; the dog needs `--by-hand --mouth
muzzle`, and gets the points that are written beside it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import files
from avatar.character.still.points import format_points, place_by_hand

ROOT = Path(__file__).resolve().parent.parent
PHOTOGRAPH = ROOT / "tests/studio/pictures/hopper.jpg"
SIZE = 640

Colour = tuple[float, float, float]


class Person(NamedTuple):
    """How a face is coloured and shaped."""

    skin: Colour
    hair: Colour
    iris: Colour
    lip: Colour
    behind: tuple[Colour, Colour]
    wide: float
    """Width of the face; 1 is usual."""
    long_hair: bool
    cloth: Colour


PEOPLE = {
    "rendered-one": Person(
        (0.93, 0.74, 0.63), (0.26, 0.15, 0.10), (0.25, 0.42, 0.40), (0.76, 0.34, 0.34),
        ((0.62, 0.70, 0.78), (0.25, 0.30, 0.40)), 1.0, True, (0.34, 0.42, 0.58),
    ),
    "rendered-two": Person(
        (0.55, 0.36, 0.26), (0.08, 0.06, 0.06), (0.20, 0.12, 0.08), (0.50, 0.25, 0.24),
        ((0.80, 0.72, 0.58), (0.42, 0.34, 0.28)), 1.07, False, (0.82, 0.80, 0.76),
    ),
}  # fmt: skip


def _paint(colour: Colour, alpha: float = 1.0, blur: float = 0.0) -> skia.Paint:
    paint = skia.Paint(AntiAlias=True, Color4f=skia.Color4f(*colour, alpha))
    if blur > 0.0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    a, b, c = (x + (y - x) * share for x, y in zip(one, other, strict=True))
    return a, b, c


def _light(colour: Colour, by: float) -> Colour:
    return _mixed(colour, (1.0, 0.95, 0.88), by)


def _dark(colour: Colour, by: float) -> Colour:
    return _mixed(colour, (0.16, 0.06, 0.06), by)


def _ellipse(canvas: skia.Canvas, x: float, y: float, wide: float, high: float, paint: skia.Paint) -> None:
    canvas.drawOval(skia.Rect.MakeLTRB(x - wide, y - high, x + wide, y + high), paint)


def _curve(*points: tuple[float, float]) -> skia.Path:
    """Through the first point, then quadratic curves: a control point and an end, in turn."""
    path = skia.Path()
    path.moveTo(*points[0])
    for control, end in zip(points[1::2], points[2::2], strict=True):
        path.quadTo(*control, *end)
    return path


def draw_person(person: Person) -> skia.Image:
    """A head and shoulders from the front, light from the upper left."""
    surface = skia.Surface(SIZE, SIZE)
    canvas = surface.getCanvas()
    colours = [skia.Color4f(*each, 1.0).toColor() for each in person.behind]
    shader = skia.GradientShader.MakeRadial(skia.Point(240, 220), 560, colours)
    canvas.drawPaint(skia.Paint(Shader=shader))
    if person.long_hair:
        _ellipse(canvas, 320, 330, 178, 265, _paint(_dark(person.hair, 0.2), blur=5))
        canvas.drawRect(skia.Rect.MakeLTRB(150, 330, 490, 560), _paint(_dark(person.hair, 0.25), blur=9))
    else:
        _ellipse(canvas, 320, 245, 150, 150, _paint(person.hair, blur=3))
    _draw_shoulders(canvas, person)
    face = _outline(person.wide)
    canvas.drawPath(face, _paint(person.skin, blur=1.2))
    canvas.save()
    canvas.clipPath(face, True)
    _shade(canvas, person)
    for side in (-1.0, 1.0):
        _draw_eye(canvas, person, 320 + side * 60 * person.wide, 288.0, side)
    _draw_nose(canvas, person)
    canvas.restore()
    _draw_lips(canvas, person)
    _draw_fringe(canvas, person)
    return surface.makeImageSnapshot()


def _outline(wide: float) -> skia.Path:
    x = 118 * wide
    path = skia.Path()
    path.moveTo(320 - x, 270)
    path.cubicTo(320 - x, 120, 320 + x, 120, 320 + x, 270)
    path.cubicTo(320 + x, 390, 320 + 62 * wide, 468, 320, 470)
    path.cubicTo(320 - 62 * wide, 468, 320 - x, 390, 320 - x, 270)
    path.close()
    return path


def _draw_shoulders(canvas: skia.Canvas, person: Person) -> None:
    canvas.drawRect(skia.Rect.MakeLTRB(262, 400, 378, 580), _paint(_dark(person.skin, 0.22), blur=6))
    _ellipse(canvas, 320, 690, 280, 150, _paint(person.cloth, blur=3))
    _ellipse(canvas, 250, 640, 120, 60, _paint(_light(person.cloth, 0.25), 0.5, 34))
    _ellipse(canvas, 320, 556, 62, 34, _paint(_dark(person.skin, 0.12), blur=4))
    _ellipse(canvas, 322, 470, 80, 22, _paint((0.1, 0.03, 0.03), 0.42, 14))


def _shade(canvas: skia.Canvas, person: Person) -> None:
    dark, light = _dark(person.skin, 0.55), _light(person.skin, 0.5)
    _ellipse(canvas, 448, 330, 60, 190, _paint(dark, 0.55, 34))
    _ellipse(canvas, 196, 360, 28, 150, _paint(dark, 0.35, 24))
    _ellipse(canvas, 330, 480, 130, 34, _paint(dark, 0.5, 20))
    _ellipse(canvas, 285, 205, 62, 40, _paint(light, 0.55, 30))
    _ellipse(canvas, 258, 345, 34, 24, _paint(light, 0.35, 18))
    for x in (-62, 62):
        _ellipse(canvas, 320 + x, 352, 34, 22, _paint(_mixed(person.skin, (0.86, 0.36, 0.32), 0.5), 0.28, 18))
        _ellipse(canvas, 320 + x, 272, 44, 22, _paint(dark, 0.25, 12))
    _ellipse(canvas, 320, 436, 22, 14, _paint(light, 0.32, 10))
    _ellipse(canvas, 320, 418, 32, 6, _paint(dark, 0.35, 6))


def _draw_eye(canvas: skia.Canvas, person: Person, x: float, y: float, side: float) -> None:
    almond = _curve((x - 31, y + 3), (x - 4, y - 27), (x + 31, y + 1), (x + 2, y + 21), (x - 31, y + 3))
    canvas.save()
    canvas.clipPath(almond, True)
    canvas.drawPaint(_paint((0.95, 0.93, 0.91)))
    _ellipse(canvas, x, y - 1, 14, 14, _paint(_dark(person.iris, 0.45)))
    _ellipse(canvas, x, y, 11.5, 11.5, _paint(person.iris, blur=1.2))
    _ellipse(canvas, x + 1, y + 4, 7, 5, _paint(_light(person.iris, 0.4), 0.5, 2))
    _ellipse(canvas, x, y - 1, 5.6, 5.6, _paint((0.02, 0.02, 0.03)))
    _ellipse(canvas, x - 4, y - 6, 2.8, 2.8, _paint((1.0, 1.0, 1.0), 0.95, 0.5))
    _ellipse(canvas, x, y - 17, 32, 12, _paint((0.2, 0.1, 0.1), 0.5, 5))
    canvas.restore()
    lashes = _paint(_dark(person.hair, 0.4), 0.95, 0.6)
    lashes.setStyle(skia.Paint.kStroke_Style)
    lashes.setStrokeCap(skia.Paint.kRound_Cap)
    lashes.setStrokeWidth(3.4)
    canvas.drawPath(_curve((x - 31, y + 3), (x - 4, y - 27), (x + 31, y + 1)), lashes)
    crease = _paint(_dark(person.skin, 0.6), 0.5, 1.2)
    crease.setStyle(skia.Paint.kStroke_Style)
    crease.setStrokeWidth(2.2)
    canvas.drawPath(_curve((x - 30, y - 8), (x - 2, y - 36), (x + 32, y - 9)), crease)
    brow = _curve(
        (x - side * 34, y - 40), (x, y - 58), (x + side * 40, y - 41), (x, y - 47), (x - side * 34, y - 33),
        (x - side * 36, y - 36), (x - side * 34, y - 40),
    )  # fmt: skip
    canvas.drawPath(brow, _paint(person.hair, 0.85, 1.8))


def _draw_nose(canvas: skia.Canvas, person: Person) -> None:
    dark, light = _dark(person.skin, 0.6), _light(person.skin, 0.6)
    _ellipse(canvas, 342, 330, 9, 44, _paint(dark, 0.3, 8))
    _ellipse(canvas, 316, 325, 7, 46, _paint(light, 0.5, 7))
    _ellipse(canvas, 317, 364, 13, 10, _paint(light, 0.4, 6))
    _ellipse(canvas, 320, 378, 27, 6, _paint(dark, 0.45, 5))
    for side in (-1, 1):
        _ellipse(canvas, 320 + side * 12, 376, 6, 3.2, _paint(_dark(person.skin, 0.9), 0.85, 1.6))
        _ellipse(canvas, 320 + side * 25, 366, 4, 10, _paint(dark, 0.35, 4))


def _draw_lips(canvas: skia.Canvas, person: Person) -> None:
    left, right, middle = (274.0, 405.0), (366.0, 405.0), 406.0
    upper = _curve(left, (296, 391), (310, 391), (320, 397), (330, 391), (344, 391), right, (320, middle + 8), left)
    lower = _curve(left, (320, middle + 8), right, (320, 444), left)
    canvas.drawPath(upper, _paint(_dark(person.lip, 0.16), blur=1.0))
    canvas.drawPath(lower, _paint(person.lip, blur=1.0))
    _ellipse(canvas, 312, 418, 20, 4.5, _paint(_light(person.lip, 0.7), 0.55, 3.5))
    line = _paint(_dark(person.lip, 0.8), 0.9, 0.7)
    line.setStyle(skia.Paint.kStroke_Style)
    line.setStrokeWidth(2.6)
    canvas.drawPath(_curve((276.0, 405.0), (320, middle + 8), (364.0, 405.0)), line)


def _draw_fringe(canvas: skia.Canvas, person: Person) -> None:
    if person.long_hair:
        fringe = _curve(
            (168, 330), (150, 120), (322, 108), (490, 118), (474, 330), (462, 228), (372, 178), (250, 190), (168, 330)
        )
    else:
        fringe = _curve((190, 262), (180, 104), (322, 104), (462, 104), (450, 262), (440, 178), (320, 172), (200, 178),
                        (190, 262))  # fmt: skip
    canvas.drawPath(fringe, _paint(person.hair, blur=2.4))
    _ellipse(canvas, 268, 150, 70, 16, _paint(_light(person.hair, 0.5), 0.4, 14))


def draw_dog() -> skia.Image:
    """A dog's head from the front: brown, with a pale muzzle."""
    surface = skia.Surface(SIZE, SIZE)
    canvas = surface.getCanvas()
    colours = [skia.Color4f(*each, 1.0).toColor() for each in ((0.70, 0.82, 0.62), (0.36, 0.52, 0.36))]
    canvas.drawPaint(skia.Paint(Shader=skia.GradientShader.MakeRadial(skia.Point(300, 200), 560, colours)))
    coat, pale, black = (0.60, 0.38, 0.20), (0.93, 0.86, 0.76), (0.10, 0.08, 0.08)
    _ellipse(canvas, 320, 640, 190, 170, _paint(_dark(coat, 0.15), blur=8))
    _ellipse(canvas, 320, 620, 90, 120, _paint(pale, blur=18))
    _ellipse(canvas, 320, 310, 175, 190, _paint(coat, blur=5))
    _ellipse(canvas, 320, 240, 26, 120, _paint(pale, 0.9, 14))
    for side in (-1.0, 1.0):
        ear = _curve(
            (320 + side * 110, 150), (320 + side * 230, 160), (320 + side * 222, 330), (320 + side * 200, 420),
            (320 + side * 158, 380), (320 + side * 180, 250), (320 + side * 110, 150),
        )  # fmt: skip
        canvas.drawPath(ear, _paint(_dark(coat, 0.4), blur=5))
        _ellipse(canvas, 320 + side * 72, 262, 27, 25, _paint(_dark(coat, 0.7), 0.9, 5))
        _ellipse(canvas, 320 + side * 72, 262, 20, 20, _paint((0.30, 0.17, 0.08)))
        _ellipse(canvas, 320 + side * 72, 262, 10, 10, _paint(black))
        _ellipse(canvas, 320 + side * 72 - 6, 255, 5, 5, _paint((1.0, 1.0, 1.0), 0.95, 0.6))
        _ellipse(canvas, 320 + side * 72, 218, 24, 7, _paint(_light(coat, 0.35), 0.7, 6))
    _ellipse(canvas, 320, 410, 108, 92, _paint(pale, blur=9))
    _ellipse(canvas, 320, 480, 70, 30, _paint(_dark(pale, 0.12), 0.8, 8))
    _draw_coat(canvas, coat, pale)
    _ellipse(canvas, 320, 362, 40, 28, _paint(black, blur=1.4))
    _ellipse(canvas, 308, 350, 14, 7, _paint((0.6, 0.6, 0.62), 0.7, 4))
    line = _paint(black, 0.9, 0.8)
    line.setStyle(skia.Paint.kStroke_Style)
    line.setStrokeCap(skia.Paint.kRound_Cap)
    line.setStrokeWidth(5)
    canvas.drawPath(_curve((320, 388), (320, 410), (320, 430)), line)
    canvas.drawPath(_curve((238, 428), (282, 462), (320, 430), (358, 462), (402, 428)), line)
    return surface.makeImageSnapshot()


def _draw_coat(canvas: skia.Canvas, coat: Colour, pale: Colour) -> None:
    """Hairs, so that the fur isn't flat; the same at every run."""
    random = np.random.default_rng(4)
    for _ in range(2600):
        x, y = 320 + random.normal(0.0, 82.0), 320 + random.normal(0.0, 92.0)
        if ((x - 320) / 158) ** 2 + ((y - 310) / 172) ** 2 > 1.0:
            continue
        near = ((x - 320) / 104) ** 2 + ((y - 412) / 88) ** 2 < 1.0
        base = pale if near else coat
        colour = _light(base, 0.3) if random.random() < 0.5 else _dark(base, 0.25)
        hair = _paint(colour, 0.35)
        hair.setStyle(skia.Paint.kStroke_Style)
        hair.setStrokeWidth(1.3)
        along = np.arctan2(y - 340, x - 320) + random.normal(0.0, 0.3)
        canvas.drawLine(x, y, x + 11 * float(np.cos(along)), y + 11 * float(np.sin(along)), hair)


DOG_POINTS = {
    "mouth-left": (238.0, 428.0), "mouth-right": (402.0, 428.0), "mouth-top": (320.0, 434.0),
    "mouth-bottom": (320.0, 440.0), "upper-lip": (320.0, 400.0), "lower-lip": (320.0, 474.0),
    "eye-left": (248.0, 262.0), "eye-right": (392.0, 262.0), "nose": (320.0, 362.0), "chin": (320.0, 506.0),
    "forehead": (320.0, 130.0), "eye-left-outer": (226.0, 262.0), "eye-left-inner": (270.0, 262.0),
    "eye-left-top": (248.0, 241.0), "eye-left-bottom": (248.0, 283.0), "eye-right-outer": (414.0, 262.0),
    "eye-right-inner": (370.0, 262.0), "eye-right-top": (392.0, 241.0), "eye-right-bottom": (392.0, 283.0),
}  # fmt: skip
"""Where a user would drag the points of the dog."""


def paint_oil(photograph: Path) -> skia.Image:
    """A photograph as if it were painted: each pixel the mean of the calmest of four quarters around it (Kuwahara et
    al. 1976), twice, on a canvas whose weave shows a little."""
    from PIL import Image

    small = Image.open(photograph).convert("RGB")
    image = np.asarray(small.resize((small.width * 2, small.height * 2), Image.Resampling.LANCZOS), np.float32)
    for reach in (5, 3):
        image = _kuwahara(image, reach)
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    weave = 3.0 * (np.sin(x * 1.9) * np.sin(y * 1.9))
    grey = image.mean(axis=2, keepdims=True)
    rich = np.clip(grey + 1.25 * (image - grey) + weave[:, :, np.newaxis], 0, 255).astype(np.uint8)
    alpha = np.full((*rich.shape[:2], 1), 255, np.uint8)
    return skia.Image.fromarray(np.ascontiguousarray(np.concatenate([rich, alpha], axis=2)))


def _kuwahara(image: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    light = image.mean(axis=2)
    means, spreads = [], []
    for down, right in ((-reach, -reach), (-reach, 0), (0, -reach), (0, 0)):
        mean = _mean(image, down, right, reach)
        spread = _mean(light[:, :, None] ** 2, down, right, reach) - _mean(light[:, :, None], down, right, reach) ** 2
        means.append(mean)
        spreads.append(spread[:, :, 0])
    calmest = np.argmin(np.stack(spreads), axis=0)
    rows, columns = np.indices(calmest.shape)
    return np.asarray(np.stack(means)[calmest, rows, columns], np.float32)


def _mean(image: NDArray[np.float32], down: int, right: int, reach: int) -> NDArray[np.float32]:
    """Mean over a square of reach + 1 pixels that begins so far below and right of each pixel."""
    padded = np.pad(image, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    height, width = image.shape[:2]
    total = np.zeros_like(image)
    for y in range(reach + 1):
        for x in range(reach + 1):
            top, left = reach + down + y, reach + right + x
            total += padded[top : top + height, left : left + width]
    return total / (reach + 1) ** 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "build/pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    made = {name: draw_person(person) for name, person in PEOPLE.items()}
    made |= {"dog": draw_dog(), "painting": paint_oil(PHOTOGRAPH)}
    for name, image in made.items():
        with files.replacing(options.out / f"{name}.png") as file:
            file.write(bytes(image.encodeToData()))
        print(f"{options.out / name}.png")
    (options.out / "dog.points.toml").write_text(format_points(place_by_hand(DOG_POINTS, "muzzle", "shut")), "utf-8")


if __name__ == "__main__":
    main()
