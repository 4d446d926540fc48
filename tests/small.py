"""A machine that is too small for nets: characters speak with espeak-ng on it, at once and always the same."""

from __future__ import annotations

from avatar.speech import ENGINES, capability, traits

_written: dict[tuple[str, ...], bytes] = {}
"""What the program writes where these engines die: each of thousands of homes gets a copy."""


def be_small() -> None:
    """Have this home remember that every engine with a net dies here, as the program would itself."""
    nets = tuple(name for name in ENGINES.own if traits(name).natural and not traits(name).extra)
    path = capability._path()
    if nets in _written and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_written[nets])
        capability._known.cache_clear()
        return
    new = not path.exists()
    for name in nets:
        capability.note_death(name)
        capability.first_told(name)
    if new:
        _written[nets] = path.read_bytes()
