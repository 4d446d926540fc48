"""The chat: transcript, face, prompt and status line, and what the session's events do to them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.css.query import NoMatches
from textual.events import MouseMove
from textual.screen import Screen

from avatar import library
from avatar.brain import keys
from avatar.brain.base import Turn
from avatar.brain.making import find_server
from avatar.brain.memory import Conversation as Kept
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session import (
    ClauseStarted,
    EarsChanged,
    FaceFrame,
    Latency,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    ReplyThought,
    SessionEvent,
    ShowEnded,
    ShowStarted,
    ShowTouched,
    SpeechEnded,
    SpeechHeard,
    StageChanged,
    StageClosed,
    WindowTyped,
    WordSpoken,
)
from avatar.types import Scene
from avatar.ui import commands, graphics, slash
from avatar.ui.commands import Completion, Invocation
from avatar.ui.depth import find_depth, restore_environment
from avatar.ui.edge import tell_fault
from avatar.ui.hearing import Draft
from avatar.ui.history import History
from avatar.ui.inert import inert_line
from avatar.ui.keeping import Keeper, find_title, name_day
from avatar.ui.room import NO_SOUND, Status, Wish
from avatar.ui.screens.pick import Choice, PickScreen
from avatar.ui.screens.secret import SecretScreen
from avatar.ui.screens.settings import SettingsScreen
from avatar.ui.singing import tell_show
from avatar.ui.widgets.completions import Completions
from avatar.ui.widgets.face import Face
from avatar.ui.widgets.prompt import Prompt
from avatar.ui.widgets.status import StatusLine
from avatar.ui.widgets.transcript import Past, Remark, Said, Transcript
from avatar.ui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from avatar.ui.app import ChatApp, Left

KEYS = {"": "Enter send · Ctrl+J new line · Esc stop · / commands", "-narrow": "Enter send · Esc stop · / commands"}
"""What the prompt's frame says of keys, by the screen's class."""


TINY = 13
"""Rows below which the talk needs all of them, and the face goes."""

SHOWN_AGAIN = 40
"""Turns of a past conversation that are put on the screen."""

HOVER_S = 0.05
"""Least seconds between two places of the mouse that the session is told."""

WINDOW_CLOSED = "The window is closed. The talk goes on here; Ctrl+C ends it."


class ChatScreen(Screen[None]):
    """The screen that the chat lives in."""

    CSS_PATH = "chat.tcss"
    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "search_typed", "Search what you typed", priority=True)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (116, "-broad")]  # noqa: RUF012  as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall"), (34, "-high")]  # noqa: RUF012

    app: ChatApp

    _hovered = 0.0
    """When the session was last told where the mouse is."""

    def __init__(self) -> None:
        super().__init__()
        self._draft = Draft()

    def compose(self) -> ComposeResult:
        config = self.app.config
        history = History(library.state_dir() / "history.jsonl" if config.chat.history else None)
        with Container(id="talk"):
            with Transcript(id="transcript"):
                yield Welcome(*self.who(), id="welcome")
            with Container(id="stage"):
                depth = find_depth(restore_environment(self.app.no_color))
                yield Face(colours=depth, graphics=graphics.found(), id="face")
        with Vertical(id="bottom"):
            yield Completions(id="completions")
            with Vertical(id="prompt-frame"):
                yield Prompt(history, self._completed, slash.COMMANDS.is_secret, id="prompt")
        yield StatusLine(id="status")

    def _completed(self, line: str) -> Sequence[Completion]:
        return slash.COMMANDS.complete(line, self.app.config.character.name)

    def on_mount(self) -> None:
        self.settings_changed()
        self.app.begin()

    def settings_changed(self) -> None:
        """Settings changed: show the new ones wherever they appear."""
        config = self.app.config
        self._set(
            voice=config.voice.name, muted=config.sound.muted, volume=config.sound.volume,
            offset_ms=config.sound.offset_for(self.status.sound),
        )  # fmt: skip
        self._name_shown()

    def _name_shown(self) -> None:
        """Says who is there, wherever it stands."""
        self._set(character=self.character_name)
        if not self.transcript.query("Said, Reply, Past, Old"):  # a talk that has begun began with who stands there
            self.query_one(Welcome).show(*self.who())
        self.query_one("#prompt", Prompt).placeholder = f"Say something to {self.character_name}…"

    def on_resize(self) -> None:
        frame = self.query_one("#prompt-frame")
        self.set_class(self.size.height < TINY, "-tiny")
        frame.border_subtitle = KEYS["-narrow" if self.size.width < 76 else ""]

    # ---- after a fault

    def state(self) -> tuple[Status | None, str]:
        """What is in use, and what stands in the prompt."""
        try:
            return self.status, self.query_one(Prompt).text
        except NoMatches:  # it failed before it stood, or while it went
            return None, ""

    async def take_up(self, left: Left) -> None:
        """Goes on where a screen failed: the same talk, and a line on what happened."""
        if left.status is not None:
            await self._show_again(self.app.session.turns)
            self._set(**{each.name: getattr(left.status, each.name) for each in fields(left.status)})
            self._stage(left.status.stage, left.status.sound)
            self.query_one(Prompt).put(left.draft)
        await self.remark(tell_fault(left.error), "error")

    # ---- parts

    @property
    def transcript(self) -> Transcript:
        return self.query_one(Transcript)

    @property
    def status(self) -> Status:
        return self.query_one(StatusLine).status

    @property
    def character_name(self) -> str:
        return self.who()[0]

    def who(self) -> tuple[str, str]:
        """The character's display name and description."""
        return slash.describe_character(self.app.config.character.name)

    def _set(self, **changes: object) -> None:
        line = self.query_one(StatusLine)
        line.status = replace(line.status, **changes)  # type: ignore[arg-type]

    async def remark(self, text: str, severity: str = "information", *, markdown: bool = False) -> None:
        """Something that the program has to say."""
        await self.transcript.answer(Remark(text, severity, markdown=markdown))

    @on(Face.Resized)
    def face_resized(self, message: Face.Resized) -> None:
        self.app.session.set_face(message.width, message.height)

    @on(Face.Poked)
    def face_poked(self, message: Face.Poked) -> None:
        self.app.session.hover(message.x, message.y, down=True)

    def on_mouse_move(self, event: MouseMove) -> None:
        """The eyes of the face in the terminal follow the mouse, wherever on the screen it is."""
        now = time.monotonic()
        if now - self._hovered < HOVER_S:
            return
        place = self.query_one(Face).find_share(event.screen_x, event.screen_y)
        if place is not None:
            self._hovered = now
            self.app.session.hover(*place)

    # ---- typing

    @on(Prompt.Completing)
    def show_completions(self, message: Prompt.Completing) -> None:
        self.query_one(Completions).show(message.completions, message.chosen)
        self.set_class(bool(message.completions), "-completing")

    @on(Prompt.Scroll)
    def scroll_transcript(self, message: Prompt.Scroll) -> None:
        self.transcript.scroll_pages(message.pages)

    @on(Prompt.Submitted)
    async def submitted(self, message: Prompt.Submitted) -> None:
        invocation = slash.COMMANDS.parse(message.text)
        if invocation is None:
            await self.send(commands.read_message(message.text))
        else:
            await self.perform(invocation)

    def find_song(self, text: str) -> str:
        return self.app.session.find_song(text)

    def wants_silence(self, text: str) -> bool:
        return self.app.session.wants_silence(text)

    async def perform(self, invocation: Invocation) -> None:
        """Do what a slash command says, and show what it answers."""
        self.transcript.asked()
        if invocation.command is not None and invocation.command.slow:
            self.app.ask(lambda session: slash.perform(self, invocation))
        else:
            await slash.perform(self, invocation)

    @on(Prompt.Changed)
    def typing(self, message: Prompt.Changed) -> None:
        self.app.session.listening(bool(message.text_area.text))

    async def send(self, text: str) -> None:
        """The user says something, or asks for a song in words."""
        self.transcript.asked()
        standing = self.transcript.add(Said(text))
        if self.wants_silence(text) or self.find_song(text):
            self.app.ask(lambda session: self._sing(text))
            await standing
            return
        self._set(doing="thinking")
        self.app.ask(lambda session: session.say(text))
        await standing

    async def _sing(self, text: str) -> None:
        await slash.perform_wish(self, text)

    # ---- what slash commands need: see `room.Room`

    @property
    def config(self) -> Config:
        return self.app.config

    @property
    def dark(self) -> bool:
        return self.app.current_theme.dark

    async def ask(self, wish: Wish) -> None:
        self.app.ask(wish)

    def changed(self, **changes: object) -> None:
        self._set(**changes)

    def set_setting(self, key: str, value: str) -> None:
        self.app.set_setting(key, value)
        self._name_shown()

    @property
    def keeper(self) -> Keeper:
        return self.app.keeper

    @property
    def turns(self) -> Sequence[Turn]:
        return self.app.session.turns

    async def scene(self) -> Scene:
        return self.app.session.scene()

    async def last_scene(self) -> Scene:
        return self.app.session.last_scene()

    async def answer_again(self) -> bool:
        await self.app.session.stop()
        await self.transcript.take_back(said=False)
        return await self.app.session.again()

    async def say_otherwise(self, text: str) -> None:
        before = await self.app.session.take_back()
        await self.transcript.take_back(said=True)
        if text:
            await self.send(text)
        else:
            self.query_one(Prompt).put(before)

    async def copy(self, text: str) -> None:
        self.app.copy_to_clipboard(text)
        await self.remark("Copied, if your terminal lets programs do that.")

    async def lend(self, command: Sequence[str]) -> bool:
        return await self.app.lend(command)

    async def ask_key(self) -> None:
        chosen = find_server(self.config.brain)

        async def given(key: str | None) -> None:
            if key is None:
                return
            try:
                keys.keep(chosen, key)
            except AvatarError as error:
                await self.remark(str(error), "error")
                return
            self.app.ask(lambda session: session.renew_brain())
            await self.remark("The key is in the keyring." if key else "The keyring holds no key for it any more.")

        self.app.push_screen(SecretScreen(f"The key for {chosen.url}"), given)

    async def go_on(self, turns: Sequence[Turn]) -> None:
        await self.app.session.stop()
        self.app.session.recall(turns)
        await self.transcript.clear()
        self._name_shown()
        await self._show_again(turns)

    async def _show_again(self, turns: Sequence[Turn]) -> None:
        for turn in turns[-SHOWN_AGAIN:]:
            who = find_title(turn.by) if turn.by else self.character_name
            await self.transcript.add(Said(turn.text) if turn.who == "user" else Past(who, turn.text))

    async def pick_past(self, words: str) -> None:
        def search(more: str) -> list[Choice]:
            found = self.keeper.past(more or words)
            return [Choice(str(each.id), each.title or "(nothing said)", _about(each)) for each in found]

        async def picked(key: str | None) -> None:
            if key is not None:
                await self.go_on(self.keeper.resume(int(key)))

        keys, none = "Enter goes on with it · Esc leaves", "There is no such conversation."
        self.app.push_screen(PickScreen("Past conversations", search, keys=keys, none=none), picked)

    async def open_settings(self) -> None:
        self.app.push_screen(SettingsScreen(self.config))

    def action_search_typed(self) -> None:
        """Ctrl+R: what was typed before, searched."""
        typed = self.query_one(Prompt).typed

        def picked(text: str | None) -> None:
            if text is not None:
                self.query_one(Prompt).put(text)

        def remembered(words: str) -> list[Choice]:
            return [Choice(text, text) for text in typed.search(words)]

        keys, none = "Enter takes it · Esc leaves", "Nothing like that was typed."
        self.app.push_screen(PickScreen("What you typed", remembered, keys=keys, none=none), picked)

    def use_theme(self, wish: str) -> None:
        self.app.use_theme(wish)

    async def clear(self) -> None:
        await self.transcript.clear()
        self._name_shown()

    def leave(self) -> None:
        self.app.exit()

    # ---- what the session tells

    async def happened(self, event: SessionEvent) -> None:
        """One event of the session."""
        if isinstance(event, ReplyStarted | ReplyText | ReplyThought | ReplyEnded):
            await self._reply(event)
        elif isinstance(event, ClauseStarted | WordSpoken | SpeechEnded):
            self._speech(event)
        elif isinstance(event, EarsChanged | SpeechHeard):
            await self._heard(event)
        elif isinstance(event, Notice):
            await self.transcript.notice(event.text, event.severity)
        elif isinstance(event, StageChanged):
            self._stage(event.mode, event.sound)
        elif isinstance(event, FaceFrame):
            self.query_one(Face).show(event.width, event.height, event.rgba)
        elif isinstance(event, Latency):
            self._set(latency=event.seconds)
        elif isinstance(event, StageClosed):
            await self.remark(WINDOW_CLOSED)
        elif isinstance(event, WindowTyped | ShowTouched):
            self._typed_in_window(event.text)
        elif isinstance(event, ShowStarted):
            await self.remark(tell_show(event.title))
        elif isinstance(event, ShowEnded) and event.error:
            await self.remark(event.error, "error")

    def _typed_in_window(self, text: str) -> None:
        """Keys pressed in the character's window go to the prompt: the eyes are there, the focus is not."""
        if text == "\x1b":
            self.app.action_stop()
            return
        prompt = self.query_one(Prompt)
        for piece in re.split(r"([\r\n])", text):
            if piece in ("\r", "\n"):
                prompt.submit()
            elif piece == "\b":
                prompt.action_delete_left()
            elif piece.isprintable():
                prompt.insert(piece)

    async def _reply(self, event: ReplyStarted | ReplyText | ReplyThought | ReplyEnded) -> None:
        match event:
            case ReplyStarted():
                await self.transcript.begin_reply(self.character_name)
                self._set(doing="thinking")
            case ReplyText(text):
                reply = self.transcript.reply or await self.transcript.begin_reply(self.character_name)
                reply.append(text)
            case ReplyThought(text, seconds) if self.transcript.reply is not None:
                self.transcript.reply.thoughts.add(text, seconds)
            case ReplyEnded(text, interrupted):
                if self.transcript.reply is not None:
                    await self.transcript.reply.end(text, interrupted)
                if self.status.doing == "thinking":
                    self._set(doing="idle")

    def _speech(self, event: ClauseStarted | WordSpoken | SpeechEnded) -> None:
        reply = self.transcript.reply
        match event:
            case ClauseStarted(_, rung, voice):
                self._set(doing="speaking", rung=str(rung), voice=inert_line(voice))
            case WordSpoken(at, length) if reply is not None:
                reply.light(at, length)
            case SpeechEnded():
                self._set(doing="idle")
                self.app.keep()
                if reply is not None:
                    reply.unlight()

    async def _heard(self, event: EarsChanged | SpeechHeard) -> None:
        """What is said stands in the prompt while it is spoken, and is sent when it is over."""
        prompt = self.query_one(Prompt)
        match event:
            case EarsChanged(mode, on):
                self._set(ears=mode, listening=on)
                self.query_one("#prompt-frame").border_title = "● listening" if on else ""
            case SpeechHeard(text, final=False):
                shown = self._draft.hear(inert_line(text), prompt.text)
                if shown is not None and shown != prompt.text:
                    prompt.put(shown)
            case SpeechHeard(text):
                before = self._draft.end(prompt.text)
                if before is not None:
                    prompt.put(before)
                    if text:
                        await self.send(inert_line(text))

    def _stage(self, mode: str, sound: str) -> None:
        self.set_class(mode == "terminal", "-face")
        if mode != "terminal":
            self.app.session.set_face(0, 0)
        doing = "idle" if self.status.doing == "starting" else self.status.doing
        offset = self.app.config.sound.offset_for(sound)
        self._set(stage=mode, sound=inert_line(sound) or NO_SOUND, doing=doing, offset_ms=offset)


def _about(kept: Kept) -> str:
    return f"{name_day(kept.started)}, {kept.character}, {kept.turns} turns"
