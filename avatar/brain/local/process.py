"""The process that runs a language model: `python -m avatar.brain.local.process`.

A model lives here alone: it takes a lot of memory, its library may end the process over a damaged file, and what
computes can only be stopped for certain from outside. Nothing of it can be reached by others: the library's own server
gets a socket in a folder that is gone a moment later, on Windows a port of this machine and a key that nobody has.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any

from avatar import processes
from avatar.brain.local import messages

BATCH = 64
"""Tokens that are read at once: after each batch it can be stopped, and shows that it lives."""
NICER = 5
"""Steps by which the system prefers voice and picture to the model."""
PARAMETERS: Mapping[str, object] = {
    "n_batch": BATCH,
    "n_ubatch": BATCH,
    "n_cache_reuse": 32,  # so many tokens of a talk are worth moving where what stood in front of them was left out
    "n_parallel": 1,
    "cache_ram_mib": 0,  # no second memory of talks
    "fit_params": False,  # how much fits is settled before
    "warmup": False,
    "n_threads_http": 1,
    "endpoint_slots": False,
    "endpoint_props": False,
    "endpoint_metrics": False,
    "verbosity": 1,  # errors
}
"""What is asked of the library besides the model, by its own names."""
POLL = 0
"""A thread of the library's that waits does not spin."""

log = logging.getLogger(__name__)


def main() -> int:
    """Serve until the pipe ends."""
    stopped: set[int] = set()
    waiting: SimpleQueue[messages.Load | messages.Ask | None] = SimpleQueue()

    def heard(message: messages.Down) -> None:
        if isinstance(message, messages.Stop):
            stopped.add(message.number)
        else:
            waiting.put(message)

    channel = processes.serve(messages.DOWN, messages.UP, heard, lambda: waiting.put(None))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s local model %(levelname)s %(message)s")
    if hasattr(os, "nice"):
        os.nice(NICER)
    server: Any = None
    while (message := waiting.get()) is not None:
        if isinstance(message, messages.Load):
            server = _loaded(channel, message)
        else:
            _Answering(channel, message.number, stopped).ask(server, message.body)
    return 0


Channel = processes.Channel[messages.Down, messages.Up]


def _loaded(channel: Channel, wanted: messages.Load) -> Any:
    """The library's server with a model; None where it takes it for none."""
    try:
        llama = importlib.import_module("xllamacpp")
        with tempfile.TemporaryDirectory() as folder:  # gone before anybody could find the door
            server = llama.Server(make_parameters(llama, wanted, folder))
    except Exception as error:  # a process boundary: a library in C++ may raise anything
        log.exception("the model can't be loaded")
        channel.send(messages.Refused(0, 500, str(error)))
        return None
    channel.send(messages.Loaded())
    return server


def make_parameters(llama: Any, wanted: messages.Load, folder: str) -> Any:
    """What the library is asked for. `llama`: the library; `folder`: where its server may have a socket."""
    params = llama.CommonParams()
    params.model.path = wanted.path
    own: dict[str, object] = {"n_ctx": wanted.context, "api_keys": [secrets.token_urlsafe(32)]}
    if sys.platform != "win32":
        own["hostnames"] = [f"{folder}/door.sock"]
    for name, value in {**PARAMETERS, **own}.items():
        setattr(params, name, value)
    for threads in (params.cpuparams, params.cpuparams_batch):
        for name, value in {"n_threads": wanted.threads, "poll": POLL}.items():
            setattr(threads, name, value)
    return params


class _Answering:
    """One question, and what came of it so far."""

    def __init__(self, channel: Channel, number: int, stopped: set[int]) -> None:
        self._channel, self._number, self._stopped = channel, number, stopped
        self._began = time.perf_counter()
        self._first = self._last = 0.0
        self._read = self._made = 0
        self._refused = False

    def ask(self, server: Any, body: str) -> None:
        """Ask the model, unless the question was taken back before."""
        if server is None:
            self._channel.send(messages.Refused(self._number, 500, "no model is loaded"))
            return
        if self._number not in self._stopped:
            try:
                server.handle_chat_completions(json.loads(body), self._take)
            except Exception as error:  # as above
                log.exception("the model failed")
                self._refuse(500, str(error))
        self._stopped.discard(self._number)
        if not self._refused:
            self._channel.send(
                messages.Ended(
                    self._number, self._read, max(0.0, self._first - self._began), max(0, self._made - 1),
                    self._last - self._first,
                )
            )  # fmt: skip

    def _take(self, came: Any) -> bool:
        """Called for each piece; whether it is enough."""
        if not isinstance(came, dict):
            return True
        if "error" in came:
            fault = came["error"] if isinstance(came["error"], dict) else {}
            code = fault.get("code")
            self._refuse(code if isinstance(code, int) else 500, str(fault.get("message", "")))
            return True
        progress = came.get("prompt_progress")
        if isinstance(progress, dict):
            done, total = int(progress.get("processed", 0)), int(progress.get("total", 0))
            self._read = max(0, done - int(progress.get("cache", 0)))
            self._channel.send(messages.Reading(self._number, done, total))
        for choice in came.get("choices") or ():
            self._pass_on(choice.get("delta") or {}, choice.get("finish_reason") or "")
        return self._number in self._stopped or self._channel.ended.is_set()

    def _pass_on(self, delta: dict[str, Any], finish: str) -> None:
        text, thought = delta.get("content") or "", delta.get("reasoning_content") or ""
        tool = bool(delta.get("tool_calls"))
        if not (text or thought or tool or finish):
            return
        if text or thought or tool:
            self._made += 1
            self._last = time.perf_counter()
            self._first = self._first or self._last
        self._channel.send(messages.Came(self._number, str(text), str(thought), str(finish), tool))

    def _refuse(self, code: int, what: str) -> None:
        self._refused = True
        self._channel.send(messages.Refused(self._number, code, what))


if __name__ == "__main__":
    sys.exit(main())
