"""A fault of the screen that nobody caught: told in a line, while the talk goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from avatar import config as configuration
from avatar import logs
from avatar.brain.base import Turn
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session import FaceFrame, Notice, ReplyEnded, ReplyStarted, ReplyText, SessionEvent, StageChanged
from avatar.ui import app as chats
from avatar.ui.app import MOST_FAULTS, ChatApp
from avatar.ui.widgets.prompt import Prompt
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession
from tests.ui.test_chat import conversation, shown

LONGEST_S = 60.0

FAULT = Notice("no such severity", "none")  # type: ignore[arg-type]
"""What a screen stumbles over, as over any mistake in it."""


@dataclass
class Chat:
    """A chat as it runs, one screen after the other."""

    screens: list[ChatApp] = field(default_factory=list)
    told: list[ScriptedSession] = field(default_factory=list)

    def make(self, config: Config) -> ScriptedSession:
        self.told.append(ScriptedSession(config))
        return self.told[-1]

    @property
    def session(self) -> ScriptedSession:
        return self.told[-1]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONGEST_S):
            while not holds():  # noqa: ASYNC110  what it looks at knows no events
                await asyncio.sleep(0.01)

    async def screen(self, number: int) -> ChatApp:
        """One that stands."""
        await self.until(lambda: len(self.screens) > number)
        return self.screens[number]


@asynccontextmanager
async def running(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Chat, asyncio.Task[int]]]:
    found = Chat()
    begin = ChatApp.begin

    def begun(app: ChatApp) -> None:
        found.screens.append(app)
        begin(app)

    monkeypatch.setattr(ChatApp, "begin", begun)
    config = configuration.override(Config(), "chat.greeting", "false")
    task = asyncio.create_task(chats.chat(config, found.make, headless=True))  # type: ignore[arg-type]
    try:
        yield found, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_talk_goes_on_after_a_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running(monkeypatch) as (chat, task):
        first = await chat.screen(0)
        chat.session.turns = (Turn("user", "What is a kettle?"), Turn("character", "It boils."))
        chat.session.tell(StageChanged("none", "a speaker"))
        await chat.until(lambda: first.chat.status.sound == "a speaker")
        first.chat.query_one(Prompt).text = "half a quest"
        chat.session.tell(FAULT)

        second = await chat.screen(1)
        await chat.until(lambda: "Something went wrong" in shown(second))
        assert "KeyError" in shown(second)
        assert str(logs.path()) in shown(second).replace("\n", "")
        assert "What is a kettle?" in shown(second)
        assert "It boils." in shown(second)
        assert second.chat.query_one(Prompt).text == "half a quest"
        assert second.chat.status.sound == "a speaker"

        chat.session.tell(ReplyStarted(), ReplyText("And it talks."), ReplyEnded("And it talks."))
        await chat.until(lambda: "And it talks." in shown(second))
        second.chat.query_one(Prompt).submit()
        await chat.until(lambda: ("say", "half a quest") in chat.session.asked)
        second.exit(7)
        assert await task == 7
    assert len(chat.told) == 1
    assert chat.session.asked.count(("start",)) == 1
    assert chat.session.asked[-1] == ("close",)
    assert "Traceback" not in "".join(capfd.readouterr())


async def test_a_screen_that_takes_over_amid_a_talk_stands_before_it_hears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(monkeypatch) as (chat, task):
        await chat.screen(0)
        chat.session.tell(FAULT)
        async with asyncio.timeout(LONGEST_S):
            while len(chat.screens) < 2:
                chat.session.tell(FaceFrame(4, 4, b"\xff" * 64), ReplyText("on and on "))
                await asyncio.sleep(0)
        await chat.until(lambda: "Something went wrong" in shown(chat.screens[1]))
        assert len(chat.screens) == 2
        chat.screens[1].exit(0)
        assert await task == 0


@pytest.mark.parametrize(
    "event",
    [FaceFrame(4, 4, b"\xff" * 64), ReplyStarted(), ReplyText("more"), ReplyEnded("more"), Notice("late", "warning")],
    ids=lambda event: type(event).__name__,
)
async def test_what_is_told_while_the_screen_closes_is_no_fault(make_app: MakeApp, event: SessionEvent) -> None:
    """A picture that came just then was one, `NoMatches: Face`: that would begin another screen for one who leaves."""
    app = make_app()

    async def talk() -> None:
        while True:
            conversation(app).tell(event)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            talking = group.create_task(talk())
            await asyncio.sleep(0)
        talking.cancel()
    assert app.fault is None


async def test_a_screen_that_fails_again_and_again_is_given_up_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(monkeypatch) as (chat, task):
        for number in range(MOST_FAULTS + 1):
            await chat.screen(number)
            chat.session.tell(FAULT)
        with pytest.raises(AvatarError, match=r"Something went wrong.*--resume"):
            await task
    assert chat.session.asked[-1] == ("close",)
