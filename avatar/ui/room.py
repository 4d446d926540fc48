"""What slash commands act on: the chat's screen and the plain chat are both a Room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from avatar.brain.base import Turn
from avatar.config import Config
from avatar.session import Session
from avatar.types import Scene
from avatar.ui.keeping import Keeper

LONGEST_GOODBYE = 3.0
"""Seconds that the other processes get to end when the chat does; their pipes close then anyway, which ends them."""

MakeSession = Callable[[Config], Session]
"""Builds the Session. Tests of the screens put a scripted one there, and only there."""

Wish = Callable[[Session], Awaitable[object]]

NO_SOUND = "no sound"
"""The device's name where there is no device."""

Doing = Literal["starting", "idle", "thinking", "speaking"]


@dataclass(frozen=True)
class Status:
    """What is in use, and what the character is doing; '' is not known yet."""

    character: str = ""
    """As shown."""
    doing: Doing = "starting"
    voice: str = ""
    rung: str = ""
    sound: str = ""
    stage: str = ""
    muted: bool = False
    volume: float = 1.0
    offset_ms: float = 0.0
    """Milliseconds by which the picture is later than the sound of this device, as set."""
    ears: Literal["off", "push", "open"] = "off"
    """To whom it listens: nobody, one utterance after a key, everybody."""
    listening: bool = False
    """A microphone is open now."""
    latency: float | None = None
    """Seconds from Enter to the first sound of the last reply."""


class Room(Protocol):
    """Where a conversation takes place."""

    @property
    def config(self) -> Config: ...

    @property
    def status(self) -> Status: ...

    @property
    def dark(self) -> bool:
        """Whether the colours in use are dark ones."""
        ...

    async def remark(self, text: str, severity: str = "information", *, markdown: bool = False) -> None:
        """Tell the user something."""
        ...

    async def ask(self, wish: Wish) -> None:
        """Ask something of the Session; where it refuses, the user is told."""
        ...

    def find_song(self, text: str) -> str:
        """The song that a message asks for in words, by its name; '' for any other message."""
        ...

    def wants_silence(self, text: str) -> bool:
        """Whether a message asks for what is being played to end, and for nothing else."""
        ...

    def changed(self, **changes: object) -> None:
        """Fields of the status that a command changed."""
        ...

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting for this run. Raises ConfigError."""
        ...

    def use_theme(self, wish: str) -> None:
        """Dark or light."""
        ...

    @property
    def keeper(self) -> Keeper:
        """Where conversations are kept."""
        ...

    @property
    def turns(self) -> Sequence[Turn]:
        """What was said so far."""
        ...

    async def scene(self) -> Scene:
        """The whole talk as it was performed and heard."""
        ...

    async def last_scene(self) -> Scene:
        """The last answer, likewise."""
        ...

    async def answer_again(self) -> bool:
        """Have the last message answered anew; False where there is none."""
        ...

    async def say_otherwise(self, text: str) -> None:
        """Take the last message back and say this; '' lets the user change it."""
        ...

    async def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
        ...

    async def lend(self, command: Sequence[str]) -> bool:
        """Give the terminal to another program until that has ended; False where it can't be given."""
        ...

    async def ask_key(self) -> None:
        """Let the user give the server's key without its being seen."""
        ...

    async def go_on(self, turns: Sequence[Turn]) -> None:
        """Go on from these turns, and show them; from none at all: begin anew."""
        ...

    async def pick_past(self, words: str) -> None:
        """Let the user pick one of the past conversations that hold the words, and go on with it."""
        ...

    async def open_settings(self) -> None:
        """Let the user change settings."""
        ...

    async def clear(self) -> None:
        """Empty the transcript."""
        ...

    def leave(self) -> None:
        """End the chat."""
        ...


def tell_length(seconds: float) -> str:
    """How long it thought, as people say it."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
