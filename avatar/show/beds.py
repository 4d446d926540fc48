"""What goes on under the lines, music or weather, in pieces that follow each other without a seam."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.sound.levels import limit, loudness
from avatar.sound.synth import RATE, Wave
from avatar.types import Clip

_FADE_S = 1.5
"""Seconds in which a bed fades, where it is told how long to last."""


@dataclass(frozen=True, eq=False)
class Bed:
    """A sound without an end. Put `piece(0)`, `piece(1)`, ... one right behind the other, and `last(n)` for the end.

    Pieces are a bar of music, or a second or so of weather, so that a bed can be stopped soon after its cue, although
    nobody knows beforehand when that comes. At RATE (48 kHz).
    """

    first: NDArray[np.int16]
    again: NDArray[np.int16]
    count: int
    """Pieces until it begins again."""

    @property
    def piece_s(self) -> float:
        """Seconds of every piece."""
        return len(self.first) // self.count / RATE

    def piece(self, number: int) -> Clip:
        """The next piece; `number` counts from 0 and has no end."""
        length = len(self.first) // self.count
        start = number % self.count * length
        return Clip((self.first if number < self.count else self.again)[start : start + length], RATE)

    def last(self, number: int) -> Clip:
        """The same piece, fading to nothing."""
        piece = self.piece(number).floats()
        return Clip.from_floats(piece * np.cos(np.linspace(0.0, np.pi / 2, len(piece))) ** 2, RATE)

    def lasting(self, seconds: float) -> Clip:
        """The bed for so many seconds, its end faded."""
        count = max(1, round(seconds * RATE))
        rest = max(0, count - len(self.first))
        out = np.concatenate([self.first, np.resize(self.again, rest)])[:count].astype(np.float64) / 32767
        fade = min(round(_FADE_S * RATE), count // 2)
        out[count - fade :] *= np.cos(np.linspace(0.0, np.pi / 2, fade)) ** 2
        return Clip.from_floats(out, RATE)


def make_bed(first: Wave, again: Wave, count: int, lufs: float) -> Bed:
    """A Bed of two passages, brought to a loudness. Whatever doesn't divide by `count` is cut off the end."""
    gain = 10 ** ((lufs - loudness(again)) / 20)
    length = len(first) // count * count

    def whole(sound: Wave) -> NDArray[np.int16]:
        return Clip.from_floats(limit(sound[:length] * gain), RATE).samples

    return Bed(whole(first), whole(again), count)
