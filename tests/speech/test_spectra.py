"""Voices moved while they are spectra, held against a made one: partials under two formants."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.speech.manner import Moves, Stress
from avatar.speech.spectra import BIN_HZ, FRAME_S, Spectra, change, plan

dsp = pytest.importorskip("hibari.dsp")

BINS, FRAMES, RATE = 601, 160, 24000
FORMANTS = (700.0, 2200.0)
PITCH = 130.0


def made(told: np.ndarray) -> Spectra:
    """A vowel with two formants, as loud at any pitch, and nothing of meaning between its partials."""
    hertz = np.arange(BINS) * BIN_HZ
    envelope = 2 - hertz / 2500 + sum(2.5 * np.exp(-(((hertz - f) / 350) ** 2)) for f in FORMANTS)
    apart = np.maximum(told, 40.0) / BIN_HZ
    place = np.arange(BINS)[:, None] / apart
    rubbish = np.where(np.abs(place - np.rint(place)) * apart < 2.1, 0.0, 3 * np.sin(7.0 * np.arange(BINS))[:, None])
    full = np.full((BINS, FRAMES), -9.0, np.float32)
    level = np.log(np.maximum(told, 40.0) / PITCH) / 2
    return Spectra((envelope[:, None] + rubbish + level).astype(np.float32), full * 0, full, full, full * 0, told)


def own_pitch() -> np.ndarray:
    """A second of voice, rising and falling by two semitones, between silences."""
    t = np.arange(FRAMES)
    pitch = PITCH * 2 ** (2 / 12 * np.sin(2 * np.pi * (t - 40) / 80))
    return np.where((t >= 40) & (t < 120), pitch, 0.0).astype(np.float32)


def sounded(moves: Moves) -> np.ndarray:
    pitches = plan(own_pitch(), moves)
    moved = change(made(pitches.told), pitches.heard, moves)
    return dsp.synth(*moved, np.random.default_rng(0))


def level(sound: np.ndarray, begin: float = 0.6, end: float = 1.4) -> float:
    """dB of the voice."""
    return float(10 * np.log10(np.mean(sound[round(begin * RATE) : round(end * RATE)] ** 2)))


def heard_pitch(sound: np.ndarray) -> np.ndarray:
    """Hz of frames within the voice, by autocorrelation."""
    found = []
    for begin in range(round(0.6 * RATE), round(1.4 * RATE), 600):
        frame = sound[begin : begin + 1440] * np.hanning(1440)
        spectrum = np.abs(np.fft.rfft(frame, 8192)) ** 2
        lags = np.fft.irfft(spectrum)[:480] / np.fft.irfft(np.abs(np.fft.rfft(np.hanning(1440), 8192)) ** 2)[:480]
        first = 48 + np.flatnonzero(lags[48:] > 0.9 * lags[48:].max())[0]
        found.append(RATE / (first + np.argmax(lags[first : first + 20])))
    return np.array(found)


def centre(sound: np.ndarray, low: float, high: float) -> float:
    """Hz: where the middle of the power lies between two frequencies."""
    power = np.abs(np.fft.rfft(sound[round(0.6 * RATE) : round(1.4 * RATE)])) ** 2
    hertz = np.fft.rfftfreq(round(1.4 * RATE) - round(0.6 * RATE), 1 / RATE)
    inside = (hertz > low) & (hertz < high)
    return float((power * hertz)[inside].sum() / power[inside].sum())


OWN = sounded(Moves())


def test_a_voice_that_is_not_moved_stays_as_it_is() -> None:
    pitch = own_pitch()
    spectra = made(pitch)
    assert plan(pitch, Moves()).told is pitch
    assert change(spectra, pitch, Moves()) is spectra


@pytest.mark.parametrize("semitones", [-12, -5, 2, 7, 12])
def test_pitch_moves_and_formants_stay(semitones: int) -> None:
    sound = sounded(Moves(semitones=semitones))
    assert np.median(heard_pitch(sound)) == pytest.approx(np.median(heard_pitch(OWN)) * 2 ** (semitones / 12), rel=0.03)
    assert centre(sound, 1500, 3000) == pytest.approx(centre(OWN, 1500, 3000), rel=0.03)
    assert level(sound) == pytest.approx(level(OWN), abs=2.5)


@pytest.mark.parametrize("factor", [0.75, 0.9, 1.2, 1.35])
def test_formants_move_and_pitch_stays(factor: float) -> None:
    sound = sounded(Moves(formants=factor))
    assert np.median(heard_pitch(sound)) == pytest.approx(np.median(heard_pitch(OWN)), rel=0.02)
    assert centre(sound, 1500 * factor, 3000 * factor) == pytest.approx(factor * centre(OWN, 1500, 3000), rel=0.03)
    assert level(sound) == pytest.approx(level(OWN), abs=1.5)


@pytest.mark.parametrize("liveliness", [0.0, 0.5, 2.0])
def test_liveliness_is_how_far_pitch_goes(liveliness: float) -> None:
    def spread(sound: np.ndarray) -> float:
        return float(np.ptp(np.percentile(12 * np.log2(heard_pitch(sound)), [5, 95])))

    assert spread(sounded(Moves(range=liveliness))) == pytest.approx(liveliness * spread(OWN), abs=0.6)


def test_effort_is_heard_in_the_balance_of_high_and_low() -> None:
    def balance(effort: float) -> float:
        return centre(sounded(Moves(effort=effort)), 100, 5000)

    assert balance(-50) < balance(0) < balance(50)
    assert np.median(heard_pitch(sounded(Moves(effort=50)))) > 1.15 * np.median(heard_pitch(OWN))


def test_a_whisper_has_no_voice_and_the_same_formants() -> None:
    def periodic(sound: np.ndarray) -> float:
        """How alike the sound is to itself a period later, 0 to 1."""
        part = sound[round(0.9 * RATE) : round(0.95 * RATE)]
        lags = np.correlate(part, part, "full")[len(part) - 1 :] / np.sum(part**2)
        return float(lags[150:240].max())

    sound = sounded(Moves(whisper=True))
    assert periodic(OWN) > 0.6
    assert periodic(sound) < 0.5
    assert centre(sound, 1500, 3000) == pytest.approx(centre(OWN, 1500, 3000), rel=0.05)
    assert -8 < level(sound) - level(OWN) < -2


def test_stress_is_louder_and_higher_where_it_is() -> None:
    sound = sounded(Moves(stressed=(Stress(0.75, 1.0),)))
    assert level(sound, 0.8, 0.95) == pytest.approx(level(OWN, 0.8, 0.95) + 3, abs=1)
    assert level(sound, 1.1, 1.4) == pytest.approx(level(OWN, 1.1, 1.4), abs=0.3)


def test_silence_stays_silence() -> None:
    silent = np.zeros(FRAMES, np.float32)
    for moves in (Moves(semitones=5), Moves(whisper=True), Moves(formants=1.2, effort=-50)):
        pitches = plan(silent, moves)
        moved = change(made(silent), pitches.heard, moves)
        sound = dsp.synth(*moved, np.random.default_rng(0))
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() < 0.01


def test_a_moment_is_a_frame() -> None:
    assert FRAME_S * RATE == dsp.HOP
    assert BIN_HZ * dsp.N_FFT == RATE
