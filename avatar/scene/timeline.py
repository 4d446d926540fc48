"""A scene seen from one cast member: what there is to act, sorted and ready to be looked up at any time."""

from __future__ import annotations

import math
import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.scene import prominence
from avatar.types import FRAME_RATE, VISEMES, Entry, Mark, Performance, Place, Scene

_HOLD = 0.07
"""Seconds that a sprite mouth keeps a shape at least: shorter ones flicker (two frames of a film's 24 a second)."""
_PRESSED = tuple(VISEMES.index(name) for name in ("PP", "FF"))
"""Shapes that are shown however short they are."""
_SILENT = VISEMES.index("sil")
FADE_AFTER = 2.5
"""Seconds from the end of a clause until its expression starts to fade."""


_KINDS = (
    "expression", "gesture", "emphasis", "question", "look", "state", "dance", "prop", "head", "brows", "hat"
)  # fmt: skip


class ActingCue(NamedTuple):
    """A mark on the scene's clock."""

    start: float
    end: float
    name: str
    strength: float
    within: float = 0.0
    """Seconds from the start of its clause: what tells one from another wherever the clause stands."""


class Talk(NamedTuple):
    """One clause on the scene's clock."""

    start: float
    end: float
    what: Performance
    shapes: tuple[tuple[float, int], ...]
    """For sprite mouths: times from the clause's start, and indices into VISEMES."""
    spoken: tuple[tuple[float, float], ...] = ()
    """Where it is not silent: starts and ends from the clause's start."""


class CueTrack(NamedTuple):
    """Cues of one kind in order of their starts."""

    cues: tuple[ActingCue, ...]
    starts: tuple[float, ...]

    def added(self, cues: list[ActingCue]) -> CueTrack:
        """This track with more cues in it."""
        if not cues:
            return self
        ordered = tuple(sorted(cues))
        if not self.cues or self.cues[-1] <= ordered[0]:
            return CueTrack(self.cues + ordered, self.starts + tuple(cue.start for cue in ordered))
        ordered = tuple(sorted(self.cues + ordered))
        return CueTrack(ordered, tuple(cue.start for cue in ordered))

    def last(self, t: float, count: int = 1) -> tuple[ActingCue, ...]:
        """The last cues that have started by `t`, oldest first."""
        place = bisect_right(self.starts, t)
        return self.cues[max(0, place - count) : place]

    def near(self, t: float, before: float, after: float) -> tuple[ActingCue, ...]:
        """The cues that start between `t - before` and `t + after`."""
        return self.cues[bisect_right(self.starts, t - before) : bisect_right(self.starts, t + after)]


@dataclass(frozen=True, eq=False)
class Timeline:
    """What one cast member has to act."""

    talks: tuple[Talk, ...]
    talk_starts: tuple[float, ...]
    others: CueTrack
    """When the others speak; each cue bears its speaker's name."""
    expressions: CueTrack
    gestures: CueTrack
    beats: CueTrack
    questions: CueTrack
    looks: CueTrack
    states: CueTrack
    dances: CueTrack
    props: CueTrack
    heads: CueTrack
    brows: CueTrack
    hats: CueTrack
    place: Place
    places: dict[str, Place] = field(default_factory=dict)

    def talk(self, t: float) -> tuple[Talk | None, Talk | None]:
        """The clause that has started last by `t`, and the one that comes next."""
        place = bisect_right(self.talk_starts, t)
        return (
            self.talks[place - 1] if place else None,
            self.talks[place] if place < len(self.talks) else None,
        )


_NONE = CueTrack((), ())
_EMPTY = Timeline((), (), *(_NONE,) * 12, Place())
_REMEMBERED = 16
"""How many cast members' latest timelines are kept, to be continued."""

_CONTINUING = threading.Lock()
"""Several threads may ask for poses; only one at a time may extend the timelines that all of them read."""

_LATEST: dict[str, tuple[tuple[Entry, ...], Timeline]] = {}
_TIMELINES: WeakKeyDictionary[Scene, dict[str, Timeline]] = WeakKeyDictionary()
_CUES: WeakKeyDictionary[Performance, tuple[tuple[tuple[str, ActingCue], ...], tuple[tuple[float, int], ...]]] = (
    WeakKeyDictionary()
)


def build_timeline(scene: Scene, who: str) -> Timeline:
    """The timeline of a cast member; made once for each scene, and continued where a scene has only grown."""
    known = _TIMELINES.setdefault(scene, {})
    if who not in known:
        with _CONTINUING:
            known[who] = known[who] if who in known else _continued(scene, who)
    return known[who]


