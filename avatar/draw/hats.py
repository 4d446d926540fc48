"""Hats and what else is worn on heads. Flat, with one second tone, as things in hands are.

Units are those of the look: its width is the head's at the brim line, the middle of which is at (0, 0).
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable

import skia

from avatar.character.looks import Look
from avatar.character.wearing import HatLook
from avatar.draw.brush import Point, curve, fill, stroke

Draw = Callable[[skia.Canvas, HatLook], None]


def draw_hat(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """The thing of a look of the style "hat"."""
    assert isinstance(look, HatLook)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    DRAWN[look.hat](canvas, look)
    canvas.restore()


def _shade(ink: str, by: float) -> str:
    """A colour, lighter or darker."""
    red, green, blue = (int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, strong = colorsys.rgb_to_hls(red, green, blue)
    return "#" + "".join(
        f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, min(0.97, max(0.04, light + by)), strong)
    )


def _blob(canvas: skia.Canvas, ink: str, start: Point, *parts: tuple[Point, ...]) -> None:
    canvas.drawPath(curve(start, *parts, close=True), fill(ink))


def _disc(canvas: skia.Canvas, x: float, y: float, radius: float, ink: str) -> None:
    canvas.drawCircle(x, y, radius, fill(ink))


def _brim(canvas: skia.Canvas, half: float, rise: float, thick: float, ink: str) -> None:
    """A brim seen from the front: its ends curl up."""
    _blob(
        canvas,
        ink,
        (-half, -rise),
        ((-0.6 * half, thick), (0.6 * half, thick), (half, -rise)),
        ((1.02 * half, -rise - 0.07), (0.92 * half, -rise - 0.08), (0.86 * half, -rise - 0.03)),
        ((0.5 * half, 0.02), (-0.5 * half, 0.02), (-0.86 * half, -rise - 0.03)),
        ((-0.92 * half, -rise - 0.08), (-1.02 * half, -rise - 0.07), (-half, -rise)),
    )


def _belt(canvas: skia.Canvas, half: float, top: float, ink: str, sag: float = 0.06) -> None:
    """A band round a crown, from `top` down to the brim."""
    _blob(
        canvas,
        ink,
        (-half, top),
        ((-0.5 * half, top + sag), (0.5 * half, top + sag), (half, top)),
        ((half, 0.0), (half, 0.0), (half, 0.0)),
        ((0.5 * half, sag), (-0.5 * half, sag), (-half, 0.0)),
    )


def _cap(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.10)
    _blob(
        canvas,
        look.ink,
        (-0.53, 0.06),
        ((-0.58, -0.72), (0.58, -0.72), (0.53, 0.06)),
        ((0.2, 0.0), (-0.2, 0.0), (-0.53, 0.06)),
    )
    for side in (-1.0, 1.0):
        canvas.drawPath(
            curve((side * 0.04, -0.52), ((side * 0.26, -0.44), (side * 0.30, -0.2), (side * 0.28, 0.0))),
            stroke(dark, 0.014),
        )
    _disc(canvas, 0.0, -0.525, 0.036, dark)
    _blob(
        canvas,
        dark,
        (-0.50, 0.03),
        ((-0.42, -0.10), (0.42, -0.10), (0.50, 0.03)),
        ((0.58, 0.24), (-0.58, 0.24), (-0.50, 0.03)),
    )
    canvas.drawPath(
        curve((-0.42, 0.05), ((-0.2, -0.02), (0.2, -0.02), (0.42, 0.05))), stroke(_shade(look.ink, 0.08), 0.016)
    )


def _bowler(canvas: skia.Canvas, look: HatLook) -> None:
    _blob(
        canvas,
        look.ink,
        (-0.46, 0.02),
        ((-0.54, -0.78), (0.54, -0.78), (0.46, 0.02)),
        ((0.2, 0.08), (-0.2, 0.08), (-0.46, 0.02)),
    )
    canvas.drawPath(
        curve((-0.34, -0.34), ((-0.30, -0.48), (-0.18, -0.53), (-0.06, -0.54))), stroke(_shade(look.ink, 0.12), 0.03)
    )
    _belt(canvas, 0.468, -0.16, _shade(look.ink, -0.10))
    _brim(canvas, 0.70, 0.03, 0.15, _shade(look.ink, 0.05))


def _top_hat(canvas: skia.Canvas, look: HatLook) -> None:
    _blob(
        canvas,
        look.ink,
        (-0.43, 0.03),
        ((-0.42, -0.3), (-0.46, -0.6), (-0.50, -0.90)),
        ((-0.2, -1.0), (0.2, -1.0), (0.50, -0.90)),
        ((0.46, -0.6), (0.42, -0.3), (0.43, 0.03)),
        ((0.2, 0.1), (-0.2, 0.1), (-0.43, 0.03)),
    )
    _blob(
        canvas,
        _shade(look.ink, 0.10),
        (-0.50, -0.90),
        ((-0.2, -1.0), (0.2, -1.0), (0.50, -0.90)),
        ((0.2, -0.83), (-0.2, -0.83), (-0.50, -0.90)),
    )
    canvas.drawPath(
        curve((-0.36, -0.74), ((-0.33, -0.5), (-0.31, -0.4), (-0.31, -0.22))), stroke(_shade(look.ink, 0.12), 0.03)
    )
    _belt(canvas, 0.425, -0.17, "#9c4a4f")
    _brim(canvas, 0.68, 0.03, 0.15, _shade(look.ink, 0.05))


def _crown(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.14)
    path = skia.Path()
    path.addPoly(
        [
            skia.Point(*each)
            for each in (
                (-0.48, 0.06),
                (-0.56, -0.42),
                (-0.29, -0.17),
                (0.0, -0.52),
                (0.29, -0.17),
                (0.56, -0.42),
                (0.48, 0.06),
                (0.2, 0.12),
                (-0.2, 0.12),
            )
        ],
        True,
    )
    canvas.drawPath(path, fill(look.ink))
    _blob(
        canvas,
        dark,
        (-0.50, -0.06),
        ((-0.2, 0.02), (0.2, 0.02), (0.50, -0.06)),
        ((0.49, 0.0), (0.48, 0.03), (0.48, 0.06)),
        ((0.2, 0.14), (-0.2, 0.14), (-0.48, 0.06)),
    )
    for x, y, ink in ((-0.56, -0.44, "#c4574f"), (0.0, -0.54, "#4f8fa6"), (0.56, -0.44, "#c4574f")):
        _disc(canvas, x, y, 0.052, ink)
    for x, y, ink in ((-0.3, 0.03, "#6fa08a"), (0.0, 0.055, "#c4574f"), (0.3, 0.03, "#6fa08a")):
        _disc(canvas, x, y, 0.038, ink)


def _party_hat(canvas: skia.Canvas, look: HatLook) -> None:
    cone = curve(
        (-0.32, 0.02),
        ((-0.2, -0.3), (-0.1, -0.6), (0.02, -0.84)),
        ((0.12, -0.6), (0.22, -0.3), (0.32, 0.02)),
        ((0.14, 0.10), (-0.14, 0.10), (-0.32, 0.02)),
        close=True,
    )
    canvas.drawPath(cone, fill(look.ink))
    canvas.save()
    canvas.clipPath(cone, True)
    for x, y, ink in (
        (-0.12, -0.04, "#f0d9a8"),
        (0.13, -0.1, "#8db0b6"),
        (0.0, -0.28, "#f0d9a8"),
        (0.02, -0.52, "#8db0b6"),
        (-0.24, 0.0, "#8db0b6"),
        (0.27, 0.02, "#f0d9a8"),
        (-0.12, -0.36, "#8db0b6"),
        (0.13, -0.36, "#f0d9a8"),
    ):
        _disc(canvas, x, y, 0.05, ink)
    canvas.restore()
    for x, y in ((-0.05, -0.86), (0.09, -0.86), (0.02, -0.93), (0.02, -0.82)):
        _disc(canvas, x, y, 0.06, "#f0d9a8")


def _headphones(canvas: skia.Canvas, look: HatLook) -> None:
    down, half = look.ears
    top = -look.top - 0.06
    band = curve(
        (-half, down - 0.06),
        ((-half * 1.06, top - 0.05), (-half * 0.55, top), (0.0, top)),
        ((half * 0.55, top), (half * 1.06, top - 0.05), (half, down - 0.06)),
    )
    canvas.drawPath(band, stroke(look.ink, 0.075))
    canvas.drawPath(band, stroke(_shade(look.ink, 0.10), 0.02))
    for side in (-1.0, 1.0):
        x = side * half
        canvas.drawRoundRect(
            skia.Rect.MakeLTRB(x - 0.08, down - 0.17, x + 0.08, down + 0.17), 0.07, 0.07, fill("#b5564c")
        )
        outer = x + side * 0.055
        canvas.drawRoundRect(
            skia.Rect.MakeLTRB(outer - 0.06, down - 0.14, outer + 0.06, down + 0.14), 0.06, 0.06, fill(look.ink)
        )


def _beanie(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.08)
    for x, y in ((-0.06, -0.66), (0.06, -0.66), (0.0, -0.74), (0.0, -0.62)):
        _disc(canvas, x, y, 0.085, "#efe6d6")
    _blob(
        canvas,
        look.ink,
        (-0.54, 0.02),
        ((-0.60, -0.80), (0.60, -0.80), (0.54, 0.02)),
        ((0.2, 0.08), (-0.2, 0.08), (-0.54, 0.02)),
    )
    for x in (-0.36, -0.18, 0.0, 0.18, 0.36):
        canvas.drawPath(
            curve((x * 0.55, -0.50), ((x, -0.36), (x * 1.08, -0.25), (x * 1.08, -0.1))), stroke(dark, 0.014)
        )
    _blob(
        canvas,
        dark,
        (-0.56, -0.10),
        ((-0.2, -0.05), (0.2, -0.05), (0.56, -0.10)),
        ((0.60, -0.02), (0.60, 0.05), (0.56, 0.09)),
        ((0.2, 0.15), (-0.2, 0.15), (-0.56, 0.09)),
        ((-0.60, 0.05), (-0.60, -0.02), (-0.56, -0.10)),
    )
    for at in range(-5, 6):
        x = at * 0.1
        sag = 0.05 * (1 - (x / 0.56) ** 2)
        canvas.drawPath(
            curve((x, -0.08 + sag), ((x, -0.04 + sag), (x, 0.03 + sag), (x, 0.07 + sag))), stroke(look.ink, 0.014)
        )


def _straw_hat(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.12)
    _blob(
        canvas,
        look.ink,
        (-0.46, 0.02),
        ((-0.48, -0.30), (-0.46, -0.46), (-0.36, -0.48)),
        ((-0.1, -0.53), (0.1, -0.53), (0.36, -0.48)),
        ((0.46, -0.46), (0.48, -0.30), (0.46, 0.02)),
        ((0.2, 0.08), (-0.2, 0.08), (-0.46, 0.02)),
    )
    for y in (-0.36, -0.26):
        canvas.drawPath(curve((-0.45, y), ((-0.2, y + 0.05), (0.2, y + 0.05), (0.45, y))), stroke(dark, 0.012))
    _belt(canvas, 0.47, -0.17, "#a5605a")
    _blob(
        canvas,
        look.ink,
        (-0.96, 0.06),
        ((-0.6, -0.07), (-0.5, 0.0), (-0.46, 0.0)),
        ((-0.2, 0.06), (0.2, 0.06), (0.46, 0.0)),
        ((0.5, 0.0), (0.6, -0.07), (0.96, 0.06)),
        ((0.6, 0.24), (-0.6, 0.24), (-0.96, 0.06)),
    )
    canvas.drawPath(curve((-0.82, 0.07), ((-0.5, 0.18), (0.5, 0.18), (0.82, 0.07))), stroke(dark, 0.014))


def _cowboy_hat(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.10)
    _blob(
        canvas,
        look.ink,
        (-0.46, 0.04),
        ((-0.46, -0.4), (-0.42, -0.7), (-0.26, -0.72)),
        ((-0.12, -0.73), (-0.08, -0.62), (0.0, -0.62)),
        ((0.08, -0.62), (0.12, -0.73), (0.26, -0.72)),
        ((0.42, -0.7), (0.46, -0.4), (0.46, 0.04)),
        ((0.2, 0.10), (-0.2, 0.10), (-0.46, 0.04)),
    )
    _blob(
        canvas,
        dark,
        (0.0, -0.62),
        ((0.07, -0.5), (0.07, -0.42), (0.0, -0.36)),
        ((-0.07, -0.42), (-0.07, -0.5), (0.0, -0.62)),
    )
    _belt(canvas, 0.465, -0.14, dark)
    _blob(
        canvas,
        _shade(look.ink, 0.04),
        (-0.97, -0.17),
        ((-0.85, 0.02), (-0.6, 0.02), (-0.46, 0.0)),
        ((-0.2, 0.07), (0.2, 0.07), (0.46, 0.0)),
        ((0.6, 0.02), (0.85, 0.02), (0.97, -0.17)),
        ((0.92, 0.12), (0.5, 0.19), (0.0, 0.19)),
        ((-0.5, 0.19), (-0.92, 0.12), (-0.97, -0.17)),
    )


def _chef_hat(canvas: skia.Canvas, look: HatLook) -> None:
    dark = _shade(look.ink, -0.10)
    for x, y, radius in (
        (-0.38, -0.60, 0.22),
        (0.38, -0.60, 0.22),
        (-0.14, -0.74, 0.24),
        (0.16, -0.74, 0.24),
        (0.0, -0.55, 0.34),
    ):
        _disc(canvas, x, y, radius, look.ink)
    _blob(
        canvas,
        look.ink,
        (-0.50, 0.04),
        ((-0.48, -0.3), (-0.46, -0.5), (-0.46, -0.5)),
        ((0.46, -0.5), (0.46, -0.5), (0.46, -0.5)),
        ((0.46, -0.5), (0.48, -0.3), (0.50, 0.04)),
        ((0.2, 0.11), (-0.2, 0.11), (-0.50, 0.04)),
    )
    for x in (-0.28, 0.0, 0.28):
        canvas.drawPath(curve((x, -0.28), ((x * 1.02, -0.4), (x * 1.1, -0.5), (x * 1.15, -0.56))), stroke(dark, 0.016))
    canvas.drawPath(curve((-0.485, -0.22), ((-0.2, -0.15), (0.2, -0.15), (0.485, -0.22))), stroke(dark, 0.016))


def _hard_hat(canvas: skia.Canvas, look: HatLook) -> None:
    light, dark = _shade(look.ink, 0.10), _shade(look.ink, -0.10)
    _blob(
        canvas,
        look.ink,
        (-0.54, 0.02),
        ((-0.58, -0.76), (0.58, -0.76), (0.54, 0.02)),
        ((0.2, 0.08), (-0.2, 0.08), (-0.54, 0.02)),
    )
    _blob(
        canvas,
        light,
        (-0.09, -0.58),
        ((-0.05, -0.62), (0.05, -0.62), (0.09, -0.58)),
        ((0.11, -0.4), (0.11, -0.2), (0.10, 0.02)),
        ((0.05, 0.04), (-0.05, 0.04), (-0.10, 0.02)),
        ((-0.11, -0.2), (-0.11, -0.4), (-0.09, -0.58)),
    )
    for side in (-1.0, 1.0):
        canvas.drawPath(
            curve((side * 0.24, -0.51), ((side * 0.32, -0.36), (side * 0.33, -0.2), (side * 0.33, 0.0))),
            stroke(dark, 0.018),
        )
    _blob(
        canvas,
        dark,
        (-0.60, 0.02),
        ((-0.3, -0.04), (0.3, -0.04), (0.60, 0.02)),
        ((0.5, 0.18), (-0.5, 0.18), (-0.60, 0.02)),
    )


DRAWN: dict[str, Draw] = {
    "cap": _cap,
    "bowler": _bowler,
    "top-hat": _top_hat,
    "crown": _crown,
    "party-hat": _party_hat,
    "headphones": _headphones,
    "beanie": _beanie,
    "straw-hat": _straw_hat,
    "cowboy-hat": _cowboy_hat,
    "chef-hat": _chef_hat,
    "hard-hat": _hard_hat,
}
"""A draw function for each of `character.wearing.HATS`."""
