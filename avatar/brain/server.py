"""Any server that speaks OpenAI's chat interface, by streaming: OpenAI, Ollama, llama.cpp, LM Studio, vLLM.

What comes from the server is not trusted: lines, replies and waits are bounded, control characters never pass, and
whatever goes wrong becomes a ServerTrouble whose message holds nothing of the server's making and never the key.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import math
import random
import re
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

from avatar import installer
from avatar.brain import cards, prompt, serving
from avatar.brain.base import Piece, Sent, Setup, SimpleBrain, TakenBack, Thought, Turn, Waiting
from avatar.brain.client import Chunk, connect, read_chunk
from avatar.brain.marks import STOPS, Part, Sorter
from avatar.brain.streaming import WordStream
from avatar.brain.trouble import AGAIN, ServerTrouble, list_faults, translate_error
from avatar.errors import BrainError
from avatar.text import vocabulary
from avatar.text.inert import inert
from avatar.types import Availability

log = logging.getLogger(__name__)

MOST = 20_000
"""Characters of one reply; about twenty minutes of speech."""
PATIENT = 10
"""A model that is being loaded, or that thinks, may take so many times the usual wait for its first word."""
MESSAGE_SHARE = 0.75
"""The last message gets at most so much of the room, and never less than it needs within that."""
LOOK_S = 1.0
"""Seconds after which a server that loads its model is looked at again."""
MOST_MODELS = 1000
PAST_TALKS = 3
"""How many earlier conversations the model is told of."""
SHORT_WAIT = 2.0
"""Seconds: a server that asks for no more patience than this is asked again at once."""

THOUGHT_LESS = "Raise [brain] longest, or let it think less: `/brain thinking off`."

UNTHINKING = {"reasoning_effort": "none", "extra_body": {"chat_template_kwargs": {"enable_thinking": False}}}
"""What keeps a model from thinking first: for Ollama, OpenAI; for the templates of llama.cpp and vLLM."""

TOO_LONG = (400, 413)
"""Statuses with which servers answer what is longer than their model's context."""


