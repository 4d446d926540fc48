"""A mouth from loudness: the last rung, which needs no text, no model and no language.

How far the mouth opens follows the level; where the sound's energy lies picks among a few vowels and a hiss, so that
the mouth does more than flap. It knows nothing of closures or bites and pretends none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.visemes import blend
from avatar.lipsync.voiced import LEAST_CONTRAST, QUIETEST, floor_and_top, levels
from avatar.types import FRAME_RATE, VISEMES, Clip

LEAD = 0.01
"""Seconds that the weights run ahead of the sound."""

_WINDOW = 0.03
"""Seconds of sound looked at for each frame."""

_QUIET_ROOM, _LEAST_POWER = 30.0, 0.35
"""dB by which speech rises above the noise of a quiet room, and the least power that its level is raised to. In more
noise, speech rises less above it; a power below 1 then opens the mouth wider for what is left."""

_OVER_FLOOR = 3.0
"""dB above the background at which the mouth begins to open: below, noise alone would move it."""

_DEEPEST = 30.0
"""dB below the loud parts at which the mouth is shut, however low the background is."""

_OVER_TOP = 2.0
"""dB above the loud parts at which the mouth is wide open: a peak is louder than they are."""

_BLOCK = 1000
"""Frames handled at once."""


class SoundColour(NamedTuple):
    """A shape, and the spectrum's centre of gravity that calls for it."""

    hertz: float
    blend: str
    reason: str


COLOURS = (
    SoundColour(350.0, "ou .7 oh .3", "rounded lips damp what is high: u and o sound dark"),
    SoundColour(650.0, "oh .5 aa .5", "open back vowels"),
    SoundColour(950.0, "aa .8 E .2", "an open a is the brightest of the loud ones"),
    SoundColour(1500.0, "E .6 ih .4", "front vowels lift the second resonance"),
    SoundColour(2300.0, "ih .7 DD .3", "i is bright"),
    SoundColour(4000.0, "SS .8 ih .2", "energy up here is a hiss: teeth together"),
)


def loudness(clip: Clip) -> NDArray[np.float32]:
    """Viseme weights that follow the loudness, float32, shape (ceil(duration x 100), 15), rows summing to 1."""
    level = levels(clip)
    weights = np.zeros((len(level), len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    if len(level) == 0:
        return weights
    floor, top = floor_and_top(level)
    if top < QUIETEST:
        return weights
    low = max(top - _DEEPEST, QUIETEST)
    low = max(floor + _OVER_FLOOR, low) if top - floor >= LEAST_CONTRAST else low
    reach = max(top + _OVER_TOP - low, 1.0)
    over = ((level - low) / reach).clip(0.0, 1.0) ** float(np.clip(reach / _QUIET_ROOM, _LEAST_POWER, 1.0))
    opening = _smooth(over.astype(np.float32), 5)
    shapes = np.stack([blend(colour.blend) for colour in COLOURS])
    grid = np.log([colour.hertz for colour in COLOURS])
    centres = np.log(_centres(clip, len(level)))
    place = _smooth(np.interp(centres, grid, np.arange(len(COLOURS))).astype(np.float32), 5)
    index = place.astype(np.intp).clip(0, len(COLOURS) - 2)
    share = (place - index.astype(np.float32))[:, None]
    mixed = shapes[index] * (1 - share) + shapes[index + 1] * share
    weights = weights * (1 - opening[:, None]) + mixed * opening[:, None]
    ahead = round(LEAD * FRAME_RATE)
    return np.concatenate([weights[ahead:], np.repeat(weights[-1:], min(ahead, len(weights)), axis=0)])[: len(level)]


def _smooth(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """A running mean over `width` frames (odd), the ends held."""
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.full(width, 1 / width, np.float32), "valid").astype(np.float32)


def _centres(clip: Clip, count: int) -> NDArray[np.float64]:
    """Spectral centre of gravity in Hz of each frame, from 80 Hz up, shape (count,)."""
    size = max(16, round(_WINDOW * clip.rate))
    window = np.hanning(size).astype(np.float32)
    hertz = np.fft.rfftfreq(size, 1 / clip.rate)
    used = (hertz > 80.0) & (hertz < 8000.0)
    centres = np.full(count, 500.0)
    if not used.any():
        return centres
    for first in range(0, count, _BLOCK):
        middles = np.arange(first, min(first + _BLOCK, count)) * clip.rate // FRAME_RATE
        at = (middles[:, None] + np.arange(size) - size // 2).clip(0, len(clip.samples) - 1)
        spectrum = np.abs(np.fft.rfft(clip.samples[at].astype(np.float32) * window, axis=1))[:, used]
        centres[first : first + len(middles)] = (spectrum @ hertz[used] + 500.0) / (spectrum.sum(axis=1) + 1.0)
    return centres.clip(COLOURS[0].hertz, COLOURS[-1].hertz)
