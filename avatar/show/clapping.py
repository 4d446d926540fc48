"""An audience at a song: it claps along on two and four where the song is lively, and applauds at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from avatar.show import audience
from avatar.show.sounds.crowd import HOUSES, clap
from avatar.song.arranging import Arrangement, liveliness
from avatar.song.score import GridBeat
from avatar.sound.levels import level
from avatar.sound.synth import RATE, add, rng
from avatar.types import Clip, Entry

AFTER_BARS = 4
"""Bars after which somebody begins: first they listen."""
LEAST_BPM, MOST_BPM = 70.0, 170.0
"""Beats a minute between which a house claps along: to slower songs it sways, and faster ones leave it behind."""
SPREAD_S = 0.018
"""Standard deviation of hands around the beat, set by ear: less is one pair of hands, more is rain."""
SHARE = 0.5
"""Share of the house that claps along."""
BELOW_LUFS = -7.0
"""How loud it is against a laugh: below the song."""
LIVELY = 0.95
"""How lively a phrase must be, against the whole song: in its quiet ones hands rest."""
PHRASE = 4
"""Bars that are clapped, or not, as one."""


def clap_along(arrangement: Arrangement, house: str, seed: int = 0, applause: bool = True) -> Iterator[Entry]:
    """The house's entries: claps in the phrases that ask for them, and applause after the last note."""
    people = HOUSES[house].people
    if not people:
        return
    score = arrangement.score
    grid = score.beat_grid()
    bars = [number for number, beat in enumerate(grid) if beat.bar]
    if len(bars) > AFTER_BARS and LEAST_BPM <= _bpm(grid) <= MOST_BPM:
        for first in range(AFTER_BARS, len(bars), PHRASE):
            beats = grid[bars[first] : bars[first + PHRASE] if first + PHRASE < len(bars) else len(grid)]
            if len(beats) > 2 and liveliness(score, beats[0].second, beats[-1].second) >= LIVELY:
                found = _off_beats(beats)
                if found:
                    sound = _claps([each - found[0] for each in found], house, seed + first)
                    yield Entry(arrangement.origin + found[0] - LEAD_S, "", sound)
    if applause:
        yield Entry(arrangement.end + 0.1, "", audience.applaud(4, house, seed).clip)


LEAD_S = 0.06
"""Seconds of a clip before its first beat: some hands are early."""


def _bpm(grid: tuple[GridBeat, ...]) -> float:
    steps = sorted(after.second - one.second for one, after in pairwise(grid))
    return 60.0 / max(1e-3, steps[len(steps) // 2]) if steps else 0.0


def _off_beats(beats: tuple[GridBeat, ...]) -> list[float]:
    """Seconds of two and four of every bar; of the first, where bars have three."""
    found: list[float] = []
    inside = 0
    first = next((number for number, beat in enumerate(beats) if number and beat.bar), len(beats))
    for beat in beats:
        inside = 0 if beat.bar else inside + 1
        if (inside == 0) if first == 3 else inside % 2 == 1:
            found.append(beat.second)
    return found


def _claps(times: list[float], house: str, seed: int) -> Clip:
    """Claps of many hands at these seconds, after `LEAD_S`."""
    chance = rng(seed, 77)
    where = HOUSES[house]
    hands = max(2, round(min(where.people, where.near) * SHARE))
    own = [clap(chance) for _ in range(hands)]
    late = [SPREAD_S * _normal(chance) for _ in range(hands)]
    sound = np.zeros(round((times[-1] + 0.7 + LEAD_S) * RATE))
    for at in times:
        for hand, lag in zip(own, late, strict=True):
            moved = min(LEAD_S, max(-LEAD_S, lag + 0.5 * SPREAD_S * _normal(chance)))
            add(sound, hand, at + LEAD_S + moved, 0.6 + 0.8 * chance.random())
    return Clip.from_floats(level(sound, where.lufs + BELOW_LUFS, 0.005, 0.15), RATE)


def _normal(chance: np.random.Generator) -> float:
    """A draw from the normal distribution, of what is the same on every machine."""
    return float(np.sum(chance.random(12)) - 6.0)
