"""The last rung: open when loud, shut when silent, and never frozen."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync.loudness import LEAD, loudness
from avatar.types import FRAME_RATE, VISEMES, Clip
from tests.lipsync.sounds import hum

SIL, SS = VISEMES.index("sil"), VISEMES.index("SS")


def test_the_mouth_is_open_where_it_is_loud_and_shut_where_it_is_silent() -> None:
    weights = loudness(hum((0.5, 1.0), (1.5, 2.0), duration=2.5))
    assert weights[60:95, SIL].max() < 0.3
    assert weights[110:140, SIL].min() > 0.9
    assert weights[:40, SIL].min() > 0.9


def test_it_opens_further_the_louder_it_is() -> None:
    clip = hum((0.2, 2.2), duration=2.4)
    swell = Clip.from_floats(clip.floats() * np.linspace(0.03, 1, len(clip.samples)), clip.rate)
    opening = 1 - loudness(swell)[:, SIL]
    assert opening[40] < opening[120] < opening[200]


def test_a_hiss_shows_the_teeth_and_a_dark_sound_does_not() -> None:
    hiss = np.diff(np.diff(np.random.default_rng(0).normal(0, 0.05, 16002)))
    assert loudness(Clip.from_floats(hiss, 16000))[50, SS] > 0.3
    assert loudness(hum((0, 1), duration=1.0))[50, SS] < 0.1


def test_different_sounds_give_different_mouths() -> None:
    low, high = hum((0, 1), duration=1.0, hertz=110), hum((0, 1), duration=1.0, hertz=440)
    assert VISEMES[int(loudness(low)[50, 1:].argmax()) + 1] != VISEMES[int(loudness(high)[50, 1:].argmax()) + 1]


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 96000])
@pytest.mark.parametrize("count", [0, 1, 7, 1000, 30000])
def test_any_length_at_any_rate_gives_a_row_for_each_hundredth(rate: int, count: int) -> None:
    samples = (np.random.default_rng(0).normal(0, 8000, count)).clip(-32768, 32767).astype(np.int16)
    weights = loudness(Clip(samples, rate))
    assert weights.shape == (-(-count * 100 // rate), len(VISEMES))
    assert weights.dtype == np.float32
    assert np.allclose(weights.sum(axis=1), 1, atol=1e-4)
    assert not len(weights) or weights.min() >= 0


def test_digital_silence_is_a_mouth_at_rest() -> None:
    assert np.all(loudness(Clip.silence(1.0, 16000))[:, SIL] == 1)


def test_the_lips_run_ahead_of_the_sound() -> None:
    opening = 1 - loudness(hum((0.5, 1.0), duration=1.5))[:, SIL]
    frames = np.flatnonzero(opening > opening.max() / 2)
    middle = (frames[0] + frames[-1]) / 2 / FRAME_RATE
    assert middle == pytest.approx(0.75 - LEAD, abs=0.004)
