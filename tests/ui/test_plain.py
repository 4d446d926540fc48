"""The chat in plain lines, told things by a session that is not there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from avatar.config import Config, override
from avatar.session import EarsChanged, SessionEvent
from avatar.ui.plain import PlainChat


class Told:
    """A session that tells what a test wants."""

    def __init__(self, config: Config) -> None:
        self.pushed = 0

    ears = "off"

    async def start(self) -> None:
        pass

    def push_to_talk(self) -> None:
        self.pushed += 1

    def subscribe(self, listener: Callable[[SessionEvent], None]) -> None:
        self.tell = listener


def test_it_says_when_a_microphone_opens_and_closes(home: object) -> None:
    err = io.StringIO()
    sessions: list[Told] = []

    def make(config: Config) -> Told:
        sessions.append(Told(config))
        return sessions[0]

    PlainChat(Config(), make, io.StringIO(), io.StringIO(), err)  # type: ignore[arg-type]
    for event in (
        EarsChanged("open", False),
        EarsChanged("open", True, "Desk \x1b[31mmicrophone"),
        EarsChanged("open", True, "Desk"),
        EarsChanged("off", False),
        EarsChanged("off", False),
    ):
        sessions[0].tell(event)
    assert err.getvalue() == "(The microphone is open: Desk microphone.)\n(The microphone is closed.)\n"


class Typing(io.StringIO):
    """Lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("source", "ears", "pushed"), [(Typing, "push", 2), (Typing, "open", 0), (io.StringIO, "push", 0)]
)
async def test_an_empty_line_lets_it_listen_to_one_thing(
    source: type[io.StringIO], ears: str, pushed: int, home: object
) -> None:
    told = Told(Config())
    told.ears = ears
    config, lines = override(Config(), "chat.greeting", "false"), source("\n  \n")
    chat = PlainChat(config, lambda _: told, lines, io.StringIO(), io.StringIO())  # type: ignore[arg-type, return-value]
    await chat.run()
    assert told.pushed == pushed
