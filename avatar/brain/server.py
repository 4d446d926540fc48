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
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

from avatar import installer
from avatar.brain import serving
from avatar.brain.base import Setup, Turn, Waiting
from avatar.brain.client import connect, read_chunk
from avatar.brain.language_model import Chunk, LanguageModel, Taking
from avatar.brain.marks import STOPS
from avatar.brain.trouble import ServerTrouble, list_faults, translate_error
from avatar.errors import BrainError
from avatar.text.inert import inert
from avatar.types import Availability

log = logging.getLogger(__name__)

PATIENT = 10
"""A model that is being loaded, or that thinks, may take so many times the usual wait for its first word."""
LOOK_S = 1.0
"""Seconds after which a server that loads its model is looked at again."""
MOST_MODELS = 1000
SHORT_WAIT = 2.0
"""Seconds: a server that asks for no more patience than this is asked again at once."""

UNTHINKING = {"reasoning_effort": "none", "extra_body": {"chat_template_kwargs": {"enable_thinking": False}}}
"""What keeps a model from thinking first: for Ollama, OpenAI; for the templates of llama.cpp and vLLM."""

TOO_LONG = (400, 413)
"""Statuses with which servers answer what is longer than their model's context."""


class Server(LanguageModel):
    """Asks a language model to play the character."""

    name = "server"
    runs_on = "server"

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._client: Any = None
        self._http: Any = None
        self._patience: asyncio.Timeout | None = None
        self._latest = math.inf
        self._loading = False
        self._model = setup.server.model

    def availability(self) -> Availability:
        if importlib.util.find_spec("openai") is None:
            return Availability(False, "the openai library is missing", f"Install it: {installer.for_extra('llm')}")
        return Availability(True, f"{self.server_setup.model or 'the first model'} at {self.server_setup.url}")

    async def check(self) -> Availability:
        """Asks the server which models it has: the test button of the settings."""
        found = self.availability()
        if not found.works:
            return found
        try:
            names = await self.models()
        except BrainError as error:
            return Availability(False, f"{error.what} ({self.server_setup.url})", error.remedy)
        wanted = self.server_setup.model
        if not names or (wanted and wanted not in names):
            return Availability(False, f"the server has no model {wanted!r}", f"It has: {', '.join(names[:20])}.")
        return Availability(True, f"{wanted or names[0]} at {self.server_setup.url}")

    def fault(self, what: str, remedy: str) -> BrainError:
        return ServerTrouble(what, where=self.server_setup.url, remedy=remedy)

    async def stream(self, turns: Sequence[Turn], taking: Taking) -> AsyncGenerator[Chunk | Waiting, None]:
        """See `LanguageModel.stream`. Raises ServerTrouble."""
        opening = asyncio.ensure_future(self._opened(turns))
        try:
            async with contextlib.aclosing(self._waited_for(opening)) as waits:  # type: ignore[type-var]
                async for wait in waits:
                    yield wait
            stream = opening.result()
        finally:
            opening.cancel()
        began = asyncio.get_running_loop().time()
        try:
            while (chunk := await self._next(stream, taking, began)) is not None:
                yield read_chunk(chunk)
        finally:
            await stream.close()

    async def after_reply(self) -> None:
        await self._learn_context()

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
        body = {
            "model": model,
            "messages": self.write_messages(turns, share, plain=plain),
            "stream": True,
            "max_tokens": self.server_setup.longest,
            "temperature": self.server_setup.temperature,
        }
        if not plain:
            body["stop"] = list(STOPS)
        if not plain and not self.server_setup.thinking:
            body |= UNTHINKING
        return body

    async def _patiently(self, body: dict[str, Any]) -> Any:
        """The stream of an answer; a server that is busy for a moment, or still loads its model, is asked again."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENT * self.setup.timeout
        while True:
            try:
                return await (await self._ready()).chat.completions.create(**body)
            except list_faults() as error:
                trouble = translate_error(error, self.server_setup, self.setup.timeout)
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
        usual = loop.time() + self.setup.timeout
        until = loop.time() + PATIENT * self.setup.timeout
        while not (await asyncio.wait([opening], timeout=LOOK_S))[0]:
            if loop.time() < usual and not self._loading:
                continue
            if loop.time() > until or not (self._loading or await self._is_loading()):
                raise translate_error(TimeoutError(), self.server_setup, self.setup.timeout)
            if not told:
                told = True
                yield Waiting("The model is being loaded.")

    async def _learn_context(self) -> None:
        """Ask a server of this network, once, how much it gives the model: some drop what is more without a word."""
        if self.context is None and self.server_setup.url.startswith("http://") and self._http is not None:
            served = await serving.ask(self._http, self.server_setup.url, self._model)
            self.context = served.context if served is not None else 0

    async def _is_loading(self) -> bool:
        """Whether the server is busy with loading the model: it is waited for, since some give up loading for a client
        that hangs up."""
        served = await serving.ask(self._http, self.server_setup.url, self._model) if self._http is not None else None
        self._loading = served is not None and not served.loaded
        return self._loading

    async def _first_model(self) -> str:
        names = await self.models()
        if not names:
            raise ServerTrouble("The server has no model", where=self.server_setup.url, remedy="Give it one to serve.")
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
            async with asyncio.timeout(self.setup.timeout):
                return await ask(client)
        except list_faults() as error:
            raise translate_error(error, self.server_setup, self.setup.timeout) from None

    async def _next(self, stream: Any, taking: Taking, began: float) -> Any:
        """The next chunk of a stream; None at its end. Any byte is a sign of life, and thoughts take their time, but a
        word has to come at last. Raises ServerTrouble."""
        timeout = self.setup.timeout
        latest = began + PATIENT * timeout if not taking.told else math.inf
        try:
            async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + timeout, latest)) as self._patience:
                self._latest = latest
                return await anext(stream.__aiter__(), None)
        except list_faults() as error:
            raise translate_error(error, self.server_setup, timeout) from None
        finally:
            self._patience = None

    def _alive(self) -> None:
        """A byte has come."""
        if self._patience is not None and not self._patience.expired():
            self._patience.reschedule(min(asyncio.get_running_loop().time() + self.setup.timeout, self._latest))

    async def _ready(self) -> Any:
        if self._client is None:
            found = self.availability()
            if not found.works:
                raise BrainError(found.detail.capitalize(), remedy=found.remedy)
            self._client, self._http = await asyncio.to_thread(connect, self.server_setup, self._alive)
        return self._client
