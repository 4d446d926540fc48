"""The pitch of a singing voice over time: notes joined as a singer joins them, on which vibrato comes late.

Figures are those of the literature on sung pitch: Saitou, Unoki and Akagi, "Development of an F0 control model based on
F0 dynamic characteristics for singing-voice synthesis", Speech Communication 46, 2005 (overshoot, preparation, vibrato
and fine fluctuation); Sundberg, "The Science of the Singing Voice", 1987 (vibrato of 5 to 7 Hz).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from avatar.song.planning import Pitch

Curve = NDArray[np.float64]

PORTAMENTO_S = 0.07
"""Seconds from one pitch to the next; it has arrived when the note begins."""
OVERSHOOT, PREPARATION = 0.06, 0.04
"""Share of the interval by which the pitch goes too far as it arrives, and moves the other way before it sets out."""
OVERSHOOT_S, PREPARATION_S = 0.05, 0.05
MOST_SWERVE = 0.30
"""Semitones; neither is larger, however wide the interval."""

VIBRATO_HZ, VIBRATO = 5.4, 0.30
"""Times a second, and semitones to either side."""
VIBRATO_FROM_S, VIBRATO_RISE_S, VIBRATO_FALL_S = 0.22, 0.25, 0.1
"""Seconds into a note until it begins, until it is full, and before the end that it takes to go."""
LONG_NOTE_S = 0.5
"""Shorter notes have none."""

DRIFT, DRIFT_S = 0.03, 0.15
"""Semitones (a standard deviation) by which no voice stands still, and how slowly that changes."""

GLIDE_OVER_S = 0.6
"""Rests up to this are glided over; after a longer one the voice sets in from below."""
SCOOP, SCOOP_S = 0.5, 0.06
"""Semitones below its pitch that the first note after a rest begins at, and seconds that it takes to arrive."""


def draw_pitch(pitches: Sequence[Pitch], times: Curve, seed: int = 0) -> Curve:
    """MIDI numbers at `times` (seconds of the song, evenly spaced, increasing); nan where a note has no pitch.

    The same every time for the same `seed`. Before the first note and after the last their pitches go on.
    """
    if not len(times) or not pitches:
        return np.full(len(times), np.nan)
    spoken = np.zeros(len(times), bool)
    for each in pitches:
        if each.midi is None:
            spoken |= (times >= each.start - PORTAMENTO_S) & (times < each.end)
    sung = [each for each in pitches if each.midi is not None]
    if not sung:
        return np.full(len(times), np.nan)
    curve = _joined(sung, times) + _swerves(sung, times) + _vibrato(sung, times) + _drift(times, seed)
    curve[spoken] = np.nan
    return curve


def _joined(sung: Sequence[Pitch], times: Curve) -> Curve:
    """Steps from note to note, smoothed by a raised cosine that ends where the note begins."""
    knots, values = [times[0] - 1.0], [_from_below(sung[0])]
    for number, each in enumerate(sung):
        before = sung[number - 1] if number else None
        start = each.start - PORTAMENTO_S
        rested = before is None or each.start - before.end > GLIDE_OVER_S
        if rested:
            knots += [each.start - SCOOP_S, each.start]
            values += [_from_below(each), _midi(each)]
        else:
            knots += [max(start, knots[-1] + 1e-4), max(each.start, knots[-1] + 2e-4)]
            values += [values[-1], _midi(each)]
    at = np.searchsorted(knots, times, side="right").clip(1, len(knots) - 1)
    x0, x1 = np.asarray(knots)[at - 1], np.asarray(knots)[at]
    y0, y1 = np.asarray(values)[at - 1], np.asarray(values)[at]
    share = np.clip((times - x0) / np.maximum(x1 - x0, 1e-6), 0, 1)
    return np.asarray(y0 + (y1 - y0) * (0.5 - 0.5 * np.cos(np.pi * share)))


def _midi(pitch: Pitch) -> float:
    assert pitch.midi is not None
    return pitch.midi


def _from_below(pitch: Pitch) -> float:
    return _midi(pitch) - SCOOP


def _swerves(sung: Sequence[Pitch], times: Curve) -> Curve:
    """A little the other way before an interval, a little too far after it."""
    out = np.zeros(len(times))
    for before, each in pairwise(sung):
        interval = _midi(each) - _midi(before)
        if not interval or each.start - before.end > GLIDE_OVER_S:
            continue
        for share, middle, width, sign in (
            (PREPARATION, each.start - PORTAMENTO_S - PREPARATION_S / 2, PREPARATION_S, -1.0),
            (OVERSHOOT, each.start + OVERSHOOT_S / 2, OVERSHOOT_S, 1.0),
        ):
            size = sign * np.sign(interval) * min(abs(interval) * share, MOST_SWERVE)
            first, last = np.searchsorted(times, (middle - width / 2, middle + width / 2))
            near = times[first:last]
            out[first:last] += size * (0.5 + 0.5 * np.cos(2 * np.pi * (near - middle) / width))
    return out


def _vibrato(sung: Sequence[Pitch], times: Curve) -> Curve:
    out = np.zeros(len(times))
    for each in sung:
        if each.end - each.start < LONG_NOTE_S:
            continue
        first, last = np.searchsorted(times, (each.start, each.end))
        since = times[first:last] - each.start - VIBRATO_FROM_S
        size = np.clip(since / VIBRATO_RISE_S, 0, 1) * np.clip((each.end - times[first:last]) / VIBRATO_FALL_S, 0, 1)
        out[first:last] += VIBRATO * size * np.sin(2 * np.pi * VIBRATO_HZ * since)
    return out


def _drift(times: Curve, seed: int) -> Curve:
    """Slow noise of DRIFT semitones."""
    step = float(times[1] - times[0]) if len(times) > 1 else 1.0
    width = max(1, round(DRIFT_S / step))
    noise = np.random.default_rng(seed).standard_normal(len(times) + 2 * width)
    slow = np.convolve(noise, np.hanning(width + 2)[1:-1], "same")[width : width + len(times)]
    return np.asarray(slow * DRIFT / max(float(np.sqrt((np.hanning(width + 2) ** 2).sum())), 1e-9))
