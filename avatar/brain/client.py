"""The connection to a server of language models: the official client, bounded and silent; and what comes in a chunk."""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from avatar.brain import keys
from avatar.brain.base import ServerSetup
from avatar.brain.language_model import Chunk

LONGEST_EVENT = 1 << 20
"""Bytes of one event of the stream; a token's is a few hundred."""
LONGEST_STREAM = 64 << 20
"""Bytes of one answer."""
CONNECT = 5.0
"""Seconds to reach the server."""


def connect(server: ServerSetup, alive: Callable[[], None]) -> tuple[Any, Any]:
    """The official client, its own retries and logs off, and the httpx client below it. `alive` hears of every byte."""
    openai = importlib.import_module("openai")
    httpx = importlib.import_module("httpx")
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at DEBUG they write down requests
    key = keys.find(server)
    http = httpx.AsyncClient(
        timeout=httpx.Timeout(None, connect=CONNECT),
        follow_redirects=False,
        event_hooks={"response": [partial(_bound, alive)]},
    )
    client = openai.AsyncOpenAI(
        base_url=server.url,
        api_key=key or "none",
        max_retries=0,
        default_headers={
            "Accept-Encoding": "identity",
            "OpenAI-Organization": openai.Omit(),
            "OpenAI-Project": openai.Omit(),
        },
        http_client=http,
    )
    return client, http


async def _bound(alive: Callable[[], None], response: Any) -> None:
    """Puts a limit on what a response may hold: in one event, and in all."""
    httpx = importlib.import_module("httpx")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx.DecodingError("the server compresses although it was asked not to")
    inner = response.stream

    class Bounded(httpx.AsyncByteStream):  # type: ignore[misc, name-defined]
        async def __aiter__(self) -> AsyncIterator[bytes]:
            event = total = 0
            async for chunk in inner:
                alive()
                end = max(chunk.rfind(b"\n\n"), chunk.rfind(b"\r\n\r\n"))
                event = len(chunk) - end if end >= 0 else event + len(chunk)
                total += len(chunk)
                if event > LONGEST_EVENT or total > LONGEST_STREAM:
                    raise httpx.DecodingError("the server sends more than it may")
                yield chunk

        async def aclose(self) -> None:
            await inner.aclose()

    response.stream = Bounded()


def read_chunk(chunk: Any) -> Chunk:
    """What a chunk holds, whatever shape it has."""
    choices = getattr(chunk, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    delta = getattr(choice, "delta", None)
    thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
    return Chunk(
        _text(getattr(delta, "content", None)),
        _text(thought),
        _text(getattr(choice, "finish_reason", None)),
        bool(getattr(delta, "tool_calls", None)),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
