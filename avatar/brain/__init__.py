"""Replies: who thinks up what the character says."""

from __future__ import annotations

from avatar.brain.base import Brain, Factory, Setup, Turn


def _persona(setup: Setup) -> Brain:
    from avatar.brain.persona import Persona

    return Persona(setup)


BRAINS: dict[str, Factory] = {"persona": _persona}
"""By the name that `[brain] name` in config.toml gives; what a brain needs is imported when it is chosen."""

__all__ = ["BRAINS", "Brain", "Factory", "Setup", "Turn"]
