"""A Session that does what a test says: the one stand-in of the screen tests, at the seam below the screen.

Everything above it (keys, commands, widgets, layout) is real; what is below it has tests of its own, and the tests
that drive the chat through a pty have the whole chain in place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from avatar.brain.base import Sent, Turn
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session import EarsChanged, Listener, SessionEvent, ShowStarted
from avatar.session.hearing import EarsMode
from avatar.show.wishes import find_wish, is_stop
from avatar.types import CastMember, Entry, Mark, Scene


class ScriptedSession:
    """Writes down what it is asked, and tells what the test wants told."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.listeners: list[Listener] = []
        self.asked: list[tuple[object, ...]] = []
        self.answers: list[SessionEvent] = []
        """What is told when the user says something."""
        self.refusal: AvatarError | None = None
        self.turns: tuple[Turn, ...] = ()
        self.showing = False
        self.made_from: tuple[Sent, ...] = ()
        self.performed = Scene((CastMember("juno", "juno"),), (Entry(0.0, "juno", Mark("gesture", "wave")),))

    def tell(self, *events: SessionEvent) -> None:
        for event in events:
            for listener in self.listeners:
                listener(event)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    async def start(self) -> None:
        self.asked.append(("start",))

    def find_song(self, text: str) -> str:
        return find_wish(text, self.config.character.name)

    def wants_silence(self, text: str) -> bool:
        return self.showing and is_stop(text)

    async def play_show(self, name: str, *, style: str = "") -> None:
        self.asked.append(("play_show", name))
        self.showing = True
        self.tell(ShowStarted(name))

    async def say(self, text: str) -> None:
        self.asked.append(("say", text))
        if self.refusal:
            raise self.refusal
        self.tell(*self.answers)

    async def preview(self, text: str) -> None:
        self.asked.append(("preview", text))

    async def say_exactly(self, text: str) -> None:
        self.asked.append(("say_exactly", text))

    async def stop(self) -> bool:
        self.asked.append(("stop",))
        return True

    async def set_voice(self, name: str) -> None:
        self.asked.append(("set_voice", name))

    async def load(self, name: str) -> None:
        self.asked.append(("load", name))

    async def set_muted(self, on: bool) -> None:
        self.asked.append(("set_muted", on))

    async def set_volume(self, volume: float) -> None:
        self.asked.append(("set_volume", volume))

    async def greet(self) -> None:
        self.asked.append(("greet",))

    def keep_company(self) -> None:
        self.asked.append(("keep_company",))

    def hover(self, x: float, y: float, *, down: bool = False) -> None:
        self.asked.append(("hover", round(x, 2), round(y, 2), down))

    def listening(self, on: bool) -> None:
        self.asked.append(("listening", on))

    ears: EarsMode = "off"

    def listen(self, mode: EarsMode) -> None:
        self.asked.append(("listen", mode))
        if self.refusal:
            raise self.refusal
        self.ears = mode
        self.tell(EarsChanged(mode, mode == "open"))

    def push_to_talk(self) -> None:
        self.asked.append(("push_to_talk",))

    def set_face(self, width: int, height: int) -> None:
        self.asked.append(("set_face", width, height))

    async def apply(self, config: Config) -> None:
        self.asked.append(("apply", config))

    def recall(self, turns: Sequence[Turn]) -> None:
        self.asked.append(("recall", tuple(turns)))
        self.turns = tuple(turns)

    def scene(self) -> Scene:
        return self.performed

    def last_scene(self) -> Scene:
        return self.performed

    async def again(self) -> bool:
        self.asked.append(("again",))
        return any(turn.who == "user" for turn in self.turns)

    async def take_back(self) -> str:
        self.asked.append(("take_back",))
        while self.turns:
            *before, last = self.turns
            self.turns = tuple(before)
            if last.who == "user":
                return last.text
        return ""

    def sent(self) -> tuple[Sent, ...]:
        return self.made_from

    async def unlearn(self, key: str = "") -> None:
        self.asked.append(("unlearn", key))

    async def renew_brain(self) -> None:
        self.asked.append(("renew_brain",))

    async def close(self) -> None:
        self.asked.append(("close",))
