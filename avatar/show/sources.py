"""What can be played: a screenplay, performed as it goes, or a baked show. Both give the same steps."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from avatar.config import Config
from avatar.edits.scenes import EditedReader
from avatar.scene.lasting import keep_lasting
from avatar.scenefile import Landmark, Reader
from avatar.show import lengths
from avatar.show.cues import Bookmark, Directed, Heading, Say, Sing, TitleCard
from avatar.show.performing import PerformedCue, perform, scene_of
from avatar.show.speaking import LineSpeaker
from avatar.speech.capability import Purpose
from avatar.types import Clip, Entry, Mark, Scene


class ShowStop(NamedTuple):
    """Somewhere to go to: where a speech begins, or a card, or a scene."""

    cue: int
    line: int
    """Line of the script."""
    who: str
    """Who speaks; '' for nobody."""
    text: str


class ShowSource(Protocol):
    """A show that can be played from any of its stops. `steps` is called on one thread, the rest on any."""

    head: Scene
    """Cast, set, title and seed; without entries."""
    sets: tuple[str, ...]
    stops: tuple[ShowStop, ...]
    scenes: tuple[Bookmark, ...]

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        """The show from a cue on, each step as soon as it can be; times are seconds of the whole show."""

    def at(self, cue: int) -> float:
        """Seconds at which a cue begins; an estimate where nothing is known yet."""

    @property
    def total(self) -> float:
        """Seconds; an estimate where not all is known yet."""

    def close(self) -> None:
        """Let go of the show: nothing more is played of it."""


class ScriptSource:
    """A directed screenplay, spoken by the performer process a few lines ahead."""

    def __init__(
        self,
        config: Config,
        directed: Directed,
        audience: str = "",
        seed: int | None = None,
        *,
        purpose: Purpose = "show",
    ) -> None:
        self.directed = directed
        self._audience, self._seed = audience, seed
        self.head = scene_of(directed, seed=seed)
        named = (cue.set for cue in directed.cues if isinstance(cue, Heading))
        self.sets = tuple(dict.fromkeys((self.head.set, *named)))
        self.stops = list_stops(directed)
        self.scenes = directed.scenes
        self._guesses: list[float] | None = None
        self._guessing = threading.Lock()
        self._known: dict[int, float] = {}
        self._heard: list[int] = []
        """The cues whose starts are known, in order."""
        self._camera = directed.camera or config.show.camera
        self.speaking = LineSpeaker(config, directed, purpose=purpose)

    def prepare(self, cue: int) -> None:
        """Begin to speak what comes at a cue."""
        first = next((each for each in self.directed.cues[cue:] if isinstance(each, Say)), None)
        if first is not None:
            self.speaking.prepare(first)

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        origin = self.at(cue)
        exact = cue == 0 or cue in self._known
        first = True
        speak, sing = self.speaking, self.speaking.sing
        for step in perform(self.directed, speak, self._audience, self._seed, cue, sing, self._camera):
            moved = _moved(step, origin)
            self._learn(moved, exact)
            yield self._opened(moved) if first and cue else moved
            first = False

    def _opened(self, step: PerformedCue) -> PerformedCue:
        """The step with a change of set before it: people are then there at once, without walking on."""
        if any(isinstance(entry.what, Mark) and entry.what.kind == "set" for entry in step.entries):
            return step
        start = min((entry.start for entry in step.entries), default=step.start)
        return replace(step, entries=(Entry(start, "", Mark("set", self.head.set)), *step.entries))

    def _learn(self, step: PerformedCue, exact: bool) -> None:
        if exact and step.cue not in self._known:
            # After the last cue comes the end.
            self._known[step.cue] = step.start if step.cue < len(self.directed.cues) else step.t
            insort(self._heard, step.cue)

    @property
    def _guessed(self) -> list[float]:
        """Estimated start of each cue. Made only when it is first asked for, so that a show can begin without it."""
        with self._guessing:
            if self._guesses is None:
                self._guesses = lengths.estimate_starts(self.directed, self._audience)
            return self._guesses

    def at(self, cue: int) -> float:
        cue = min(cue, len(self.directed.cues))
        if cue in self._known or cue <= 0:
            return self._known.get(cue, 0.0)
        place = bisect_right(self._heard, cue)
        if not place:
            return self._guessed[cue]
        # Later cues shift by as much as the last known one differs from its estimate.
        last = self._heard[place - 1]
        return self._known[last] + (self._guessed[cue] - self._guessed[last])

    @property
    def total(self) -> float:
        return self.at(len(self.directed.cues))

    def close(self) -> None:
        self.speaking.close()


def _moved(step: PerformedCue, by: float) -> PerformedCue:
    if by == 0.0:
        return step
    entries = tuple(replace(entry, start=entry.start + by) for entry in step.entries)
    return replace(step, start=step.start + by, t=step.t + by, entries=entries)


def list_stops(directed: Directed) -> tuple[ShowStop, ...]:
    """Where one can go to in a show; at least one."""
    found: list[ShowStop] = []
    for index, cue in enumerate(directed.cues):
        if isinstance(cue, Say) and cue.first and not cue.together:
            found.append(ShowStop(index, cue.line, cue.who, cue.text))
        elif isinstance(cue, Heading):
            found.append(ShowStop(index, cue.line, "", cue.name or cue.set))
        elif isinstance(cue, Sing) and cue.text:
            found.append(ShowStop(index, cue.line, cue.who, cue.text))
        elif isinstance(cue, TitleCard):
            found.append(ShowStop(index, cue.line, "", cue.text))
    return tuple(found) or (ShowStop(0, 1, "", directed.title),)


def _check_sets(names: Iterable[str]) -> None:
    """Raises StageError for a set that isn't there. Where nothing can be drawn, the stage says so."""
    try:
        from avatar.draw.sets import known
    except ImportError:
        return
    for name in names:
        known(name)


