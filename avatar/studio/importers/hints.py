"""Files that can't be imported: what each is, and what its program can export that can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_MOUTHS = (
    "Or save one picture for each mouth, on nothing: closed.png, half.png and open.png, or a, i, u, e, o and n, and"
    " import the folder."
)


class Hint(NamedTuple):
    """One kind of file."""

    what: str
    """What it is, as the rest of a sentence that begins "it is"."""
    remedy: str


_LIVE2D = (
    "Its moves can't be taken over, only its drawing: import the PSD that it was made of, with its mouths as layers in"
    " a group called Mouth. " + _MOUTHS
)
_SOLID = "Pose it in a viewer with the shut mouth and with each vowel. " + _MOUTHS
_SPINE = "Import the PSD that it was made of, or export it in Spine as PNG, once for each mouth. " + _MOUTHS

HINTS: Mapping[str, Hint] = {
    ".model3.json": Hint("a Live2D model", _LIVE2D),
    ".moc3": Hint("a Live2D model", _LIVE2D),
    ".moc": Hint("a Live2D model", _LIVE2D),
    ".cmo3": Hint("a Live2D model", _LIVE2D),
    ".can3": Hint("a Live2D animation", _LIVE2D),
    ".vtube.json": Hint("VTube Studio's settings for a Live2D model", _LIVE2D),
    ".vrm": Hint("a VRM model in three dimensions", _SOLID),
    ".glb": Hint("a model in three dimensions (glTF)", _SOLID),
    ".gltf": Hint("a model in three dimensions (glTF)", _SOLID),
    ".inp": Hint(
        "an Inochi2D puppet", "Its moves can't be taken over: import the PSD or Krita file that it was made of."
    ),
    ".inx": Hint(
        "an Inochi Creator project", "Its moves can't be taken over: import the PSD or Krita file that it was made of."
    ),
    ".skel": Hint("a Spine skeleton", _SPINE),
    ".atlas": Hint("a Spine atlas", _SPINE),
    ".spine": Hint("a Spine project", _SPINE),
    ".veado": Hint(
        "a veadotube avatar", "Import a folder with its pictures: idle.png, talking.png, and both with -blink."
    ),
    ".puppet": Hint("a Character Animator puppet", "Import the PSD that it was made of."),
    ".chproj": Hint("a Character Animator project", "Import the PSD that its puppet was made of."),
    ".procreate": Hint("a Procreate drawing", "In Procreate: Actions, Share, PSD. Import that."),
    ".clip": Hint(
        "a Clip Studio Paint drawing", "In Clip Studio Paint: File, Save as, Photoshop Document (PSD). Import that."
    ),
    ".afphoto": Hint("an Affinity Photo document", "In Affinity: File, Export, PSD. Import that."),
    ".afdesign": Hint(
        "an Affinity Designer document",
        "In Affinity: File, Export, PSD, and import that; or SVG, for a character that you describe yourself"
        " (`avatar docs characters`).",
    ),
    ".afpub": Hint("an Affinity Publisher document", "In Affinity: File, Export, PSD. Import that."),
    ".af": Hint("an Affinity document", "In Affinity: File, Export, PSD. Import that."),
    ".xcf": Hint("a GIMP picture", "In GIMP: File, Export As, with a name that ends in .psd or .ora. Import that."),
    ".sai": Hint("a PaintTool SAI drawing", "In SAI: File, Export as, .psd. Import that."),
    ".sai2": Hint("a PaintTool SAI drawing", "In SAI: File, Export as, .psd. Import that."),
    ".mdp": Hint("a MediBang or FireAlpaca drawing", "There: File, Save As, PSD. Import that."),
    ".pdn": Hint("a Paint.NET picture", "Save each mouth as a PNG on the same page, and import the folder."),
}
"""Ending to what it is."""

LARGEST_JSON = 30_000_000
"""Bytes of a file that is looked into."""


def find_hint(path: Path) -> Hint | None:
    """What is known of a file that can't be imported; None for all others."""
    name = path.name.lower()
    found = next((hint for ending, hint in HINTS.items() if name.endswith(ending)), None)
    if found is None and name.endswith(".json") and _is_spine(path):
        return Hint("a Spine skeleton", _SPINE)
    return found


def _is_spine(path: Path) -> bool:
    """Whether a JSON file is a skeleton as Spine exports it."""
    try:
        if path.stat().st_size > LARGEST_JSON:
            return False
        top = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(top, dict) and {"skeleton", "bones", "slots"} <= top.keys()
