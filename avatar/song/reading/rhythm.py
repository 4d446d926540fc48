"""Words without a tune, spoken in rhythm: no melody is made up for them.

    words ─ stresses ─> syllables that ask for beats ─ the cheapest way over a grid of quarter beats ─> times ─> bars

Stressed syllables are put on beats, the others between them at the pace of speech; a line begins with its first
stressed syllable on a bar's first beat, unstressed ones before it as an upbeat, and lasts whole bars. A chord begins a
bar, with the syllable that it stands at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from avatar.song.reading.notation import NoteRow, Sound, WordRow
from avatar.song.reading.stresses import STRESSED, Beaten, find_beaten

GRID, GRID_IN_THREES = 4, 6
"""Places of a beat that syllables may begin at: in quarters of one, and where a beat has three parts."""
PACE_S, PACE_STRESSED_S = 0.20, 0.30
"""Seconds from a syllable to the next, as in clear speech: from a weak one, from a stressed one."""
SHORTEST_S = 0.13
"""Less than that no syllable is said in."""
PACE_COST = 1.0
"""For twice or half the usual time, as logarithms go, squared."""
OFF_BEAT, OFF_HALF, WEAK_ON_BEAT = 2.5, 1.0, 0.35
"""What it costs that a stressed syllable is between beats, or not even half-way, and a weak one on a beat."""
UNEVEN = 0.1
"""What any syllable costs that is not at a half of a beat."""
LATE_STRESS, BEFORE_THE_BAR = 0.6, 4.0
"""What each beat costs by which a line's first stressed syllable is behind the bar, and what it costs before it."""
SLACK = 0.12
"""What each beat costs for which a line is silent at its end, beyond the first: a line breathes, and does not wait."""
LONGEST_GAP = 2
"""Beats from one syllable to the next, at most."""
MOST_UPBEAT = 1.5
"""Beats of an upbeat, at most."""


class Bars(NamedTuple):
    """What words are spoken to. Times in units, of which a note without a number has one."""

    bar: float
    """Units in one."""
    pulse: float
    """Units of a beat."""
    seconds: float
    """Of a unit."""
    room: float = 0.0
    """Units before the line that an upbeat may take."""


class SpokenRow(NamedTuple):
    """A line of words in rhythm."""

    notes: NoteRow
    """Without pitch, some whole bars long; the sounds of an upbeat lie before 0."""
    words: WordRow
    upbeat: float
    """Units of it."""
    room: float
    """Units at its end in which nothing is said."""


def spoken_row(words: WordRow, bars: Bars, language: str) -> SpokenRow:
    """A line of words with times for its syllables."""
    beaten = find_beaten(words.slots, language)
    if not beaten:
        return SpokenRow(NoteRow((), (), (), 0.0, 4), WordRow(()), 0.0, 0.0)
    grid = GRID_IN_THREES if abs(bars.pulse / 3 - round(bars.pulse / 3)) < 1e-6 else GRID
    pace = _Pace(
        bars.pulse * bars.seconds, round(bars.bar / bars.pulse * grid), grid,
        round(min(bars.room / bars.pulse, MOST_UPBEAT) * grid),
    )  # fmt: skip
    starts = [cell / grid * bars.pulse for cell in _placed(beaten, pace)]
    last = starts[-1] + LAST * bars.pulse
    length = bars.bar * max(1, math.ceil(last / bars.bar - 1e-9))
    ends = [*starts[1:], min(length, starts[-1] + 2 * LAST * bars.pulse)]
    sounds = tuple(Sound(at, end - at) for at, end in zip(starts, ends, strict=True))
    chords = [(at, each.slot.chord) for at, each in zip(starts, beaten, strict=True) if each.slot.chord]
    room = max(0.0, length - ends[-1])
    if words.after:
        chords.append((length, words.after))
        length, room = length + bars.bar, room + bars.bar
    row = NoteRow(sounds, tuple(chords), (), length, 4)
    said = WordRow(tuple(each.slot._replace(chord="") for each in beaten))
    return SpokenRow(row, said, max(0.0, -starts[0]), room)


LAST = 0.5
"""Beats that a line's last syllable has at least before the next line."""
EIGHTH = 2
"""Every so many places are less between beats than the others."""


class _Pace(NamedTuple):
    beat: float
    """Seconds."""
    bar: int
    """Cells of a bar."""
    grid: int
    """Cells of a beat."""
    room: int
    """Cells before the first bar."""


def _placed(beaten: Sequence[Beaten], pace: _Pace) -> list[int]:
    """The cell that each syllable begins at, by the least sum of costs; the first bar begins at 0."""
    steps = range(1, LONGEST_GAP * pace.grid + 1)
    step_s = pace.beat / pace.grid
    best: dict[int, float] = {}
    chorded = any(each.slot.chord for each in beaten)
    leads = (bool(each.slot.chord) if chorded else each.weight == STRESSED for each in beaten)
    first = next((number for number, lead in enumerate(leads) if lead), 0)
    for cell in range(-pace.room if first else 0, pace.bar):
        if _may(beaten[0], cell, pace):
            best[cell] = _at(beaten[0], cell, pace) + _begins(0, first, cell, pace)
    came: list[dict[int, int]] = []
    for number in range(1, len(beaten)):
        here, usual = beaten[number], PACE_STRESSED_S if beaten[number - 1].weight == STRESSED else PACE_S
        costs: dict[int, float] = {}
        back: dict[int, int] = {}
        gaps = [(step, _paced(step * step_s, usual)) for step in steps if step * step_s >= SHORTEST_S - 1e-9]
        gaps = gaps or [(steps[-1], 0.0)]
        if here.slot.chord:
            gaps += [(step, _paced(step * step_s, usual)) for step in range(steps[-1] + 1, 2 * pace.bar + 1)]
        for before, cost in best.items():
            for step, paced in gaps:
                cell = before + step
                if not _may(here, cell, pace):
                    continue
                total = cost + paced + _at(here, cell, pace) + _begins(number, first, cell, pace)
                if total < costs.get(cell, math.inf):
                    costs[cell], back[cell] = total, before
        best = costs
        came.append(back)
    cell = min(best, key=lambda each: best[each] + _ends(each, pace))
    cells = [cell]
    for back in reversed(came):
        cells.append(back[cells[-1]])
    return cells[::-1]


def _may(here: Beaten, cell: int, pace: _Pace) -> bool:
    """Whether a syllable may begin there: with a chord, where a bar begins."""
    return not here.slot.chord or (cell >= 0 and cell % pace.bar == 0)


def _paced(seconds: float, usual: float) -> float:
    return PACE_COST * math.log2(seconds / usual) ** 2


def _at(here: Beaten, cell: int, pace: _Pace) -> float:
    """What it costs to say a syllable at a cell."""
    if cell % pace.grid == 0:
        return (1 - here.weight) * WEAK_ON_BEAT
    between = cell % EIGHTH != 0
    return here.weight * (OFF_BEAT + OFF_HALF * between) + UNEVEN * between


def _begins(number: int, first: int, cell: int, pace: _Pace) -> float:
    """What it costs where the line's first stressed syllable is not where the bar begins."""
    if number != first:
        return 0.0
    return LATE_STRESS * cell / pace.grid if cell >= 0 else BEFORE_THE_BAR


def _ends(cell: int, pace: _Pace) -> float:
    end = cell / pace.grid + LAST
    bar = pace.bar / pace.grid
    return SLACK * max(0.0, math.ceil(end / bar - 1e-9) * bar - end - 1.0)
