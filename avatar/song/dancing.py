"""Choreography: who dances which move when, from the beats of a song.

    beats ─ count ─> what is danced to ─ phrases of four bars ─> a move each ─> marks of kind `dance`

A pure function of the song, the dancers and a seed; the same song is danced the same way. What the marks look like is
told by `avatar.character.dances`, which pose they make by `avatar.scene.dancing`.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from avatar.character.dances import MOVES, PLAIN
from avatar.scene.dancing import Step
from avatar.song.score import GridBeat
from avatar.types import Mark

PHRASE_BARS = 4
"""Bars after which the move changes: songs are built of fours, and one eight bars long would be seen through."""
QUICKEST_S, SLOWEST_S = 0.36, 1.05
"""Seconds of a beat that is danced to, least and most: 57 to 167 a minute, about where people tap to music (Parncutt
1994, Music Perception 11). Faster beats are danced every second one, slower ones twice."""
EVEN_S = 0.004
"""Beats this near to being evenly spaced are: a film's frame is ten times as long."""
CANON = 0.35
"""Share of the phrases that partners dance half a bar after the first one; of the others they mirror every second."""
SMALLER = 0.55
"""Strength of who listens: they dance with the song, and leave the stage to who sings."""
LEAST, MOST = 0.55, 1.0
"""Strength of who sings, in the calmest song and in the liveliest."""
LIVELY_TEMPO = ((55.0, 0.3), (80.0, 0.65), (110.0, 1.0), (140.0, 1.35), (170.0, 1.6))
"""Beats a minute that are danced to, and how lively that is."""


class Dancer(NamedTuple):
    """Somebody who dances."""

    who: str
    sings: tuple[tuple[float, float], ...] = ()
    """From when to when they sing, seconds; empty for who listens all the time."""
    energy: float = 1.0
    """The character's temper: 1.5 is lively. The company's middle one says how lively the moves are."""


class Stop(NamedTuple):
    """Where everything stands still: a fermata, a rest of all."""

    start: float
    """Seconds."""
    end: float


class _Phrase(NamedTuple):
    beats: tuple[float, ...]
    """Seconds of what is danced to."""
    end: float
    bar: int
    """Beats of a bar, as danced."""


Lively = Callable[[float, float], float]
"""How lively the song is between two seconds; 1 as on the whole."""


def choreograph(
    grid: Sequence[GridBeat],
    end: float,
    dancers: Sequence[Dancer],
    lively: Lively = lambda start, end: 1.0,
    stops: Iterable[Stop] = (),
    seed: int = 0,
) -> dict[str, tuple[Mark, ...]]:
    """Everybody's dance marks, on the song's clock, from the first beat of the grid to `end` seconds."""
    chance = random.Random(seed)
    temper = math.sqrt(sum(dancer.energy for dancer in dancers) / max(1, len(dancers)))
    found: dict[str, list[Mark]] = {dancer.who: [] for dancer in dancers}
    before = ""
    for number, phrase in enumerate(_phrases(_danced(grid, end), end)):
        level = _tempo_level(phrase) * lively(phrase.beats[0], phrase.end) * temper
        before = _choose(level, phrase.bar, before, chance)
        canon = chance.random() < CANON
        for place, dancer in enumerate(dancers):
            late = phrase.bar // 2 if canon and place % 2 else 0
            step = Step(before, 1, late, mirrored=not canon and (place + number) % 2 == 1)
            found[dancer.who] += _marks(phrase, step, dancer, level)
    halts = sorted(stops)
    return {who: tuple(_halted(marks, halts)) for who, marks in found.items()}


