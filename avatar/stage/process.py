"""The stage process: takes messages, grows the scene, and keeps picture and sound on one clock."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from avatar import scenefile
from avatar.character.loading import Character, load, stamp
from avatar.config import SoundConfig, StageConfig
from avatar.errors import AvatarError, ProtocolError, StageError
from avatar.processes import Channel
from avatar.scene.widgets import from_json
from avatar.sound.player import Player, Sounding
from avatar.stage import messages, views
from avatar.stage.live import Live
from avatar.stage.messages import Event, Fault, Measured, Ready, Underruns
from avatar.stage.views import Blind, FaceView, View, WindowView
from avatar.types import CastMember, Clip, Mark, Place, Scene

LINGER_S = 1.5
"""Seconds after the last word or gesture in which the picture still moves at its full rate."""

UNDERRUNS_S = 2.0
"""Seconds between two reports of underruns."""

WAIT_S = 0.2
"""Seconds between looks at whether the chat is still there, before it has said anything."""

log = logging.getLogger(__name__)


class Theatre:
    """Everything in the stage process, once it is open."""

    def __init__(self, request: messages.Open, send: Callable[[Event], None], waker: Waker) -> None:
        self._send = send
        self._config = StageConfig(**request.stage)
        self._characters: dict[str, Character] = {}
        self._stamps: dict[str, frozenset[tuple[str, int]]] = {}
        self._why = ""
        self._moved = time.perf_counter()
        self._underruns = 0
        self._told_underruns = 0.0
        self._later_sets = tuple(request.sets)
        sound = SoundConfig(**request.sound)
        self.player = Player(
            self._sound_changed,
            device=None if request.silent else sound.device,
            changed=waker,
            latency=sound.latency,
            offset=lambda name: sound.offset_for(name) / 1000,
            volume=sound.volume,
            muted=sound.muted,
        )
        # The device opens while the window does.
        self.player.check(time.perf_counter())
        cast = _cast(request.cast)
        self.live = Live(self.player.mixer, self.player.clock, Scene(cast, set=self._config.set, seed=request.seed))
        self.view: View = Blind()
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
            self.view = self._shown(FaceView(self._send, (request.face[0], request.face[1])), people)
        except AvatarError as error:
            self._fault(error)

    def _shown(self, view: View, people: views.People) -> View:
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
        caption = self.live.caption(wall) if self._config.captions else ""
        return views.Seen(scene, t, caption, self._config.reduced_motion)

    # ------------------------------------------------------------------------------------------------------- turns

    def turn(self) -> None:
        """What is to be done now; returns when there may be something to do again."""
        wall = time.perf_counter()
        self.player.quiet = not self.live.speaking
        self.player.idle = self.player.quiet and self.view.hidden
        self.player.check(wall)
        for event in self.live.tick(wall):
            self._send(event)
        if self.live.speaking:
            self._moved = wall
        if self.player.underruns > self._underruns and wall - self._told_underruns > UNDERRUNS_S:
            self._underruns, self._told_underruns = self.player.underruns, wall
            self._send(Underruns(self._underruns))
        try:
            self.view.turn(self, moving=wall - self._moved < LINGER_S)
        except AvatarError as error:
            self._fault(error)
        self.view.wait()

    def close(self) -> None:
        """Lets go of window and sound."""
        self.player.close()
        self.view.close()

    # ---------------------------------------------------------------------------------------------------- messages

    def take(self, message: Any) -> None:
        """One message from the chat."""
        handler = getattr(self, f"_on_{type(message).__name__.lower()}", None)
        if handler is None:
            raise ProtocolError(f"The stage knows no message {type(message).__name__}")
        try:
            handler(message)
        except AvatarError as error:
            self._fault(error)

    def _on_perform(self, message: messages.Perform) -> None:
        try:
            performance = scenefile.unpack(message.performance, message.blob)
        except AvatarError:
            self._send(messages.Finished(message.id, 0.0, False))
            raise
        self._tell(self.live.perform(message.id, performance, message.at, message.gap, message.gain))

    def _on_effect(self, message: messages.Effect) -> None:
        clip = Clip(np.frombuffer(message.blob, "<i2").astype(np.int16), message.rate)
        self._tell(self.live.effect(message.id, clip, message.at, message.gain))

    def _on_stop(self, message: messages.Stop) -> None:
        with self.player.at_once():
            events = self.live.stop(message.id)
        self._tell(events)

    def _on_begin(self, message: messages.Begin) -> None:
        with self.player.at_once():
            events = self.live.begin(message.id, message.scene, time.perf_counter(), message.run)
        self._tell(events)

    def _on_express(self, message: messages.Express) -> None:
        mark = Mark(message.kind, message.name, 0.0, message.seconds, message.strength)  # type: ignore[arg-type]
        self.live.express(message.who, mark, message.at, time.perf_counter(), message.id)
        self._moved = time.perf_counter()

    def _on_load(self, message: messages.Load) -> None:
        before, loaded, sets = self.live.scene, self._characters, self._later_sets
        self._later_sets = tuple(message.sets) or sets
        self.live.recast(None if message.cast is None else _cast(message.cast), message.set)
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

    def _on_sound(self, message: messages.Sound) -> None:
        self.player.set_volume(message.volume, message.muted)

    def _on_move(self, message: messages.Move) -> None:
        if message.scene is not None:
            self.live.seek(message.scene)
        self.player.mixer.move(scene=message.scene, speed=message.speed, within=self.player.at_once())
        self.live.go()

    def _on_face(self, message: messages.Face) -> None:
        if isinstance(self.view, FaceView):
            self.view.resize(message.width, message.height)

    def _on_view(self, message: messages.View) -> None:
        self._config = replace(self._config, captions=message.captions, reduced_motion=message.reduced_motion)

    def _on_overlay(self, message: messages.Overlay) -> None:
        if isinstance(self.view, WindowView):
            self.view.overlay(from_json(message.widgets), message.shift, calm=message.calm)

    def _on_measure(self, _: messages.Measure) -> None:
        now = time.perf_counter()
        costs = views.Costs()
        if isinstance(self.view, WindowView):
            costs, self.view.costs = self.view.costs, costs
        self._send(
            Measured(
                seconds=now - costs.since,
                frames=costs.shown,
                late=costs.late,
                own_ms=list(costs.own_ms),
                gl_ms=list(costs.gl_ms),
                underruns=self.player.underruns,
                scene=self.player.clock.scene(now),
            )
        )

    # -------------------------------------------------------------------------------------------------- telling

    def _tell(self, events: list[Event]) -> None:
        for event in events:
            self._send(event)

    def _fault(self, error: AvatarError) -> None:
        log.error("%s", error)
        self._send(Fault(str(error)))

    def _sound_changed(self, state: Sounding, sentence: str) -> None:
        if state is not Sounding.PLAYING or not sentence.startswith("Sound goes to"):
            self._send(Fault(sentence))
        self._tell_ready()

    def _tell_ready(self) -> None:
        drawn = self.view.drawn if isinstance(self.view, WindowView) else ""
        self._send(Ready(self.view.mode, self.player.device, self.player.latency, self._why, drawn))


class Waker:
    """Wakes whichever view there is."""

    def __init__(self) -> None:
        self.view: View | None = None

    def __call__(self) -> None:
        if self.view is not None:
            self.view.wake()


def run(inbox: SimpleQueue[Any], channel: Channel, waker: Waker) -> None:
    """Plays until `Quit`, or until the chat is gone."""

    def send(event: Event) -> None:
        try:
            channel.send(event, urgent=not isinstance(event, messages.Frame))
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
            # A look through all that will stay anyway would hold up frames and sound for longer than a frame lasts.
            gc.collect()
            gc.freeze()
        elif theatre is not None:
            theatre.take(message)
    waker.view = None
    if theatre is not None:
        theatre.close()


def _cast(cast: list[messages.Json]) -> tuple[CastMember, ...]:
    return tuple(CastMember(**(member | {"place": Place(**member["place"])})) for member in cast)
