"""A brain as the settings describe it."""

from __future__ import annotations

import logging
from pathlib import Path

from avatar import library
from avatar.brain.base import Brain, LocalSetup, ServerSetup, Setup
from avatar.brain.memory import Memory
from avatar.config import BrainConfig, Config
from avatar.errors import BrainError

CARD = "card.json"
"""In a character's folder: the character card that it was made from."""

log = logging.getLogger(__name__)


def find_setup(config: Config) -> Setup:
    """What the chosen character's brain is made from. Raises LibraryError and BrainError."""
    folder = library.character(config.character.name)
    table = library.read_toml(folder / "character.toml")
    chosen = config.brain
    own = folder / CARD
    return Setup(
        character=folder,
        persona=str(table.get("persona", "")),
        name=str(table.get("title") or table.get("name") or config.character.name),
        timeout=chosen.timeout_s,
        server=find_server(chosen),
        local=LocalSetup(chosen.model, chosen.slow),
        card=Path(chosen.card).expanduser() if chosen.card else own if own.is_file() else None,
        instructions=chosen.instructions,
        memory=_memory() if config.chat.history else None,
    )


def find_server(chosen: BrainConfig) -> ServerSetup:
    """Where the settings say that a language model is, and how it is asked."""
    return ServerSetup(
        chosen.url, chosen.model, chosen.key_variable, chosen.context, chosen.longest, chosen.temperature,
        chosen.thinking,
    )  # fmt: skip


def _memory() -> Memory | None:
    """The user's memory file; a file that can't be used is no reason not to talk."""
    try:
        return Memory(library.state_dir() / "memory.sqlite")
    except BrainError as error:
        log.warning("%s", error)
        return None


def make(config: Config) -> Brain:
    """The brain that the settings choose. Raises BrainError, LibraryError."""
    from avatar.brain import BRAINS  # it imports this module's users

    factory = BRAINS.get(config.brain.name)
    if factory is None:
        raise BrainError(f"There is no brain called {config.brain.name!r}", remedy=BRAINS.listing(config.brain.name))
    described = find_setup(config)
    try:
        return factory(described)
    except BaseException:
        if described.memory is not None:
            described.memory.close()
        raise
