"""Any server that speaks OpenAI's chat interface, by streaming: OpenAI, Ollama, llama.cpp, LM Studio, vLLM.

What comes from the server is not trusted: lines, replies and waits are bounded, control characters never pass, and
whatever goes wrong becomes a ServerTrouble whose message holds nothing of the server's making and never the key.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import re
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from avatar import installer
from avatar.brain import cards, keys, prompt
from avatar.brain.base import Setup, SimpleBrain, Turn
from avatar.brain.streaming import Thoughts, WordStream
from avatar.brain.trouble import AGAIN, ServerTrouble, list_faults, translate_error
from avatar.errors import BrainError
from avatar.text import vocabulary
from avatar.text.inert import inert
from avatar.types import Availability

log = logging.getLogger(__name__)

MOST = 20_000
"""Characters of one reply; about twenty minutes of speech."""
LONGEST_EVENT = 1 << 20
"""Bytes of one event of the stream; a token's is a few hundred."""
LONGEST_STREAM = 64 << 20
"""Bytes of one answer."""
CONNECT = 5.0
"""Seconds to reach the server."""
THINKING = 10
"""A model that sends its thoughts may take so many times the usual wait for its first word."""
MOST_MODELS = 1000
PAST_TALKS = 3
"""How many earlier conversations the model is told of."""
SHORT_WAIT = 2.0
"""Seconds: a server that asks for no more patience than this is asked again at once."""

TOO_LONG = (400, 413)
"""Statuses with which servers answer what is longer than their model's context."""


class Server(SimpleBrain):
    """Asks a language model to play the character."""

    name = "server"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._server = setup.server
        self._card = cards.read(setup.card) if setup.card is not None else None
        self._client: Any = None
        self._model = setup.server.model
        self._vocabulary = vocabulary.of(setup.character)
        self._past = setup.memory.said(setup.character.name, PAST_TALKS + 1) if setup.memory is not None else ()
        self.facts: dict[str, str] = {}
        """What is known of the user, for the system message; `Fallback` keeps it up to date."""

    def availability(self) -> Availability:
        if importlib.util.find_spec("openai") is None:
            return Availability(False, "the openai library is missing", f"Install it: {installer.for_extra('llm')}")
        return Availability(True, f"{self._server.model or 'the first model'} at {self._server.url}")

    def greeting(self) -> str:
        """What the character card says first; '' without one."""
        return cards.choose_greeting(self._card, self.facts.get("name", "you")) if self._card is not None else ""

    async def check(self) -> Availability:
        """Asks the server which models it has: the test button of the settings."""
        found = self.availability()
        if not found.works:
            return found
        try:
            names = await self.models()
        except BrainError as error:
            return Availability(False, error.what, error.remedy)
        wanted = self._server.model
        if not names or (wanted and wanted not in names):
            return Availability(False, f"the server has no model {wanted!r}", f"It has: {', '.join(names[:20])}.")
        return Availability(True, f"{wanted or names[0]} at {self._server.url}")

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        """See `Brain.reply`; whole words only. Raises ServerTrouble, also after part of a reply has come."""
        stream = await self._opened(turns)
        thoughts, words = Thoughts(), WordStream(self._card.name if self._card else self._setup.name)
        told, finished = 0, ""
        loop = asyncio.get_running_loop()
        began = loop.time()
        deadline = began + self._setup.timeout
        try:
            while told < MOST and (chunk := await self._next(stream, deadline)) is not None:
                text, thinking, finished = *_delta(chunk), _finish(chunk) or finished
                if text or (thinking and loop.time() < began + THINKING * self._setup.timeout):
                    deadline = loop.time() + self._setup.timeout
                piece = words.feed(thoughts.feed(text))
                told += len(piece)
                if piece:
                    yield piece
            rest = words.flush(thoughts.flush())
            if told + len(rest) == 0:
                raise ServerTrouble("The server answered with nothing", where=self._server.url, remedy=AGAIN)
            if not finished and told < MOST and not re.search(r"[.!?…。！？\"”)\]*]\s*$", rest or words.last):
                what = "The server stopped in the middle of its answer"
                raise ServerTrouble(what, where=self._server.url, remedy=AGAIN)
            if rest:
                yield rest
        finally:
            await stream.close()

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    # ------------------------------------------------------------------------------------------------------ inside

    async def _opened(self, turns: Sequence[Turn]) -> Any:
        """The stream of an answer."""
        model = self._model or await self._first_model()
        for last, share in ((False, 1.0), (False, 0.5), (True, 0.25)):
            try:
                return await self._patiently(self._body(model, turns, share))
            except ServerTrouble as trouble:
                # Tokens are estimated; a server that finds the talk too long says 400 or 413, and is told less.
                if last or trouble.status not in TOO_LONG:
                    raise
        raise AssertionError

    def _body(self, model: str, turns: Sequence[Turn], share: float) -> dict[str, Any]:
        return {
            "model": model,
            "messages": self._messages(turns, share),
            "stream": True,
            "max_tokens": self._server.longest,
            "temperature": self._server.temperature,
        }

    async def _patiently(self, body: dict[str, Any]) -> Any:
        try:
            return await self._asked(lambda client: client.chat.completions.create(**body))
        except ServerTrouble as trouble:
            if not 0 < trouble.wait <= SHORT_WAIT:
                raise
            await asyncio.sleep(trouble.wait)
            return await self._asked(lambda client: client.chat.completions.create(**body))

    def _messages(self, turns: Sequence[Turn], share: float) -> list[dict[str, str]]:
        """What is sent: within this share of what the model can take in."""
        budget = int(share * max(256, self._server.context - self._server.longest))
        persona: str = self._setup.persona
        lore: tuple[str, ...] = ()
        if self._card is not None:
            user = self.facts.get("name", "the user")
            persona = cards.write_prose(self._card, user)
            lore = cards.find_lore(self._card, "\n".join(turn.text for turn in turns[-4:]), user)
        persona = persona or f"You are {self._setup.name or 'a friendly character'}."
        persona = "\n\n".join(part for part in (persona, self._setup.instructions) if part)
        began = next((turn.text for turn in turns if turn.who == "user"), "")
        talks = [talk for talk in self._past if not " ".join(began.split()).startswith(talk[1])][:PAST_TALKS]
        system = prompt.write_system(
            persona,
            self.facts,
            lore,
            budget=budget * 2 // 3,
            past=prompt.tell_before(talks, time.time()),
            vocabulary=self._vocabulary,
        )
        return prompt.choose_messages(system, turns, budget=budget)

    async def _first_model(self) -> str:
        names = await self.models()
        if not names:
            raise ServerTrouble("The server has no model", where=self._server.url, remedy="Give it one to serve.")
        self._model = names[0]
        return self._model

    async def models(self) -> list[str]:
        """Names of the models that the server has. Raises BrainError where it can't be asked."""
        page = await self._asked(lambda client: client.models.list())
        found = getattr(page, "data", None)
        names = [getattr(model, "id", None) for model in found[:MOST_MODELS]] if isinstance(found, list) else []
        return [inert(name)[:200] for name in names if isinstance(name, str) and name]

    async def _asked(self, ask: Any) -> Any:
        """The answer to one request, in time. Raises ServerTrouble."""
        client = await self._ready()
        try:
            async with asyncio.timeout(self._setup.timeout):
                return await ask(client)
        except list_faults() as error:
            raise translate_error(error, self._server, self._setup.timeout) from None

    async def _next(self, stream: Any, deadline: float) -> Any:
        """The next chunk of a stream; None at its end. Raises ServerTrouble."""
        try:
            async with asyncio.timeout_at(deadline):
                return await anext(stream.__aiter__(), None)
        except list_faults() as error:
            raise translate_error(error, self._server, self._setup.timeout) from None

    async def _ready(self) -> Any:
        if self._client is None:
            found = self.availability()
            if not found.works:
                raise BrainError(found.detail.capitalize(), remedy=found.remedy)
            self._client = await asyncio.to_thread(_client, self._server)
        return self._client


