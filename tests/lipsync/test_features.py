"""Log-mel frames: right against an independent reading of the definition, and the same however the sound arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from avatar.lipsync import features
from avatar.types import Clip


def _sound(seconds: float, seed: int = 0) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return (dice.normal(size=round(seconds * features.RATE)) * 0.1).astype(np.float32)


def blocks(pieces: Iterable[np.ndarray], rate: int) -> Iterator[np.ndarray]:
    """The frames of sound that comes in pieces."""
    stream = features.FeatureStream(rate)
    for piece in pieces:
        yield stream.push(piece)
    yield stream.finish()


def _reference(sound: np.ndarray, frame: int) -> np.ndarray:
    """One frame by the textbook: a slow DFT, and triangles drawn one by one on the mel scale."""
    centre = frame * 160 + 80
    piece = np.array([sound[i] if 0 <= i < len(sound) else 0.0 for i in range(centre - 200, centre + 200)])
    window = np.sin(np.pi * (np.arange(400) + 0.5) / 400) ** 2
    k = np.arange(257)[:, None]
    power = np.abs((piece * window * np.exp(-2j * np.pi * k * np.arange(400) / 512)).sum(axis=1)) ** 2
    low, high = 2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7600 / 700)
    corners = [700 * (10 ** ((low + (high - low) * i / 49) / 2595) - 1) for i in range(50)]
    out = []
    for left, middle, right in zip(corners, corners[1:], corners[2:], strict=False):
        hz = np.arange(257) * 16000 / 512
        triangle = np.interp(hz, [left, middle, right], [0, 1, 0], left=0, right=0)
        out.append(np.log((power * triangle).sum() + 1e-7))
    return np.array(out)


@pytest.mark.parametrize("frame", [0, 1, 37, 99])
def test_a_frame_is_what_the_definition_says(frame: int) -> None:
    sound = _sound(1.0)
    np.testing.assert_allclose(features.log_mel(sound)[frame], _reference(sound, frame), atol=2e-3)


def test_a_click_lies_in_the_frame_of_its_time() -> None:
    sound = np.zeros(16000, np.float32)
    sound[round(0.505 * 16000)] = 1.0
    assert features.log_mel(sound).sum(axis=1).argmax() == 50


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 96000])
def test_pieces_of_any_size_give_the_frames_of_the_whole(rate: int) -> None:
    clip = Clip.from_floats(_sound(1.3)[: rate * 13 // 10], rate)
    sound = clip.floats()
    stream = features.FeatureStream(rate)
    dice = np.random.default_rng(1)
    parts, at = [], 0
    while at < len(sound):
        size = int(dice.integers(1, 4000))
        parts.append(stream.push(sound[at : at + size]))
        at += size
    parts.append(stream.finish())
    whole = list(blocks([sound], rate))
    np.testing.assert_array_equal(np.concatenate(parts), np.concatenate(whole))


def test_blocks_of_a_16_khz_sound_equal_the_training_frames_to_the_bit() -> None:
    sound = _sound(3.217)
    pieces = [sound[:5], sound[5:20000], sound[20000:]]
    np.testing.assert_array_equal(np.concatenate(list(blocks(pieces, features.RATE))), features.log_mel(sound))


@pytest.mark.parametrize("count", [0, 1, 159, 160, 161])
def test_tiny_sounds_have_as_many_frames_as_begin_in_them(count: int) -> None:
    frames = features.log_mel(np.ones(count, np.float32) * 0.1)
    assert frames.shape == (-(-count // 160), features.BANDS)
    assert np.isfinite(frames).all()


def test_a_warp_moves_a_tone_to_another_band() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(16000) / 16000).astype(np.float32) * 0.3
    plain = features.log_mel(tone)[50].argmax()
    assert features.log_mel(tone, 1.2)[50].argmax() < plain < features.log_mel(tone, 0.8)[50].argmax()
