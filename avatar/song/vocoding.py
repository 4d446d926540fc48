"""A spoken line made to sing: taken apart by WORLD, its moments put on the plan's times, its pitch on the plan's notes.

    spoken sound ─ Harvest, CheapTrick, D4C ─> pitch, envelope, breath of each 5 ms
    plan ─> which moment of speech is heard at each moment of the song  ─> envelope, breath
    notes ─> pitch                                                      ─> WORLD's synthesis ─> samples

What is held of a vowel is its core, where it is within CORE_DB of its peak: speech dies away towards a phrase's end,
and a held note must not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import SongError
from avatar.lipsync.visemes import targets
from avatar.song.balance import find_gains
from avatar.song.pitching import draw_pitch
from avatar.song.planning import Pitch, PlannedLine, Sung
from avatar.speech.moving import FRAME_S, find_world
from avatar.types import Clip

Frames = NDArray[np.float64]

LOWEST_HZ, HIGHEST_HZ = 60.0, 600.0
"""Where the pitch of speech is looked for."""

CORE_DB = 9.0
"""What lies no further under a vowel's peak is its core."""
EDGE_FRAMES = 5
"""Moments of a core's beginning and end that keep their own pace, at most."""
ATTACK_FRAMES, RELEASE_FRAMES = 3, 8
"""Moments before and after the core, within the vowel, that are heard, too, at most."""
EDGES_SHARE = 0.6
"""Of a short note, those take so much at most."""
LONGEST_BREATH_S, LEAST_BREATH_S = 0.055, 0.025
"""Seconds from a stop's burst to its vowel, at most, and of breath before an l or w: slow speech has up to 120, and the
burst would be heard as the beat. With less, a p is no longer heard among instruments."""
BURST_S, BURST_DB = 0.01, 6.0
"""A burst's own seconds, and dB by which it is louder than 10 ms earlier."""
SET_IN_S, LET_GO_S = 0.015, 0.06
"""Seconds in which sound begins after a rest, and dies before one."""
JUMP = 3
"""Moments of speech between two moments of song from which on they are blended, so that nothing clicks."""
BLEND = 2
"""Moments to each side that are blended."""
MOST_BREATH = 1.25
"""A held vowel is breath for no more than so many times what is usual in its line."""
SILENT = 1e-12
"""Power of a moment in a rest."""

REST = -1


class Speech(NamedTuple):
    """A spoken line taken apart; one row each FRAME_S."""

    pitch: Frames
    """Hz, shape (frames,); 0 where there is no voice."""
    envelope: Frames
    """Power, shape (frames, bins)."""
    breath: Frames
    """Share of noise, 0 to 1, shape (frames, bins)."""
    rate: int

    @property
    def level(self) -> Frames:
        """dB of each moment."""
        return np.asarray(10 * np.log10(self.envelope.sum(1) + 1e-12))

    @property
    def median(self) -> float:
        """Hz: the middle of the pitch where there is voice; 0 where there is none."""
        return _median(self.pitch)


def take_apart(clip: Clip) -> Speech:
    """Raises SongError where there is no pyworld."""
    world = _world()
    samples, pitch, at = _harvest(clip)
    envelope = world.cheaptrick(samples, pitch, at, clip.rate)
    return Speech(pitch, envelope, world.d4c(samples, pitch, at, clip.rate), clip.rate)


def find_median(clip: Clip) -> float:
    """Hz: the middle of a sound's pitch where there is voice; 0 where there is none. Raises SongError as above."""
    return _median(_harvest(clip)[1])


def _harvest(clip: Clip) -> tuple[Frames, Frames, Frames]:
    """Samples, pitch in Hz and times of its moments."""
    samples = np.ascontiguousarray(clip.floats(), np.float64)
    period = FRAME_S * 1000
    pitch, at = _world().harvest(samples, clip.rate, f0_floor=LOWEST_HZ, f0_ceil=HIGHEST_HZ, frame_period=period)
    return samples, pitch, at


def _median(pitch: Frames) -> float:
    voiced = pitch[pitch > 0]
    return float(np.median(voiced)) if len(voiced) else 0.0


def _world() -> Any:
    world = find_world()
    if world is None:
        raise SongError("Nothing can be sung without pyworld", remedy="Install it: `pip install pyworld-prebuilt`.")
    return world


class _Moments(NamedTuple):
    """The song's moments, one each FRAME_S from the line's start."""

    times: Frames
    """Seconds of the song."""
    source: Frames
    """Moment of speech that is heard (a fraction lies between two)."""
    of: NDArray[np.intp]
    """Number of the phone; REST in rests."""