def _client(server: Any) -> Any:
    """The official client, bounded and silent: its own retries and logs are off."""
    openai = importlib.import_module("openai")
    httpx = importlib.import_module("httpx")
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at DEBUG they write down requests
    key = keys.find(server)
    return openai.AsyncOpenAI(
        base_url=server.url,
        api_key=key or "none",
        max_retries=0,
        default_headers={
            "Accept-Encoding": "identity",
            "OpenAI-Organization": openai.Omit(),
            "OpenAI-Project": openai.Omit(),
        },
        http_client=httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=CONNECT), follow_redirects=False, event_hooks={"response": [_bounded]}
        ),
    )


async def _bounded(response: Any) -> None:
    """Puts a limit on what a response may hold: in one event, and in all."""
    httpx = importlib.import_module("httpx")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx.DecodingError("the server compresses although it was asked not to")
    inner = response.stream

    class Bounded(httpx.AsyncByteStream):  # type: ignore[misc, name-defined]
        async def __aiter__(self) -> AsyncIterator[bytes]:
            event = total = 0
            async for chunk in inner:
                end = max(chunk.rfind(b"\n\n"), chunk.rfind(b"\r\n\r\n"))
                event = len(chunk) - end if end >= 0 else event + len(chunk)
                total += len(chunk)
                if event > LONGEST_EVENT or total > LONGEST_STREAM:
                    raise httpx.DecodingError("the server sends more than it may")
                yield chunk

        async def aclose(self) -> None:
            await inner.aclose()

    response.stream = Bounded()


def _delta(chunk: Any) -> tuple[str, bool]:
    """The text of a chunk, and whether the model is thinking aloud in it; whatever shape it has."""
    choices = getattr(chunk, "choices", None)
    delta = getattr(choices[0], "delta", None) if isinstance(choices, list) and choices else None
    text = getattr(delta, "content", None)
    thinking = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
    return (text if isinstance(text, str) else ""), bool(thinking)


def _finish(chunk: Any) -> str:
    choices = getattr(chunk, "choices", None)
    reason = getattr(choices[0], "finish_reason", None) if isinstance(choices, list) and choices else None
    return reason if isinstance(reason, str) else ""
