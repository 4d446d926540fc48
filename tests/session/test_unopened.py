"""Sound on its way from the performer to the stage: the session's process hands it on as it came."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import processes
from avatar import session as talk
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Performed, Up
from avatar.scenefile import Packed
from avatar.session import Session
from avatar.stage import messages as staged
from avatar.types import Performance

CONFIG = settings.load(None, {"stage.mode": "none", "chat.greeting": "false"})


class Customs:
    """Notes what comes into this process, what leaves it, and what is opened in between."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.came: list[bytes | memoryview] = []
        self.went: list[object] = []
        self.opened = self.packed = 0
        self.two_went = threading.Event()
        came, encode, of, performance = PerformerLink._came, processes.encode, Packed.of, Packed.performance

        def comes(link: PerformerLink, message: Up) -> None:
            if isinstance(message, Performed):
                self.came.append(message.performance.blob)
            came(link, message)

        def goes(message: object, number: int = 1) -> list[processes.Outgoing]:
            frames = encode(message, number)
            if isinstance(message, staged.Perform):
                self.went.append([frame.payload.obj for frame in frames])
                if len(self.went) == 2:
                    self.two_went.set()
            return frames

        def packs(what: Performance) -> Packed:
            packed = of(what)
            self.packed += all(packed.blob is not blob for blob in self.came)
            return packed

        def opens(packed: Packed) -> Performance:
            self.opened += 1
            return performance(packed)

        patch.setattr(PerformerLink, "_came", comes)
        patch.setattr(processes, "encode", goes)
        patch.setattr(Packed, "of", packs)
        patch.setattr(Packed, "performance", opens)


async def until(heard: asyncio.Queue[talk.SessionEvent], kind: type) -> None:
    async with asyncio.timeout(90):
        while not isinstance(await heard.get(), kind):
            pass


async def test_the_chat_hands_sound_on_as_it_came_and_opens_it_for_an_export_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    customs = Customs(monkeypatch)
    heard: asyncio.Queue[talk.SessionEvent] = asyncio.Queue()
    session = Session(CONFIG)
    session.subscribe(heard.put_nowait)
    await session.start()
    try:
        await session.say_exactly("Here is one thing to say, and that is all of it. Here is another.")
        await until(heard, talk.SpeechEnded)
        assert len(customs.came) >= 2
        assert all(len(blob) > 10_000 for blob in customs.came)
        assert len(customs.went) == len(customs.came)
        for blob, pieces in zip(customs.came, customs.went, strict=True):
            assert isinstance(pieces, list)
            assert all(piece is blob for piece in pieces)
        assert (customs.packed, customs.opened) == (0, 0)
        assert session.scene().duration > 1
        assert customs.opened == len(customs.came)
    finally:
        await session.close()


async def test_of_what_is_interrupted_the_beginning_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    customs = Customs(monkeypatch)
    heard: asyncio.Queue[talk.SessionEvent] = asyncio.Queue()
    session = Session(CONFIG)
    session.subscribe(heard.put_nowait)
    await session.start()
    try:
        await session.say_exactly("This is a sentence that goes on for much longer than anybody listens to it.")
        await until(heard, talk.WordSpoken)
        await session.stop()
        assert (customs.packed, customs.opened) == (1, 1)
        assert 0 < session.scene().duration < 3
    finally:
        await session.close()


async def test_lines_of_a_show_are_looked_at_and_go_on_as_they_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customs = Customs(monkeypatch)
    script = tmp_path / "two.fountain"
    script.write_text("JUNO\nHere is one thing to say.\n\nJUNO\nAnd here is another.\n")
    session = Session(CONFIG)
    await session.start()
    try:
        await session.play_show(str(script))
        assert await asyncio.to_thread(customs.two_went.wait, 90)
        assert customs.packed == 0
        for pieces in customs.went[:2]:
            assert isinstance(pieces, list)
            assert any(all(piece is blob for piece in pieces) for blob in customs.came)
    finally:
        await session.close()
