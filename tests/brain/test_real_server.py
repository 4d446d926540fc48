"""A real server, llama.cpp's, with a tiny model made on the spot."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from avatar import config as settings
from avatar.brain import Turn
from avatar.brain.fallback import Fallback
from avatar.brain.making import make


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("model")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.brain.tiny_model", str(folder)],
            cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        address = next((line.split()[1] for line in server.stdout if line.startswith("listening ")), "")
        assert address, (folder / "log").read_text()
        yield f"{address}/v1"
        server.kill()
        server.wait()
        server.stdout.close()


def made(url: str) -> Fallback:
    overrides = {"brain.name": "server", "brain.url": url, "brain.longest": "40", "brain.context": "2048"}
    brain = make(settings.load(None, {**overrides, "chat.history": "false"}))
    assert isinstance(brain, Fallback)
    return brain


def test_a_conversation_with_a_real_model(url: str) -> None:
    async def run() -> None:
        brain = made(url)
        assert (await brain.check()).works
        turns: list[Turn] = []
        for line in ("hello, my name is Ada", "and then?", "a long story: " + "very " * 3000):
            turns.append(Turn("user", line))
            pieces = [piece async for piece in brain.reply(tuple(turns)) if isinstance(piece, str)]
            assert brain.trouble is None or "cut off at 40 tokens" in brain.trouble.what
            assert len(pieces) > 1
            turns.append(Turn("character", "".join(pieces)))
        await brain.aclose()

    asyncio.run(run())


def test_an_interrupted_reply_leaves_the_server_free(url: str) -> None:
    async def run() -> None:
        brain = made(url)
        for _ in range(3):  # the server has one slot: a reply that went on would block the next
            reply = brain.reply((Turn("user", "go on for ever"),))
            assert await anext(reply)
            await reply.aclose()  # type: ignore[attr-defined]
        assert brain.trouble is None
        await brain.aclose()

    asyncio.run(run())
