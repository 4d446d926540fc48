"""Chords of a song whose file names none, guessed from the notes of all its parts, so that a backing fits.

    notes ─ weights of pitch classes, by half bar ─> how well each chord fits ─ best way through ─> chords

The key is found first (Krumhansl, Cognitive Foundations of Musical Pitch, 1990: the Kessler profiles), since where few
notes tell, its own chords are likelier. Chords change with bars rather than within them, and not without need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.song.score import Meter

Weights = NDArray[np.float64]


class HeardNote(NamedTuple):
    """A note of any part. Times in beats."""

    at: float
    beats: float
    pitch: float
    """MIDI number."""
    weight: float = 1.0
    """How much it tells."""


KINDS: dict[str, tuple[tuple[int, float], ...]] = {
    "": ((0, 1.0), (4, 1.0), (7, 0.8)),
    "m": ((0, 1.0), (3, 1.0), (7, 0.8)),
    "7": ((0, 0.95), (4, 0.95), (7, 0.6), (10, 0.95)),
    "m7": ((0, 0.9), (3, 0.9), (7, 0.7), (10, 0.9)),
    "dim": ((0, 0.9), (3, 0.9), (6, 0.95)),
}
"""Chords that are guessed, by what stands behind their root: semitones above it, and what a note there is worth."""
OUTSIDE = -0.7
"""What a note outside of the chord is worth."""
LESS_USUAL = {"": 0.0, "m": 0.0, "7": 0.15, "m7": 0.2, "dim": 0.2}
"""What a kind has to fit better by, since it fits more notes or is rare."""
ROOT_BELOW, TONE_BELOW = 0.25, 0.05
"""What it is worth that the lowest note is the root, or another of the chord's."""
BASS = 12.0
"""Semitones from the lowest note of a half bar to its highest from which on the lowest is a bass; a tune has none."""
AT_HOME = {"major": ("", "m", "m", "", "", "m", "dim"), "minor": ("m", "dim", "", "m", "m", "", "")}
"""Kinds of the chords on the steps of a key."""
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
HOME, TONIC, FOURTH, FIFTH = 0.2, 0.15, 0.1, 0.2
"""What it is worth to belong to the key, to be the chord of its first step, its fourth, its fifth."""
CHANGE, CHANGE_INSIDE = 0.12, 0.5
"""What a change costs where a bar begins, and within one."""
LEAST_BEATS = 0.5
"""Beats of notes from which on a half bar tells as much as it can."""
LEAST_VOICES = 1.5
"""Notes that sound at once, on the average, from which on they tell chords; a tune alone says too little."""
LEADS = 0.35
"""How much a note tells where a bar begins, beyond what its length says."""

_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_KESSLER = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
_CHORDS = tuple((root, kind) for root in range(12) for kind in KINDS)


class _Slot(NamedTuple):
    at: float
    beats: float
    bar: bool
    """Whether a bar begins with it."""


def guess_chords(
    notes: Sequence[HeardNote], meters: Sequence[Meter], pickup: float = 0.0
) -> tuple[tuple[float, str], ...]:
    """(beat, symbol) of each chord, from the first bar on; () where nothing has a pitch, or a tune is alone."""
    if not notes or _voices(notes) < LEAST_VOICES:
        return ()
    slots = list(_slots(meters, pickup, max(note.at + note.beats for note in notes)))
    if not slots:
        return ()
    weights, lowest = _heard(notes, slots)
    fits = _fits(weights, lowest, _key(weights.sum(axis=0)))
    found: list[tuple[float, str]] = []
    for slot, number in zip(slots, _way(fits, slots), strict=True):
        root, kind = _CHORDS[number]
        symbol = _NAMES[root] + kind
        if not found or found[-1][1] != symbol:
            found.append((slot.at, symbol))
    return tuple(found)


def _voices(notes: Sequence[HeardNote]) -> float:
    """Notes that sound at once, on the average, while any does."""
    covered, end = 0.0, -np.inf
    for note in sorted(notes):
        covered += max(0.0, note.at + note.beats - max(end, note.at))
        end = max(end, note.at + note.beats)
    return sum(note.beats for note in notes) / max(covered, 1e-9)


