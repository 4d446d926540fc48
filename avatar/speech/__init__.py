"""Text to sound with times: voice engines, each in a process of its own, and what happens to text on the way to them.

    text ─ clean, pronounce ─> speakable text ─ speaker ─> engine process ─> Sound ─ speaker ─> Speech

`ENGINES` holds every engine by name. A factory imports its engine only when it is called, and an engine imports what is
heavy only when it speaks, so that an engine process starts fast.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.speech.base import Engine


def _factory(module: str, name: str) -> Callable[..., Engine]:
    def make(*settings: str) -> Engine:
        engine: Engine = getattr(import_module(f"avatar.speech.{module}"), name)(*settings)
        return engine

    return make


ENGINES: dict[str, Callable[..., Engine]] = {
    "espeak": _factory("espeak", "Espeak"),
    "pyttsx3": _factory("pyttsx3", "Pyttsx3"),
    "gtts": _factory("gtts", "Gtts"),
    "piper": _factory("piper", "Piper"),
}
"""Name to factory of every engine. espeak's takes the paths of its library and data, where the caller knows them."""


def default_engine(platform: str = sys.platform) -> str:
    """The engine to use where nobody chose one: espeak-ng on Linux, the system's own voices on Windows and macOS."""
    return "pyttsx3" if platform in ("win32", "darwin") else "espeak"
