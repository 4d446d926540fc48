"""Text to sound with times: voice engines, each in a process of its own, and what happens to text on the way to them.

    text ─ clean, pronounce ─> speakable text ─ speaker ─> engine process ─> Sound ─ speaker ─> Speech

`ENGINES` holds every engine by name: a class, whose `traits` say what it is like. Reading them imports the engine's
file and nothing else: an engine imports heavy libraries only when it speaks, so that its process starts fast.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from avatar.plugins import Modules, Registry

if TYPE_CHECKING:
    from avatar.speech.base import Engine, Traits


class EngineClass(Protocol):
    """The class of an engine. Its instances live in engine processes alone, but for `availability`."""

    traits: Traits

    def __call__(self, *settings: str) -> Engine:
        """An engine; `settings` are those of its traits."""
        ...


def _fits(value: object) -> bool:
    from avatar.speech.base import Traits

    return isinstance(value, type) and isinstance(getattr(value, "traits", None), Traits)


ENGINES: Registry[EngineClass] = Registry(
    "avatar.engines", Modules("avatar.speech.engines", "ENGINE"), _fits, "a class with `traits`"
)


def traits(engine: str) -> Traits:
    """The traits of an engine; the defaults for a name that no engine has."""
    from avatar.speech.base import Traits

    return ENGINES[engine].traits if engine in ENGINES else Traits()


def default_engines(platform: str = sys.platform) -> tuple[str, ...]:
    """The engines to use where nobody chose one, best first: the net that comes with avatar, then espeak-ng on Linux,
    the system's own voices on Windows and macOS.
    """
    return ("hibari", "pyttsx3" if platform in ("win32", "darwin") else "espeak")
