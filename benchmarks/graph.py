"""Curves over time as a picture, for benchmarks whose figures say less than their course."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import skia

WIDTH, HEIGHT, EDGE = 1000, 220, 64


@dataclass(frozen=True)
class Curve:
    """One row of the picture."""

    title: str
    points: list[tuple[float, float]]
    line: float | None = None
    """A value to be marked, as a target."""
    dots: bool = False
    """Points instead of a line."""
    marks: list[float] = field(default_factory=list)


def graph(curves: list[Curve], path: Path, along: str) -> None:
    """Draws curves below each other into a PNG; `along` names what lies along the bottom."""
    pixels = np.full((HEIGHT * len(curves) + 24, WIDTH, 4), 255, np.uint8)
    canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType).getCanvas()
    for row, curve in enumerate(curves):
        canvas.save()
        canvas.translate(0, row * HEIGHT)
        _row(canvas, curve)
        canvas.restore()
    _write(canvas, along, WIDTH - 90, HEIGHT * len(curves) + 14, "#555")
    skia.Image.fromarray(pixels, skia.kRGBA_8888_ColorType).save(str(path), skia.kPNG)
    print(f"drawn: {path}")


def _row(canvas: skia.Canvas, curve: Curve) -> None:
    if not curve.points:
        return
    xs, ys = (np.array(values, float) for values in zip(*curve.points, strict=True))
    known = [*ys, *([curve.line] if curve.line is not None else [])]
    low, high = min(known), max(known)
    low, high = (low - 1, high + 1) if high - low < 1e-9 else (low, high)
    left, right, top, bottom = EDGE, WIDTH - 16, 28, HEIGHT - 24

    def place(x: float, y: float) -> tuple[float, float]:
        span = max(1e-9, xs[-1] - xs[0])
        return left + (x - xs[0]) / span * (right - left), bottom - (y - low) / (high - low) * (bottom - top)

    frame = skia.Paint(AntiAlias=True, Color=0xFFCCCCCC, Style=skia.Paint.kStroke_Style)
    canvas.drawRect(skia.Rect.MakeLTRB(left, top, right, bottom), frame)
    ink = skia.Paint(AntiAlias=True, Color=0xFF2A6F97, StrokeWidth=1.6)
    places = [place(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
    if curve.dots:
        for x, y in places:
            canvas.drawCircle(x, y, 1.6, ink)
    for before, after in itertools.pairwise(places) if not curve.dots else ():
        canvas.drawLine(*before, *after, ink)
    if curve.line is not None:
        y = place(0.0, curve.line)[1]
        canvas.drawLine(left, y, right, y, skia.Paint(AntiAlias=True, Color=0xFFC1121F))
    _write(canvas, curve.title, left, 18, "#222")
    _write(canvas, f"{high:.4g}", 6, top + 10, "#555")
    _write(canvas, f"{low:.4g}", 6, bottom, "#555")
    _write(canvas, f"{xs[0]:.3g}", left, HEIGHT - 8, "#555")
    _write(canvas, f"{xs[-1]:.4g}", right - 40, HEIGHT - 8, "#555")


def _write(canvas: skia.Canvas, text: str, x: float, y: float, colour: str) -> None:
    grey = int(colour[1] * 2, 16)
    canvas.drawString(
        text, x, y, skia.Font(skia.Typeface.MakeDefault(), 12), skia.Paint(Color=skia.Color(grey, grey, grey))
    )
