"""Scenes and Performances as bytes and as files: documented in docs/scene-file.md."""

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
