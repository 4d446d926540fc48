from __future__ import annotations

import numpy as np
import pytest

from avatar.ears.features import BANDS, RATE, log_mel
from tests.ears import speech


def slow_log_mel(samples: np.ndarray, seconds: float) -> np.ndarray:
    """The same by the textbook: a discrete Fourier transform by its definition, filters drawn one by one."""
    count = round(seconds * RATE)
    whole = np.zeros(count + 200)
    whole[: min(len(samples), count)] = samples[:count]
    whole = np.concatenate((whole[1:201][::-1], whole))
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    turn = np.exp(-2j * np.pi * np.outer(np.arange(201), np.arange(400)) / 400)
    frames = np.array([whole[at : at + 400] * window for at in range(0, count, 160)])
    power = np.abs(frames @ turn.T) ** 2
    hz_of = lambda mel: mel * 200 / 3 if mel < 15 else 1000 * np.exp(np.log(6.4) / 27 * (mel - 15))  # noqa: E731
    top = 15 + np.log(8) / (np.log(6.4) / 27)
    edges = [hz_of(top * place / (BANDS + 1)) for place in range(BANDS + 2)]
    bank = np.zeros((BANDS, 201))
    for band, (low, peak, high) in enumerate(zip(edges, edges[1:], edges[2:], strict=False)):
        for place in range(201):
            hz = place * 40.0
            slope = min((hz - low) / (peak - low), (high - hz) / (high - peak))
            bank[band, place] = max(0.0, slope) * 2 / (high - low)
    logs = np.log10(np.maximum(bank @ power.T, 1e-10))
    return (np.maximum(logs, logs.max() - 8) + 4) / 4


@pytest.mark.parametrize("seconds", [2.0, 6.5])
def test_the_spectrogram_is_that_of_the_textbook(seconds: float) -> None:
    found = log_mel(speech.spoken(), seconds)
    assert found.shape == (BANDS, round(100 * seconds))
    assert found.dtype == np.float32
    assert np.abs(found - slow_log_mel(speech.spoken().astype(float), seconds)).max() < 1e-4


def test_silence_has_one_too() -> None:
    assert np.ptp(log_mel(np.zeros(0, np.float32), 5.0)) == 0.0
