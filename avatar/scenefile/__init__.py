"""Scenes and Performances as bytes and as files: documented in docs/scene-file.md."""

from avatar.scenefile.mixing import of_performances, to_sound
from avatar.scenefile.packing import pack, performance_from_json, performance_to_json, unpack
from avatar.scenefile.reading import Reader, load
from avatar.scenefile.writing import Moment, Writer, save

__all__ = [
    "Moment",
    "Reader",
    "Writer",
    "load",
    "of_performances",
    "pack",
    "performance_from_json",
    "performance_to_json",
    "save",
    "to_sound",
    "unpack",
]
