"""The character's own script, and the common one behind it."""

from __future__ import annotations

from avatar.brain.base import Brain, BrainKind, Setup


def _make(setup: Setup) -> Brain:
    from avatar.brain.persona import Persona

    brain = Persona(setup)
    brain.begin()
    return brain


BRAIN = BrainKind(_make, "the character's own script, offline")
