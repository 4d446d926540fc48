"""Plays a show on a stage: tells it what happens some seconds ahead, goes to other places, survives the stage's death.

The stage owns the clock; all that is known here of the time is what it tells. Steps come from the source on a thread of
their own, since speaking may take its time, and go out with their exact seconds, so that nothing here can make a gap.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from time import monotonic

from avatar.config import Config
from avatar.errors import AvatarError, ShowError
from avatar.show.events import At as At
from avatar.show.events import Key as Key
from avatar.show.events import Opened as Opened
from avatar.show.events import ShowEvent as ShowEvent
from avatar.show.events import ShowFinished as ShowFinished
from avatar.show.events import ShowNotice as ShowNotice
from avatar.show.events import TerminalPicture as TerminalPicture
from avatar.show.performing import PerformedCue
from avatar.show.pulling import Pulled, Puller
from avatar.show.sources import ShowSource, line_of, step_from
from avatar.stage import messages as staged
from avatar.stage.link import Stage
from avatar.types import Clip, Mark, Performance

AHEAD_S = 20.0
"""Seconds of the show that the stage holds and that have not been heard."""

PRIMED_S = 1.5
"""Seconds of it that the stage has when it begins: by then the next lines have been spoken."""

NEAR_S = 0.9
"""With fewer seconds left than this the show waits for what comes, before the sound's long buffer runs dry."""

SOUND_WAIT_S = 1.5
"""Seconds that an open stage may take to open its sound before the show begins without."""

AGAIN_S = 1.5
"""Going back within so many seconds of a line's start goes to the line before; later, to its own start."""

DEATHS = 2
"""After so many deaths of the stage in one step, that step is left out."""

SPEEDS = (0.5, 2.0)

log = logging.getLogger(__name__)


@dataclass
class _Run:
    """The show from one cue on."""

    number: int
    cue: int
    start: float
    fed: float
    """Seconds of the show up to which the stage has everything."""
    last: float = 0.0
    """Seconds at which the last sound that the stage has ends."""
    steps: deque[PerformedCue] = field(default_factory=deque)
    """Steps that were sent and are not over, without their entries."""
    bridge: Callable[[], PerformedCue | None] | None = None
    """That of the last step that the stage has."""
    asked: bool = False
    """Whether a step is on its way from the source."""
    complete: bool = False
    going: bool = False
    """Whether the stage's clock was started."""
    holding: bool = False
    """Whether the clock was stopped because the source is late."""


_Told = staged.StageEvent | Pulled | Callable[[], None] | None
"""What the player's thread is told by the stage, by the source or by its methods; None: see what there is to do."""


