"""A language model's server, well-behaved and otherwise, with the persona behind it."""

from __future__ import annotations

import asyncio
import email.utils
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from avatar import library
from avatar.brain import BRAINS, ServerSetup, Setup, Turn, prompt
from avatar.brain.base import TakenBack, Thought, Waiting
from avatar.brain.fallback import Fallback
from avatar.brain.memory import Memory
from avatar.brain.persona import Persona
from avatar.brain.rive import PersonaScript
from avatar.brain.server import MOST, Server
from avatar.brain.trouble import ServerTrouble
from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.errors import BrainError
from avatar.text import directions
from tests.brain import loopback
from tests.brain.loopback import Behaviour, Loopback, Request, refuses, says, sends, serving

pytest.importorskip("openai")

JUNO = Path(__file__).parents[2] / "characters" / "juno"
HELLO = (Turn("user", "hello, it's me"),)
SECRET = "sk-this-must-stay-secret"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "AVATAR_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("avatar.brain.keys._from_keyring", lambda host: "")


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


# ----------------------------------------------------------------------------------------------- a server that works


def test_a_reply_arrives_word_by_word() -> None:
    async def work(brain: Server, _: Loopback) -> None:
        pieces = [piece async for piece in brain.reply(HELLO)]
        assert "".join(map(str, pieces)) == "Hello there, my friend."
        assert len(pieces) > 2

    with_server(says("Hel", "lo the", "re, my", " friend", "."), work)


def test_it_is_told_who_it_plays_and_what_was_said() -> None:
    async def work(brain: Server, server: Loopback) -> None:
        brain.facts = {"name": "Ada", "mood": "tired"}
        await asked(brain, (Turn("user", "hi"), Turn("character", "Hi!"), Turn("user", "how are you?")))
        sent = server.requests[0].body
        assert [message["role"] for message in sent["messages"]] == ["system", "user", "assistant", "user"]
        assert "You are Juno." in sent["messages"][0]["content"]
        assert "The user is called Ada." in sent["messages"][0]["content"]
        assert sent["model"] == "tiny"
        assert sent["stream"] is True

    with_server(says("Fine."), work)


def test_the_model_is_told_of_all_that_its_own_character_can_act() -> None:
    async def work(_: Server, server: Loopback) -> None:
        bea = Server(replace(setup(server.url), character=library.character("bea")))
        try:
            await asked(bea)
        finally:
            await bea.aclose()
        told = server.requests[0].body["messages"][0]["content"]
        assert all(f"[{name}]" in told for name in (*EXPRESSIONS, *GESTURES, "score"))
        assert "[chicken]" not in told

    with_server(says("Fine."), work)


def test_old_turns_are_left_out_whole_when_the_model_can_not_take_them() -> None:
    async def work(brain: Server, server: Loopback) -> None:
        turns = [Turn("user" if n % 2 == 0 else "character", f"line {n} " + "x" * 300) for n in range(99)]
        await asked(brain, tuple(turns))
        sent = server.requests[0].body["messages"]
        assert len(json.dumps(sent)) < 3 * 2048
        assert sent[1]["role"] == "user"
        assert sent[-1]["content"] == turns[-1].text
        assert all(message["content"] in {turn.text for turn in turns} for message in sent[1:])

    with_server(says("Fine."), work, context=2048, longest=200)


def test_a_message_longer_than_the_model_can_take_is_cut_and_not_dropped() -> None:
    async def work(brain: Server, server: Loopback) -> None:
        await asked(brain, (Turn("user", "word " * 50_000 + "the end"),))
        sent = server.requests[0].body["messages"]
        assert sent[-1]["content"].endswith("the end")
        assert len(sent[-1]["content"]) < 10_000

    with_server(says("Fine."), work, context=2048, longest=200)


