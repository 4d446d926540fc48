"""A language model on this machine, and the character's own script for when it can't run."""

from __future__ import annotations

from avatar.brain.base import Brain, BrainKind, Setup


def _make(setup: Setup) -> Brain:
    from avatar.brain.fallback import Fallback
    from avatar.brain.local.model import Local
    from avatar.brain.persona import Persona

    return Fallback(Local(setup), Persona(setup))


BRAIN = BrainKind(_make, "a language model on this machine: `avatar get brain` lists some", extra="local")
