"""Held vowels move with the voice, and with nothing else."""

from __future__ import annotations

import numpy as np

from avatar.song.recorded.loudening import MOST, follow_voice
from avatar.types import VISEMES, Clip, MouthTrack, Rung, Timed

RATE = 16_000
REST, AA = VISEMES.index("sil"), VISEMES.index("aa")


def sung(loud: np.ndarray) -> Clip:
    t = np.arange(len(loud)) / RATE
    return Clip.from_floats((loud * np.sin(2 * np.pi * 220 * t)).astype(np.float32), RATE)


def track(seconds: float) -> MouthTrack:
    weights = np.zeros((round(seconds * 100), len(VISEMES)), np.float32)
    weights[:, AA] = 1.0
    return MouthTrack(weights, Rung.ALIGNED, opening=np.full(len(weights), 0.8, np.float32))


def test_a_mouth_closes_as_its_vowel_dies_away_and_opens_where_it_begins_anew() -> None:
    loud = np.concatenate([np.linspace(0.5, 0.02, 2 * RATE), np.full(RATE, 0.5)])
    found = follow_voice(track(3.0), (Timed(0.0, 3.0, "a"),), sung(loud))
    open_ = found.weights[:, AA]
    assert open_[20] > open_[100] > open_[180]
    assert open_[250] > 0.95
    assert 1 - MOST - 0.01 <= open_.min() <= 1 - MOST + 0.1
    assert np.allclose(found.weights.sum(axis=1), 1.0, atol=1e-5)
    assert found.opening is not None
    assert found.opening[180] < found.opening[20]


def test_a_steady_voice_has_a_steady_mouth_and_short_vowels_and_consonants_stay() -> None:
    steady = follow_voice(track(2.0), (Timed(0.0, 2.0, "a"),), sung(np.full(2 * RATE, 0.4)))
    assert np.ptp(steady.weights[10:-10, AA]) < 0.02
    fading = sung(np.linspace(0.5, 0.02, 2 * RATE))
    short = follow_voice(track(2.0), (Timed(0.0, 0.2, "a"), Timed(0.2, 2.0, "m")), fading)
    assert np.array_equal(short.weights, track(2.0).weights)


def test_nothing_is_nothing() -> None:
    empty = MouthTrack(np.zeros((0, len(VISEMES)), np.float32), Rung.ALIGNED)
    assert len(follow_voice(empty, (), Clip.silence(0.0, RATE)).weights) == 0
