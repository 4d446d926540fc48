"""Models that think before they answer, that are being loaded, and that take in less than there is to say."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from avatar.brain import Turn, prompt
from avatar.brain.base import TakenBack, Thought, Waiting
from avatar.brain.fallback import Fallback
from avatar.brain.server import Server
from tests.brain import loopback
from tests.brain.asking import HELLO, asked, cut_at_its_longest, setup, standing_by, with_server
from tests.brain.loopback import Loopback, Request, says, serving

pytest.importorskip("openai")


def test_thoughts_come_apart_from_what_is_said() -> None:
    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        await loopback.send_token(writer, None, reasoning_content="He wants\x1b[2J ")
        await loopback.send_token(writer, None, reasoning="a joke.")
        await loopback.send_token(writer, "<think>Or not.</think>Here ")
        await loopback.send_token(writer, "is one.")
        await loopback.send_token(writer, None, "stop")
        await loopback.close_stream(writer)

    async def work(brain: Server, _: Loopback) -> None:
        pieces = [piece async for piece in brain.reply(HELLO)]
        assert [piece.text for piece in pieces if isinstance(piece, Thought)] == ["He wants ", "a joke.", "Or not."]
        assert "".join(piece for piece in pieces if isinstance(piece, str)) == "Here is one."

    with_server(behave, work)


def test_a_template_that_opens_a_thought_is_known_from_the_second_reply_on() -> None:
    async def work(brain: Server, _: Loopback) -> None:
        assert [piece async for piece in brain.reply(HELLO)] == ["Hm. ", TakenBack(), "Yes."]
        assert [piece async for piece in brain.reply(HELLO)] == [Thought("Hm. "), "Yes."]

    with_server(says("Hm. ", "</think>", "Yes."), work)


def test_a_reply_that_was_cut_at_its_longest_says_so() -> None:
    async def run() -> None:
        async with serving(cut_at_its_longest("It was a dark and ", "stormy")) as server:
            described = setup(server.url)
            brain = Fallback(Server(described), standing_by(described))
            assert await asked(brain) == "It was a dark and stormy"
            assert "cut off at 600 tokens" in str(brain.trouble)
            server.behaviour = says("night.")
            assert await asked(brain) == "night."
            assert brain.trouble is None
            await brain.aclose()

    asyncio.run(run())


@pytest.mark.parametrize("thinking", [True, False])
def test_a_model_is_asked_not_to_think_where_the_settings_say_so(thinking: bool) -> None:
    async def work(brain: Server, server: Loopback) -> None:
        await asked(brain)
        sent = server.requests[0].body
        assert ("reasoning_effort" in sent) is ("chat_template_kwargs" in sent) is not thinking

    with_server(says("Fine."), work, thinking=thinking)


def test_a_server_that_knows_no_extra_parameter_is_asked_without() -> None:
    async def picky(request: Request, writer: asyncio.StreamWriter) -> None:
        if "stop" in request.body:
            await loopback.send_json(writer, {"error": {"message": "Unsupported parameter: 'stop'"}}, "400 Bad Request")
        else:
            await says("Fine.")(request, writer)

    async def work(brain: Server, _: Loopback) -> None:
        assert await asked(brain) == "Fine."

    with_server(picky, work)


@pytest.mark.parametrize("manner", ["refuses", "holds"])
def test_a_model_that_is_being_loaded_is_waited_for_and_that_is_said(
    manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """llama.cpp refuses with 503 until it has loaded; Ollama holds the connection, and gives up loading without it."""
    monkeypatch.setattr("avatar.brain.server.LOOK_S", 0.1)
    monkeypatch.setattr("avatar.brain.serving.PATIENCE_S", 60.0)  # the machine may be busy
    seen: list[str] = []

    async def loads(request: Request, writer: asyncio.StreamWriter) -> None:
        seen.append("asked")
        if manner == "refuses" and len(seen) < 4:
            error = {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}
            await loopback.send_json(writer, error, "503 Service Unavailable")
            return
        if manner == "holds":
            await asyncio.sleep(2.0)
        await says("I am here.")(request, writer)

    async def run() -> None:
        async with serving(loads, running=()) as server:
            brain = Server(setup(server.url, timeout=0.5))
            pieces = [piece async for piece in brain.reply(HELLO)]
            await brain.aclose()
            assert pieces[0] == Waiting("The model is being loaded.")
            assert "".join(piece for piece in pieces if isinstance(piece, str)) == "I am here."
            assert len(pieces) == len([piece for piece in pieces if isinstance(piece, str)]) + 1
            assert len(seen) == (4 if manner == "refuses" else 1)

    asyncio.run(run())


def test_while_a_model_is_being_loaded_nothing_spins(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at once in LOOK_S, beyond the usual wait too."""
    monkeypatch.setattr("avatar.brain.server.LOOK_S", 0.2)
    monkeypatch.setattr("avatar.brain.serving.PATIENCE_S", 60.0)
    looks: list[float] = []
    wait = asyncio.wait

    async def counted(*tasks: Any, **options: Any) -> Any:
        if options.get("timeout") == 0.2:
            looks.append(asyncio.get_running_loop().time())
        return await wait(*tasks, **options)

    async def loads(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2.0)
        await says("I am here.")(request, writer)

    async def run() -> None:
        async with serving(loads, running=()) as server:
            brain = Server(setup(server.url, timeout=0.4))
            monkeypatch.setattr("avatar.brain.server.asyncio.wait", counted)
            assert await asked(brain) == "I am here."
            await brain.aclose()

    asyncio.run(run())
    assert len(looks) > 3
    assert all(after - before > 0.1 for before, after in pairwise(looks))


