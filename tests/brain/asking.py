"""A brain with a server behind it, and what is asked of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from avatar.brain import ServerSetup, Setup, Turn
from avatar.brain.base import TakenBack
from avatar.brain.fallback import Fallback
from avatar.brain.persona import Persona
from avatar.brain.server import Server
from tests.brain import loopback
from tests.brain.loopback import Behaviour, Loopback, Request, serving

JUNO = Path(__file__).parents[2] / "characters" / "juno"
HELLO = (Turn("user", "hello, it's me"),)


def setup(url: str, timeout: float = 20.0, **options: object) -> Setup:
    server = ServerSetup(url=url, model="tiny", **options)  # type: ignore[arg-type]
    return Setup(JUNO, "You are Juno.", "Juno", seed=1, timeout=timeout, server=server)


def standing_by(described: Setup) -> Persona:
    return Persona(described)


async def asked(brain: Server | Fallback, turns: tuple[Turn, ...] = HELLO) -> str:
    """What is said in answer."""
    said: list[str] = []
    async for piece in brain.reply(turns):
        if isinstance(piece, TakenBack):
            said.clear()
        elif isinstance(piece, str):
            said.append(piece)
    return "".join(said)


def with_server(behaviour: Behaviour, work: Callable[[Server, Loopback], Awaitable[object]], **options: object) -> None:
    async def run() -> None:
        async with serving(behaviour) as server:
            brain = Server(setup(server.url, **options))  # type: ignore[arg-type]
            try:
                await work(brain, server)
            finally:
                await brain.aclose()

    asyncio.run(run())


def cut_at_its_longest(*tokens: str) -> Behaviour:
    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        for token in tokens:
            await loopback.send_token(writer, token)
        await loopback.send_token(writer, None, "length")
        await loopback.close_stream(writer)

    return behave
