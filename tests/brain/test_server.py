"""A language model's server, well-behaved and otherwise, with the persona behind it."""

from __future__ import annotations

import asyncio
import email.utils
import json
import logging
import time
from dataclasses import replace
from pathlib import Path

import pytest

from avatar import library
from avatar.brain import BRAINS, ServerSetup, Setup, Turn
from avatar.brain.fallback import Fallback
from avatar.brain.language_model import MOST
from avatar.brain.memory import Memory
from avatar.brain.persona import Persona
from avatar.brain.rive import PersonaScript
from avatar.brain.server import Server
from avatar.brain.trouble import ServerTrouble
from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.errors import BrainError
from avatar.text import directions
from tests.brain import loopback
from tests.brain.asking import HELLO, JUNO, asked, cut_at_its_longest, setup, standing_by, with_server
from tests.brain.loopback import Behaviour, Loopback, Request, refuses, says, sends, serving

pytest.importorskip("openai")

SECRET = "sk-this-must-stay-secret"


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
        assert [part._asdict() for part in brain.sent()] == [
            {"role": message["role"], "text": message["content"]} for message in sent["messages"]
        ]

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
            assert ("trigger of the script" in {part.role for part in brain.sent()}) == (" … " not in first)
            assert directions.strip(first)
            assert "ket" not in first  # no half word is left hanging
            if "stalls" in fault or "mid" in fault or "politely" in fault:
                assert first.startswith("So I said to ")
                assert " … " in first
            server.behaviour = says("Here I am again.")
            brain._server.setup = setup(server.url)  # no more than the fault is to depend on how busy this machine is
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
