"""The chat's handle on the stage process: starts it, talks to it, and starts it again when it dies.

A stage that dies unasked is replaced at once. What it had not yet begun to say is said by the next one, and the clause
that it was in the middle of is said again from its beginning, since a clause is short and half a clause is no use; one
that was being said at two deaths running is given up, for it may be what kills. A stage that keeps dying is opened as
something simpler: window, then terminal face, then sound alone, then nothing at all; without any stage every clause
counts as over at once, and the chat goes on in writing.

A show is told the stage second by second (`begin`, then everything with its time). What a dead stage still had of one
is no use to the next, whose clock begins anew: `Reopened` asks whoever plays the show to tell it again from the line
that was being said.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avatar import children, library, logs
from avatar.config import Config, StageMode
from avatar.errors import ProtocolError
from avatar.scene.widgets import Widget, limit_widgets
from avatar.scenefile import Packed
from avatar.stage import messages
from avatar.stage.messages import Down, Finished, Position, Ready, Reopened, StageEvent, StageFault, Started, Up
from avatar.types import CastMember, Clip, Entry, Mark, Performance, Spread

SIMPLER: Mapping[StageMode, StageMode | None] = {
    "auto": "terminal",
    "window": "terminal",
    "terminal": "none",
    "none": None,
}
"""What is tried where a stage keeps dying; None where nothing simpler is left."""

DEATHS = 3
"""After so many deaths within `WITHIN_S` seconds the stage is opened as something simpler."""

WITHIN_S = 20.0

GIVEN_UP_AFTER = 2
"""Deaths in the middle of one clause after which it is given up."""

BROKEN_OFF = "The stage stopped unexpectedly and is being opened again. The log says why."

NO_SOUND = "The sound system stopped the stage: it goes on without sound until the next start. The log says why."

log = logging.getLogger(__name__)


@dataclass
class _Waiting:
    """What was sent and is not over: sent again to the next stage."""

    message: messages.Perform | messages.Effect
    begun: bool = False
    heard: float = 0.0
    deaths: int = 0


class Stage:
    """A stage process, or the next one. Safe to call from any thread; no call waits for the process.

    `on_event` is called on a thread of the stage's own, one event at a time, and must not block. Every `perform` and
    `effect` is answered by exactly one Finished.
    """

    def __init__(
        self,
        config: Config,
        on_event: Callable[[StageEvent], None],
        *,
        cast: Sequence[CastMember] | None = None,
        title: str = "avatar",
        log_path: Path | None = None,
        env: Mapping[str, str] | None = None,
        seed: int = 0,
        face: tuple[int, int] = (0, 0),
        folders: Mapping[str, Path] | None = None,
        sets: Sequence[str] = (),
        show: bool = False,
    ) -> None:
        """Starts the process. `cast` None: the configured character, alone. `face`: pixels of the terminal face.

        `folders`: characters that are not in the library, by name. `sets`: those that will be needed besides the
        configured one. `show`: everything comes with its scene second. Raises LibraryError for an unknown character.
        """
        people = _alone(config.character.name) if cast is None else tuple(cast)
        self._folders = dict(folders or {})
        self._open = messages.Open(config.stage, config.sound, self._cast(people), title, face, seed, tuple(sets))
        self._show = show
        self._on_event, self._log_path, self._env = on_event, log_path or logs.path(), dict(env or {})
        self._lock = threading.RLock()
        self._waiting: dict[int, _Waiting] = {}
        self._lasting: dict[str, messages.Express] = {}
        self._overlay: messages.Overlay | None = None
        self._overheard = False
        self._last_id = 0
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._sounding = self._ready = False
        """Whether the process that runs now has a sound device open, and whether it has said that it is ready."""
        self._child: children.Child[Up, Down] | None = None
        self._generation = 0
        self._closed = False
        self.mode = ""
        """window, terminal or none once it is `Ready`; gone where no stage can run."""
        with self._lock:
            self._start()

    @property
    def pid(self) -> int | None:
        """The id of the process that runs now."""
        return self._child.pid if self._child else None

    # ------------------------------------------------------------------------------------------------------- asking

    def perform(
        self,
        id_: int,
        performance: Performance | Packed,
        *,
        at: float | None = None,
        gap: float | None = None,
        gain: float = 1.0,
    ) -> None:
        """Says a clause after what is queued (or at a scene second). `id_` comes with its events; ids must grow."""
        packed = performance if isinstance(performance, Packed) else Packed.of(performance)
        self._queue(messages.Perform(id_, packed, at, gap, gain))

    def effect(
        self, id_: int, clip: Clip, *, at: float | None = None, gain: float = 1.0, spread: Spread = "around"
    ) -> None:
        """Plays a sound now (or at a scene second)."""
        blob = clip.samples.astype("<i2", copy=False).tobytes()
        self._queue(messages.Effect(id_, clip.rate, blob, at, gain, spread))

    def stop(self) -> None:
        """Silence, now. Every clause that is not over gets its Finished, with how much of it was heard."""
        with self._lock:
            for waiting in self._waiting.values():
                waiting.deaths = GIVEN_UP_AFTER
            self._send(messages.Stop(self._last_id), urgent=True)

    def begin(self, run: int, scene: float = 0.0) -> None:
        """A show, or a part of it: all that was sent is forgotten, and the scene waits at a second for `move`.

        `run`: a number for what comes now, which `Passed` gives back.
        """
        with self._lock:
            for waiting in self._waiting.values():
                waiting.deaths = GIVEN_UP_AFTER
            # If it overtook Open it would be lost.
            self._send(messages.Begin(self._last_id, scene, run), urgent=self._ready)

    def act(self, id_: int, mark: Mark, who: str, at: float) -> None:
        """A mark of a show, at its scene second; `who` '' is nobody. `id_` grows like those of `perform`."""
        with self._lock:
            self._last_id = max(self._last_id, id_)
            self._send(messages.Express(who, _from_now(mark), at + mark.start, id_))

    def express(self, what: Mark | str, who: str = "", *, at: float | None = None) -> None:
        """Acts an expression, a gesture or a glance from now on; a text is a state ("listening", "thinking", "idle").

        `who` '' is the first of the cast.
        """
        mark = Mark("state", what) if isinstance(what, str) else _from_now(what)
        with self._lock:
            whose = who or self._open.cast[0].who
            message = messages.Express(whose, mark, at)
            if mark.end is None and mark.kind != "gesture":
                self._lasting[f"{whose}/{mark.kind}"] = message
            self._send(message)

    def load(
        self,
        character: str | Sequence[CastMember] | None = None,
        set_name: str | None = None,
        *,
        sets: Sequence[str] = (),
    ) -> None:
        """Another character, or another cast, or another set. Raises LibraryError for an unknown character.

        `sets`: those that will be needed besides it.
        """
        people = _alone(character) if isinstance(character, str) else character
        new = None if people is None else self._cast(people)
        with self._lock:
            table = self._open.stage if set_name is None else replace(self._open.stage, set=set_name)
            self._open = replace(
                self._open,
                stage=table,
                cast=self._open.cast if new is None else new,
                sets=tuple(sets) or self._open.sets,
            )
            self._send(messages.Load(new, set_name, tuple(sets)))

    def sound(self, volume: float, muted: bool) -> None:
        """Volume (linear, 0 to 1) and mute."""
        with self._lock:
            self._open = replace(self._open, sound=replace(self._open.sound, volume=volume, muted=muted))
            self._send(messages.Loudness(volume, muted), urgent=True)

    def move(self, *, scene: float | None = None, speed: float | None = None, at_once: bool = True) -> None:
        """Seek to a scene second; pause (speed 0) or play at 0.5 to 2 times the speed.

        `at_once` False: only once all that was sent earlier has arrived.
        """
        with self._lock:
            self._send(messages.Move(scene, speed), urgent=at_once)

    def face(self, width: int, height: int) -> None:
        """Size in pixels of the terminal face; 0 by 0 stops its frames."""
        with self._lock:
            self._open = replace(self._open, face=(width, height))
            self._send(messages.FaceSize(width, height))

    def hover(self, x: float, y: float, *, down: bool = False) -> None:
        """The pointer is over the terminal face: shares of the picture; `down`: its button came down there."""
        with self._lock:
            self._send(messages.Hover(x, y, down))

    def view(self, *, captions: bool, reduced_motion: bool) -> None:
        """Captions under the picture; less motion in it."""
        with self._lock:
            shown = replace(self._open.stage, captions=captions, reduced_motion=reduced_motion)
            self._open = replace(self._open, stage=shown)
            self._send(messages.View(captions, reduced_motion))

    def overlay(
        self, widgets: tuple[Widget, ...], shift: tuple[float, float] = (0.0, 0.0), *, calm: bool = False
    ) -> None:
        """Widgets over the picture, in place of those before; `shift` moves the people, in parts of the picture.

        `calm`: nobody is there to look closely, so that the picture need not be drawn as often.
        """
        with self._lock:
            self._overlay = messages.Overlay(limit_widgets(widgets), shift, calm)
            self._send(self._overlay)

    def sketch(self, performance: Performance, at: float, before: Performance | None = None) -> None:
        """What somebody does as it is being edited, from a scene second on: seen once there is a `hold`, never heard.

        `before`: as it was, where it was edited.
        """
        with self._lock:
            self._send(messages.Sketch(at, Packed.of(performance), None if before is None else Packed.of(before)))

    def surround(self, entries: Iterable[Entry], seed: int | None = None, *, fresh: bool = True) -> None:
        """What is acted around what is sketched, from now on: marks alone. `fresh`: all sketches are forgotten."""
        marks = tuple(
            messages.Placed(each.start, each.who, each.what) for each in entries if isinstance(each.what, Mark)
        )
        with self._lock:
            self._send(messages.Surround(marks, seed, fresh))

    def hold(self, scene: float | None = None) -> None:
        """Show what is sketched at a scene second, or with None at the one that is heard."""
        with self._lock:
            self._send(messages.Hold(scene))

    def hush(self, seconds: float) -> None:
        """Let nothing be heard for so many seconds at most, though all goes on; 0: be heard again."""
        with self._lock:
            self._send(messages.Hush(seconds), urgent=True)

    def overhear(self, on: bool) -> None:
        """Asks for a Played of all that is played, or for no more."""
        with self._lock:
            self._overheard = on
            self._send(messages.Overhear(on))

    def measure(self) -> None:
        """Asks for a Measured."""
        with self._lock:
            self._send(messages.Measure())

    def close(self) -> None:
        """Ends the process; no event comes after this."""
        with self._lock:
            self._closed = True
            self._send(messages.Quit(), urgent=True)
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _cast(self, cast: Sequence[CastMember]) -> tuple[CastMember, ...]:
        """The cast as the stage process is told it: a character by its folder, not by its name."""
        return tuple(replace(member, character=str(self._folder(member.character))) for member in cast)

    def _folder(self, character: str) -> Path:
        return self._folders.get(character) or library.character(character)

    # ---------------------------------------------------------------------------------------------------- the process

    def _queue(self, message: messages.Perform | messages.Effect) -> None:
        with self._lock:
            self._last_id = max(self._last_id, message.id)
            if self.mode != "gone":
                self._waiting[message.id] = _Waiting(message)
                self._send(message)
                return
        self._tell(Finished(message.id, 0.0, False))

    def _send(self, message: Down, urgent: bool = False) -> None:
        if self._child is None:
            return
        try:
            self._child.send(message, urgent)
        except ProtocolError:
            # It is dying; `_died` comes next and sends again what matters.
            log.info("the stage is gone, %s was not sent", type(message).__name__)

    def _start(self) -> None:
        self._generation += 1
        self._sounding = self._ready = False
        generation = self._generation
        self._child = children.Child(
            "avatar.stage",
            [],
            messages.UP,
            messages.DOWN,
            log_path=self._log_path,
            env=self._env,
            on_message=self._heard,
            on_end=lambda: self._died(generation),
        )
        self._send(self._open)
        for express in self._lasting.values():
            self._send(replace(express, at=None))
        if self._overlay is not None:
            self._send(self._overlay)
        if self._overheard:
            self._send(messages.Overhear(True))
        for waiting in self._waiting.values():
            # The next stage's clock begins anew.
            self._send(replace(waiting.message, at=None))

    def _heard(self, event: Up) -> None:
        with self._lock:
            match event:
                case Ready():
                    self.mode, self._ready = event.mode, True
                    self._sounding = bool(event.sound)
                case Started() | Position():
                    waiting = self._waiting.get(event.id)
                    if waiting is not None:
                        waiting.begun = True
                        waiting.heard = event.t if isinstance(event, Position) else 0.0
                case Finished():
                    if self._waiting.pop(event.id, None) is None:
                        return
                case _:
                    pass
        self._tell(event)

    def _died(self, generation: int) -> None:
        with self._lock:
            if self._closed or generation != self._generation or self._child is None:
                return
            log.error("the stage died with exit status %s", self._child.exit_code)
            # Sound libraries abort where they find nothing to read (PortAudio: ALSA without a configuration). If that
            # was not it, the next stage dies as well, and the one after it may have its sound again.
            silent = self._child.exit_code == -signal.SIGABRT and not self._sounding and not self._open.silent
            self._open = replace(self._open, silent=silent)
            self._child = None
            events = self._given_up()
            mode = self._mode_after_death(time.monotonic())
            if mode is None:
                events += self._give_up()
            else:
                self._open = replace(self._open, stage=replace(self._open.stage, mode=mode))
                events.append(StageFault(NO_SOUND if silent else BROKEN_OFF))
                if self._show:
                    events += [Finished(id_, waiting.heard, False) for id_, waiting in self._waiting.items()]
                    self._waiting.clear()
                self._start()
                if self._show:
                    events.append(Reopened())
        for event in events:
            self._tell(event)

    def _mode_after_death(self, now: float) -> StageMode | None:
        """In which mode the next stage is opened; None where no stage can run."""
        self._deaths.append(now)
        if len(self._deaths) < DEATHS or now - self._deaths[0] >= WITHIN_S:
            return self._open.stage.mode
        self._deaths.clear()
        return SIMPLER[self._open.stage.mode]

    def _given_up(self) -> list[StageEvent]:
        """Count a death against the clause that was being said; one that has seen too many deaths is given up."""
        for waiting in self._waiting.values():
            waiting.deaths += waiting.begun
        over = [id_ for id_, waiting in self._waiting.items() if waiting.deaths >= GIVEN_UP_AFTER]
        events: list[StageEvent] = [Finished(id_, self._waiting.pop(id_).heard, False) for id_ in over]
        for waiting in self._waiting.values():
            waiting.begun, waiting.heard = False, 0.0
        return events

    def _give_up(self) -> list[StageEvent]:
        self.mode = "gone"
        over = list(self._waiting)
        self._waiting.clear()
        why = "The stage keeps stopping: the chat goes on in writing. The log says why."
        return [StageFault(why), Ready("gone", why=why), *(Finished(id_, 0.0, False) for id_ in over)]

    def _tell(self, event: StageEvent) -> None:
        if not self._closed:
            self._on_event(event)


def _alone(character: str) -> tuple[CastMember, ...]:
    return (CastMember(character, character),)


def _from_now(mark: Mark) -> Mark:
    """The same mark, starting at 0."""
    return replace(mark, start=0.0, end=None if mark.end is None else mark.end - mark.start)