class BakedSource:
    """A scene file: nothing is spoken any more. Sounds are read as they are needed."""

    def __init__(self, path: Path, backdrop: str = "", *, cuts: bool = True) -> None:
        """`backdrop`: the set for all of it; '' for its own. `cuts`: whether it is cut as it was baked.

        The edits that lie beside it are in it. Raises SceneFileError for a file that is no scene, EditError for edits
        that can't be read, StageError for a set that isn't there.
        """
        self._reader = reader = EditedReader(path, backdrop)
        self._cuts = cuts
        self.head = Scene(reader.cast, (), reader.set, reader.title or path.stem, reader.seed, reader.meta)
        marks = list(reader.marks())
        self.sets = tuple(dict.fromkeys((reader.set, *(mark.name for _, _, mark in marks if mark.kind == "set"))))
        _check_sets(self.sets)
        self._moments = reader.moments or _moments(reader)
        self._begins = [moment.start for moment in self._moments]
        self._entry_starts = [start for start, _ in reader.spans]
        self.stops = tuple(self._stops())
        self.scenes = tuple(
            Bookmark(mark.name, self._moments[self._cue(start)].line, self._cue(start))
            for start, _, mark in marks
            if mark.kind == "chapter"
        )

    def _cue(self, t: float) -> int:
        return max(0, bisect_right(self._begins, t + 1e-9) - 1)

    def _span(self, cue: int) -> range:
        """Indices of the entries of a moment."""
        first = bisect_left(self._entry_starts, self._begins[cue] - 1e-9) if cue else 0
        last = cue + 1 == len(self._begins)
        return range(
            first, len(self._reader) if last else bisect_left(self._entry_starts, self._begins[cue + 1] - 1e-9)
        )

    def _stops(self) -> Iterator[ShowStop]:
        before = ""
        for cue, moment in enumerate(self._moments):
            said = next(filter(None, (self._reader.said(index) for index in self._span(cue))), None)
            if cue == 0 or (said is not None and said[0] != before):
                yield ShowStop(cue, moment.line, *(said or ("", self.head.title)))
            before = said[0] if said else before

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        """A cue past the last is the end."""
        opening = self._opening(cue)
        for index in range(cue, len(self._moments)):
            moment = self._moments[index]
            entries = tuple(self._reader.entry(each) for each in self._span(index))
            following = self._begins[index + 1] if index + 1 < len(self._begins) else self.total
            seen = tuple(entry for entry in (*opening, *entries) if self._cuts or not is_cut(entry))
            yield PerformedCue(index, moment.line, moment.start, max(moment.start, following), seen)
            opening = ()
        yield PerformedCue(len(self._moments), self._moments[-1].line, self.total, self.total)

    def _opening(self, cue: int) -> tuple[Entry, ...]:
        """What is in force when a moment begins, and the rest of what is then being heard."""
        if not 0 < cue < len(self._begins):
            return ()
        t = self._begins[cue]
        before = [each for each in self._reader.marks() if each[0] < t - 1e-9]
        under = range(self._span(cue).start)
        return (*keep_lasting(before), *(found for index in under if (found := self._rest(index, t)) is not None))

    def _rest(self, index: int, t: float) -> Entry | None:
        """What is still to be heard of a sound (music, laughter) that began before."""
        start, end = self._reader.spans[index]
        if end <= t + 0.05 or self._reader.said(index) is not None:
            return None
        entry = self._reader.entry(index)
        if not isinstance(entry.what, Clip):
            return None
        return replace(
            entry, start=t, what=Clip(entry.what.samples[round((t - start) * entry.what.rate) :], entry.what.rate)
        )

    def at(self, cue: int) -> float:
        return self._begins[cue] if cue < len(self._begins) else self.total

    @property
    def total(self) -> float:
        return self._reader.duration

    def close(self) -> None:
        self._reader.close()


