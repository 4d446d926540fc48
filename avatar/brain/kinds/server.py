"""A language model on a server, and the character's own script for when the server is gone."""

from __future__ import annotations

from avatar.brain.base import Brain, BrainKind, Setup


def _make(setup: Setup) -> Brain:
    from avatar.brain.fallback import Fallback
    from avatar.brain.persona import Persona
    from avatar.brain.server import Server

    return Fallback(Server(setup), Persona(setup))


BRAIN = BrainKind(_make, "a language model: see `avatar docs brains`", extra="llm")
