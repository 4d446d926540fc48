"""Pictures out of focus: softened as by a Gaussian, in few cheap steps.

Skia's own blur takes a tenth of a second for a picture of 1920 x 1080. What is soft needs no fine pixels: it is drawn
at half the size, again and again, and enlarged, which softens it; what that leaves is done by averaging neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.surfaces import BLUE_FIRST, canvas_on

Paint = Callable[[skia.Canvas], None]

HALVED = 1 / 3 + 3 / 4
"""Variance, in pixels squared, of what drawing at half the size and enlarging does: a box two pixels wide, then two
neighbours that lie two pixels apart, weighted 3 to 1."""

MOST = 0.5
"""Variance of one averaging of neighbours, in which each weighs a quarter: with more, fine stripes would turn over."""

ENOUGH = HALVED + 4 * MOST
"""Variance from which pictures are drawn at half the size: what is soft there by one averaging at least shows no steps
when it is enlarged."""


def paint_soft(pixels: NDArray[np.uint8], paint: Paint, sigma: float) -> None:
    """Paints onto `pixels` (BGRA, premultiplied, shape (height, width, 4)), opaque all over and out of focus.

    `paint` draws in their units; `sigma`: standard deviation in pixels, 0 for sharp.
    """
    height, width = pixels.shape[:2]
    variance = sigma * sigma
    if variance < ENOUGH or min(width, height) < 4:
        paint(canvas_on(pixels, BLUE_FIRST))
        _average(pixels, variance)
        return
    half = np.zeros((-(-height // 2), -(-width // 2), 4), np.uint8)

    def smaller(canvas: skia.Canvas) -> None:
        canvas.scale(half.shape[1] / width, half.shape[0] / height)
        paint(canvas)

    paint_soft(half, smaller, math.sqrt(variance - HALVED) / 2)
    linear = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas_on(pixels, BLUE_FIRST).drawImageRect(_image(half), skia.Rect.MakeWH(width, height), linear)


def _average(pixels: NDArray[np.uint8], variance: float) -> None:
    """Softens pixels by what they have beside, above and below them."""
    times = math.ceil(variance / MOST - 1e-9)
    for _ in range(times):
        weight = variance / times / 2
        for across, down in ((1, 0), (0, 1)):
            before = pixels.copy()
            image, canvas = _image(before), canvas_on(pixels, BLUE_FIRST)
            # The second is laid over the first, and takes its share of that, too.
            for side, share in ((1, weight / (1.0 - weight)), (-1, weight)):
                canvas.drawImage(image, side * across, side * down, skia.SamplingOptions(), skia.Paint(Alphaf=share))


def _image(pixels: NDArray[np.uint8]) -> skia.Image:
    """Pixels as an image, which is good as long as they are kept."""
    return skia.Image.fromarray(pixels, BLUE_FIRST, skia.kPremul_AlphaType, copy=False)
