"""A voice moved while it is still spectra: a net of hibari's kind gives the pitch and the spectrum of each moment.

    pitch ─ plan ─> the pitch that the net is told, and the one that is heard
    spectra ─ change ─> spectra whose partials lie where they are heard, under an envelope that is moved, too

What `moving` does to a finished sound is done here to what the sound is made from, by the same numbers and at next to
no cost. Between its partials such a spectrum holds nothing of meaning, so it is stretched, partial to partial, and the
envelope put right by what the partials themselves tell. The net itself knows how a voice changes with its pitch, and
is told of as much of a move as it has learned.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.speech.manner import Moves
from avatar.speech.moving import BREATH_HZ, HUSH_BREATH, STRESS_DB, change_pitch, find_effort, find_stress, find_tilt

FRAME_S = 0.0125
"""Seconds a frame."""
BIN_HZ = 20.0
VOICED_HZ = 40.0
"""A pitch below this stands for no voice."""
LOWER, HIGHER = 2 ** (-3 / 12), 2 ** (7 / 12)
"""Factors on its own pitch of which the net is told: beyond them it gets too loud, or too soft, by a dB and more."""
NOTHING = np.float32(-20.0)
"""The logarithm of no sound."""
LOBE = 1.5
"""Bins over which the window spreads the power of a partial (Hann)."""
FREE_AS_NOISE = np.float32(-0.35)
"""Added to the free part where it turns to noise, which has a real and an imaginary part of its strength."""
QUARTER = 4
"""A step from frame to frame is this part of the window, so a bin's phase advances by as many parts of a turn."""

Floats = NDArray[np.float32]


class Spectra(NamedTuple):
    """What a sound is made from. Shapes are (bins, frames), but for the pitch; magnitudes are natural logarithms."""

    harmonics: Floats
    phase: Floats
    """Of the harmonics, before tanh; times π."""
    noise: Floats
    free: Floats
    """A part with phases of its own: hiss, bursts, and what is not quite periodic."""
    free_phase: Floats
    pitch: Floats
    """Hz, shape (frames,); below VOICED_HZ where there is no voice."""


class Pitches(NamedTuple):
    """Hz, each of shape (frames,); 0 where there is no voice."""

    told: Floats
    """What the net is told."""
    heard: Floats


def plan(pitch: Floats, moves: Moves) -> Pitches:
    """The pitches of a voice that is moved; `pitch` is its own."""
    if moves == Moves():
        return Pitches(pitch, pitch)
    own = np.where(pitch > VOICED_HZ, pitch, 0.0).astype(np.float32)
    if moves.whisper:
        return Pitches(own, own)
    heard = change_pitch(own.astype(np.float64), moves, FRAME_S).astype(np.float32)
    return Pitches(np.clip(heard / _held(moves.formants), own * LOWER, own * HIGHER).astype(np.float32), heard)


def change(spectra: Spectra, heard: Floats, moves: Moves) -> Spectra:
    """The spectra moved to the pitch that is heard; each moment as loud as before, but where it is stressed."""
    if moves == Moves():
        return spectra
    envelope = _find_envelope(spectra)
    warped = _stretch(envelope, np.full(heard.shape, _held(moves.formants), np.float32))
    moved = _move_partials(spectra, envelope, warped, heard)
    moved, warped = _tilt(_move_free(moved, _held(moves.formants)), warped, moves)
    if moves.whisper:
        moved = _whisper(moved, warped)
    before = _loudness(envelope, spectra.pitch, spectra)
    now = _loudness(np.full_like(warped, NOTHING) if moves.whisper else warped, heard, moved)
    stress = STRESS_DB / 20 * np.log(10) * find_stress(moves.stressed, np.arange(len(heard)) * FRAME_S)
    return _level(moved, before - now + stress.astype(np.float32))


def _held(formants: float) -> float:
    return min(max(formants, 0.5), 2.0)


def _find_envelope(spectra: Spectra) -> Floats:
    """The magnitudes at the partials, and between them straight from one to the next; shape (bins, frames)."""
    bins = len(spectra.harmonics)
    highest = spectra.harmonics.copy()  # a partial may lie between two bins, and single bins may hold a dip
    np.maximum(highest[1:], spectra.harmonics[:-1], out=highest[1:])
    np.maximum(highest[:-1], spectra.harmonics[1:], out=highest[:-1])
    apart = np.maximum(spectra.pitch, VOICED_HZ) / BIN_HZ
    at = np.arange(bins, dtype=np.float32)[:, None] / apart
    below = np.clip(np.floor(at), 1, np.maximum(np.floor((bins - 1) / apart) - 1, 1))
    low = np.take_along_axis(highest, np.clip(np.rint(below * apart), 0, bins - 1).astype(int), 0)
    high = np.take_along_axis(highest, np.clip(np.rint((below + 1) * apart), 0, bins - 1).astype(int), 0)
    share = np.clip(at - below, 0, 1)
    return np.asarray(low * (1 - share) + high * share, np.float32)


