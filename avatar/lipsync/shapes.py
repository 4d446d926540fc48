"""Viseme weights to a sequence of drawn mouths: which shape is held from when to when.

A set of shapes is a table from visemes to shapes. A frame shows the shape that most of its weights ask for; shapes that
would be held too briefly to be seen give way to their neighbours, except shut lips and bitten lips, which are held
longer instead: those are what everybody misses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.runs import find_equal_runs
from avatar.types import FRAME_RATE, VISEMES, MouthTrack

HOLD = 0.04
"""Seconds: one frame of 24 to 30 a second, the least that an animator draws."""


@dataclass(frozen=True, eq=False)
class ShapeSet:
    """The mouths that a program has drawn, and which visemes ask for which of them."""

    asks: Mapping[str, Mapping[str, float]]
    """Viseme to the shapes that it asks for, and how much (may be negative)."""
    rest: str
    """Held in silence."""
    kept: frozenset[str] = frozenset()
    """Never dropped for being brief."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for row in self.asks.values() for name in row))

    @cached_property
    def matrix(self) -> NDArray[np.float32]:
        """Shape (15, shapes): how much each viseme asks for each shape."""
        table = np.zeros((len(VISEMES), len(self.names)), np.float32)
        for viseme, row in self.asks.items():
            for name, amount in row.items():
                table[VISEMES.index(viseme), self.names.index(name)] = amount
        return table

    @classmethod
    def of(cls, plain: Mapping[str, str], kept: str = "") -> ShapeSet:
        """A set in which each viseme asks for one shape; `kept`: names of the shapes to keep, separated by spaces."""
        asks = {viseme: {name: 1.0} for viseme, name in plain.items()}
        return cls(asks, plain["sil"], frozenset(kept.split()))


class MouthCue(NamedTuple):
    """One shape held, seconds of sound."""

    start: float
    end: float
    value: str


def cues(track: MouthTrack, shapes: ShapeSet, *, lead: float = 0.0, hold: float = HOLD) -> tuple[MouthCue, ...]:
    """The shapes that a mouth shows, without gap or overlap from 0 to the track's end.

    The track's own lead is taken out, so that cues are at sound time; `lead` seconds move them ahead again. No shape is
    held shorter than `hold`, but where the whole track is. () for an empty track.
    """
    count = len(track.weights)
    if not count:
        return ()
    ahead = lead if track.drawn is not None else lead - track.lead
    frames = (np.arange(count) + round(ahead * FRAME_RATE)).clip(0, count - 1)
    scores = track.weights[frames] @ shapes.matrix if track.drawn is None else shapes.matrix[track.drawn[frames]]
    runs = _held(_runs(scores.argmax(axis=1)), scores, shapes, max(1, round(hold * FRAME_RATE)))
    return tuple(
        MouthCue(runs[i].first / FRAME_RATE, runs[i].last / FRAME_RATE, shapes.names[runs[i].shape])
        for i in range(len(runs))
    )


class _Run(NamedTuple):
    first: int
    last: int
    """The frame after the run's last one."""
    shape: int

    @property
    def length(self) -> int:
        return self.last - self.first


def _runs(best: NDArray[np.intp]) -> list[_Run]:
    return [_Run(first, last, int(best[first])) for first, last in find_equal_runs(best)]


def _held(runs: list[_Run], scores: NDArray[np.float32], shapes: ShapeSet, hold: int) -> list[_Run]:
    """Runs of at least `hold` frames each: kept shapes grow, then brief ones give way, the briefest first."""
    kept = {shapes.names.index(name) for name in shapes.kept if name in shapes.names}
    runs = _grown(runs, kept, hold)
    for length in range(1, hold):
        runs = _without(runs, length, kept, scores)
    return runs


def _grown(runs: list[_Run], kept: set[int], hold: int) -> list[_Run]:
    """The runs, those of kept shapes that are too brief lengthened at the cost of neighbours that are not kept."""
    grown = list(runs)
    for i, run in enumerate(grown):
        if run.shape not in kept or run.length >= hold:
            continue
        need = hold - run.length
        before = grown[i - 1] if i and grown[i - 1].shape not in kept else None
        after = grown[i + 1] if i + 1 < len(grown) and grown[i + 1].shape not in kept else None
        room = (before.length if before else 0, after.length if after else 0)
        early = min(room[0], need // 2 + max(0, need - need // 2 - room[1]))
        late = min(room[1], need - early)
        grown[i] = run._replace(first=run.first - early, last=run.last + late)
        if before:
            grown[i - 1] = before._replace(last=before.last - early)
        if after:
            grown[i + 1] = after._replace(first=after.first + late)
    return _joined([run for run in grown if run.length])


def _without(runs: list[_Run], length: int, kept: set[int], scores: NDArray[np.float32]) -> list[_Run]:
    """The runs, those of one length that are not kept given to the neighbour whose shape fits their frames better."""
    out: list[_Run] = []
    for i, run in enumerate(runs):
        after = runs[i + 1] if i + 1 < len(runs) else None
        if run.length != length or run.shape in kept or (not out and after is None):
            out.append(run)
            continue
        fit = scores[run.first : run.last].sum(axis=0)
        if out and (after is None or fit[out[-1].shape] >= fit[after.shape]):
            out[-1] = out[-1]._replace(last=run.last)
        elif after is not None:
            runs[i + 1] = after._replace(first=run.first)
    return _joined(out)


def _joined(runs: list[_Run]) -> list[_Run]:
    """Neighbours of one shape made one run."""
    out: list[_Run] = []
    for run in runs:
        if out and out[-1].shape == run.shape:
            out[-1] = out[-1]._replace(last=run.last)
        else:
            out.append(run)
    return out
