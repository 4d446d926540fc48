"""The colours of terminals that have 256 or sixteen: which of them looks most like another colour.

By distance in red, green and blue dark skin becomes grey and lips become skin; so it goes by what people see.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FIRST = 16
"""The sixteen before it look different in every terminal."""

_STEPS = (0, 95, 135, 175, 215, 255)
COLOURS = np.array(
    [(r, g, b) for r in _STEPS for g in _STEPS for b in _STEPS] + [(8 + 10 * grey,) * 3 for grey in range(24)], np.uint8
)
"""Those from FIRST on, as xterm has them: a cube of six steps, and greys."""

LIGHT = 0.5
"""How much more the difference in lightness counts than in CIEDE2000: mouths are read by light and dark."""

_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
_FINE = 3
"""Bits of each channel that are left out: the face is rounded to as many anyway."""

DARK = 34.0
"""L* below which shades of one tint hold together: up there the 256 are close enough to do without."""

ALIKE = 0.25
"""How far apart two tints (a* and b* over the length of L*a*b*, which shade does not change) may be to be one."""

PURER, TAME = 15.0, 0.3
"""How much purer (chroma of L*a*b*) a gaudy palette's colour may be for nothing, and what more of it costs: shadows on
skin are no bright red. Dark colours, as of hair, are spared, for which there is nothing between pure and grey."""

NEAR = 6.0
"""Distance in L*a*b* within which a colour follows one that fills more: else a cheek's shades fall into spots."""

GREY = 12
"""Difference of a palette's channels up to which its colour is a grey."""


