"""How loud each moment of a sung line is: vowels near one level, consonants under theirs, and what the song asks for.

A listener takes for the beat what grows loudest fastest. That has to be the vowel: so an m, l or w before it is held
under it and lets go of it within some 25 ms, however loud it was spoken, and no consonant after a vowel is louder.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.visemes import targets
from avatar.song.planning import Pitch, Sung
from avatar.speech.moving import FRAME_S

Frames = NDArray[np.float64]

LEVEL_FROM_S = 0.06
"""Vowels that sound for less don't say how loud the line is."""
LEVEL_UNDER_DB, LEVEL_KEPT = 3.0, 0.3
"""A vowel is brought to so much under the line's loud ones, and keeps so much of what it was softer or louder."""
MOST_UP_DB, MOST_DOWN_DB = 15.0, 8.0
"""No moment is raised or lowered by more; an unstressed "for" is spoken some 20 dB under the line's loud vowels."""
RISE_S, FALL_S = 0.03, 0.04
"""Seconds in which a vowel's level is brought there and back."""
CONSONANT_UP, MOST_CONSONANT_DB = 0.8, 7.0
"""Share of its vowel's rise that a consonant gets, and the most: it would be lost beside the vowel otherwise."""

STEP_DB, STEP_FROM_S, STEP_TO_S = 9.0, 0.02, 0.005
"""dB by which a vowel is louder than what hums before it, and from when before it until when in it that is made up."""
SWELL_DB, SWELL_FROM_REST_DB, SWELL_S = 12.0, 27.0, 0.09
"""dB that it is under the vowel at first, where silence or a burst is before it more; so long before, at most."""
AFTER_DB = 1.0
"""dB by which what lasts after a vowel stays under it."""
BURST_DB = 8.0
"""dB by which a stop does that has no voice: its burst would be heard as the next beat."""
PARTED_DB, PARTED_S = 6.0, 0.06
"""dB by which a vowel lets go before another syllable's that follows at once, and for how long: the beat would not be
heard otherwise."""
VOWEL_S = 0.08
"""Seconds of a vowel's beginning or end that say how loud it is there."""
QUIET_HZ = (107.7, 737.9, 12194.0)
"""Corners of the A curve (IEC 61672), by which the ear weighs sounds; its lowest, 20.6 Hz, is in it twice."""

PHRASE_DB = 2.0
"""dB that a phrase grows by to its middle."""
HEIGHT_DB = 0.25
"""dB a semitone: what is higher is sung louder (some 0.5 dB for trained voices, Sundberg 1987)."""


def find_gains(
    times: Frames, of: NDArray[np.intp], phones: Sequence[Sung], envelope: Frames, rate: int, pitches: Sequence[Pitch]
) -> Frames:
    """Factors on the power of each moment, shape (frames,).

    `times`: seconds of the song; `of`: number of each moment's phone; `envelope`: power, shape (frames, bins).
    """
    level = 10 * np.log10((envelope * _ear(envelope.shape[1], rate)).sum(1) + 1e-12)
    vowels = [number for number, each in enumerate(phones) if each.role == "vowel"]
    spans = {number: np.flatnonzero(of == number) for number in vowels}
    peaks = {number: float(level[inside].max()) for number, inside in spans.items() if len(inside)}
    if not peaks:
        return np.ones(len(level))
    db = _levelled(times, of, phones, level, peaks)
    db += np.minimum(_ceilings(times, of, phones, level + db) - level - db, 0)
    return np.asarray(10 ** ((db + dynamics(times, pitches)) / 10))


def _ear(bins: int, rate: int) -> Frames:
    """How much power of each bin is heard: the A curve, 1 at 1 kHz."""
    square = np.linspace(0, rate / 2, bins) ** 2
    low, middle, high = (hertz**2 for hertz in QUIET_HZ)
    curve = square**2 / ((square + 20.6**2) * np.sqrt((square + low) * (square + middle)) * (square + high))
    return np.asarray((1.2589 * high * curve) ** 2)


def _levelled(
    times: Frames, of: NDArray[np.intp], phones: Sequence[Sung], level: Frames, peaks: dict[int, float]
) -> Frames:
    """dB that bring vowels near one level, and the consonants beside them along."""
    loud = [peaks[n] for n in peaks if phones[n].end - phones[n].start > LEVEL_FROM_S] or list(peaks.values())
    top = float(np.percentile(loud, 60))
    db = np.zeros(len(level))
    beside: dict[int, float] = {}
    for number, peak in peaks.items():
        inside = np.flatnonzero(of == number)
        wanted = top - LEVEL_UNDER_DB + LEVEL_KEPT * (peak - top)
        missing = np.clip(wanted - level[inside], -MOST_DOWN_DB, MOST_UP_DB)
        at = times[inside]
        share = np.clip((at - at[0]) / RISE_S, 0, 1) * np.clip((at[-1] - at) / FALL_S, 0, 1)
        least = min(max(float(np.median(missing)) * CONSONANT_UP, 0), MOST_CONSONANT_DB)
        beside[phones[number].syllable] = least
        db[inside] = np.minimum(missing, least) * (1 - share) + missing * share
    for number, each in enumerate(phones):
        if each.role != "vowel":
            db[of == number] = beside.get(each.syllable, 0.0)
    return db


