"""Small helpers over skia's paints and paths."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import skia

Point = tuple[float, float]


@lru_cache(maxsize=512)
def colour(text: str) -> int:
    """Skia's colour of #rrggbb or #rrggbbaa."""
    red, green, blue = (int(text[i : i + 2], 16) for i in (1, 3, 5))
    alpha = int(text[7:9], 16) if len(text) == 9 else 255
    return int(skia.Color(red, green, blue, alpha))


@lru_cache(maxsize=512)
def fill(text: str) -> skia.Paint:
    return skia.Paint(Color=colour(text), AntiAlias=True)


def stroke(text: str, width: float) -> skia.Paint:
    """A line with round caps and joins."""
    return _stroke(text, round(width, 2))


@lru_cache(maxsize=2048)
def _stroke(text: str, width: float) -> skia.Paint:
    return skia.Paint(
        Color=colour(text),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


@lru_cache(maxsize=512)
def tint(text: str, other: str, share: float) -> str:
    """A colour on the way from one #rrggbb to another, in 16 steps: `share` 0 is the first."""
    part = round(16 * clamp(share)) / 16
    pairs = ((int(text[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(mix(one, two, part)):02x}" for one, two in pairs)


def curve(start: Point, *cubics: Sequence[Point], close: bool = False) -> skia.Path:
    """A path from `start` through cubic Bézier pieces of three points each."""
    path = skia.Path()
    path.moveTo(*start)
    for first, second, end in cubics:
        path.cubicTo(*first, *second, *end)
    if close:
        path.close()
    return path


def mix(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def smooth(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """0 below `low`, 1 above `high`, smooth between."""
    value = clamp((value - low) / (high - low))
    return value * value * (3.0 - 2.0 * value)
