"""What is out of focus: as soft as it is said to be, evenly and up to the edges."""

from __future__ import annotations

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from avatar.draw.brush import fill
from avatar.draw.sets import find
from avatar.draw.softening import paint_soft
from avatar.draw.surfaces import BLUE_FIRST, canvas_on

SIZE = (203, 120)


def step(canvas: skia.Canvas) -> None:
    """White from the middle on to the right."""
    canvas.drawColor(skia.ColorBLACK)
    canvas.drawRect(skia.Rect.MakeLTRB(100, -50, 999, 999), fill("#ffffff"))


def softened(sigma: float) -> NDArray[np.uint8]:
    pixels = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    paint_soft(pixels, step, sigma)
    return pixels


@pytest.mark.parametrize("sigma", [0.5, 0.9, 1.3, 1.9, 2.9, 5.0, 9.0])
def test_an_edge_is_as_wide_as_the_blur_says(sigma: float) -> None:
    pixels = softened(sigma)
    assert (pixels[:, :, 3] == 255).all()
    assert np.ptp(pixels.astype(int), axis=0).max() <= 2
    rise = np.diff(pixels[60, :, 0].astype(float)) / 255
    places = np.arange(1, SIZE[0])
    assert rise.min() > -0.01
    assert rise.sum() == pytest.approx(1.0, abs=0.04)
    share = rise / rise.sum()
    middle = float((share * places).sum())
    assert middle == pytest.approx(100, abs=0.2 + 0.05 * sigma)
    assert np.sqrt((share * (places - middle) ** 2).sum()) == pytest.approx(sigma, rel=0.15)


def test_what_is_sharp_is_drawn_as_it_is() -> None:
    sharp = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    step(canvas_on(sharp, BLUE_FIRST))
    assert (softened(0.0) == sharp).all()


@pytest.mark.parametrize("sigma", [0.6, 1.3, 2.9])
def test_a_set_is_as_a_gaussian_makes_it(sigma: float) -> None:
    width, height = 480, 270
    draw = find("kitchen")
    sharp, blurred, soft = (np.zeros((height, width, 4), np.uint8) for _ in range(3))
    draw(canvas_on(sharp, BLUE_FIRST), float(width), float(height))
    image = skia.Image.fromarray(sharp, BLUE_FIRST, skia.kPremul_AlphaType, copy=False)
    paint = skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma, skia.TileMode.kClamp))
    canvas_on(blurred, BLUE_FIRST).drawImage(image, 0, 0, paint=paint)
    paint_soft(soft, lambda canvas: draw(canvas, float(width), float(height)), sigma)
    off = blurred.astype(float) - soft
    assert np.sqrt((off**2).mean()) < 0.45 * np.sqrt(((blurred.astype(float) - sharp) ** 2).mean())
    assert np.abs(off).max() < 40
