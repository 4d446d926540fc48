"""Marks of a score that say how loud and how long, turned into what is sung and played: dynamics, wedges, fermatas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.song.score import FASTEST, LOUDEST, QUIETEST, SLOWEST, Dynamic, Meter, Part, Tempo, loud_at

LOUD = {
    "pppp": 0.4, "ppp": 0.45, "pp": 0.55, "p": 0.7, "mp": 0.85, "mf": 1.0, "f": 1.15, "ff": 1.3, "fff": 1.4,
    "ffff": 1.5, "fp": 0.8, "sf": 1.2, "sfz": 1.2, "fz": 1.2, "rf": 1.1, "rfz": 1.1,
}  # fmt: skip
"""How loud one sings at a mark; mezzo forte is 1."""
PASSING = frozenset("sf sfz fz rf rfz".split())
"""Of these, what holds for one note alone."""
STEP = 1.2
"""How many times as loud, or as soft, a wedge ends where no mark says how loud: a little over one letter."""
WEDGE = 4.0
"""Beats of a wedge whose end nobody wrote."""
NEAR = 1.0
"""Beats behind a wedge's end in which a mark says where it led."""

LONGER, LEAST_LONGER, HELD_FOR = 1.0, 0.75, 2.0
"""A fermata makes a note longer by so much of itself, at most by `HELD_FOR` beats; a very long one by the least."""
PAUSE, PAUSED = 1.0, 0.25
"""Beats that a fermata on a bar line waits, and of the beats before it those that it waits in."""
EVEN = 0.06
"""Where no bar of a song is further from its mean loudness, it has no dynamics worth playing."""


class LoudMark(NamedTuple):
    """Something that says how loud."""

    at: float
    """Beats."""
    loud: float | None = None
    """From here on; None where it does not say."""
    change: int = 0
    """1 where it begins to grow, -1 to fade, until the next mark; 0 where neither, or where it ends."""


class Hold(NamedTuple):
    """A fermata."""

    at: float
    """Beats."""
    beats: float
    """Of what is held; 0 for a pause at `at`."""


def make_curve(marks: Iterable[LoudMark]) -> tuple[Dynamic, ...]:
    """What marks come to, in order; wedges go evenly to the mark that they lead to, else a step up or down."""
    ordered = sorted(marks, key=lambda mark: (mark.at, mark.change != 0))
    found: dict[float, Dynamic] = {}
    now = 1.0
    for number, mark in enumerate(ordered):
        now = mark.loud if mark.loud is not None else now
        if not mark.change:
            found[mark.at] = Dynamic(mark.at, now)
            continue
        end = next((each.at for each in ordered[number + 1 :] if each.at > mark.at), mark.at + WEDGE)
        told = next((each.loud for each in ordered if end <= each.at <= end + NEAR and each.loud is not None), None)
        least = _bounded(now * STEP**mark.change)
        target = told if told is not None and (told - now) * mark.change > 0 else least
        found[mark.at] = Dynamic(mark.at, now, True)
        found[end] = Dynamic(end, target)
        now = target
    return tuple(sorted(found.values(), key=lambda each: each.at))


def _bounded(loud: float) -> float:
    return min(LOUDEST, max(QUIETEST, loud))


def sung_loud(curve: Sequence[Dynamic], start: float, end: float) -> tuple[float, float]:
    """How loud a note begins, and how many times as loud it ends."""
    begins = loud_at(curve, start)
    return begins, loud_at(curve, end - 1e-6) / begins


def heard_curve(part: Part, meters: Sequence[Meter]) -> tuple[Dynamic, ...]:
    """Dynamics of a song whose file only tells how hard each note was struck: bar by bar, () where it is even."""
    if not part.notes:
        return ()
    mean = sum(note.loud for note in part.notes) / len(part.notes)
    bars: dict[float, list[float]] = {}
    for note in part.notes:
        meter = next(each for each in reversed(meters) if each.at <= note.start + 1e-6)
        bars.setdefault(meter.at + (note.start - meter.at) // meter.beats * meter.beats, []).append(note.loud)
    louds = {at: sum(each) / len(each) / mean for at, each in bars.items()}
    if max(abs(loud - 1) for loud in louds.values()) < EVEN:
        return ()
    return tuple(Dynamic(at, _bounded(loud), True) for at, loud in sorted(louds.items()))


# ------------------------------------------------------------------------------------------------------------ fermatas


def held_tempos(tempos: Sequence[Tempo], holds: Iterable[Hold]) -> tuple[Tempo, ...]:
    """Tempos in which what is held lasts longer: for everybody, who sings, plays and dances."""
    slower = sorted({_slowed(each) for each in holds if each.at + each.beats > 0})
    if not slower:
        return tuple(tempos)
    edges = sorted({each.at for each in tempos} | {edge for start, end, _ in slower for edge in (start, end)})
    found: list[Tempo] = []
    for at in edges:
        bpm = next(each.bpm for each in reversed(tempos) if each.at <= at + 1e-9)
        factor = max((share for start, end, share in slower if start - 1e-9 <= at < end - 1e-9), default=1.0)
        now = min(FASTEST, max(SLOWEST, bpm / factor))
        if not found or found[-1].bpm != now:
            found.append(Tempo(at, now))
    return tuple(found)


def _slowed(held: Hold) -> tuple[float, float, float]:
    """From which beat to which it goes slower, and how many times."""
    if held.beats <= 0:
        start = max(0.0, held.at - PAUSED)
        return start, held.at, 1 + PAUSE / PAUSED
    return held.at, held.at + held.beats, 1 + max(LEAST_LONGER, min(LONGER, HELD_FOR / held.beats))


def with_pauses(part: Part, holds: Iterable[Hold]) -> Part:
    """The part silent where a bar line is held: notes that end there end a little earlier."""
    pauses = [each.at for each in holds if each.beats <= 0]
    if not pauses:
        return part
    notes = list(part.notes)
    for number, note in enumerate(notes):
        if any(at - 1e-6 <= note.end <= at + 1e-6 for at in pauses) and note.beats > 2 * PAUSED:
            notes[number] = replace(note, beats=note.beats - PAUSED)
    return replace(part, notes=tuple(notes))
