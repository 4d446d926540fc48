"""The loudness of films: measured, reached, and no peak above what places take."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from avatar.film.levelling import STEP_DB, Levelled, Loudness, tell_loudness
from tests.film.meters import Meter

RATE = 48_000


def speech(seconds: float, loud: float, rate: int = RATE) -> np.ndarray:
    """Noise in syllables, each with a loud onset."""
    chance = np.random.default_rng(5)
    t = np.arange(round(seconds * rate)) / rate
    shape = np.exp(-6 * (t % 0.25)) * (t % 2.0 < 1.5)
    return (loud * chance.standard_normal((len(t), 2)) * shape[:, np.newaxis]).astype(np.float32)


def levelled(folder: Path, samples: np.ndarray, target: float | None, rate: int = RATE) -> tuple[np.ndarray, Loudness]:
    level = Levelled(folder, rate, samples.shape[1], target)
    for at in range(0, len(samples), 31_337):
        level.add(samples[at : at + 31_337])
    found = level.settle()
    heard = np.concatenate(list(level.blocks()))
    level.close()
    return heard, found


def measured(heard: np.ndarray, rate: int = RATE) -> Loudness:
    meter = Meter(rate, heard.shape[1], peaks=True)
    meter.hear(heard.astype(np.float32) / 32768)
    return meter.end()


def test_the_meter_reads_the_standards_own_tone() -> None:
    """EBU Tech 3341, case 1: a 1 kHz tone of -23 dBFS in both channels reads -23 LUFS."""
    t = np.arange(20 * RATE) / RATE
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * t)
    assert measured(np.stack([tone, tone], axis=1) * 32768).lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("rate", [48_000, 44_100])
@pytest.mark.parametrize("loud", [0.02, 0.2, 0.9])
@pytest.mark.parametrize("target", [-23.0, -16.0, -12.0])
def test_any_sound_gets_its_loudness_below_the_ceiling(tmp_path: Path, loud: float, target: float, rate: int) -> None:
    heard, told = levelled(tmp_path, speech(6.0, loud, rate), target, rate)
    found = measured(heard, rate)
    assert found.lufs == pytest.approx(target, abs=0.2)
    # Noise has more above its samples than any sound of a show, and meters look between them by other filters.
    assert (told.lufs, told.peak) == (pytest.approx(found.lufs, abs=0.02), pytest.approx(found.peak, abs=0.5))
    assert found.peak < -1.0
    assert not list(tmp_path.iterdir())


def test_a_peak_between_samples_is_held(tmp_path: Path) -> None:
    """A tone at a quarter of the rate whose crests fall between samples: these are 3 dB lower than it is."""
    n = np.arange(2 * RATE)
    tone = (0.9 * np.sqrt(2) * np.sin(2 * np.pi * n / 4 + np.pi / 4)).astype(np.float32)
    assert np.abs(tone).max() < 0.91
    tone *= np.minimum(1, np.minimum(n, n[::-1]) / 4800).astype(np.float32)
    heard, _ = levelled(tmp_path, np.stack([tone, tone], axis=1), None)
    assert measured(heard).peak < -1.0


def test_a_quiet_film_is_not_blown_up_and_a_silent_one_stays_silent(tmp_path: Path) -> None:
    heard, told = levelled(tmp_path, speech(3.0, 0.0003), -16.0)
    assert told.gain <= 24.0
    heard, told = levelled(tmp_path, np.zeros((RATE, 2), np.float32), -16.0)
    assert not heard.any()
    assert tell_loudness(told) == "silent"


def test_a_sound_too_short_to_measure_is_told_so(tmp_path: Path) -> None:
    _, told = levelled(tmp_path, speech(0.2, 0.1), -16.0)
    assert told.lufs == -math.inf
    assert "too short" in tell_loudness(told)


def test_a_recording_that_nobody_levels_keeps_its_samples(tmp_path: Path) -> None:
    samples = (speech(2.0, 0.3) * 32767).clip(-32768, 32767).astype(np.int16)
    heard, told = levelled(tmp_path, samples, None)
    assert np.array_equal(heard, samples)
    assert told.gain == 0.0


def test_the_gain_moves_without_a_step(tmp_path: Path) -> None:
    """One loud click in a soft tone: the tone around it is turned down and up again, smoothly."""
    t = np.arange(2 * RATE) / RATE
    tone = np.stack([0.2 * np.sin(2 * np.pi * 100 * t)] * 2, axis=1).astype(np.float32)
    tone[RATE : RATE + 20] = 1.8
    heard, _ = levelled(tmp_path, tone, None)
    around = np.delete(heard.astype(np.float64) / 32768, slice(RATE - 2, RATE + 22), axis=0)
    assert np.abs(np.diff(around[: RATE - 4], axis=0)).max() < 1.3 * 0.2 * 2 * np.pi * 100 / RATE + 1e-4


def test_the_gain_is_a_round_one(tmp_path: Path) -> None:
    """So that most changes of a line leave it, and with it the sound before them, as they were."""
    told = [levelled(tmp_path, speech(6.0, loud), -16.0)[1] for loud in (0.02, 0.0199, 0.3)]
    assert told[0].gain == told[1].gain
    assert all(each.gain / STEP_DB == pytest.approx(round(each.gain / STEP_DB)) for each in told)
    assert all(each.lufs == pytest.approx(-16.0, abs=STEP_DB / 2 + 0.001) for each in told)