def _move_partials(spectra: Spectra, envelope: Floats, warped: Floats, heard: Floats) -> Spectra:
    """The partials where they are heard, as loud as the warped envelope says."""
    voiced = (heard > VOICED_HZ) & (spectra.pitch > VOICED_HZ)
    factor = np.where(voiced, heard / np.maximum(spectra.pitch, VOICED_HZ), 1.0).astype(np.float32)
    at = _sources(factor, len(envelope))
    detail = np.take_along_axis(spectra.harmonics - envelope, at, 0)
    phase = np.take_along_axis(spectra.phase, at, 0)
    return spectra._replace(harmonics=warped + detail, phase=phase, pitch=heard)


def _move_free(spectra: Spectra, factor: float) -> Spectra:
    """The other parts stretched along frequency. Phases advance from frame to frame as befits a bin's new place."""
    if factor == 1.0:
        return spectra
    bins, frames = spectra.free.shape
    same = np.full(frames, factor, np.float32)
    at = _sources(same, bins)
    turns = ((np.arange(bins)[:, None] - at) * np.arange(frames)) % QUARTER
    phase = np.take_along_axis(spectra.free_phase, at, 0) + turns.astype(np.float32) * np.float32(2 * np.pi / QUARTER)
    return spectra._replace(noise=_stretch(spectra.noise, same), free=_stretch(spectra.free, same), free_phase=phase)


def _sources(factor: Floats, bins: int) -> NDArray[np.intp]:
    """The bin that each bin is taken from, where frames are stretched by the factors; shape (bins, frames)."""
    return np.clip(np.rint(np.arange(bins)[:, None] / factor), 0, bins - 1).astype(np.intp)


def _stretch(part: Floats, factor: Floats) -> Floats:
    """What was at f is at `factor` times f, shape (frames,); beyond, the last value stays."""
    bins = len(part)
    at = np.clip(np.arange(bins, dtype=np.float32)[:, None] / factor, 0, bins - 1)
    low = np.minimum(at.astype(np.intp), bins - 2)
    share = at - low
    return np.asarray(
        np.take_along_axis(part, low, 0) * (1 - share) + np.take_along_axis(part, low + 1, 0) * share, np.float32
    )


def _tilt(spectra: Spectra, envelope: Floats, moves: Moves) -> tuple[Spectra, Floats]:
    """Effort: high partials louder or softer, and breath in the place of harmonics where it is small."""
    hertz = np.arange(len(envelope), dtype=np.float64) * BIN_HZ
    effort = find_effort(moves)
    db = np.asarray(0.5 * np.log(find_tilt(hertz, effort, moves.whisper)), np.float32)[:, None]
    envelope = envelope + db
    moved = spectra._replace(harmonics=spectra.harmonics + db, noise=spectra.noise + db, free=spectra.free + db)
    if effort >= 0 or moves.whisper:
        return moved, envelope
    breath = np.where(hertz > BREATH_HZ, -effort * HUSH_BREATH, 1e-9).astype(np.float32)[:, None]
    less = np.asarray(np.log1p(-breath) / 2, np.float32)
    noise = _summed(moved.noise, _as_noise(envelope, spectra.pitch) + np.log(breath) / 2)
    return moved._replace(harmonics=moved.harmonics + less, noise=noise), envelope + less


def _whisper(spectra: Spectra, envelope: Floats) -> Spectra:
    """No voice: what it would have been is noise."""
    voiced = spectra.pitch > VOICED_HZ
    noise = _summed(spectra.noise, _as_noise(envelope, spectra.pitch), spectra.free + FREE_AS_NOISE)
    return spectra._replace(
        harmonics=np.full_like(envelope, NOTHING),
        noise=np.where(voiced, noise, spectra.noise),
        free=np.where(voiced, NOTHING, spectra.free),
        pitch=np.zeros_like(spectra.pitch),
    )


def _level(spectra: Spectra, more: Floats) -> Spectra:
    """Each frame louder by `more`, shape (frames,), a natural logarithm."""
    return spectra._replace(harmonics=spectra.harmonics + more, noise=spectra.noise + more, free=spectra.free + more)


def _as_noise(envelope: Floats, pitch: Floats) -> Floats:
    """Noise with the power of partials under an envelope; none where there is no voice."""
    share = LOBE * BIN_HZ / np.maximum(pitch, VOICED_HZ) / 2
    return np.asarray(np.where(pitch > VOICED_HZ, envelope + np.log(share) / 2, NOTHING), np.float32)


def _loudness(envelope: Floats, pitch: Floats, spectra: Spectra) -> Floats:
    """The logarithm of each frame's magnitude, shape (frames,)."""
    whole = _summed(_as_noise(envelope, pitch), spectra.free + FREE_AS_NOISE, spectra.noise)
    return np.asarray(0.5 * np.log(np.exp(2 * whole).sum(0)), np.float32)


def _summed(*parts: NDArray[np.floating]) -> Floats:
    """The magnitude of noises together."""
    return np.asarray(0.5 * np.log(sum(np.exp(2 * part) for part in parts) + np.float32(1e-18)), np.float32)
