"""A Scene that grows while it is played: clauses are added at its end, cut short, and forgotten once they are old."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from avatar.pacing import natural_gap
from avatar.scene import cutting
from avatar.scene.lasting import keep_lasting
from avatar.scene.reading import Reading, read_at
from avatar.sound.clock import Clock
from avatar.sound.mix import MixedClip, Mixer
from avatar.stage.desk import Desk
from avatar.stage.messages import Finished, Passed, Position, Started, Up
from avatar.stage.sides import Sides
from avatar.types import CastMember, Clip, Entry, Mark, Performance, Scene, Spread

KEPT_S = 30.0
"""Seconds for which a clause that is over stays in the scene, so that listeners still react; then it is forgotten."""

POSITION_S = 0.05
"""Seconds between two `Position`s."""

PASSED_S = 0.1
"""Seconds between two `Passed`s."""

BLACK = Entry(-1.0, "", Mark("fade", "out", end=0.0))
"""What is seen before a show begins."""


@dataclass(eq=False)
class _Clause:
    id: int
    entry: Entry
    sound: MixedClip
    started: bool = False
    over: bool = False
    cut: bool = False

    @property
    def duration(self) -> float:
        return self.entry.end - self.entry.start

    @property
    def performance(self) -> Performance | None:
        return self.entry.what if isinstance(self.entry.what, Performance) else None


class LiveScene:
    """Adds what is to be heard to a mixer and what is to be seen to `scene`."""

    def __init__(self, mixer: Mixer, clock: Clock, scene: Scene) -> None:
        self.scene = scene
        self._mixer, self._clock = mixer, clock
        self._clauses: list[_Clause] = []
        self._stopped_up_to = -1
        self._told = self._passed = -math.inf
        self._pruned = 0.0
        self._show = False
        self._run = 0
        self._held: tuple[Scene, float] | None = None
        """From a Begin until the Move after it: the scene that is shown, and its second."""
        self._going = True
        self.desk = Desk()
        self._sides = Sides(mixer)

    # ---------------------------------------------------------------------------------------------------- growing

    def perform(
        self,
        id_: int,
        performance: Performance,
        at: float | None = None,
        gap: float | None = None,
        gain: float = 1.0,
    ) -> list[Up]:
        """Someone speaks, at scene second `at` or after what is queued."""
        if id_ <= self._stopped_up_to:
            return [Finished(id_, 0.0, False)]
        after = 0.0
        if at is None and (before := self._last_speech()) is not None:
            # Where a clause is so late that its pause has already been heard, it starts at once.
            after = before.entry.end + (natural_gap(before.entry.what, performance) if gap is None else gap)
        self._sides.follow(self.scene)
        sound = self._mixer.add(performance.speech.clip, at, after=after, gain=gain, who=performance.who)
        self._add(id_, Entry(sound.start, performance.who, performance, gain), sound)
        return []

    def effect(self, id_: int, clip: Clip, at: float | None, gain: float, spread: Spread = "around") -> list[Up]:
        """A sound that nobody makes."""
        if id_ <= self._stopped_up_to:
            return [Finished(id_, 0.0, False)]
        sound = self._mixer.add(clip, at, gain=gain, spread=spread)
        self._add(id_, Entry(sound.start, "", clip, gain, spread), sound)
        return []

    def express(self, who: str, mark: Mark, at: float | None, wall: float, id_: int = 0) -> None:
        """A mark acted from scene second `at` on, or from now."""
        if 0 < id_ <= self._stopped_up_to:
            return
        start = self._clock.now(wall) if at is None else at
        self.scene = self.scene.added(Entry(start, who, mark))

    def recast(self, cast: tuple[CastMember, ...] | None, set_name: str | None) -> None:
        """Other people on stage, or another set; what is said goes on."""
        self.scene = replace(
            self.scene,
            cast=self.scene.cast if cast is None else cast,
            set=self.scene.set if set_name is None else set_name,
        )
        if self._held is not None:
            self._held = (replace(self.scene, entries=self._held[0].entries), self._held[1])

    def _add(self, id_: int, entry: Entry, sound: MixedClip) -> None:
        self._clauses.append(_Clause(id_, entry, sound))
        self.scene = self.scene.added(entry)

    def _last_speech(self) -> _Clause | None:
        spoken = [clause for clause in self._clauses if clause.performance is not None and not clause.cut]
        return max(spoken, key=lambda clause: clause.entry.end, default=None)

    # --------------------------------------------------------------------------------------------------- stopping

    def stop(self, id_: int) -> list[Up]:
        """Fades out and forgets all up to `id_`; tells of each how much of it was heard."""
        self._stopped_up_to = max(self._stopped_up_to, id_)
        stopped = [clause for clause in self._clauses if clause.id <= id_ and not clause.over]
        cut = self._mixer.cut(clause.sound for clause in stopped)
        told: list[Up] = []
        entries = list(self.scene.entries)
        unheard: list[MixedClip] = []
        for clause in stopped:
            clause.over = clause.cut = True
            heard = min(max(0.0, cut - clause.entry.start), clause.duration)
            told.append(Finished(clause.id, heard, heard >= clause.duration))
            place = entries.index(clause.entry)
            if heard > 0:
                clause.entry = replace(clause.entry, what=_cut_short(clause.entry.what, heard))
                entries[place] = clause.entry
            else:
                del entries[place]
                self._clauses.remove(clause)
                unheard.append(clause.sound)
        self._mixer.drop(unheard)
        self.scene = replace(self.scene, entries=tuple(_without_dances(entries, cut)))
        return told

    def begin(self, id_: int, scene: float, wall: float, run: int = 0) -> list[Up]:
        """Forgets all up to `id_`, heard or acted, and waits at a scene second until `go`."""
        self._stopped_up_to = max(self._stopped_up_to, id_)
        if self._held is None:
            self._held = (self.scene, self._clock.now(wall)) if self._show else (self.scene.added(BLACK), 0.0)
        self._show, self._going, self._run = True, False, run
        now = self._mixer.scene
        told: list[Up] = []
        for clause in self._clauses:
            if not clause.over:
                heard = min(max(0.0, now - clause.entry.start), clause.duration)
                told.append(Finished(clause.id, heard, heard >= clause.duration))
        self._clauses = []
        self.scene = replace(self.scene, entries=())
        self._mixer.move(scene=scene, speed=0.0, fresh=True)
        self._told, self._passed, self._pruned = -math.inf, -math.inf, scene
        return told

    def go(self) -> None:
        """Show from now on what has waited since `begin`."""
        self._going = True

    def seek(self, scene: float) -> None:
        """Goes on from another scene second; what lies after it will be heard again."""
        self._told, self._pruned = -math.inf, scene
        for clause in self._clauses:
            clause.over = clause.entry.end <= scene or clause.cut
            clause.started = False

    # -------------------------------------------------------------------------------------------------- every frame

    @property
    def showing(self) -> bool:
        """Whether it plays a show."""
        return self._show

    @property
    def speaking(self) -> bool:
        """Whether anything is still to be heard."""
        return any(not clause.over for clause in self._clauses)

    def hear(self, shape: float) -> None:
        """Have voices heard where their owners stand in a picture of that shape, width over height."""
        self._sides.follow(self.scene, shape)

    def tick(self, wall: float) -> list[Up]:
        """What has begun, gone on and ended by now."""
        if not self._mixer.settled(wall):
            return []
        if self._going:
            self._held = None
        now = self._clock.scene(wall)
        told: list[Up] = []
        for clause in self._clauses:
            if clause.over or now < clause.entry.start:
                continue
            if not clause.started:
                clause.started = True
                told.append(Started(clause.id, clause.entry.start))
            if now >= clause.entry.end:
                clause.over = True
                told.append(Finished(clause.id, clause.entry.end - clause.entry.start, True))
            elif abs(now - self._told) >= POSITION_S and (position := _position(clause, now)):
                told.append(position)
        if any(isinstance(event, Position) for event in told):
            self._told = now
        if self._show and abs(now - self._passed) >= PASSED_S:
            self._passed = now
            told.append(Passed(now, self._run))
        if now - self._pruned > 1.0:
            self._pruned = now
            self._forget(now - KEPT_S)
        return told

    def seen(self, wall: float) -> tuple[Scene, float]:
        """The scene to show now, and its second."""
        now = self._clock.now(wall)
        sure = self._held is None and self._mixer.settled(wall)
        return self.desk.over(self.scene, now if sure else None) or self._held or (self.scene, now)

    def caption(self, wall: float) -> Reading:
        """What is to be read under the picture now."""
        return read_at(*self.seen(wall))

    def _forget(self, before: float) -> None:
        """Drops what ended before a scene second; of marks that last, each member's latest stays in force."""
        old = [entry for entry in self.scene.entries if entry.end < before]
        if not old:
            return
        forgotten = set(map(id, old))
        gone = [clause for clause in self._clauses if id(clause.entry) in forgotten]
        self._clauses = [clause for clause in self._clauses if id(clause.entry) not in forgotten]
        self._mixer.drop(clause.sound for clause in gone)
        kept = keep_lasting((start, entry.who, mark) for entry in old for start, mark in _marks(entry))
        fresh = [entry for entry in self.scene.entries if id(entry) not in forgotten]
        merged = sorted((*kept, *fresh), key=lambda entry: entry.start)
        self.scene = replace(self.scene, entries=tuple(merged))


