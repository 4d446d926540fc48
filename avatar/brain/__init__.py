"""Replies: who thinks up what the character says."""

from __future__ import annotations

from avatar.brain.base import Brain, BrainKind, Factory, ServerSetup, Setup, SimpleBrain, Turn
from avatar.plugins import Modules, Registry

BRAINS: Registry[Factory] = Registry(
    "avatar.brains", Modules("avatar.brain.kinds", "BRAIN"), callable, "a BrainKind (avatar.brain)"
)
"""By the name that `[brain] name` in config.toml gives; what a brain needs is imported when it is made."""


def summary(name: str) -> str:
    """What a brain is, in a few words; '' where it doesn't say."""
    return str(getattr(BRAINS.get(name), "summary", ""))


__all__ = ["BRAINS", "Brain", "BrainKind", "Factory", "ServerSetup", "Setup", "SimpleBrain", "Turn", "summary"]
