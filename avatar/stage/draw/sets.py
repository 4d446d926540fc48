"""Sets: what is behind the cast. Each is a function that fills a canvas of any size."""

from __future__ import annotations

from collections.abc import Callable

import skia

from avatar.stage.draw.brush import colour, fill


def draw_transparent(canvas: skia.Canvas, width: float, height: float) -> None:
    """Nothing: for films that go over something else."""
    canvas.clear(0)


def draw_plain(canvas: skia.Canvas, width: float, height: float) -> None:
    """A quiet wall with one soft round of light behind the head."""
    canvas.clear(colour("#cfd9d6"))
    canvas.drawCircle(width / 2, height * 0.52, height * 0.56, fill("#dbe4e0"))
    canvas.drawCircle(width / 2, height * 0.52, height * 0.42, fill("#e6ede9"))


SETS: dict[str, Callable[[skia.Canvas, float, float], None]] = {
    "plain": draw_plain,
    "transparent": draw_transparent,
}
