"""What the servers of this machine tell of themselves, beside the interface that all share: Ollama and llama.cpp.

Ollama loads a model when it is first asked for, which may take a minute, and stops loading when its client hangs up; it
gives a model 4,096 tokens unless told otherwise, whatever the client thinks.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from avatar.brain.trouble import list_faults

PATIENCE_S = 2.0
"""Seconds for each question."""
MOST = 1 << 20
"""Bytes of an answer."""


class Served(NamedTuple):
    """What a server has of a model."""

    loaded: bool
    """Whether it is in memory; True where the server does not tell."""
    context: int = 0
    """Tokens that it can take in as it is loaded; 0 where the server does not tell."""


async def ask(http: Any, url: str, model: str) -> Served | None:
    """What the server at `url` (the base of OpenAI's interface) tells of a model; None where it is of neither kind, or
    does not answer. `http`: an httpx.AsyncClient."""
    root = url.rstrip("/").removesuffix("/v1")
    running = await _got(http, f"{root}/api/ps")
    if isinstance(running, dict) and isinstance(running.get("models"), list):
        return _ollama(running["models"], model)
    health = await _got(http, f"{root}/health")
    if not isinstance(health, dict):
        return None
    if "loading" in json.dumps(health).lower():
        return Served(False)
    props = await _got(http, f"{root}/props")
    settings = props.get("default_generation_settings") if isinstance(props, dict) else None
    return Served(True, _count(settings.get("n_ctx"))) if isinstance(settings, dict) else None


def _ollama(models: list[Any], model: str) -> Served:
    for each in models:
        if isinstance(each, dict) and model in (each.get("name"), each.get("model")):
            return Served(True, _count(each.get("context_length")))
    return Served(False)


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 30 else 0


async def _got(http: Any, address: str) -> Any:
    """What JSON stands at an address; None where there is none."""
    try:
        response = await http.get(address, timeout=PATIENCE_S)
        return json.loads(response.content[:MOST])
    except list_faults():
        return None