# -------------------------------------------------------------------------------------------------------- the ceilings


def _ceilings(times: Frames, of: NDArray[np.intp], phones: Sequence[Sung], level: Frames) -> Frames:
    """dB that no moment is louder than; infinite where nothing is said."""
    out = np.full(len(level), np.inf)
    count = round(VOWEL_S / FRAME_S)
    vowels = [number for number, each in enumerate(phones) if each.role == "vowel"]
    inside = {number: level[of == number] for number in vowels}
    for number, after in pairwise([*vowels, len(phones)]):
        if len(inside[number]):
            _leave(out, of, phones, range(number + 1, after), float(np.median(inside[number][-count:])))
    for number in vowels:
        if len(inside[number]):
            first = inside[number][2 : 2 + count] if len(inside[number]) > 4 else inside[number]
            _approach(out, times, phones, number, float(np.median(first)))
    return out


def _leave(out: Frames, of: NDArray[np.intp], phones: Sequence[Sung], after: range, level: float) -> None:
    """What follows a vowel in its syllable, in place: no diphthong ends louder than it began."""
    for number in after:
        if phones[number].role == "glide":
            out[of == number] = level
        elif phones[number].role == "coda":
            out[of == number] = level - (AFTER_DB if _rings(phones[number]) else BURST_DB)


def _approach(out: Frames, times: Frames, phones: Sequence[Sung], vowel: int, level: float) -> None:
    """What rings before a vowel, in place; a vowel that follows on another is parted from it."""
    first = vowel
    while first and _rings(phones[first - 1]) and phones[first].start - phones[first - 1].end < FRAME_S:
        first -= 1
    beat, before = phones[vowel].start, phones[first - 1] if first else None
    joined = before is not None and phones[first].start - before.end < FRAME_S and before.role in ("vowel", "glide")
    joined = joined and all(_hums(each) for each in phones[first:vowel])
    if first < vowel:
        start, step = max(phones[first].start, beat - SWELL_S), STEP_DB
        most = SWELL_DB if joined else SWELL_FROM_REST_DB
    elif joined:
        start, most, step = beat - PARTED_S, 0.0, PARTED_DB
    else:
        return
    near = np.flatnonzero((times >= start) & (times < beat + STEP_TO_S))
    under = np.interp(times[near], [start, max(beat - STEP_FROM_S, start + 1e-3)], [most, step])
    into = np.clip((times[near] - beat + STEP_FROM_S) / (STEP_FROM_S + STEP_TO_S), 0, 1)
    out[near] = np.minimum(out[near], level - under * (0.5 + 0.5 * np.cos(np.pi * into)))


def _hums(sung: Sung) -> bool:
    return (
        targets(sung.phone.name)[0].manner in ("nasal", "approximant", "tap", "vowel") or sung.phone.name[:1] in "bdɡ"
    )


def _rings(sung: Sung) -> bool:
    """Whether it lasts: whatever is no vowel and no stop without a voice."""
    voiceless = targets(sung.phone.name)[0].manner in ("stop", "click") and sung.phone.name[:1] not in "bdɡ"
    return sung.role in ("onset", "coda") and not voiceless


def dynamics(times: Frames, pitches: Sequence[Pitch]) -> Frames:
    """dB of each moment beyond the voice's own: the phrase's arch, the notes' loudness and height."""
    start, end = pitches[0].start, pitches[-1].end
    arch = PHRASE_DB * np.sin(np.pi * np.clip((times - start) / max(end - start, 1e-6), 0, 1))
    heights = [each.midi for each in pitches if each.midi is not None]
    middle = float(np.median(heights)) if heights else 0.0
    notes = [20 * np.log10(p.loud) + HEIGHT_DB * ((p.midi if p.midi is not None else middle) - middle) for p in pitches]
    knots, values = [], []
    for each, db in zip(pitches, notes, strict=True):
        knots += [each.start, max(each.end - 0.05, each.start + 1e-3)]
        values += [db, db + 20 * np.log10(each.swell)]
    for number, (one, after) in enumerate(pairwise(knots)):
        knots[number + 1] = max(after, one + 1e-4)
    return np.asarray(arch + np.interp(times, knots, values) - PHRASE_DB / 2)