class Numbering:
    """Gives a picture's colours the numbers of those in a palette that look most like them, and keeps to it.

    Dark hair and coats lie between the greys and the few dark colours that a terminal has, so that of two shades of one
    tint the nearest is a grey for one and a colour for the other, in spots. The tint that fills most decides for all.
    """

    def __init__(self, colours: NDArray[np.uint8], first: int = 0, *, gaudy: bool = False) -> None:
        """`colours`: shape (n, 3); the first of them has the number `first`. `gaudy`: next to nothing but pure ones."""
        self._first, self._gaudy = first, gaudy
        self._lab = find_lab(colours)
        self._grey = np.ptp(colours.astype(int), axis=1) <= GREY
        self._numbers = np.full(1 << 3 * (8 - _FINE), -1, np.int16)
        """What was found so far, by the upper bits of red, green and blue; -1 where nobody has asked yet."""
        self._led: list[tuple[NDArray[np.float64], int]] = []
        """Colours that others follow, each with what it is shown as."""
        self._tints: list[NDArray[np.float64]] = []
        self._tints_grey: list[bool] = []

    def number(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The number for each pixel, shape (...) from (..., 3)."""
        keys = (rgb >> _FINE).astype(np.int32) @ _KEYS
        new = self._numbers[keys] < 0
        if new.any():
            unknown, where, counts = np.unique(keys[new], return_index=True, return_counts=True)
            self._learn(unknown, find_lab(rgb[new][where]), counts)
        numbers: NDArray[np.uint8] = self._numbers[keys].astype(np.uint8)
        return numbers

    def _learn(self, keys: NDArray[np.int32], asked: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
        """Decides on new colours (L*a*b*, with how many pixels each has), those first that fill most."""
        there = self._lab[None]
        apart = np.hypot(differ(asked[:, None], there), LIGHT * (there - asked[:, None])[..., 0])
        if self._gaudy:
            over = np.hypot(*self._lab.T[1:])[None] - np.hypot(*asked.T[1:])[:, None] - PURER
            apart = apart + TAME * np.maximum(over, 0.0) * (asked[:, :1] >= DARK)
        chosen = apart.argmin(axis=1)
        for at in np.argsort(-counts, kind="stable"):
            like = self._find_like(asked[at])
            if like >= 0:
                chosen[at] = like
                continue
            if asked[at, 0] < DARK:
                grey = self._is_grey(asked[at], bool(self._grey[chosen[at]]))
                chosen[at] = np.where(self._grey == grey, apart[at], np.inf).argmin()
            self._led.append((asked[at], int(chosen[at])))
        self._numbers[keys] = self._first + chosen

    def _find_like(self, lab: NDArray[np.float64]) -> int:
        """What a colour that looks much like this one is shown as; -1 where there is none yet."""
        if not self._led:
            return -1
        away = np.linalg.norm(np.array([each for each, _ in self._led]) - lab, axis=1)
        nearest = int(away.argmin())
        return self._led[nearest][1] if away[nearest] < NEAR else -1

    def _is_grey(self, lab: NDArray[np.float64], nearest: bool) -> bool:
        """Whether a dark colour's tint is shown as grey; a tint that is new goes by its `nearest`."""
        tint = lab[1:] / max(1e-6, float(np.linalg.norm(lab)))
        if self._tints:
            away = np.linalg.norm(np.array(self._tints) - tint, axis=1)
            if away.min() < ALIKE:
                return self._tints_grey[int(away.argmin())]
        self._tints.append(tint)
        self._tints_grey.append(nearest)
        return nearest


_KEYS = np.array([1 << 2 * (8 - _FINE), 1 << (8 - _FINE), 1], np.int32)


VGA = np.array([
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
], np.float32)  # fmt: skip
"""The sixteen colours, as the Linux console has them; behind letters it has the first eight only."""

BAYER = (np.array([(0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5)], np.float32) / 15 - 0.5) * 72
"""What is added to the pixels of each four by four, so that colours between two of the palette become a mixture."""

GAIN = 0.8
"""Bright grounds, as the sets have them, come down to the brightest of the first eight: one even colour, no pattern."""

LUMA = np.array([(0.299, 0.587, 0.114), (-0.169, -0.331, 0.5), (0.5, -0.419, -0.081)], np.float32)
"""Brightness and two differences of colours from RGB (ITU-R BT.601)."""


@lru_cache(maxsize=2)
def _nearest(colours: int) -> NDArray[np.uint8]:
    """The nearest of the first colours of VGA for each of 16 x 16 x 16; shape (4096,)."""
    steps = np.stack(np.meshgrid(*[np.arange(16, dtype=np.float32) * 17] * 3, indexing="ij"), -1).reshape(-1, 3)
    apart = (steps @ LUMA.T)[:, None] - (VGA[:colours] @ LUMA.T)[None]
    nearest: NDArray[np.uint8] = (apart**2).sum(axis=-1).argmin(axis=1).astype(np.uint8)
    return nearest


def number_sixteen(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture, shape (2 * rows, columns, 3), as numbers of VGA's colours, shape (2 * rows, columns, 1): lower halves
    of cells have the first eight only.
    """
    height, width = rgb.shape[:2]
    added = np.tile(BAYER, (height // 4 + 1, width // 4 + 1))[:height, :width, None]
    packed = (np.clip(rgb * np.float32(GAIN) + added, 0, 255).astype(np.int32) >> 4) @ np.array([256, 16, 1], np.int32)
    numbers: NDArray[np.uint8] = _nearest(16)[packed]
    numbers[1::2] = _nearest(8)[packed[1::2]]
    return numbers[..., None]


SHADES = " ░▒▓█"
"""From dark to bright."""


def shade_row(pixels: NDArray[np.uint8]) -> str:
    """One row of cells without any colour, from two rows of RGBA pixels, shape (2, columns, 4)."""
    light = (pixels[..., :3].astype(np.float32) @ LUMA[0] * pixels[..., 3] / 255.0).mean(axis=0)
    levels = np.minimum(len(SHADES) - 1, (light / 256.0 * len(SHADES)).astype(int))
    return "".join(SHADES[level] for level in levels.tolist())


def find_lab(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIE L*a*b* under D65 of sRGB colours: shape (..., 3) from (..., 3 or more), what is above three left out."""
    c = rgb[..., :3].astype(np.float64) / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    f = linear @ _XYZ.T / _WHITE
    f = np.where(f > (6 / 29) ** 3, np.cbrt(f), f * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def differ(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIEDE2000 between colours in L*a*b*, shape (...) from two of (..., 3). About 2 is what a viewer just notices.

    Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", Color Research and Application 30 (2005).
    """
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)
    grey = 1.5 - 0.5 * _saturate((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    a1, a2 = a1 * grey, a2 * grey
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = np.where(c1 * c2 > 0, (h2 - h1 + 180) % 360 - 180, 0.0)
    hue, light, chroma = h1 + turn / 2, (l1 + l2) / 2, (c1 + c2) / 2
    weight = 1.0
    for share, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63)):
        weight = weight + share * np.cos(np.radians(times * hue + shift))
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * chroma * weight)
    blue = np.radians(60 * np.exp(-(((hue % 360 - 275) / 25) ** 2)))
    squared = dl**2 + dc**2 + dh**2 - 2 * _saturate(chroma) * np.sin(blue) * dc * dh
    apart: NDArray[np.float64] = np.sqrt(np.maximum(squared, 0))
    return apart


def _saturate(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))


STEP = 8
"""Colours are rounded to multiples of this (of 256): fewer cells differ from frame to frame, runs are longer."""


def lay_over(rgba: NDArray[np.uint8], background: tuple[int, int, int], step: int = STEP) -> NDArray[np.uint8]:
    """A picture laid over a colour and rounded to multiples of `step`. Shape (height, width, 3)."""
    if step == 1 and rgba[..., 3].min() == 255:
        return rgba[..., :3]
    alpha = rgba[..., 3:].astype(np.float32) / 255.0
    flat = rgba[..., :3] * alpha + np.asarray(background, np.float32) * (1.0 - alpha)
    rounded = np.minimum(255, np.round(flat / step) * step).astype(np.uint8)
    exact: NDArray[np.uint8] = np.where(alpha == 0, np.asarray(background, np.uint8), rounded)
    return exact
