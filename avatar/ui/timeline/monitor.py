"""The character beside the timeline: tells the stage what has changed, and no more.

The picture is sketched: the clause at the playhead goes to the stage when it has changed, and then only seconds of it.
The sound goes separately, when it is played; so a mouth that is edited while it plays is seen at once, and nothing
is heard twice.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from avatar.config import Config
from avatar.editing.footage import Footage, perform, thin
from avatar.editing.state import Playing, State
from avatar.stage.desk import MOST
from avatar.stage.link import Stage
from avatar.stage.messages import Finished, Passed, Reopened, StageEvent
from avatar.types import CastMember, Entry, Mark, Performance

PIECE_S = 10.0
"""Seconds of sound that go to the stage at once."""

AHEAD_S = 12.0
"""Seconds of sound that it has before they are heard."""

LEAP_S = 0.3
"""Seconds that the playhead runs on by itself at most, between two times that the stage tells."""


class Reached(NamedTuple):
    """What is played has come to a second, told at a time of the wall."""

    t: float
    wall: float
    speed: float


@dataclass
class _Run:
    """Something that is played."""

    playing: Playing
    speed: float
    fed: float
    """Seconds up to which the stage has its sound."""
    last: int = 0
    """Id of its last piece."""
    reached: Reached | None = None
    over: bool = False


MakeStage = Callable[..., Stage]


class Monitor:
    """A stage that shows a take as the editor has it. `make` builds the stage."""

    def __init__(
        self, config: Config, footage: Footage, tell: Callable[[StageEvent], None], make: MakeStage = Stage,
    ) -> None:  # fmt: skip
        """`tell` is called on a thread of the stage's. Raises LibraryError for an unknown character."""
        self._footage = footage
        self._sent: OrderedDict[int, Performance] = OrderedDict()
        self._ids = 0
        self._run: _Run | None = None
        self._runs = 0
        self._held: float | None = -1.0
        self._staged = False
        self._origin = 0.0
        """Second of what the stage shows at which the take begins."""
        self._cuts: tuple[Entry, ...] = ()
        self._set = config.stage.set
        stage = replace(config.stage, captions=False, follow_pointer=False)
        cast = (CastMember(footage.who, footage.character),)
        self._stage = make(replace(config, stage=stage), tell, cast=cast, title=f"{footage.title} · avatar", show=True)

    def follow(self, state: State) -> None:
        """Shows and plays what a state says."""
        if state.footage is not self._footage or state.staged != self._staged:
            self._turn(state)
        self._cut(state)
        self._sketch(state)
        if state.playing is not None:
            self._play(state, state.playing)
        else:
            self._rest(state)

    def _turn(self, state: State) -> None:
        """Another take, perhaps of somebody else; or its scene, or the face alone again."""
        footage, before = state.footage, self._footage
        was, around = self._staged, footage.surround if state.staged else None
        self._footage, self._staged = footage, state.staged
        self._origin = around.start if around else 0.0
        self._sent.clear()
        self._cuts, self._held, self._run = (), -1.0, None
        if around is not None:
            scene = around.scene
            marks = (entry.what for entry in scene.entries if isinstance(entry.what, Mark))
            named = (mark.name for mark in marks if mark.kind == "set")
            sets = tuple(dict.fromkeys((scene.set, *named)))
            self._stage.load(scene.cast, scene.set, sets=sets)
            self._cuts = around.cut(None if state.before else state.edits)
            self._stage.surround((*scene.entries, *self._cuts), scene.seed)
            for entry in scene.entries:
                if isinstance(entry.what, Performance):
                    self._stage.sketch(thin(entry.what), entry.start)
        elif was or (footage.who, footage.character) != (before.who, before.character):
            self._stage.load((CastMember(footage.who, footage.character),), self._set)
            self._stage.surround(())

    def _cut(self, state: State) -> None:
        """The camera's cuts, where they are others now."""
        around = self._footage.surround if self._staged else None
        if around is None or (cuts := around.cut(None if state.before else state.edits)) == self._cuts:
            return
        self._cuts = cuts
        self._stage.surround((*around.scene.entries, *cuts), around.scene.seed, fresh=False)

    def _sketch(self, state: State) -> None:
        edits = None if state.before else state.edits
        index = self._footage.clause_at(state.playhead)
        wanted = [index] if state.playing is None else [index, min(index + 1, len(self._footage.cuts) - 1)]
        for number in dict.fromkeys(wanted):
            made = perform(self._footage, edits, number)
            if self._sent.get(number) is not made:
                self._sent[number] = made
                was = perform(self._footage, None, number)
                before = None if made is was else thin(was)
                self._stage.sketch(thin(made), self._origin + self._footage.stretch(number)[0], before)
            self._sent.move_to_end(number)
        while len(self._sent) > MOST // 2:  # those that the stage surely still has
            self._sent.popitem(last=False)

    def _play(self, state: State, playing: Playing) -> None:
        speed = 0.5 if state.slow else 1.0
        run = self._run
        if run is None or run.playing.number != playing.number:
            self._runs += 1
            self._run = run = _Run(playing, speed, playing.start)
            self._stage.begin(self._runs, self._origin + playing.start)
            self._feed(run)
            self._stage.move(speed=speed, at_once=False)
            self._stage.hold(None)
            self._held = None
        self._feed(run)

    def _feed(self, run: _Run) -> None:
        """Tells the stage of the sound that it will need."""
        now = run.reached.t if run.reached else run.playing.start
        while run.fed < run.playing.end and run.fed - now < AHEAD_S:
            end = min(run.fed + PIECE_S, run.playing.end)
            self._ids += 1
            run.last = self._ids
            sound = self._footage.sound(run.fed, end)
            self._stage.effect(self._ids, sound, at=self._origin + run.fed, spread="middle")
            run.fed = end

    def _rest(self, state: State) -> None:
        if self._run is not None:
            self._run = None
            self._runs += 1
            self._stage.begin(self._runs, self._origin + state.playhead)
        if self._held != state.playhead:
            self._held = state.playhead
            self._stage.hold(self._origin + state.playhead)

    def take(self, event: StageEvent) -> bool:
        """What the stage told; whether what is played is over with it."""
        run = self._run
        match event:
            case Passed(scene, number) if run is not None and number == self._runs:
                run.reached = Reached(scene - self._origin, time.perf_counter(), run.speed)
            case Finished(id_) if run is not None and id_ == run.last and run.fed >= run.playing.end:
                return True
            case Reopened():
                self._sent.clear()
                self._held, self._run = -1.0, None
                self._again()
                return run is not None
        return False

    def _again(self) -> None:
        """Another stage has to be told what is around the take."""
        around = self._footage.surround if self._staged else None
        if around is not None:
            self._stage.surround((*around.scene.entries, *self._cuts), around.scene.seed)

    def heard(self) -> float | None:
        """The second of the take that is heard now; None while nothing is."""
        run = self._run
        if run is None or run.reached is None:
            return None
        on = min(LEAP_S, time.perf_counter() - run.reached.wall) * run.reached.speed
        return min(run.playing.end, max(run.playing.start, run.reached.t + on))

    def face(self, width: int, height: int) -> None:
        """Pixels of the face in the terminal; 0 by 0 for none."""
        self._stage.face(width, height)

    def close(self) -> None:
        """Ends the stage."""
        self._stage.close()