class Server(SimpleBrain):
    """Asks a language model to play the character."""

    name = "server"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._server = setup.server
        self._card = cards.read(setup.card) if setup.card is not None else None
        self._seed = random.randrange(1 << 30) if setup.seed is None else setup.seed
        self._greeted = self._seed if setup.seed is None else 0
        self._client: Any = None
        self._http: Any = None
        self._patience: asyncio.Timeout | None = None
        self._latest = math.inf
        self._loading = False
        self._context: int | None = None  # tokens that the server gives the model; 0 where it does not tell
        self._thinks_first = False  # whether the model's template opens a thought that the reply only closes
        self._model = setup.server.model
        self._sent: list[dict[str, str]] = []
        self._vocabulary = vocabulary.of(setup.character)
        self._past = setup.memory.said(setup.character.name, PAST_TALKS + 1) if setup.memory is not None else ()
        self.facts: dict[str, str] = {}
        """What is known of the user, for the system message; `Fallback` keeps it up to date."""
        self.cut: BrainError | None = None
        """Why the last reply is not whole, though nothing went wrong."""

    def availability(self) -> Availability:
        if importlib.util.find_spec("openai") is None:
            return Availability(False, "the openai library is missing", f"Install it: {installer.for_extra('llm')}")
        return Availability(True, f"{self._server.model or 'the first model'} at {self._server.url}")

    def sent(self) -> Sequence[Sent]:
        """See `Brain.sent`: the messages of the last request."""
        return [Sent(message["role"], message["content"]) for message in self._sent]

    def greeting(self) -> str:
        """What the character card says first, another greeting each time; '' without one."""
        if self._card is None:
            return ""
        self._greeted += 1
        return cards.choose_greeting(self._card, self.facts.get("name", "you"), self._greeted - 1, self._seed)

    async def check(self) -> Availability:
        """Asks the server which models it has: the test button of the settings."""
        found = self.availability()
        if not found.works:
            return found
        try:
            names = await self.models()
        except BrainError as error:
            return Availability(False, f"{error.what} ({self._server.url})", error.remedy)
        wanted = self._server.model
        if not names or (wanted and wanted not in names):
            return Availability(False, f"the server has no model {wanted!r}", f"It has: {', '.join(names[:20])}.")
        return Availability(True, f"{wanted or names[0]} at {self._server.url}")

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[Piece]:
        """See `Brain.reply`; whole words only. Raises ServerTrouble, also after part of a reply has come."""
        self.cut = None
        if turns and prompt.count_tokens(turns[-1].text) > self._budget(1.0) * MESSAGE_SHARE:
            yield Waiting("Your message is longer than the model can take in: it gets the end of it.")
        opening = asyncio.ensure_future(self._opened(turns))
        try:
            async with contextlib.aclosing(self._waited_for(opening)) as waits:  # type: ignore[type-var]
                async for wait in waits:
                    yield wait
            stream = opening.result()
        finally:
            opening.cancel()
        taking = _Taking(
            Sorter(self.facts.get("name", ""), self._thinks_first),
            WordStream(self._card.name if self._card else self._setup.name),
        )
        began = asyncio.get_running_loop().time()
        try:
            while not taking.over and (chunk := await self._next(stream, taking, began)) is not None:
                for piece in taking.take(read_chunk(chunk)):
                    yield piece
            for piece in taking.end():
                yield piece
            rest = taking.words.flush()
            self._judge(taking, rest)
            if rest:
                yield rest
            await self._learn_context()
        finally:
            self._thinks_first = taking.sorter.closed
            await stream.close()

    def _judge(self, taking: _Taking, rest: str) -> None:
        """Raise ServerTrouble where what came is no reply, or no whole one. `rest`: its last words."""
        told = bool(taking.told or rest)
        where, longest = self._server.url, self._server.longest
        too_long = taking.finish == "length"
        if not told and too_long:
            raise ServerTrouble(
                f"The model used up its {longest} tokens before it said anything", where=where, remedy=THOUGHT_LESS
            )
        if not told and taking.tools:
            remedy = "Choose a model that is not set up for tools, or take them out of its template."
            raise ServerTrouble("The model asked for a tool, and has none here", where=where, remedy=remedy)
        if not told:
            raise ServerTrouble("The server answered with nothing", where=where, remedy=AGAIN)
        if too_long:
            self.cut = BrainError(
                f"The answer was cut off at {longest} tokens", remedy='Say "go on" for more, or raise [brain] longest.'
            )
        elif (
            not taking.finish
            and not taking.over
            and not re.search(r"[.!?…。！？\"”)\]*]\s*$", rest or taking.words.last)
        ):
            raise ServerTrouble("The server stopped in the middle of its answer", where=where, remedy=AGAIN)

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    # ------------------------------------------------------------------------------------------------------ inside

    async def _opened(self, turns: Sequence[Turn]) -> Any:
        """The stream of an answer."""
        self._loading = False
        model = self._model = self._model or await self._first_model()
        for last, share, plain in ((False, 1.0, False), (False, 0.5, True), (True, 0.25, True)):
            try:
                return await self._patiently(self._body(model, turns, share, plain=plain))
            except ServerTrouble as trouble:
                # Tokens are estimated; a server that finds the talk too long says 400 or 413, and is told less. One
                # that does not know a parameter says 400, too.
                if last or trouble.status not in TOO_LONG:
                    raise
        raise AssertionError

    def _body(self, model: str, turns: Sequence[Turn], share: float, *, plain: bool) -> dict[str, Any]:
        """The request; `plain`: with nothing in it that some server may not know."""
        self._sent = self._messages(turns, share, plain=plain)
        body = {
            "model": model,
            "messages": self._sent,
            "stream": True,
            "max_tokens": self._server.longest,
            "temperature": self._server.temperature,
        }
        if not plain:
            body["stop"] = list(STOPS)
        if not plain and not self._server.thinking:
            body |= UNTHINKING
        return body

    async def _patiently(self, body: dict[str, Any]) -> Any:
        """The stream of an answer; a server that is busy for a moment, or still loads its model, is asked again."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENT * self._setup.timeout
        while True:
            try:
                return await (await self._ready()).chat.completions.create(**body)
            except list_faults() as error:
                trouble = translate_error(error, self._server, self._setup.timeout)
            self._loading = trouble.loading
            wait = LOOK_S if trouble.loading else trouble.wait
            if not 0 < wait <= SHORT_WAIT or loop.time() + wait > until:
                raise trouble from None
            until = until if trouble.loading else 0.0
            await asyncio.sleep(wait)

    async def _waited_for(self, opening: asyncio.Future[Any]) -> AsyncIterator[Waiting]:
        """Waits until the stream is open; says why where that takes long. Raises ServerTrouble."""
        told = False
        loop = asyncio.get_running_loop()
        usual = loop.time() + self._setup.timeout
        until = loop.time() + PATIENT * self._setup.timeout
        while not (await asyncio.wait([opening], timeout=LOOK_S))[0]:
            if loop.time() < usual and not self._loading:
                continue
            if loop.time() > until or not (self._loading or await self._is_loading()):
                raise translate_error(TimeoutError(), self._server, self._setup.timeout)
            if not told:
                told = True
                yield Waiting("The model is being loaded.")

    async def _learn_context(self) -> None:
        """Ask a server of this network, once, how much it gives the model: some drop what is more without a word."""
        if self._context is None and self._server.url.startswith("http://") and self._http is not None:
            served = await serving.ask(self._http, self._server.url, self._model)
            self._context = served.context if served is not None else 0

    async def _is_loading(self) -> bool:
        """Whether the server is busy with loading the model: it is waited for, since some give up loading for a client
        that hangs up."""
        served = await serving.ask(self._http, self._server.url, self._model) if self._http is not None else None
        self._loading = served is not None and not served.loaded
        return self._loading

    def _messages(self, turns: Sequence[Turn], share: float, *, plain: bool) -> list[dict[str, str]]:
        """What is sent: within this share of what the model can take in; `plain`: one system message, at its
        head."""
        budget = self._budget(share)
        persona: str = self._setup.persona
        within: tuple[cards.Told, ...] = ()
        if self._card is not None:
            persona, within = cards.play(
                self._card,
                [turn.text for turn in turns],
                user=self.facts.get("name", "the user"),
                turn=sum(turn.who == "character" for turn in turns),
                seed=self._seed,
            )
        if plain:  # some templates know a system message at the beginning alone
            persona = "\n\n".join([persona, *(each.text for each in within)])
            within = ()
        persona = persona or f"You are {self._setup.name or 'a friendly character'}."
        persona = "\n\n".join(part for part in (persona, self._setup.instructions) if part)
        began = next((turn.text for turn in turns if turn.who == "user"), "")
        talks = [talk for talk in self._past if not " ".join(began.split()).startswith(talk[1])][:PAST_TALKS]
        system = prompt.write_system(
            persona,
            self.facts,
            budget=self._system_budget(budget, turns),
            past=prompt.tell_before(talks, time.time()),
            vocabulary=self._vocabulary,
        )
        return prompt.choose_messages(system, turns, budget=budget, within=within, me=self._setup.character.name)

    def _budget(self, share: float) -> int:
        """Tokens of what is sent."""
        context = min(self._server.context, self._context or self._server.context)
        return int(share * max(256, context - self._server.longest))

    def _system_budget(self, budget: int, turns: Sequence[Turn]) -> int:
        """Tokens of the system message: two thirds, but for the room that the last message needs."""
        left = budget - (prompt.count_tokens(turns[-1].text) if turns else 0)
        return min(budget * 2 // 3, max(int(budget * (1 - MESSAGE_SHARE)), left))

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

    async def _next(self, stream: Any, taking: _Taking, began: float) -> Any:
        """The next chunk of a stream; None at its end. Any byte is a sign of life, and thoughts take their time, but a
        word has to come at last. Raises ServerTrouble."""
        timeout = self._setup.timeout
        latest = began + PATIENT * timeout if not taking.told else math.inf
        try:
            async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + timeout, latest)) as self._patience:
                self._latest = latest
                return await anext(stream.__aiter__(), None)
        except list_faults() as error:
            raise translate_error(error, self._server, timeout) from None
        finally:
            self._patience = None

    def _alive(self) -> None:
        """A byte has come."""
        if self._patience is not None and not self._patience.expired():
            self._patience.reschedule(min(asyncio.get_running_loop().time() + self._setup.timeout, self._latest))

    async def _ready(self) -> Any:
        if self._client is None:
            found = self.availability()
            if not found.works:
                raise BrainError(found.detail.capitalize(), remedy=found.remedy)
            self._client, self._http = await asyncio.to_thread(connect, self._server, self._alive)
        return self._client


class _Taking:
    """A reply that is being taken in."""

    def __init__(self, sorter: Sorter, words: WordStream) -> None:
        self.sorter, self.words = sorter, words
        self.told = 0
        """Characters that were passed on to be said."""
        self.finish = ""
        self.tools = self.over = False

    def take(self, chunk: Chunk) -> Iterator[Piece]:
        """What a chunk adds."""
        self.finish = chunk.finish or self.finish
        self.tools = self.tools or chunk.tool
        if chunk.thought:
            yield Thought(inert(chunk.thought))
        yield from self._sorted(self.sorter.feed(chunk.text))
        self.over = self.over or self.told >= MOST

    def end(self) -> Iterator[Piece]:
        """What is left at the end, but for the last words."""
        yield from self._sorted(self.sorter.flush())
        self.tools = self.tools or self.sorter.tools

    def _sorted(self, parts: Iterable[Part]) -> Iterator[Piece]:
        for part in parts:
            if part.kind == "said" and (text := self.words.feed(part.text)):
                self.told += len(text)
                yield text
            elif part.kind == "thought":
                yield Thought(inert(part.text))
            elif part.kind == "back":
                yield TakenBack()
                self.told, self.words = 0, self.words.anew()
            elif part.kind == "end":
                self.over = True