def _marks(entry: Entry) -> list[tuple[float, Mark]]:
    if isinstance(entry.what, Mark):
        return [(entry.start + entry.what.start, entry.what)]
    if isinstance(entry.what, Performance):
        return [(entry.start + mark.start, mark) for mark in entry.what.marks]
    return []


def _without_dances(entries: list[Entry], after: float) -> Iterator[Entry]:
    """Entries whose dances end with the music, at a scene second."""
    for entry in entries:
        if not (isinstance(entry.what, Mark) and entry.what.kind == "dance" and entry.end > after):
            yield entry
        elif entry.start < after:
            yield replace(entry, what=replace(entry.what, end=after - entry.start))


def _position(clause: _Clause, now: float) -> Position | None:
    if clause.performance is None:
        return None
    t = now - clause.entry.start
    begun = [index for index, word in enumerate(clause.performance.speech.words) if word.start <= t]
    return Position(clause.id, t, begun[-1] if begun else -1)


def _cut_short(what: Performance | Clip | Mark, heard: float) -> Performance | Clip | Mark:
    """The same up to `heard` seconds; nothing more is played of it."""
    match what:
        case Performance():
            return cutting.stop_after(what, heard)
        case Clip():
            return cutting.take_first(what, heard)
        case Mark():
            return what
