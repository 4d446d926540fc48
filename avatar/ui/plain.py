"""The chat in plain lines: for pipes, screen readers and terminals that can do nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from typing import TextIO
from urllib.parse import urlsplit

from avatar import config as configuration
from avatar import library
from avatar.brain import keys
from avatar.brain.base import Turn
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session import (
    ClauseStarted,
    EarsChanged,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    ReplyThought,
    Session,
    SessionEvent,
    ShowEnded,
    ShowStarted,
    SpeechEnded,
    SpeechHeard,
)
from avatar.types import Scene
from avatar.ui import commands, slash
from avatar.ui.hearing import push_to_talk
from avatar.ui.inert import InertStream, inert
from avatar.ui.keeping import Keeper, name_day
from avatar.ui.room import LONGEST_GOODBYE, MakeSession, Status, Wish, tell_length
from avatar.ui.singing import tell_show


class PlainChat:
    """Reads lines, writes what is answered. Where stdin is a pipe, each line waits until the last answer was heard."""

    def __init__(self, config: Config, make: MakeSession, source: TextIO, out: TextIO, err: TextIO) -> None:
        self.config = config
        self.status = Status(
            slash.describe_character(config.character.name)[0], voice=config.voice.name, muted=config.sound.muted,
            volume=config.sound.volume,
        )  # fmt: skip
        self.over = False
        try:
            self.keeper = Keeper(config.character.name, on=config.chat.history)
        except AvatarError as error:
            print(f"({error})", file=err)
            self.keeper = Keeper(config.character.name, on=False)
        self._source, self._out, self._err = source, out, err
        self._interactive = source.isatty()
        self._session = make(config)
        self._session.subscribe(self._happened)
        self._silent = asyncio.Event()
        self._silent.set()
        self._stream = InertStream()
        self._begun = False
        self._thought: float | None = None
        self._told: set[str] = set()
        """Notices since the last line: a device that comes and goes must not be read out again and again."""
        self._hears = False
        """Whether a microphone is open."""
        self._answering: set[asyncio.Future[None]] = set()
        """What answers what was heard."""

    async def run(self, *, resume: bool = False) -> None:
        """Until the end of input, or /quit."""
        try:
            await self._talk(resume)
        except asyncio.CancelledError:
            self._end_line()
            raise

    async def _talk(self, resume: bool) -> None:
        await self._session.start()
        if resume and (kept := self.keeper.latest()):
            await self.go_on(self.keeper.resume(kept.id))
        if self._interactive:
            print("Type something and press Enter; /help tells more, Ctrl+D ends.", file=self._err, flush=True)
            if self.config.chat.greeting:
                await self._begin(self._session.greet())
        lines = _lines(self._source)
        while not self.over:
            line = await anext(lines, None)
            if line is None:
                self._end_line()
                break
            await self._typed(line)
            if not self._interactive:
                await self._silent.wait()
        if not self.over:
            await self._silent.wait()

    def _end_line(self) -> None:
        """Where Ctrl+D or Ctrl+C left the cursor behind what was typed, the shell begins on a line of its own."""
        if self._interactive:
            print(file=self._err, flush=True)

    async def close(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._session.close(), LONGEST_GOODBYE)
        with contextlib.suppress(AvatarError):
            self.keeper.keep(self._session.turns)

    async def _typed(self, line: str) -> None:
        self._told.clear()
        text = line.strip()
        invocation = slash.COMMANDS.parse(text)
        if invocation is not None:
            await slash.perform(self, invocation)
        elif text:
            await self._said(commands.read_message(text))
        elif self._interactive and self._session.ears == "push":
            await self.ask(push_to_talk)

    async def _said(self, text: str) -> None:
        """The user says something, or asks for a song in words."""
        if not await slash.perform_wish(self, text):
            await self._begin(self._session.say(text))

    def find_song(self, text: str) -> str:
        return self._session.find_song(text)

    def wants_silence(self, text: str) -> bool:
        return self._session.wants_silence(text)

    async def _begin(self, wish: Awaitable[None]) -> None:
        self._silent.clear()
        try:
            await wish
        except AvatarError as error:
            self._silent.set()
            await self.remark(str(error), "error")

    # ---- what the session tells

    def _happened(self, event: SessionEvent) -> None:
        match event:
            case ReplyStarted():
                self._silent.clear()
                self._stream, self._begun, self._thought = InertStream(), False, None
            case ReplyThought(_, seconds):
                self._thought = seconds
            case ReplyText(text):
                self._write(self._stream.feed(text))
            case ReplyEnded(_, interrupted):
                self._write(self._stream.end())
                if self._begun:
                    print(" —" if interrupted else "", file=self._out, flush=True)
                self._begun = False
            case SpeechEnded():
                self._silent.set()
            case ClauseStarted(_, rung, voice):
                self.status = replace(self.status, rung=rung, voice=voice)
            case Notice(text, _) if text not in self._told:
                self._told.add(text)
                print(f"({inert(text)})", file=self._err, flush=True)
            case EarsChanged(_, on, device) if on != self._hears:
                self._hears = on
                told = f"open: {inert(device)}" if on else "closed"
                print(f"(The microphone is {told}.)", file=self._err, flush=True)
            case SpeechHeard(text, final=True) if text:
                print(f"You: {inert(text)}", file=self._err, flush=True)
                answer = asyncio.ensure_future(self._said(inert(text)))
                self._answering.add(answer)
                answer.add_done_callback(self._answering.discard)
            case ShowStarted() | ShowEnded():
                self._show(event)
            case _:
                pass

    def _show(self, event: ShowStarted | ShowEnded) -> None:
        """A song or a show begins, or is over: until then it is not silent."""
        if isinstance(event, ShowStarted):
            self._silent.clear()
            print(f"({inert(tell_show(event.title))})", file=self._err, flush=True)
            return
        self._silent.set()
        if event.error:
            print(f"({inert(event.error)})", file=self._err, flush=True)

    def _write(self, text: str) -> None:
        if not self._begun and text.strip():
            self._begun = True
            if self._thought is not None:
                print(f"(thought for {tell_length(self._thought)})", file=self._err, flush=True)
            print(f"{self.status.character}: ", end="", file=self._out)
            text = text.lstrip()
        if self._begun:
            print(text, end="", file=self._out, flush=True)

    # ---- what slash commands need

    async def remark(self, text: str, severity: str = "information", *, markdown: bool = False) -> None:
        print(inert(text).replace("**", "").replace("`", ""), file=self._err, flush=True)

    def changed(self, **changes: object) -> None:
        self.status = replace(self.status, **changes)  # type: ignore[arg-type]

    async def ask(self, wish: Wish) -> None:
        await wish(self._session)

    def set_setting(self, key: str, value: str) -> None:
        self.config = configuration.override(self.config, key, value)
        self.keeper.character = self.config.character.name
        self.status = replace(self.status, character=slash.describe_character(self.config.character.name)[0])

    def use_theme(self, wish: str) -> None:
        """Plain lines have no colours."""

    @property
    def dark(self) -> bool:
        return True

    @property
    def turns(self) -> Sequence[Turn]:
        return self._session.turns

    async def scene(self) -> Scene:
        return self._session.scene()

    async def last_scene(self) -> Scene:
        return self._session.last_scene()

    async def answer_again(self) -> bool:
        self._silent.clear()
        found = await self._session.again()
        if not found:
            self._silent.set()
        return found

    async def say_otherwise(self, text: str) -> None:
        if not text:
            await self.remark("Write the new text after the command: /edit TEXT.", "warning")
            return
        await self._session.take_back()
        await self._begin(self._session.say(text))

    async def copy(self, text: str) -> None:
        """Plain lines have no clipboard."""
        print(inert(text), file=self._out, flush=True)

    async def lend(self, command: Sequence[str]) -> bool:
        """Plain lines are often no terminal's."""
        return False

    async def ask_key(self) -> None:
        command = f"{shlex.quote(sys.executable)} -m keyring set {keys.SERVICE}"
        await self.remark(f"Keep it with: {command} {urlsplit(self.config.brain.url).hostname}")

    async def go_on(self, turns: Sequence[Turn]) -> None:
        await self._session.stop()
        self._session.recall(turns)
        for turn in turns[-2:]:
            print(f"{'You' if turn.who == 'user' else self.status.character}: {inert(turn.text)}", file=self._err)

    async def pick_past(self, words: str) -> None:
        """Without a screen to pick on, the latest one."""
        kept = self.keeper.past(words, 1)[0]
        await self.remark(f"Going on with: {kept.title} ({name_day(kept.started)})")
        await self.go_on(self.keeper.resume(kept.id))

    async def open_settings(self) -> None:
        await self.remark(f"Settings are in {library.config_path()}; `avatar config` shows them.")

    async def clear(self) -> None:
        """There is no screen to empty."""

    def leave(self) -> None:
        self.over = True


async def _lines(source: TextIO) -> AsyncIterator[str]:
    """Lines as they come, read on a thread that does not keep the program alive."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError, ValueError, OSError):
            for line in source:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


async def chat(config: Config, make: MakeSession = Session, *, resume: bool = False) -> int:
    """Run the plain chat on stdin and stdout; returns the exit status."""
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    talk = PlainChat(config, make, sys.stdin, sys.stdout, sys.stderr)
    try:
        await talk.run(resume=resume)
    finally:
        await talk.close()
    return 0
