"""The kiosk's conversation: with widgets over its picture, one that forgets, and whose processes are watched."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from avatar import config as settings
from avatar.config import Config
from avatar.conversation import Conversation, Event, Notice, SpeechEnded
from avatar.errors import AvatarError
from avatar.performer import choosing
from avatar.performer.messages import Pong
from avatar.scene.widgets import Widget
from avatar.stage import messages as staged
from avatar.stage.link import Stage
from avatar.types import CastMember, Mark, Place

STOPPING_S = 2.0
"""Longest wait for a brain to let go of its thought."""


class Talk(Conversation):
    """A Conversation for a screen that nobody looks after."""

    def __init__(self, config: Config, on_event: Callable[[Event], None], on_stage: Callable[[Any], None]) -> None:
        """`on_stage` gets what the stage says of itself (Pointer, Typed, Sized, Measured, Closed), and every Pong."""
        super().__init__(config, on_event)
        self._told_of_stage = on_stage
        self._place = Place()
        self._widgets: tuple[Widget, ...] = ()
        self._shift = (0.0, 0.0)
        self._calm = False

    # ------------------------------------------------------------------------------------------------ the picture

    def overlay(self, widgets: tuple[Widget, ...], shift: tuple[float, float], *, calm: bool = False) -> None:
        """Shows widgets over the picture; `calm`: nobody is there to look closely."""
        self._widgets, self._shift, self._calm = widgets, shift, calm
        if self._stage:
            self._stage.overlay(widgets, shift, calm=calm)

    def stand(self, place: Place) -> None:
        """Puts the character somewhere else."""
        self._place = place
        if self._stage:
            self._stage.load(self._people(self._config))

    def _people(self, config: Config) -> tuple[CastMember, ...]:
        name = config.character.name
        return (CastMember(name, name, config.voice.name, self._place),)

    def _stage_for(self, config: Config) -> Stage:
        title = config.character.name.title()
        seed = int.from_bytes(os.urandom(3), "little")
        stage = Stage(config, self._on_stage, cast=self._people(config), title=title, seed=seed, face=self._face)
        stage.overlay(self._widgets, self._shift, calm=self._calm)
        return stage

    def _staged(self, message: Any) -> None:
        if isinstance(message, staged.Pointer | staged.Typed | staged.Sized | staged.Measured | staged.Closed):
            self._told_of_stage(message)
        else:
            super()._staged(message)

    # -------------------------------------------------------------------------------------------- another character

    async def use(self, config: Config) -> None:
        """Other settings from now on. Raises AvatarError, and then nothing has changed."""
        before = self._config
        await self.apply(config)
        if self._stage and config.character != before.character:
            self._stage.load(self._people(config))

    async def speak(self, language: str, first: str) -> None:
        """Speak a language: with the voice of the settings where it is the `first`, else with one that has it."""
        voice = choosing.speaking(self._config, language) if language != first else None
        self._configure(settings.override(self._config, "voice.name", voice.name if voice else ""))

    # ------------------------------------------------------------------------------------------------ the visitor

    async def stop(self) -> bool:
        """As ever, but a brain that won't let go is left behind."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(super().stop(), STOPPING_S)
        self._thinking = None
        self._tell(SpeechEnded())
        return True

    def relax(self) -> None:
        """The face as it is with no mood in it: nobody is to be met with the surprise that was meant for another."""
        if self._stage:
            self._stage.express(Mark("expression", "neutral"))

    async def forget(self) -> tuple[tuple[str, str], ...]:
        """Ends the visit; what was said comes back once, as (who, text), and is known no more."""
        await self.stop()
        self.relax()
        said = tuple((turn.who, turn.text) for turn in self.turns)
        self.recall(())
        if said:
            try:
                await self._think_with(self._brain_for(self._config))
            except AvatarError as error:
                self._tell(Notice(str(error), "error"))
        return said

    # ---------------------------------------------------------------------------------------------- the processes

    def pids(self) -> dict[str, int]:
        """Of the processes that run now."""
        found = {"stage": self._stage.pid if self._stage else None, "performer": None}
        if self._performer:
            found["performer"] = self._performer.pid
        return {name: pid for name, pid in found.items() if pid is not None}

    def ask_for_life(self) -> None:
        """Every process that is well answers: the stage by Measured, the performer by Pong."""
        if self._stage:
            self._stage.measure()
        if self._performer:
            self._performer.ping()

    def kill(self, name: str) -> None:
        """Ends a process that is stuck; its link starts the next one and tells it what it owes."""
        pid = self.pids().get(name)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def reopen(self) -> None:
        """Another stage of the kind that is wanted, in place of a simpler one; it says what is still to be said."""
        self._open_anew(self._config)
        reply = self._reply
        for part in reply.parts.values() if reply else ():
            if part.performance is not None and not part.done and self._stage:
                self._stage.perform(part.id, part.performance)

    @property
    def owed(self) -> tuple[int, ...]:
        """Ids of the clauses that the performer was given and has not answered."""
        parts = self._reply.parts.values() if self._reply else ()
        return tuple(part.id for part in parts if part.performance is None and not part.done)

    def _performed(self, message: Any) -> None:
        if isinstance(message, Pong):
            self._told_of_stage(message)
        else:
            super()._performed(message)

    def _leave_window(self) -> None:
        """A window that was closed is no reason to go on without one: `on_stage` has heard of it."""


def for_kiosk(config: Config, *, windowed: bool, mode: Literal["window", "terminal"] = "window") -> Config:
    """The settings as a kiosk needs them: the whole screen, nothing kept, nothing sent. `mode`: window or terminal."""
    stage = replace(
        config.stage, mode=mode, captions=False, fullscreen=not windowed, borderless=False,
        on_top=not windowed, transparent=False,
    )  # fmt: skip
    if windowed and (stage.width, stage.height) == (720, 720):
        stage = replace(stage, width=1280, height=720)
    return replace(
        config,
        stage=stage,
        chat=replace(config.chat, history=False),
        speech=replace(config.speech, cache_mb=0),
    )


def safely(config: Config) -> Config:
    """The plainest that works: another character, the voice that is always there, the brain that needs nothing."""
    return replace(
        config,
        character=replace(config.character, name=config.kiosk.safe_character),
        voice=replace(config.voice, name=config.speech.fallback),
        brain=replace(config.brain, name="persona", card=""),
        lipsync=replace(config.lipsync, rungs=("voice", "estimated", "loudness")),
        speech=replace(config.speech, engine="auto"),
        stage=replace(config.stage, set="plain"),
    )
