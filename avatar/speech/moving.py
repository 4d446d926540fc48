"""A finished voice moved: its pitch, liveliness, formants, effort and stress, while every sound keeps its time.

WORLD takes the sound apart into pitch, spectral envelope and breath, and puts it together again: Morise, Yokomori and
Ozawa, "WORLD: a vocoder-based high-quality speech synthesis system for real-time applications", IEICE Trans. E99-D,
2016. What it does to the sound of itself is small, but never nothing, so what is left alone does not go through it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.speech.base import SpokenSound
from avatar.speech.manner import Moves, Stress

FRAME_S = 0.005
"""Seconds between the moments that WORLD looks at: its own default."""

SHORTEST_S = 0.05
"""Sounds shorter than this have no pitch that could be found."""

LOWEST_HZ, HIGHEST_HZ = 50.0, 1000.0
"""Pitches are held between these: below, a voice falls apart into single beats; above, it is no speech."""

SHOUT_SEMITONES, HUSH_SEMITONES = 4.0, 1.0
"""Pitch rises with effort: Liénard and Di Benedetto, "Effect of vocal effort on spectral properties of vowels", JASA
106, 1999, found 5 Hz a dB; this is what some 10 dB do to a woman's voice. A hushed voice sinks less than that."""

EFFORT_DB = 4.0
"""dB an octave above EFFORT_FROM_HZ, over EFFORT_OCTAVES, that full effort adds and its absence takes: high partials
grow faster than low ones (the same paper)."""
EFFORT_FROM_HZ, EFFORT_OCTAVES = 500.0, 3.0

HUSH_BREATH = 0.5
"""Share of the voice above BREATH_HZ that turns into breath where it is hushed: the folds no longer close."""
BREATH_HZ = 1500.0

WHISPER_FLOOR_HZ = 350.0
WHISPER_DB, WHISPER_TO_HZ = 4.0, 3000.0
"""A whisper has next to nothing below the floor, and its spectrum falls less by so many dB an octave up to the second
frequency: Ito, Takeda and Itakura, "Analysis and recognition of whispered speech", Speech Communication 45, 2005."""

STRESS_SEMITONES, STRESS_DB = 2.5, 3.0
"""A stressed word's rise in pitch and loudness: the middle of what people do (Fry, "Experiments in the perception of
stress", Language and Speech 1, 1958; Sluijter and van Heuven, JASA 100, 1996)."""
STRESS_EDGE_S = 0.06
"""Seconds that it takes to come and to go, so that pitch never jumps."""

FULL = 32768
"""A sample of full scale."""

EDGE_S = 0.003
"""Seconds in which a sound begins and ends."""

KNEE, PEAK = 0.7, 0.98
"""Of full scale: what is over the knee is rounded off so that it never passes the peak. WORLD lines up all partials at
each beat of the voice, which makes peaks higher at the same loudness."""

Samples = NDArray[np.float32]
Frames = NDArray[np.float64]

log = logging.getLogger(__name__)


class _Parts(NamedTuple):
    """A sound taken apart; one row each FRAME_S."""

    pitch: Frames
    """Hz, shape (frames,); 0 where there is no voice."""
    envelope: Frames
    """Power, shape (frames, bins)."""
    breath: Frames
    """Share of noise, 0 to 1, shape (frames, bins)."""


def move(samples: Samples, rate: int, moves: Moves) -> Samples:
    """The voice moved: as many samples, each sound where it was, as loud as before but where it is stressed.

    `samples`: mono, -1 to 1. The same samples themselves where nothing is asked, or where the sound is too short or
    silent; the same result every time. Where there is no pyworld, the voice stays as it is and the log tells.
    """
    world = find_world() if moves != Moves() else None
    strength = _strength(samples)
    if world is None or len(samples) < SHORTEST_S * rate or strength == 0:
        return samples
    parts = _change(_take_apart(world, samples, rate), rate, moves)
    moved = world.synthesize(*map(np.ascontiguousarray, parts), rate, FRAME_S * 1000)[: len(samples)]
    moved = np.pad(moved, (0, len(samples) - len(moved)))
    moved *= strength / max(_strength(moved), 1e-9)
    moved *= 10 ** (STRESS_DB / 20 * find_stress(moves.stressed, np.arange(len(samples)) / rate))
    return np.asarray(round_off(moved * _fade(len(samples), rate)), np.float32)


def move_sound(sound: SpokenSound, moves: Moves) -> SpokenSound:
    """The same for what an engine gave; its times stay true."""
    if moves == Moves():
        return sound
    samples = np.asarray(np.frombuffer(sound.pcm, "<i2") / FULL, np.float32)
    moved = move(samples, sound.rate, moves)
    return replace(sound, pcm=(moved * FULL).round().astype("<i2").tobytes())


@cache
def find_world() -> Any | None:
    """pyworld, which has no wheels for some machines; None without."""
    try:
        import pyworld
    except ImportError as error:
        log.warning("natural voices keep their own pitch and formants, since pyworld is missing: %s", error)
        return None
    return pyworld


