"""The mouth of sound that is still going on."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import decode, follow, model
from avatar.types import VISEMES, Clip


def _pieces(count: int, largest: int, seed: int) -> list[slice]:
    dice = np.random.default_rng(seed)
    out, at = [], 0
    while at < count:
        size = int(dice.integers(1, largest + 1))
        out.append(slice(at, at + size))
        at += size
    return out


def _followed(scores: np.ndarray, largest: int, lag: int = follow.LAG) -> np.ndarray:
    follower = follow.Follower(lag=lag)
    parts = [follower.push(scores[piece]) for piece in _pieces(len(scores), largest, largest)]
    return np.concatenate([*parts, follower.finish()])


def _said(clip: Clip, largest: int) -> np.ndarray:
    mouth, sound = follow.MouthStream(clip.rate), clip.floats()
    parts = [mouth.push(sound[piece]) for piece in _pieces(len(sound), largest, largest)]
    return np.concatenate([*parts, mouth.finish()])


@pytest.mark.parametrize("largest", [1, 7, 100])
def test_the_line_does_not_depend_on_the_pieces(spoken: Clip, largest: int) -> None:
    scores = model.hear(spoken, "live").scores
    whole = _followed(scores, len(scores))
    assert len(whole) == len(scores)
    np.testing.assert_array_equal(_followed(scores, largest), whole)


def test_with_all_the_time_in_the_world_it_is_the_line_of_the_whole(spoken: Clip) -> None:
    scores = model.hear(spoken, "live").scores
    np.testing.assert_array_equal(_followed(scores, 50, lag=len(scores)), decode.path(scores))
    assert (_followed(scores, 50) == decode.path(scores)).mean() > 0.97  # and nearly so with the lag it has


def test_a_frame_is_decided_once_its_lag_has_passed_and_not_before(spoken: Clip) -> None:
    scores = model.hear(spoken, "live").scores
    follower, told = follow.Follower(), 0
    for at in range(len(scores)):
        told += len(follower.push(scores[at : at + 1]))
        assert told == max(0, at + 1 - follow.LAG)


@pytest.mark.parametrize("largest", [160, 3000])
def test_the_mouth_does_not_depend_on_the_pieces(spoken: Clip, largest: int) -> None:
    whole = _said(spoken, len(spoken.samples))
    pushed = _said(spoken, largest)
    assert len(pushed) == len(whole) == -(-len(spoken.samples) * 100 // spoken.rate)
    np.testing.assert_allclose(pushed, whole, atol=1e-3)
    np.testing.assert_allclose(whole.sum(axis=1), 1.0, atol=1e-5)


def test_it_shuts_for_p_opens_for_a_and_rests_in_silence(spoken: Clip) -> None:
    weights = _said(spoken, 1000)
    shown = [VISEMES[i] for i in weights.argmax(axis=1)]
    assert set(shown[:40]) == {"sil"}
    assert {"PP", "aa", "FF"} <= set(shown[45:-45])
    assert set(shown[-30:]) == {"sil"}


def test_no_sound_no_frames() -> None:
    assert _said(Clip(np.zeros(0, np.int16), 16000), 10).shape == (0, 15)
    assert len(follow.Follower().finish()) == 0
