"""The stage that a session plays on: opened, opened anew with other settings, and told what the one before knew."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from avatar.config import Config, SoundConfig, StageConfig
from avatar.scene.widgets import Rect, Widget
from avatar.scenefile import Packed
from avatar.session.crossing import Newest, on_loop
from avatar.stage import messages as staged
from avatar.stage.link import Stage
from avatar.types import CastMember, Clip, Mark, Performance, Place

LAMP = Widget("microphone", "lamp", Rect(0.92, 0.03, 0.05, 0.05))
"""In the picture's corner while a microphone is open."""


class Stages:
    """One stage at a time, or none: without one, whatever is to be played is over at once. Use it on one event loop."""

    def __init__(self, config: Config, take: Callable[[staged.StageEvent], None]) -> None:
        """`take` gets what the stage tells, on the event loop; of frames only the newest."""
        self._config, self._take = config, take
        self._stage: Stage | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._newest: Newest[staged.FacePicture] = Newest()
        self._hear: Callable[[staged.StageEvent], None] = lambda event: None
        self._place = Place()
        self._face = (0, 0)
        self._overheard: Callable[[staged.Played], None] | None = None
        self._overlay: tuple[tuple[Widget, ...], tuple[float, float], bool] | None = None
        self._lamp = False

    # ------------------------------------------------------------------------------------------ opening and closing

    def open(self) -> None:
        """Open the first one. Raises LibraryError for an unknown character."""
        come = on_loop(self._came)

        def hear(event: staged.StageEvent) -> None:
            """On the stage's thread."""
            if isinstance(event, staged.Played):
                if self._overheard is not None:
                    self._overheard(event)
            elif not isinstance(event, staged.FacePicture) or self._newest.put(event):
                come(event)

        self._hear = hear
        self._stage = self._opened()

    def open_anew(self, config: Config) -> None:
        """Replace the stage by a new one; what the old one had not played is forgotten."""
        self._config = config
        old, self._stage = self._stage, None
        if old:
            task = asyncio.create_task(asyncio.to_thread(old.close))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
            self._stage = self._opened()

    async def close(self) -> None:
        """End the stage, and wait until those that it replaced have ended, too."""
        stage, self._stage = self._stage, None
        ends = [*self._closing, *([asyncio.to_thread(stage.close)] if stage else [])]
        await asyncio.gather(*ends)

    def _opened(self) -> Stage:
        title, seed = self._config.character.name.title(), random.randrange(1 << 31)
        stage = Stage(self._config, self._hear, cast=self._people(), title=title, seed=seed, face=self._face)
        self._cover(stage)
        if self._overheard is not None:
            stage.overhear(True)
        return stage

    def _people(self) -> tuple[CastMember, ...]:
        name = self._config.character.name
        return (CastMember(name, name, self._config.voice.name, self._place),)

    def _came(self, event: staged.StageEvent) -> None:
        self._take(self._newest.take(event) if isinstance(event, staged.FacePicture) else event)

    # ------------------------------------------------------------------------------------------------------- asking

    def perform(self, id_: int, performance: Performance | Packed) -> bool:
        """See `conversation.speaking.Outlet`."""
        if self._stage:
            self._stage.perform(id_, performance)
        return self._stage is not None

    def effect(self, id_: int, clip: Clip, gain: float) -> bool:
        """Play a sound now; False where there is no stage to do it."""
        if self._stage:
            self._stage.effect(id_, clip, gain=gain)
        return self._stage is not None

    def stop(self) -> None:
        if self._stage:
            self._stage.stop()

    def state(self, name: str) -> None:
        if self._stage:
            self._stage.express(name)

    def act(self, mark: Mark) -> None:
        """Act an expression, a gesture or a glance from now on."""
        if self._stage:
            self._stage.express(mark)

    def hush(self, seconds: float) -> None:
        """Let nothing be heard for so many seconds at most, though all goes on; 0: be heard again."""
        if self._stage:
            self._stage.hush(seconds)

    def overhear(self, take: Callable[[staged.Played], None] | None) -> None:
        """Give what is played to `take`, on a thread of the stage's own, from now on; None ends that."""
        self._overheard = take
        if self._stage:
            self._stage.overhear(take is not None)

    # -------------------------------------------------------------------------------------------------- its settings

    def configure(self, config: Config) -> None:
        """Take over the settings that an open stage can: volume, mute, captions, less motion, another character.

        Raises LibraryError.
        """
        before, self._config = self._config, config
        if self._stage is None:
            return
        if config.character != before.character:
            self._stage.load(self._people())
        if config.sound != before.sound:
            self._stage.sound(config.sound.volume, config.sound.muted)
        if config.stage != before.stage:
            self._stage.view(captions=config.stage.captions, reduced_motion=config.stage.reduced_motion)

    def face(self, width: int, height: int) -> None:
        """Pixels of the terminal face; 0 by 0 where there is none."""
        self._face = (width, height)
        if self._stage:
            self._stage.face(width, height)

    def hover(self, x: float, y: float, *, down: bool) -> None:
        """The pointer is over the terminal face; see `stage.link.Stage.hover`."""
        if self._stage:
            self._stage.hover(x, y, down=down)

    def stand(self, place: Place) -> None:
        """Put the character somewhere else."""
        self._place = place
        if self._stage:
            self._stage.load(self._people())

    def overlay(self, widgets: tuple[Widget, ...], shift: tuple[float, float], *, calm: bool) -> None:
        """Widgets over the picture; see `stage.link.Stage.overlay`."""
        self._overlay = widgets, shift, calm
        if self._stage:
            self._cover(self._stage)

    def lamp(self, on: bool) -> None:
        """The light that shows that a microphone is open."""
        if on != self._lamp:
            self._lamp = on
            self._overlay = self._overlay or ((), (0.0, 0.0), False)
            if self._stage:
                self._cover(self._stage)

    def _cover(self, stage: Stage) -> None:
        if self._overlay:
            widgets, shift, calm = self._overlay
            stage.overlay((*widgets, LAMP) if self._lamp else widgets, shift, calm=calm)

    @property
    def pid(self) -> int | None:
        """Process id of the stage, while it runs."""
        return self._stage.pid if self._stage else None

    def measure(self) -> None:
        """Ask the stage for Measured; one that is stuck gives no answer."""
        if self._stage:
            self._stage.measure()


def needs_another(old: Config, new: Config) -> bool:
    """Whether only a stage opened anew can take over the settings."""
    return _window(new.stage) != _window(old.stage) or _device(new.sound) != _device(old.sound)


def _window(stage: StageConfig) -> StageConfig:
    """The settings that an open stage can't change: all but captions and less motion."""
    from dataclasses import replace

    return replace(stage, captions=False, reduced_motion=False)


def _device(sound: SoundConfig) -> SoundConfig:
    """The sound settings that an open stage can't change: all but volume and mute."""
    from dataclasses import replace

    return replace(sound, volume=1.0, muted=False)