def _take_apart(world: Any, samples: Samples, rate: int) -> _Parts:
    whole = np.ascontiguousarray(samples, np.float64)
    # DIO with StoneMask is a tenth of Harvest's time; its usual allowance (0.1) drops voice at the ends of sentences.
    rough, at = world.dio(whole, rate, frame_period=FRAME_S * 1000, allowed_range=0.15)
    pitch = world.stonemask(whole, rough, at, rate)
    return _Parts(pitch, world.cheaptrick(whole, pitch, at, rate), world.d4c(whole, pitch, at, rate))


def _change(parts: _Parts, rate: int, moves: Moves) -> _Parts:
    """The parts moved. Each moment keeps its power."""
    hertz = np.linspace(0, rate / 2, parts.envelope.shape[1])
    power = parts.envelope.sum(1, keepdims=True)
    effort = find_effort(moves)
    envelope = np.exp(_warp(np.log(parts.envelope), moves.formants)) * find_tilt(hertz, effort, moves.whisper)
    breath = _warp(parts.breath, moves.formants)
    breath = breath + (1 - breath) * HUSH_BREATH * max(-effort, 0) * (hertz > BREATH_HZ)
    envelope *= power / np.maximum(envelope.sum(1, keepdims=True), 1e-30)
    pitch = np.zeros_like(parts.pitch) if moves.whisper else change_pitch(parts.pitch, moves, FRAME_S)
    return _Parts(pitch, envelope, breath)


def change_pitch(pitch: Frames, moves: Moves, frame_s: float) -> Frames:
    """Pitch in Hz, moved in semitones about its median; 0 stays 0. `frame_s`: seconds between two of them."""
    voiced = pitch > 0
    if not voiced.any():
        return pitch
    tones = 12 * np.log2(np.where(voiced, pitch, 1.0))
    middle = np.median(tones[voiced])
    effort = find_effort(moves)
    stress = STRESS_SEMITONES * find_stress(moves.stressed, np.arange(len(pitch)) * frame_s)
    more = moves.semitones + effort * (SHOUT_SEMITONES if effort > 0 else HUSH_SEMITONES) + stress
    moved = 2 ** ((middle + (tones - middle) * moves.range + more) / 12)
    return np.where(voiced, np.clip(moved, LOWEST_HZ, HIGHEST_HZ), 0.0)


def _warp(spectra: Frames, factor: float) -> Frames:
    """Rows stretched along frequency: what was at f is at `factor` times f; beyond, the last value stays."""
    if factor == 1.0:
        return spectra
    bins = spectra.shape[1]
    at = np.clip(np.arange(bins) / min(max(factor, 0.5), 2.0), 0, bins - 1)
    low = np.minimum(at.astype(int), bins - 2)
    share = at - low
    return np.asarray(spectra[:, low] * (1 - share) + spectra[:, low + 1] * share)


def find_effort(moves: Moves) -> float:
    """-1 hushed to 1 shouted."""
    return min(max(moves.effort, -50.0), 50.0) / 50


def find_tilt(hertz: Frames, effort: float, whisper: bool) -> Frames:
    """Factor on power at each frequency."""
    db = EFFORT_DB * effort * np.clip(np.log2(np.maximum(hertz, 1.0) / EFFORT_FROM_HZ), 0, EFFORT_OCTAVES)
    if not whisper:
        return np.asarray(10 ** (db / 10))
    db = db + WHISPER_DB * np.log2(np.clip(hertz, WHISPER_FLOOR_HZ, WHISPER_TO_HZ) / WHISPER_FLOOR_HZ)
    floor = np.maximum((hertz**4 / (hertz**4 + WHISPER_FLOOR_HZ**4)) ** 2, 1e-6)  # WORLD takes logarithms
    return np.asarray(10 ** (db / 10) * floor)


def find_stress(stressed: tuple[Stress, ...], times: NDArray[np.floating]) -> NDArray[np.floating]:
    """How stressed each moment is, 0 to the strength, rising and falling within STRESS_EDGE_S about each span."""
    level = np.zeros(len(times))
    for each in stressed:
        rise = np.clip((times - each.start) / STRESS_EDGE_S + 0.5, 0, 1)
        fall = np.clip((each.end - times) / STRESS_EDGE_S + 0.5, 0, 1)
        level = np.maximum(level, each.strength * (0.5 - 0.5 * np.cos(np.pi * np.minimum(rise, fall))))
    return level


def _fade(size: int, rate: int) -> NDArray[np.floating]:
    """Factors that begin and end a sound softly, for one that is cut off within the voice."""
    at = np.arange(size)
    return np.minimum(1.0, np.minimum(at, size - 1 - at) / (EDGE_S * rate))


def round_off(samples: NDArray[np.floating]) -> NDArray[np.floating]:
    """Samples whose peaks, above KNEE of full scale, are rounded off so that none passes PEAK."""
    size = np.abs(samples)
    rounded = KNEE + (PEAK - KNEE) * np.tanh((size - KNEE) / (PEAK - KNEE))
    return np.where(size > KNEE, np.sign(samples) * rounded, samples)


def _strength(samples: NDArray[np.floating]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