def test_a_server_that_finds_the_talk_too_long_is_told_less() -> None:
    async def strict(request: Request, writer: asyncio.StreamWriter) -> None:
        good = len(json.dumps(request.body["messages"])) < 8000
        await (says("Fine.") if good else refuses("400 Bad Request"))(request, writer)

    async def work(brain: Server, server: Loopback) -> None:
        assert await asked(brain, (Turn("user", "word " * 50_000),)) == "Fine."
        assert len(server.requests) > 1

    with_server(strict, work)


def test_without_a_model_named_it_takes_the_first_that_the_server_has() -> None:
    async def run() -> None:
        async with serving(says("Fine."), models=("one", "two")) as server:
            brain = Server(Setup(JUNO, server=ServerSetup(url=server.url)))
            assert await asked(brain) == "Fine."
            assert server.requests[0].body["model"] == "one"
            assert (await brain.check()).works
            await brain.aclose()

    asyncio.run(run())


def test_the_test_button_lists_what_there_is_when_the_model_is_missing() -> None:
    async def run() -> None:
        async with serving(says("Fine."), models=("one", "two")) as server:
            brain = Server(setup(server.url))
            found = await brain.check()
            assert not found.works
            assert "one, two" in found.remedy
            await brain.aclose()

    asyncio.run(run())


def test_closing_the_reply_hangs_up_on_the_server() -> None:
    async def endless(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        while True:
            await loopback.send_token(writer, "and on ")
            await asyncio.sleep(0)

    async def work(brain: Server, server: Loopback) -> None:
        reply = brain.reply(HELLO)
        assert await anext(reply)
        await reply.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(server.gone.wait(), 60)

    with_server(endless, work)


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        (("<think>He wants", " a joke.</th", "ink>\n\nHere is one."), "Here is one."),
        (("Juno: ", "Hello you."), "Hello you."),
        (("Jun", "o: Hello", " you."), "Hello you."),
        (
            ("\x1b[31mRed\x1b[0m and \x1b]0;title\x07blue\u202e \u200b\u200b\u200b\u200bend.",),
            "Red and blue \u200bend.",
        ),
        (("你好", "，很高兴", "见到你。"), "你好，很高兴见到你。"),
        (("Less < than, <b>bold</b>.",), "Less < than, <b>bold</b>."),
        (("I am in the template's", " thoughts.\n</thi", "nk>\n\nHere is one."), "Here is one."),
        (("One.<|im_end|>\n<|im_start|>user\nTwo?",), "One."),
        (("I like trains.\nUs", "er: And?"), "I like trains.\n"),
    ],
)
def test_what_a_model_adds_is_taken_away(tokens: tuple[str, ...], told: str) -> None:
    async def work(brain: Server, _: Loopback) -> None:
        assert await asked(brain) == told

    with_server(says(*tokens), work)


# --------------------------------------------------------------------------------------------- servers that misbehave