def _danced(grid: Sequence[GridBeat], end: float) -> list[GridBeat]:
    """The beats that are danced to: every one, every second or third, or each in two, so that feet can follow."""
    if len(grid) < 2:
        return []
    steps = sorted(after.second - one.second for one, after in pairwise(grid))
    usual = max(steps[len(steps) // 2], 1e-3)
    if usual > SLOWEST_S:
        one, last = grid[-2:]
        after = GridBeat(2 * last.at - one.at, 2 * last.second - one.second, False)
        halves = [
            GridBeat((one.at + after.at) / 2, (one.second + after.second) / 2, False)
            for one, after in pairwise([*grid, after])
        ]
        return _danced(sorted([*grid, *halves], key=lambda beat: beat.second), end)
    every = _every(usual, _bar_beats(grid))
    first = next((number for number, beat in enumerate(grid) if beat.bar), 0)
    return [beat for n, beat in enumerate(grid) if (n - first) % every == 0 and beat.second < end]


def _every(usual: float, bar: int) -> int:
    """Every which beat is danced to: one that comes again in each bar, if there is one that feet can follow."""
    for every in (1, *(n for n in range(2, bar + 1) if bar % n == 0)):
        if QUICKEST_S <= usual * every <= SLOWEST_S:
            return every
    every = 1
    while usual * every < QUICKEST_S:
        every *= 2
    return every


def _bar_beats(grid: Sequence[GridBeat]) -> int:
    """Beats from one bar to the next, as most bars have them."""
    bars = [number for number, beat in enumerate(grid) if beat.bar]
    lengths = sorted(after - one for one, after in pairwise(bars))
    return lengths[len(lengths) // 2] if lengths else 4


def _phrases(beats: Sequence[GridBeat], end: float) -> list[_Phrase]:
    """Four bars at a time; what comes before the first bar is a phrase of its own."""
    if not beats:
        return []
    bars = [number for number, beat in enumerate(beats) if beat.bar]
    cuts = sorted({0, *bars[::PHRASE_BARS]}) if bars else list(range(0, len(beats), 4 * PHRASE_BARS))
    bar = _bar_beats(beats)
    found = []
    for first, last in pairwise([*cuts, len(beats)]):
        until = beats[last].second if last < len(beats) else max(end, beats[-1].second + 1e-3)
        found.append(_Phrase(tuple(beat.second for beat in beats[first:last]), until, bar))
    return found


def _tempo_level(phrase: _Phrase) -> float:
    """How lively a phrase's tempo is."""
    bpm = 60.0 * len(phrase.beats) / max(1e-3, phrase.end - phrase.beats[0])
    if bpm <= LIVELY_TEMPO[0][0]:
        return LIVELY_TEMPO[0][1]
    for (low, calm), (high, quick) in pairwise(LIVELY_TEMPO):
        if bpm <= high:
            return calm + (quick - calm) * (bpm - low) / (high - low)
    return LIVELY_TEMPO[-1][1]


def _choose(level: float, bar: int, before: str, chance: random.Random) -> str:
    """A move that suits how lively it is and fits the bar; another one than before wherever there is another."""
    level = min(2.0, max(0.0, level))
    fitting = [
        name
        for name, move in MOVES.items()
        if move.energy[0] <= level < max(move.energy[1], 1e-9) and (bar % move.beats == 0 or move.beats % bar == 0)
    ]
    others = [name for name in fitting if name != before] or [PLAIN]
    return chance.choice(others)


def _marks(phrase: _Phrase, step: Step, dancer: Dancer, level: float) -> list[Mark]:
    """One dancer's marks of a phrase: as many as it takes for the beats in each to be even."""
    strength = LEAST + (MOST - LEAST) * min(1.0, max(0.0, level / 1.4))
    sings = any(start < phrase.end and phrase.beats[0] < until for start, until in dancer.sings)
    strength *= 1.0 if sings else SMALLER
    if sings and MOVES[step.move].turns:
        step = step._replace(move=PLAIN)  # a face that sings is seen
    bounds = (*phrase.beats, phrase.end)
    cycle = MOVES[step.move].beats
    found = []
    for first, last in _even_runs(bounds):
        name = str(step._replace(beats=last - first, first=(step.first + first) % cycle))
        found.append(Mark("dance", name, bounds[first], bounds[last], round(strength, 3)))
    return found


def _even_runs(bounds: Sequence[float]) -> list[tuple[int, int]]:
    """Indices of the first and the last of beats that are evenly spaced, a run beginning where the last one ends."""
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(bounds) - 1:
        last = first + 1
        while last + 1 < len(bounds) and _even(bounds, first, last + 1):
            last += 1
        found.append((first, last))
        first = last
    return found


def _even(bounds: Sequence[float], first: int, last: int) -> bool:
    step = (bounds[last] - bounds[first]) / (last - first)
    return all(abs(bounds[at] - bounds[first] - step * (at - first)) < EVEN_S for at in range(first, last))


def _halted(marks: Sequence[Mark], stops: Sequence[Stop]) -> Iterable[Mark]:
    """The marks, standing still in the stops: from the beat on which one falls to the beat on which it goes on."""
    for mark in marks:
        yield from _around(mark, stops)


def _around(mark: Mark, stops: Sequence[Stop]) -> Iterable[Mark]:
    from avatar.scene.dancing import read_step

    assert mark.end is not None
    step = read_step(mark.name)
    beats = [mark.start + (mark.end - mark.start) * at / step.beats for at in range(step.beats + 1)]
    cycle = MOVES[step.move].beats
    at = 0
    for stop in stops:
        if stop.end <= mark.start or stop.start >= mark.end:
            continue
        halt, on = bisect_left(beats, stop.start - EVEN_S), min(step.beats, bisect_left(beats, stop.end - EVEN_S))
        if on <= max(at, halt):
            continue
        halt = max(at, halt)
        if halt > at:
            yield _piece(mark, step, beats, at, halt, cycle)
        held = step._replace(beats=on - halt, first=(step.first + halt) % cycle, held=True)
        yield Mark("dance", str(held), beats[halt], beats[on], mark.strength)
        at = on
    if at < step.beats:
        yield _piece(mark, step, beats, at, step.beats, cycle)


def _piece(mark: Mark, step: Step, beats: Sequence[float], first: int, last: int, cycle: int) -> Mark:
    part = step._replace(beats=last - first, first=(step.first + first) % cycle)
    return Mark("dance", str(part), beats[first], beats[last], mark.strength)
