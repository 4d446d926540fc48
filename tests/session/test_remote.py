"""A remote control on a local socket: one more listener, written here, with nothing added to the core."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from typing import Any

from avatar.errors import AvatarError
from avatar.session import ClauseStarted, FaceFrame, ReplyEnded, Session, SessionEvent, SpeechEnded
from tests.session.listening import CONFIG, held


class Remote:
    """Serves a session: a line of JSON for each wish, a line of JSON for each event."""

    def __init__(self, session: Session) -> None:
        self._wishes: dict[str, Callable[..., Any]] = {
            "say": session.say, "say_exactly": session.say_exactly, "act": session.act, "look": session.look,
            "stop": session.stop, "volume": session.set_volume, "load": session.load,
        }  # fmt: skip
        self._session = session
        self._talks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> asyncio.Server:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self._server

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._talks:
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talks.append(asyncio.ensure_future(self._talk(reader, writer)))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def tell(event: SessionEvent) -> None:
            if not isinstance(event, FaceFrame):
                self._write(writer, type(event).__name__, **asdict(event))

        leave = self._session.subscribe(tell)
        try:
            async for line in reader:
                wish = json.loads(line)
                try:
                    done = self._wishes[wish.pop("do")](**wish)
                    if asyncio.iscoroutine(done):
                        await done
                except AvatarError as error:
                    self._write(writer, "Refused", text=str(error))
        finally:
            leave()
            writer.close()

    def _write(self, writer: asyncio.StreamWriter, what: str, **fields: object) -> None:
        writer.write(json.dumps({"event": what, **fields}).encode() + b"\n")


class Control:
    """The other end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.heard: list[dict[str, Any]] = []

    def ask(self, do: str, **how: object) -> None:
        self.writer.write(json.dumps({"do": do, **how}).encode() + b"\n")

    async def until(self, event: str) -> dict[str, Any]:
        """The next event of a kind."""
        async with asyncio.timeout(90):
            while True:
                self.heard.append(json.loads(await self.reader.readline()))
                if self.heard[-1]["event"] == event:
                    return self.heard[-1]


@contextlib.asynccontextmanager
async def connected(server: asyncio.Server) -> AsyncIterator[Control]:
    control = Control(*await asyncio.open_connection(*server.sockets[0].getsockname()[:2]))
    try:
        yield control
    finally:
        control.writer.close()
        with contextlib.suppress(OSError):
            await control.writer.wait_closed()


async def test_a_remote_drives_a_session_beside_another_listener() -> None:
    session, listener = await held(CONFIG)
    try:
        async with Remote(session) as server:
            async with connected(server) as remote:
                remote.ask("say", text="Hello! My name is Ada.")
                reply = await remote.until("ReplyEnded")
                remote.ask("act", name="wave")
                remote.ask("look", where="left", seconds=0.5)
                await remote.until("SpeechEnded")
                remote.ask("act", name="wawe")
                refused = await remote.until("Refused")
                remote.ask("say_exactly", text="A long story begins here, and it goes on, and on, and on, and on.")
                await remote.until("ClauseStarted")
                remote.ask("stop")
                assert (await remote.until("ReplyEnded"))["interrupted"]
            await session.say_exactly("You are gone.")
            await listener.until(SpeechEnded, 3)
    finally:
        await session.close()
    assert "Did you mean 'wave'?" in refused["text"]
    assert [turn.who for turn in session.turns][:2] == ["user", "character"]
    assert listener.of(ReplyEnded)[0].text == reply["text"]
    assert len(listener.of(ClauseStarted)) > len([1 for each in remote.heard if each["event"] == "ClauseStarted"]) > 0


async def test_two_remotes_hear_the_same_and_one_that_breaks_off_is_no_loss() -> None:
    session, listener = await held(CONFIG)
    try:
        async with Remote(session) as server, connected(server) as one, connected(server) as two:
            one.ask("volume", volume=0.5)
            one.ask("say_exactly", text="For both of you.")
            assert (await one.until("ReplyEnded"))["text"] == "For both of you."
            assert (await two.until("ReplyEnded"))["text"] == "For both of you."
            two.writer.transport.abort()
            await one.until("SpeechEnded")
            await listener.until(SpeechEnded)
            assert session.config.sound.volume == 0.5
    finally:
        await session.close()
