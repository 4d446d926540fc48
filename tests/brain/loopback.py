"""A chat server on this machine that misbehaves on purpose: raw sockets, so that it can break any rule."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Behaviour = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """What a client asked."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Loopback:
    """The server: `behaviour` answers each request to /chat/completions; `requests` are those that came."""

    behaviour: Behaviour
    models: tuple[str, ...] = ("tiny",)
    running: tuple[str, ...] | None = None
    """What Ollama's own interface tells to be in memory; None: the server is not Ollama."""
    requests: list[Request] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client has hung up before the answer was through."""
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await self._request(reader)
            if request.path.endswith("/models"):
                await send_json(
                    writer, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]}
                )
                return
            if request.path.endswith(("/api/ps", "/health", "/props")):
                loaded = [{"name": name, "context_length": 4096} for name in self.running or ()]
                is_ollama = self.running is not None and request.path.endswith("/api/ps")
                await send_json(
                    writer, {"models": loaded} if is_ollama else {}, "200 OK" if is_ollama else "404 Not Found"
                )
                return
            self.requests.append(request)
            answering = asyncio.ensure_future(self.behaviour(request, writer))
            hanging_up = asyncio.ensure_future(reader.read())
            await asyncio.wait({answering, hanging_up}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                self.gone.set()
            for task in (answering, hanging_up):
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError:
                    pass
                except ConnectionError:
                    self.gone.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> Request:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Request(lines[0].split()[1], headers, json.loads(body) if body else None)


@contextlib.asynccontextmanager
async def serving(behaviour: Behaviour, **options: Any) -> AsyncIterator[Loopback]:
    """Runs a server for as long as the block lasts."""
    loopback = Loopback(behaviour, **options)
    server = await asyncio.start_server(loopback.serve, "127.0.0.1", 0, limit=1 << 24)
    loopback.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield loopback
    finally:
        server.close()


async def send_json(writer: asyncio.StreamWriter, value: Any, status: str = "200 OK", *extra: str) -> None:
    body = json.dumps(value).encode()
    head = [
        f"HTTP/1.1 {status}",
        "content-type: application/json",
        f"content-length: {len(body)}",
        "connection: close",
        *extra,
    ]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    await writer.drain()


async def open_stream(writer: asyncio.StreamWriter, *extra: str) -> None:
    head = [
        "HTTP/1.1 200 OK",
        "content-type: text/event-stream",
        "connection: close",
        "transfer-encoding: chunked",
        *extra,
    ]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n")
    await writer.drain()


async def send_raw(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


async def send_token(writer: asyncio.StreamWriter, text: str | None, finish: str | None = None, **delta: Any) -> None:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny",
             "choices": [{"index": 0, "delta": ({"content": text} if text is not None else {}) | delta,
                          "finish_reason": finish}]}  # fmt: skip
    await send_raw(writer, b"data: " + json.dumps(chunk).encode() + b"\n\n")


async def close_stream(writer: asyncio.StreamWriter) -> None:
    await send_raw(writer, b"data: [DONE]\n\n")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def says(*tokens: str) -> Behaviour:
    """A server that does what it should."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await open_stream(writer)
        for token in tokens:
            await send_token(writer, token)
        await send_token(writer, None, "stop")
        await close_stream(writer)

    return behave


def refuses(status: str, *extra: str, message: str = "no") -> Behaviour:
    """A server that answers with an error."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await send_json(writer, {"error": {"message": message, "type": "error", "code": None}}, status, *extra)

    return behave


def sends(*pieces: bytes, whole: bool = True) -> Behaviour:
    """A server that sends these bytes as its stream; not `whole`: and hangs up without ending it."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        await open_stream(writer)
        for piece in pieces:
            await send_raw(writer, piece)
        if whole:
            writer.write(b"0\r\n\r\n")
            await writer.drain()

    return behave
