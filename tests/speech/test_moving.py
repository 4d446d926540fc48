"""Moved voices are heard by other means than those that moved them: autocorrelation, linear prediction, spectra."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import signal
from scipy.linalg import solve_toeplitz

from avatar.speech import moving
from avatar.speech.base import Moment, SpokenSound
from avatar.speech.manner import Moves, Stress
from avatar.speech.moving import move, move_sound

RATE = 24000
FORMANTS = ((700, 90), (1220, 110), (2600, 160))
"""Hz and bandwidth: an [a]."""

Samples = NDArray[np.float32]


def vowel(pitches: tuple[float, ...], piece_s: float = 0.4, pause_s: float = 0.0) -> Samples:
    """Beats of a voice through resonators: a vowel that glides over the pitches, and a silence before and after."""
    times = np.arange(int(piece_s * len(pitches) * RATE)) / RATE
    knots = np.linspace(0, times[-1], len(pitches))
    turns = np.cumsum(np.interp(times, knots, pitches)) / RATE
    sound = np.diff(np.floor(turns), prepend=0.0)
    sound = signal.lfilter([1], [1, -0.95], sound)
    for hertz, width in FORMANTS:
        radius, angle = np.exp(-np.pi * width / RATE), 2 * np.pi * hertz / RATE
        sound = signal.lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], sound)
    sound = signal.lfilter([1, -1], [1], sound)
    edge = np.minimum(1, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / (0.03 * RATE))
    sound = sound * edge / np.abs(sound).max() * 0.3
    return np.pad(sound, int(pause_s * RATE)).astype(np.float32)


def pitch_at(samples: Samples, t: float) -> float:
    """Hz, by autocorrelation of 60 ms about `t` seconds."""
    piece = samples[int((t - 0.03) * RATE) : int((t + 0.03) * RATE)].astype(float)
    piece = (piece - piece.mean()) * np.hanning(len(piece))
    spectrum = np.abs(np.fft.rfft(piece, 4096 * 4)) ** 2
    lags = np.fft.irfft(spectrum)[: RATE // 60]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(len(piece)), 4096 * 4)) ** 2)[: RATE // 60]
    lags = lags / window
    first = RATE // 700
    best = first + int(np.argmax(lags[first:]))
    # the first lag that is about as good is the period, its multiples are as good
    best = next(lag for lag in range(first, best + 1) if lags[lag] > 0.95 * lags[best] and lags[lag] >= lags[lag + 1])
    return RATE / best


def formants_of(samples: Samples) -> list[float]:
    """Hz of the resonances, by linear prediction over the middle of the sound."""
    middle = len(samples) // 2
    piece = samples[middle - 3600 : middle + 3600].astype(float)
    piece = signal.lfilter([1, -0.95], [1], piece) * np.hanning(len(piece))
    slow = signal.resample_poly(piece, 1, 3)
    order = 10
    lags = np.correlate(slow, slow, "full")[len(slow) - 1 : len(slow) + order]
    poles = np.roots([1, *-solve_toeplitz(lags[:-1], lags[1:])])
    hertz = [float(np.angle(p) * RATE / 3 / 2 / np.pi) for p in poles if p.imag > 0 and abs(p) > 0.9]
    return sorted(each for each in hertz if each > 300)


def strength(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=float))))


def above(samples: Samples, hertz: float) -> float:
    """Share of the power above a frequency."""
    at, power = signal.welch(samples, RATE, nperseg=1024)
    return float(power[at > hertz].sum() / power.sum())


def periodic(samples: Samples) -> float:
    """How well the middle of the sound repeats itself within 3 to 14 ms: 1 a voice, near 0 breath."""
    middle = len(samples) // 2
    piece = samples[middle - 1200 : middle + 1200].astype(float)
    lags = [float(np.corrcoef(piece[:-lag], piece[lag:])[0, 1]) for lag in range(72, 336)]
    return max(lags)


def test_nothing_asked_gives_the_very_samples() -> None:
    sound = vowel((140, 140))
    assert move(sound, RATE, Moves()) is sound


@pytest.mark.parametrize("semitones", [-7.0, -3.0, 4.0, 9.0])
def test_pitch_moves_by_semitones(semitones: float) -> None:
    sound = vowel((140, 140, 140))
    moved = move(sound, RATE, Moves(semitones=semitones))
    assert pitch_at(sound, 0.6) == pytest.approx(140, rel=0.01)
    assert pitch_at(moved, 0.6) == pytest.approx(140 * 2 ** (semitones / 12), rel=0.02)
    for before, after in zip(formants_of(sound)[:2], formants_of(moved)[:2], strict=True):
        assert after == pytest.approx(before, rel=0.12)


def test_range_stretches_the_tune_about_its_median() -> None:
    sound = vowel((110, 220), 0.8)
    low, high = pitch_at(sound, 0.3), pitch_at(sound, 1.3)
    heard = 12 * np.log2(high / low)
    for factor in (0.0, 0.5, 1.6):
        moved = move(sound, RATE, Moves(range=factor))
        now_low, now_high = pitch_at(moved, 0.3), pitch_at(moved, 1.3)
        assert 12 * np.log2(now_high / now_low) == pytest.approx(heard * factor, abs=0.5)
        assert np.sqrt(now_low * now_high) == pytest.approx(np.sqrt(low * high), rel=0.06)


@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_formants_move_and_pitch_stays(factor: float) -> None:
    sound = vowel((140, 140, 140))
    moved = move(sound, RATE, Moves(formants=factor))
    before, after = formants_of(sound), formants_of(moved)
    assert before[:2] == [pytest.approx(700, rel=0.06), pytest.approx(1220, rel=0.06)]
    assert after[0] == pytest.approx(before[0] * factor, rel=0.06)
    assert after[1] == pytest.approx(before[1] * factor, rel=0.06)
    assert pitch_at(moved, 0.6) == pytest.approx(140, rel=0.01)


def test_effort_is_heard_in_the_spectrum_and_the_pitch() -> None:
    sound = vowel((140, 140, 140))
    hushed, shouted = (move(sound, RATE, Moves(effort=effort)) for effort in (-50, 50))
    assert above(hushed, 1000) < 0.6 * above(sound, 1000)
    assert above(shouted, 1000) > 1.3 * above(sound, 1000)
    assert pitch_at(hushed, 0.6) < pitch_at(sound, 0.6) < pitch_at(shouted, 0.6)


def test_a_whisper_has_breath_in_place_of_the_voice() -> None:
    sound = vowel((140, 140, 140))
    whispered = move(sound, RATE, Moves(whisper=True))
    assert periodic(sound) > 0.9
    assert periodic(whispered) < 0.5
    at, power = signal.welch(whispered, RATE, nperseg=1024)
    assert power[at < 200].sum() < 0.02 * power.sum()


def test_a_stressed_word_rises_and_is_louder_while_the_rest_stays() -> None:
    sound = vowel((130, 130, 130, 130, 130))
    moved = move(sound, RATE, Moves(stressed=(Stress(0.8, 1.2),)))
    assert pitch_at(moved, 1.0) == pytest.approx(130 * 2 ** (2.5 / 12), rel=0.02)
    assert pitch_at(moved, 0.4) == pytest.approx(130, rel=0.01)
    assert pitch_at(moved, 1.6) == pytest.approx(130, rel=0.01)
    within, before = moved[int(0.9 * RATE) : int(1.1 * RATE)], moved[int(0.3 * RATE) : int(0.5 * RATE)]
    assert 20 * np.log10(strength(within) / strength(before)) == pytest.approx(3, abs=1.0)


ALL = [
    Moves(semitones=5),
    Moves(semitones=-9, range=0.2),
    Moves(formants=0.8),
    Moves(formants=1.35),
    Moves(effort=50),
    Moves(effort=-50),
    Moves(whisper=True),
    Moves(semitones=12, range=2, formants=1.4, effort=50, whisper=False),
]


@pytest.mark.parametrize("moves", ALL, ids=str)
def test_length_level_and_silences_stay(moves: Moves) -> None:
    sound = vowel((120, 180, 120), 0.3, pause_s=0.2)
    moved = move(sound, RATE, moves)
    assert moved.dtype == np.float32
    assert len(moved) == len(sound)
    assert 20 * np.log10(strength(moved) / strength(sound)) == pytest.approx(0, abs=0.7)
    assert np.abs(moved).max() <= moving.PEAK
    quiet = int(0.15 * RATE)
    assert strength(moved[:quiet]) < 0.02 * strength(moved)
    assert strength(moved[-quiet:]) < 0.02 * strength(moved)


@pytest.mark.parametrize("moves", ALL, ids=str)
def test_no_click(moves: Moves) -> None:
    """No sample jumps further than the voice's own beats do at that brightness."""
    sound = vowel((120, 180, 120), 0.3, pause_s=0.2)
    moved = move(sound, RATE, moves)
    jumps = np.abs(np.diff(moved, n=2))
    loud = strength(moved)
    assert jumps[: int(0.15 * RATE)].max() < 0.02 * loud
    assert jumps.max() < 12 * loud


