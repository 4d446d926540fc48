"""A session: a character that is talked with, told what to do, and listened to by any number of faces and remotes."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from avatar import audio, library
from avatar import config as settings
from avatar.brain import Turn
from avatar.brain.base import Sent
from avatar.brain.making import make as make_brain
from avatar.catalogue import voices
from avatar.config import Config
from avatar.conversation.company import Company
from avatar.conversation.dialogue import Dialogue
from avatar.conversation.events import (
    FaceFrame,
    Notice,
    SessionEvent,
    ShowEnded,
    ShowStarted,
    SignOfLife,
    StageChanged,
    StageClosed,
    Touched,
    WindowSized,
    WindowTouched,
    WindowTyped,
)
from avatar.conversation.speaking import ClauseSpeaker
from avatar.errors import AudioError, StageError
from avatar.scene.widgets import Widget
from avatar.session.crossing import on_loop
from avatar.session.hearing import EarsMode, Hearing
from avatar.session.listeners import Listener, Listeners
from avatar.session.shows import Shows
from avatar.session.sounds import Sounds
from avatar.session.stages import Stages, needs_another
from avatar.show import wishes
from avatar.stage import messages as staged
from avatar.types import Clip, Mark, Place, Scene

MANY_UNDERRUNS = 5
"""Times that the sound may break off before the user is told what helps."""

LONGEST_SOUND_S = 600.0
"""Longest sound that is played in a talk, in seconds: three processes hold all of it in memory."""

LOOKS = ("audience", "away", "left", "right")
"""Where eyes can look when nobody else is on the stage."""


class Session:
    """Owns a dialogue, the performer process, the stage process and the settings.

    Not thread-safe: use it on one event loop, on which listeners are called too.
    """

    def __init__(self, config: Config, *, keeps_window: bool = False) -> None:
        """`keeps_window`: listeners are told that a window was closed, and decide. Else the talk goes on without it."""
        self._config, self._keeps_window = config, keeps_window
        self._ids = itertools.count(1)
        self._listeners = Listeners()
        self._tell = self._listeners.tell
        self._stages = Stages(config, self._staged)
        self._speaking = ClauseSpeaker(config, self._ids, self._stages, self._tell)
        self._dialogue = Dialogue(self._speaking, self._tell)
        self._sounds = Sounds(self._ids, self._stages, self._tell)
        self._shows = Shows(self._played_on)
        self._played: list[str] = []
        """Shows and songs of this talk."""
        self._company = Company(self._dialogue.volunteer, self._stages.act, lambda: self.busy or self.showing)
        self._keeps_company = False
        self._hearing = Hearing(self, self._stages, self._tell)
        self._face = (0, 0)
        self._told_of_underruns = False
        self._told_why = ""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` all that happens from now on. Returns a function that ends it."""
        return self._listeners.subscribe(listener)

    async def start(self) -> None:
        """Bring up brain, voice and stage. Raises LibraryError, CharacterError or BrainError for what is not there."""
        await self._dialogue.think_with(make_brain(self._config))
        self._speaking.start(on_loop)
        self._stages.open()
        self._hearing.begin()

    async def close(self) -> None:
        """End everything that was started."""
        self._company.leave()
        await self.stop()
        await self._dialogue.think_with(None)
        await self._hearing.close()
        await self._shows.close()
        await asyncio.gather(self._stages.close(), asyncio.to_thread(self._speaking.close))
        self._speaking.forget()

    # ------------------------------------------------------------------------------------------------------ the talk

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said so far; of an interrupted reply only the part that was heard."""
        return self._dialogue.turns

    @property
    def busy(self) -> bool:
        """Whether a reply is being thought of or heard."""
        return self._speaking.reply is not None

    async def greet(self) -> None:
        """Let the character speak first."""
        await self._dialogue.greet()

    def keep_company(self) -> None:
        """From now on the character speaks first when it is left alone, and reacts when it is touched."""
        self._keeps_company = True
        self._company.keep(self._config.chat.speaks_first_s)

    async def say(self, text: str) -> None:
        """The user says something: this interrupts the character, which then answers."""
        self._company.notice()
        await self.stop()
        await self._dialogue.say(text)

    async def say_exactly(self, text: str) -> None:
        """The character says this, whatever its brain thinks."""
        await self.stop()
        await self._dialogue.say_exactly(text)

    async def preview(self, text: str) -> None:
        """The character says this to let its voice be heard: no part of the talk."""
        await self.stop()
        await self._dialogue.preview(text)

    async def again(self) -> bool:
        """Have the user's last message answered anew; False if there is no message yet."""
        await self.stop()
        return await self._dialogue.again()

    async def take_back(self) -> str:
        """Take back the user's last message and its answer. Returns the message's text, '' if there is none."""
        await self.stop()
        return await self._dialogue.take_back()

    async def stop(self) -> bool:
        """Sound off, mouth shut, no more thinking, no show. True if there was something to stop."""
        sounded = self._sounds.stop()
        talked = await self._dialogue.stop()
        return await self._shows.end() or talked or sounded

    def recall(self, turns: Sequence[Turn]) -> None:
        """Go on from the turns of an earlier conversation; without any turns, begin anew."""
        self._dialogue.recall(turns)

    async def unlearn(self, key: str = "") -> None:
        """Let the brain forget one thing that it knows of the user; with '' everything, and this conversation too."""
        await self.stop()
        await self._dialogue.unlearn(key)

    def sent(self) -> Sequence[Sent]:
        """What the brain made its last reply from, in order: for a language model the messages of its request."""
        return self._dialogue.sent()

    def last_scene(self) -> Scene:
        """The last reply as a Scene, as far as it was heard."""
        return self._speaking.last_scene()

    def scene(self) -> Scene:
        """All replies since the conversation began, or went on, as one Scene: as far as they were heard."""
        return self._speaking.scene()

    # ------------------------------------------------------------------------------------------------------ the ears

    def listen(self, mode: EarsMode) -> None:
        """Listen to nobody; to one utterance whenever `push_to_talk` is called; or all the time. What is said comes as
        SpeechHeard, for whoever holds the session to `say`.

        Raises EngineError for a recogniser that there isn't, EngineMissing where something must be got first.
        """
        self._hearing.listen(mode)

    def push_to_talk(self) -> None:
        """Listen to one utterance; while it listens: what was said is all. Raises as `listen`."""
        self._hearing.push()

    @property
    def ears(self) -> EarsMode:
        """To whom it listens."""
        return self._hearing.mode

    # ------------------------------------------------------------------------------------------------- the character

    def act(self, name: str, *, seconds: float | None = None, strength: float = 1.0) -> None:
        """Act an expression or a gesture now, whatever is said. `name`: as in a reply's `[wave]`, or an emoji; an
        expression holds for `seconds`, or until the next one; `strength`: 0 to 1.

        Raises StageError for a name that the character can't act.
        """
        vocabulary = self._speaking.vocabulary()
        mark = vocabulary.mark("-".join(name.split())) or vocabulary.emoji(name)
        if mark is None:
            near = vocabulary.nearest(name)
            known = ", ".join((*vocabulary.names("expression"), *vocabulary.names("gesture")))
            remedy = f"Did you mean {near!r}?" if near else f"There are: {known}."
            raise StageError(f"{self._config.character.name} can't act {name!r}", remedy=remedy)
        self._stages.act(replace(mark, end=seconds, strength=min(max(strength, 0.0), 1.0)))

    def look(self, where: str, *, seconds: float | None = None) -> None:
        """Turn the eyes: to one of `LOOKS`, for `seconds`, or until the next look. Raises StageError."""
        if where not in LOOKS:
            raise StageError(f"Eyes can't look {where!r}", remedy=f"There are: {', '.join(LOOKS)}.")
        self._stages.act(Mark("look", where, end=seconds))

    async def play(
        self, sound: Clip | Path | str, *, mouth: bool = False, text: str = "", gain: float = 1.0
    ) -> int | None:
        """Play a sound: a Clip, or a file (WAV, FLAC, Ogg, MP3).

        With `mouth` the character moves its lips to it, in place of what it is saying, and the sound is a reply like
        any other; `text`: what is said in it, where that is known. Without, it is heard beside the talk, at a linear
        `gain`, and its number comes back, which SoundEnded tells. Raises AudioError.
        """
        clip = sound if isinstance(sound, Clip) else await asyncio.to_thread(audio.read, Path(sound))
        if clip.duration > LONGEST_SOUND_S:
            name = "" if isinstance(sound, Clip) else sound
            remedy = f"A talk has room for {LONGEST_SOUND_S:.0f} s; play it in a show."
            raise AudioError(f"The sound is {clip.duration:.0f} s long", where=name, remedy=remedy)
        if not mouth:
            return self._sounds.play(clip, gain)
        await self.stop()
        await self._dialogue.mime(clip, text)
        return None

    def relax(self) -> None:
        """Take every mood off the face."""
        self._stages.act(Mark("expression", "neutral"))

    def listening(self, on: bool) -> None:
        """The user is typing, and the character attends."""
        if on:
            self._company.notice()
        if not self.busy:
            self._stages.state("listening" if on else "idle")

    async def play_show(self, name: str, *, captions: bool | None = None, style: str = "") -> None:
        """Play a show from its first line. `name`: of a show in the library, or a path; `captions`: None leaves them to
        the settings; `style`: of a song's backing, '' for the song's own.

        Raises AvatarError where it can't be read or a character of it isn't here.
        """
        await self.stop()
        await self._shows.play(self._config, name, self._face, captions, style)
        self._played.append(name)

    def _played_on(self, event: SessionEvent) -> None:
        """Of a show. While it is played nobody is listened to: its own voices would be heard."""
        match event:
            case ShowStarted():
                self._hearing.rest(True)
            case ShowEnded():
                self._hearing.rest(False)
        self._tell(event)

    def wants_silence(self, text: str) -> bool:
        """Whether a message asks for what is being played to end, and for nothing else."""
        return self.showing and wishes.is_stop(text)

    def find_song(self, text: str) -> str:
        """The song that a message asks for in words ("sing me something", or "yes" to the character's offer), by its
        name; '' for any other message."""
        last = self.turns[-1] if self.turns else None
        offer = last.text if last is not None and last.who == "character" else ""
        return wishes.find_wish(text, self._config.character.name, offer, self._played)

    async def end_show(self) -> bool:
        """End the show and nothing else; False where none is played."""
        return await self._shows.end()

    @property
    def showing(self) -> bool:
        """Whether a show is being played."""
        return self._shows.playing

    # ---------------------------------------------------------------------------------------------------- the picture

    def set_face(self, width: int, height: int) -> None:
        """Pixels of the terminal face; 0 by 0 where there is none."""
        self._face = (width, height)
        self._stages.face(width, height)
        self._shows.face(width, height)

    def hover(self, x: float, y: float, *, down: bool = False) -> None:
        """The pointer is over the terminal face, in shares of the picture; `down`: its button came down there."""
        self._stages.hover(x, y, down=down)

    def stand(self, place: Place) -> None:
        """Put the character somewhere else in its picture."""
        self._stages.stand(place)

    def overlay(
        self, widgets: tuple[Widget, ...], shift: tuple[float, float] = (0.0, 0.0), *, calm: bool = False
    ) -> None:
        """Show widgets over the picture, in place of those before. `shift` moves the character, in parts of the
        picture; `calm`: nobody looks closely, so fewer pictures will do.
        """
        self._stages.overlay(widgets, shift, calm=calm)

    # ---------------------------------------------------------------------------------------------------- settings

    @property
    def config(self) -> Config:
        return self._config

    async def set_voice(self, name: str) -> None:
        """Speak with another voice from now on, '' is the character's own. Raises LibraryError."""
        if name:
            voices.named(name)
        self._adopt(settings.override(self._config, "voice.name", name))

    async def load(self, character: str) -> None:
        """Let another character take over; the conversation goes on. Raises LibraryError, BrainError."""
        library.character(character)
        await self.stop()
        config = settings.override(self._config, "character.name", character)
        await self._dialogue.think_with(make_brain(config))
        self._adopt(config)

    async def set_muted(self, on: bool) -> None:
        self._hear_with(replace(self._config, sound=replace(self._config.sound, muted=on)))

    async def set_volume(self, volume: float) -> None:
        """0 to 1. Raises ConfigError outside."""
        self._hear_with(settings.override(self._config, "sound.volume", str(volume)))

    async def apply(self, config: Config) -> None:
        """Take over changed settings; another stage or sound device is opened in place of the old one.

        Raises LibraryError or BrainError, and then nothing has changed.
        """
        old = self._config
        if self._keeps_company and config.chat.speaks_first_s != old.chat.speaks_first_s:
            self._company.keep(config.chat.speaks_first_s)
        if config.voice.name:
            voices.named(config.voice.name)
        brain = make_brain(config) if _thought_up_by(config) != _thought_up_by(old) else None
        anew = needs_another(old, config)
        if brain or anew:
            await self.stop()
        if brain:
            await self._dialogue.think_with(brain)
        if anew:
            self._speaking.configure(config)
            self._open_anew(config)
        else:
            self._adopt(config)
        self._hearing.configure(old)

    async def renew_brain(self) -> None:
        """Make the brain anew, since a key or a persona's files, from which it is made, changed. Raises BrainError."""
        await self.stop()
        await self._dialogue.think_with(make_brain(self._config))

    def _adopt(self, config: Config) -> None:
        """Voice and stage go on with other settings."""
        self._config = config
        self._speaking.configure(config)
        self._stages.configure(config)
        self._shows.configure(config)

    def _hear_with(self, config: Config) -> None:
        """Pass on volume and mute. Only the stage needs them: the voice goes on as it is."""
        self._config = config
        self._stages.configure(config)
        self._shows.configure(config)

    # --------------------------------------------------------------------------------------------------- processes

    def pids(self) -> dict[str, int]:
        """Process ids of stage and performer, as far as they are running."""
        found: dict[str, int | None] = {"stage": self._stages.pid, "performer": self._speaking.pid}
        return {name: pid for name, pid in found.items() if pid is not None}

    def ask_for_life(self) -> None:
        """Ask every process for a SignOfLife; one that is stuck gives none."""
        self._stages.measure()
        self._speaking.ask_for_life()

    @property
    def owed(self) -> tuple[int, ...]:
        """Ids of the clauses that the performer was given and has not answered."""
        return self._speaking.owed

    def kill(self, process: str) -> None:
        """End a process that is stuck; another one is started, and given the work that is still owed."""
        pid = self.pids().get(process)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def reopen(self) -> None:
        """Open the kind of stage that is wanted in place of a simpler one; it says what is still to be said."""
        self._open_anew(self._config)
        self._speaking.perform_again()

    # ------------------------------------------------------------------------------------------------- the stage

    def _open_anew(self, config: Config) -> None:
        self._config = config
        self._stages.open_anew(config)
        self._sounds.lost()

    def _leave_window(self) -> None:
        """Go on without a window: a user who closes it may well go on talking."""
        self._speaking.let_go()
        self._open_anew(settings.override(self._config, "stage.mode", "terminal"))
        self._speaking.go_on()

    def _staged(self, message: staged.StageEvent) -> None:
        """Take an event of the stage."""
        match message:
            case staged.Ready():
                self._tell(StageChanged(message.mode, message.sound))
                if message.why not in ("", self._told_why):  # the stage says it again whenever the sound comes or goes
                    self._told_why = message.why
                    self._tell(Notice(message.why))
            case staged.FacePicture() if not self.showing:
                self._tell(FaceFrame(message.width, message.height, message.blob))
            case staged.Started():
                self._hearing.aloud(True)
                self._speaking.sounds(message.id)
            case staged.Position():
                self._speaking.heard(message.id, message.t, message.word)
            case staged.Finished():
                if not self._sounds.done(message.id, whole=message.whole):
                    self._speaking.done(message.id)
                self._hearing.aloud(self.busy)
            case staged.Underruns():
                self._underran(message.count)
            case staged.StageFault():
                self._tell(Notice(message.text, "warning"))
            case _:
                self._windowed(message)

    def _windowed(self, message: staged.StageEvent) -> None:
        """Take an event of the stage's window."""
        match message:
            case staged.Closed():
                self._tell(StageClosed())
                if not self._keeps_window:
                    self._leave_window()
            case staged.Typed():
                self._tell(WindowTyped(message.text))
            case staged.Pointer():
                self._tell(WindowTouched(message.x, message.y, message.down))
            case staged.Touched(how, part):
                self._tell(Touched(how, part))
                if self._keeps_company and not self.showing:
                    self._company.touched(how)
            case staged.Sized():
                self._tell(WindowSized(message.width, message.height))
            case staged.Measured():
                self._tell(SignOfLife("stage", message.frames))
            case _:
                pass

    def _underran(self, count: int) -> None:
        """One break in the sound is an accident; a machine on which it keeps breaking needs the longer buffer."""
        if count >= MANY_UNDERRUNS and self._config.sound.latency == "low" and not self._told_of_underruns:
            self._told_of_underruns = True
            advice = 'sound.latency = "safe" in the settings gives it more time.'
            self._tell(Notice(f"The sound broke off {count} times: this machine is busy. {advice}", "warning"))


def _thought_up_by(config: Config) -> tuple[object, ...]:
    """The settings that make another brain necessary when they change."""
    return config.character, config.brain, config.chat.history
