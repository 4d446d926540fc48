"""Scenes and Performances as bytes and as files: documented in docs/scene-file.md."""

from avatar.scenefile.mixing import of_performances, to_sound
from avatar.scenefile.packed import Head, Packed
from avatar.scenefile.packing import performance_from_json, performance_to_json
from avatar.scenefile.reading import Reader, load
from avatar.scenefile.writing import Moment, Writer, save

__all__ = [
    "Head",
    "Moment",
    "Packed",
    "Reader",
    "Writer",
    "load",
    "of_performances",
    "performance_from_json",
    "performance_to_json",
    "save",
    "to_sound",
]