@pytest.mark.parametrize("moves", ALL, ids=str)
def test_a_sound_cut_within_the_voice_begins_and_ends_softly(moves: Moves) -> None:
    moved = move(vowel((140, 140, 140))[5000:20000], RATE, moves)
    assert abs(moved[0]) < 0.001
    assert abs(moved[-1]) < 0.001


def test_the_same_every_time() -> None:
    sound = vowel((140, 180))
    first = move(sound, RATE, Moves(whisper=True))
    move(vowel((90, 100)), RATE, Moves(whisper=True))
    assert np.array_equal(first, move(sound, RATE, Moves(whisper=True)))


@pytest.mark.parametrize("sound", [np.zeros(0), np.zeros(24000), np.full(100, 0.1)], ids=["empty", "silence", "short"])
def test_sounds_without_a_voice_stay(sound: Samples) -> None:
    sound = sound.astype(np.float32)
    assert np.array_equal(move(sound, RATE, Moves(semitones=5, whisper=True)), sound)


def test_noise_has_no_pitch_to_move_and_keeps_its_level() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, RATE).astype(np.float32)
    moved = move(noise, RATE, Moves(semitones=5, range=2, formants=1.1))
    assert strength(moved) == pytest.approx(strength(noise), rel=0.05)
    assert np.isfinite(moved).all()


