"""A conversation, held: what the user says goes to the brain, the reply comes back clause by clause, is performed and
played. Whoever shows it (the terminal, a kiosk, a pipe) hears of it by events and holds no logic of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

from avatar import config as settings
from avatar import library
from avatar.brain import Brain, Turn
from avatar.brain.making import make as make_brain
from avatar.config import Config
from avatar.conversation.events import (
    Event,
    FaceFrame,
    Notice,
    ReplyEnded,
    ReplyStarted,
    SpeechEnded,
    StageChanged,
    StageClosed,
    WindowTyped,
)
from avatar.conversation.frames import NewestFrame
from avatar.conversation.reply import Reply
from avatar.conversation.speaking import Speaking
from avatar.conversation.thinking import one, take_in
from avatar.errors import BrainError
from avatar.performer.link import PerformerLink
from avatar.stage import messages as staged
from avatar.stage.link import Stage
from avatar.types import Scene

LONGEST_MESSAGE = 100_000
"""Characters of the user's; what is longer is cut, and the user told."""
MANY_UNDERRUNS = 5
"""Times that the sound may break off before the user is told what helps."""

log = logging.getLogger(__name__)


class Conversation(Speaking):
    """Owns the brain, the performer process and the stage process. Not thread-safe: use it on one event loop."""

    def __init__(self, config: Config, on_event: Callable[[Event], None]) -> None:
        super().__init__(config, on_event)
        self._turns: list[Turn] = []
        self._brain: Brain | None = None
        self._trouble = ""
        self._face = (0, 0)
        self._on_stage = NewestFrame(self._staged)
        self._closing: asyncio.Task[None] | None = None
        self._told_of_underruns = False

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said so far; of an interrupted reply what was heard."""
        return tuple(self._turns)

    @property
    def config(self) -> Config:
        return self._config

    @property
    def busy(self) -> bool:
        """Whether a reply is being thought of or heard."""
        return self._reply is not None

    async def start(self) -> None:
        """Bring up brain, voice and stage. Raises LibraryError, CharacterError or BrainError for what is not there."""
        loop = asyncio.get_running_loop()

        def on_loop(handler: Callable[[Any], None]) -> Callable[[Any], None]:
            def come(message: Any) -> None:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(handler, message)

            return come

        self._brain = self._brain_for(self._config)
        self._performer = PerformerLink(self._config, on_loop(self._performed))
        self._performer.warm(self._config.character.name)
        self._on_stage = NewestFrame(on_loop(self._staged))
        self._stage = self._stage_for(self._config)

    async def greet(self) -> None:
        """Let the character speak first."""
        await self._answer([])

    async def say(self, text: str) -> None:
        """The user says something; what is being said is interrupted, and the character answers."""
        await self.stop()
        if len(text) > LONGEST_MESSAGE:
            self._tell(Notice(f"Your message was cut to its first {LONGEST_MESSAGE:,} characters.", "warning"))
        self._turns.append(Turn("user", text[:LONGEST_MESSAGE]))
        await self._answer(self._turns)

    async def again(self) -> bool:
        """Another answer in place of the last one; False where there is none to be had."""
        await self.stop()
        while self._turns and self._turns[-1].who == "character":
            self._turns.pop()
        if self._turns:
            await self._answer(self._turns)
        return bool(self._turns)

    async def take_back(self) -> str:
        """The user's last message, which is unsaid now, as is what it was answered; '' where there is none."""
        await self.stop()
        while self._turns and (turn := self._turns.pop()):
            if turn.who == "user":
                return turn.text
        return ""

    async def say_exactly(self, text: str) -> None:
        """The character says this, whatever its brain thinks."""
        await self.stop()
        self._begin(one(text[:LONGEST_MESSAGE]))

    async def stop(self) -> bool:
        """Shut up: sound off, mouth shut, no more thinking. True if there was something to stop."""
        reply = self._reply
        if reply is None:
            return False
        if self._stage:
            self._stage.stop()
        if self._performer:
            self._performer.cancel(self._next_id)
        self._reply = None
        if self._thinking:
            self._thinking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._thinking
            self._thinking = None
        said = "".join(part.heard_text for part in reply.parts.values()).rstrip()
        for part in reply.parts.values():
            self._keep(part)
        if said:
            self._turns.append(Turn("character", said))
        self._tell(ReplyEnded(said, interrupted=True))
        self._tell(SpeechEnded())
        return True

    async def set_voice(self, name: str) -> None:
        """Speak with another voice from now on. Raises LibraryError."""
        library.voice(name)
        self._configure(settings.override(self._config, "voice.name", name))

    async def set_character(self, name: str) -> None:
        """Let another character take over; the conversation goes on. Raises LibraryError, BrainError."""
        library.character(name)
        await self.stop()
        config = settings.override(self._config, "character.name", name)
        await self._think_with(self._brain_for(config))
        self._configure(config)
        if self._stage:
            self._stage.load(name)

    async def set_muted(self, on: bool) -> None:
        self._sound(replace(self._config.sound, muted=on))

    async def set_volume(self, volume: float) -> None:
        """0 to 1. Raises ConfigError outside."""
        self._sound(settings.override(self._config, "sound.volume", str(volume)).sound)

    async def apply(self, config: Config) -> None:
        """Take over changed settings; another stage or sound device is opened in place of the old one.

        Raises LibraryError or BrainError, and then nothing has changed.
        """
        old = self._config
        library.character(config.character.name)
        if config.voice.name:
            library.voice(config.voice.name)
        brain = self._brain_for(config) if _thought_up_by(config) != _thought_up_by(old) else None
        anew = config.stage != old.stage or _device(config) != _device(old)
        if brain or anew:
            await self.stop()
        if brain:
            await self._think_with(brain)
        self._configure(config)
        if anew:
            self._open_anew(config)
        elif self._stage:
            if config.character != old.character:
                self._stage.load(config.character.name)
            self._sound(config.sound)

    async def unlearn(self, key: str = "") -> None:
        """Let the brain lose what it knows of the user: one thing, or with '' all, and this conversation with it."""
        await self.stop()
        forget = getattr(self._brain, "forget", None)
        if forget is not None:
            await forget(key)
        if not key:
            self.recall(())

    async def renew_brain(self) -> None:
        """Make the brain anew: what it is made from (a key, a persona's files) is another. Raises BrainError."""
        await self.stop()
        await self._think_with(self._brain_for(self._config))

    def recall(self, turns: Sequence[Turn]) -> None:
        """Go on from a conversation that was held before; of none at all: begin anew."""
        self._turns = list(turns)
        self._record.clear()

    def last_scene(self) -> Scene:
        """The last reply as a Scene, as far as it was heard."""
        return self._record.scene(self._replies, set=self._config.stage.set)

    def scene(self) -> Scene:
        """All replies since the conversation began, or went on, as one Scene: as far as they were heard."""
        return self._record.scene(set=self._config.stage.set)

    def listening(self, on: bool) -> None:
        """The user is typing, and the character attends."""
        if not self.busy:
            self._act("listening" if on else "idle")

    def set_face(self, width: int, height: int) -> None:
        """Pixels of the terminal face; 0 by 0 where there is none."""
        self._face = (width, height)
        if self._stage:
            self._stage.face(width, height)

    async def close(self) -> None:
        """End everything that was started."""
        await self.stop()
        if self._brain:
            await self._brain.aclose()
        if self._closing:
            await self._closing
        closing = [link.close for link in (self._stage, self._performer) if link]
        await asyncio.gather(*(asyncio.to_thread(each) for each in closing))
        self._stage = self._performer = self._brain = None
        self._record.clear()

    # ------------------------------------------------------------------------------------------------ the brain

    def _brain_for(self, config: Config) -> Brain:
        return make_brain(config)

    async def _think_with(self, brain: Brain) -> None:
        old, self._brain = self._brain, brain
        if old:
            await old.aclose()

    def _said(self, text: str) -> None:
        if text:
            self._turns.append(Turn("character", text))

    async def _answer(self, turns: list[Turn]) -> None:
        if self._brain is None:
            raise BrainError("The conversation has not been started")
        self._begin(self._brain.reply(tuple(turns)), asked=bool(turns))

    def _begin(self, tokens: AsyncIterator[str], *, asked: bool = True) -> None:
        self._replies += 1
        self._reply = Reply(time.perf_counter() if asked else None)
        self._act("thinking")
        self._tell(ReplyStarted())
        self._thinking = asyncio.create_task(self._think(self._reply, tokens))

    async def _think(self, reply: Reply, tokens: AsyncIterator[str]) -> None:
        await take_in(tokens, reply, lambda clause: self._hand_on(reply, clause), self._tell)
        self._tell_trouble()
        reply.thought = True
        self._tell(ReplyEnded(reply.shown.rstrip()))
        self._finish_if_over(reply)

    def _tell_trouble(self) -> None:
        """Say why another than the chosen brain spoke; once, not with every reply."""
        trouble = str(getattr(self._brain, "trouble", None) or "")
        if trouble and trouble != self._trouble:
            self._tell(Notice(trouble, "warning"))
        self._trouble = trouble

    # ------------------------------------------------------------------------------------------------- the stage

    def _stage_for(self, config: Config) -> Stage:
        title, seed = config.character.name.title(), random.randrange(1 << 31)
        return Stage(config, self._on_stage, title=title, seed=seed, face=self._face)

    def _leave_window(self) -> None:
        """The window was closed: whoever closed it wants no window, but may well go on talking."""
        for part in self._reply.parts.values() if self._reply else ():
            part.done = part.done or part.performance is not None
            self._keep(part)
        self._open_anew(settings.override(self._config, "stage.mode", "terminal"))
        if self._reply:
            self._send_ahead(self._reply)
            self._finish_if_over(self._reply)

    def _open_anew(self, config: Config) -> None:
        """Another stage in place of the one there is."""
        self._config = config
        old, self._stage = self._stage, None
        if old:
            self._closing = asyncio.create_task(asyncio.to_thread(old.close))
            self._stage = self._stage_for(config)

    def _staged(self, message: Any) -> None:
        """What the stage tells."""
        match message:
            case staged.Ready():
                self._tell(StageChanged(message.mode, message.sound))
                if message.why:
                    self._tell(Notice(message.why))
            case staged.Frame():
                frame = self._on_stage.taken(message)
                self._tell(FaceFrame(frame.width, frame.height, frame.blob))
            case staged.Started():
                self._sounds(message.id)
            case staged.Position():
                self._heard(message.id, message.t, message.word)
            case staged.Finished():
                self._done(message.id)
            case staged.Closed():
                self._tell(StageClosed())
                self._leave_window()
            case staged.Typed():
                self._tell(WindowTyped(message.text))
            case staged.Underruns():
                self._underran(message.count)
            case staged.Fault():
                self._tell(Notice(message.text, "warning"))
            case _:
                pass

    def _underran(self, count: int) -> None:
        """Once is an accident; a machine that keeps doing it needs the longer buffer."""
        if count >= MANY_UNDERRUNS and self._config.sound.latency == "low" and not self._told_of_underruns:
            self._told_of_underruns = True
            advice = 'sound.latency = "safe" in the settings gives it more time.'
            self._tell(Notice(f"The sound broke off {count} times: this machine is busy. {advice}", "warning"))

    # ------------------------------------------------------------------------------------------------- settings

    def _configure(self, config: Config) -> None:
        self._config = config
        if self._performer:
            self._performer.configure(config)
            self._performer.warm(config.character.name)

    def _sound(self, sound: settings.SoundConfig) -> None:
        self._config = replace(self._config, sound=sound)
        if self._stage:
            self._stage.sound(sound.volume, sound.muted)


def _thought_up_by(config: Config) -> tuple[object, ...]:
    """The settings that another brain is made for."""
    return config.character, config.brain, config.chat.history


def _device(config: Config) -> settings.SoundConfig:
    """The sound settings that only a newly opened stage can take: all but volume and mute."""
    return replace(config.sound, volume=1.0, muted=False)