async def never(_: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def silent(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await asyncio.Event().wait()


async def stalls(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await loopback.send_token(writer, "So I said to ")
    await asyncio.Event().wait()


async def keeps_alive(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    while True:
        await loopback.send_raw(writer, b": still here\n\n")
        await loopback.send_token(writer, "")
        await asyncio.sleep(0.01)


async def fails_in_the_middle(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await loopback.send_token(writer, "So I said to the ket")
    await loopback.send_raw(writer, b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')


async def cut_in_mid_word(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await loopback.send_token(writer, "So I said to the ket")


async def cut_politely(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await loopback.send_token(writer, "So I said to the ket")
    writer.write(b"0\r\n\r\n")


async def ten_megabytes(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    await loopback.send_raw(writer, b'data: {"choices": [{"delta": {"content": "')
    for _n in range(160):
        await loopback.send_raw(writer, b"a" * 65536)
    await loopback.send_raw(writer, b'"}}]}\n\n')


async def zipped(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer, "content-encoding: gzip")
    await loopback.send_raw(writer, b"\x1f\x8b\x08" + b"\0" * 30)


def cut_at_its_longest(*tokens: str) -> Behaviour:
    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        for token in tokens:
            await loopback.send_token(writer, token)
        await loopback.send_token(writer, None, "length")
        await loopback.close_stream(writer)

    return behave


async def asks_for_a_tool(_: Request, writer: asyncio.StreamWriter) -> None:
    await loopback.open_stream(writer)
    call = {"index": 0, "id": "1", "type": "function", "function": {"name": "sing", "arguments": "{}"}}
    await loopback.send_token(writer, None, tool_calls=[call])
    await loopback.send_token(writer, None, "tool_calls")
    await loopback.close_stream(writer)


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "never answers": (never, "no answer"),
    "opens and says nothing": (silent, "no answer"),
    "stalls": (stalls, "no answer"),
    "keeps alive without a word": (keeps_alive, "no answer"),
    "401": (refuses("401 Unauthorized", message=f"bad key {SECRET}"), "wants a key"),
    "403": (refuses("403 Forbidden"), "does not let"),
    "404 model": (refuses("404 Not Found"), "does not have tiny"),
    "429": (refuses("429 Too Many Requests"), "too much to do"),
    "429 with Retry-After": (refuses("429 Too Many Requests", "retry-after: 30"), "too much to do"),
    "500": (refuses("500 Oops"), "status 500"),
    "redirects": (refuses("302 Found", "location: http://127.0.0.1:9/elsewhere"), "status 302"),
    "500 in mid-stream": (fails_in_the_middle, "failed while"),
    "cut in mid-word": (cut_in_mid_word, "broke off"),
    "cut politely": (cut_politely, "middle of its answer"),
    "invalid JSON": (sends(b"data: {nonsense\n\n"), "no chat"),
    "JSON of another shape": (sends(b'data: [1, 2]\n\ndata: "x"\n\ndata: {"choices": 7}\n\ndata: null\n\n'), "nothing"),
    "choices of another shape": (sends(b'data: {"choices": [{"delta": {"content": {"a": 1}}}, 5]}\n\n'), "nothing"),
    "invalid UTF-8": (sends(b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n'), "no chat"),
    "a web page": (sends(b"<html><body>Welcome to nginx</body></html>\n"), "nothing"),
    "a 10 MB line": (ten_megabytes, "broke off"),
    "compressed": (zipped, "no chat"),
    "empty reply": (says(), "nothing"),
    "only blanks": (says("  ", "\n\n"), "nothing"),
    "only thoughts": (says("<think>", "hm", "</think>"), "nothing"),
    "thoughts without end": (cut_at_its_longest("<think>", "hm, hm"), "used up its 600 tokens before"),
    "a tool": (says('<tool_call>{"name": "sing"}</tool_call>'), "asked for a tool"),
    "a tool by the protocol": (asks_for_a_tool, "asked for a tool"),
    "400 of a talk too long": (refuses("400 Bad Request", message="exceeds the context size"), "longer than the model"),
    "500 of memory": (refuses("500 Oops", message="requires more system memory"), "too little memory for tiny"),
    "deeply nested": (sends(b"data: " + b"[" * 200_000 + b"\n\n"), "no chat"),
}
QUICK = {"never answers": 0.3, "opens and says nothing": 0.3, "stalls": 3.0, "keeps alive without a word": 0.3}
"""Seconds of patience where it is patience that ends; a server that says something first gets time to say it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_in_plain_words(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    behaviour, words = FAULTS[fault]

    async def work(brain: Server, _: Loopback) -> None:
        with pytest.raises(ServerTrouble, match=words) as caught:
            await asked(brain)
        assert SECRET not in str(caught.value)
        assert "Traceback" not in str(caught.value)

    with_server(behaviour, work, timeout=QUICK.get(fault, 20.0))
    assert SECRET not in caplog.text


@pytest.mark.parametrize("fault", FAULTS)
def test_at_every_fault_the_persona_takes_over_and_the_next_message_tries_again(fault: str) -> None:
    behaviour, _ = FAULTS[fault]

    async def run() -> None:
        async with serving(behaviour) as server:
            described = setup(server.url, timeout=QUICK.get(fault, 20.0))
            brain = Fallback(Server(described), standing_by(described))
            first = await asked(brain)
            assert brain.trouble is not None
            assert directions.strip(first)
            assert "ket" not in first  # no half word is left hanging
            if "stalls" in fault or "mid" in fault or "politely" in fault:
                assert first.startswith("So I said to ")
                assert " … " in first
            server.behaviour = says("Here I am again.")
            brain._server._setup = setup(server.url)  # no more than the fault is to depend on how busy this machine is
            brain._not_before = 0.0  # as if the wait that the server asked for were over
            assert (
                await asked(brain, (*HELLO, Turn("character", first), Turn("user", "still there?")))
                == "Here I am again."
            )
            assert brain.trouble is None
            await brain.aclose()

    asyncio.run(run())


def test_a_server_that_is_not_there() -> None:
    async def run() -> None:
        async with serving(says("Fine.")) as server:
            url = server.url
        brain = BRAINS["server"](setup(url))
        reply = "".join([piece async for piece in brain.reply(HELLO)])
        assert isinstance(brain, Fallback)
        assert "can't be reached" in str(brain.trouble)
        assert reply
        await brain.aclose()

    asyncio.run(run())


def test_the_apology_comes_once_and_not_with_every_message() -> None:
    async def run() -> None:
        async with serving(refuses("500 Oops")) as server:
            described = setup(server.url)
            brain = Fallback(Server(described), standing_by(described))
            apologies = PersonaScript.load(JUNO / "persona").cards("=server gone")
            heard = [
                await asked(brain, (*HELLO, Turn("character", "x"), Turn("user", f"tell me a joke {n}")))
                for n in range(3)
            ]
            assert [any(apology in text for apology in apologies) for text in heard] == [True, False, False]
            await brain.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [("30", 30, 30), ("in 250 s, as a date", 100, 250), ("-5", 0, 0), ("soon", 0, 0),
     ("1e99", 300, 300), ("nan", 0, 0), ("", 0, 0)],
)  # fmt: skip
def test_retry_after_is_read_in_all_its_forms(value: str, least: float, most: float) -> None:
    async def work(brain: Server, _: Loopback) -> None:
        with pytest.raises(ServerTrouble) as caught:
            await asked(brain)
        assert least <= caught.value.wait <= most

    if "date" in value:
        value = email.utils.formatdate(time.time() + 250, usegmt=True)
    with_server(refuses("429 Too Many Requests", f"retry-after: {value}"), work)


def test_a_server_that_asked_to_be_left_alone_is() -> None:
    async def run() -> None:
        async with serving(refuses("429 Too Many Requests", "retry-after: 60")) as server:
            described = setup(server.url)
            brain = Fallback(Server(described), standing_by(described))
            await asked(brain)
            await asked(brain)
            assert len(server.requests) == 1
            await brain.aclose()

    asyncio.run(run())


def test_a_short_wait_is_waited_for() -> None:
    async def run() -> None:
        async def busy_once(request: Request, writer: asyncio.StreamWriter) -> None:
            server.behaviour = says("Now I can.")
            await refuses("429 Too Many Requests", "retry-after: 0.05")(request, writer)

        async with serving(busy_once) as server:
            brain = Server(setup(server.url))
            assert await asked(brain) == "Now I can."
            await brain.aclose()

    asyncio.run(run())


def test_endless_tokens_come_to_an_end() -> None:
    async def endless(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        while True:
            for _n in range(200):
                await loopback.send_token(writer, "and on and on and on, ")

    async def work(brain: Server, server: Loopback) -> None:
        assert MOST <= len(await asked(brain)) < MOST + 1000

    with_server(endless, work)


def test_one_endless_word_comes_out_in_bounded_pieces() -> None:
    async def work(brain: Server, _: Loopback) -> None:
        pieces = [piece async for piece in brain.reply(HELLO)]
        assert "".join(map(str, pieces)) == "a" * 5000 + "."
        assert max(map(len, pieces)) < 1000

    with_server(says(*(["a" * 100] * 50), "."), work)


# ---------------------------------------------------------------------------------------------------------------- keys


def test_the_key_is_sent_and_never_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("AVATAR_API_KEY", SECRET)
    caplog.set_level(logging.DEBUG)

    async def work(brain: Server, server: Loopback) -> None:
        await asked(brain)
        assert server.requests[0].headers["authorization"] == f"Bearer {SECRET}"
        server.behaviour = refuses("401 Unauthorized", message=f"Incorrect API key provided: {SECRET}")
        with pytest.raises(ServerTrouble):
            await asked(brain)

    with_server(says("Fine."), work)
    assert SECRET not in caplog.text


def test_openais_own_key_goes_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_ORG_ID", "my-organisation")

    async def work(brain: Server, server: Loopback) -> None:
        await asked(brain)
        assert SECRET not in str(server.requests[0].headers)
        assert "my-organisation" not in str(server.requests[0].headers)

    with_server(says("Fine."), work)


def test_a_key_is_not_sent_unencrypted_across_the_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_API_KEY", SECRET)
    brain = Server(setup("http://llm.example.com/v1"))
    with pytest.raises(BrainError, match="unencrypted") as caught:
        asyncio.run(asked(brain))
    assert SECRET not in str(caught.value)


# ------------------------------------------------------------------------------------------------------------- memory


def test_it_is_told_the_users_instructions_and_how_earlier_talks_began(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    for character, said in (("juno", "Do whales sing?"), ("gus", "A secret."), ("juno", "hi there, you")):
        memory.add(memory.begin(character), "user", said)

    async def run() -> None:
        async with serving(says("Fine.")) as server:
            described = setup(server.url)
            brain = Server(Setup(**{**described.__dict__, "memory": memory, "instructions": "Speak like a pirate."}))
            await asked(brain, (Turn("user", "hi  there, you"),))
            told = server.requests[0].body["messages"][0]["content"]
            assert "Speak like a pirate." in told
            assert 'Earlier today the user began with: "Do whales sing?"' in told
            assert "hi there, you" not in told, "the talk that is being held is no earlier one"
            assert "A secret" not in told
            await brain.aclose()

    asyncio.run(run())


def test_what_the_user_tells_the_model_is_remembered(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving(says("Nice to meet you.")) as server:
            memory = Memory(tmp_path / "memory.sqlite")
            described = setup(server.url)
            described = Setup(**{**described.__dict__, "memory": memory})
            brain = Fallback(Server(described), Persona(described))
            turns = (Turn("user", "my name is Ada and that is that"),)
            await asked(brain, turns)
            await asked(brain, (*turns, Turn("character", "Nice."), Turn("user", "and now?")))
            assert "The user is called Ada." in server.requests[1].body["messages"][0]["content"]
            assert [(fact.key, fact.value) for fact in memory.facts("juno")] == [("name", "Ada")]
            await brain.aclose()
            described = Setup(**{**described.__dict__, "memory": Memory(memory.path)})
            again = Persona(described)  # as on another day
            greeting = "".join([piece async for piece in again.reply(())])
            assert "Ada" in greeting
            await again.aclose()

    asyncio.run(run())


# ------------------------------------------------------------------------------------- models that think, and that load


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


def test_signs_of_life_are_waited_for() -> None:
    """Comments that keep a connection open, for four times as long as a silent server is given."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await loopback.open_stream(writer)
        for _n in range(20):
            await loopback.send_raw(writer, b": OPENROUTER PROCESSING\n\n")
            await asyncio.sleep(0.1)
        await loopback.send_token(writer, "Here I am.", "stop")
        await loopback.close_stream(writer)

    async def work(brain: Server, _: Loopback) -> None:
        assert await asked(brain) == "Here I am."

    with_server(behave, work, timeout=0.5)


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
        brain._setup = replace(brain._setup, persona="persona " * 3000)
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
