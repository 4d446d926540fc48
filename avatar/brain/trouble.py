"""What can go wrong with a server, in words for the user."""

from __future__ import annotations

import email.utils
import importlib
import json
import logging
import math
import time
from typing import Any

from avatar.brain.base import ServerSetup
from avatar.errors import BrainError

log = logging.getLogger(__name__)

LONGEST_WAIT = 300.0
"""Seconds; a server that asks for more patience than this gets this much."""


class ServerTrouble(BrainError):
    """A server is gone, slow or wrong."""

    def __init__(
        self,
        what: str,
        *,
        where: object = "",
        remedy: str = "",
        wait: float = 0.0,
        status: int = 0,
        loading: bool = False,
    ) -> None:
        """`wait`: seconds that the server asked to be left alone for; `status`: of HTTP, 0 where there was none;
        `loading`: it is loading its model, and will answer."""
        super().__init__(what, where=where, remedy=remedy)
        self.wait = wait
        self.status = status
        self.loading = loading


AGAIN = "It is asked again with the next message."

# Status -> what happened, what to do. {model} and {variable} are filled in.
_STATUSES: dict[int, tuple[str, str]] = {
    400: ("The server did not understand the request", "Check [brain] model and url."),
    401: ("The server wants a key, or refuses the one it got", "Put the right key into {variable}."),
    403: ("The server does not let this key use {model}", "Choose another model or key."),
    404: ("The server does not have {model}", "Check [brain] model and url (most urls end in /v1)."),
    413: ("The conversation is too long for the server", "Lower [brain] context."),
    429: ("The server has too much to do", AGAIN),
}


# Status and a word of what the server tells of it -> what happened, what to do.
_TOLD: dict[tuple[int, str], tuple[str, str]] = {
    (400, "context"): (
        "The talk is longer than the model takes in", "Lower [brain] context to what the server gives it, or say /new."
    ),
    (500, "memory"): ("The server has too little memory for {model}", "Choose a smaller model."),
    (503, "loading"): ("The server is still loading {model}", AGAIN),
}  # fmt: skip

MOST_TOLD = 2000
"""Characters that are looked at of what a server tells of a fault."""


def list_faults() -> tuple[type[BaseException], ...]:
    """What a request to a server may raise."""
    openai = importlib.import_module("openai")
    httpx = importlib.import_module("httpx")
    shapes = (ValueError, TypeError, AttributeError, RecursionError)  # of an answer that is no chat
    return (openai.OpenAIError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, TimeoutError, OSError, *shapes)


def translate_error(error: BaseException, server: ServerSetup, timeout: float) -> ServerTrouble:
    """A library's error as one that says what to do, and holds neither the key nor a word of the server's."""
    openai = importlib.import_module("openai")
    httpx = importlib.import_module("httpx")
    log.warning("the server: %s", type(error).__name__)
    status = getattr(error, "status_code", None)
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ServerTrouble(f"The server gave no answer in {timeout:g} s", where=server.url, remedy=AGAIN)
    if isinstance(status, int):
        return _by_status(status, error, server)
    if isinstance(error, openai.APIConnectionError) and not isinstance(error.__cause__, httpx.DecodingError):
        remedy = "Start it, or correct its address: [brain] url in the settings, /brain URL in the chat."
        return ServerTrouble("The server can't be reached", where=server.url, remedy=remedy)
    if isinstance(error, openai.APIError) and error.__cause__ is None:
        return ServerTrouble("The server failed while it answered", where=server.url, remedy=AGAIN)
    if isinstance(error, openai.APIError | ValueError | TypeError | AttributeError | RecursionError):
        return ServerTrouble("The server answered with what is no chat", where=server.url, remedy="Check [brain] url.")
    return ServerTrouble("The server broke off its answer", where=server.url, remedy=AGAIN)


def _by_status(status: int, error: BaseException, server: ServerSetup) -> ServerTrouble:
    told = json.dumps(getattr(error, "body", None), default=str)[:MOST_TOLD].lower()
    what, remedy = next(
        (said for (code, word), said in _TOLD.items() if code == status and word in told),
        _STATUSES.get(status, (f"The server answered with status {status}", "Look into its log.")),
    )
    filled = {"model": server.model or "a model", "variable": server.key_variable}
    wait = _wait(getattr(error, "response", None)) if status in (429, 503) else 0.0
    return ServerTrouble(
        what.format(**filled), where=server.url, remedy=remedy.format(**filled), wait=wait, status=status,
        loading=status == 503 and "loading" in told,
    )  # fmt: skip


def _wait(response: Any) -> float:
    """Seconds that Retry-After asks for, as a number or a date; 0 where it is missing or nonsense."""
    value = str(getattr(response, "headers", {}).get("retry-after", "")).strip()
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return 0.0
    return min(max(0.0, seconds), LONGEST_WAIT) if math.isfinite(seconds) else 0.0