def test_peaks_are_rounded_off_and_loud_sounds_stay_loud() -> None:
    sound = vowel((140, 140, 140))
    loud = np.clip(sound / np.abs(sound).max(), -1, 1).astype(np.float32)
    moved = move(loud, RATE, Moves(semitones=1))
    assert np.abs(moved).max() <= moving.PEAK
    assert strength(moved) > 0.85 * strength(loud)


def test_without_world_the_voice_stays_and_the_log_tells(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "pyworld", None)
    moving.find_world.cache_clear()
    try:
        sound = vowel((140, 140))
        for _ in range(2):
            assert move(sound, RATE, Moves(semitones=5)) is sound
        assert caplog.text.count("pyworld is missing") == 1
    finally:
        moving.find_world.cache_clear()


def test_an_engines_sound_is_moved_and_keeps_its_times() -> None:
    samples = (vowel((140, 140, 140)) * 32768).astype("<i2")
    sound = SpokenSound(samples.tobytes(), RATE, (Moment(0.0, 1.2, "a"),), (Moment(0.0, 1.2, "a"),), "engine")
    assert move_sound(sound, Moves()) is sound
    moved = move_sound(sound, Moves(semitones=4))
    assert (moved.words, moved.phones, moved.rate, len(moved.pcm)) == (sound.words, sound.phones, RATE, len(sound.pcm))
    heard = np.frombuffer(moved.pcm, "<i2").astype(np.float32) / 32768
    assert pitch_at(heard, 0.6) == pytest.approx(140 * 2 ** (4 / 12), rel=0.02)
