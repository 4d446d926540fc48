"""The stage process: takes messages, grows the scene, and keeps picture and sound on one clock."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import assert_never

import numpy as np

from avatar.character.loading import Character, load, stamp
from avatar.errors import AvatarError, ProtocolError, StageError
from avatar.processes import Channel
from avatar.sound.player import Sounding, SoundPlayer
from avatar.stage import messages, views
from avatar.stage.live import LiveScene
from avatar.stage.messages import Down, Measured, Ready, StageFault, Underruns, Up
from avatar.stage.overhearing import Overhearing
from avatar.stage.views import Blind, FaceView, StageView, WindowView
from avatar.types import Clip, Entry, Scene

LINGER_S = 1.5
"""Seconds after the last word or gesture in which the picture still moves at its full rate."""

UNDERRUNS_S = 2.0
"""Seconds between two reports of underruns."""

WAIT_S = 0.2
"""Seconds between looks at whether the chat is still there, before it has said anything."""

log = logging.getLogger(__name__)


class Theatre:
    """Everything in the stage process, once it is open."""

    def __init__(self, request: messages.Open, send: Callable[[Up], None], waker: Waker) -> None:
        self._send = send
        self._config = request.stage
        self._characters: dict[str, Character] = {}
        self._stamps: dict[str, frozenset[tuple[str, int]]] = {}
        self._why = ""
        self._moved = time.perf_counter()
        self._thinking = False
        self._underruns = 0
        self._told_underruns = 0.0
        self._later_sets, sound = request.sets, request.sound
        self.player = SoundPlayer(
            self._sound_changed,
            device=None if request.silent else sound.device,
            changed=waker,
            latency=sound.latency,
            offset=lambda name: sound.offset_for(name) / 1000,
            volume=sound.volume,
            muted=sound.muted,
        )
        self._overhearing: Overhearing | None = None
        # The device opens while the window does.
        self.player.check(time.perf_counter())
        scene = Scene(request.cast, set=self._config.set, seed=request.seed)
        self.live = LiveScene(self.player.mixer, self.player.clock, scene)
        self.view: StageView = Blind()
        self._open_view(request)
        waker.view = self.view
        self._tell_ready()

    # ---------------------------------------------------------------------------------------------------- the view

    def _open_view(self, request: messages.Open) -> None:
        """The best view there is, of those that were asked for."""
        wanted = self._config.mode
        if wanted == "none":
            return
        try:
            people = self._people()
        except AvatarError as error:
            self._fault(error)
            return
        if wanted in ("auto", "window"):
            try:
                self.view = self._shown(WindowView(self._config, request.title, self._send), people)
                return
            except StageError as error:
                log.warning("%s", error)
                self._why = str(error)
        try:
            self.view = self._shown(FaceView(self._send, request.face), people)
        except StageError as error:
            log.warning("%s", error)
            self._why = str(error)
        except AvatarError as error:
            self._fault(error)

    def _shown(self, view: StageView, people: views.People) -> StageView:
        view.cast(people, self._sets())
        return view

    def _sets(self) -> tuple[str, ...]:
        """The set behind the cast, and those that will be needed."""
        return tuple(dict.fromkeys((self.live.scene.set, *self._later_sets)))

    def _people(self) -> views.People:
        """The cast with their characters, loaded. Raises CharacterError."""
        for member in self.live.scene.cast:
            path = member.character
            if path not in self._characters:
                self._stamps[path] = stamp(path)
                self._characters[path] = load(Path(path))
        return tuple((member, self._characters[member.character]) for member in self.live.scene.cast)

    def seen(self, wall: float) -> views.Seen:
        """What is to be shown at a wall time."""
        scene, t = self.live.seen(wall)
        caption = self.live.caption(wall) if self._config.captions else ()
        follows = self._config.follow_pointer and not self.live.showing
        onion = self.live.desk.onion
        return views.Seen(
            scene, t, caption, self._config.reduced_motion, follows, onion=onion, as_filmed=self.live.desk.staged
        )

    # ------------------------------------------------------------------------------------------------------- turns

    def turn(self) -> None:
        """Do what is due now, and return when there may be something to do again."""
        wall = time.perf_counter()
        self.player.quiet = not self.live.speaking
        self.player.idle = self.player.quiet and self.view.hidden
        self.player.check(wall)
        self.live.hear(self.view.shape)
        for event in self.live.tick(wall):
            self._send(event)
        if self.live.speaking:
            self._moved = wall
        if self.player.underruns > self._underruns and wall - self._told_underruns > UNDERRUNS_S:
            self._underruns, self._told_underruns = self.player.underruns, wall
            self._send(Underruns(self._underruns))
        try:
            awaited = self._thinking and not self.live.speaking
            self.view.turn(self, moving=wall - self._moved < LINGER_S, awaited=awaited)
        except AvatarError as error:
            self._fault(error)
        self.view.wait()

    def close(self) -> None:
        """Lets go of window and sound."""
        self.player.close()
        self.view.close()

    # ---------------------------------------------------------------------------------------------------- messages

    def take(self, message: Down) -> None:
        """One message from the chat."""
        try:
            self._take(message)
        except AvatarError as error:
            self._fault(error)

    def _take(self, message: Down) -> None:
        match message:
            case messages.Perform():
                self._on_perform(message)
            case messages.Effect(id_, rate, blob, at, gain, spread):
                clip = Clip(np.frombuffer(blob, "<i2").astype(np.int16), rate)
                self._tell(self.live.effect(id_, clip, at, gain, spread))
            case messages.Stop(id_):
                with self.player.at_once():
                    events = self.live.stop(id_)
                self.player.mixer.hush(0.0)
                self._tell(events)
            case messages.Begin(id_, second, run):
                with self.player.at_once():
                    events = self.live.begin(id_, second, time.perf_counter(), run)
                self._tell(events)
            case messages.Express(who, mark, at, id_):
                self.live.express(who, mark, at, time.perf_counter(), id_)
                self._moved = time.perf_counter()
                if mark.kind == "state":
                    self._thinking = mark.name == "thinking"
            case messages.Load():
                self._on_load(message)
            case messages.Loudness() | messages.Hush() | messages.Move() | messages.Overhear():
                self._on_played(message)
            case messages.FaceSize() | messages.Hover() | messages.View() | messages.Overlay() | messages.Measure():
                self._on_shown(message)
            case messages.Sketch() | messages.Surround() | messages.Hold():
                self._on_edited(message)
            case messages.Open() | messages.Quit():
                raise ProtocolError(f"{type(message).__name__} came to a stage that is open")
            case _:
                assert_never(message)

    def _on_perform(self, message: messages.Perform) -> None:
        try:
            performance = message.performance.performance()
        except AvatarError:
            self._send(messages.Finished(message.id, 0.0, False))
            raise
        self._tell(self.live.perform(message.id, performance, message.at, message.gap, message.gain))

    def _on_load(self, message: messages.Load) -> None:
        before, loaded, sets = self.live.scene, self._characters, self._later_sets
        self._later_sets = message.sets or sets
        self.live.recast(message.cast, message.set)
        self._characters = {path: known for path, known in loaded.items() if self._stamps.get(path) == stamp(path)}
        try:
            self.view.cast(self._people(), self._sets())
        except AvatarError:
            self._characters, self._later_sets = loaded, sets
            self.live.recast(before.cast, before.set)
            self.view.cast(self._people(), self._sets())
            raise
        kept = {member.character for member in self.live.scene.cast}
        self._characters = {path: character for path, character in self._characters.items() if path in kept}

    def _on_played(self, message: messages.Loudness | messages.Hush | messages.Move | messages.Overhear) -> None:
        """Messages that concern what the sound device plays."""
        match message:
            case messages.Loudness(volume, muted):
                anew = self.player.muted and not muted
                self.player.set_volume(volume, muted)
                if anew:
                    self._complain()
            case messages.Hush(seconds):
                self.player.mixer.hush(seconds)
            case messages.Move():
                self._on_move(message)
            case messages.Overhear(on):
                self._on_overhear(on)

    def _on_move(self, message: messages.Move) -> None:
        if message.scene is not None:
            self.live.seek(message.scene)
        self.player.mixer.move(scene=message.scene, speed=message.speed, within=self.player.at_once())
        self.live.go()

    def _on_overhear(self, on: bool) -> None:
        if self._overhearing is not None:
            self._overhearing.close()
        self._overhearing = Overhearing(self._send) if on else None
        self.player.overhear(self._overhearing.take if self._overhearing else None)

    def _on_shown(
        self, message: messages.FaceSize | messages.Hover | messages.View | messages.Overlay | messages.Measure
    ) -> None:
        """Messages that concern the view alone."""
        match message, self.view:
            case messages.FaceSize(width, height), FaceView() as view:
                view.resize(width, height)
            case messages.Hover(x, y, down), FaceView() as view:
                view.hover(x, y, down=down)
            case messages.Overlay(widgets, shift, calm), WindowView() as view:
                view.overlay(widgets, shift, calm=calm)
            case messages.Overlay(widgets), FaceView() as view:
                view.overlay(widgets)
            case messages.View(captions, reduced_motion), _:
                self._config = replace(self._config, captions=captions, reduced_motion=reduced_motion)
            case messages.Measure(), _:
                self._measure()

    def _on_edited(self, message: messages.Sketch | messages.Surround | messages.Hold) -> None:
        """Whoever edits looks at just this: it is the next frame."""
        match message:
            case messages.Sketch(at, performance, before):
                self.live.desk.sketch(at, performance.performance(), before.performance() if before else None)
            case messages.Surround(marks, seed, fresh):
                self.live.desk.surround(tuple(Entry(*each) for each in marks), seed, fresh=fresh)
            case messages.Hold(scene):
                self.live.desk.hold(scene)
        self._moved = time.perf_counter()
        self.view.hurry()

    def _measure(self) -> None:
        now = time.perf_counter()
        costs = views.Costs()
        if isinstance(self.view, WindowView):
            costs, self.view.costs = self.view.costs, costs
        self._send(
            Measured(
                seconds=now - costs.since,
                frames=costs.shown,
                late=costs.late,
                own_ms=tuple(costs.own_ms),
                gl_ms=tuple(costs.gl_ms),
                underruns=self.player.underruns,
                scene=self.player.clock.scene(now),
            )
        )

    # -------------------------------------------------------------------------------------------------- telling

    def _tell(self, events: Sequence[Up]) -> None:
        for event in events:
            self._send(event)

    def _fault(self, error: AvatarError) -> None:
        log.error("%s", error)
        self._send(StageFault(str(error)))

    def _sound_changed(self, _state: Sounding, _sentence: str) -> None:
        self._complain()
        self._tell_ready()

    def _complain(self) -> None:
        """Says what is amiss with the sound, where any is to be heard."""
        if self.player.complaint and not self.player.muted:
            self._send(StageFault(self.player.complaint))

    def _tell_ready(self) -> None:
        drawn = self.view.drawn if isinstance(self.view, WindowView) else ""
        self._send(Ready(self.view.mode, self.player.device, self.player.latency, self._why, drawn))


class Waker:
    """Wakes whichever view there is."""

    def __init__(self) -> None:
        self.view: StageView | None = None

    def __call__(self) -> None:
        if self.view is not None:
            self.view.wake()


def run(inbox: SimpleQueue[Down], channel: Channel[Down, Up], waker: Waker) -> None:
    """Plays until `Quit`, or until the chat is gone."""

    def send(event: Up) -> None:
        try:
            channel.send(event, urgent=not isinstance(event, messages.FacePicture))
        except ProtocolError:
            log.info("the chat is gone, %s was not told", type(event).__name__)

    theatre: Theatre | None = None
    while not channel.ended.is_set():
        try:
            message = inbox.get(timeout=WAIT_S) if theatre is None else inbox.get_nowait()
        except Empty:
            if theatre is not None:
                theatre.turn()
            continue
        if isinstance(message, messages.Quit):
            break
        if isinstance(message, messages.Open):
            theatre = Theatre(message, send, waker)
            # Collecting garbage among objects that stay anyway would hold up frames and sound for over a frame's time.
            gc.collect()
            gc.freeze()
        elif theatre is not None:
            theatre.take(message)
    waker.view = None
    if theatre is not None:
        theatre.close()
