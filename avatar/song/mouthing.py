"""The mouth of a singer, from the plan: what is sung is known to the millisecond, so nothing is guessed from the sound.

Speech's rules for lips that run into each other (`lipsync.coarticulate`) hold for singing, too, but vowels are held,
and are opened wider the louder and the higher they are: a singer's jaw follows the pitch so that the first formant
stays above it (Sundberg, "The Science of the Singing Voice", 1987, chapter 5). Lips that must be shut or bitten stay
so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.coarticulate import RULES, coarticulate
from avatar.song.balance import dynamics
from avatar.song.planning import Breath, Pitch, Sung
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Rung, Timed

Weights = NDArray[np.float32]

OPENS: dict[str, tuple[str, float]] = {
    "ih": ("E", 0.55),
    "E": ("aa", 0.6),
    "ou": ("oh", 0.45),
    "oh": ("aa", 0.3),
    "RR": ("E", 0.4),
    "nn": ("E", 0.15),
}
"""What each shape becomes with a dropped jaw, and how much of it at the widest: spread vowels lose their spread before
rounded ones lose their rounding, by which they are told apart."""

WIDEST_DB, WIDEST_SEMITONES = 9.0, 12.0
"""So much louder than the line's middle, or so much higher than the voice's own, is as wide as it gets."""
USUAL_WIDTH = 0.25
"""Of the widest, for a vowel of ordinary height and loudness that is held."""
HELD_S = 0.18
"""Seconds that a vowel sounds until it counts as held: shorter ones are as in speech."""
OPENING_S = 0.08
"""Seconds in which the jaw follows."""

BREATH_OPEN = 0.45
"""How far the mouth opens for a breath, 0 to 1."""


def shape_mouth(
    phones: Sequence[Timed], held: NDArray[np.floating], breaths: Sequence[Breath], duration: float
) -> MouthTrack:
    """The mouth for timed phones (IPA, silences ''), seconds from the sound's start.

    `held`: how far each frame's vowel is opened beyond speech, 0 to 1, shape (ceil(duration x 100),). `breaths` in the
    same seconds.
    """
    weights = coarticulate(phones, duration, stops="span")
    amount = _slow(np.asarray(held, np.float32)[: len(weights)])
    weights = _opened(weights, np.pad(amount, (0, len(weights) - len(amount))))
    for breath in breaths:
        _breathe(weights, breath)
    return MouthTrack(weights, Rung.SCORE, RULES.lead)


def find_opening(
    phones: Sequence[Sung], pitches: Sequence[Pitch], voice_midi: float, start: float, duration: float
) -> NDArray[np.float32]:
    """How far the vowels of a line are opened, 0 to 1, for each frame from second `start` of the song."""
    times = start + np.arange(int(np.ceil(duration * FRAME_RATE - 1e-6))) / FRAME_RATE + RULES.lead
    out = np.zeros(len(times), np.float32)
    if not pitches:
        return out
    louder = np.clip(dynamics(times, pitches) / WIDEST_DB, 0, 1)
    for each in phones:
        seconds = each.end - each.start
        if each.role != "vowel" or seconds < HELD_S / 2:
            continue
        first, last = np.searchsorted(times, (each.start, each.end))
        midi = next((p.midi for p in pitches if p.start <= each.start + 0.01 < p.end), None)
        higher = 0.0 if midi is None else float(np.clip((midi - voice_midi) / WIDEST_SEMITONES, 0, 1))
        share = min(1.0, seconds / HELD_S - 0.5)
        out[first:last] = share * np.clip(USUAL_WIDTH + 0.5 * louder[first:last] + 0.5 * higher, 0, 1)
    return out


def _slow(amount: Weights) -> Weights:
    """The jaw takes its time."""
    width = round(OPENING_S * FRAME_RATE)
    window = np.hanning(width + 2)[1:-1]
    return (
        np.convolve(amount, window / window.sum(), "same").astype(np.float32)[: len(amount)] if len(amount) else amount
    )


def _opened(weights: Weights, amount: Weights) -> Weights:
    out = weights.copy()
    for name, (wider, most) in OPENS.items():
        column, target = VISEMES.index(name), VISEMES.index(wider)
        moved = weights[:, column] * amount * np.float32(most)
        out[:, column] -= moved
        out[:, target] += moved
    resting = VISEMES.index("sil")  # the mouth does not fall shut within what is held
    moved = out[:, resting] * amount * np.float32(0.8)
    out[:, resting] -= moved
    out[:, VISEMES.index("aa")] += moved
    return out


def _breathe(weights: Weights, breath: Breath) -> None:
    """The mouth opens for a breath, in place; only what was at rest opens."""
    first = max(0, round((breath.start - RULES.lead) * FRAME_RATE))
    last = min(len(weights), round((breath.end - RULES.lead) * FRAME_RATE))
    if last - first < 2:
        return
    through = np.linspace(0, 1, last - first)
    share = (BREATH_OPEN * np.sin(np.pi * through) ** 0.7).astype(np.float32) * weights[first:last, 0]
    weights[first:last, 0] -= share
    weights[first:last, VISEMES.index("E")] += share * np.float32(0.7)
    weights[first:last, VISEMES.index("aa")] += share * np.float32(0.3)
