"""A count-in: sticks on the beats before a song, so that everybody comes in together."""

from __future__ import annotations

import numpy as np

from avatar.song.score import GridBeat, Score
from avatar.sound.synth import RATE, add, decay, tone
from avatar.types import Clip

LEAST_S = 1.6
"""Seconds of it at least: in less nobody finds the beat, and the first line is not sung yet."""
LONGEST_S = 8.0
FIRST_HZ, OTHER_HZ = 1850.0, 1350.0
"""Pitch of the stick on the first of a bar, and of the others."""
FALL_S = 0.018
"""Seconds in which a stick dies away by e: wood."""
LEVEL = 0.22


def count_in(score: Score) -> tuple[GridBeat, ...]:
    """The beats that are counted before the song's first note: whole bars, as many as take `LEAST_S`; before beat 0."""
    meter = score.meters[0]
    bars = 1
    while _seconds(score, bars) < LEAST_S:
        bars += 1
    first = score.pickup - meter.beats * bars
    pulses = max(1, round(meter.beats / meter.pulse))
    found = [
        GridBeat(at, score.seconds(at), pulse == 0)
        for bar in range(bars + 1)
        for pulse in range(pulses)
        if (at := first + bar * meter.beats + pulse * meter.pulse) < -1e-6
    ]
    return tuple(beat for beat in found if beat.second >= -LONGEST_S)


def bar_before(score: Score) -> tuple[tuple[GridBeat, ...], float]:
    """The last bar's worth of beats that are counted, before beat 0, and how many seconds it takes: what is counted
    once more where somebody is not ready."""
    length = score.meters[0].beats
    last = tuple(beat for beat in count_in(score) if beat.at >= -length - 1e-6)
    return last, score.seconds(0.0) - score.seconds(-length)


def _seconds(score: Score, bars: int) -> float:
    return score.seconds(0.0) - score.seconds(score.pickup - score.meters[0].beats * bars)


def make_clicks(beats: tuple[GridBeat, ...]) -> Clip:
    """The sound of a count-in, beginning on its first beat."""
    if not beats:
        return Clip.silence(0.0, RATE)
    sound = np.zeros(round((beats[-1].second - beats[0].second + 0.3) * RATE))
    for beat in beats:
        add(sound, LEVEL * _stick(FIRST_HZ if beat.bar else OTHER_HZ), beat.second - beats[0].second)
    return Clip.from_floats(sound, RATE)


def _stick(hertz: float) -> np.ndarray:
    wood: np.ndarray = (tone(hertz, 0.12) + 0.5 * tone(2.71 * hertz, 0.12)) * decay(0.12, FALL_S)
    return wood