def _continued(scene: Scene, who: str) -> Timeline:
    """The timeline, made from the last one where the scene has only grown since, as it does in live play."""
    places = {member.who: member.place for member in scene.cast}
    entries, line = _LATEST.pop(who, ((), _EMPTY))
    count = len(entries)
    if not (count and line.places == places and scene.entries[:count] == entries):
        count, line = 0, replace(_EMPTY, place=places.get(who, Place()), places=places)
    line = _with(line, scene.entries[count:], who)
    _LATEST[who] = (scene.entries, line)
    while len(_LATEST) > _REMEMBERED:
        del _LATEST[next(iter(_LATEST))]
    return line


def _with(line: Timeline, entries: tuple[Entry, ...], who: str) -> Timeline:
    """A timeline with more entries in it."""
    talks: list[Talk] = []
    others: list[ActingCue] = []
    cues: dict[str, list[ActingCue]] = {kind: [] for kind in _KINDS}
    for entry in entries:
        if entry.who != who:
            if entry.who and isinstance(entry.what, Performance):
                others.append(ActingCue(entry.start, entry.end, entry.who, 1.0))
        elif isinstance(entry.what, Performance):
            relative, shapes = _of_performance(entry.what)
            spoken = _find_spoken(shapes, entry.end - entry.start)
            talks.append(Talk(entry.start, entry.end, entry.what, shapes, spoken))
            for kind, cue in relative:
                if kind in cues:
                    cues[kind].append(cue._replace(start=cue.start + entry.start, end=cue.end + entry.start))
        elif isinstance(entry.what, Mark) and entry.what.kind in cues:
            cues[entry.what.kind].append(_cue(entry.what, entry.start, math.inf))
    all_talks = tuple(sorted((*line.talks, *talks), key=lambda talk: talk.start))
    return replace(
        line,
        talks=all_talks,
        talk_starts=tuple(talk.start for talk in all_talks),
        others=line.others.added(others),
        expressions=line.expressions.added(cues["expression"]),
        gestures=line.gestures.added(cues["gesture"]),
        beats=line.beats.added(cues["emphasis"]),
        questions=line.questions.added(cues["question"]),
        looks=line.looks.added(cues["look"]),
        states=line.states.added(cues["state"]),
        dances=line.dances.added(cues["dance"]),
        props=line.props.added(cues["prop"]),
        heads=line.heads.added(cues["head"]),
        brows=line.brows.added(cues["brows"]),
        hats=line.hats.added(cues["hat"]),
    )


def _cue(mark: Mark, origin: float, until: float) -> ActingCue:
    end = origin + mark.end if mark.end is not None else until
    return ActingCue(origin + mark.start, end, mark.name, mark.strength, mark.start)


def _of_performance(
    performance: Performance,
) -> tuple[tuple[tuple[str, ActingCue], ...], tuple[tuple[float, int], ...]]:
    """Cues of a clause, relative to its start, and the shapes of a sprite mouth."""
    known = _CUES.get(performance)
    if known is None:
        until = performance.duration + FADE_AFTER
        cues = [(str(mark.kind), _cue(mark, 0.0, until)) for mark in performance.marks]
        given = {kind for kind, _ in cues}
        leant_on = (mark for mark in prominence.mark_prominence(performance.speech) if mark.kind not in given)
        cues += [(str(mark.kind), _cue(mark, 0.0, until)) for mark in leant_on]
        known = _CUES[performance] = (tuple(cues), hold_shapes(performance))
    return known


def _find_spoken(shapes: tuple[tuple[float, int], ...], end: float) -> tuple[tuple[float, float], ...]:
    """Where the mouth is not silent."""
    ends = [at for at, _ in shapes[1:]] + [end]
    return tuple((start, until) for (start, index), until in zip(shapes, ends, strict=False) if index != _SILENT)


def hold_shapes(performance: Performance) -> tuple[tuple[float, int], ...]:
    """When a sprite mouth changes to which viseme: the strongest one, held long enough not to flicker."""
    best: Sequence[int] = performance.mouth.weights.argmax(axis=1).tolist()
    shapes: list[tuple[float, int]] = []
    for frame, index in enumerate(best):
        t = frame / FRAME_RATE
        if not shapes or index != shapes[-1][1]:
            if shapes and t - shapes[-1][0] < _HOLD and index not in _PRESSED:
                continue
            shapes.append((t, index))
    return tuple(shapes)
