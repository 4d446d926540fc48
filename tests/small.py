"""A machine that is too small for nets: characters speak with espeak-ng on it, at once and always the same."""

from __future__ import annotations

from avatar.speech import ENGINES, capability, traits


def be_small() -> None:
    """Have this home remember that every engine with a net dies here, as the program would itself."""
    for name in ENGINES.own:
        if traits(name).natural and not traits(name).extra:
            capability.note_death(name)
            capability.first_told(name)