def sing_line(line: PlannedLine, spoken: Speech, pitches: Sequence[Pitch], seed: int = 0) -> tuple[float, Frames]:
    """When the sung line begins, in seconds of the song, and its samples, -1 to 1, at the speech's rate.

    `pitches`: the plan's, moved to where the voice sings them. Nothing where the line has no phones.
    """
    if not line.phones:
        return line.start, np.zeros(0)
    moments = _lay_out(line.phones, spoken)
    pitch = _pitch(moments, line.phones, spoken, pitches, seed)
    envelope, breath = _blended(moments, spoken)
    envelope *= find_gains(moments.times, moments.of, line.phones, envelope, spoken.rate, pitches)[:, None]
    breath = _cleaned(moments, line.phones, breath)
    envelope[moments.of == REST] = SILENT
    made = _world().synthesize(
        np.ascontiguousarray(pitch), np.ascontiguousarray(envelope), np.ascontiguousarray(np.clip(breath, 1e-6, 1.0)),
        spoken.rate, FRAME_S * 1000,
    )  # fmt: skip
    return float(moments.times[0]), np.asarray(made * _edges(moments, len(made), spoken.rate))


# ---------------------------------------------------------------------------------------------------------- the moments


def _lay_out(phones: Sequence[Sung], spoken: Speech) -> _Moments:
    start, end = phones[0].start, phones[-1].end + LET_GO_S
    times: Frames = start + np.arange(int((end - start) / FRAME_S) + 1, dtype=np.float64) * FRAME_S
    source = np.zeros(len(times))
    of = np.full(len(times), REST, np.intp)
    level = spoken.level
    for number, each in enumerate(phones):
        first, last = np.searchsorted(times, (each.start - 1e-9, each.end - 1e-9))
        if last <= first:
            continue
        into = times[first:last] - each.start
        source[first:last] = (
            _held(each, into, level, spoken)
            if each.role == "vowel"
            else _quick(each, into, level, _until_vowel(phones, number))
        )
        of[first:last] = number
    _let_go(times, source, of, phones)
    return _Moments(times, source.clip(0, len(level) - 1.001), of)


def _until_vowel(phones: Sequence[Sung], number: int) -> float:
    """Seconds from the end of a syllable's onset's phone to its vowel; 0 in codas."""
    vowels = (e.start for e in phones[number:] if e.role == "vowel" and e.syllable == phones[number].syllable)
    return max(next(vowels, phones[number].end) - phones[number].end, 0.0)


def _quick(sung: Sung, into: Frames, level: Frames, follows: float) -> Frames:
    """A consonant or glide: a stop's closure and burst at their own pace (they say which it is), the breath after it no
    longer than sung; all of any other, faster or slower. `follows`: seconds from its end to its vowel."""
    phone, seconds = sung.phone, sung.end - sung.start
    if targets(phone.name)[0].manner != "stop":
        return np.asarray((phone.start + into * phone.seconds / max(seconds, 1e-6)) / FRAME_S)
    burst = _find_burst(phone.start, phone.end, level)
    after = min(phone.end - burst, max(LONGEST_BREATH_S - follows, LEAST_BREATH_S), seconds)
    shut = seconds - after
    knots = [0.0, shut, shut + min(BURST_S, after), seconds + 1e-6]
    said = [max(burst - shut, phone.start), burst, burst + min(BURST_S, after), phone.end]
    return np.asarray(np.interp(into, knots, said) / FRAME_S)


def _find_burst(start: float, end: float, level: Frames) -> float:
    """Seconds of speech at which a stop bursts: where it gets loud at once; its start where it doesn't."""
    first, last = max(round(start / FRAME_S) - 1, 1), min(round(end / FRAME_S) - 1, len(level) - 2)
    if last <= first:
        return start
    rise = level[first + 1 : last + 1] - level[first - 1 : last - 1]
    at = int(np.argmax(rise))
    return min(max((first + at) * FRAME_S, start), end) if rise[at] > BURST_DB else start


def _held(sung: Sung, into: Frames, level: Frames, spoken: Speech) -> Frames:
    """A vowel: its core stretched or shortened; what leads into it and out of it, by which the consonants beside it
    are known, at its own pace."""
    first, last = find_core(sung.phone.start, sung.phone.end, level, spoken.pitch)
    edge = min(EDGE_FRAMES, (last - first) / 4)
    begins = max(sung.phone.start / FRAME_S, first - ATTACK_FRAMES)
    ends = min(sung.phone.end / FRAME_S, last + RELEASE_FRAMES)
    seconds = sung.end - sung.start
    lead, trail = (first + edge - begins) * FRAME_S, (ends - last + edge) * FRAME_S
    factor = min(1.0, EDGES_SHARE * seconds / max(lead + trail, 1e-6))
    lead, trail = lead * factor, trail * factor
    knots = [0.0, lead, max(seconds - trail, lead + 1e-6), seconds + 2e-6]
    return np.asarray(np.interp(into, knots, [begins, first + edge, last - edge, ends]))


