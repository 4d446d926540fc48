"""Replies: who thinks up what the character says."""

from __future__ import annotations

from avatar.brain.base import Brain, Factory, ServerSetup, Setup, SimpleBrain, Turn


def _persona(setup: Setup) -> Brain:
    from avatar.brain.persona import Persona

    return Persona(setup)


def _server(setup: Setup) -> Brain:
    from avatar.brain.fallback import Fallback
    from avatar.brain.persona import Persona
    from avatar.brain.server import Server

    return Fallback(Server(setup), Persona(setup))


BRAINS: dict[str, Factory] = {"persona": _persona, "server": _server}
"""By the name that `[brain] name` in config.toml gives; what a brain needs is imported when it is chosen."""

__all__ = ["BRAINS", "Brain", "Factory", "ServerSetup", "Setup", "SimpleBrain", "Turn"]