def _slots(meters: Sequence[Meter], pickup: float, end: float) -> Iterator[_Slot]:
    """Bars, those of an even number of beats in halves."""
    ends = [*(meter.at for meter in meters[1:]), end]
    for number, (meter, until) in enumerate(zip(meters, ends, strict=True)):
        at = pickup if number == 0 else meter.at
        pulses = round(meter.beats / meter.pulse)
        parts = 2 if pulses % 2 == 0 and meter.beats >= 4 else 1
        while at < until - 1e-6:
            for part in range(parts):
                yield _Slot(at + part * meter.beats / parts, meter.beats / parts, part == 0)
            at += meter.beats


def _heard(notes: Sequence[HeardNote], slots: Sequence[_Slot]) -> tuple[Weights, NDArray[np.intp]]:
    """Weights of pitch classes in each slot, shape (slots, 12), and the class of its bass; -1 for none."""
    weights = np.zeros((len(slots), 12))
    lowest = np.full(len(slots), -1, np.intp)
    floor, top = np.full(len(slots), np.inf), np.full(len(slots), -np.inf)
    starts = np.array([slot.at for slot in slots])
    stops = np.array([slot.at + slot.beats for slot in slots])
    for note in notes:
        first = int(np.searchsorted(stops, note.at + 1e-6, side="right"))
        last = int(np.searchsorted(starts, note.at + note.beats - 1e-6))
        for number in range(first, last):
            shared = min(stops[number], note.at + note.beats) - max(starts[number], note.at)
            leads = LEADS if abs(note.at - starts[number]) < 0.02 else 0.0
            weights[number, round(note.pitch) % 12] += (shared + leads) * note.weight
            top[number] = max(top[number], note.pitch)
            if note.pitch < floor[number]:
                floor[number], lowest[number] = note.pitch, round(note.pitch) % 12
    lowest[top - floor < BASS] = -1
    return weights, lowest


def _key(weights: Weights) -> tuple[int, str]:
    """The key that pitch classes are most like: its tonic, and major or minor."""
    keys = [(tonic, mode) for tonic in range(12) for mode in _KESSLER]
    likes = [float(np.corrcoef(np.roll(_KESSLER[mode], tonic), weights)[0, 1]) for tonic, mode in keys]
    return keys[int(np.nanargmax(likes))] if np.isfinite(likes).any() else (0, "major")


def _fits(weights: Weights, lowest: NDArray[np.intp], key: tuple[int, str]) -> Weights:
    """How well each chord fits each slot, shape (slots, chords)."""
    worth = np.full((len(_CHORDS), 12), OUTSIDE)
    for number, (root, kind) in enumerate(_CHORDS):
        for tone, each in KINDS[kind]:
            worth[number, (root + tone) % 12] = each
    told = weights.sum(axis=1, keepdims=True)
    fits = weights @ worth.T / np.maximum(told, 1e-9) * np.minimum(1.0, told / LEAST_BEATS)
    homes = {(key[0] + step) % 12: kind for step, kind in zip(SCALES[key[1]], AT_HOME[key[1]], strict=True)}
    for number, (root, kind) in enumerate(_CHORDS):
        tone = (lowest >= 0) & (worth[number][lowest] > 0)
        fits[:, number] += np.where(lowest == root, ROOT_BELOW, np.where(tone, TONE_BELOW, 0.0))
        fits[:, number] -= LESS_USUAL[kind]
        fifth = (root - key[0]) % 12 == 7 and kind in ("", "7")
        fits[:, number] += HOME * (fifth or homes.get(root) == kind or homes.get(root, "") + "7" == kind != "7")
        its_own = homes.get(root) == kind
        fits[:, number] += FIFTH * fifth + TONIC * (root == key[0] and its_own)
        fits[:, number] += FOURTH * ((root - key[0]) % 12 == 5 and its_own)
    fits[told[:, 0] <= 0] = 0.0
    return np.asarray(fits)


def _way(fits: Weights, slots: Sequence[_Slot]) -> list[int]:
    """The chords that fit best together (Viterbi)."""
    best = fits[0].copy()
    came: list[NDArray[np.intp]] = []
    for slot, fit in zip(slots[1:], fits[1:], strict=True):
        cost = CHANGE if slot.bar else CHANGE_INSIDE
        top = int(np.argmax(best))
        changed = best[top] - cost > best
        came.append(np.where(changed, top, np.arange(len(best))))
        best = np.maximum(best, best[top] - cost) + fit
    way = [int(np.argmax(best))]
    for back in reversed(came):
        way.append(int(back[way[-1]]))
    return way[::-1]