def find_core(start: float, end: float, level: Frames, pitch: Frames) -> tuple[float, float]:
    """First and last moment of a vowel's core; `start` and `end` in seconds of speech, `level` in dB.

    Where it is parted, as by the catch of the voice in "warm, oh", the longest part is the core.
    """
    low = min(max(int(start / FRAME_S), 0), len(level) - 1)
    high = min(max(int(end / FRAME_S), low + 2), len(level))
    span = level[low:high]
    good = np.flatnonzero((span > span.max() - CORE_DB) & (pitch[low:high] > 0))
    if len(good) < 4:
        good = np.flatnonzero(span > span.max() - CORE_DB)
    longest = max(np.split(good, np.flatnonzero(np.diff(good) > 1) + 1), key=len)
    return float(low + longest[0]), float(low + longest[-1])


def _let_go(times: Frames, source: Frames, of: NDArray[np.intp], phones: Sequence[Sung]) -> None:
    """Before a rest, and at the end, the last phone goes on while it dies away."""
    for number, each in enumerate(phones):
        following = phones[number + 1].start if number + 1 < len(phones) else each.end + 1.0
        first, last = np.searchsorted(times, (each.end - 1e-9, min(each.end + LET_GO_S, following) - 1e-9))
        if last > first > 0:
            source[first:last] = source[first - 1]
            of[first:last] = number


def _edges(moments: _Moments, size: int, rate: int) -> Frames:
    """Factors that let sound set in after a rest and die before one, shape (size,)."""
    sounds = np.concatenate([[False], moments.of != REST, [False]])
    at = np.arange(size) / rate
    out = np.zeros(size)
    changes = np.flatnonzero(np.diff(sounds.astype(np.int8))) * FRAME_S
    for start, end in zip(changes[::2], changes[1::2], strict=True):
        first, last = round(start * rate), min(round(end * rate), size)
        rise = np.clip((at[first:last] - start) / SET_IN_S, 0, 1)
        fall = np.clip((end - at[first:last]) / LET_GO_S, 0, 1)
        out[first:last] = np.sin(np.pi / 2 * rise) ** 2 * np.sin(np.pi / 2 * fall) ** 2
    return out


def _blended(moments: _Moments, spoken: Speech) -> tuple[Frames, Frames]:
    """Envelope and breath of each moment; where the song jumps in the speech, both sides run into each other."""
    low = moments.source.astype(int)
    share = (moments.source - low)[:, None]
    logs = (1 - share) * np.log(spoken.envelope[low] + 1e-16) + share * np.log(spoken.envelope[low + 1] + 1e-16)
    breath = (1 - share) * spoken.breath[low] + share * spoken.breath[low + 1]
    for at in np.flatnonzero(np.abs(np.diff(moments.source)) > JUMP) + 1:
        if moments.of[at] == REST or moments.of[at - 1] == REST:
            continue
        first, last = max(int(at) - BLEND, 0), min(int(at) + BLEND, len(logs))
        weights = ((np.arange(first, last) - at + BLEND + 0.5) / (2 * BLEND))[:, None]
        before, after = logs[max(first - 1, 0)].copy(), logs[min(last, len(logs) - 1)].copy()
        logs[first:last] = (1 - weights) * before + weights * after
    return np.exp(logs), breath


# ---------------------------------------------------------------------------------------------------- pitch and breath


def _pitch(moments: _Moments, phones: Sequence[Sung], spoken: Speech, pitches: Sequence[Pitch], seed: int) -> Frames:
    """Hz of each moment; 0 where there is no voice."""
    nearest = spoken.pitch[np.rint(moments.source).astype(int)]
    voiced = nearest > 0
    for number, each in enumerate(phones):
        if each.role == "vowel":
            voiced[moments.of == number] = True
    midi = draw_pitch(pitches, moments.times, seed)
    own = np.where(nearest > 0, nearest, spoken.median or 120.0)
    hertz = np.where(np.isnan(midi), own, 440.0 * 2 ** ((np.nan_to_num(midi, nan=69.0) - 69) / 12))
    return np.where(voiced & (moments.of != REST), hertz, 0.0)


def _cleaned(moments: _Moments, phones: Sequence[Sung], breath: Frames) -> Frames:
    """Held vowels with no more breath than the line's vowels usually have: speech creaks and hisses towards its end,
    which would be heard as long as the note is held."""
    vowels = [number for number, each in enumerate(phones) if each.role == "vowel"]
    held = np.isin(moments.of, vowels)
    if held.any():
        breath[held] = np.minimum(breath[held], np.median(breath[held], axis=0) * MOST_BREATH + 1e-3)
    return breath