class ShowPlayer:
    """Plays a source. Its methods may be called from any thread; `on_event` is called on the player's own."""

    def __init__(
        self,
        config: Config,
        source: ShowSource,
        on_event: Callable[[ShowEvent], None],
        *,
        cue: int = 0,
        speed: float = 1.0,
        paused: bool = False,
        face: tuple[int, int] = (0, 0),
    ) -> None:
        """Opens the stage and begins at a cue. Raises LibraryError for a character that isn't here."""
        self._source, self._tell = source, on_event
        self._speed, self._paused = min(max(speed, SPEEDS[0]), SPEEDS[1]), paused
        self._inbox: SimpleQueue[_Told] = SimpleQueue()
        self._ids = 0
        self._t = 0.0
        self._deaths: Counter[int] = Counter()
        self._opened_at: float | None = None
        self._sounding = False
        self._over = False
        self._closed = threading.Event()
        self.underruns = 0
        self.holds = 0
        """Times that the show waited for its source."""
        self.measured: staged.Measured | None = None
        self._run = _Run(0, cue, 0.0, 0.0)
        # In a show nothing matters more than that its sound never runs dry: hence the long buffer.
        sound = replace(config.sound, latency="long")
        self._stage = Stage(
            replace(config, stage=replace(config.stage, set=source.head.set), sound=sound),
            self._inbox.put,
            cast=source.head.cast,
            title=source.head.title or "avatar",
            seed=source.head.seed,
            face=face,
            sets=source.sets,
            show=True,
        )
        self._puller = Puller(self._inbox.put)
        self._begin(cue)
        self._worker = threading.Thread(target=self._work, name="show", daemon=True)
        self._worker.start()

    # ------------------------------------------------------------------------------------------------------- asking

    def pause(self, paused: bool | None = None) -> None:
        """Pauses, or goes on; None does what it is not doing now."""
        self._inbox.put(lambda: self._pause(not self._paused if paused is None else paused))

    def speed(self, speed: float) -> None:
        """0.5 to 2 times as fast, at the same pitch."""
        self._inbox.put(lambda: self._quicken(speed))

    def faster(self, factor: float) -> None:
        """Play `factor` times as fast as now."""
        self._inbox.put(lambda: self._quicken(self._speed * factor))

    def seek(self, cue: int) -> None:
        """Goes on from a cue."""
        self._inbox.put(lambda: self._begin(cue))

    def restart(self) -> None:
        """Go on from the beginning."""
        self.seek(0)

    def line(self, steps: int) -> None:
        """Go that many lines on, or back; the first one back is the start of the current line."""
        self._inbox.put(lambda: self._begin(step_from([stop.cue for stop in self._source.stops], self._where(), steps)))

    def scene(self, steps: int) -> None:
        """Go that many scenes on, or back."""
        self._inbox.put(
            lambda: self._begin(step_from([part.cue for part in self._source.scenes], self._where(), steps))
        )

    def replace(self, source: ShowSource, cue: int) -> None:
        """Another version of the show, from a cue on. The source before is closed."""
        self._inbox.put(lambda: self._change(source, cue))

    def view(self, *, captions: bool, reduced_motion: bool) -> None:
        self._stage.view(captions=captions, reduced_motion=reduced_motion)

    def sound(self, volume: float, muted: bool) -> None:
        """Volume (linear, 0 to 1) and mute."""
        self._stage.sound(volume, muted)

    def face(self, width: int, height: int) -> None:
        """Size in pixels of the terminal face."""
        self._stage.face(width, height)

    def measure(self) -> None:
        """Asks what the stage costs: it will stand in `measured`."""
        self._stage.measure()

    @property
    def position(self) -> float:
        """Seconds of the show that are heard now."""
        return self._t

    @property
    def pid(self) -> int | None:
        """The id of the stage's process."""
        return self._stage.pid

    def close(self) -> None:
        """Ends it; waits for no voice. The source is closed with it."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._inbox.put(None)
        self._puller.close()
        if threading.current_thread() is not self._worker:
            self._worker.join()
        self._stage.close()
        self._source.close()

    # ---------------------------------------------------------------------------------------------------- the worker

    def _work(self) -> None:
        while not self._closed.is_set():
            try:
                item = self._inbox.get(timeout=0.25)
            except Empty:
                item = None
            try:
                self._take(item)
                self._go_on()
            except AvatarError as error:
                self._end(ShowFinished(error))

    def _take(self, item: _Told) -> None:
        match item:
            case Pulled():
                self._came(item)
            case staged.Passed():
                self._passed(item.scene, item.run)
            case staged.Ready():
                self._opened(item)
            case staged.Reopened():
                self._reopened()
            case staged.StageFault():
                self._tell(ShowNotice(item.text))
            case staged.Underruns():
                self.underruns = item.count
            case staged.Measured():
                self.measured = item
            case staged.FacePicture():
                self._tell(TerminalPicture(item.width, item.height, item.blob))
            case staged.Typed() | staged.Pointer(down=True):
                self._tell(Key(item.text if isinstance(item, staged.Typed) else ""))
            case staged.Closed():
                self._end(ShowFinished(closed=True))
            case _ if callable(item):
                item()

    def _begin(self, cue: int) -> None:
        """A new run from a cue on; what the stage had is forgotten."""
        cue = max(0, cue)
        start = self._source.at(cue)
        self._run = _Run(self._run.number + 1, cue, start, start)
        self._t, self._over = start, False
        self._stage.begin(self._run.number, start)
        self._puller.begin(self._run.number, self._source, cue)
        self._tell_where()

    def _came(self, pulled: Pulled) -> None:
        run = self._run
        if pulled.run != run.number:
            return
        run.asked = False
        if pulled.error is not None:
            raise pulled.error
        if pulled.step is None:
            run.complete = True
            return
        self._feed(pulled.step)

    def _feed(self, step: PerformedCue) -> None:
        """Tells the stage of a step."""
        run = self._run
        for entry in step.entries:
            self._ids += 1
            if isinstance(entry.what, Performance):
                self._stage.perform(self._ids, entry.what, at=entry.start, gain=entry.gain)
            elif isinstance(entry.what, Clip):
                self._stage.effect(self._ids, entry.what, at=entry.start, gain=entry.gain, spread=entry.spread)
            elif isinstance(entry.what, Mark):
                self._stage.act(self._ids, entry.what, entry.who, entry.start)
            run.last = max(run.last, entry.end)
        run.fed, run.bridge = max(run.fed, step.t), step.bridge
        run.steps.append(replace(step, entries=()))

    def _go_on(self) -> None:
        """Asks for what is needed, lets the clock go or holds it."""
        run = self._run
        if self._over or self._closed.is_set():
            return
        ahead = run.fed - self._t
        if not run.complete and not run.asked and ahead < AHEAD_S * max(1.0, self._speed):
            run.asked = True
            self._puller.ask(run.number)
        if not run.going:
            primed = run.fed - run.start >= PRIMED_S * max(1.0, self._speed)
            if (run.complete or primed or run.bridge is not None) and self._may_begin():
                run.going = True
                self._stage.move(speed=0.0 if self._paused else self._speed, at_once=False)
        elif run.holding and (run.complete or ahead >= PRIMED_S * max(1.0, self._speed)):
            run.holding = False
            log.info("the show goes on")
            if not self._paused:
                self._stage.move(speed=self._speed, at_once=False)
        elif not run.holding and not run.complete and ahead < NEAR_S * self._speed:
            if run.bridge is not None and (step := run.bridge()) is not None:
                self._feed(step)
                return
            run.holding = True
            self.holds += 1
            log.warning("the show waits at %.2f s for its next line", self._t)
            self._stage.move(speed=0.0)

    def _may_begin(self) -> bool:
        """Whether the stage has all that it will have soon: the first words are not to be lost."""
        if self._opened_at is None:
            return False
        return self._sounding or monotonic() - self._opened_at > SOUND_WAIT_S

    def _opened(self, ready: staged.Ready) -> None:
        if ready.mode == "gone":
            raise ShowError("No stage can be opened", remedy="The log says why; see `avatar doctor`.")
        # The second Ready tells how the sound turned out.
        self._sounding = self._sounding or bool(ready.sound) or self._opened_at is not None
        self._opened_at = self._opened_at or monotonic()
        self._tell(Opened(ready.mode, ready.sound, ready.why))

    def _reopened(self) -> None:
        """Another stage: the show goes on from the line that was being said, unless that line is what kills stages."""
        self._opened_at, self._sounding = None, False
        if self._over:
            return
        cue = self._current().cue if self._run.steps else self._run.cue
        self._deaths[cue] += 1
        self._begin(cue + 1 if self._deaths[cue] >= DEATHS else cue)

    def _passed(self, t: float, number: int) -> None:
        run = self._run
        if number != run.number or not run.going or self._over:
            return
        self._t = t
        while len(run.steps) > 1 and run.steps[1].start <= t + 0.02:
            run.steps.popleft()
        self._tell_where()
        if run.complete and t >= max(run.fed, run.last) - 0.05:
            self._end(ShowFinished())

    def _end(self, how: ShowFinished) -> None:
        if not self._over:
            self._over = True
            self._stage.begin(self._run.number, self._t)
            self._tell(how)

    # ------------------------------------------------------------------------------------------------ what was asked

    def _pause(self, paused: bool) -> None:
        self._paused = paused
        run = self._run
        if run.going and not run.holding:
            self._stage.move(speed=0.0 if paused else self._speed)
        self._tell_where()

    def _quicken(self, speed: float) -> None:
        self._speed = min(max(speed, SPEEDS[0]), SPEEDS[1])
        if self._run.going and not self._run.holding and not self._paused:
            self._stage.move(speed=self._speed)
        self._tell_where()

    def _change(self, source: ShowSource, cue: int) -> None:
        before, self._source = self._source, source
        self._deaths.clear()
        if source.head.cast != before.head.cast or source.sets != before.sets:
            self._stage.load(source.head.cast, source.head.set, sets=source.sets)
        self._begin(cue)
        before.close()

    def _current(self) -> PerformedCue:
        return self._run.steps[0]

    def _where(self) -> tuple[int, bool]:
        """The cue that is being played, and whether it has been going on for a while."""
        if not self._run.steps:
            return self._run.cue, False
        step = self._current()
        stops = [stop.cue for stop in self._source.stops if stop.cue <= step.cue]
        begun = self._source.at(stops[-1]) if stops else step.start
        return step.cue, self._t - begun > AGAIN_S

    def _tell_where(self) -> None:
        if self._run.steps:
            cue, line = self._current().cue, self._current().line
        else:
            cue, line = self._run.cue, line_of(self._source.stops, self._run.cue)
        self._tell(At(self._t, cue, line, self._paused, self._speed))