def test_signs_of_life_are_waited_for() -> None:
    """Comments that keep a connection open, for twice as long as a silent server is given."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        for _n in range(30):
            await loopback.send_raw(writer, b": OPENROUTER PROCESSING\n\n")
            await asyncio.sleep(0.2)
        await loopback.send_token(writer, "Here I am.", "stop")
        await loopback.close_stream(writer)

    async def work(brain: Server, _: Loopback) -> None:
        assert await asked(brain) == "Here I am."

    with_server(behave, work, timeout=3.0)


def test_a_server_that_gives_a_model_less_is_not_sent_more() -> None:
    """Ollama gives 4,096 tokens unless told otherwise, and drops what is more without a word."""

    async def run() -> None:
        async with serving(says("Fine."), running=("tiny",)) as server:
            brain = Server(setup(server.url, context=32_768))
            turns = tuple(Turn("user" if n % 2 == 0 else "character", f"line {n} " + "x" * 300) for n in range(299))
            await asked(brain, turns)
            await asked(brain, turns)
            sizes = [
                sum(prompt.count_tokens(each["content"]) for each in sent.body["messages"]) for sent in server.requests
            ]
            await brain.aclose()
            assert sizes[0] > 20_000
            assert 2000 < sizes[1] <= 4096 - 600

    asyncio.run(run())


def test_a_long_message_is_sent_whole_where_the_persona_can_make_room() -> None:
    async def work(brain: Server, server: Loopback) -> None:
        brain.setup = replace(brain.setup, persona="persona " * 3000)
        message = "word " * 600
        pieces = [piece async for piece in brain.reply((Turn("user", message),))]
        assert server.requests[0].body["messages"][-1]["content"] == message
        assert not any(isinstance(piece, Waiting) for piece in pieces)

    with_server(says("Fine."), work, context=2048, longest=200)


def test_that_a_message_is_too_long_for_the_model_is_said() -> None:
    async def work(brain: Server, _: Loopback) -> None:
        pieces = [piece async for piece in brain.reply((Turn("user", "word " * 50_000),))]
        assert pieces[0] == Waiting("Your message is longer than the model can take in: it gets the end of it.")

    with_server(says("Fine."), work, context=2048, longest=200)
