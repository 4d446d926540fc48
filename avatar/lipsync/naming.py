"""Which format is asked for: by its name, by a program's, or by the ending of a file."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path

from avatar.errors import LipSyncError
from avatar.lipsync.formats import FORMATS, Format
from avatar.nearest import find_nearest

_MEANT = {
    "aftereffects": "adobe-ae", "ae": "adobe-ae", "animate": "adobe-animate", "arkit": "arkit-csv", "ass": "srt",
    "audio2face": "arkit-json", "aws": "polly", "babylon": "gltf", "babylonjs": "gltf", "blend": "gltf",
    "blender": "gltf", "characteranimator": "adobe", "csv": "ovr-csv", "cubism": "live2d", "davinciresolve": "srt",
    "eaf": "elan", "excel": "ovr-csv", "faceit": "arkit-csv", "fbx": "gltf", "glb": "gltf", "godot": "gltf",
    "harmony": "tsv", "houdini": "usd", "jpeg": "svg", "jpg": "svg", "krita": "tsv", "livelinkface": "arkit-csv",
    "maya": "usd", "mikumikudance": "vmd", "mmd": "vmd", "moho": "dat", "oculus": "ovr-csv", "omniverse": "usd",
    "opentoonz": "dat", "ovr": "ovr-csv", "papagayo": "pgo", "papagayong": "pg2", "pdf": "svg", "picture": "svg",
    "png": "svg", "praat": "textgrid", "premiere": "srt", "readyplayerme": "gltf", "resolve": "srt",
    "rhubarb": "tsv", "subrip": "srt", "synfig": "pgo", "tahoma2d": "dat", "three": "gltf", "threejs": "gltf",
    "toonboom": "tsv", "toonboomharmony": "tsv", "tupitube": "pgo", "unity": "gltf", "unreal": "arkit-csv",
    "unrealengine": "arkit-csv", "usdc": "usd", "usdz": "usd", "vegas": "xml", "vrm": "vrma",
    "vtubestudio": "live2d", "webvtt": "vtt", "xlights": "pgo", "xls": "ovr-csv", "xlsx": "ovr-csv",
    "youtube": "srt",
}  # fmt: skip
"""What people call a format, a program that reads it, or a file: in small letters and digits, to the format's name."""

_FILMS = frozenset("avi gif m4v mkv mov mp4 mpeg mpg webm webp".split())

_ALL = "All formats: `avatar lipsync --help`; the programs that read them: `avatar docs formats`."


def meant(word: str) -> str:
    """The format that a word may stand for, however it is spaced; '' for none."""
    plain = re.sub(r"[^a-z0-9]", "", word.lower())
    known = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in FORMATS} | _MEANT
    return known.get(plain) or known.get(find_nearest(plain, known, 0.75), "")


def format_named(name: str) -> Format:
    """A format by name. Raises LipSyncError that says which one may be meant."""
    if name not in FORMATS:
        near = meant(name)
        hint = f"{_film(name)}Did you mean {near} ({FORMATS[near].summary})? " if near else _film(name)
        raise LipSyncError(f"There is no format {name!r}", remedy=f"{FORMATS.left_out(name)}{hint}{_ALL}")
    return FORMATS[name]


def format_of(path: str | PathLike[str]) -> str:
    """The format that a file's ending asks for; Rhubarb's TSV for .txt and for none, as Rhubarb has it.

    Raises LipSyncError for an ending that no format has, or several have.
    """
    ends = Path(path).name.lower()
    asked = [name for name, form in FORMATS.items() if ends.endswith(form.ending.lower())]
    ending = Path(path).suffix.lower()
    if asked or ending in ("", ".txt"):
        return max(asked, key=lambda name: len(FORMATS[name].ending), default="tsv")
    several = {name: form.ending for name, form in FORMATS.items() if form.ending.lower().endswith(ending)}
    if several:
        which = ", ".join(f"{name} ({longer})" for name, longer in several.items())
        raise LipSyncError(
            f"Several cue formats end in {ending!r}", where=path, remedy=f"Name one with -f, or by its ending: {which}."
        )
    near = meant(ending)
    hint = f"Near to it is {near}, whose files end in {FORMATS[near].ending}. " if near else ""
    raise LipSyncError(f"No cue format ends in {ending!r}", where=path, remedy=f"{_film(ending)}{hint}{_ALL}")


def _film(word: str) -> str:
    """What is said to who wants a film."""
    return "Films are made by `avatar film --audio`. " if word.lower().lstrip(".") in _FILMS else ""
