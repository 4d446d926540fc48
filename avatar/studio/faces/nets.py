"""The nets that find faces, and how a part of a picture is laid before them.

All three are Google's MediaPipe (Apache-2.0), come with avatar and run on the processor in milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import CharacterError, LipSyncError
from avatar.lipsync.model import allocate, interpreter

Floats = NDArray[np.floating[Any]]

DETECTOR = "face_detection_short_range.tflite"
"""BlazeFace, short range: https://arxiv.org/abs/1907.05047."""
MESH = "face_landmark.tflite"
"""The face mesh, 468 points: https://arxiv.org/abs/1907.06724."""
SEGMENTER = "selfie_segmentation.tflite"
"""Which pixels are a person."""

BY_HAND = "`avatar characters import FILE --by-hand` makes it with points to drag."

GREY = 128.0
"""What a picture's transparent parts are laid on before a net sees them."""


class Net:
    """A net that is ready to run; for one thread at a time."""

    def __init__(self, content: bytes) -> None:
        """Raises LipSyncError where the runtime is missing or the net is damaged."""
        self._runner: Any = interpreter(content)
        allocate(self._runner)
        self._input = self._runner.get_input_details()[0]["index"]
        self._outputs = [each["index"] for each in self._runner.get_output_details()]

    def run(self, picture: Floats) -> list[Floats]:
        """Its answers, the largest first, each without its first dimension.

        `picture`: shape (side, side, 3), in the range that the net was made for.
        """
        self._runner.set_tensor(self._input, picture[np.newaxis])
        self._runner.invoke()
        answers = [np.array(self._runner.get_tensor(each)[0], np.float32) for each in self._outputs]
        return sorted(answers, key=lambda each: -each.size)


@lru_cache(maxsize=4)
def net(name: str) -> Net:
    """One of the nets that come with avatar. Raises CharacterError where it can't be had."""
    try:
        return Net(resources.files(__package__).joinpath("models", name).read_bytes())
    except OSError as error:
        raise CharacterError(
            f"the net that finds faces is not installed: {name}", remedy=f"Reinstall avatar. {BY_HAND}"
        ) from error
    except LipSyncError as error:
        raise CharacterError(f"faces can't be found here: {error.what}", remedy=f"{error.remedy} {BY_HAND}") from error


# ------------------------------------------------------------------------------------------------- parts of a picture


class View(NamedTuple):
    """A square of a picture as a net sees it."""

    pixels: Floats
    """Shape (side, side, 3), 0 to 255."""
    matrix: Floats
    """Shape (2, 3): from the view's pixels to the picture's."""

    def back(self, points: Floats) -> Floats:
        """Points of the view, shape (count, 2), in the picture."""
        return np.asarray(points @ self.matrix[:, :2].T + self.matrix[:, 2], np.float32)


class Pyramid:
    """A picture in halving sizes, so that a large part of it can be made small without aliasing."""

    def __init__(self, rgba: NDArray[np.uint8]) -> None:
        """`rgba`: straight alpha, shape (height, width, 4)."""
        alpha = rgba[:, :, 3:].astype(np.float32) / 255
        solid = rgba[:, :, :3].astype(np.float32) if alpha.min() == 1 else rgba[:, :, :3] * alpha + GREY * (1 - alpha)
        self.height, self.width = rgba.shape[:2]
        self._levels: list[Floats] = [solid.astype(np.float32)]
        while min(self._levels[-1].shape[:2]) >= 64:
            self._levels.append(_halved(self._levels[-1]))

    def view(self, centre: Sequence[float], size: float, side: int, angle: float = 0.0, *, edge: bool = True) -> View:
        """A square of `size` pixels of the picture about `centre`, turned by `angle` (radians, clockwise), in `side`
        pixels. Beyond the picture's edge its last pixels go on, or it is black without `edge`.
        """
        step = size / side
        cos, sin = math.cos(angle) * step, math.sin(angle) * step
        half = (side - 1) / 2
        matrix = np.array(
            [[cos, -sin, centre[0] - (cos - sin) * half], [sin, cos, centre[1] - (sin + cos) * half]], np.float32
        )
        level = min(len(self._levels) - 1, max(0, math.floor(math.log2(max(step, 1e-6)))))
        columns, rows = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
        x = matrix[0, 0] * columns + matrix[0, 1] * rows + matrix[0, 2]
        y = matrix[1, 0] * columns + matrix[1, 1] * rows + matrix[1, 2]
        scale = float(2**level)
        pixels = sample(self._levels[level], (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5)
        if not edge:
            pixels[(x < -0.5) | (y < -0.5) | (x > self.width - 0.5) | (y > self.height - 0.5)] = 0
        return View(pixels, matrix)


def soften(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with each pixel the mean of those about it, twice, over a hundredth of its shorter side."""
    reach = max(1, min(rgba.shape[:2]) // 150)
    soft = rgba.astype(np.float32)
    for axis in (0, 1, 0, 1):
        soft = sum(np.roll(soft, step, axis) for step in range(-reach, reach + 1)) / (2 * reach + 1)
    return np.asarray(soft + 0.5, np.uint8)


def sample(picture: Floats, x: Floats, y: Floats) -> Floats:
    """Colours at places between pixels, bilinear; beyond the edge the last pixel goes on.

    `picture`: shape (height, width, channels); `x`, `y`: of one shape, which the answer has, with channels.
    """
    height, width = picture.shape[:2]
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (x - left)[..., np.newaxis], (y - top)[..., np.newaxis]
    upper = picture[top, left] * (1 - across) + picture[top, right] * across
    lower = picture[bottom, left] * (1 - across) + picture[bottom, right] * across
    return np.asarray(upper * (1 - down) + lower * down, np.float32)


def _halved(picture: Floats) -> Floats:
    height, width = (each // 2 * 2 for each in picture.shape[:2])
    even = picture[:height, :width]
    return np.asarray((even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4, np.float32)