def is_cut(entry: Entry) -> bool:
    """Whether an entry is a cut of the camera."""
    return isinstance(entry.what, Mark) and entry.what.kind == "camera"


def _moments(reader: Reader) -> tuple[Landmark, ...]:
    """The moments of a scene that was not baked from a show: one for each clause, begun by its chapter mark if any."""
    clauses = [start for index, (start, _) in enumerate(reader.spans) if reader.said(index) is not None]
    chapters = [t for t, _, mark in reader.marks() if mark.kind == "chapter"]
    opened = {0.0, *chapters}
    for chapter in sorted(opened):
        first = bisect_left(clauses, chapter)
        del clauses[first : first + 1]
    starts = sorted({*opened, *clauses})
    ends: Sequence[float] = [*starts[1:], max(starts[-1], reader.duration)]
    return tuple(Landmark(number, start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1))


def find_stop(source: ShowSource, cue: int) -> ShowStop:
    """What is going on at a cue: the stop that it belongs to, or the scene, where that has only just begun."""
    stop = next((stop for stop in reversed(source.stops) if stop.cue <= cue), source.stops[0])
    part = next((part for part in reversed(source.scenes) if part.cue <= cue), None)
    return ShowStop(part.cue, part.line, "", part.name) if part is not None and part.cue > stop.cue else stop


def line_of(stops: Sequence[ShowStop], cue: int) -> int:
    """The line of the script at which a cue's speech begins."""
    return next((stop.line for stop in reversed(stops) if stop.cue <= cue), 1)


def step_from(places: Sequence[int], where: tuple[int, bool], steps: int) -> int:
    """The place that lies `steps` places on from a cue, or back where negative."""
    cue, well_begun = where
    here = max((number for number, place in enumerate(places) if place <= cue), default=-1)
    if steps < 0 and well_begun:
        steps += 1
    return places[min(max(here + steps, 0), len(places) - 1)] if places else 0
