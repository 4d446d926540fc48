"""The beats of a recording: where somebody who dances to it would step, and what to do where the ear is in doubt.

    sound ─> how much begins, 100 times a second ─ tempogram ─> the time between beats, second by second
    both ─ dynamic programming ─> beats ─ bars ─> downbeats

Every tracker takes some songs at half or twice their tempo, or steps on the off-beat: it can't be heard which one
people would dance to. So whoever asks gets a confidence, and ways to put it right (`halved`, `doubled`, `offbeat`,
`tapped`).
Sources: D. Ellis, "Beat Tracking by Dynamic Programming", JNMR 36 (2007); P. Grosche, M. Müller, "Extracting
Predominant Local Pulse Information", IEEE TASLP 19 (2011), for tempograms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError, SongError
from avatar.lipsync import sound
from avatar.types import FRAME_RATE, Clip, Floats

SLOWEST, FASTEST = 45.0, 210.0
"""Beats a minute that are looked for."""
USUAL, SPREAD = 112.0, 0.8
"""Beats a minute that people tap most readily, and how far, in octaves, others lie from it (D. Moelants, "Preferred
tempo reconsidered", ICMPC 2002)."""
UNSURE = 0.65
"""Confidence below which somebody should be asked."""
LONGEST = 3600.0
"""Seconds of a recording."""

_WINDOW, _BANDS, _LOW_HZ = 1024, 40, 150.0
"""Samples of a spectrum, its bands, and what counts as bass."""
_EARLY = 0.010
"""Seconds by which what begins shows in such a spectrum before it is heard."""
_AROUND = 4
"""Beats on either side that a beat lies in a line with."""
_TEMPO_WINDOW, _TEMPO_STEP = 800, 100
"""Frames that a tempo is read from, and from one reading to the next."""
_STEADY = 60.0
"""How unlikely a change of tempo is, against the strength of what begins."""
_EVEN = 100.0
"""The same of a beat that comes early or late."""


@dataclass(frozen=True)
class Beats:
    """The beats of a recording. Seconds."""

    times: tuple[float, ...] = ()
    bar: int = 4
    """Beats a bar."""
    first: int = 0
    """Index in `times` of the first beat that a bar begins with, below `bar`."""
    confidence: float = 0.0
    """0 to 1: how much clearer these beats are than those between them."""

    @property
    def bpm(self) -> float:
        """Beats a minute, at the median; 0 where there are none."""
        return 60.0 / float(np.median(np.diff(self.times))) if len(self.times) > 1 else 0.0


def find_beats(song: Path | Clip) -> Beats:
    """The beats of a recording; none where it is silent or has no pulse.

    Raises AudioError where it can't be read or lasts over `LONGEST`.
    """
    begins, low = _beginnings(song)
    if len(begins) < _TEMPO_WINDOW // 2 or not begins.any():
        return Beats()
    period = _periods(begins)
    steps = _steps(begins, period)
    if len(steps) < 4:
        return Beats()
    bar, first = _bars(low, steps)
    return Beats(tuple(float(t) for t in _exact(begins, steps)), bar, first, _confidence(begins, steps))


# ---------------------------------------------------------------------------------------------- what to do in doubt


def halved(beats: Beats) -> Beats:
    """Every other beat: those on which bars begin, among them."""
    start = beats.first % 2
    return replace(beats, times=beats.times[start::2], first=(beats.first - start) // 2 % beats.bar)


def doubled(beats: Beats) -> Beats:
    """A beat more between each two."""
    times = beats.times
    between = [(a + b) / 2 for a, b in pairwise(times)]
    both = [time for pair in zip(times, between, strict=False) for time in pair]
    return replace(beats, times=(*both, *times[-1:]), first=2 * beats.first % beats.bar)


def offbeat(beats: Beats) -> Beats:
    """The beats half-way between these."""
    times = beats.times
    return replace(beats, times=tuple((a + b) / 2 for a, b in pairwise(times)))


def tapped(beats: Beats, taps: Sequence[float]) -> Beats:
    """The beats as somebody tapped them: their tempo from the taps, their places from the song where it has any near.

    `taps`: seconds, four at least, the first on a bar's first beat. Raises SongError for fewer, or uneven ones.
    """
    taken = sorted(taps)
    gaps = np.diff(taken)
    if len(taken) < FEWEST_TAPS or (gaps <= 0).any():
        raise SongError("That is too few taps to hear a tempo in", remedy=f"Tap {FEWEST_TAPS} beats at least, evenly.")
    period = float(np.median(gaps))
    if not 60 / FASTEST / 1.5 <= period <= 60 / SLOWEST * 1.5 or (np.abs(gaps - period) > 0.35 * period).any():
        raise SongError("These taps are not even", remedy="Tap along once more, a beat each, and leave none out.")
    nearest = min(
        (beats, halved(beats), doubled(beats), offbeat(beats), offbeat(halved(beats)), offbeat(doubled(beats))),
        key=lambda each: _distance(each, taken),
    )
    if _distance(nearest, taken) < NEAR_TAP * period:
        first = int(np.argmin(np.abs(np.array(nearest.times) - taken[0]))) % nearest.bar
        return replace(nearest, first=first, confidence=1.0)
    end = beats.times[-1] if beats.times else taken[-1]
    number = np.arange(-int(taken[0] / period), int((max(end, taken[-1]) - taken[0]) / period) + 1)
    times = tuple(float(taken[0] + n * period) for n in number)
    return replace(beats, times=times, first=int(-number[0]) % beats.bar, confidence=1.0)


def at_tempo(beats: Beats, bpm: float) -> Beats:
    """The beats at so many a minute: these, every other one or twice as many where that is their tempo within
    `NEAR_TEMPO`, else even ones that lie on them best."""
    ways = (beats, halved(beats), doubled(beats), halved(halved(beats)), doubled(doubled(beats)))
    nearest = min((each for each in ways if each.bpm), key=lambda each: abs(each.bpm / bpm - 1.0), default=beats)
    if nearest.bpm and abs(nearest.bpm / bpm - 1.0) <= NEAR_TEMPO:
        return replace(nearest, confidence=1.0)
    period = 60.0 / bpm
    if not beats.times:
        return beats
    heard = np.array(beats.times)
    turns = np.exp(2j * np.pi * heard / period)
    phase = float(np.angle(turns.mean()) / (2 * np.pi) * period) % period
    number = np.arange(int((heard[-1] - phase) / period) + 1)
    times = tuple(float(each) for each in phase + number * period)
    first = int(np.argmin(np.abs(np.array(times) - heard[beats.first]))) % beats.bar if times else 0
    return replace(beats, times=times, first=first, confidence=1.0)


NEAR_TEMPO = 0.06
"""How far a tempo that is named may lie from the one that is meant."""
FEWEST_TAPS = 4
NEAR_TAP = 0.2
"""Share of a beat by which taps miss beats that are meant."""


def _distance(beats: Beats, taps: Sequence[float]) -> float:
    """Seconds from taps to their nearest beats, and from these beats to the taps, at the worse of the means."""
    within = [t for t in beats.times if taps[0] - 0.1 <= t <= taps[-1] + 0.1]
    if not within:
        return float("inf")
    apart = np.abs(np.array(within)[:, None] - np.array(taps)[None])
    return float(max(apart.min(axis=0).mean(), apart.min(axis=1).mean()))


# ------------------------------------------------------------------------------------------------------- how it is done


def _beginnings(song: Path | Clip) -> tuple[Floats, Floats]:
    """How much begins at each frame, 100 a second, over all and in the bass; shape (frames,), each about 1 at the usual
    beat."""
    hop = sound.RATE // FRAME_RATE
    hertz = np.fft.rfftfreq(_WINDOW, 1 / sound.RATE)
    edges = np.geomspace(40.0, 7900.0, _BANDS + 1)
    bands = np.stack([(hertz >= low) & (hertz < max(high, low + 16)) for low, high in pairwise(edges)], 1)
    window = np.hanning(_WINDOW).astype(np.float32)
    bass = int(np.searchsorted(edges, _LOW_HZ))
    before = np.zeros((1, _BANDS), np.float32)
    every: list[Floats] = []
    low: list[Floats] = []
    for views in _frames(song, hop):
        spectrum = np.abs(np.fft.rfft(views * window, axis=1)).astype(np.float32)
        loud = np.log1p(spectrum @ bands.astype(np.float32))
        rise = np.maximum(0, np.diff(np.concatenate([before, loud]), axis=0))
        before = loud[-1:]
        every.append(rise.sum(axis=1) + rise[:, :bass].sum(axis=1))  # the bass counts twice: it is on the beat
        low.append(rise[:, :bass].sum(axis=1))
    if not every:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    return _levelled(np.concatenate(every)), _levelled(np.concatenate(low))


def _frames(song: Path | Clip, hop: int) -> Iterator[Floats]:
    """The sound's windows, one about each frame, block by block."""
    blocks = sound.blocks_of(song) if isinstance(song, Clip) else sound.blocks(song)
    held, count = np.zeros(_WINDOW // 2, np.float32), 0
    for block in _ended(blocks):
        count += len(block)
        if count > LONGEST * sound.RATE:
            raise AudioError(f"The song is over {LONGEST / 60:.0f} minutes long", remedy="Cut one song out of it.")
        held = np.concatenate([held, block])
        ready = (len(held) - _WINDOW) // hop + 1
        if ready > 0:
            yield np.lib.stride_tricks.sliding_window_view(held, _WINDOW)[: ready * hop : hop]
            held = held[ready * hop :]


def _ended(blocks: Iterator[Floats]) -> Iterator[Floats]:
    """The blocks, and silence enough for the last one's frames."""
    yield from blocks
    yield np.zeros(_WINDOW // 2, np.float32)


def _levelled(rise: Floats) -> Floats:
    """Without what changes slowly, a loud verse as strong as a soft one."""
    mean = _smoothed(rise)
    spread = np.sqrt(np.maximum(0, _smoothed(np.square(rise - mean))))
    floor = max(0.1 * float(spread.max(initial=0.0)), 1e-6)
    out: Floats = np.maximum(0, (rise - mean) / np.maximum(spread, floor)).astype(np.float32)
    return out


def _smoothed(values: Floats) -> Floats:
    """A running mean over four seconds, of what there is at the ends."""
    width = min(4 * FRAME_RATE, len(values))
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - width // 2), np.minimum(len(values), at + width // 2 + 1)
    means: Floats = ((sums[high] - sums[low]) / (high - low)).astype(np.float32)
    return means


def _periods(begins: Floats) -> NDArray[np.intp]:
    """Frames between beats at each frame: the best way through a tempogram."""
    lags = np.arange(int(6000 / FASTEST), int(6000 / SLOWEST) + 1)
    size = min(_TEMPO_WINDOW, len(begins))
    starts = np.arange(0, max(1, len(begins) - size + 1), _TEMPO_STEP)
    rows = np.stack([_pulse(begins[start : start + size], lags) for start in starts])
    usual = np.exp(-0.5 * (np.log2(6000 / lags / USUAL) / SPREAD) ** 2)
    strength = rows * usual
    change = _STEADY * np.square(np.log(lags[:, None] / lags[None]))
    best = strength[0].copy()
    came = np.zeros(rows.shape, np.intp)
    for t in range(1, len(rows)):
        options = best[:, None] - change
        came[t] = options.argmax(axis=0)
        best = options.max(axis=0) + strength[t]
    way = np.empty(len(rows), np.intp)
    way[-1] = best.argmax()
    for t in range(len(rows) - 1, 0, -1):
        way[t - 1] = came[t, way[t]]
    at = np.clip((np.arange(len(begins)) - size // 2 + _TEMPO_STEP // 2) // _TEMPO_STEP, 0, len(rows) - 1)
    return lags[way[at]]


def _pulse(begins: Floats, lags: NDArray[np.intp]) -> NDArray[np.float64]:
    """How much a stretch repeats itself after each lag, after twice and after four times it."""
    size = 1 << (2 * len(begins) - 1).bit_length()
    spectrum = np.fft.rfft(begins - begins.mean(), size)
    same = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(begins)]
    same = same / max(float(same[0]), 1e-9) * len(begins) / np.maximum(len(begins) - np.arange(len(begins)), 100)
    found: NDArray[np.float64] = np.zeros(len(lags))
    for times, weight in ((1, 1.0), (2, 0.5), (4, 0.25)):
        at = np.minimum(lags * times, len(same) - 1)
        near = np.maximum(np.maximum(same[at - 1], same[at]), same[np.minimum(at + 1, len(same) - 1)])
        found += weight * np.where(lags * times < len(same) - 50, near, 0.0)
    return found


def _steps(begins: Floats, period: NDArray[np.intp]) -> NDArray[np.intp]:
    """The frames of the beats."""
    worth = begins.astype(np.float64)
    came = np.full(len(begins), -1, np.intp)
    for i in range(len(begins)):
        beat = int(period[i])
        low, high = i - 2 * beat, i - beat // 2
        if high <= 0:
            continue
        before = np.arange(max(0, low), high)
        value = worth[before] - _EVEN * np.square(np.log((i - before) / beat))
        best = int(value.argmax())
        if value[best] > 0:
            worth[i] += value[best]
            came[i] = before[best]
    last = len(worth) - int(period[-1])
    i = max(0, last) + int(worth[max(0, last) :].argmax())
    steps = []
    while i >= 0:
        steps.append(i)
        i = int(came[i])
    return _heard(begins, np.array(steps[::-1], np.intp))


def _heard(begins: Floats, steps: NDArray[np.intp]) -> NDArray[np.intp]:
    """Without steps in silence before the music begins and after it ends, and with those at both ends that are too weak
    to be found alone: whoever dances goes on."""
    strong = np.array([begins[max(0, step - 3) : step + 4].max(initial=0) for step in steps])
    real = np.flatnonzero(strong > 0.5 * np.sqrt(np.mean(np.square(strong)))) if len(strong) else strong
    if len(real) < 2:
        return steps[:0]
    kept = steps[int(real[0]) : int(real[-1]) + 1]
    first, last = np.flatnonzero(begins > 0.5)[[0, -1]]
    beat, end = int(kept[1] - kept[0]), int(kept[-1] - kept[-2])
    before = np.arange(kept[0] - beat, first - 4, -beat)[::-1]
    after = np.arange(kept[-1] + end, last + 4, end)
    return np.concatenate([before, kept, after])


def _exact(begins: Floats, steps: NDArray[np.intp]) -> NDArray[np.float64]:
    """Seconds of the steps: between frames, by the parabola through a peak and its neighbours, and in a line with the
    steps around, since players are steadier than what is heard of them."""
    out = []
    for step in steps:
        shift = 0.0
        if 0 < step < len(begins) - 1:
            a, b, c = (float(begins[step + d]) for d in (-1, 0, 1))
            bend = a - 2 * b + c
            shift = float(np.clip((a - c) / (2 * bend), -0.5, 0.5)) if bend < -1e-6 else 0.0
        out.append((step + shift) / FRAME_RATE + _EARLY)
    times, number = np.array(out), np.arange(len(out), dtype=float)
    near = [slice(max(0, n - _AROUND), n + _AROUND + 1) for n in range(len(out))]
    lines = [np.polyfit(number[each], times[each], 1) for each in near]
    return np.array([float(np.polyval(line, n)) for n, line in enumerate(lines)])


def _bars(low: Floats, steps: NDArray[np.intp]) -> tuple[int, int]:
    """Beats a bar, 4 or 3, and which beat is a bar's first: where the bass is strongest."""
    bass = np.array([low[max(0, step - 3) : step + 4].max(initial=0) for step in steps])
    best = (4, 0, 0.0)
    for bar, likely in ((4, 1.0), (3, 0.8)):
        means = np.array([bass[phase::bar].mean() if len(bass[phase::bar]) else 0.0 for phase in range(bar)])
        clear = likely * float(means.max() - np.median(means))
        if clear > best[2]:
            best = (bar, int(means.argmax()), clear)
    return best[:2]


def _confidence(begins: Floats, steps: NDArray[np.intp]) -> float:
    """How much more begins on the beats than half-way between them, where an off-beat dancer would step; less where
    every other beat is so much weaker that half the tempo may be meant."""

    def strength(at: NDArray[np.intp]) -> float:
        return float(np.mean([begins[max(0, i - 2) : i + 3].max(initial=0) for i in at])) if len(at) else 0.0

    on, between = strength(steps), strength((steps[:-1] + steps[1:]) // 2)
    clear = (on - between) / max(on, 1e-6)
    one, other = strength(steps[::2]), strength(steps[1::2])
    slow = 2 * float(np.median(np.diff(steps))) / FRAME_RATE < 60 / SLOWEST
    even = min(one, other) / max(one, other, 1e-6) if slow else 1.0
    return float(np.clip(min(clear, even), 0.0, 1.0))
