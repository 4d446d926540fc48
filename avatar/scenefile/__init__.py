"""Scenes and Performances as bytes and as files: documented in docs/scene-file.md.

What is named here is imported when it is first used: `avatar say` needs to mix, but neither to read nor to pack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.scenefile.mixing import of_performances, to_sound
    from avatar.scenefile.packed import Packed, PackedHead
    from avatar.scenefile.packing import performance_from_json, performance_to_json
    from avatar.scenefile.reading import Reader, load
    from avatar.scenefile.writing import Landmark, Writer, save

__all__ = [
    "Landmark",
    "Packed",
    "PackedHead",
    "Reader",
    "Writer",
    "load",
    "of_performances",
    "performance_from_json",
    "performance_to_json",
    "save",
    "to_sound",
]

_HOMES = {
    "mixing": "of_performances to_sound",
    "packed": "Packed PackedHead",
    "packing": "performance_from_json performance_to_json",
    "reading": "Reader load",
    "writing": "Landmark Writer save",
}
"""Module to the names that it holds."""

if not TYPE_CHECKING:

    def __getattr__(name):
        """A name of the package, imported now; it is looked up here once."""
        from importlib import import_module

        for module, held in _HOMES.items():
            if name in held.split():
                globals()[name] = found = getattr(import_module(f"{__name__}.{module}"), name)
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
