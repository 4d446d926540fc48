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
    "avatar.scenefile.mixing": "of_performances to_sound",
    "avatar.scenefile.packed": "Packed PackedHead",
    "avatar.scenefile.packing": "performance_from_json performance_to_json",
    "avatar.scenefile.reading": "Reader load",
    "avatar.scenefile.writing": "Landmark Writer save",
}
"""Module to the names that it holds."""

if not TYPE_CHECKING:
    from avatar.lazy import find_late

    __getattr__ = find_late(globals(), _HOMES)
